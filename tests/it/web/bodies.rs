//! The JSON that programs send: a key that is missing or misspelt is told by its name, and takes nothing away.

use crate::support::site::{Answer, Door, Student, Teacher};
use crate::support::small::small;
use serde_json::{Value, json};

const STUDENT: &str = "/api/v1/students/anna";

async fn put(door: &Door, path: &str, body: &Value) -> Answer {
    let kind = [("content-type", "application/json")];
    let body = body.to_string().into_bytes();
    door.send("PUT", path, &kind, body).await
}

#[tokio::test]
async fn only_null_takes_points_and_deadlines_away() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let of = (student.id, "elbo".to_owned());
    let store = &site.app.store;
    let kept = async || {
        let exam = store.exam(student.id).await.expect("it answers");
        let overrides = store.overrides().await.expect("it answers");
        let extension = store.extension(student.id, "elbo").await;
        (
            exam.map(|points| points.to_string()),
            overrides.get(&of).map(|given| given.reason.clone()),
            extension.expect("it answers").is_some(),
        )
    };
    let paths = [
        "exam",
        "homeworks/elbo/override",
        "homeworks/elbo/extension",
    ];
    let paths = paths.map(|path| format!("{STUDENT}/{path}"));
    let [exam, points, later] = &paths;
    for (path, body) in [
        (exam, json!({"points": "21"})),
        (points, json!({"points": "5", "reason": "oral"})),
        (later, json!({"deadline": "2026-03-25", "reason": "ill"})),
    ] {
        let answer = put(&teacher, path, &body).await;
        assert_eq!(answer.status, 204, "{path}: {}", answer.text());
    }
    let given = (Some("21".to_owned()), Some("oral".to_owned()), true);
    assert_eq!(kept().await, given);
    for (path, body, key) in [
        (exam, json!({"point": "22"}), "“point”"),
        (exam, json!({}), "“points”"),
        (exam, json!({"points": "22", "reason": "x"}), "“reason”"),
        (points, json!({"point": "12"}), "“point”"),
        (points, json!({}), "“points”"),
        (points, json!({"reason": "why"}), "“points”"),
        (points, json!({"excused": false}), "“points”"),
        (points, json!({"excuse": true, "reason": "ill"}), "“excuse”"),
        (later, json!({"until": "2026-12-20"}), "“until”"),
        (later, json!({"reason": "ill"}), "“deadline”"),
    ] {
        let answer = put(&teacher, path, &body).await;
        assert_eq!(answer.status, 422, "{path} {body}");
        let problem = answer.json();
        assert_eq!(problem["code"], "form");
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(key), "{body}: {detail}");
        assert_eq!(kept().await, given, "{path} {body}");
    }
    for (path, key) in [(exam, "points"), (points, "points"), (later, "deadline")] {
        let answer = put(&teacher, path, &json!({ key: null })).await;
        assert_eq!(answer.status, 204, "{path}: {}", answer.text());
    }
    assert_eq!(kept().await, (None, None, false));
}

#[tokio::test]
async fn what_is_not_named_of_a_person_stays() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let path = "/api/v1/roster/anna";
    let change = async |body: Value| {
        let answer = put(&teacher, path, &body).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.text());
        answer.json()["after"].clone()
    };
    let all = json!({
        "login": "anna", "name": "Anna S", "family_name": "S", "email": "anna@example.org",
        "student_id": "B1", "group": "101"
    });
    assert_eq!(change(all.clone()).await, all);
    assert_eq!(change(json!({})).await, all);
    let named = change(json!({"login": "anna", "name": "Anna T"})).await;
    assert_eq!(named["name"], "Anna T");
    for key in ["family_name", "email", "student_id", "group"] {
        assert_eq!(named[key], all[key], "{key}");
    }
    let emptied = change(json!({"email": null, "group": ""})).await;
    assert_eq!(
        (&emptied["email"], &emptied["group"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(emptied["student_id"], "B1");
}

#[tokio::test]
async fn the_document_says_which_keys_there_are_and_which_have_to_be_there() {
    let site = small(None).await;
    let document = site.nobody().get("/api/v1/openapi.json").await.json();
    let schemas = &document["components"]["schemas"];
    let mut bodies = Vec::new();
    let paths = document["paths"].as_object().expect("it has paths");
    for operation in paths.values().filter_map(Value::as_object).flatten() {
        let body = &operation.1["requestBody"]["content"]["application/json"]["schema"];
        if let Some(name) = body["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
            bodies.push(name);
        }
    }
    assert!(bodies.len() >= 6, "{bodies:?}");
    for (name, key) in [("ExamEntry", "points"), ("ExtensionEntry", "deadline")] {
        assert_eq!(schemas[name]["required"], json!([key]), "{name}");
        let kinds = &schemas[name]["properties"][key]["type"];
        assert_eq!(kinds, &json!(["string", "null"]), "{name}");
    }
}
