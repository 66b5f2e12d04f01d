//! One person of the course through the API: another login, a merge, a list taken back; told first, and done as told.

use crate::support::site::{Answer, Door, Site, Teacher};
use crate::support::small::small;
use dgm_grader::store::Role;
use serde_json::{Value, json};

async fn json_of(door: &Door, method: &str, path: &str, body: Value) -> Answer {
    let kind = [("content-type", "application/json")];
    let body = if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    };
    door.send(method, path, &kind, body).await
}

fn read(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn class() -> (Site, Teacher) {
    let site = small(None).await;
    for login in ["anna", "anna2"] {
        site.join(login, Role::Student).await;
    }
    let teacher = Teacher::of(&site).await;
    (site, teacher)
}

#[tokio::test]
async fn a_person_gets_another_login_which_is_told_before() {
    let (site, teacher) = class().await;
    let wanted = json!({"login": "anna.s", "name": " Anna  S ", "email": "anna@example.org", "group": "101"});
    let path = "/api/v1/roster/anna";
    let told = read(
        &json_of(
            &teacher,
            "PUT",
            &format!("{path}?dry_run=true"),
            wanted.clone(),
        )
        .await,
    );
    assert_eq!(
        (&told["applied"], &told["after"]["login"]),
        (&json!(false), &json!("anna.s"))
    );
    let user = async |login: &str| site.app.store.user(login).await.expect("it answers");
    assert_eq!(user("anna").await.expect("she is there").login, "anna");
    let done = read(&json_of(&teacher, "PUT", path, wanted).await);
    assert_eq!(
        (&done["before"]["login"], &done["after"]["name"]),
        (&json!("anna"), &json!("Anna S"))
    );
    assert_eq!(
        user("anna.s").await.expect("she is there").details.group,
        "101"
    );
    for bad in [
        json!({"login": "anna2", "name": "Anna"}),
        json!({"login": "two words", "name": "Anna"}),
        json!({"login": "anna.s", "name": " "}),
        json!({"login": null}),
        json!({"name": null}),
        json!({"mail": "anna@example.org"}),
        json!([1]),
    ] {
        let refused = json_of(&teacher, "PUT", "/api/v1/roster/anna.s", bad.clone()).await;
        assert_eq!(refused.status, 422, "{bad}: {}", refused.text());
    }
    let nobody = json_of(
        &teacher,
        "PUT",
        "/api/v1/roster/none",
        json!({"login": "n", "name": "n"}),
    );
    assert_eq!(nobody.await.status, 404);
}

#[tokio::test]
async fn two_become_one_and_two_again() {
    let (site, teacher) = class().await;
    let path = "/api/v1/roster/anna2/merge";
    let wish = json!({"into": "anna"});
    let told = read(
        &json_of(
            &teacher,
            "POST",
            &format!("{path}?dry_run=true"),
            wish.clone(),
        )
        .await,
    );
    assert_eq!(
        (&told["applied"], &told["into"]["login"]),
        (&json!(false), &json!("anna"))
    );
    let anna = site.app.store.user("anna").await.unwrap().unwrap();
    assert!(
        site.app
            .store
            .merged_into(anna.id)
            .await
            .unwrap()
            .is_empty()
    );
    read(&json_of(&teacher, "POST", path, wish.clone()).await);
    assert_eq!(site.app.store.merged_into(anna.id).await.unwrap().len(), 1);
    let same = json_of(&teacher, "POST", "/api/v1/roster/anna/merge", wish).await;
    assert_eq!(same.status, 422);
    let apart = json_of(
        &teacher,
        "POST",
        "/api/v1/roster/anna/part",
        json!({"part": "anna2"}),
    )
    .await;
    assert_eq!(apart.status, 204, "{}", apart.text());
    let again = json_of(
        &teacher,
        "POST",
        "/api/v1/roster/anna/part",
        json!({"part": "anna2"}),
    )
    .await;
    assert_eq!(again.status, 422);
    assert!(
        site.app
            .store
            .merged_into(anna.id)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_list_is_taken_back() {
    let (site, teacher) = class().await;
    let list = b"login,name\nzoya,Zoya\nyuri,Yuri\n".to_vec();
    let kind = [("content-type", "text/csv")];
    let taken = read(&teacher.send("POST", "/api/v1/roster", &kind, list).await);
    let path = format!("/api/v1/imports/{}/take-back", taken["entry"]);
    let told = read(
        &json_of(
            &teacher,
            "POST",
            &format!("{path}?dry_run=true"),
            Value::Null,
        )
        .await,
    );
    assert_eq!(
        (&told["applied"], &told["entry"]),
        (&json!(false), &Value::Null)
    );
    assert!(site.app.store.user("zoya").await.unwrap().is_some());
    let done = read(&json_of(&teacher, "POST", &path, Value::Null).await);
    assert_eq!(done["undone"], told["undone"]);
    assert!(done["undone"].as_u64().unwrap() >= 2 && done["entry"].is_i64());
    assert!(site.app.store.user("zoya").await.unwrap().is_none());
    let no_list = json_of(
        &teacher,
        "POST",
        "/api/v1/imports/999999/take-back",
        Value::Null,
    )
    .await;
    assert_eq!(no_list.status, 404);
}
