//! Grading anew: a wrong tolerance is put right, and a job that is killed goes on where it was.

use super::site::{STRICT, Site, right};
use crate::support::audit::{audit, change, checked};
use crate::support::site::{application, clock, set_clock};
use axum::http::StatusCode;
use dgm_grader::course::Course;
use dgm_grader::ids::{SubmissionId, UserId};
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use dgm_grader::store::{
    HELD, JobState, NewSubmission, Override, Role, Store, StudentHomework, User,
};
use judge::points::{Points, Share};
use std::time::Duration;

async fn computed(store: &Store, user: UserId) -> String {
    let standing = store
        .standings_of(user, &Course::default_course())
        .await
        .expect("standings")["elbo"]
        .clone();
    standing.computed.expect("a submission counts").to_string()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn a_wrong_tolerance_is_put_right() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let (anna, sent) = site.sends("anna", 1e-6).await;
    let (boris, _) = site.sends("boris", 0.5).await;
    let (vera, _) = site.sends("vera", 1e-6).await;
    let store = &site.app.store;
    let now = site.app.now();
    let given = Override {
        points: Some(Points::whole(1)),
        reason: "oral".to_owned(),
    };
    let of = StudentHomework {
        user: vera.id,
        login: "vera",
        homework: "elbo",
    };
    store
        .set_override(of, Some(&given), "teacher", now)
        .await
        .unwrap();
    store
        .set_exam(vera.id, "vera", Some(Points::whole(20)), "teacher", now)
        .await
        .unwrap();
    // A file that no release can read, as if a limit had been lowered since.
    let mut report = store.submission(sent).await.unwrap().unwrap().report;
    report.points = Points::whole(1);
    let broken = NewSubmission {
        user: boris.id,
        homework: "elbo",
        received_at: now,
        file: b"no answers",
        sha256: "0",
        course: 1.into(),
        inputs_release: None,
        report: &report,
        points: Points::whole(1),
        late_factor: Share::ALL,
    };
    store.submit(broken, None).await.unwrap();

    let page = teacher
        .send("PUT", "/api/v1/course?regrade=false", &[], right().into())
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(
        computed(store, anna.id).await,
        "0",
        "publishing alone grades nothing"
    );

    let dry = teacher
        .send("POST", "/api/v1/regrade?dry_run=true", &[], Vec::new())
        .await
        .json();
    let logins: Vec<_> = dry["students"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["login"].as_str().unwrap(), m["held"].as_bool().unwrap()))
        .collect();
    assert_eq!(logins, [("anna", false), ("vera", true)]);
    assert_eq!(dry["left"][0]["outcome"], "unreadable");
    assert_eq!(
        computed(store, anna.id).await,
        "0",
        "a dry run writes nothing"
    );
    let page = teacher.get("/regrade?dry_run=1").await.text();
    assert!(
        page.contains("+2.5") && page.contains("the grade stays"),
        "{page}"
    );

    let stale = teacher
        .form("/regrade", &[("version", "1"), ("homework", "")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let began = teacher
        .form("/regrade", &[("version", "2"), ("homework", "")])
        .await;
    assert_eq!(
        (began.status, began.location()),
        (StatusCode::SEE_OTHER, "/jobs/1")
    );
    let watched = teacher.get("/jobs/1/events").await;
    assert_eq!(watched.headers["content-type"], "text/event-stream");
    assert!(
        watched.text().contains("event: finished"),
        "{}",
        watched.text()
    );

    let job = store.job(1.into()).await.unwrap().unwrap();
    assert_eq!((job.state, job.done, job.total), (JobState::Done, 4, 4));
    assert_eq!(computed(store, anna.id).await, "2.5");
    assert_eq!(
        computed(store, boris.id).await,
        "1",
        "a file that cannot be read keeps its points"
    );
    let standing = store
        .standings_of(vera.id, &Course::default_course())
        .await
        .unwrap()["elbo"]
        .clone();
    assert_eq!(
        standing.points(),
        Some(Points::whole(1)),
        "points by hand hold"
    );
    assert_eq!(store.exam(vera.id).await.unwrap(), Some(Points::whole(20)));

    let submission = store.submission(sent).await.unwrap().unwrap();
    assert_eq!(submission.course.number(), 2);
    earlier_report(&site, &anna, sent).await;
    let earlier = store.earlier_reports(sent).await.unwrap();
    assert_eq!(
        (earlier.len(), earlier[0].course, earlier[0].points),
        (1, 1.into(), Points::ZERO)
    );
    let noted = audit(store, 10, |entry| entry.subject.starts_with("anna/elbo")).await;
    assert_eq!(noted.len(), 1);
    assert_eq!(
        change(&noted[0]),
        serde_json::json!({
            "before": { "points": "0", "version": 1 },
            "after": { "points": "2.5", "version": 2 },
        })
    );
    let page = teacher.get("/jobs/1").await.text();
    assert!(
        page.contains("+2.5") && page.contains("cannot be read"),
        "{page}"
    );
    assert!(
        !page.contains("http-equiv"),
        "a finished job does not reload"
    );
}

#[tokio::test]
async fn a_killed_job_goes_on_where_it_was() {
    let site = Site::strict().await;
    let mut students = Vec::new();
    for login in ["a1", "b2", "c3", "d4", "e5", "f6"] {
        students.push(site.sends(login, 1e-6).await);
    }
    let store = &site.app.store;
    store
        .publish_course(&checked(&right()), "right", "test", site.app.now())
        .await
        .unwrap();
    let Enqueued::Job(job) = enqueue(&site.app, None, "teacher").await.unwrap() else {
        panic!("there is something to grade");
    };
    assert_eq!(
        enqueue(&site.app, None, "teacher").await.unwrap(),
        Enqueued::Busy
    );
    let (app, first) = (site.app.clone(), job.clone());
    let running = tokio::spawn(async move { resume(&app, &first).await });
    while store.regraded_ids(job.id).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    running.abort();
    drop(running.await);
    let done = store.regraded_ids(job.id).await.unwrap().len();
    assert!((1..6).contains(&done), "{done} were graded before the kill");
    // Whoever waits is told how many, and which of them only at the end.
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let path = format!("/api/v1/jobs/{}", job.id);
    let told = teacher.get(&path).await.json();
    assert_eq!((&told["done"], &told["total"]), (&done.into(), &6.into()));
    assert_eq!(told["submissions"], serde_json::json!([]));

    let app = application(&site.folder).await;
    let unfinished = app.store.unfinished_jobs().await.unwrap();
    assert_eq!(
        unfinished.iter().map(|j| j.id).collect::<Vec<_>>(),
        [job.id]
    );
    // Nobody has said that whoever was at it has died; once nothing was heard of it for a while, it is taken up.
    resume(&app, &unfinished[0]).await.unwrap();
    assert!(app.store.free_jobs(clock()).await.unwrap().is_empty());
    let later = clock() + HELD;
    set_clock(&later.to_string());
    assert_eq!(app.store.free_jobs(later).await.unwrap(), unfinished);
    resume(&app, &unfinished[0]).await.unwrap();
    let finished = app.store.job(job.id).await.unwrap().unwrap();
    assert_eq!(
        (finished.state, finished.done, finished.total),
        (JobState::Done, 6, 6)
    );
    let told = teacher.get(&path).await.json();
    assert_eq!(told["submissions"].as_array().map(Vec::len), Some(6));
    for (user, sent) in students {
        assert_eq!(computed(&app.store, user.id).await, "2.5");
        assert_eq!(app.store.earlier_reports(sent).await.unwrap().len(), 1);
        let of = format!("{}/elbo", user.login);
        let noted = audit(&app.store, 10, |entry| entry.subject.starts_with(&of)).await;
        assert_eq!(noted.len(), 1, "a change is noted once");
    }
    assert_eq!(
        enqueue(&app, None, "teacher").await.unwrap(),
        Enqueued::Nothing
    );
}

/// What a regrade replaced stays readable for its student and for those who teach, with what became different.
async fn earlier_report(site: &Site, anna: &User, sent: SubmissionId) {
    let path = format!("/submissions/{sent}/reports/1");
    let (own, _) = site.join("anna", Role::Student).await;
    let (grader, _) = site.join("grader", Role::Grader).await;
    let (other, _) = site.join("other", Role::Student).await;
    let now = own.get(&format!("/submissions/{sent}")).await.text();
    assert!(now.contains("made with course version 2"), "{now}");
    assert!(now.contains(&format!("href=\"{path}\"")), "{now}");
    for door in [&own, &grader] {
        let page = door.get(&path).await;
        let text = page.text();
        assert_eq!(page.status, StatusCode::OK, "{text}");
        assert!(text.contains("Made with course version 1"), "{text}");
        assert!(text.contains("0 of 2.5 points"), "{text}");
        // What became different, and where that report is.
        assert!(
            text.contains("+2.5") && text.contains("newly right"),
            "{text}"
        );
        assert!(
            text.contains(&format!("<a href=\"/submissions/{sent}\">Version 2</a>")),
            "{text}"
        );
    }
    let refused = [
        (&other, path.clone(), StatusCode::NOT_FOUND),
        (&site.nobody(), path.clone(), StatusCode::UNAUTHORIZED),
        (
            &own,
            format!("/submissions/{sent}/reports/0"),
            StatusCode::NOT_FOUND,
        ),
        (
            &own,
            format!("/submissions/{sent}/reports/2"),
            StatusCode::NOT_FOUND,
        ),
        (
            &own,
            format!("/submissions/{sent}/reports/x"),
            StatusCode::NOT_FOUND,
        ),
    ];
    for (door, path, status) in refused {
        assert_eq!(
            door.get(&path).await.status,
            status,
            "{path} of {}",
            anna.login
        );
    }
}

#[tokio::test]
async fn lateness_follows_the_dates_in_force_and_no_regrade() {
    let site = Site::strict().await;
    let (anna, sent) = site.sends("anna", 0.0).await;
    let store = &site.app.store;
    let points = async || computed(store, anna.id).await;
    assert_eq!(points().await, "2.5");
    let publish = async |toml: &str| {
        let course = checked(toml);
        let done = store.publish_course(&course, "", "test", site.app.now());
        done.await.unwrap();
    };
    // The deadline moves to before the submission, and late work loses half.
    let late = STRICT.replace(
        "max_points = \"2.5\"\n",
        "max_points = \"2.5\"\ndeadline = 2026-03-01\nlate = { per_day = \"50%\", most = \"50%\" }\n",
    );
    publish(&late).await;
    assert_eq!(points().await, "1.25");
    assert_eq!(
        enqueue(&site.app, None, "t").await.unwrap(),
        Enqueued::Nothing,
        "dates leave nothing to grade anew"
    );
    // What is graded anew keeps what lateness leaves.
    publish(&late.replace("1e-14", "1e-13")).await;
    let Enqueued::Job(job) = enqueue(&site.app, None, "t").await.unwrap() else {
        panic!("the tolerance changed");
    };
    resume(&site.app, &job).await.unwrap();
    assert_eq!(points().await, "1.25");
    assert_eq!(
        store
            .submission(sent)
            .await
            .unwrap()
            .unwrap()
            .course
            .number(),
        3
    );
    publish(STRICT).await;
    assert_eq!(points().await, "2.5");
}

#[tokio::test]
async fn one_regrade_at_a_time() {
    let site = Site::strict().await;
    site.sends("anna", 1e-6).await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let store = &site.app.store;
    store
        .publish_course(&checked(&right()), "right", "test", site.app.now())
        .await
        .unwrap();
    assert!(matches!(
        enqueue(&site.app, None, "t").await.unwrap(),
        Enqueued::Job(_)
    ));
    let refused = teacher
        .send("POST", "/api/v1/regrade", &[], Vec::new())
        .await;
    assert_eq!(
        (refused.status, refused.json()["code"].clone()),
        (StatusCode::CONFLICT, "regrade-busy".into())
    );
    let said = refused.json()["detail"].to_string();
    assert!(
        said.contains("“Regrade” page") && said.contains("Wait until it is finished"),
        "what to do: {said}"
    );
    let unknown = teacher
        .send("POST", "/api/v1/regrade?homework=nothing", &[], Vec::new())
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let waiting = teacher.get("/jobs/1").await.text();
    assert!(
        waiting.contains("http-equiv=\"refresh\"") && waiting.contains("/assets/job."),
        "{waiting}"
    );
}
