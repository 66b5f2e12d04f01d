//! What the database says: whether it answers, its schema, the secret it knows, its clock.

use super::check::{Check, State, Subject, shown};
use super::queue;
use crate::cli::secret::find;
use crate::cli::store::{DATABASE, DEMO, Place};
use crate::store::{
    Opened, Outside, Schema, Store, StoreError, Unfit, Upkeep, fingerprint, newest_schema,
};
use jiff::{SignedDuration, Timestamp};
use l10n::{Explain as _, Message, message, size};

/// A clock that is off by less moves no deadline that anybody notices.
const CLOCK: SignedDuration = SignedDuration::from_secs(5);

/// What is done besides looking.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// What is kept so that pages are quick is reckoned anew.
    pub repair: bool,
    /// Other servers are asked whether they answer.
    pub reach: bool,
}

/// All that the database is needed for.
pub(super) async fn look(
    place: &Place,
    wanted: Wanted,
    secret_key: Option<&str>,
    now: Timestamp,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let target = place.target(DATABASE);
    if place.database.is_none() && place.data.join(DEMO).exists() {
        let file = place.data.join(DEMO);
        checks.push(Check::new(
            Subject::Demo,
            State::Ok,
            message!("doctor-demo-beside", file = file.as_path()),
        ));
    }
    let missing = target.file().is_some_and(|file| !file.exists());
    let opened = if missing {
        let none = message!("doctor-database-none", folder = place.data.as_path());
        checks.push(begins(place, none));
        None
    } else {
        match Store::open_as(&target, Upkeep::Look).await {
            Ok(opened) => Some(opened),
            Err(error) => {
                checks.push(refused(&error));
                None
            }
        }
    };
    let store = opened.as_ref().map(|o| &o.store);
    match &opened {
        Some(opened) => {
            checks.extend(inside(place, opened, wanted, now).await);
            checks.push(storage(place, opened, now).await);
        }
        None => checks.push(Check::new(
            Subject::Clock,
            State::Ok,
            message!("doctor-clock-ok", now = shown(now)),
        )),
    }
    let usable = opened.as_ref().is_some_and(|o| o.schema != Schema::Empty);
    checks.push(secret(place, secret_key, store.filter(|_| usable)).await);
    if let Some(store) = store {
        store.close().await;
    }
    checks
}

/// There is nothing in the database: a course begins, or one is lost.
fn begins(place: &Place, found: Message) -> Check {
    let (state, found) = if place.was_served() {
        (State::Fail, place.lost())
    } else {
        (State::Ok, found)
    };
    Check::new(Subject::Database, state, found)
}

fn refused(error: &StoreError) -> Check {
    let why = error.message();
    match error {
        StoreError::Unfit(unfit) => {
            let found = match unfit {
                Unfit::Newer(_) => message!("doctor-database-newer", error = why),
                _ => message!("doctor-database-foreign", error = why),
            };
            Check::new(Subject::Database, State::Fail, found)
        }
        _ => failed(Subject::Database, error),
    }
}

/// What could not be asked of the database, and what to do.
fn failed(subject: Subject, error: &StoreError) -> Check {
    let why = error.message();
    let found = if error.is_damage() {
        message!("doctor-database-damaged", error = why)
    } else {
        message!("doctor-database-away", error = why)
    };
    Check::new(subject, State::Fail, found)
}

async fn inside(
    place: &Place,
    opened: &Opened,
    Wanted { repair, reach }: Wanted,
    now: Timestamp,
) -> Vec<Check> {
    let check = |state, found| Check::new(Subject::Database, state, found);
    let newest = newest_schema().to_string();
    let mut checks = vec![match opened.schema {
        Schema::Current => check(State::Ok, message!("doctor-database-ok", at = newest)),
        Schema::Older(at) => {
            let at = at.to_string();
            let found = message!("doctor-database-older", at = at, newest = newest);
            check(State::Warn, found)
        }
        Schema::Empty => begins(place, message!("doctor-database-empty")),
    }];
    if opened.schema == Schema::Current
        && let Err(error) = opened.store.try_write(now).await
    {
        checks.push(Check::new(
            Subject::Database,
            State::Fail,
            message!("doctor-database-read-only", error = error.message()),
        ));
    }
    if opened.schema == Schema::Current {
        checks.push(standings(&opened.store, repair).await);
        let waits = queue::letters(&opened.store, place.settings.mail.is_some(), now).await;
        checks.extend(waits.unwrap_or_else(|error| vec![failed(Subject::Mail, &error)]));
        let platforms = queue::platforms(&opened.store, reach).await;
        checks.extend(platforms.unwrap_or_else(|error| vec![failed(Subject::Platforms, &error)]));
    }
    checks.push(clock(opened, now).await);
    checks
}

/// Whether what is kept of where students stand is what was sent and given; reckoned anew first where that is wanted.
async fn standings(store: &Store, repair: bool) -> Check {
    let found = async {
        if repair {
            store.rebuild_standings().await?;
            store.rebuild_tallies().await?;
        }
        let wrong_tallies = u64::try_from(store.wrong_tallies().await?).unwrap_or(u64::MAX);
        Ok::<_, StoreError>(store.wrong_standings().await? + wrong_tallies)
    };
    let (state, found) = match found.await {
        Ok(0) => (State::Ok, message!("doctor-standings-ok")),
        Ok(wrong) => (
            State::Fail,
            message!("doctor-standings-wrong", wrong = wrong),
        ),
        Err(error) => return failed(Subject::Standings, &error),
    };
    Check::new(Subject::Standings, state, found)
}

/// Whether the object storage takes, gives and deletes, and how much lies there.
async fn storage(place: &Place, opened: &Opened, now: Timestamp) -> Check {
    let check = |state, found| Check::new(Subject::Storage, state, found);
    let outside = match opened.schema {
        Schema::Current => opened.store.outside().await.unwrap_or_default(),
        _ => Outside::default(),
    };
    let files = outside.files;
    let Some(objects) = place.objects() else {
        return match files {
            0 => check(State::Ok, message!("doctor-storage-none")),
            _ => check(State::Fail, message!("doctor-storage-unnamed", n = files)),
        };
    };
    // Nobody else writes these bytes, also not another doctor at the same moment.
    let probe = format!("dgm doctor {now} {}", crate::store::secret());
    match objects.probe(probe.as_bytes()).await {
        Ok(()) => {
            let shown = size(usize::try_from(outside.bytes).unwrap_or(usize::MAX));
            let found = message!("doctor-storage-ok", n = files, size = shown);
            check(State::Ok, found)
        }
        Err(error) => {
            let found = message!("doctor-storage-away", error = error.message());
            check(State::Fail, found)
        }
    }
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
    let behind = newest.filter(|newest| newest.duration_since(now) > CLOCK);
    let (state, found) = match (own, behind) {
        (Some(own), _) if own.duration_since(now).abs() > CLOCK => (
            State::Warn,
            message!("doctor-clock-differs", now = shown(now), other = shown(own)),
        ),
        (_, Some(newest)) => (
            State::Warn,
            message!(
                "doctor-clock-behind",
                now = shown(now),
                other = shown(newest)
            ),
        ),
        (_, None) => (State::Ok, message!("doctor-clock-ok", now = shown(now))),
    };
    Check::new(Subject::Clock, state, found)
}

/// Whether the secret at hand is the one that the database knows.
async fn secret(place: &Place, secret_key: Option<&str>, store: Option<&Store>) -> Check {
    let file = place.key.as_path();
    let check = |state, found| Check::new(Subject::Secret, state, found);
    let Ok(own) = find(file, secret_key) else {
        return check(State::Fail, message!("doctor-secret-spoilt", file = file));
    };
    let own = own.as_ref().map(fingerprint);
    let (mut kept, mut course) = (None, None);
    if let Some(store) = store {
        kept = store.kept_fingerprint().await.ok().flatten();
        course = store.course_id().await.ok().flatten();
    }
    match (own, kept) {
        (Some(own), Some(kept)) if own == kept => {
            check(State::Ok, message!("doctor-secret-ok", own = own))
        }
        (Some(own), Some(kept)) => check(
            State::Fail,
            message!("doctor-secret-other", own = own, kept = kept, file = file),
        ),
        (Some(own), None) => check(State::Ok, message!("doctor-secret-new", own = own)),
        (None, None) if course.is_none() => {
            check(State::Ok, message!("doctor-secret-none", file = file))
        }
        (None, _) => check(State::Fail, message!("doctor-secret-lost", file = file)),
    }
}
