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
    let parting = async |query: &str| {
        let path = format!("/api/v1/roster/anna/part{query}");
        json_of(&teacher, "POST", &path, json!({"part": "anna2"})).await
    };
    let told = read(&parting("?dry_run=true").await);
    assert_eq!(told["applied"], false);
    assert_eq!(site.app.store.merged_into(anna.id).await.unwrap().len(), 1);
    let done = read(&parting("").await);
    assert_eq!(
        (&done["applied"], &done["part"], &done["from"]),
        (&json!(true), &json!("anna2"), &json!("anna"))
    );
    assert_eq!(parting("").await.status, 422);
    assert!(
        site.app
            .store
            .merged_into(anna.id)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn given(teacher: &Teacher, login: &str, points: &str, reason: &str) {
    let path = format!("/api/v1/students/{login}/homeworks/elbo/override");
    let body = json!({"points": points, "reason": reason});
    let answer = json_of(teacher, "PUT", &path, body).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// What was given to one since the merge is not given to the other, and whoever parts them is told of it before.
#[tokio::test]
async fn what_was_changed_since_is_told_before_they_part() {
    let (site, teacher) = class().await;
    given(&teacher, "anna2", "4", "A").await;
    let merge = json_of(
        &teacher,
        "POST",
        "/api/v1/roster/anna2/merge",
        json!({"into": "anna"}),
    );
    assert_eq!(read(&merge.await)["moved"][0]["table"], "overrides");
    given(&teacher, "anna", "9", "B: for anna").await;
    let dry = json_of(
        &teacher,
        "POST",
        "/api/v1/roster/anna/part?dry_run=true",
        json!({"part": "anna2"}),
    );
    let told = read(&dry.await);
    let kept = json!([{"table": "overrides", "of": "elbo", "there": true}]);
    assert_eq!((&told["moved"], &told["kept"]), (&json!([]), &kept));

    // The page shows the same and does nothing until exactly that is confirmed.
    let path = "/roster/anna/part";
    let page = teacher.post(path, "part=anna2").await;
    let html = page.text();
    assert_eq!(page.status, 200, "{html}");
    assert!(html.contains("B: for anna"), "{html}");
    let seen = |html: &str| {
        let (_, rest) = html.split_once("name=\"seen\" value=\"").expect("a mark");
        rest.split('"').next().expect("its end").to_owned()
    };
    given(&teacher, "anna", "8", "C").await;
    let form = format!("part=anna2&seen={}", seen(&html));
    let page = teacher.post(path, &form).await;
    assert_eq!(page.status, 200, "something else than was shown");
    let store = &site.app.store;
    let anna = store.user("anna2").await.unwrap().expect("she is there");
    assert_eq!(anna.login, "anna", "they are one");
    let form = format!("part=anna2&seen={}", seen(&page.text()));
    assert_eq!(teacher.post(path, &form).await.status, 303);
    let other = store.user("anna2").await.unwrap().expect("she is there");
    assert_eq!(store.overrides_of(other.id).await.unwrap(), []);
    let own = store.overrides_of(anna.id).await.unwrap();
    assert_eq!((own.len(), own[0].1.reason.as_str()), (1, "C"));
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

#[tokio::test]
async fn the_file_of_the_audit_holds_what_is_inside_of_lists() {
    let (_site, teacher) = class().await;
    let list = b"login,name\nzoya,Zoya\nyuri,Yuri\n".to_vec();
    let kind = [("content-type", "text/csv")];
    let taken = read(&teacher.send("POST", "/api/v1/roster", &kind, list).await);
    let entry = taken["entry"].to_string();
    let page = teacher.get("/audit").await.text();
    let added = "<td>person</td><td class=\"words\">zoya";
    assert!(!page.contains(added), "one entry a list: {page}");
    let file = teacher.get("/audit.csv").await;
    let mut reader = csv::Reader::from_reader(file.body.as_slice());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    for wanted in ["zoya", "yuri"] {
        let added = |row: &&csv::StringRecord| (&row[3], &row[4]) == ("person", wanted);
        assert_eq!(rows.iter().filter(added).count(), 1, "{wanted}: {rows:?}");
    }
    let own = rows.iter().filter(|row| row[0] == entry).count();
    assert_eq!(own, 1, "the list itself: {rows:?}");
    let numbers: Vec<i64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a > b), "{numbers:?}");
}
