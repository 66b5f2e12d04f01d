//! A later deadline of one's own takes away what lateness took of a graded item: shown first, then done, and taken back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::course::{LATE, NOW};
use crate::site::{Caller, Site, set_clock};
use axum::http::StatusCode;
use dgm_grader::store::Role;

const ITEM: &str = "/homeworks/elbo/items/proof";
const HAND: &str = "/students/boris/homeworks/elbo";

/// Asks for a later deadline as the form does, confirms what is shown, and gives what was shown.
async fn extend(teacher: &Caller, day: &str) -> String {
    let path = format!("{HAND}/extension");
    let asked = [("day", day), ("time", ""), ("reason", "ill")];
    let shown = teacher.post(&path, &asked).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let text = shown.text();
    let (_, rest) = text.split_once("name=\"seen\" value=\"").unwrap();
    let seen = rest.split('"').next().unwrap();
    let confirmed = [asked[0], asked[1], asked[2], ("seen", seen)];
    teacher.done(&path, &confirmed).await;
    text
}

#[tokio::test]
async fn a_later_deadline_forgives_a_graded_item() {
    let site = Site::new().await;
    let boris = site.join("boris", Role::Student).await;
    let ada = site.join("ada", Role::Grader).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    set_clock(LATE);
    boris
        .done(&format!("{ITEM}/text"), &[("text", "late")])
        .await;
    let grade = [
        ("points.idea", "1"),
        ("points.rest", "2"),
        ("comment", ""),
        ("do", "next"),
    ];
    let first = ada.get("/queue/elbo/proof/next").await;
    ada.done(first.header("location"), &grade).await;
    let manual = async || {
        let page = teacher.page(HAND).await;
        let (_, rest) = page.split_once("Graded by a person</dt><dd>").unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    assert_eq!(manual().await, "2.7", "a day late");

    let shown = extend(&teacher, "2026-03-12").await;
    let row = |before: &str, after: &str| {
        format!("<td class=\"number\">{before}</td><td class=\"number\">{after}</td>")
    };
    assert!(shown.contains(&row("2.7", "3")), "{shown}");
    assert_eq!(manual().await, "3");
    let item = boris.page(ITEM).await;
    assert!(!item.contains("90% of the points are kept"), "{item}");

    // Taken back: as it was before, and the clock has nothing to do with it.
    set_clock(NOW);
    let shown = extend(&teacher, "").await;
    assert!(shown.contains(&row("3", "2.7")), "{shown}");
    assert_eq!(manual().await, "2.7");
}
