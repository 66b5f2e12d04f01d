//! A homework that closes without a deadline: its end is told, and can be put off.

use crate::support::audit::checked;
use crate::support::course::course;
use crate::support::site::{Site, Student, Teacher, clock};

const CLOSES: &str = "[[homework]]\nid = \"elbo\"\nopens = 2026-03-01\ncloses = 2026-03-11\n";

async fn closing() -> Site {
    let site = Site::empty().await;
    let toml = course(CLOSES);
    let store = &site.app.store;
    let published = store
        .publish_course(&checked(&toml), "closing", "test", clock())
        .await;
    published.expect("the course is published");
    site
}

#[tokio::test]
async fn its_end_is_on_the_pages() {
    let site = closing().await;
    let student = Student::of(&site).await;
    for (lang, due, rule) in [
        (
            "en",
            "accepted until 11 March, 23:59 MSK · 36 hours left",
            "Work is accepted until 11 March, 23:59 MSK, and nothing after that.",
        ),
        (
            "ru",
            "приём до 11 марта, 23:59 МСК · ещё 36 часов",
            "Работы принимаются до 11 марта, 23:59 МСК; после этого ничего не принимается.",
        ),
    ] {
        student
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        for page in ["/", "/homeworks/elbo"] {
            let html = student.get(page).await.text();
            assert!(html.contains("state-due_soon"), "{page}: {html}");
            assert!(html.contains(due), "{page}: {html}");
        }
        let html = student.get("/homeworks/elbo").await.text();
        assert!(html.contains(rule), "{html}");
    }
}

#[tokio::test]
async fn it_is_put_off_on_its_page() {
    let site = closing().await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let page = "/students/anna/homeworks/elbo";
    let path = format!("{page}/extension");
    let html = teacher.get(page).await.text();
    assert!(html.contains("11 March, 23:59 MSK"), "{html}");
    assert!(html.contains(&format!("action=\"{path}\"")), "{html}");
    let form = "day=2026-03-15&reason=ill";
    let seen = teacher.post(&path, form).await.hidden("seen");
    let done = teacher.post(&path, &format!("{form}&seen={seen}")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let html = student.get("/homeworks/elbo").await.text();
    assert!(
        html.contains("accepted until 15 March, 23:59 MSK"),
        "{html}"
    );
}

#[tokio::test]
async fn who_has_sent_nothing_by_its_end_is_behind() {
    let site = Site::empty().await;
    let toml = course(CLOSES).replace("2026-03-11", "2026-03-05");
    let store = &site.app.store;
    let closed = checked(&toml);
    let published = store.publish_course(&closed, "closed", "test", clock());
    published.await.expect("the course is published");
    let (_student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let page = teacher.get("/insight").await.text();
    assert!(page.contains("href=\"/students/anna\""), "{page}");
    let live = teacher.get("/insight/elbo/live").await.text();
    assert!(live.contains("5 March, 23:59"), "{live}");
}
