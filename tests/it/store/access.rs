//! Ways in: links, sessions, tokens, and that they end for good with the right to sign in, unless a list takes it.

use crate::support::audit::{audit, change};
use dgm_grader::ids::{SessionId, UserId};
use dgm_grader::store::audit::Person;
use dgm_grader::store::{LinkState, MOST_TOKENS, Role, Sessions, Store, User, keys};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + 60 * minute).expect("it is an instant")
}

const DAY: i64 = 24 * 60;

/// Goes on with the story.
pub async fn tell(store: &Store, anna: &User) {
    links(store, anna).await;
    sessions(store, anna).await;
    tokens(store, anna).await;
    ended_for_good(store, anna).await;
    noted(store).await;
}

async fn links(store: &Store, anna: &User) {
    let lasts = SignedDuration::from_mins(10);
    let link = async |minute| {
        let made = store.new_link(anna.id, lasts, "maria", at(minute)).await;
        made.expect("a link is made")
    };
    let state = async |secret: &str, minute| {
        let found = store.link(secret, at(minute)).await;
        found.expect("the database answers")
    };
    let first = link(0).await;
    assert_eq!(state(&first, 9).await, LinkState::Works(anna.clone()));
    assert_eq!(state(&first, 10).await, LinkState::Expired);
    assert_eq!(state(&first.to_uppercase(), 1).await, LinkState::Unknown);
    assert_eq!(state("", 1).await, LinkState::Unknown);

    let second = link(1).await;
    assert_eq!(state(&first, 2).await, LinkState::Ended, "a newer one");
    assert_eq!(state(&second, 2).await, LinkState::Works(anna.clone()));
    let working = async |minute| {
        let found = store.working_links(at(minute)).await.expect("it answers");
        found.get(&anna.id).map_or(0, Vec::len)
    };
    assert_eq!((working(2).await, working(11).await), (1, 0));
    // One of many fails, so none is made and the earlier ones go on.
    let many = [anna.id, UserId::BEYOND];
    let failed = store.new_links(&many, lasts, "maria", at(3)).await;
    assert!(failed.is_err());
    assert_eq!(state(&second, 3).await, LinkState::Works(anna.clone()));
    // A link that has been dead for long is forgotten.
    link(200 * DAY).await;
    assert_eq!(state(&second, 200 * DAY).await, LinkState::Unknown);
}

/// The sessions, at this minute of the application's clock.
macro_rules! sessions_at {
    ($store:expr, $minute:expr) => {
        Sessions {
            store: $store.clone(),
            clock: || at($minute),
        }
    };
}

fn record(user: UserId, id: i128) -> Record {
    let data: [(&str, serde_json::Value); 2] = [
        (keys::USER, user.number().into()),
        (keys::DEVICE, "Firefox · Linux".into()),
    ];
    Record {
        id: Id(id),
        data: data.map(|(key, value)| (key.to_owned(), value)).into(),
        // The machine's clock says nothing about a session.
        expiry_date: time::OffsetDateTime::UNIX_EPOCH,
    }
}

async fn sessions(store: &Store, anna: &User) {
    let never = async || store.never_signed_in().await.expect("it answers");
    assert!(never().await.contains(&anna.id));
    let first = sessions_at!(store, 0);
    let mut made = record(anna.id, 17);
    first.create(&mut made).await.expect("it is made");
    assert!(!never().await.contains(&anna.id));
    let loaded = async |sessions: &Sessions| {
        let found = sessions.load(&Id(17)).await.expect("it answers");
        found.map(|r| r.data)
    };
    assert_eq!(loaded(&first).await, Some(made.data.clone()));
    let used = async || {
        let all = store.sessions(anna.id, at(0)).await.expect("it answers");
        all.into_iter().map(|s| s.used_at).next()
    };
    // What a page keeps is there again, and gone when it is taken away; nothing else is kept of what a record holds.
    for kept in [Some(true), None] {
        let mut changed = made.clone();
        changed
            .data
            .extend(kept.map(|k| ("names_hidden".to_owned(), k.into())));
        first.save(&changed).await.expect("it is saved");
        let found = loaded(&first).await.expect("it is there");
        assert_eq!(found.get("names_hidden"), changed.data.get("names_hidden"));
        made.data = found;
        made.data.remove("names_hidden");
    }
    let used_at = async |expected| {
        for _ in 0..200 {
            if used().await == Some(expected) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{:?} instead of {expected}", used().await);
    };
    // Within a day a use writes nothing; after it the session is kept for another month.
    let soon = sessions_at!(store, DAY - 1);
    soon.save(&made).await.expect("it is saved");
    assert_eq!(used().await, Some(at(0)));
    let later = sessions_at!(store, 29 * DAY);
    later.save(&made).await.expect("it is saved");
    used_at(at(29 * DAY)).await;
    assert!(loaded(&sessions_at!(store, 58 * DAY)).await.is_some());
    assert!(loaded(&sessions_at!(store, 59 * DAY)).await.is_none());
    // A clock that is ahead for an hour signs nobody out for good.
    let swept = store.sweep_sessions(at(100 * DAY)).await;
    swept.expect("it sweeps");
    assert!(loaded(&sessions_at!(store, 58 * DAY)).await.is_some());

    // What was revoked is not brought back by a page that was under way.
    let id = store.sessions(anna.id, at(0)).await.expect("it answers")[0].id;
    let mut other = record(anna.id, 18);
    first.create(&mut other).await.expect("it is made");
    let ended = store
        .end_other_sessions(anna, other_row(&other), at(1))
        .await;
    assert_eq!(ended.expect("it answers"), 1);
    later.save(&made).await.expect("it is no failure");
    assert!(loaded(&first).await.is_none());
    let again = store.end_session(anna, id, at(1)).await;
    assert!(!again.expect("it answers"), "it is over already");
    // The browser that has it ends it by the cookie, which is signing out; what is over is not ended a second time.
    let signed_out = async || {
        let entries = audit(store, 1000, |e| e.kind == "sign-out").await;
        entries.len()
    };
    assert_eq!(signed_out().await, 0);
    for sessions in [&sessions_at!(store, 1), &later] {
        sessions.delete(&Id(18)).await.expect("it is ended");
        assert_eq!(signed_out().await, 1);
    }
    let again = store.end_session(anna, other_row(&other), at(1)).await;
    assert!(!again.expect("it answers"), "it is over already");
    // Nobody's session is made for nobody.
    assert!(first.create(&mut record(UserId::BEYOND, 19)).await.is_err());
    store.sweep_sessions(at(0)).await.expect("it sweeps");
    let nothing = first.delete(&Id(17)).await;
    nothing.expect("deleting nothing is right");
}

fn other_row(record: &Record) -> SessionId {
    let row = record.data[keys::ROW].as_i64();
    row.expect("it has a row").into()
}

async fn token(store: &Store, user: &User, minute: i64) -> Option<String> {
    let made = store.new_token(user.id, "ноутбук", &user.login, at(minute));
    made.await.expect("it answers")
}

async fn tokens(store: &Store, anna: &User) {
    let text = token(store, anna, 1).await.expect("a token is made");
    let found = store.user_of_token(&text, at(2)).await.expect("it answers");
    assert_eq!(found.map(|u| u.id), Some(anna.id));
    // Its use is noted meanwhile.
    let mut held = store.tokens(anna.id).await.expect("it answers").remove(0);
    for _ in 0..200 {
        if held.last_used_at.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        held = store.tokens(anna.id).await.expect("it answers").remove(0);
    }
    assert_eq!(
        (held.name.as_str(), held.created_at, held.last_used_at),
        ("ноутбук", at(1), Some(at(2)))
    );
    let boris = store.user("boris").await.expect("it answers");
    let boris = boris.expect("he is there").id;
    let holds = async |user| store.holds_token(user, &text).await.expect("it answers");
    assert_eq!((holds(anna.id).await, holds(boris).await), (true, false));
    let revoke = async |user| {
        let revoked = store.revoke_token(user, held.id, "anna", at(3)).await;
        revoked.expect("it answers")
    };
    assert!(!revoke(boris).await, "not his");
    assert!(revoke(anna.id).await);
    assert!(!revoke(anna.id).await, "once");
    let found = store.user_of_token(&text, at(4)).await.expect("it answers");
    assert!(found.is_none() && !holds(anna.id).await);
    assert!(store.tokens(anna.id).await.expect("it answers").is_empty());

    // As many at once as one may hold, and no more; whoever gives one back may make another.
    let askers: Vec<_> = (0..MOST_TOKENS + 4)
        .map(|_| {
            let (store, anna) = (store.clone(), anna.clone());
            tokio::spawn(async move { token(&store, &anna, 5).await.is_some() })
        })
        .collect();
    let mut made = 0;
    for asker in askers {
        made += i64::from(asker.await.expect("it ends"));
    }
    assert_eq!(made, MOST_TOKENS);
    let held = store.tokens(anna.id).await.expect("it answers");
    let revoked = store.revoke_token(anna.id, held[0].id, "anna", at(6)).await;
    assert!(revoked.expect("it answers"));
    assert!(token(store, anna, 6).await.is_some());
    assert!(token(store, anna, 6).await.is_none());
}

/// Whoever is activated again starts with nothing.
async fn ended_for_good(store: &Store, anna: &User) {
    let boris = store.user("boris").await.expect("it answers");
    let boris = boris.expect("he is there");
    for roster in [false, true] {
        let lasts = SignedDuration::from_mins(10);
        let link = store.new_link(boris.id, lasts, "maria", at(0)).await;
        let link = link.expect("a link is made");
        let token = token(store, &boris, 0).await.expect("a token is made");
        let sessions = sessions_at!(store, 0);
        let mut session = record(boris.id, 20 + i128::from(roster));
        sessions.create(&mut session).await.expect("it is made");
        let works = async || {
            (
                store.link(&link, at(1)).await.expect("it answers"),
                store
                    .user_of_token(&token, at(1))
                    .await
                    .expect("it answers")
                    .is_some(),
                sessions
                    .load(&session.id)
                    .await
                    .expect("it answers")
                    .is_some(),
            )
        };
        assert_eq!(works().await, (LinkState::Works(boris.clone()), true, true));
        let set = async |active| {
            let set = store.set_person("boris", Role::Student, active, "maria", at(1));
            set.await.expect("it is set");
        };
        if roster {
            let gone = store
                .put_roster(&[], std::slice::from_ref(&boris), "maria", at(1))
                .await;
            gone.expect("he is gone");
        } else {
            set(false).await;
        }
        // A session that is there is nobody's as long as its person is not active.
        assert_eq!(works().await, (LinkState::Deactivated, false, roster));
        if roster {
            let renamed = store.user("boris").await.expect("it answers");
            let renamed = renamed.expect("he is there");
            let person = Person {
                name: "Борис".to_owned(),
                role: Role::Student,
                active: false,
                details: renamed.details.clone(),
            };
            let done = store.rename(&renamed, "boris", &person, "maria", at(1));
            done.await.expect("he is renamed");
        }
        set(true).await;
        let boris = store.user("boris").await.expect("it answers");
        let back = if roster {
            LinkState::Works(boris.expect("he is there"))
        } else {
            LinkState::Ended
        };
        assert_eq!(works().await, (back, roster, roster));
    }
    // What is somebody else's goes on.
    assert!(!store.tokens(anna.id).await.expect("it answers").is_empty());
}

async fn noted(store: &Store) {
    let entries = audit(store, 1000, |_| true).await;
    let of = |kind: &str| {
        let found = entries.iter().rev().find(|e| e.kind == kind);
        let found = found.unwrap_or_else(|| panic!("{kind} is noted"));
        (found.actor.as_str(), found.subject.as_str(), change(found))
    };
    let (actor, subject, link) = of("link");
    assert_eq!((actor, subject), ("maria", "anna"));
    assert!(link["until"].to_string().contains("2026-02-25"), "{link}");
    let firefox = json!({ "device": "Firefox · Linux" });
    let by_link = json!({ "device": "Firefox · Linux", "way": "link" });
    assert_eq!(of("sign-in"), ("anna", "anna", by_link));
    for kind in ["session", "sign-out"] {
        assert_eq!(of(kind), ("anna", "anna", firefox.clone()));
    }
    let token =
        |before: Option<&str>, after: Option<&str>| json!({ "before": before, "after": after });
    assert_eq!(of("token"), ("anna", "anna", token(None, Some("ноутбук"))));
    let revoked = token(Some("ноутбук"), None);
    let is_revoked = |e: &dgm_grader::store::AuditEntry| e.kind == "token" && change(e) == revoked;
    assert!(entries.iter().any(is_revoked));
}
