//! The queue on both databases: gathered, claimed by one server, delayed, given up, told once.

use crate::support::postgres::with_schema;
use crate::support::site::clock;
use dgm_grader::ids::UserId;
use dgm_grader::store::{
    About, Details, Letter, LetterKind, LinkState, Listed, NewUser, Outcome, Role, Sessions, Store,
    Trouble, Way, keys,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::Points;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use tokio::task::JoinSet;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

fn after(minutes: i64) -> Timestamp {
    clock() + SignedDuration::from_mins(minutes)
}

async fn people(store: &Store, logins: &[&str]) -> Vec<UserId> {
    let mut ids = Vec::new();
    for login in logins {
        let email = format!("{login}@example.org");
        let listed = [Listed {
            user: NewUser {
                login,
                name: login,
                role: Role::Student,
            },
            details: Details {
                email,
                ..Details::default()
            },
        }];
        let put = store.put_roster(&listed, &[], "test", clock()).await;
        ids.push(put.expect("it is put").added[0].id);
    }
    ids
}

async fn claim(store: &Store, minutes: i64) -> Option<Letter> {
    store
        .claim_letter(after(minutes))
        .await
        .expect("it answers")
}

async fn exam(store: &Store, (id, login): (UserId, &str), points: i64, minutes: i64) {
    let points = Some(Points::whole(points));
    let given = store.set_exam(id, login, points, "teacher", after(minutes));
    given.await.expect("they are given");
}

#[expect(clippy::too_many_lines, reason = "one story on two databases")]
async fn tell(store: &Store) {
    let logins = ["anna", "boris"];
    let ids = people(store, &logins).await;
    let (anna, boris) = ((ids[0], "anna"), (ids[1], "boris"));
    // Nothing is written by a store that does not tell.
    let silent = Store::clone(store);
    exam(&silent, anna, 1, 0).await;
    let store = &silent.telling();
    assert!(claim(store, 100).await.is_none());

    // What comes while a letter waits stands in it, each thing once.
    for (points, minutes) in [(2, 0), (3, 4), (4, 9)] {
        exam(store, anna, points, minutes).await;
    }
    exam(store, boris, 5, 3).await;
    assert!(claim(store, 9).await.is_none(), "it waits for more");
    let letter = claim(store, 10).await.expect("it is time");
    assert_eq!(
        (letter.user, letter.kind),
        (Some(ids[0]), LetterKind::Graded)
    );
    assert_eq!(letter.items, [About::Exam]);
    // What comes while it is being sent is another letter.
    exam(store, anna, 6, 10).await;
    assert!(
        claim(store, 11).await.is_none(),
        "that one is claimed, Boris's waits"
    );
    let delayed = store.delay_letter(&letter, Trouble::Later, "451 later", after(11));
    assert!(!delayed.await.expect("it answers"));
    let again = claim(store, 12).await.expect("it is tried again");
    assert_eq!((again.id, again.attempts), (letter.id, 2));
    assert_eq!(again.message_id, letter.message_id);
    // The claim of before is worth nothing now.
    store
        .end_letter(&letter, Outcome::Needless, after(12))
        .await
        .expect("it answers");
    store
        .end_letter(&again, Outcome::Sent, after(12))
        .await
        .expect("it answers");
    let counts = store.letter_counts(after(0)).await.expect("it answers");
    assert_eq!((counts.waiting, counts.sent), (2, 1));

    // Those that somebody waits for go first.
    assert!(
        store
            .ask_for_link("Anna@Example.org", "ru", after(30))
            .await
            .expect("it answers")
    );
    let asked = claim(store, 30).await.expect("it is asked for");
    assert_eq!((asked.user, asked.kind), (None, LetterKind::SignIn));
    let found = store
        .people_of_address("ANNA@example.org")
        .await
        .expect("it answers");
    assert_eq!(found, [ids[0]]);
    let limit = (5, after(-30));
    let goes = store
        .address_letter(&asked, Some(ids[0]), "ru", limit)
        .await;
    assert!(goes.expect("it answers"));
    let given_up = store.delay_letter(&asked, Trouble::Refused, "550 no", after(30));
    assert!(
        given_up.await.expect("it answers"),
        "there is no use in trying again"
    );
    let retried = store
        .retry_letters(after(0), after(31))
        .await
        .expect("it answers");
    assert_eq!(retried, 0, "nobody waits for an old link");

    // Two servers never have the same one.
    let mut seen = HashSet::new();
    let claims = (0..6).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { claim(&store, 31).await })
    });
    let claims: Vec<_> = claims.collect();
    for one in claims {
        if let Some(letter) = one.await.expect("it ends") {
            assert!(seen.insert(letter.id), "{letter:?}");
        }
    }
    assert_eq!(seen.len(), 2);
    assert!(claim(store, 40).await.is_none());
    let lost = claim(store, 42).await.expect("whoever had it is gone");
    assert!(seen.contains(&lost.id));

    // Told once, whoever tells it.
    let about = About::Deadline {
        homework: "elbo".to_owned(),
        at: after(600),
    };
    let tells = (0..6).map(|_| {
        let (store, about, user) = (store.clone(), about.clone(), ids[1]);
        tokio::spawn(async move {
            let once = ("deadline elbo 1", LetterKind::Deadline);
            let told = store.tell_once(user, once, &about, after(50)).await;
            told.expect("it answers")
        })
    });
    let mut told = 0;
    for one in tells.collect::<Vec<_>>() {
        told += usize::from(one.await.expect("it ends"));
    }
    assert_eq!(told, 1);

    store
        .sweep_letters(after(60 * 24 * 40))
        .await
        .expect("it answers");
    let counts = store
        .letter_counts(Timestamp::MIN)
        .await
        .expect("it answers");
    assert_eq!((counts.sent, counts.given_up), (0, 0));
    assert!(counts.waiting > 0, "what waits stays");
}

/// Signs somebody in: what their session holds then.
async fn come(
    store: Store,
    user: UserId,
    (id, key, by): (i128, &str, &str),
) -> Option<HashMap<String, Value>> {
    let data = [(keys::USER, user.number().into()), (key, by.into())];
    let mut record = Record {
        id: Id(id),
        data: data.map(|(key, value)| (key.to_owned(), value)).into(),
        expiry_date: time::OffsetDateTime::UNIX_EPOCH,
    };
    let begun = Sessions { store, clock }.create(&mut record).await;
    begun.is_ok().then_some(record.data)
}

/// The link of a letter lets one in, and is spent by nothing less.
async fn spends(store: &Store) {
    let olga = people(store, &["olga"]).await[0];
    let user = store.user_by_id(olga).await.expect("it answers");
    let user = user.expect("is there");
    let half = SignedDuration::from_mins(30);
    let put = async || {
        let put = store.put_letter_link(&user, "secret", half, clock());
        put.await.expect("it answers")
    };
    let state = async || store.link("secret", clock()).await.expect("it answers");
    assert!(put().await && put().await);
    // A session that cannot be kept, here as there is another one of its id, costs nothing.
    let other = come(store.clone(), olga, (1, keys::WAY, "header")).await;
    assert!(other.is_some());
    let refused = come(store.clone(), olga, (1, keys::LINK, "secret")).await;
    assert!(refused.is_none());
    assert_eq!(state().await, LinkState::Works(user.clone()));
    let mut coming = JoinSet::new();
    for id in 2..8 {
        coming.spawn(come(store.clone(), olga, (id, keys::LINK, "secret")));
    }
    let came: Vec<_> = coming.join_all().await.into_iter().flatten().collect();
    assert_eq!(came.len(), 1, "one is let in");
    assert_eq!(came[0].get(keys::WAY), Some(&Way::Mail.word().into()));
    assert_eq!(came[0].get(keys::LINK), None);
    // Sent once more, it does not come to life.
    assert!(!put().await);
    assert_eq!(state().await, LinkState::Used);
}

/// Links of letters that are tried again: none ends a newer one, and all that wait are hurried.
async fn links(store: &Store) {
    let vera = people(store, &["vera"]).await[0];
    let user = store.user_by_id(vera).await.expect("it answers");
    let user = user.expect("is there");
    let put = async |secret: &str, minutes| {
        let half = SignedDuration::from_mins(30);
        let put = store.put_letter_link(&user, secret, half, after(minutes));
        put.await.expect("it is put")
    };
    let works = async |secret: &str, minutes| {
        let state = store.link(secret, after(minutes)).await;
        matches!(state.expect("it answers"), LinkState::Works(_))
    };
    assert!(put("older", 0).await);
    assert!(put("newer", 1).await, "it ends the other one");
    assert!(!put("older", 2).await, "and stays");
    assert!(works("newer", 2).await);
    assert!(put("newer", 20).await, "its end is moved");
    assert!(works("newer", 49).await);
    assert!(!works("older", 2).await);

    let late = 60 * 24 * 41;
    let asked = store.ask_for_link("vera@example.org", "en", after(late));
    assert!(asked.await.expect("it answers"));
    let first = claim(store, late).await.expect("it is asked for");
    assert_eq!(first.kind, LetterKind::SignIn);
    let delayed = store.delay_letter(&first, Trouble::Later, "451", after(late));
    assert!(!delayed.await.expect("it answers"));
    let hurried = store.retry_letters(after(late), after(late)).await;
    assert_eq!(hurried.expect("it answers"), 1);
    let again = claim(store, late).await.expect("it is hurried");
    assert_eq!((again.id, again.made_at), (first.id, first.made_at));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("queue.sqlite"))
        .await
        .expect("the store opens");
    tell(&store).await;
    links(&store).await;
    spends(&store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_on_postgresql() {
    with_schema("letters", |own| async move {
        let store = Store::open(&own).await.expect("the store opens");
        tell(&store).await;
        links(&store).await;
        spends(&store).await;
        store.close().await;
    })
    .await;
}
