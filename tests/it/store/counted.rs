//! Who is counted, on both databases: a class is of active students, each of them one person under however many rows, and whoever teaches
//! here is none of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::story::submit_at;
use crate::support::postgres::with_schema;
use dgm_grader::course::{Checked, Course};
use dgm_grader::ids::SubmissionId;
use dgm_grader::store::{
    Details, Listed, MatchBy, NewUser, PlatformMember, Renamed, Role, Store, User,
};
use jiff::Timestamp;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_800_000).expect("it is an instant")
}

async fn put(store: &Store, login: &str, role: Role) -> User {
    let new = NewUser {
        login,
        name: login,
        role,
    };
    store.put_user(new, "maria", now()).await.unwrap().0
}

async fn merge(store: &Store, from: &User, into: &User) {
    let seen = store.preview_merge(from, into, now()).await.unwrap();
    let done = store.merge(from, into, &seen, "maria", now()).await;
    assert!(done.unwrap());
}

async fn sent(store: &Store, user: &User, file: &[u8]) -> SubmissionId {
    submit_at(store, user, file, 5, now()).await
}

/// The files that several students sent: the digest of each, and how many.
async fn files(store: &Store) -> Vec<(String, usize)> {
    let files = store.shared_files(SubmissionId::BEYOND, 10).await.unwrap();
    let files = files.into_iter();
    files.map(|file| (file.sha256, file.senders)).collect()
}

/// Whose file this is: login and first submission of each, a page of one after the other.
async fn senders(store: &Store, sha256: &str) -> Vec<(String, SubmissionId)> {
    let mut all = Vec::new();
    for passed in 0.. {
        let page = store.senders_of(("elbo", sha256), passed, 1).await.unwrap();
        let Some(sender) = page.into_iter().next() else {
            break;
        };
        all.push((sender.login, sender.submission));
    }
    let count = store.sender_count("elbo", sha256).await.unwrap();
    assert_eq!(all.len(), count);
    all
}

async fn story(store: Store) {
    let course = Checked::from(Course::default_course());
    let published = store.publish_course(&course, "", "maria", now()).await;
    published.unwrap();
    let anna = put(&store, "anna", Role::Student).await;
    let teacher = put(&store, "maria", Role::Teacher).await;
    let (one, two) = (
        put(&store, "w1", Role::Student).await,
        put(&store, "w2", Role::Student).await,
    );

    // A teacher who tries out a student's file makes nobody a cheat.
    sent(&store, &anna, b"tried").await;
    let tried = sent(&store, &teacher, b"tried").await;
    assert_eq!(files(&store).await, []);
    assert_eq!(senders(&store, &hex::encode("tried")).await.len(), 1);
    assert_eq!(store.first_sent_by(tried).await.unwrap(), None);

    // Two rows are two students for as long as nobody says that they are one.
    let file = hex::encode("twice");
    let first = sent(&store, &one, b"twice").await;
    let second = sent(&store, &two, b"twice").await;
    assert_eq!(files(&store).await, [(file.clone(), 2)]);
    let before = store.first_sent_by(second).await.unwrap().unwrap();
    assert_eq!((before.login.as_str(), before.submission), ("w1", first));
    assert_eq!(store.first_sent_by(first).await.unwrap(), None);
    let fits = [("kl".to_owned(), one.id), ("kl".to_owned(), teacher.id)];
    store.note_compared(second, &fits, now()).await.unwrap();
    let shared = async || {
        let all = store.shared_answers(SubmissionId::BEYOND, 10).await;
        let (all, own) = (all.unwrap(), store.answers_shared_by(second).await.unwrap());
        assert_eq!(all, own);
        let found = store.sharing_found_since(now()).await.unwrap();
        assert_eq!(usize::try_from(found).unwrap(), all.len());
        let others = all.into_iter().map(|answer| answer.other_login);
        others.collect::<Vec<_>>()
    };
    assert_eq!(shared().await, ["w1"], "the teacher is no student");

    merge(&store, &one, &two).await;
    assert_eq!(files(&store).await, []);
    assert_eq!(senders(&store, &file).await, [("w2".to_owned(), first)]);
    assert_eq!(store.first_sent_by(second).await.unwrap(), None);
    assert!(shared().await.is_empty());
    // Whoever sends it then is the second student, and not the third.
    let third = sent(&store, &anna, b"twice").await;
    assert_eq!(files(&store).await, [(file.clone(), 2)]);
    let both = [("w2".to_owned(), first), ("anna".to_owned(), third)];
    assert_eq!(senders(&store, &file).await, both);
    let before = store.first_sent_by(third).await.unwrap().unwrap();
    assert_eq!((before.user, before.submission), (two.id, first));

    arrivals(&store, third).await;

    let seen = store.preview_part("w1", now()).await.unwrap().unwrap();
    assert!(store.part("w1", &seen, "maria", now()).await.unwrap());
    assert_eq!(files(&store).await, [(file, 3)]);
    assert_eq!(shared().await, ["w1"]);
    said(&store).await;
    store.close().await;
}

/// What arrived is that of the class, counted and listed alike.
async fn arrivals(store: &Store, newest: SubmissionId) {
    let gone = put(store, "gone", Role::Student).await;
    sent(store, &gone, b"gone").await;
    let left = store.set_person("gone", Role::Student, false, "maria", now());
    left.await.unwrap();
    let teacher = put(store, "maria", Role::Teacher).await;
    sent(store, &teacher, b"last").await;

    let listed = store.arrivals("elbo", 10).await.unwrap();
    let logins: Vec<&str> = listed
        .iter()
        .map(|arrival| arrival.login.as_str())
        .collect();
    assert_eq!(logins, ["anna", "w2", "anna"]);
    assert_eq!(store.arrived_since("elbo", now()).await.unwrap(), 3);
    assert_eq!(store.newest_arrival("elbo").await.unwrap(), newest);
    assert_eq!(listed[0].id, newest);
    let none = store.newest_arrival("ddpm").await.unwrap();
    assert_eq!(none, SubmissionId::NONE);
}

/// Whom a platform may mean is looked up, and nobody else is read.
async fn said(store: &Store) {
    let listed = |login: &'static str, email: &str, student_id: &str| Listed {
        user: NewUser {
            login,
            name: login,
            role: Role::Student,
        },
        details: Details {
            email: email.to_owned(),
            student_id: student_id.to_owned(),
            ..Details::default()
        },
    };
    let list = [
        listed("vera", "Vera@Example.org", "17A"),
        listed("vera2", "vera@example.org", ""),
        listed("boris", "boris@example.org", ""),
    ];
    store.put_roster(&list, &[], "maria", now()).await.unwrap();
    let user = async |login: &str| store.user(login).await.unwrap().unwrap();
    let (boris, part) = (
        user("boris").await,
        put(store, "boris2", Role::Student).await,
    );
    let person = dgm_grader::store::audit::Person {
        name: boris.name.clone(),
        role: boris.role,
        active: true,
        details: boris.details.clone(),
    };
    let renamed = store
        .rename(&boris, "boris.k", &person, "maria", now())
        .await;
    assert!(matches!(renamed.unwrap(), Renamed::Done(_)));
    assert_eq!(store.former_logins_of(boris.id).await.unwrap(), ["boris"]);
    merge(store, &part, &user("boris").await).await;
    assert_eq!(store.former_logins_of(boris.id).await.unwrap(), ["boris"]);

    let found = async |by, email: &str, login: &str, student_id: &str| {
        let member = PlatformMember {
            subject: "1".to_owned(),
            email: email.to_owned(),
            login: login.to_owned(),
            student_id: student_id.to_owned(),
        };
        let (people, others) = store.people_said(by, &member).await.unwrap();
        let mut logins: Vec<String> = people.into_iter().map(|user| user.login).collect();
        let mut others: Vec<String> = others.into_keys().collect();
        logins.sort();
        others.sort();
        (logins.join(" "), others.join(" "))
    };
    let is = |logins: &str, others: &str| (logins.to_owned(), others.to_owned());
    let (email, login) = (MatchBy::Email, MatchBy::Login);
    // Two of one address are both found: that nobody is certain is decided by whoever asks.
    let twins = found(email, "VERA@example.org", "boris.k", "").await;
    assert_eq!(twins, is("vera vera2", ""));
    assert_eq!(found(email, "", "vera", "17A").await, is("", ""));
    assert_eq!(found(email, "ve\0ra", "", "").await, is("", ""));
    assert_eq!(found(login, "", "VERA", "17a").await, is("vera", ""));
    assert_eq!(found(login, "", "", "17A").await, is("vera", ""));
    assert_eq!(found(login, "", "17a", "vera2").await, is("vera vera2", ""));
    assert_eq!(found(login, "", "boris", "").await, is("boris.k", "boris"));
    assert_eq!(
        found(login, "", "boris2", "").await,
        is("boris.k", "boris2")
    );
    assert_eq!(found(login, "vera@example.org", "", "").await, is("", ""));
    // Where a database does not know small letters, everybody is read.
    let all = found(email, "ВЕРА@example.org", "", "").await;
    assert!(all.0.contains("anna") && all.0.contains("vera2"), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_counted_by_persons_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("counted.sqlite")).await;
    story(store.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_counted_by_persons_on_postgresql() {
    with_schema("counted", |own| async move {
        story(Store::open(&own).await.unwrap()).await;
    })
    .await;
}
