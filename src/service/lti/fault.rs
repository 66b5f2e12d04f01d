//! Why a message of a platform lets nobody in.

use crate::service::error::ServiceError;
use crate::store::PassFault;
use l10n::{Explain, Message, message};

/// Why a message of a platform lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaunchFault {
    /// No platform of this issuer is registered, or it does not count.
    Platform(String),
    /// Several are, and nothing says which is meant.
    Several(String),
    /// It answers nothing that this server asked, or too late.
    State,
    /// It was asked by another browser.
    Browser,
    /// It was used before.
    Used,
    /// The platform's keys cannot be had.
    Keys,
    /// It is not signed by the platform, or not meant for this server, or not for now.
    Token,
    /// It comes from a deployment that is not known.
    Deployment(String),
    /// It is a message of a kind that is not understood.
    Kind,
    /// The platform says that something went wrong there.
    Told(String),
    /// Nobody in the course is known by what it says of the person.
    Nobody,
    /// Several are.
    Ambiguous,
    /// Somebody is, whom the platform knows by another id already.
    OtherId,
    /// The person may not sign in.
    Deactivated,
    /// The person teaches here, and the platform does not say that they do there.
    Staff,
    /// Only those who teach link homeworks.
    Learner,
}

impl Explain for LaunchFault {
    fn message(&self) -> Message {
        let short = |text: &str| text.chars().take(80).collect::<String>();
        match self {
            Self::Platform(issuer) => message!("lti-no-platform", issuer = short(issuer)),
            Self::Several(issuer) => message!("lti-several-platforms", issuer = short(issuer)),
            Self::State => message!("lti-no-state"),
            Self::Browser => message!("lti-other-browser"),
            Self::Used => message!("lti-used"),
            Self::Keys => message!("lti-no-keys"),
            Self::Token => message!("lti-bad-token"),
            Self::Deployment(id) => message!("lti-no-deployment", deployment = short(id)),
            Self::Kind => message!("lti-bad-kind"),
            Self::Told(what) => message!("lti-told", what = short(what)),
            Self::Nobody => message!("lti-nobody"),
            Self::Ambiguous => message!("lti-ambiguous"),
            Self::OtherId => message!("lti-other-id"),
            Self::Deactivated => message!("fault-deactivated-next"),
            Self::Staff => message!("lti-staff"),
            Self::Learner => message!("lti-learner"),
        }
    }
}

impl From<LaunchFault> for ServiceError {
    fn from(fault: LaunchFault) -> Self {
        Self::Launch(fault.message())
    }
}

/// Why a service of a platform did not do what it was asked, in words.
pub fn told(fault: &PassFault) -> Message {
    match fault {
        PassFault::Away => message!("lti-fault-away"),
        PassFault::Access(status) => message!("lti-fault-access", status = u32::from(*status)),
        PassFault::Status(status) => message!("lti-fault-status", status = u32::from(*status)),
        PassFault::Unreadable => message!("lti-fault-unreadable"),
        PassFault::NoGradebook => message!("lti-fault-no-gradebook"),
    }
}
