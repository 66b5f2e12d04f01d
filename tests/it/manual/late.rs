//! A later deadline takes away what lateness took of a graded item: shown first, then done, and taken back.

use super::course::{LATE, NOW, parse, toml};
use super::site::{Caller, Site, set_clock};
use crate::support::audit::{checked, of_kind, sides};
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::course::Course;
use dgm_grader::grading::lateness::Dates;
use dgm_grader::service::impact::moved_at_once;
use dgm_grader::store::Role;
use judge::points::Points;
use serde_json::json;

const ITEM: &str = "/homeworks/elbo/items/proof";
const HAND: &str = "/students/boris/homeworks/elbo";

/// Asks for a later deadline as the form does, confirms what is shown, and gives what was shown.
async fn extend(teacher: &Caller, day: &str) -> String {
    let path = format!("{HAND}/extension");
    let asked = [("day", day), ("time", ""), ("reason", "ill")];
    let shown = teacher.post(&path, &asked).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let text = shown.text();
    let seen = hidden(&text, "seen");
    let confirmed = [asked[0], asked[1], asked[2], ("seen", seen.as_str())];
    teacher.done(&path, &confirmed).await;
    text
}

/// A student whose answer of a day late was given everything, of which a tenth is gone.
async fn graded_late(site: &Site) -> Caller {
    let boris = site.join("boris", Role::Student).await;
    let ada = site.join("ada", Role::Grader).await;
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
    boris
}

#[tokio::test]
async fn a_later_deadline_forgives_a_graded_item() {
    let site = Site::new().await;
    let teacher = site.join("teacher", Role::Teacher).await;
    let boris = graded_late(&site).await;
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

/// The deadline of all is put off: whose points change is told first, and publishing gives them back, noted.
#[tokio::test]
async fn a_later_deadline_of_the_course_forgives_too() {
    let site = Site::new().await;
    let store = &site.app.store;
    graded_late(&site).await;
    let given = async || {
        let grade = store.manual_grades("elbo").await.unwrap().remove(0);
        (grade.points.to_string(), grade.late_factor.thousandths())
    };
    let is = |points: &str, left: u16| (points.to_owned(), left);
    assert_eq!(given().await, is("2.7", 900));

    let text = toml("1", "2");
    let later = text.replace("deadline = 2026-03-10", "deadline = 2026-03-12");
    let stricter = text.replace("per_day = \"10%\"", "per_day = \"50%\"");
    let (now, after) = (parse("1", "2"), Course::parse(&later).unwrap());
    let dates = Dates {
        before: Some(&now),
        after: &after,
    };
    let reckoned = store.lateness_under(dates).await.unwrap();
    let moved = moved_at_once(&site.app, &now, &after, &reckoned).await;
    let moved = moved.unwrap().students.remove(0);
    let points = |p: Option<Points>| p.map(|p| p.to_string());
    assert_eq!(moved.login, "boris");
    assert_eq!(points(moved.before), Some("2.7".to_owned()));
    assert_eq!(points(moved.after), Some("3".to_owned()));
    assert_eq!(given().await, is("2.7", 900), "a dry run writes nothing");

    let publish = async |toml: &str| {
        let course = checked(toml);
        let done = store.publish_course(&course, "", "teacher", site.app.now());
        done.await.unwrap();
    };
    publish(&stricter).await;
    assert_eq!(given().await, is("1.5", 500));
    publish(&later).await;
    assert_eq!(given().await, is("3", 1000));
    publish(&text).await;
    assert_eq!(given().await, is("2.7", 900), "as before all of it");
    let noted = of_kind(store, "late").await;
    assert_eq!(noted.len(), 3, "{noted:?}");
    let first = noted.last().unwrap();
    assert_eq!(first.subject, "boris/elbo/proof");
    let (before, _) = sides(first);
    assert_eq!(
        (&before["points"], &before["late_factor"]),
        (&json!("2.7"), &json!(900))
    );
    assert_eq!(before["parts"][1]["points"], "2");
}

/// The course becomes stricter after a grade was given. A deadline of one's own gives and takes under the dates in force.
#[tokio::test]
async fn a_deadline_taken_back_leaves_what_the_dates_in_force_leave() {
    let site = Site::new().await;
    let store = &site.app.store;
    let teacher = site.join("teacher", Role::Teacher).await;
    graded_late(&site).await;
    let given = async || {
        let grade = store.manual_grades("elbo").await.unwrap().remove(0);
        grade.points.to_string()
    };
    assert_eq!(given().await, "2.7", "a tenth for a day");
    let stricter = toml("1", "2").replace("per_day = \"10%\"", "per_day = \"50%\"");
    let course = checked(&stricter);
    let published = store.publish_course(&course, "", "teacher", site.app.now());
    published.await.unwrap();
    assert_eq!(given().await, "1.5", "the half for a day");
    extend(&teacher, "2026-03-12").await;
    assert_eq!(given().await, "3");
    extend(&teacher, "").await;
    assert_eq!(given().await, "1.5", "as before the extension");
}
