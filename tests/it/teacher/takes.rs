//! What a version takes as soon as it is in force, and what leaves with it: told first, asked about, of the class alone.

use super::site::{Door, Site, right};
use crate::support::audit::checked;
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use serde_json::{Value, json};

const FLOWS: &str = r#"
[[homework]]
id = "flows"
max_points = "7.5"

[[homework.task]]
id = "planar_flow"
points = "7.5"
"#;

fn both() -> String {
    right() + FLOWS
}

fn flows_alone() -> String {
    let text = right();
    let (head, _) = text.split_once("[[homework]]").expect("it has one");
    head.to_owned() + FLOWS
}

/// A site with both homeworks, and its teacher.
async fn site() -> (Site, Door) {
    let site = Site::strict().await;
    let (store, course) = (&site.app.store, checked(&both()));
    let published = store.publish_course(&course, "both", "test", site.app.now());
    published.await.expect("the course is published");
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    (site, teacher)
}

async fn put(teacher: &Door, query: &str, toml: &str) -> (StatusCode, Value) {
    let path = format!("/api/v1/course{query}");
    let answer = teacher.send("PUT", &path, &[], toml.into()).await;
    (answer.status, answer.json())
}

async fn dry_run(teacher: &Door, toml: &str) -> Value {
    let (status, answer) = put(teacher, "?dry_run=true", toml).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["impact"].clone()
}

async fn preview(teacher: &Door, toml: &str) -> String {
    let fields = [("toml", toml), ("base", "2"), ("note", "why")];
    let answer = teacher.form("/course/publish", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
    answer.text()
}

async fn by_hand(teacher: &Door, path: &str, body: Value) {
    let kind = [("content-type", "application/json")];
    let path = format!("/api/v1/students/{path}");
    let done = teacher
        .send("PUT", &path, &kind, body.to_string().into())
        .await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text());
}

fn moved(login: &str, homework: &str, [before, after]: [Value; 2]) -> Value {
    json!([{
        "login": login, "name": login, "homework": homework,
        "before": before, "published": after.clone(), "after": after, "held": false,
    }])
}

#[tokio::test]
async fn points_by_hand_leave_with_their_homework() {
    let (site, teacher) = site().await;
    site.sends("anna", 0.0).await;
    site.join("boris", Role::Student).await;
    site.join("carl", Role::Student).await;
    let given = |points: &str| json!({ "points": points, "reason": "oral" });
    by_hand(&teacher, "anna/homeworks/elbo/override", given("1")).await;
    by_hand(&teacher, "boris/homeworks/flows/override", given("6")).await;
    let excused = json!({ "excused": true, "reason": "ill" });
    by_hand(&teacher, "carl/homeworks/flows/override", excused).await;

    // Nothing was sent: what was given is all that there is to take.
    let told = dry_run(&teacher, &right()).await;
    let row = moved("boris", "flows", [json!("6"), Value::Null]);
    assert_eq!(told["students"], row, "{told}");
    let left = json!([{ "homework": "flows", "item": null, "by_hand": true, "count": 2 }]);
    assert_eq!(told["leaving"], left, "{told}");
    let page = preview(&teacher, &right()).await;
    assert!(page.contains("boris</a>, flows: 6 → —"), "{page}");
    assert!(page.contains("excuses of 2 students"), "{page}");
    let (status, refused) = put(&teacher, "", &right()).await;
    assert_eq!(
        (status, &refused["code"]),
        (StatusCode::CONFLICT, &json!("takes-points"))
    );

    // What was given in place of what was sent does not outlast its homework.
    let told = dry_run(&teacher, &flows_alone()).await;
    let row = moved("anna", "elbo", [json!("1"), Value::Null]);
    assert_eq!(told["students"], row, "{told}");
    let page = preview(&teacher, &flows_alone()).await;
    assert!(!page.contains("the grade stays"), "{page}");

    // It comes back with the homework.
    let (status, done) = put(&teacher, "?take_points=true", &right()).await;
    assert_eq!(status, StatusCode::OK, "{done}");
    let told = dry_run(&teacher, &both()).await;
    let row = moved("boris", "flows", [Value::Null, json!("6")]);
    assert_eq!(told["students"], row, "{told}");
    assert_eq!(put(&teacher, "", &both()).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_excuse_that_becomes_a_zero_takes_from_the_total() {
    let (site, teacher) = site().await;
    for login in ["anna", "boris"] {
        site.join(login, Role::Student).await;
        let exam = json!({ "points": "20" });
        by_hand(&teacher, &format!("{login}/exam"), exam).await;
    }
    let excused = json!({ "excused": true, "reason": "ill" });
    by_hand(&teacher, "boris/homeworks/flows/override", excused).await;
    let zero = both().replace("time_zone", "excused = \"zero\"\ntime_zone");

    // 20 · 36 / 28.5 = 25.263…
    let told = dry_run(&teacher, &zero).await;
    let totals = &told["grades"][0];
    assert_eq!(totals["total_before"], "25.263", "{told}");
    assert_eq!(totals["total_published"], "20", "{told}");
    assert_eq!(told["students"], json!([]), "{told}");
    let (status, refused) = put(&teacher, "", &zero).await;
    assert_eq!(status, StatusCode::CONFLICT, "{refused}");
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("one student loses points"), "{detail}");

    let page = preview(&teacher, &zero).await;
    for words in ["boris</a>, total: 25.263 → 20", "but totals do"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Nobody's points change"), "{page}");
    let take = hidden(&page, "take");
    // Whoever is excused meanwhile was not in what was seen.
    let excused = json!({ "excused": true, "reason": "away" });
    by_hand(&teacher, "anna/homeworks/flows/override", excused).await;
    let mut fields = vec![
        ("toml", zero.as_str()),
        ("base", "2"),
        ("note", "why"),
        ("take", take.as_str()),
    ];
    let outdated = teacher.form("/course/publish", &fields).await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    let take = hidden(&outdated.text(), "take");
    fields[3].1 = &take;
    let done = teacher.form("/course/publish", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

#[tokio::test]
async fn only_the_class_is_told_of_and_asked_about() {
    let (site, teacher) = site().await;
    site.sends("zoya", 0.0).await;
    let kind = [("content-type", "application/octet-stream")];
    let path = "/api/v1/homeworks/elbo/submissions";
    let answers = site.answers("teacher", 0.0).await;
    let sent = teacher.send("POST", path, &kind, answers).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    by_hand(&teacher, "zoya/exam", json!({ "points": "26" })).await;
    let given = json!({ "points": "2", "reason": "oral" });
    by_hand(&teacher, "zoya/homeworks/elbo/override", given).await;
    let store = &site.app.store;
    let gone = store.set_person("zoya", Role::Student, false, "test", site.app.now());
    gone.await.unwrap();
    let smaller = flows_alone().replace("26", "20");

    let told = dry_run(&teacher, &smaller).await;
    for what in ["students", "grades", "above", "leaving"] {
        assert_eq!(told[what], json!([]), "{what}: {told}");
    }
    let (anna, _) = site.sends("anna", 0.0).await;
    let told = dry_run(&teacher, &smaller).await;
    let row = moved(&anna.login, "elbo", [json!("2.5"), Value::Null]);
    assert_eq!(told["students"], row, "{told}");
    let left = json!([{ "homework": "elbo", "item": null, "by_hand": false, "count": 1 }]);
    assert_eq!(told["leaving"], left, "{told}");
    let gone = store.set_person("anna", Role::Student, false, "test", site.app.now());
    gone.await.unwrap();
    let (status, done) = put(&teacher, "", &smaller).await;
    assert_eq!(status, StatusCode::OK, "nobody of the class loses: {done}");
}
