//! The language: of the browser, of the switch, of the person.

use super::callers::Anonymous;
use crate::support::site::{Door, Student, Teacher};
use crate::support::small::small;
use l10n::Lang;

async fn language(door: &Door, accept: &str) -> String {
    let headers = [("accept-language", accept)];
    let page = door
        .send("GET", "/sign-in", &headers, Vec::new())
        .await
        .text();
    let (_, rest) = page
        .split_once("<html lang=\"")
        .expect("a page says its language");
    rest.chars().take(2).collect()
}

#[tokio::test]
async fn the_browsers_language_is_taken_where_nothing_else_is_known() {
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    for (accept, expected) in [
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("RU", "ru"),
        ("de,ru;q=0.5", "ru"),
        ("en-GB,ru;q=0.5", "en"),
        ("de", "en"),
        ("", "en"),
        (";;;,,,=", "en"),
    ] {
        assert_eq!(language(&nobody, accept).await, expected, "{accept}");
    }
}

#[tokio::test]
async fn the_switch_outlasts_the_browser_and_the_session() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    assert_eq!(language(&student, "en").await, "en");
    let switched = student.post("/language", "lang=ru&back=/account").await;
    assert_eq!(switched.header("location"), "/account");
    assert_eq!(language(&student, "en").await, "ru");
    let user = site.app.store.user("anna").await.unwrap().unwrap();
    assert_eq!(
        user.lang.map(Lang::code),
        Some("ru"),
        "kept for the next session"
    );
    let elsewhere = student.post("/language", "lang=en&back=//evil.test").await;
    assert_eq!(elsewhere.header("location"), "/");
    assert_eq!(
        student.post("/language", "lang=xx&back=/").await.status,
        422
    );
}

/// A deadline is shown in the zone of whoever looks, and typed in the course's.
#[tokio::test]
async fn a_later_deadline_says_in_which_zone_it_is_typed() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for lang in Lang::ALL {
        let set =
            (site.app.store).set_preferences(teacher.id, Some(lang), Some("America/New_York"));
        set.await.unwrap();
        let page = teacher.get("/students/anna/homeworks/elbo").await.text();
        let (before, _) = page.split_once("<input type=\"time\"").unwrap();
        let (_, label) = before.rsplit_once("<label>").unwrap();
        assert!(label.contains("Europe/Moscow"), "{label}");
    }
}

#[tokio::test]
async fn the_api_speaks_the_language_asked_for() {
    let site = small(None).await;
    let asked = [("accept-language", "ru")];
    let nobody = Anonymous::of(&site);
    let problem = nobody
        .send("GET", "/api/v1/grade", &asked, Vec::new())
        .await;
    assert!(
        problem.text().contains("Вы не вошли") || problem.text().contains("вход"),
        "{}",
        problem.text()
    );
}
