//! What a letter is about, and why somebody gets one.

use super::codec::{Column, choice};
use crate::ids::{AnswerId, RequestId, SubmissionId};
use jiff::{SignedDuration, Timestamp};
use l10n::{Lang, Message, message};
use serde::{Deserialize, Serialize};

/// Why a letter is written. Of each, a person is sent one at a time; what happens until it is sent stands in it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterKind {
    /// Somebody asked for a link that signs in.
    SignIn,
    /// What a student sent arrived.
    Receipt,
    /// A person gave points or changed them.
    Graded,
    /// A request was answered.
    Answered,
    /// A deadline is near, and nothing was sent.
    Deadline,
    /// What waits for those who teach.
    Digest,
    /// Somebody tries whether letters arrive.
    Test,
}

impl LetterKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::SignIn,
        Self::Receipt,
        Self::Graded,
        Self::Answered,
        Self::Deadline,
        Self::Digest,
        Self::Test,
    ];
    /// Those that a student switches on and off.
    pub const OF_STUDENTS: [Self; 4] =
        [Self::Receipt, Self::Graded, Self::Answered, Self::Deadline];

    /// The word stored, and the end of the ids of messages about it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Receipt => "receipt",
            Self::Graded => "graded",
            Self::Answered => "answered",
            Self::Deadline => "deadline",
            Self::Digest => "digest",
            Self::Test => "test",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a person may do without it: what they asked for themselves is always sent.
    pub const fn is_optional(self) -> bool {
        !matches!(self, Self::SignIn | Self::Test)
    }

    /// How long a letter waits for more of the same.
    pub const fn gathers(self) -> SignedDuration {
        SignedDuration::from_mins(match self {
            Self::SignIn | Self::Test | Self::Deadline | Self::Digest => 0,
            Self::Receipt => 2,
            Self::Answered => 5,
            // Whoever grades goes from answer to answer, and changes their mind.
            Self::Graded => 10,
        })
    }

    /// How long it is worth sending.
    pub const fn keeps(self) -> SignedDuration {
        SignedDuration::from_hours(match self {
            Self::SignIn | Self::Test => 1,
            Self::Deadline | Self::Digest => 24,
            Self::Receipt | Self::Graded | Self::Answered => 72,
        })
    }
}

impl Column for LetterKind {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// One thing that a letter tells of. It names it; what is said of it is found when the letter is sent, and only what its reader may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A link was asked for with this address, on a page in this language; whose it is, nobody has looked yet.
    Address {
        /// As it was typed.
        email: String,
        /// The code of the language.
        lang: String,
    },
    /// A link for whom the letter is to, asked for on a page in this language.
    SignIn {
        /// The code of the language.
        lang: String,
    },
    /// A submission arrived.
    Submission(SubmissionId),
    /// An answer to an item arrived.
    Answer(AnswerId),
    /// An item was graded.
    Item {
        /// The homework.
        homework: String,
        /// The item within it.
        item: String,
    },
    /// Points were set for a homework, or taken away again.
    Homework(String),
    /// The points of the exam.
    Exam,
    /// A request was answered.
    Request(RequestId),
    /// A homework is due.
    Deadline {
        /// The homework.
        homework: String,
        /// The deadline that the student has.
        at: Timestamp,
    },
    /// What happened since then.
    Since(Timestamp),
    /// Nothing but that letters arrive.
    Test,
}

impl About {
    /// The language of a code.
    pub fn lang(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// What kept a letter from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The mail server was not reached, or the line broke.
    Away,
    /// The line to it cannot be kept from readers: its certificate is not believed, or it offers no encryption.
    Insecure,
    /// It does not let us in.
    Login,
    /// It asks to come back later.
    Later,
    /// It takes nothing from us now, whoever it is to: a limit is reached, or the sender is not one that it lets send.
    Sender,
    /// It refuses this letter for good.
    Refused,
    /// The person's address is none that can be written to.
    Address,
    /// A fault of ours.
    Internal,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Away,
        Self::Insecure,
        Self::Login,
        Self::Later,
        Self::Sender,
        Self::Refused,
        Self::Address,
        Self::Internal,
    ];

    /// The word stored, and the end of the ids of messages about it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Insecure => "insecure",
            Self::Login => "login",
            Self::Later => "later",
            Self::Sender => "sender",
            Self::Refused => "refused",
            Self::Address => "address",
            Self::Internal => "internal",
        }
    }

    /// What people are told of it.
    pub fn message(self) -> Message {
        match self {
            Self::Away => message!("mail-trouble-away"),
            Self::Insecure => message!("mail-trouble-insecure"),
            Self::Login => message!("mail-trouble-login"),
            Self::Later => message!("mail-trouble-later"),
            Self::Sender => message!("mail-trouble-sender"),
            Self::Refused => message!("mail-trouble-refused"),
            Self::Address => message!("mail-trouble-address"),
            Self::Internal => message!("mail-trouble-internal"),
        }
    }

    /// Whether trying again helps nothing.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Address)
    }

    /// Whether the next letter would fare the same.
    pub const fn is_of_server(self) -> bool {
        matches!(
            self,
            Self::Away | Self::Insecure | Self::Login | Self::Sender
        )
    }
}

impl Column for Trouble {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// How a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// It was tried for as long as it was worth it, or refused for good.
    GivenUp,
    /// What it was to tell is no more, or is not wanted any more.
    Needless,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Sent, Self::GivenUp, Self::Needless];

    /// The word stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::GivenUp => "given_up",
            Self::Needless => "needless",
        }
    }
}

impl Column for Outcome {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}
