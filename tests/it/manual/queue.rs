//! The grader's side: the next answer, the form, a changed rubric, and what the student sees of it.

use super::site::{Caller, Site};
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use std::fmt::Display;

const TEXT: &str = "/homeworks/elbo/items/proof/text";
const NEXT: &str = "/queue/elbo/proof/next";

async fn lead(caller: &Caller, path: &str) -> String {
    let answer = caller.get(path).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

/// A site where three students sent a proof, and two graders.
async fn class() -> (Site, [Caller; 3], Caller, Caller) {
    let site = Site::new().await;
    let mut students = Vec::new();
    for login in ["anna", "boris", "carl"] {
        let student = site.join(login, Role::Student).await;
        student.done(TEXT, &[("text", "See above.")]).await;
        students.push(student);
    }
    let ada = site.join("ada", Role::Grader).await;
    let bob = site.join("bob", Role::Grader).await;
    (
        site,
        students.try_into().ok().expect("as many as asked for"),
        ada,
        bob,
    )
}

fn place(id: impl Display) -> String {
    format!("/queue/elbo/proof/answers/{id}")
}

#[tokio::test]
async fn two_graders_go_through_the_queue() {
    let (_site, students, ada, bob) = class().await;
    assert_eq!(lead(&ada, NEXT).await, place(1));
    assert_eq!(lead(&bob, NEXT).await, place(2));
    assert_eq!(lead(&ada, NEXT).await, place(1), "mine until it is graded");
    assert!(bob.page(&place(1)).await.contains("ada surname is grading"));
    let save = [
        ("points.idea", "1"),
        ("points.rest", "1,5"),
        ("comment", "$x$ is right"),
        ("do", "next"),
    ];
    assert_eq!(
        bob.post(&place(1), &save).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(ada.done(&place(1), &save).await, NEXT);
    assert_eq!(lead(&ada, NEXT).await, place(3));
    // Skipped: the next one; what was skipped is free for others, and comes back last.
    assert_eq!(
        bob.done(&place(2), &[("do", "skip")]).await,
        format!("{NEXT}?after=2")
    );
    assert_eq!(
        lead(&bob, &format!("{NEXT}?after=2")).await,
        place(2),
        "nothing else is left"
    );
    ada.done(&place(3), &[("do", "leave")]).await;
    bob.done(&place(2), &[("do", "skip")]).await;
    assert_eq!(lead(&bob, &format!("{NEXT}?after=2")).await, place(3));
    bob.done(&place(3), &save).await;
    assert_eq!(lead(&ada, NEXT).await, place(2));
    assert_eq!(lead(&bob, NEXT).await, "/queue/elbo/proof?done=yes");
    assert!(
        bob.page("/queue/elbo/proof?done=yes")
            .await
            .contains("graded by a colleague")
    );
    ada.done(&place(2), &save).await;
    assert_eq!(lead(&ada, NEXT).await, "/queue/elbo/proof?done=yes");
    assert!(ada.page("/queue").await.contains("No answer waits"));

    // The student sees points, rubric and comment, everywhere.
    let page = students[0].page("/homeworks/elbo").await;
    for part in [
        "2.5 of 3 points",
        "The idea",
        "1.5 of 2",
        "is right",
        "<math",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(students[0].page("/").await.contains("<b>2.5 of 13</b>"));
    // A new version waits again; the grade stands until then.
    students[0].done(TEXT, &[("text", "better")]).await;
    let page = students[0].page("/homeworks/elbo").await;
    assert!(page.contains("waiting for the teacher") && page.contains("earlier version"));
    assert!(
        ada.page(&place(1))
            .await
            .contains("This version does not count")
    );
    assert_eq!(
        ada.post(&place(1), &save).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(lead(&ada, NEXT).await, place(4));
}

#[tokio::test]
async fn names_are_hidden_for_the_session() {
    let (_site, _students, ada, bob) = class().await;
    assert!(ada.page("/queue/elbo/proof").await.contains("anna surname"));
    ada.page("/queue?names=hidden").await;
    for page in ["/queue/elbo/proof".to_owned(), place(1)] {
        let page = ada.page(&page).await;
        assert!(!page.contains("anna"), "{page}");
        assert!(page.contains("Answer 1"));
    }
    assert!(
        bob.page(&place(2)).await.contains("boris surname"),
        "it is the session's alone"
    );
    assert!(
        ada.page("/queue/elbo/proof?names=shown")
            .await
            .contains("anna surname")
    );
}

#[tokio::test]
async fn who_comes_next_in_a_browser_finds_nothing_of_the_one_before() {
    let (site, _students, ada, bob) = class().await;
    ada.page("/queue?names=hidden").await;
    let bob = site.hand_over(&ada, &bob).await;
    assert!(bob.page("/queue/elbo/proof").await.contains("anna surname"));
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed() {
    let (site, students, ada, _) = class().await;
    for (idea, rest, says) in [
        ("1.001", "1", "maximum"),
        ("1", "-1", "maximum"),
        ("", "1", "0 is a grade"),
        ("one", "1", "decimal number"),
        ("1", "0.0001", "decimal number"),
    ] {
        let typed = [
            ("points.idea", idea),
            ("points.rest", rest),
            ("comment", "<b>kept</b>"),
            ("do", "next"),
        ];
        let refused = ada.post(&place(1), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.text();
        assert!(
            page.contains(says) && page.contains("&lt;b&gt;kept"),
            "{says}: {page}"
        );
        assert!(page.contains(&format!("value=\"{idea}\"")));
    }
    assert!(
        site.app
            .store
            .manual_grades("elbo")
            .await
            .unwrap()
            .is_empty()
    );
    // Ready comments go in and out without a script.
    let comment = |act: &'static str| {
        [
            ("comment", "Say why."),
            ("do", act),
            ("ready", "1"),
            ("points.idea", "0.5"),
        ]
    };
    assert!(
        ada.post(&place(1), &comment("keep"))
            .await
            .text()
            .contains("is kept for this item")
    );
    let page = ada.post(&place(1), &comment("insert")).await.text();
    assert!(
        page.contains("Say why.\n\nSay why.") && page.contains("value=\"0.5\""),
        "{page}"
    );
    let page = ada.post(&place(1), &comment("forget")).await.text();
    assert!(page.contains("deleted") && !page.contains("<select id=\"ready\""));
    // A grader who is a student elsewhere does not grade themselves.
    let own = site.join("anna", Role::Grader).await;
    assert_eq!(own.get(&place(1)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead(&own, NEXT).await, place(2));
    drop(students);
}

#[tokio::test]
async fn a_changed_rubric_is_previewed_and_applied() {
    let (site, students, ada, _) = class().await;
    let teacher = site.join("teacher", Role::Teacher).await;
    let save = [("points.idea", "0.5"), ("points.rest", "2"), ("do", "save")];
    assert_eq!(
        ada.done(&place(1), &save).await,
        format!("{}?saved=yes", place(1))
    );
    let rubric = "/queue/elbo/proof/rubric";
    assert!(teacher.page(rubric).await.contains("nothing to carry over"));
    site.publish("2", "1").await;
    assert!(
        teacher
            .page("/queue")
            .await
            .contains("1 grade was given by another rubric")
    );
    assert!(
        students[0]
            .page("/homeworks/elbo")
            .await
            .contains("0.5 of 1"),
        "as it was graded"
    );
    let page = teacher.page(rubric).await;
    assert!(
        page.contains(">2.5</td>") && page.contains("<span class=\"down\">↓ 2</span>"),
        "{page}"
    );
    let digest = hidden(&page, "digest");
    // A grade given in between makes the preview stale.
    ada.done(&place(2), &[("points.idea", "2"), ("points.rest", "1")])
        .await;
    let fields = [("digest", digest.as_str())];
    assert_eq!(
        teacher.done(rubric, &fields).await,
        format!("{rubric}?done=1"),
        "it is of the new rubric already"
    );
    assert_eq!(
        teacher.post(rubric, &fields).await.status,
        StatusCode::CONFLICT,
        "once alone"
    );
    assert!(
        students[0]
            .page("/homeworks/elbo")
            .await
            .contains("2 of 3 points")
    );
}

#[tokio::test]
async fn a_changed_rubric_counts_the_class_and_is_applied_to_everybody() {
    let (site, students, ada, _) = class().await;
    let teacher = site.join("teacher", Role::Teacher).await;
    let save = [("points.idea", "0.5"), ("points.rest", "2"), ("do", "save")];
    for answer in [1, 2] {
        ada.done(&place(answer), &save).await;
    }
    let store = &site.app.store;
    let gone = store.set_person("boris", Role::Student, false, "test", site.app.now());
    gone.await.unwrap();
    site.publish("2", "1").await;
    let one = "1 grade was given by another rubric";
    store.note_statements();
    for page in ["/queue", "/queue/elbo/proof"] {
        assert!(teacher.page(page).await.contains(one), "{page}");
    }
    // For the queues of two homeworks and of one, and not once more to count.
    assert_eq!(store.statements_run("comment, given_by"), 3);
    let rubric = "/queue/elbo/proof/rubric";
    let page = teacher.page(rubric).await;
    assert!(page.contains(one) && page.contains("anna"), "{page}");
    assert!(!page.contains("boris"), "{page}");
    let digest = hidden(&page, "digest");
    let done = teacher.done(rubric, &[("digest", &digest)]).await;
    assert_eq!(done, format!("{rubric}?done=1"));
    assert_eq!(store.statements_run("update manual_grades"), 1);
    for student in &students[..2] {
        let grades = store.manual_grades_of(student.user().id, "elbo").await;
        assert_eq!(grades.unwrap()[0].points.to_string(), "2");
    }
}
