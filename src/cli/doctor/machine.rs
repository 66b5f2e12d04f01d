//! What the machine gives: the folder, its lock, the disk, open files, zones, and the address that people reach.

use super::check::{Check, State, Subject};
use crate::cli::store::{DATABASE, Place};
use crate::cli::{lock, modes};
use crate::store::free_beside;
use jiff::tz::TimeZone;
use l10n::message;

/// Less is not enough for one submission and its place in the journal.
const LEAST_DISK: u64 = 64 << 20;
/// A course of a few hundred people stays below.
const GOOD_DISK: u64 = 1 << 30;
/// What many systems give a service: a thousand open connections fill it.
const FEW_FILES: u64 = 4096;

/// The data folder and who can read it.
pub(super) fn folder(place: &Place) -> Vec<Check> {
    let folder = place.data.as_path();
    let one = |state, found| vec![Check::new(Subject::Folder, state, found)];
    if !place.data.exists() {
        return one(
            State::Warn,
            message!("doctor-folder-missing", folder = folder),
        );
    }
    let Ok(wide) = modes::wide(&place.data) else {
        return one(
            State::Fail,
            message!("doctor-folder-unreadable", folder = folder),
        );
    };
    // Asked by writing: a mode says nothing of read-only mounts, quotas and other owners.
    let trial = place.data.join("dgm.trial");
    let written = std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial));
    let mut checks = if written.is_ok() {
        one(State::Ok, message!("doctor-folder-ok", folder = folder))
    } else {
        one(
            State::Fail,
            message!("doctor-folder-unwritable", folder = folder),
        )
    };
    let key = modes::wide_key(&place.key, &place.data);
    checks.extend(wide.into_iter().chain(key).map(|w| {
        Check::new(
            Subject::Modes,
            State::Warn,
            message!(
                "doctor-modes-wide",
                path = w.path.as_path(),
                mode = format!("{:03o}", w.mode),
                should = format!("{:03o}", w.should)
            ),
        )
    }));
    if checks.len() == 1 {
        checks.push(Check::new(
            Subject::Modes,
            State::Ok,
            message!("doctor-modes-ok", folder = folder),
        ));
    }
    checks
}

/// Whether a server runs on it, and works with the database that is looked at.
pub(super) fn lock(place: &Place) -> Check {
    if let Some(elsewhere) = place.served_elsewhere() {
        return Check::new(Subject::Lock, State::Fail, elsewhere);
    }
    let held = place
        .locks()
        .iter()
        .find_map(|(path, _)| lock::held_by(path));
    match held {
        Some(holder) => Check::new(
            Subject::Lock,
            State::Ok,
            message!("doctor-lock-held", process = holder.process),
        ),
        None => Check::new(Subject::Lock, State::Ok, message!("doctor-lock-ok")),
    }
}

/// Whether deadlines can be told in the course's zone.
pub(super) fn zones() -> Check {
    let found = ["Europe/Moscow", "America/New_York"]
        .iter()
        .all(|zone| TimeZone::get(zone).is_ok());
    if found {
        Check::new(Subject::Zones, State::Ok, message!("doctor-zones-ok"))
    } else {
        Check::new(
            Subject::Zones,
            State::Fail,
            message!("doctor-zones-missing"),
        )
    }
}

/// What is left on the disk of the data.
pub(super) fn disk(place: &Place) -> Check {
    let path = place
        .target(DATABASE)
        .file()
        .unwrap_or_else(|| place.data.clone());
    // A folder that is not there yet will lie where its parent is.
    let there = path.ancestors().find(|p| p.exists());
    let there = there.filter(|p| !p.as_os_str().is_empty());
    let Some(free) = free_beside(there.unwrap_or(std::path::Path::new("."))) else {
        return Check::new(Subject::Disk, State::Ok, message!("doctor-disk-unknown"));
    };
    let mib = (free >> 20).to_string();
    let (state, found) = match free {
        ..LEAST_DISK => (State::Fail, message!("doctor-disk-little", mib = mib)),
        LEAST_DISK..GOOD_DISK => (State::Warn, message!("doctor-disk-little", mib = mib)),
        GOOD_DISK.. => (State::Ok, message!("doctor-disk-ok", mib = mib)),
    };
    Check::new(Subject::Disk, state, found)
}

/// How many connections and files a server may have open.
#[cfg(unix)]
pub(super) fn open_files() -> Check {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    // The server asks for as many as the system gives, whatever a process has that does not ask.
    match limit.maximum {
        Some(most) if most < FEW_FILES => Check::new(
            Subject::Files,
            State::Warn,
            message!("doctor-files-few", most = most.to_string()),
        ),
        most => Check::new(
            Subject::Files,
            State::Ok,
            message!(
                "doctor-files-ok",
                most = most.map_or_else(|| "∞".to_owned(), |m| m.to_string())
            ),
        ),
    }
}

/// How many connections and files a server may have open: without a limit of a process on this system.
#[cfg(not(unix))]
pub(super) fn open_files() -> Check {
    Check::new(
        Subject::Files,
        State::Ok,
        message!("doctor-files-ok", most = "∞"),
    )
}

/// Whether links that are printed will open.
pub(super) fn base_url(given: Option<&str>) -> Option<Check> {
    let url = given?;
    let parsed = axum::http::Uri::try_from(url).ok();
    let whole = parsed.as_ref().filter(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.path() == "/"
            && uri.query().is_none()
            && uri.authority().is_some_and(|a| !a.as_str().contains('@'))
    });
    let Some(uri) = whole else {
        return Some(Check::new(
            Subject::BaseUrl,
            State::Fail,
            message!("doctor-base-url-wrong", url = url),
        ));
    };
    let local = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    Some(if uri.scheme_str() == Some("http") && !local {
        Check::new(
            Subject::BaseUrl,
            State::Warn,
            message!("doctor-base-url-plain", url = url),
        )
    } else {
        Check::new(
            Subject::BaseUrl,
            State::Ok,
            message!("doctor-base-url-ok", url = url),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_told_by_what_links_need() {
        for (url, state) in [
            ("https://dgm.example.org", State::Ok),
            ("http://127.0.0.1:8080", State::Ok),
            ("http://dgm.example.org", State::Warn),
            ("dgm.example.org", State::Fail),
            ("https://dgm.example.org/course?x", State::Fail),
            ("https://me@dgm.example.org", State::Fail),
            ("ftp://dgm.example.org", State::Fail),
        ] {
            assert_eq!(base_url(Some(url)).map(|c| c.state), Some(state), "{url}");
        }
        assert!(base_url(None).is_none());
    }
}
