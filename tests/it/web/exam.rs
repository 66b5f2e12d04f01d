//! The oral exam's points: whose they are, how they are shown, and what a workbook says of them.

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
