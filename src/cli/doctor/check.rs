//! One thing that was looked at, and how it is.

use jiff::Timestamp;
use l10n::{Message, message};

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Ok,
    Warn,
    Fail,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }

    pub(super) fn message(self) -> Message {
        match self {
            Self::Ok => message!("doctor-ok"),
            Self::Warn => message!("doctor-warn"),
            Self::Fail => message!("doctor-fail"),
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    Version,
    Folder,
    Modes,
    Lock,
    Demo,
    Database,
    Standings,
    Storage,
    Clock,
    Secret,
    Zones,
    Disk,
    Files,
    BaseUrl,
    Mail,
    SignIn,
    Platforms,
}

impl Subject {
    /// The name in JSON.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Folder => "folder",
            Self::Modes => "modes",
            Self::Lock => "lock",
            Self::Demo => "demo",
            Self::Database => "database",
            Self::Standings => "standings",
            Self::Storage => "storage",
            Self::Clock => "clock",
            Self::Secret => "secret",
            Self::Zones => "zones",
            Self::Disk => "disk",
            Self::Files => "files",
            Self::BaseUrl => "base-url",
            Self::Mail => "mail",
            Self::SignIn => "sign-in",
            Self::Platforms => "platforms",
        }
    }

    pub(super) fn message(self) -> Message {
        match self {
            Self::Version => message!("doctor-version"),
            Self::Folder => message!("doctor-folder"),
            Self::Modes => message!("doctor-modes"),
            Self::Lock => message!("doctor-lock"),
            Self::Demo => message!("doctor-demo"),
            Self::Database => message!("doctor-database"),
            Self::Standings => message!("doctor-standings"),
            Self::Storage => message!("doctor-storage"),
            Self::Clock => message!("doctor-clock"),
            Self::Secret => message!("doctor-secret"),
            Self::Zones => message!("doctor-zones"),
            Self::Disk => message!("doctor-disk"),
            Self::Files => message!("doctor-files"),
            Self::BaseUrl => message!("doctor-base-url"),
            Self::Mail => message!("doctor-mail"),
            Self::SignIn => message!("doctor-sign-in"),
            Self::Platforms => message!("doctor-platforms"),
        }
    }
}

/// One thing that was looked at: what was found and, but where all is right, what to do.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) subject: Subject,
    pub(super) state: State,
    pub(super) found: Message,
}

impl Check {
    pub(super) fn new(subject: Subject, state: State, found: Message) -> Self {
        Self {
            subject,
            state,
            found,
        }
    }
}

/// An instant as this command writes it.
pub(super) fn shown(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
