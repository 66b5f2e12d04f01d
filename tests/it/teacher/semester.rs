//! A semester in short: a deadline is mistyped and taken back, somebody is excused, points are set and asked about; in the end
//! everybody can add up their total.

use super::site::{Door, Site, right};
use crate::support::audit::checked;
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use judge::points::Points;
use serde_json::{Value, json};

/// What was sent on 10 March is a day late, which costs a tenth.
fn meant() -> String {
    right().replace(
        "max_points = \"2.5\"\n",
        "max_points = \"2.5\"\ndeadline = 2026-03-09\nlate = { per_day = \"10%\", most = \"50%\" }\n",
    )
}

async fn publish(teacher: &Door, base: i64, toml: &str, take: &str) -> (StatusCode, String) {
    let base = base.to_string();
    let mut fields = vec![("toml", toml), ("base", base.as_str()), ("note", "why")];
    if !take.is_empty() {
        fields.push(("take", take));
    }
    let answer = teacher.form("/course/publish", &fields).await;
    (answer.status, answer.text())
}

async fn grade(student: &Door) -> Value {
    student.get("/api/v1/grade").await.json()
}

async fn elbo(student: &Door) -> Value {
    grade(student).await["homeworks"][0].clone()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a semester in one piece")]
async fn a_mistyped_deadline_is_taken_back_and_everybody_can_add_up() {
    let site = Site::strict().await;
    let store = &site.app.store;
    let now = site.app.now();
    store
        .publish_course(&checked(&meant()), "meant", "test", now)
        .await
        .unwrap();
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let mut doors = Vec::new();
    for login in ["anna", "boris", "vera"] {
        site.sends(login, 0.0).await;
        doors.push(site.join(login, Role::Student).await.0);
    }
    let [anna, boris, vera] = doors.as_slice() else {
        unreachable!("there are three");
    };
    assert_eq!(elbo(anna).await["points"], "2.25", "a day late");

    // A slip of a digit gives at once, and nothing has to be graded anew.
    let slipped = meant().replace("2026-03-09", "2026-12-09");
    let (status, _) = publish(&teacher, 2, &slipped, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(elbo(anna).await["points"], "2.5");

    // The way back takes it again, from those who are listed, when the teacher says so.
    let (status, page) = publish(&teacher, 3, &meant(), "").await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains("elbo: 2.5 → 2.25"), "{page}");
    assert!(
        !page.contains("name=\"regrade\""),
        "nothing is to be graded anew"
    );
    let take = hidden(&page, "take");
    assert_eq!(
        publish(&teacher, 3, &meant(), "something else").await.0,
        StatusCode::CONFLICT
    );
    let api = teacher
        .send("PUT", "/api/v1/course", &[], meant().into_bytes())
        .await;
    assert_eq!(
        (api.status, api.json()["code"].clone()),
        (StatusCode::CONFLICT, json!("takes-points"))
    );
    assert_eq!(elbo(anna).await["points"], "2.5", "nothing was taken yet");
    assert_eq!(
        publish(&teacher, 3, &meant(), &take).await.0,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        elbo(anna).await["points"],
        "2.25",
        "as under the version before"
    );

    // One is excused: the rest counts as the whole.
    let put = async |path: &str, body: Value| {
        let kind = [("content-type", "application/json")];
        let done = teacher
            .send("PUT", path, &kind, body.to_string().into_bytes())
            .await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text());
    };
    put(
        "/api/v1/students/boris/homeworks/elbo/override",
        json!({ "excused": true, "reason": "was ill" }),
    )
    .await;
    put("/api/v1/students/boris/exam", json!({ "points": "20" })).await;
    let told = grade(boris).await;
    assert_eq!(
        (
            &told["homeworks"][0]["excused"],
            &told["homeworks"][0]["reason"]
        ),
        (&json!(true), &json!("was ill"))
    );
    // 20 · 28.5 / 26 = 21.923…
    assert_eq!(
        (&told["earned"], &told["total"]),
        (&json!("20"), &json!("21.923"))
    );
    let derivation = told["derivation"].as_str().unwrap();
    assert!(
        derivation.starts_with("floor(relu(20 * 28.5 / 26 / 8 - 2)) = "),
        "{derivation}"
    );
    for path in ["/", "/homeworks/elbo", "/submissions/2"] {
        let page = boris.get(path).await.text();
        assert!(
            page.contains("was ill") && page.contains("excused"),
            "{path}: {page}"
        );
    }

    // Points that a person set are named as such, with what holds without them; the student asks, and gets others.
    put(
        "/api/v1/students/vera/homeworks/elbo/override",
        json!({ "points": "1", "reason": "copied in part" }),
    )
    .await;
    for path in ["/", "/homeworks/elbo", "/submissions/3"] {
        let page = vera.get(path).await.text();
        assert!(
            page.contains("set by a teacher") && page.contains("copied in part"),
            "{path}: {page}"
        );
        assert!(
            page.contains("Without that: 2.25.") && page.contains("/homeworks/elbo#requests"),
            "{path}: {page}"
        );
    }
    let page = vera.get("/homeworks/elbo").await.text();
    assert!(
        page.contains("1 of 2.5") && !page.contains("Best so far"),
        "one number: {page}"
    );
    let asked = vera
        .form(
            "/homeworks/elbo/requests",
            &[("task", ""), ("text", "It is mine.")],
        )
        .await;
    assert_eq!(asked.location(), "/requests/1");
    let page = teacher.get("/requests/1").await.text();
    assert!(page.contains("Points of the whole homework"), "{page}");
    let path = "/students/vera/homeworks/elbo/override";
    assert!(page.contains("value=\"asked in request 1\""), "{page}");
    let back = hidden(&page, "back");
    let mut fields = vec![
        ("kind", "points"),
        ("points", "2"),
        ("reason", "asked in request 1"),
        ("back", back.as_str()),
    ];
    let shown = teacher.form(path, &fields).await.text();
    let seen = hidden(&shown, "seen");
    fields.push(("seen", &seen));
    let done = teacher.form(path, &fields).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/requests/1")
    );

    // Every total is the sum of what is listed, scaled where one is excused.
    for (student, of) in [(anna, (1, 1)), (boris, (57, 52)), (vera, (1, 1))] {
        let told = grade(student).await;
        let points = |value: &Value| {
            value
                .as_str()
                .map_or(Points::ZERO, |text| text.parse().unwrap())
        };
        let listed: Points = told["homeworks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|h| points(&h["points"]))
            .sum();
        let earned = listed + points(&told["exam"]);
        assert_eq!(points(&told["earned"]), earned, "{told}");
        assert_eq!(points(&told["total"]), earned.share(of.0, of.1), "{told}");
    }
    assert_eq!(grade(vera).await["total"], "2");
}
