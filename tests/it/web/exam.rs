//! The oral exam's points: whose they are, how they are shown, and what a workbook says of them.

use crate::support::audit::checked;
use crate::support::course::course;
use crate::support::site::{Site, Student, Teacher};
use crate::support::small::small;
use dgm_grader::store::Role;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

async fn class() -> (Site, Student, Teacher) {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    (site, student, teacher)
}

#[tokio::test]
async fn they_have_the_decimal_mark_of_the_language() {
    let (_site, _anna, teacher) = class().await;
    let form = "points=22.5";
    assert_eq!(teacher.post("/students/anna/exam", form).await.status, 303);
    for (lang, shown) in [("en", "22.5"), ("ru", "22,5")] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        for page in ["/students/anna", "/exam"] {
            let html = teacher.get(page).await.text();
            let field = format!("value=\"{shown}\"");
            assert!(html.contains(&field), "{lang} {page}: {html}");
        }
    }
}

#[tokio::test]
async fn only_students_have_any() {
    let (site, _anna, teacher) = class().await;
    let kind = [("content-type", "application/json")];
    for role in [Role::Grader, Role::Teacher, Role::Owner] {
        let door = site.join(role.name(), role).await;
        let path = format!("/students/{}/exam", role.name());
        let posted = teacher.post(&path, "points=20").await;
        let body = b"{\"points\": \"20\"}".to_vec();
        let api = format!("/api/v1{path}");
        let put = teacher.send("PUT", &api, &kind, body);
        assert_eq!(posted.status, 404, "{}", posted.text());
        assert_eq!(put.await.status, 404);
        assert_eq!(site.app.store.exam(door.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_workbook_says_what_it_shows() {
    let (site, _anna, teacher) = class().await;
    for login in ["boris", "vera"] {
        site.join(login, Role::Student).await;
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = ["login", "anna", "boris", "vera"];
    for (row, login) in rows.into_iter().enumerate() {
        let row = u32::try_from(row).unwrap();
        sheet.write(row, 0, login).unwrap();
        match login {
            "login" => sheet.write(row, 1, "points"),
            // As Excel keeps it, who shows 20.3.
            "anna" => sheet.write(
                row,
                1,
                Formula::new("=7.1+6.6+6.6").set_result("20.299999999999997"),
            ),
            // What Excel makes of 20.5 in Russia.
            "boris" => sheet.write_datetime_with_format(
                row,
                1,
                ExcelDateTime::from_ymd(2026, 5, 20).unwrap(),
                &Format::new().set_num_format("dd.mmm"),
            ),
            _ => sheet.write(row, 1, 20.1234),
        }
        .unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let shown = teacher
        .send_file("/exam", "file", ("exam.xlsx", kind), &bytes)
        .await;
    let html = shown.text();
    assert_eq!(shown.status, 200, "{html}");
    for words in [
        "20.3",
        "“2026-05-20” is a date",
        "“20.1234”: points have at most three digits",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("20.29"), "{html}");
}

#[tokio::test]
async fn who_is_deactivated_is_in_no_count_of_a_list() {
    let (site, anna, teacher) = class().await;
    site.join("boris", Role::Student).await;
    let store = &site.app.store;
    let gone = store.set_person("boris", Role::Student, false, "test", site.app.now());
    let gone = gone.await.unwrap();
    let list = "login,points\nanna,1\nboris,26\n";
    let shown = teacher.table("/exam", list, &[]).await;
    let html = shown.text();
    for words in [
        "1 changed, 0 the same",
        "No final grade changes.",
        "The points of one deactivated student change too",
        "boris</code> <span class=\"muted\">deactivated",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let fields = [
        ("kept", shown.hidden("kept")),
        ("seen", shown.hidden("seen")),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let done = teacher.multipart("/exam", &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    for (student, points) in [(anna.id, "1"), (gone.id, "26")] {
        let given = store.exam(student).await.unwrap();
        assert_eq!(given.map(|p| p.to_string()).as_deref(), Some(points));
    }
}

#[tokio::test]
async fn an_older_page_overwrites_no_newer_points() {
    let (site, anna, teacher) = class().await;
    let points = async || {
        let given = site.app.store.exam(anna.id).await;
        given.expect("it answers").map(|points| points.to_string())
    };
    let path = "/students/anna/exam";
    for page in ["/exam", "/students/anna"] {
        let shown = teacher.get(page).await.text();
        assert!(shown.contains("name=\"seen\" value=\"\""), "{shown}");
    }
    let first = [("points", "20,5"), ("seen", ""), ("back", "exam")];
    assert_eq!(teacher.form(path, &first).await.status, 303);
    // A colleague's page was opened before.
    let older = [("points", "15"), ("seen", ""), ("back", "exam")];
    let told = teacher.form(path, &older).await;
    let html = told.text();
    assert_eq!(told.status, 409, "{html}");
    assert!(html.contains("anna has 20.5 by now"), "{html}");
    assert!(html.contains("name=\"points\" value=\"15\""), "{html}");
    assert_eq!(points().await.as_deref(), Some("20.5"));
    // Whoever says it again knows what it takes the place of; and whoever says what is there already is right.
    let seen = told.hidden("seen");
    let again = [("points", "15"), ("seen", seen.as_str()), ("back", "exam")];
    let done = teacher.form(path, &again).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/exam#anna"));
    assert_eq!(teacher.form(path, &again).await.status, 303);
    assert_eq!(points().await.as_deref(), Some("15"));
}

#[tokio::test]
async fn points_out_of_range_are_told_the_most() {
    let (_site, _anna, teacher) = class().await;
    let answer = teacher.post("/students/anna/exam", "points=99").await;
    assert_eq!(answer.status, 422);
    let html = answer.text();
    assert!(html.contains("The exam gives from 0 to 26."), "{html}");
}

#[tokio::test]
async fn where_there_is_none_no_points_are_asked_for() {
    let site = Site::empty().await;
    let toml = course("[[homework]]\nid = \"elbo\"\n");
    let toml = toml.replace("max_points = \"26\"", "max_points = \"0\"");
    let store = &site.app.store;
    store
        .publish_course(&checked(&toml), "none", "test", site.app.now())
        .await
        .unwrap();
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for (door, page) in [(&*anna, "/"), (&*teacher, "/students/anna")] {
        let html = door.get(page).await.text();
        assert!(!html.contains("Oral exam</h"), "{page}: {html}");
    }
    let html = teacher.get("/exam").await.text();
    assert!(html.contains("This course has no exam."), "{html}");
    assert!(!html.contains("name=\"points\""), "{html}");
}
