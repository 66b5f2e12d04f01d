//! Grades carried over to another rubric and back: what it does to totals and final grades is shown first, and nothing is lost.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::course::{LATE, NOW, toml};
use super::site::{Caller, Site, set_clock};
use crate::support::audit::{checked, of_kind, points};
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::report::gradebook::Gradebook;
use dgm_grader::store::Role;
use judge::points::Points;
use std::collections::BTreeMap;

const TEXT: &str = "/homeworks/elbo/items/proof/text";
const RUBRIC: &str = "/queue/elbo/proof/rubric";

/// The course where the idea gives all three points, and there is no rest.
fn only_the_idea() -> String {
    let text = toml("3", "REST");
    let rest = "[[homework.manual.criterion]]\nid = \"rest\"\n";
    let (head, after) = text.split_once(rest).unwrap();
    let (_, tail) = after.split_once("points = \"REST\"\n").unwrap();
    format!("{head}{tail}")
}

async fn publish(site: &Site, toml: &str) {
    let course = checked(toml);
    let published = site
        .app
        .store
        .publish_course(&course, "", "test", site.app.now());
    published.await.unwrap();
}

/// Three students with grades by the rubric 1 + 2, one of them late, one just above a final grade; a grader and a teacher.
async fn graded() -> (Site, Caller, Caller) {
    let site = Site::new().await;
    let ada = site.join("ada", Role::Grader).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    for (number, (login, idea, rest)) in [
        ("anna", "0.5", "2"),
        ("boris", "0.333", "1.667"),
        ("carl", "1", "0"),
    ]
    .into_iter()
    .enumerate()
    {
        let student = site.join(login, Role::Student).await;
        set_clock(if login == "boris" { LATE } else { NOW });
        student.done(TEXT, &[("text", "See above.")]).await;
        let grade = [
            ("points.idea", idea),
            ("points.rest", rest),
            ("comment", "ok"),
            ("do", "next"),
        ];
        let answer = format!("/queue/elbo/proof/answers/{}", number + 1);
        ada.done(&answer, &grade).await;
    }
    set_clock(NOW);
    let store = &site.app.store;
    let anna = store.user("anna").await.unwrap().unwrap();
    let exam = Some(Points::whole(22));
    let set = store.set_exam(anna.id, "anna", exam, "test", site.app.now());
    set.await.unwrap();
    (site, ada, teacher)
}

/// Total, final grade and the points of the item with its parts, by student.
async fn stand(site: &Site) -> BTreeMap<String, String> {
    let active = site.app.course().await.unwrap();
    let store = &site.app.store;
    let book = Gradebook::load(store, &active.course).await.unwrap();
    let mut all = BTreeMap::new();
    for row in &book.students {
        let mut grades = store.manual_grades_of(row.user, "elbo").await.unwrap();
        let grade = grades.remove(0);
        let parts: Vec<String> = grade
            .parts
            .iter()
            .map(|part| format!("{} {}/{}", part.criterion, part.points, part.max_points))
            .collect();
        let (total, last) = (row.standing.total, &row.standing.grade);
        let told = format!("{total}, {last}: {} {parts:?}", grade.points);
        all.insert(row.login.clone(), told);
    }
    all
}

/// Looks at the preview and does what it shows; what it showed.
async fn carry(teacher: &Caller, way: &str) -> String {
    let page = teacher.page(&format!("{RUBRIC}?way={way}")).await;
    let fields = [("digest", &*hidden(&page, "digest")), ("way", way)];
    let done = teacher.done(RUBRIC, &fields).await;
    let word = if way == "back" { "returned" } else { "done" };
    assert!(done.starts_with(&format!("{RUBRIC}?{word}=")), "{done}");
    let said = teacher.page(&done).await;
    assert!(said.contains("role=\"status\">✓ "), "{said}");
    page
}

#[tokio::test]
async fn the_way_back_to_the_first_rubric_gives_exactly_what_was_given() {
    let (site, _, teacher) = graded().await;
    let meant = stand(&site).await;
    assert_eq!(meant["anna"], "24.5, 1: 2.5 [\"idea 0.5/1\", \"rest 2/2\"]");
    publish(&site, &only_the_idea()).await;
    let shown = carry(&teacher, "").await;
    for said in [
        "3 grades were given by another rubric.",
        "student&#39;s points go up, in 2 cases they go down.",
        "Final grades that rise: 0, that fall: 1.",
        "<span class=\"down\">↓ 1.5</span>",
        "<span class=\"down\">↓ 1 → 0</span>",
        "24.5 → 23.5",
        "<span class=\"up\">↑ 3</span>",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let (anna, boris) = (shown.find("anna surname"), shown.find("boris surname"));
    assert!(anna < boris, "whose final grade falls comes first");
    let carried = stand(&site).await;
    assert_eq!(carried["anna"], "23.5, 0: 1.5 [\"idea 1.5/3\"]");
    assert!(meant.iter().all(|(login, was)| carried[login] != *was));

    publish(&site, &toml("1", "2")).await;
    let shown = carry(&teacher, "").await;
    for said in ["↑ 0 → 1", "23.5 → 24.5", "idea 0.333/1, rest 1.667/2"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(stand(&site).await, meant);
    let page = teacher.page(RUBRIC).await;
    assert!(page.contains("nothing to carry over"), "{page}");
    assert!(!page.contains("?way=back"), "nothing is carried over");
    let noted = of_kind(&site.app.store, "rubric").await;
    assert_eq!(noted.len(), 6, "{noted:?}");
    let back = noted.iter().find(|entry| entry.subject.starts_with("anna"));
    assert_eq!(points(back.unwrap()), ("1.5".to_owned(), "2.5".to_owned()));
}

#[tokio::test]
async fn what_was_typed_beside_another_rubric_is_not_saved_by_the_new_one() {
    let (site, ada, _) = graded().await;
    let answer = "/queue/elbo/proof/answers/3";
    let page = ada.page(answer).await;
    let before = stand(&site).await;
    publish(&site, &toml("2.5", "0.5")).await;
    let form = |page: &str| [hidden(page, "seen"), hidden(page, "rubric")];
    let save = async |[seen, rubric]: [String; 2]| {
        let fields = [
            ("points.idea", "1"),
            ("points.rest", "0.5"),
            ("comment", "my words"),
            ("do", "save"),
            ("seen", &*seen),
            ("rubric", &*rubric),
        ];
        ada.post(answer, &fields).await
    };
    let refused = save(form(&page)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let text = refused.text();
    for said in [
        "The rubric was changed after this page was opened",
        "my words",
        "2.5",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(stand(&site).await, before);
    assert_eq!(save(form(&text)).await.status, StatusCode::SEE_OTHER);
    let now = stand(&site).await;
    assert_eq!(
        now["carl"],
        "1.5, 0: 1.5 [\"idea 1/2.5\", \"rest 0.5/0.5\"]"
    );
}

#[tokio::test]
async fn what_was_carried_over_is_taken_back_under_the_same_course() {
    let (site, ada, teacher) = graded().await;
    let meant = stand(&site).await;
    let none = teacher.page(&format!("{RUBRIC}?way=back")).await;
    assert!(none.contains("there is nothing to take back"), "{none}");
    publish(&site, &only_the_idea()).await;
    carry(&teacher, "").await;
    let page = teacher.page(RUBRIC).await;
    assert!(page.contains("3 grades were carried over"), "{page}");
    assert!(page.contains("?way=back"), "{page}");
    let back = teacher.page(&format!("{RUBRIC}?way=back")).await;
    for said in ["Back to what the graders gave", "↑ 0 → 1", "rest 2/2"] {
        assert!(back.contains(said), "{said}: {back}");
    }
    // One that a grader gave meanwhile by the new rubric is given by it, and the preview is stale.
    let answer = "/queue/elbo/proof/answers/3";
    let seen = hidden(&ada.page(answer).await, "seen");
    let grade = [("points.idea", "2"), ("do", "save"), ("seen", &*seen)];
    ada.done(answer, &grade).await;
    let fields = [("digest", &*hidden(&back, "digest")), ("way", "back")];
    let stale = teacher.post(RUBRIC, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let text = stale.text();
    assert!(text.contains("Take 2 grades back"), "{text}");
    carry(&teacher, "back").await;
    let now = stand(&site).await;
    assert_eq!(
        (&now["anna"], &now["boris"]),
        (&meant["anna"], &meant["boris"])
    );
    assert_eq!(now["carl"], "2, 0: 2 [\"idea 2/3\"]");
    let page = teacher.page(RUBRIC).await;
    assert!(
        page.contains("2 grades were given by another rubric."),
        "they can be carried over again: {page}"
    );
}
