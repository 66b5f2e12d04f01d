//! What stops points on their way: somebody switches them off, the platform wants to be left alone, a student leaves.

use super::platform::Simulator;
use super::scores::{give, sent, switch, university};
use super::visit::launch;
use crate::support::site::{Site, Teacher, set_clock};
use dgm_grader::service::lti::sender::pass;
use dgm_grader::store::Role;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Passes, and has something done as soon as the first score is there and before it is answered.
async fn passed_during(site: &Site, platform: &Simulator, done: impl Future<Output = ()>) -> usize {
    let held = Arc::new(Semaphore::new(0));
    platform.inside().held = Some(Arc::clone(&held));
    let before = platform.inside().scores.len();
    let meanwhile = async {
        while platform.inside().scores.len() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        done.await;
        held.add_permits(100);
    };
    let (passed, ()) = tokio::join!(pass(&site.app, "here"), meanwhile);
    platform.inside().held = None;
    passed.expect("it answers").arrived
}

#[tokio::test]
async fn what_is_switched_off_while_points_go_goes_no_further() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let owner = site.join("owner", Role::Owner).await;
    give(&teacher, "anna", Some("10")).await;
    give(&teacher, "boris", Some("11")).await;
    switch(&teacher, "on").await;
    let off = async {
        switch(&teacher, "off").await;
    };
    assert_eq!(passed_during(&site, &platform, off).await, 1);
    assert_eq!(platform.inside().scores.len(), 1, "the homework is off");
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));

    give(&teacher, "anna", Some("8")).await;
    give(&teacher, "boris", Some("9")).await;
    let off = async {
        let off = owner.post("/lti/platforms/1/state", "state=off").await;
        assert_eq!(off.status, 303, "{}", off.text());
    };
    assert_eq!(passed_during(&site, &platform, off).await, 1);
    assert_eq!(platform.inside().scores.len(), 3, "the platform is off");
}

/// Boris is in a second course of the platform, where the homework is sent as well; with a column of a link where it has one.
async fn second_course(site: &Site, platform: &Simulator, teacher: &Teacher, column: Option<&str>) {
    let came = launch(site, platform, ("u2", ""), |claims| {
        claims["https://purl.imsglobal.org/spec/lti/claim/context"] =
            json!({ "id": "c2", "title": "Generative models, group 2" });
        claims["https://purl.imsglobal.org/spec/lti/claim/custom"] = json!({ "homework": "elbo" });
        if let Some(column) = column {
            let claim = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
            claims[claim]["lineitem"] = column.into();
        }
    });
    assert_eq!(came.await.status, 303);
    let seen = teacher
        .post("/lti/courses/2", "elbo=on")
        .await
        .hidden("seen");
    let form = format!("elbo=on&seen={seen}");
    assert_eq!(teacher.post("/lti/courses/2", &form).await.status, 303);
}

#[tokio::test]
async fn a_platform_that_wants_to_be_left_alone_is_asked_nothing_at_all() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    give(&teacher, "boris", Some("11")).await;
    switch(&teacher, "on").await;
    let own = format!("{}/columns/0/lineitem?type_id=3", platform.url);
    let column = json!({ "id": own, "label": "Group 2", "scoreMaximum": 100 });
    platform.inside().columns.push(column);
    second_course(&site, &platform, &teacher, Some(&own)).await;
    let refusals = [(429, Some("3600")), (429, Some("3600"))];
    platform.inside().refuse.extend(refusals);
    assert_eq!(sent(&site).await, (0, 1));
    assert_eq!(sent(&site).await, (0, 0));
    assert_eq!(platform.inside().refuse.len(), 1, "it was asked once");
    let page = teacher.get("/lti/courses/2").await.text();
    assert!(page.contains("status 429"), "{page}");
    platform.inside().refuse.clear();
    set_clock("2026-03-10T09:59:59Z");
    assert_eq!(sent(&site).await, (0, 0));
    set_clock("2026-03-10T10:00:00Z");
    assert_eq!(sent(&site).await, (3, 0));
}

#[tokio::test]
async fn one_column_that_nobody_reaches_does_not_stop_the_others_for_good() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    give(&teacher, "boris", Some("11")).await;
    // The first course's is asked first.
    let nowhere = "http://127.0.0.1:1/lineitem";
    let store = &site.app.store;
    let known = store.know_platform_column(1.into(), "elbo", nowhere).await;
    known.unwrap();
    switch(&teacher, "on").await;
    second_course(&site, &platform, &teacher, None).await;
    assert_eq!(sent(&site).await, (0, 1));
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (0, 1));
    set_clock("2026-03-10T09:02:00Z");
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u2").as_deref(), Some("11"));
}

#[tokio::test]
async fn what_is_taken_back_is_taken_from_those_who_left_too() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let store = &site.app.store;
    for (login, points) in [("anna", "10"), ("boris", "11")] {
        give(&teacher, login, Some(points)).await;
    }
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (2, 0));
    // Anna leaves the course there, and Boris the one here.
    platform.inside().members = vec![json!([
        { "user_id": "u2", "roles": ["Learner"], "email": "boris@example.org" },
    ])];
    let listed = teacher.post("/lti/courses/1/roster", "").await;
    assert_eq!(listed.status, 200, "{}", listed.text());
    let now = site.app.now();
    let gone = store.set_person("boris", Role::Student, false, "test", now);
    gone.await.unwrap();
    assert_eq!(sent(&site).await, (0, 0), "what stands there stays");
    let shown = switch(&teacher, "back").await.text();
    assert!(
        shown.contains(">anna<") && shown.contains(">boris<") && shown.contains("2 cells"),
        "{shown}"
    );
    platform.inside().refuse.push_back((400, None));
    assert_eq!(sent(&site).await, (1, 1));
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(page.contains("href=\"/students/"), "{page}");
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (1, 0));
    let stand = ["u1", "u2"].map(|subject| platform.stands(0, subject));
    assert_eq!(stand, [None, None]);
    assert_eq!(sent(&site).await, (0, 0));
}

#[tokio::test]
async fn what_stands_for_an_id_that_is_nobodys_any_more_is_taken_back_and_named_by_it() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    // The list there has her under no address by which she is found.
    platform.inside().members = vec![json!([{ "user_id": "u1", "roles": ["Learner"] }])];
    assert_eq!(teacher.post("/lti/courses/1/roster", "").await.status, 200);
    let form = "platform=1&subject=u1";
    assert_eq!(teacher.post("/roster/anna/unlink", form).await.status, 303);
    let shown = switch(&teacher, "back").await.text();
    assert!(shown.contains(">u1<"), "{shown}");
    platform.inside().refuse.push_back((400, None));
    assert_eq!(sent(&site).await, (0, 1));
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(
        page.contains(">u1<") && !page.contains("href=\"/students/\""),
        "{page}"
    );
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1"), None);
}
