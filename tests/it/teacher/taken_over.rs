//! What comes in between while submissions are graded anew: a newer version, another submission, two rows that are one person, inputs
//! that cannot be read.

use super::site::{STRICT, Site, right};
use crate::support::audit::checked;
use crate::support::site::application;
use dgm_grader::course::Course;
use dgm_grader::ids::{SubmissionId, UserId};
use dgm_grader::service::app::App;
use dgm_grader::service::regrade::{Enqueued, enqueue, follow, resume};
use dgm_grader::store::{
    Accepted, Allowance, Job, JobState, NewSubmission, RegradeResult, RegradeStep, ReportText,
    Role, SentFrom, StoreError, User,
};
use judge::points::{Points, Share};
use sqlx::Connection as _;
use std::sync::Arc;
use std::time::Duration;

async fn published(site: &Site, toml: &str) {
    let course = checked(toml);
    let store = &site.app.store;
    let published = store.publish_course(&course, "", "test", site.app.now());
    published.await.expect("it is published");
}

async fn begun(app: &Arc<App>) -> Job {
    match enqueue(app, None, "test").await {
        Ok(Enqueued::Job(job)) => job,
        other => panic!("no job: {other:?}"),
    }
}

async fn computed(site: &Site, user: UserId) -> Option<Points> {
    let course = Course::default_course();
    let standings = site.app.store.standings_of(user, &course).await;
    standings.expect("standings").get("elbo")?.computed
}

async fn state(site: &Site, job: &Job) -> JobState {
    let job = site.app.store.job(job.id).await.expect("it answers");
    job.expect("it is there").state
}

async fn nothing_is_left(site: &Site) {
    let begun = std::time::Instant::now();
    while !site
        .app
        .store
        .unfinished_jobs()
        .await
        .expect("it answers")
        .is_empty()
    {
        assert!(begun.elapsed() < Duration::from_mins(1), "no job ends");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn adds_up(site: &Site) {
    let store = &site.app.store;
    assert_eq!(store.wrong_standings().await.expect("it answers"), 0);
    assert_eq!(store.wrong_tallies().await.expect("it answers"), 0);
}

fn points(text: &str) -> Points {
    text.parse().expect("they are points")
}

#[tokio::test]
async fn a_regrade_under_a_newer_version_takes_over() {
    let site = Site::strict().await;
    let mut students = Vec::new();
    for login in ["a1", "b2", "c3", "d4", "e5", "f6"] {
        students.push(site.sends(login, 1e-6).await.0);
    }
    let store = &site.app.store;
    published(&site, &right()).await;
    let first = begun(&site.app).await;
    let (app, job) = (site.app.clone(), first.clone());
    let running = tokio::spawn(async move { resume(&app, &job).await });
    while store
        .regraded_ids(first.id)
        .await
        .expect("it answers")
        .is_empty()
    {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // The version is taken back while some have its points and others have not.
    published(&site, STRICT).await;
    let second = begun(&site.app).await;
    running.await.expect("it does not panic").expect("it ends");
    resume(&site.app, &second).await.expect("it ends");
    nothing_is_left(&site).await;
    for user in &students {
        assert_eq!(
            computed(&site, user.id).await,
            Some(points("0")),
            "{}",
            user.login
        );
    }
    // It was at its last one perhaps; otherwise it has ended as one that was replaced.
    let ended = state(&site, &first).await;
    assert!(
        [JobState::Replaced, JobState::Done].contains(&ended),
        "{ended:?}"
    );
    assert_eq!(state(&site, &second).await, JobState::Done);
    adds_up(&site).await;
}

#[tokio::test]
async fn a_regrade_that_nobody_is_at_is_replaced_and_writes_nothing_more() {
    let site = Site::strict().await;
    let (anna, _) = site.sends("anna", 1e-6).await;
    published(&site, &right()).await;
    let first = begun(&site.app).await;
    published(&site, &STRICT.replace("1e-14", "1e-13")).await;
    let second = begun(&site.app).await;
    assert_eq!(state(&site, &first).await, JobState::Replaced);
    resume(&site.app, &first).await.expect("it is over");
    assert_eq!(computed(&site, anna.id).await, Some(points("0")));
    // An undoing leaves nothing to grade, and ends what is under way all the same.
    published(&site, STRICT).await;
    let third = begun(&site.app).await;
    assert_eq!(state(&site, &second).await, JobState::Replaced);
    resume(&site.app, &third).await.expect("it ends");
    assert_eq!(state(&site, &third).await, JobState::Done);
    assert_eq!(computed(&site, anna.id).await, Some(points("0")));
}

/// A submission as if it had been admitted under the first version and stored only now.
async fn late(site: &Site, user: &User, like: SubmissionId) -> SubmissionId {
    let store = &site.app.store;
    let earlier = store.submission(like).await.expect("it answers");
    let earlier = earlier.expect("it is there");
    let file = store.submitted_file(like).await.expect("it answers");
    let new = NewSubmission {
        user: user.id,
        homework: "elbo",
        received_at: site.app.now(),
        file: &file.expect("it is there"),
        sha256: "another",
        course: 1.into(),
        inputs_release: Some(1),
        report: &earlier.report,
        points: Points::ZERO,
        late_factor: Share::ALL,
    };
    match store.submit(new, None).await {
        Ok(Accepted::Stored(stored)) => stored.id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_stored_under_the_version_before_is_graded_like_everything_else() {
    let site = Site::strict().await;
    let (anna, sent) = site.sends("anna", 1e-6).await;
    published(&site, &right()).await;
    let store = &site.app.store;
    // Nobody asked for a regrade: what was graded by the earlier version stays.
    let first = late(&site, &anna, sent).await;
    follow(&site.app, "elbo").await.expect("it looks");
    assert!(store.jobs(9).await.expect("they are there").is_empty());
    let job = begun(&site.app).await;
    resume(&site.app, &job).await.expect("it ends");
    assert_eq!(computed(&site, anna.id).await, Some(points("2.5")));

    let (boris, of_boris) = site.sends("boris", 0.5).await;
    assert_eq!(computed(&site, boris.id).await, Some(points("0")));
    let second = late(&site, &boris, of_boris).await;
    follow(&site.app, "elbo").await.expect("it looks");
    nothing_is_left(&site).await;
    for submission in [sent, first, second] {
        let stored = store.submission(submission).await.expect("it answers");
        let version = stored.expect("it is there").course;
        assert_eq!(version.number(), 2, "{submission}");
    }
    // Nothing is begun where nothing is left.
    let jobs = store.jobs(9).await.expect("they are there").len();
    follow(&site.app, "elbo").await.expect("it looks");
    assert_eq!(store.jobs(9).await.expect("they are there").len(), jobs);
    adds_up(&site).await;
}

#[tokio::test]
async fn inputs_that_cannot_be_read_keep_nobody_else_from_new_points() {
    let site = Site::strict().await;
    let (anna, _) = site.sends("anna", 1e-6).await;
    let (boris, _) = site.sends("boris", 1e-6).await;
    published(&site, &right()).await;
    let path = site.folder.join("test.sqlite");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .expect("it opens");
    let spoilt = "update given_inputs set arrays = x'00' where user_id = $1";
    let spoilt = sqlx::query(spoilt).bind(anna.id.number());
    let spoilt = spoilt.execute(&mut database).await.expect("it is written");
    assert!(spoilt.rows_affected() > 0);
    // Another process, which has nothing in memory.
    let app = application(&site.folder).await;
    let job = begun(&app).await;
    resume(&app, &job).await.expect("it ends");
    assert_eq!(state(&site, &job).await, JobState::Done);
    assert_eq!(
        computed(&site, anna.id).await,
        Some(points("0")),
        "they stay"
    );
    assert_eq!(computed(&site, boris.id).await, Some(points("2.5")));
    assert!(app.store.unfinished_jobs().await.expect("none").is_empty());
}

#[tokio::test]
async fn a_submission_that_changes_hands_is_graded_for_its_new_owner() {
    let site = Site::strict().await;
    let (old, sent) = site.sends("anna", 1e-6).await;
    let (_, new) = site.join("anna2", Role::Student).await;
    published(&site, &right()).await;
    let store = &site.app.store;
    let rows = store.graded(None).await.expect("they are there");
    let job = begun(&site.app).await;
    let seen = store.preview_merge(&old, &new, site.app.now()).await;
    let seen = seen.expect("it is looked at");
    assert!(seen.merge.takes_inputs);
    let merged = store.merge(&old, &new, &seen, "test", site.app.now()).await;
    assert!(merged.expect("it is done"));

    // What was judged before it moved is not written.
    let step = RegradeStep {
        job: job.id,
        course: 2.into(),
        actor: "test",
        done: 1,
        total: 1,
    };
    let report = store.submission(sent).await.expect("it answers");
    let report = report.expect("it is there").report;
    let report = ReportText::of(report).expect("it is written");
    let verdict = RegradeResult::Graded {
        report: &report,
        stays: false,
    };
    let results = [(&rows[0], verdict)];
    let written = store.regrade(step, &results, site.app.now());
    assert!(written.await.expect("it answers"), "the job goes on");
    assert!(store.regraded_ids(job.id).await.expect("none").is_empty());

    resume(&site.app, &job).await.expect("it ends");
    nothing_is_left(&site).await;
    assert_eq!(computed(&site, new.id).await, Some(points("2.5")));
    assert_eq!(computed(&site, old.id).await, None);
    adds_up(&site).await;

    // What either had on the way is sent again, as whom they are now.
    for (user, drawn_as) in [(&old, "anna"), (&new, "anna2")] {
        let new = NewSubmission {
            user: user.id,
            homework: "elbo",
            received_at: site.app.now(),
            file: b"on its way",
            sha256: "on its way",
            course: 2.into(),
            inputs_release: Some(1),
            report: &report.report,
            points: Points::ZERO,
            late_factor: Share::ALL,
        };
        let allowed = Allowance::from(None);
        let from = SentFrom::Elsewhere;
        let refused = store.submit_under(new, drawn_as, allowed, from).await;
        assert!(
            matches!(refused, Err(StoreError::Merged)),
            "{}: {refused:?}",
            user.login
        );
    }
    assert!(
        store
            .given_inputs((new.id, "anna2"), "elbo", 1, &["gaussian_kl"])
            .await
            .is_err()
    );
}
