//! A class at once: a roster, the exam's points, links, and what lateness leaves under a later deadline.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::audit::{audit, change, of_kind, points as points_of};
use dgm_grader::course::{Course, Late};
use dgm_grader::grading::Report;
use dgm_grader::store::{LinkState, Listed, NewSubmission, NewUser, Role, Store};
use jiff::{SignedDuration, Timestamp};
use judge::points::{Points, Share};
use serde_json::{Value, json};

fn now() -> Timestamp {
    Timestamp::from_second(1_772_100_000).expect("it is an instant")
}

/// Goes on with the story: `anna` and `boris` are there.
pub async fn tell(store: &Store) {
    roster(store).await;
    exams(store).await;
    later_deadline(store).await;
}

async fn roster(store: &Store) {
    let of = |login, name, role| NewUser { login, name, role };
    let list: [Listed<'_>; 3] = [
        of("boris", "Борис Б.", Role::Student),
        of("c1", "Вера", Role::Student),
        of("c2", "Глеб", Role::Student),
    ]
    .map(Listed::from);
    let put = store.put_roster(&list, &[], "maria", now()).await.unwrap();
    let new = put.added;
    let logins: Vec<_> = new.iter().map(|u| u.login.as_str()).collect();
    assert_eq!(logins, ["c1", "c2"], "those who are new, in their order");
    let boris = store.user("boris").await.unwrap().unwrap();
    assert_eq!(boris.name, "Борис Б.");

    let ids: Vec<_> = new.iter().map(|user| user.id).collect();
    let links = store
        .new_links(&ids, SignedDuration::from_hours(1), "maria", now())
        .await
        .unwrap();
    for (user, link) in new.iter().zip(&links) {
        let found = store.link(link, now()).await.unwrap();
        assert_eq!(found, LinkState::Works(user.clone()));
    }
    // Gone: nothing is deleted, and the link no longer works.
    store
        .put_roster(&[], &new[1..], "maria", now())
        .await
        .unwrap();
    let gone = store.user("c2").await.unwrap().unwrap();
    assert!(!gone.active && gone.name == "Глеб");
    let found = store.link(&links[1], now()).await.unwrap();
    assert_eq!(found, LinkState::Deactivated);

    let raised = store
        .set_person("c1", Role::Grader, true, "owner", now())
        .await
        .unwrap();
    assert_eq!(raised.role, Role::Grader);
    store
        .set_person("c1", Role::Student, true, "owner", now())
        .await
        .unwrap();
    let noted = audit(store, 10, |entry| entry.subject == "c1").await;
    let changes: Vec<_> = noted
        .iter()
        .map(|e| (e.actor.as_str(), change(e)))
        .collect();
    let vera = |role: &str| json!({ "name": "Вера", "role": role, "active": true });
    let changed = |before: Value, after: Value| json!({ "before": before, "after": after });
    let until = now() + SignedDuration::from_hours(1);
    assert_eq!(
        changes,
        [
            ("owner", changed(vera("grader"), vera("student"))),
            ("owner", changed(vera("student"), vera("grader"))),
            ("maria", json!({ "until": until })),
            ("maria", changed(Value::Null, vera("student"))),
        ]
    );
    let missing = store
        .set_person("nobody", Role::Owner, true, "owner", now())
        .await;
    assert!(missing.is_err());
}

async fn exams(store: &Store) {
    let (c1, c2) = (
        store.user("c1").await.unwrap().unwrap(),
        store.user("c2").await.unwrap().unwrap(),
    );
    let points: Points = "22.5".parse().unwrap();
    store
        .set_exams(&[(&c1, points), (&c2, Points::ZERO)], "maria", now())
        .await
        .unwrap();
    assert_eq!(store.exam(c1.id).await.unwrap(), Some(points));
    assert_eq!(store.exam(c2.id).await.unwrap(), Some(Points::ZERO));
    let before = audit(store, 100, |entry| entry.subject == "c1").await.len();
    // The same again changes nothing and notes nothing.
    store
        .set_exams(&[(&c1, points)], "maria", now())
        .await
        .unwrap();
    assert_eq!(
        audit(store, 100, |entry| entry.subject == "c1").await.len(),
        before
    );
}

async fn later_deadline(store: &Store) {
    let dora = NewUser {
        login: "dora",
        name: "Дора",
        role: Role::Student,
    };
    let (dora, _) = store.put_user(dora, "maria", now()).await.unwrap();
    let course = store.course_id().await.unwrap().unwrap();
    let report = Report {
        points: Points::whole(10),
        ..super::story::report()
    };
    // Two started days late, at a tenth a day: one lost its fifth, the other was forgiven by an earlier release.
    let day = SignedDuration::from_hours(24);
    for (file, left, points) in [("late", 80, 8), ("forgiven", 100, 10)] {
        let new = NewSubmission {
            user: dora.id,
            homework: "elbo",
            received_at: now(),
            file: file.as_bytes(),
            sha256: file,
            course,
            inputs_release: None,
            report: &report,
            points: Points::whole(points),
            late_factor: Share::percent(left),
        };
        store.submit(new, None).await.unwrap();
    }
    let mut homework = Course::default_course().homework("elbo").unwrap().clone();
    homework.deadline = Some(now() - day - SignedDuration::from_hours(1));
    homework.late = Late::PerDay {
        share: Share::percent(10),
        most: Share::percent(50),
    };
    let points = async || {
        let sent = store.submissions(dora.id, "elbo").await.unwrap();
        let mut points: Vec<_> = sent
            .iter()
            .map(|s| (s.late_factor.thousandths(), s.points.to_string()))
            .collect();
        points.sort();
        points
    };
    let is = |left: u16, points: &str| (left, points.to_owned());
    let extend = async |until: Option<Timestamp>| {
        let previewed = store
            .preview_extension(dora.id, &homework, until)
            .await
            .unwrap();
        let done = store.set_extension(&dora, &homework, until, "ill", "maria", now());
        done.await.unwrap();
        previewed.len()
    };
    // A day later: one day late instead of two. Then in time, then later still. Taken back, everything is reckoned anew.
    for (until, changed, kept, left) in [
        (Some(now() - SignedDuration::from_hours(1)), 2, 900, "9"),
        (Some(now() + day), 2, 1000, "10"),
        (Some(now() + day * 2), 0, 1000, "10"),
        (None, 2, 800, "8"),
    ] {
        assert_eq!(extend(until).await, changed, "{until:?}");
        let known = points().await;
        assert_eq!(known, [is(kept, left), is(kept, left)], "{until:?}");
    }
    let noted = of_kind(store, "late").await;
    let noted: Vec<_> = noted
        .iter()
        .filter(|e| e.subject.starts_with("dora/elbo#"))
        .map(points_of)
        .collect();
    assert_eq!(noted.len(), 6, "{noted:?}");
    let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    assert_eq!(
        noted[3..],
        [pair("9", "10"), pair("10", "9"), pair("8", "9")],
        "newest first"
    );
}
