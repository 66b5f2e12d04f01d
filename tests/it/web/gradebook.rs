//! The gradebook: what is given by hand, what it does to the grade, and the files it is exported as.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::forms::hidden;
use crate::support::site::{Door, Site, Student, Teacher, set_clock};
use crate::support::small::small;
use crate::support::solve::solved;
use calamine::{Data, Reader as _, Xlsx};
use dgm_grader::store::Role;
use judge::answers::write_npz;
use serde_json::{Value, json};
use std::io::Cursor;

const HAND: &str = "/students/anna/homeworks/elbo";

async fn put(door: &Door, path: &str, body: &Value) -> u16 {
    let kind = [("content-type", "application/json")];
    let path = format!("/api/v1{path}");
    let body = body.to_string().into_bytes();
    door.send("PUT", &path, &kind, body).await.status.as_u16()
}

/// The row of a student in the JSON gradebook.
async fn row(teacher: &Door, login: &str) -> Value {
    let answer = teacher.get("/api/v1/gradebook?format=json").await;
    let book = answer.json();
    let students = book["students"].as_array().unwrap();
    students
        .iter()
        .find(|s| s["login"] == login)
        .unwrap_or(&Value::Null)
        .clone()
}

/// Sends the right answers to everything.
async fn solve(door: &Door) {
    let inputs = door.get("/api/v1/homeworks/elbo/inputs").await;
    let file = write_npz(&solved("elbo", &inputs.body));
    let path = "/api/v1/homeworks/elbo/submissions";
    let answer = door.send("POST", path, &[], file).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn an_override_is_shown_before_it_is_done_and_counts_after() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    solve(&student).await;
    let path = format!("{HAND}/override");
    let form = "kind=points&points=12,5&reason=oral";
    let shown = teacher.post(&path, form).await;
    assert_eq!(shown.status, 200);
    assert_eq!(
        row(&teacher, "anna").await["homeworks"]["elbo"]["points"],
        "13",
        "nothing is done before it is confirmed"
    );
    let seen = hidden(&shown.text(), "seen");
    let done = teacher.post(&path, &format!("{form}&seen={seen}")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let after = row(&teacher, "anna").await;
    assert_eq!(after["homeworks"]["elbo"]["points"], "12.5");
    assert_eq!(after["total"], "12.5");
    // What was confirmed is no longer what would happen: it is shown again and not done.
    let stale = teacher
        .post(&path, &format!("kind=excused&reason=ill&seen={seen}"))
        .await;
    assert_eq!(stale.status, 200);
    assert_eq!(row(&teacher, "anna").await, after);
    let audit = teacher.get("/audit?q=oral").await.text();
    assert!(audit.contains("12.5 (oral)"), "{audit}");
    // Taken away: what was earned counts again.
    let status = put(&teacher, &path, &json!({"points": null})).await;
    assert_eq!(status, 204);
    assert_eq!(
        row(&teacher, "anna").await["homeworks"]["elbo"]["points"],
        "13"
    );
}

#[tokio::test]
async fn what_cannot_be_given_is_refused() {
    let site = small(None).await;
    let (_student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let (points, later) = (format!("{HAND}/override"), format!("{HAND}/extension"));
    for (path, body, status) in [
        (&points, json!({"points": "99", "reason": "x"}), 422),
        (&points, json!({"points": "-1", "reason": "x"}), 422),
        (&points, json!({"points": "NaN", "reason": "x"}), 422),
        (&points, json!({"points": "1.0001", "reason": "x"}), 422),
        (&points, json!({"points": "5", "reason": "  "}), 422),
        (
            &points,
            json!({"points": "5", "excused": true, "reason": "x"}),
            422,
        ),
        (&points, json!({"points": 5, "reason": "x"}), 422),
        (&points, json!([]), 422),
        (
            &later,
            json!({"deadline": "2026-03-01", "reason": "x"}),
            422,
        ),
        (&later, json!({"deadline": "soon", "reason": "x"}), 422),
        (&later, json!({"deadline": "2026-03-25"}), 422),
        (
            &points.replace("anna", "nobody"),
            json!({"points": "5", "reason": "x"}),
            404,
        ),
        (
            &points.replace("anna", "teacher"),
            json!({"points": "5", "reason": "x"}),
            404,
        ),
        (
            &points.replace("elbo", "gan"),
            json!({"points": "5", "reason": "x"}),
            404,
        ),
        (
            &later.replace("elbo", "ddpm"),
            json!({"deadline": "2026-05-01", "reason": "x"}),
            422,
        ),
    ] {
        assert_eq!(put(&teacher, path, &body).await, status, "{path} {body}");
    }
    let row = row(&teacher, "anna").await;
    assert!(
        row["homeworks"]["elbo"]["points"].is_null(),
        "a dash is not a zero: {row}"
    );
}

#[tokio::test]
async fn excused_is_neither_a_zero_nor_points() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    solve(&student).await;
    let body = json!({"excused": true, "reason": "ill"});
    assert_eq!(put(&teacher, &format!("{HAND}/override"), &body).await, 204);
    let row = row(&teacher, "anna").await;
    assert_eq!(row["homeworks"]["elbo"]["excused"], true);
    assert!(row["homeworks"]["elbo"]["points"].is_null());
    assert_eq!(row["total"], "0");
    // What is missing adds up with the total, and says how much of it has to be earned.
    let overview = student.get("/").await.text();
    assert!(overview.contains("an excuse scales"), "{overview}");
    let csv = teacher.get("/api/v1/gradebook").await.text();
    assert!(csv.contains("anna,anna,excused,"), "{csv}");
    let canvas = teacher.get("/gradebook/export?format=canvas").await.text();
    assert!(canvas.contains(",EX\n"), "{canvas}");
}

#[tokio::test]
async fn a_later_deadline_gives_back_what_lateness_took() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    // Two days late: a fifth is lost.
    set_clock("2026-03-13T12:00:00Z");
    solve(&student).await;
    let points = async || row(&teacher, "anna").await["homeworks"]["elbo"]["points"].clone();
    assert_eq!(points().await, "10.4");
    let path = format!("{HAND}/extension");
    let shown = teacher.post(&path, "day=2026-03-13&reason=ill").await;
    let html = shown.text();
    assert!(html.contains("10.4") && html.contains("13"), "{html}");
    assert_eq!(points().await, "10.4");
    let form = format!("day=2026-03-13&reason=ill&seen={}", hidden(&html, "seen"));
    assert_eq!(teacher.post(&path, &form).await.status, 303);
    assert_eq!(points().await, "13");
    // One day short of it: a tenth.
    let body = json!({"deadline": "2026-03-12", "reason": "a day less"});
    assert_eq!(put(&teacher, &path, &body).await, 204);
    assert_eq!(points().await, "11.7");
    assert_eq!(put(&teacher, &path, &json!({"deadline": null})).await, 204);
    assert_eq!(points().await, "10.4");
    let audit = teacher.get("/audit?q=anna").await.text();
    assert!(
        audit.contains("late penalty") && audit.contains("11.7"),
        "{audit}"
    );
}

#[tokio::test]
async fn it_sorts_and_filters_without_a_script() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for login in ["boris", "vera"] {
        site.join(login, Role::Student).await;
    }
    solve(&student).await;
    let order = async |query: &str| {
        let html = teacher.get(&format!("/gradebook{query}")).await.text();
        let rows = html.split("<th scope=\"row\">").skip(1);
        let login = |row: &str| {
            let (_, rest) = row.split_once("href=\"/students/")?;
            Some(rest.split('"').next()?.to_owned())
        };
        rows.filter_map(login).collect::<Vec<_>>()
    };
    assert_eq!(order("").await, ["anna", "boris", "vera"]);
    assert_eq!(order("?sort=-name").await, ["vera", "boris", "anna"]);
    assert_eq!(order("?sort=total").await, ["boris", "vera", "anna"]);
    assert_eq!(order("?only=missing").await, ["boris", "vera"]);
    assert_eq!(order("?q=VER&only=missing").await, ["vera"]);
    let html = teacher.get("/gradebook?q=%22%3E%3Cscript%3E").await.text();
    assert!(!html.contains("<script>"), "what is looked for is data");
    let missing = teacher.get("/insight/elbo").await.text();
    assert!(missing.contains("/students/vera/homeworks/elbo"));
    assert!(!missing.contains("/students/anna/homeworks/elbo"));
}

/// 200 students come by a list, some send, all are examined by a list, and the gradebook is opened again as a workbook.
#[tokio::test]
async fn a_class_of_200_from_the_list_to_the_workbook() {
    let site: Site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let mut list = "\u{feff}Логин;Фамилия;Имя\r\n".to_owned();
    for n in 0..200 {
        list.extend([
            "s",
            &format!("{n:03}"),
            ";Фамилия",
            &n.to_string(),
            ";Имя\r\n",
        ]);
    }
    let kind = [("content-type", "text/csv")];
    let answer = teacher
        .send("POST", "/api/v1/roster", &kind, list.into_bytes())
        .await;
    let imported = answer.json();
    assert_eq!(imported["links"].as_array().map(Vec::len), Some(200));
    for n in [3, 5, 7] {
        let link = imported["links"][n]["link"].as_str().unwrap();
        let secret = link.strip_prefix("http://dgm.test/sign-in/").unwrap();
        site.nobody().enter(secret).await;
        let user = site
            .app
            .store
            .user(&format!("s{n:03}"))
            .await
            .unwrap()
            .unwrap();
        let door = site.join(&user.login, Role::Student).await;
        solve(&door).await;
    }
    let mut exam = "login;points\n".to_owned();
    for n in 0..200 {
        exam.extend(["s", &format!("{n:03}"), ";", &(n % 26).to_string(), ",5\n"]);
    }
    let students = teacher.table("/exam", &exam, &[]).await;
    assert_eq!(students.status, 200);
    let seen = hidden(&students.text(), "seen");
    let done = teacher.table("/exam", &exam, &[("seen", &seen)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(
        crate::support::audit::of_kind(&site.app.store, "exam")
            .await
            .len(),
        200
    );

    let accept = [(
        "accept",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )];
    let file = teacher
        .send("GET", "/api/v1/gradebook", &accept, Vec::new())
        .await;
    assert_eq!(file.header("content-type"), accept[0].1);
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(file.body)).expect("it opens");
    let sheet = workbook
        .worksheet_range("gradebook")
        .expect("the sheet is there");
    assert_eq!(sheet.height(), 201);
    let three = sheet
        .rows()
        .find(|r| r.first() == Some(&Data::String("s003".to_owned())))
        .expect("the student is there");
    let numbers: Vec<_> = three.iter().skip(2).cloned().collect();
    assert_eq!(
        numbers,
        [
            Data::Float(13.0),
            Data::Empty,
            Data::Float(3.5),
            Data::Float(16.5),
            Data::Float(0.0)
        ],
        "13 + 3.5 = 16.5, floor(16.5 / 8 - 2) = 0"
    );
    let page = teacher.get("/gradebook?sort=-total").await;
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn an_unknown_format_is_refused() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let answer = teacher.get("/api/v1/gradebook?format=exe").await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("csv, json, xlsx, canvas or moodle"));
}
