//! Why somebody was not signed in, in words for them.

use crate::service::error::ServiceError;
use crate::store::StoreError;
use l10n::{Arg, Explain, Message, message};

/// Why.
#[derive(Clone, Debug)]
pub enum Why {
    /// The link is unknown or has expired.
    LinkExpired,
    /// A newer link took its place, or it was ended.
    LinkEnded,
    /// It came by letter and was used before.
    LinkUsed,
    /// They took too long, came back a second time, or came back with another browser.
    Stale,
    /// They said no at the provider, or it said no.
    Declined,
    /// The provider could not be asked.
    Away,
    /// What the provider said does not hold.
    Untrue,
    /// The provider did not say what they are found by.
    Silent,
    /// The provider does not vouch for their address.
    Unverified(String),
    /// Addresses of this domain do not sign in this way.
    Domain(String),
    /// Nobody on the roster is called so.
    Unknown(String),
    /// Several people on the roster are.
    Several(String),
    /// They may not sign in any more.
    Deactivated,
    /// There is no such way in.
    NoWay,
    /// The service itself failed.
    Failed(ServiceError),
}

/// Why somebody was not signed in, and whom they may ask.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Why.
    pub why: Why,
    /// Whom to ask; a teacher where the config does not say.
    pub contact: Option<String>,
}

impl From<StoreError> for Why {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ServiceError> for Why {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl Why {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LinkExpired => "link-expired",
            Self::LinkEnded => "link-ended",
            Self::LinkUsed => "link-used",
            Self::Deactivated => "deactivated",
            Self::Failed(error) => error.code(),
            Self::Stale
            | Self::Declined
            | Self::Away
            | Self::Untrue
            | Self::Silent
            | Self::Unverified(_)
            | Self::Domain(_)
            | Self::Unknown(_)
            | Self::Several(_)
            | Self::NoWay => "not-signed-in",
        }
    }
}

impl Refused {
    /// The headline.
    pub fn title(&self) -> Message {
        match &self.why {
            Why::LinkExpired => message!("fault-link-expired"),
            Why::LinkEnded => message!("fault-link-ended"),
            Why::LinkUsed => message!("fault-link-used"),
            Why::Stale => message!("sign-in-stale"),
            Why::Declined => message!("sign-in-declined"),
            Why::Away => message!("sign-in-away"),
            Why::Untrue => message!("sign-in-untrue"),
            Why::Silent => message!("sign-in-silent"),
            Why::Unverified(_) => message!("sign-in-unverified"),
            Why::Domain(_) => message!("sign-in-domain"),
            Why::Unknown(_) => message!("sign-in-unknown"),
            Why::Several(_) => message!("sign-in-several"),
            Why::Deactivated => message!("fault-deactivated"),
            Why::NoWay => message!("fault-not-found"),
            Why::Failed(error) => error.title(),
        }
    }
}

impl Explain for Refused {
    fn message(&self) -> Message {
        let contact: Arg = match &self.contact {
            Some(contact) => contact.as_str().into(),
            None => message!("sign-in-contact").into(),
        };
        match &self.why {
            Why::LinkExpired => message!("fault-link-expired-next"),
            Why::LinkEnded => message!("fault-link-ended-next"),
            Why::LinkUsed => message!("fault-link-used-next"),
            Why::Stale => message!("sign-in-stale-next"),
            Why::Declined => message!("sign-in-declined-next"),
            Why::Away => message!("sign-in-away-next", contact = contact),
            Why::Untrue => message!("sign-in-untrue-next", contact = contact),
            Why::Silent => message!("sign-in-silent-next", contact = contact),
            Why::Unverified(email) => {
                message!("sign-in-unverified-next", email = email.as_str())
            }
            Why::Domain(email) => {
                message!(
                    "sign-in-domain-next",
                    email = email.as_str(),
                    contact = contact
                )
            }
            Why::Unknown(who) => {
                message!(
                    "sign-in-unknown-next",
                    who = who.as_str(),
                    contact = contact
                )
            }
            Why::Several(who) => {
                message!(
                    "sign-in-several-next",
                    who = who.as_str(),
                    contact = contact
                )
            }
            Why::Deactivated => message!("sign-in-deactivated-next", contact = contact),
            Why::NoWay => message!("fault-not-found-next"),
            Why::Failed(error) => error.message(),
        }
    }
}
