//! An item that leaves the course and comes back: what a person gave for it is never lost, and counts only while the item is there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::course::{parse, toml};
use super::site::Site;
use crate::support::audit::{audit, checked};
use dgm_grader::course::Course;
use dgm_grader::grading::lateness::Dates;
use dgm_grader::ids::VersionId;
use dgm_grader::service::impact::{Budget, Compared, Moved, estimate};
use dgm_grader::store::Role;
use std::sync::Arc;

const TEXT: &str = "/homeworks/elbo/items/proof/text";

/// Login, points now, points then.
type Row = (String, Option<String>, Option<String>);

/// Whose points the dry run of a config says would change.
async fn dry_run(site: &Site, before: &Course, after: &Course) -> Vec<Row> {
    let after = Arc::new(after.clone());
    let dates = Dates {
        before: Some(before),
        after: &after,
    };
    let compared = Compared {
        before,
        after: &after,
        version: VersionId::BEYOND,
        reckoned: &site.app.store.lateness_under(dates).await.unwrap(),
        homework: None,
        progress: &|_, _| {},
    };
    let impact = estimate(&site.app, compared, Budget::NONE).await;
    let row = |m: Moved| {
        let shown = |p: Option<judge::points::Points>| p.map(|p| p.to_string());
        (m.login, shown(m.before), shown(m.after))
    };
    impact.unwrap().students.into_iter().map(row).collect()
}

#[tokio::test]
async fn points_given_by_hand_come_and_go_with_their_item() {
    let site = Site::new().await;
    let store = &site.app.store;
    for login in ["anna", "boris"] {
        let student = site.join(login, Role::Student).await;
        student.done(TEXT, &[("text", "See above.")]).await;
    }
    let ada = site.join("ada", Role::Grader).await;
    let grade = [
        ("points.idea", "1"),
        ("points.rest", "1.5"),
        ("comment", ""),
        ("do", "next"),
    ];
    let first = ada.get("/queue/elbo/proof/next").await;
    ada.done(first.header("location"), &grade).await;
    let whole = parse("1", "2");
    let text = toml("1", "2");
    let (head, rest) = text
        .split_once("[[homework.manual]]\nid = \"proof\"")
        .unwrap();
    let (_, tail) = rest
        .split_once("[[homework.manual]]\nid = \"plot\"")
        .unwrap();
    let text = format!("{head}[[homework.manual]]\nid = \"plot\"{tail}");
    let without = Course::parse(&text).unwrap_or_else(|found| panic!("{found}"));

    let anna = site.join("anna", Role::Student).await;
    let points = async || {
        let active = site.app.course().await.unwrap();
        let standings = store
            .standings_of(anna.user().id, &active.course)
            .await
            .unwrap();
        let standing = standings.get("elbo").cloned().unwrap_or_default();
        standing.points().map(|p| p.to_string())
    };
    let is = |text: &str| Some(text.to_owned());
    let audited = audit(store, 1000, |_| true).await.len();
    assert_eq!(points().await, is("2.5"));
    let moved = |before, after| vec![("anna".to_owned(), before, after)];
    assert_eq!(
        dry_run(&site, &whole, &without).await,
        moved(is("2.5"), None)
    );
    assert_eq!(dry_run(&site, &whole, &whole).await, []);

    store
        .publish_course(&checked(&text), "without", "test", site.app.now())
        .await
        .unwrap();
    assert_eq!(
        points().await,
        None,
        "an item that is not in the course does not count"
    );
    assert_eq!(
        store
            .manual_grades_of(anna.user().id, "elbo")
            .await
            .unwrap()
            .len(),
        1,
        "and what was given for it is kept"
    );
    assert_eq!(
        dry_run(&site, &without, &whole).await,
        moved(None, is("2.5"))
    );
    site.publish("1", "2").await;
    assert_eq!(
        points().await,
        is("2.5"),
        "it is back, and so are its points"
    );
    // Nobody's points were written: the two versions are the only entries.
    assert_eq!(audit(store, 1000, |_| true).await.len(), audited + 2);
}
