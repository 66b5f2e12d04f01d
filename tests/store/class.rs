//! A class at once: a roster, the exam's points, links, and what lateness leaves under a later deadline.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dgm_grader::points::Points;
use dgm_grader::store::{NewUser, Rekept, Role, Store, Whose};
use jiff::{SignedDuration, Timestamp};

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
    let list = [
        of("boris", "Борис Б.", Role::Student),
        of("c1", "Вера", Role::Student),
        of("c2", "Глеб", Role::Student),
    ];
    let new = store.put_roster(&list, &[], "maria", now()).await.unwrap();
    let logins: Vec<_> = new.iter().map(|u| u.login.as_str()).collect();
    assert_eq!(logins, ["c1", "c2"], "those who are new, in their order");
    let boris = store.user("boris").await.unwrap().unwrap();
    assert_eq!(boris.name, "Борис Б.");

    let links = store
        .new_links(&new, SignedDuration::from_hours(1), now())
        .await
        .unwrap();
    for (user, link) in new.iter().zip(&links) {
        let found = store.user_of_link(link, now()).await.unwrap();
        assert_eq!(found.map(|u| u.id), Some(user.id));
    }
    // Gone: nothing is deleted, and the link no longer works.
    store
        .put_roster(&[], &new[1..], "maria", now())
        .await
        .unwrap();
    let gone = store.user("c2").await.unwrap().unwrap();
    assert!(!gone.active && gone.name == "Глеб");
    assert!(
        store
            .user_of_link(&links[1], now())
            .await
            .unwrap()
            .is_none()
    );

    let raised = store
        .set_person("c1", Role::Grader, true, "owner", now())
        .await
        .unwrap();
    assert_eq!(raised.role, Role::Grader);
    store
        .set_person("c1", Role::Student, true, "owner", now())
        .await
        .unwrap();
    let noted = store.audit("c1", None, 10).await.unwrap();
    let texts: Vec<_> = noted
        .iter()
        .map(|e| (e.actor.as_str(), e.before.as_str(), e.after.as_str()))
        .collect();
    assert_eq!(
        texts,
        [
            ("owner", "Вера · grader · active", "Вера · student · active"),
            ("owner", "Вера · student · active", "Вера · grader · active"),
            ("maria", "", "Вера · student · active"),
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
    let before = store.audit("c1", None, 100).await.unwrap().len();
    // The same again changes nothing and notes nothing.
    store
        .set_exams(&[(&c1, points)], "maria", now())
        .await
        .unwrap();
    assert_eq!(store.audit("c1", None, 100).await.unwrap().len(), before);
}

async fn later_deadline(store: &Store) {
    let anna = store.user("anna").await.unwrap().unwrap();
    let sent = store.submissions(anna.id, "elbo").await.unwrap();
    let one = sent.first().expect("the story sent something");
    let whose = Whose {
        user: anna.id,
        login: "anna",
        homework: "elbo",
    };
    let points = one.points + Points::whole(1);
    let rekept = [Rekept {
        submission: one.id,
        kept: 777,
        points,
    }];
    store
        .set_extension(whose, Some(now()), "ill", &rekept, "maria", now())
        .await
        .unwrap();
    let after = store.submission(one.id).await.unwrap().unwrap();
    assert_eq!((after.points, after.kept), (points, 777));
    let noted = store.audit("late", None, 10).await.unwrap();
    assert_eq!(noted.len(), 1);
    assert_eq!(
        (noted[0].before.clone(), noted[0].after.clone()),
        (one.points.to_string(), points.to_string())
    );
    // A submission of somebody else is not touched, and then nothing is.
    let boris = store.user("boris").await.unwrap().unwrap();
    let others = Whose {
        user: boris.id,
        login: "boris",
        homework: "elbo",
    };
    let refused = store
        .set_extension(others, Some(now()), "ill", &rekept, "maria", now())
        .await;
    assert!(refused.is_err());
    assert_eq!(store.extension(boris.id, "elbo").await.unwrap(), None);
    // As it was: later parts of the story count on it.
    let back = [Rekept {
        submission: one.id,
        kept: one.kept,
        points: one.points,
    }];
    store
        .set_extension(whose, None, "", &back, "maria", now())
        .await
        .unwrap();
}
