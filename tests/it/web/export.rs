//! The gradebook for other programs: what is chosen, in which shape, and under which names.

use crate::support::audit::of_kind;
use crate::support::site::{Student, Teacher};
use crate::support::small::small;
use dgm_grader::report::export::{Format, Wanted};
use dgm_grader::service::export;
use dgm_grader::store::{Listed, NewUser, Role};
use l10n::Lang;
use serde_json::json;

/// What Canvas exports of a course with one assignment of ours and one of its own.
const EXPORT: &str = "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,Домашнее задание (2026) (101),Essay (102),Final Score\r\n\
    \"    Points Possible\",,,,,13.00,10.00,(read only)\r\n\
    \"Смирнова, Анна\",4711,,anna,Группа 1,,7.00,50\r\n\
    \"Чужой, Человек\",4712,,nobody,Группа 1,,,\r\n";

async fn give(teacher: &Teacher, login: &str, body: &serde_json::Value) {
    let path = format!("/api/v1/students/{login}/homeworks/elbo/override");
    let kind = [("content-type", "application/json")];
    let given = teacher.send("PUT", &path, &kind, body.to_string().into_bytes());
    assert_eq!(given.await.status, 204);
}

#[tokio::test]
async fn a_platform_is_told_of_those_who_have_something_and_of_nobody_else() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for login in ["boris", "vera"] {
        site.join(login, Role::Student).await;
    }
    give(
        &teacher,
        "anna",
        &json!({"points": "12.5", "reason": "oral"}),
    )
    .await;
    give(
        &teacher,
        "boris",
        &json!({"excused": true, "reason": "ill"}),
    )
    .await;
    let get = async |query: &str| teacher.get(&format!("/gradebook/export?{query}")).await;

    let moodle = get("format=moodle&homework=elbo&split=yes").await;
    assert_eq!(moodle.text(), "username,fullname,elbo\nanna,anna,12.5\n");
    assert!(
        moodle
            .header("content-disposition")
            .contains("gradebook-moodle-elbo.csv")
    );
    let canvas = get("format=canvas&homework=elbo").await.text();
    assert_eq!(
        canvas,
        "Student,ID,SIS User ID,SIS Login ID,Section,elbo\n    Points Possible,,,,,13\nanna,,,anna,,12.5\nboris,,,boris,,EX\n"
    );
    // The same in Russian: the names of columns are what they were.
    teacher.post("/language", "lang=ru&back=/").await;
    assert_eq!(get("format=canvas&homework=elbo").await.text(), canvas);

    let several = "format=moodle&homework=elbo&homework=exam&split=yes";
    let archive = get(several).await;
    assert_eq!(archive.header("content-type"), "application/zip");
    assert!(archive.body.starts_with(b"PK"));
    let program = "/api/v1/gradebook?format=moodle&homework=elbo,exam&total=true";
    let text = teacher.get(program).await.text();
    assert!(
        text.starts_with("username,fullname,elbo,total,final_grade\n"),
        "{text}"
    );
    assert!(text.contains("vera,vera,-,0,0\n"), "{text}");
    let excel = get("format=csv&excel=yes&homework=elbo").await;
    assert!(
        excel
            .text()
            .starts_with("\u{feff}login;name;elbo;total;final_grade\n")
    );
    assert!(
        excel.text().contains("anna;anna;12,5;12,5;"),
        "{}",
        excel.text()
    );

    let unknown = get("format=moodle&homework=elbow").await;
    assert_eq!(unknown.status, 422);
    let page = teacher.get("/export").await.text();
    for said in [
        "name=\"homework\" value=\"elbo\" checked",
        "name=\"split\" value=\"yes\" checked",
        "Moodle",
        "Canvas",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test]
async fn canvas_finds_again_what_it_told_the_numbers_of() {
    let site = small(None).await;
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    give(
        &teacher,
        "anna",
        &json!({"points": "12.5", "reason": "oral"}),
    )
    .await;
    let take = async |file: &str| {
        let kind = ("export.csv", "text/csv");
        teacher
            .send_file("/export/canvas", "file", kind, file.as_bytes())
            .await
    };
    let taken = take(EXPORT).await;
    assert_eq!(taken.status, 303, "{}", taken.text());
    let canvas = async || {
        let file = teacher
            .get("/gradebook/export?format=canvas&homework=elbo")
            .await;
        file.text().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let lines = canvas().await;
    assert!(
        lines[0].ends_with(",Section,elbo"),
        "its name tells nothing of ours: {lines:?}"
    );
    assert_eq!(lines[2], "anna,4711,,anna,Группа 1,12.5");
    let page = teacher.get("/export").await.text();
    assert!(page.contains("Домашнее задание (2026) (101)") && page.contains("Essay (102)"));

    // The teacher says which is which.
    let matched = teacher.post("/export/canvas/columns", "elbo=0&exam=").await;
    assert_eq!(matched.status, 303, "{}", matched.text());
    assert!(canvas().await[0].ends_with(",Домашнее задание (2026) (101)"));
    for wrong in ["elbo=9", "elbow=0", "elbo=x", "elbo=0&exam=0"] {
        let refused = teacher.post("/export/canvas/columns", wrong).await;
        assert_eq!(refused.status, 422, "{wrong}");
    }
    assert!(
        canvas().await[0].ends_with("(101)"),
        "a refusal changes nothing"
    );

    // A list of people, and what is no table at all, leave everything as it is.
    for wrong in ["login,name\nanna,Anna\n", "", "colour\nred\n"] {
        let refused = take(wrong).await;
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(refused.text().contains("canvas-error"));
    }
    assert!(canvas().await[0].ends_with("(101)"));
    let data = site
        .app
        .store
        .canvas_student(anna.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(data.canvas_id, "4711");
    assert_eq!(of_kind(&site.app.store, "canvas").await.len(), 2);

    assert_eq!(teacher.post("/export/canvas/forget", "").await.status, 303);
    let lines = canvas().await;
    assert!(
        lines[0].ends_with(",elbo") && lines[2] == "anna,,,anna,,12.5",
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_file_is_sent_while_it_is_written_and_one_that_breaks_off_does_not_look_whole() {
    let site = small(None).await;
    let logins: Vec<String> = (0..1200).map(|n| format!("s{n:04}")).collect();
    let listed = |login: &'static str| {
        Listed::from(NewUser {
            login,
            name: login,
            role: Role::Student,
        })
    };
    let list: Vec<Listed<'_>> = logins.iter().map(|l| listed(l.clone().leak())).collect();
    let (app, now) = (&site.app, site.app.now());
    let put = app.store.put_roster(&list, &[], "t", now).await;
    put.expect("they are there");
    for format in Format::all() {
        let wanted = Wanted {
            total: true,
            ..Wanted::default()
        };
        let written = export::gradebook(app, format, wanted, Lang::En).await;
        let (_, mut pieces) = written.expect("it begins");
        let (mut whole, mut count) = (Vec::new(), 0);
        while let Some(piece) = pieces.recv().await {
            let piece = piece.expect("nothing fails");
            assert!(piece.len() < 512 * 1024, "{} bytes at once", piece.len());
            whole.extend(piece);
            count += 1;
        }
        match format {
            Format::Xlsx => assert!(whole.starts_with(b"PK")),
            Format::Json => {
                let read: serde_json::Value = serde_json::from_slice(&whole).expect("it is JSON");
                let students = read["students"].as_array().expect("a list");
                assert_eq!(students.len(), logins.len());
                assert!(count > 4, "{count} pieces");
            }
            Format::Csv | Format::Moodle | Format::Canvas => {
                let text = String::from_utf8(whole).expect("it is text");
                let own = text
                    .lines()
                    .filter_map(|line| line.split(',').find(|c| c.starts_with('s')));
                let own: Vec<&str> = own.filter(|login| login.len() == 5).collect();
                let wanted: Vec<&str> = logins.iter().map(String::as_str).collect();
                if format != Format::Canvas {
                    assert_eq!(own, wanted, "everybody, once, in order");
                    assert!(count > 4, "{count} pieces");
                }
            }
        }
    }
    // The database goes away when the first piece was taken.
    let written = export::gradebook(app, Format::Csv, Wanted::default(), Lang::En).await;
    let (_, mut pieces) = written.expect("it begins");
    assert!(pieces.recv().await.expect("a piece").is_ok());
    app.store.close().await;
    let mut last = None;
    while let Some(piece) = pieces.recv().await {
        last = Some(piece.is_err());
    }
    assert_eq!(last, Some(true), "the end is an error");
}
