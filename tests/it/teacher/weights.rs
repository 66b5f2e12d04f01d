//! Other points for the same verdicts: given by the reports alone, whatever has become of the files.

use super::site::{STRICT, Site};
use crate::support::audit::checked;
use dgm_grader::course::Course;
use dgm_grader::ids::{SubmissionId, UserId};
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use judge::points::Points;
use sqlx::Connection;

async fn computed(site: &Site, user: UserId) -> Option<Points> {
    let course = Course::default_course();
    let standings = site.app.store.standings_of(user, &course).await;
    standings.expect("standings")["elbo"].computed
}

/// Puts something else in the place of what is kept of a submission.
async fn spoil(site: &Site, table: &str, what: &str, submission: SubmissionId) {
    let path = site.folder.join("test.sqlite");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .expect("it opens");
    let spoilt = format!("update {table} set {what} where submission_id = {submission}");
    let done = sqlx::query(sqlx::AssertSqlSafe(spoilt)).execute(&mut database);
    assert_eq!(done.await.expect("it is written").rows_affected(), 1);
}

async fn regrade(site: &Site, toml: &str) {
    let course = checked(toml);
    let store = &site.app.store;
    let published = store.publish_course(&course, "", "test", site.app.now());
    published.await.expect("it is published");
    let Enqueued::Job(job) = enqueue(&site.app, None, "test").await.expect("it is noted") else {
        panic!("there is something to grade");
    };
    resume(&site.app, &job).await.expect("it ends");
}

#[tokio::test]
async fn other_points_need_no_file_and_other_tolerances_do() {
    let site = Site::strict().await;
    let (anna, of_anna) = site.sends("anna", 0.0).await;
    let (boris, of_boris) = site.sends("boris", 0.0).await;
    let (vera, _) = site.sends("vera", 0.5).await;
    // One file is no answers any more, and one report cannot be read: that one is made anew of the file.
    spoil(&site, "submission_contents", "file = x'00'", of_anna).await;
    spoil(&site, "report_texts", "report = 'spoilt'", of_boris).await;
    let doubled = STRICT.replace("points = \"2.5\"", "points = \"5\"");
    regrade(&site, &doubled).await;
    for (user, points) in [(&anna, 5), (&boris, 5), (&vera, 0)] {
        let computed = computed(&site, user.id).await;
        assert_eq!(computed, Some(Points::whole(points)), "{}", user.login);
    }
    for submission in [of_anna, of_boris] {
        let stored = site
            .app
            .store
            .submission(submission)
            .await
            .expect("it answers");
        let stored = stored.expect("it is there");
        assert_eq!(stored.course.number(), 2);
        assert_eq!(stored.report.max_points, Points::whole(5));
        assert!(stored.report.all_right());
    }
    // Where answers compare otherwise the file is needed: without it the points stay, and one is told.
    let wide = doubled.replace("rtol = 1e-14, atol = 1e-14", "rtol = 1e-2, atol = 1e-2");
    regrade(&site, &wide.replace("points = \"5\"", "points = \"4\"")).await;
    for (user, points) in [(&anna, 5), (&boris, 4), (&vera, 0)] {
        let computed = computed(&site, user.id).await;
        assert_eq!(computed, Some(Points::whole(points)), "{}", user.login);
    }
}
