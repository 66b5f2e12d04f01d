//! Where points go: into the column of a link, or one that was made; and what happens when it is another one, or is gone.

use super::platform::Simulator;
use super::scores::{give, sent, switch, university};
use super::visit::launch;
use crate::support::site::{Site, Teacher, set_clock};
use dgm_grader::service::lti::sender::pass;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

const SCORE: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/score";

/// The address of a column.
fn address(platform: &Simulator, number: usize) -> String {
    format!("{}/columns/{number}/lineitem?type_id=3", platform.url)
}

/// An activity there with a column of its own, which has no name of the homework's; its number.
fn activity(platform: &Simulator) -> usize {
    let mut inside = platform.inside();
    let number = inside.columns.len();
    let id = address(platform, number);
    inside
        .columns
        .push(json!({ "id": id, "label": "An activity", "scoreMaximum": 100 }));
    number
}

fn delete(platform: &Simulator, number: usize) {
    platform.inside().columns[number] = Value::Null;
}

/// Anna opens the homework by the link of an activity. Where columns may not be managed, the platform says nothing of others.
async fn open(site: &Site, platform: &Simulator, number: usize, may_manage: bool) {
    let came = launch(site, platform, ("u1", ""), |claims| {
        let claim = "https://purl.imsglobal.org/spec/lti/claim/custom";
        claims[claim] = json!({ "homework": "elbo" });
        let claim = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
        if !may_manage {
            claims[claim] = json!({ "scope": [SCORE] });
        }
        claims[claim]["lineitem"] = address(platform, number).into();
    });
    assert_eq!(came.await.header("location"), "/homeworks/elbo");
}

/// Two have points that go into a column, which is not made yet.
async fn both_switched_on() -> (Site, Simulator, Teacher) {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    give(&teacher, "boris", Some("11")).await;
    switch(&teacher, "on").await;
    (site, platform, teacher)
}

/// The same once they are there.
async fn both_sent() -> (Site, Simulator, Teacher) {
    let (site, platform, teacher) = both_switched_on().await;
    assert_eq!(sent(&site).await, (2, 0));
    (site, platform, teacher)
}

fn stand(platform: &Simulator, number: usize) -> [Option<String>; 2] {
    ["u1", "u2"].map(|subject| platform.stands(number, subject))
}

fn points(anna: &str, boris: &str) -> [Option<String>; 2] {
    [anna, boris].map(|points| Some(points.to_owned()))
}

#[tokio::test]
async fn what_was_sent_to_a_made_column_goes_to_the_one_of_a_later_link() {
    let (site, platform, teacher) = both_sent().await;
    let own = activity(&platform);
    open(&site, &platform, own, true).await;
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(!page.contains("all arrived"), "{page}");
    assert_eq!(sent(&site).await, (2, 0), "everything once more");
    assert_eq!(stand(&platform, own), points("10", "11"));
    assert_eq!(sent(&site).await, (0, 0));
    // Switched off and on it stays there.
    switch(&teacher, "off").await;
    switch(&teacher, "on").await;
    give(&teacher, "anna", Some("9")).await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(stand(&platform, own), points("9", "11"));
    assert_eq!(stand(&platform, 0), points("10", "11"));
}

#[tokio::test]
async fn of_two_links_to_a_homework_the_first_has_the_points_while_it_is_there() {
    for may_manage in [true, false] {
        let (site, platform) = university().await;
        let teacher = Teacher::of(&site).await;
        let (first, second) = (activity(&platform), activity(&platform));
        give(&teacher, "anna", Some("10")).await;
        give(&teacher, "boris", Some("11")).await;
        open(&site, &platform, first, may_manage).await;
        switch(&teacher, "on").await;
        assert_eq!(sent(&site).await, (2, 0));
        for number in [second, first, second] {
            open(&site, &platform, number, may_manage).await;
            assert_eq!(sent(&site).await, (0, 0), "nothing goes to and fro");
        }
        assert_eq!(stand(&platform, second), [None, None]);
        // The first activity is deleted.
        delete(&platform, first);
        give(&teacher, "anna", Some("9")).await;
        assert_eq!(sent(&site).await, (0, 1));
        open(&site, &platform, second, may_manage).await;
        set_clock("2026-03-10T09:01:00Z");
        assert_eq!(
            sent(&site).await,
            (2, 0),
            "columns may be managed: {may_manage}"
        );
        assert_eq!(stand(&platform, second), points("9", "11"));
        assert_eq!(platform.inside().columns.len(), 2, "none is made beside it");
        set_clock("2026-03-10T09:00:00Z");
    }
}

#[tokio::test]
async fn a_link_whose_column_cannot_be_reached_gives_way_to_another() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let own = activity(&platform);
    let course = 1.into();
    let store = &site.app.store;
    let known = store.know_platform_column(course, "elbo", "http://127.0.0.1:1/lineitem");
    known.await.unwrap();
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (0, 1));
    open(&site, &platform, own, true).await;
    assert_eq!(sent(&site).await, (1, 0), "it need not wait for the other");
    assert_eq!(platform.stands(own, "u1").as_deref(), Some("10"));
}

#[tokio::test]
async fn a_column_that_is_gone_is_made_again_with_everything_in_it() {
    let (site, platform, teacher) = both_sent().await;
    delete(&platform, 0);
    give(&teacher, "anna", Some("7")).await;
    assert_eq!(sent(&site).await, (0, 1));
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(page.contains("status 404"), "{page}");
    assert_eq!(sent(&site).await, (0, 0), "it waits");
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (2, 0));
    assert_eq!(stand(&platform, 1), points("7", "11"));
    assert_eq!(sent(&site).await, (0, 0));
    assert_eq!(platform.inside().columns.len(), 2);
}

#[tokio::test]
async fn a_column_that_is_gone_is_not_made_again_to_be_emptied() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    delete(&platform, 0);
    switch(&teacher, "back").await;
    assert_eq!(sent(&site).await, (0, 1));
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (0, 0));
    assert_eq!(platform.inside().columns.len(), 1);
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(page.contains("all arrived"), "nothing is owed: {page}");
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(1, "u1").as_deref(), Some("10"));
}

#[tokio::test]
async fn a_person_whom_the_platform_does_not_find_costs_no_column() {
    let (site, platform, teacher) = both_sent().await;
    give(&teacher, "anna", Some("7")).await;
    give(&teacher, "boris", Some("8")).await;
    platform.inside().refuse.push_back((404, None));
    assert_eq!(sent(&site).await, (1, 1), "the other one goes");
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(stand(&platform, 0), points("7", "8"));
    assert_eq!(platform.inside().columns.len(), 1);
}

#[tokio::test]
async fn an_answer_from_where_the_column_was_says_nothing_of_where_it_is() {
    let (site, platform, _teacher) = both_switched_on().await;
    let held = Arc::new(Semaphore::new(0));
    platform.inside().held = Some(Arc::clone(&held));
    let meanwhile = async {
        while platform.inside().scores.is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let own = activity(&platform);
        open(&site, &platform, own, true).await;
        held.add_permits(100);
        own
    };
    let (passed, own) = tokio::join!(pass(&site.app, "here"), meanwhile);
    assert_eq!(
        passed.unwrap().arrived,
        1,
        "the other one does not go there any more"
    );
    assert_eq!(sent(&site).await, (2, 0));
    assert_eq!(stand(&platform, own), points("10", "11"));
}
