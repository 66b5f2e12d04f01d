//! Learning platforms on both databases: what is agreed on, who is who, what stands in their columns, whose turn it is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dgm_grader::store::{
    AuditFilter, ColumnState, MatchBy, NewPlatformCourse, NewUser, PassFault, Platform,
    PlatformMember, PlatformSettings, PlatformState, Role, Store, Switch,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::Points;

pub fn now() -> Timestamp {
    Timestamp::from_second(1_772_700_000).expect("it is an instant")
}

fn settings(client: &str) -> PlatformSettings {
    PlatformSettings {
        name: "Moodle".to_owned(),
        issuer: "https://moodle.example.org".to_owned(),
        client_id: client.to_owned(),
        deployments: vec!["1".to_owned()],
        auth_url: "https://moodle.example.org/auth".to_owned(),
        token_url: "https://moodle.example.org/token".to_owned(),
        jwks_url: "https://moodle.example.org/keys".to_owned(),
        audience: String::new(),
        match_by: MatchBy::Login,
        creates: true,
        state: PlatformState::Waiting,
    }
}

/// Goes on with the story.
pub async fn tell(store: &Store) {
    let platform = agreed(store).await;
    people(store, &platform).await;
    ids(store, &platform).await;
    scores(store, &platform).await;
    super::addresses::tell(store, &platform).await;
    turns(store).await;
    once(store).await;
}

async fn agreed(store: &Store) -> Platform {
    let made = store.add_platform(&settings("a"), "olga", now()).await;
    let made = made.unwrap().expect("it is new");
    let twice = store.add_platform(&settings("a"), "olga", now()).await;
    assert_eq!(twice.unwrap(), None);
    let other = store.add_platform(&settings("b"), "olga", now()).await;
    let other = other.unwrap().expect("it is another");
    // Neither one that was changed since nor one that would be two.
    let stale = Platform {
        id: made.id,
        settings: settings("b"),
    };
    for (seen, to) in [(&stale, settings("c")), (&other, settings("a"))] {
        let done = store.change_platform(seen, &to, "olga", now()).await;
        assert!(!done.unwrap());
    }
    let on = PlatformSettings {
        state: PlatformState::On,
        ..settings("a")
    };
    assert!(
        store
            .change_platform(&made, &on, "olga", now())
            .await
            .unwrap()
    );
    let kept = store.platform(made.id).await.unwrap().unwrap();
    assert_eq!(kept.settings, on);
    assert_eq!(store.platforms().await.unwrap().len(), 2);
    assert_eq!(noted(store, "platform").await, 3);
    kept
}

/// How many entries of a kind there are.
async fn noted(store: &Store, kind: &str) -> usize {
    let filter = AuditFilter {
        kind: Some(kind),
        ..AuditFilter::default()
    };
    store.audit(&filter, 100, |_| true).await.unwrap().len()
}

async fn people(store: &Store, platform: &Platform) {
    let new = |login: &'static str| NewUser {
        login,
        name: login,
        role: Role::Student,
    };
    let (uma, _) = store.put_user(new("uma"), "olga", now()).await.unwrap();
    let (uma2, _) = store.put_user(new("uma2"), "olga", now()).await.unwrap();
    let key = (platform.id, "s1");
    let linked = store.link_platform_person(key, &uma2, "platform 1", now());
    assert!(linked.await.unwrap());
    let again = store.link_platform_person(key, &uma, "platform 1", now());
    assert!(!again.await.unwrap(), "one id is one person's");
    // Whoever becomes a part of another is that other, and is not forgotten when they part.
    let seen = store.preview_merge(&uma2, &uma, now()).await.unwrap();
    assert!(
        store
            .merge(&uma2, &uma, &seen, "olga", now())
            .await
            .unwrap()
    );
    let known = store.platform_person(platform.id, "s1").await.unwrap();
    assert_eq!(known.unwrap().user, uma.id);
    assert_eq!(store.platforms_of(uma.id).await.unwrap().len(), 1);
    let gone = store.unlink_platform_person(key, &uma, "olga", now());
    assert!(gone.await.unwrap());
    let gone = store.unlink_platform_person(key, &uma, "olga", now());
    assert!(!gone.await.unwrap());
    assert!(store.platform_people(platform.id).await.unwrap().is_empty());
    assert_eq!(noted(store, "platform-person").await, 2);
}

/// A person has one id there, and what a list says gives way to a launch.
async fn ids(store: &Store, platform: &Platform) {
    let uma = store.user("uma").await.unwrap().unwrap();
    let new = NewUser {
        login: "uli",
        name: "uli",
        role: Role::Student,
    };
    let (uli, _) = store.put_user(new, "olga", now()).await.unwrap();
    let key = |subject| (platform.id, subject);
    let by = "platform 1";
    let launched = async |subject, user| {
        let linked = store.link_platform_person(key(subject), user, by, now());
        linked.await.unwrap()
    };
    let listed = async |subject, user, match_by| {
        let linked = store.link_listed_person(key(subject), (user, match_by), by, now());
        linked.await.unwrap()
    };
    let is_listed = async |subject| {
        let (platform, subject) = key(subject);
        let known = store.platform_person(platform, subject).await.unwrap();
        known.is_some_and(|known| known.is_listed)
    };
    let unlink = async |subject, user| {
        let gone = store.unlink_platform_person(key(subject), user, "olga", now());
        assert!(gone.await.unwrap());
    };
    assert!(launched("s1", &uma).await);
    assert!(!launched("s9", &uma).await, "she has an id");
    assert!(!listed("s9", &uma, MatchBy::Email).await);
    assert!(listed("s2", &uli, MatchBy::Email).await);
    assert!(is_listed("s2").await && !is_listed("s1").await);
    assert!(!launched("s2", &uma).await);
    assert!(is_listed("s2").await, "nothing was done by halves");
    unlink("s1", &uma).await;
    assert!(launched("s2", &uma).await, "the list gives way");
    assert!(!is_listed("s2").await);
    assert!(!launched("s2", &uli).await, "a launch does not");
    assert!(listed("s3", &uli, MatchBy::Email).await);
    assert!(launched("s3", &uli).await, "it says the same");
    assert!(!is_listed("s3").await);
    unlink("s3", &uli).await;
    assert!(listed("s3", &uli, MatchBy::Login).await);
    assert!(!is_listed("s3").await, "nobody writes their own login");
    unlink("s3", &uli).await;
    unlink("s2", &uma).await;
    assert!(store.platform_people(platform.id).await.unwrap().is_empty());
    assert_eq!(noted(store, "platform-person").await, 2 + 10);
}

async fn scores(store: &Store, platform: &Platform) {
    let mut told = NewPlatformCourse {
        platform: platform.id,
        deployment: "1".to_owned(),
        context: "c1".to_owned(),
        title: "Курс".to_owned(),
        columns_url: String::new(),
        members_url: String::new(),
    };
    let course = store.know_platform_course(&told).await.unwrap();
    "Course".clone_into(&mut told.title);
    let known = store.know_platform_course(&told).await.unwrap();
    assert_eq!((known.id, known.told.title.as_str()), (course.id, "Course"));
    let member = |subject: &str, email: &str| PlatformMember {
        subject: subject.to_owned(),
        email: email.to_owned(),
        ..PlatformMember::default()
    };
    store
        .know_platform_member(course.id, &member("s1", "a@b.c"))
        .await
        .unwrap();
    let all = [member("s2", ""), member("s3", "d@e.f")];
    store.set_platform_members(course.id, &all).await.unwrap();
    assert_eq!(store.platform_members(course.id).await.unwrap(), all);

    let switch = |homework: &str, state| Switch {
        homework: homework.to_owned(),
        label: "ELBO".to_owned(),
        state,
    };
    store
        .know_platform_column(course.id, "gan", "https://x.example/1")
        .await
        .unwrap();
    let key = (course.id, "Course");
    let wanted = [
        switch("elbo", ColumnState::On),
        switch("gan", ColumnState::On),
    ];
    for _ in 0..2 {
        store
            .switch_columns(key, &wanted, "olga", now())
            .await
            .unwrap();
    }
    assert_eq!(noted(store, "pass-back").await, 1, "once");
    let columns = store.columns_of(course.id).await.unwrap();
    let urls: Vec<_> = columns
        .iter()
        .map(|c| (c.homework.as_str(), c.url.as_str()))
        .collect();
    assert_eq!(urls, [("gan", "https://x.example/1"), ("elbo", "")]);
    let column = columns[0].id;
    let retry = now() + SignedDuration::from_mins(1);
    store
        .column_waits(column, &PassFault::Away, retry)
        .await
        .unwrap();
    let waits = store.columns_of(course.id).await.unwrap()[0].wait.clone();
    let waits = waits.expect("it waits");
    assert_eq!(
        (waits.tries, waits.retry_at, waits.fault),
        (1, Some(retry), PassFault::Away)
    );
    store.column_answers(column).await.unwrap();
    assert_eq!(store.columns_of(course.id).await.unwrap()[0].wait, None);

    // Every instant is later than the one before, by whole seconds, whatever the clock says.
    let mut last = Timestamp::MIN;
    for at in [now(), now(), now() - SignedDuration::from_hours(9), now()] {
        let stamped = store.stamp_score(column, "s2", at).await.unwrap();
        assert!(stamped.as_second() > last.as_second());
        last = stamped;
    }
    let key = (column, "s2", last);
    let (points, maximum) = (Some("2.125".parse().unwrap()), Points::whole(13));
    store.score_arrived(key, points, maximum).await.unwrap();
    let kept = store.passed_scores(course.id).await.unwrap().remove(0);
    assert_eq!(
        (kept.points, kept.in_doubt, kept.stamped_at),
        (points, false, last)
    );
    let stamped = store.stamp_score(column, "s2", now()).await.unwrap();
    // An answer to the one before says nothing of this one.
    store.score_arrived(key, points, maximum).await.unwrap();
    let key = (column, "s2", stamped);
    store
        .score_waits(key, &PassFault::Status(409), retry)
        .await
        .unwrap();
    let kept = store.passed_scores(course.id).await.unwrap().remove(0);
    assert!(kept.in_doubt && kept.points == points);
    assert!(kept.wait.is_some_and(|wait| wait.is_on(now())));
    store.hurry_columns(course.id).await.unwrap();
    let kept = store.passed_scores(course.id).await.unwrap().remove(0);
    assert!(kept.wait.is_some_and(|wait| !wait.is_on(now())));
}

async fn turns(store: &Store) {
    let take = async |holder, at| store.take_sending_turn(holder, at).await.unwrap();
    assert!(take("one", now()).await);
    assert!(take("one", now()).await, "it keeps it");
    assert!(!take("two", now()).await);
    let later = now() + SignedDuration::from_mins(3);
    assert!(take("two", later).await, "it ran out");
    assert!(!take("one", later).await);
    store.end_sending_turn("one").await.unwrap();
    assert!(!take("one", later).await, "it was not its own to give up");
    store.end_sending_turn("two").await.unwrap();
    assert!(take("one", later).await);
}

async fn once(store: &Store) {
    let until = now() + SignedDuration::from_mins(10);
    assert!(store.use_once("nonce", until, now()).await.unwrap());
    assert!(!store.use_once("nonce", until, now()).await.unwrap());
    assert!(store.use_once("another", until, now()).await.unwrap());
}
