//! What the database says: whether it answers, its schema, the secret it knows, its clock.

use super::{Args, Check, State};
use crate::cli::Voice;
use crate::cli::secret::{KEY, find};
use crate::cli::store::{DATABASE, DEMO};
use crate::l10n::Explain as _;
use crate::store::{Opened, Schema, Store, StoreError, Unfit, Upkeep, fingerprint, newest_schema};
use jiff::{SignedDuration, Timestamp};

/// A clock that is off by less moves no deadline that anybody notices.
const CLOCK: SignedDuration = SignedDuration::from_secs(5);

/// All that the database is needed for.
pub(super) async fn look(args: &Args, now: Timestamp, voice: Voice) -> Vec<Check> {
    let mut checks = Vec::new();
    let target = args.place.target(DATABASE);
    if args.place.database.is_none() && args.place.data.join(DEMO).exists() {
        let file = args.place.data.join(DEMO).display().to_string();
        checks.push(Check::new(
            "demo",
            State::Ok,
            "beside",
            crate::args! {"file" => file},
        ));
    }
    let missing = target.file().is_some_and(|file| !file.exists());
    let opened = if missing {
        checks.push(Check::new(
            "database",
            State::Ok,
            "none",
            crate::args! {"folder" => args.place.data.display().to_string()},
        ));
        None
    } else {
        match Store::open_as(&target, Upkeep::Look).await {
            Ok(opened) => Some(opened),
            Err(error) => {
                checks.push(refused(&error, voice));
                None
            }
        }
    };
    let store = opened.as_ref().map(|o| &o.store);
    match &opened {
        Some(opened) => checks.extend(inside(opened, now, voice).await),
        None => checks.push(Check::new(
            "clock",
            State::Ok,
            "ok",
            crate::args! {"now" => shown(now)},
        )),
    }
    let usable = opened.as_ref().is_some_and(|o| o.schema != Schema::Empty);
    checks.push(secret(args, store.filter(|_| usable), voice).await);
    if let Some(store) = store {
        store.close().await;
    }
    checks
}

fn refused(error: &StoreError, voice: Voice) -> Check {
    let ending = match error {
        StoreError::Unfit(Unfit::Newer(_)) => "newer",
        StoreError::Unfit(_) => "foreign",
        _ => "away",
    };
    Check::new(
        "database",
        State::Fail,
        ending,
        crate::args! {"error" => error.explain(voice.lang)},
    )
}

async fn inside(opened: &Opened, now: Timestamp, voice: Voice) -> Vec<Check> {
    let newest = newest_schema();
    let schema = |state, ending: &str, at: i64| {
        Check::new(
            "database",
            state,
            ending,
            crate::args! {"at" => at.to_string(), "newest" => newest.to_string()},
        )
    };
    let mut checks = vec![match opened.schema {
        Schema::Current => schema(State::Ok, "ok", newest),
        Schema::Older(at) => schema(State::Warn, "older", at),
        Schema::Empty => schema(State::Ok, "empty", 0),
    }];
    if opened.schema == Schema::Current
        && let Err(error) = opened.store.try_write(now).await
    {
        checks.push(Check::new(
            "database",
            State::Fail,
            "read-only",
            crate::args! {"error" => error.explain(voice.lang)},
        ));
    }
    checks.push(clock(opened, now).await);
    checks
}

/// Its own clock tells best; else nothing that is noted can lie ahead of now.
async fn clock(opened: &Opened, now: Timestamp) -> Check {
    let (own, newest) = match opened.schema {
        Schema::Empty => (None, None),
        _ => (
            opened.store.clock().await.ok().flatten(),
            opened.store.contents().await.ok().and_then(|c| c.newest),
        ),
    };
    let other = match own {
        Some(own) if own.duration_since(now).abs() > CLOCK => Some((own, "differs")),
        _ => newest
            .filter(|newest| newest.duration_since(now) > CLOCK)
            .map(|newest| (newest, "behind")),
    };
    let now = shown(now);
    match other {
        Some((other, ending)) => Check::new(
            "clock",
            State::Warn,
            ending,
            crate::args! {"now" => now, "other" => shown(other)},
        ),
        None => Check::new("clock", State::Ok, "ok", crate::args! {"now" => now}),
    }
}

fn shown(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Whether the secret at hand is the one that the database knows.
async fn secret(args: &Args, store: Option<&Store>, voice: Voice) -> Check {
    let path = args.place.data.join(KEY);
    let folder = args.place.data.display().to_string();
    let check = |state, ending: &str, own: &str, kept: &str| {
        Check::new(
            "secret",
            state,
            ending,
            crate::args! {"folder" => folder.clone(), "own" => own.to_owned(), "kept" => kept.to_owned()},
        )
    };
    let own = match find(&path, args.secret_key.as_deref(), voice) {
        Ok(secret) => secret.as_ref().map(fingerprint),
        Err(_) => return check(State::Fail, "spoilt", "", ""),
    };
    let (mut kept, mut course) = (None, None);
    if let Some(store) = store {
        kept = store.kept_fingerprint().await.ok().flatten();
        course = store.course_id().await.ok().flatten();
    }
    match (own, kept) {
        (Some(own), Some(kept)) if own == kept => check(State::Ok, "ok", &own, &kept),
        (Some(own), Some(kept)) => check(State::Fail, "other", &own, &kept),
        (None, Some(kept)) => check(State::Fail, "lost", "", &kept),
        (Some(own), None) => check(State::Ok, "new", &own, ""),
        (None, None) if course.is_some() => check(State::Fail, "lost", "", ""),
        (None, None) => check(State::Ok, "none", "", ""),
    }
}
