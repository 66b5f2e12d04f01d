//! A clock that jumps: nothing that was acknowledged is lost, nothing is counted twice, and nothing hangs on an instant to come.

use super::story::report;
use dgm_grader::ids::UserId;
use dgm_grader::store::{LinkState, NewDraft, NewUser, Role, Store};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::time::Duration;

fn day(offset: i64) -> Timestamp {
    let noon: Timestamp = "2026-03-10T12:00:00Z".parse().expect("it is an instant");
    noon + (24 * offset).hours()
}

async fn used_at(store: &Store, user: UserId, expected: Timestamp) {
    let mut seen = None;
    for _ in 0..200 {
        seen = store.tokens(user).await.expect("it answers")[0].last_used_at;
        if seen == Some(expected) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{seen:?} instead of {expected}");
}

/// Tells it on an empty store.
pub async fn tell(store: &Store) {
    let new = NewUser {
        login: "clara",
        name: "Clara",
        role: Role::Student,
    };
    let (clara, _) = store
        .put_user(new, "clock", day(0))
        .await
        .expect("she is put");
    let token = store
        .new_token(clara.id, "x", "clara", day(0))
        .await
        .expect("it answers")
        .expect("a token");
    // A battery dies: the clock is ten years ahead for a moment, and then right again.
    for now in [day(0), day(3650), day(1), day(-400), day(2)] {
        let found = store.user_of_token(&token, now).await.expect("it answers");
        assert_eq!(found.map(|u| u.login).as_deref(), Some("clara"));
        used_at(store, clara.id, now).await;
    }
    let mut sent = Vec::new();
    for (n, now) in [day(1), day(3650), day(2), day(-400)]
        .into_iter()
        .enumerate()
    {
        let file = [b'a' + u8::try_from(n).expect("it is small")];
        sent.push(super::story::submit_at(store, &clara, &file, 5, now).await);
    }
    let kept = store
        .submissions(clara.id, "elbo")
        .await
        .expect("it answers");
    let (mut ids, mut kept): (Vec<_>, Vec<_>) = (sent, kept.iter().map(|s| s.id).collect());
    ids.sort_unstable();
    kept.sort_unstable();
    assert_eq!(
        ids, kept,
        "each is there once, in whatever order the clock says"
    );
    // A link made while the clock was wrong lasts no longer than it should by the right one.
    let link = store
        .new_link(clara.id, SignedDuration::from_hours(1), "clock", day(-1))
        .await
        .expect("a link");
    let found = store.link(&link, day(0)).await.expect("it answers");
    assert_eq!(found, LinkState::Expired);
    // What was drafted while the clock was ahead waits no ten years.
    let report = report();
    let draft = |text: &'static str| NewDraft {
        user: clara.id,
        homework: "elbo",
        file: text.as_bytes(),
        sha256: text,
        course: 1.into(),
        inputs_release: Some(1),
        report: &report,
    };
    store
        .put_draft(draft("x"), day(3650))
        .await
        .expect("it waits");
    let waiting = store
        .draft(clara.id, "elbo", day(0))
        .await
        .expect("it answers");
    assert_eq!(
        waiting.map(|d| d.sha256).as_deref(),
        Some("x"),
        "it can still be sent"
    );
    store
        .put_draft(draft("y"), day(0))
        .await
        .expect("another takes its place");
}
