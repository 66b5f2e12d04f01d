//! The queue on both databases: gathered, claimed by one server, delayed, given up, told once.

use crate::support::postgres::with_schema;
use crate::support::site::clock;
use dgm_grader::ids::UserId;
use dgm_grader::store::{
    About, Details, Letter, LetterKind, LinkState, Listed, NewUser, Outcome, Role, Store, Trouble,
    Way,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::Points;
use std::collections::HashSet;

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

    // A link of a letter is spent once, by whoever is first.
    let user = store
        .user_by_id(ids[0])
        .await
        .expect("it answers")
        .expect("is there");
    let half = SignedDuration::from_mins(30);
    for _ in 0..2 {
        store
            .put_letter_link(&user, "secret", half, clock())
            .await
            .expect("it is put");
    }
    let spends = (0..6).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .spend_link("secret", clock())
                .await
                .expect("it answers")
        })
    });
    let mut spent = 0;
    for one in spends.collect::<Vec<_>>() {
        spent += usize::from(one.await.expect("it ends") == Some(Way::Mail));
    }
    assert_eq!(spent, 1);
    // Sent once more, it does not come to life.
    store
        .put_letter_link(&user, "secret", half, clock())
        .await
        .expect("it is put");
    let again = store.spend_link("secret", clock()).await;
    assert_eq!(again.expect("it answers"), None);

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
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_on_postgresql() {
    with_schema("letters", |own| async move {
        let store = Store::open(&own).await.expect("the store opens");
        tell(&store).await;
        links(&store).await;
        store.close().await;
    })
    .await;
}
