//! A grade that was given to the wrong answer is taken away: the answer waits again, and one press gives it back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::site::{Caller, Site};
use crate::support::audit::{of_kind, sides};
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use judge::points::Points;
use serde_json::Value;

const TEXT: &str = "/homeworks/elbo/items/proof/text";
const ANSWER: &str = "/queue/elbo/proof/answers/1";
const NEXT: &str = "/queue/elbo/proof/next";

/// What the student has for items that a person grades.
async fn manual(site: &Site, student: &Caller) -> Option<Points> {
    let active = site.app.course().await.unwrap();
    let of = site
        .app
        .store
        .standings_of(student.user().id, &active.course);
    of.await.unwrap().get("elbo").and_then(|s| s.manual)
}

/// Presses the button of a grade that was given at this time, with the fields emptied.
async fn take(grader: &Caller, seen: &str) -> (StatusCode, String) {
    let emptied = [
        ("points.idea", ""),
        ("points.rest", ""),
        ("comment", ""),
        ("seen", seen),
        ("do", "take"),
    ];
    let answer = grader.post(ANSWER, &emptied).await;
    (answer.status, answer.text())
}

#[tokio::test]
async fn a_grade_is_taken_away_and_given_again() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    anna.done(TEXT, &[("text", "See above.")]).await;
    let ada = site.join("ada", Role::Grader).await;
    let bob = site.join("bob", Role::Grader).await;
    let page = ada.page(ANSWER).await;
    assert!(!page.contains("value=\"take\""), "there is none yet");
    let save = [
        ("points.idea", "1"),
        ("points.rest", "0.5"),
        ("comment", "Not yours."),
        ("do", "save"),
    ];
    ada.done(ANSWER, &save).await;
    assert_eq!(manual(&site, &anna).await, "1.5".parse().ok());
    assert!(anna.page("/homeworks/elbo").await.contains("Not yours."));

    // Whoever has not seen the grade takes none away, and neither does somebody while a colleague is grading.
    let (status, text) = take(&ada, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text.contains("Nothing was taken away"), "{text}");
    let page = ada.page(ANSWER).await;
    assert!(page.contains("value=\"take\""), "{page}");
    let seen = hidden(&page, "seen");
    let (status, text) = take(&bob, &seen).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text.contains("ada surname is grading"), "{text}");
    assert_eq!(manual(&site, &anna).await, "1.5".parse().ok());

    let (status, taken) = take(&ada, &seen).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    assert!(taken.contains("the answer waits again"), "{taken}");
    assert_eq!(manual(&site, &anna).await, None, "a dash, and no zero");
    let page = anna.page("/homeworks/elbo").await;
    assert!(page.contains("waiting for the teacher"), "{page}");
    assert!(!page.contains("Not yours."), "{page}");
    assert!(ada.page("/queue").await.contains("1 answer waits."));
    let next = ada.get(NEXT).await;
    assert_eq!(next.header("location"), ANSWER);
    let noted = of_kind(&site.app.store, "manual-grade").await.remove(0);
    assert_eq!(noted.actor, "ada");
    let (before, after) = sides(&noted);
    assert_eq!(
        (&before["points"], &before["comment"], &after),
        (&"1.5".into(), &"Not yours.".into(), &Value::Null)
    );
    let (status, _) = take(&ada, &seen).await;
    assert_eq!(status, StatusCode::CONFLICT, "once alone");

    // What it was stands in the form: sending that gives it again.
    for kept in ["value=\"1\"", "value=\"0.5\"", "Not yours.</textarea>"] {
        assert!(taken.contains(kept), "{kept}: {taken}");
    }
    assert_eq!(hidden(&taken, "seen"), "");
    ada.done(ANSWER, &save).await;
    assert_eq!(manual(&site, &anna).await, "1.5".parse().ok());

    let teacher = site.join("teacher", Role::Teacher).await;
    let audit = teacher.page("/audit?kind=manual-grade").await;
    let gone = "«Not yours.»</span></td><td>—</td>";
    assert!(audit.contains(gone), "{audit}");
}

#[tokio::test]
async fn the_grade_of_a_version_that_does_not_count_stays() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    anna.done(TEXT, &[("text", "one")]).await;
    let ada = site.join("ada", Role::Grader).await;
    let save = [("points.idea", "1"), ("points.rest", "1"), ("do", "save")];
    ada.done(ANSWER, &save).await;
    let seen = hidden(&ada.page(ANSWER).await, "seen");
    anna.done(TEXT, &[("text", "two")]).await;
    let (status, text) = take(&ada, &seen).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text.contains("Nothing was saved"), "{text}");
    assert_eq!(manual(&site, &anna).await, Some(Points::whole(2)));
    // From the version that counts it can be taken away.
    let counting = "/queue/elbo/proof/answers/2";
    let page = ada.page(counting).await;
    let fields = [("do", "take"), ("seen", &*hidden(&page, "seen"))];
    assert_eq!(ada.post(counting, &fields).await.status, StatusCode::OK);
    assert_eq!(manual(&site, &anna).await, None);
}
