//! The way to the mail server, as it is configured.

use super::line::{Line, Smtp};
use super::trouble;
use crate::service::mail::desk::MailDesk;
use crate::settings::Mail;
use crate::store::Trouble;
use crate::templates::Templates;
use l10n::{Explain, Message, message};
use lettre::message::Mailbox;
use std::sync::Arc;
use ureq::http::Uri;

/// Why mail cannot be sent as it is configured.
#[derive(Debug, thiserror::Error)]
#[error("the mail server cannot be used: {0}")]
pub struct PostError(#[from] lettre::transport::smtp::Error);

impl Explain for PostError {
    fn message(&self) -> Message {
        message!("mail-no-transport", error = self.0.to_string())
    }
}

/// What stands between a server and its letters.
#[derive(Debug)]
pub struct Unreached {
    /// What kind of trouble it is.
    pub trouble: Trouble,
    /// The same in the words of the other server or of the system.
    pub said: String,
}

/// The way to the mail server, and what letters look like.
pub struct Post {
    pub(super) line: Line,
    pub(super) transport: Smtp,
    pub(super) from: Mailbox,
    pub(super) reply_to: Option<Mailbox>,
    /// Where people reach the server, without a slash at the end.
    pub(super) base_url: String,
    /// The part of message ids after the sign.
    pub(super) domain: String,
    pub(super) templates: Arc<Templates>,
    server: String,
}

impl Post {
    /// The way through the configured server, for letters that lead to this address.
    ///
    /// # Errors
    /// When TLS cannot be used on this machine.
    pub fn new(
        settings: &Mail,
        base_url: &str,
        templates: Arc<Templates>,
    ) -> Result<Self, PostError> {
        let domain = domain(base_url);
        let line = Line::new(settings, &domain)?;
        Ok(Self {
            transport: line.transport(),
            line,
            from: settings.from.clone(),
            reply_to: settings.reply_to.clone(),
            base_url: base_url.to_owned(),
            domain,
            templates,
            server: settings.server(),
        })
    }

    /// What the pages know of it; `signs_in` where links are sent to those who ask for one.
    pub fn desk(&self, signs_in: bool) -> MailDesk {
        MailDesk::new(self.server.clone(), self.from.to_string(), signs_in)
    }
}

/// By which name this server is known to others.
fn domain(base_url: &str) -> String {
    let own: Option<Uri> = base_url.parse().ok();
    let host = own.as_ref().and_then(Uri::host);
    host.unwrap_or("localhost").to_owned()
}

/// Asks the mail server whether it would take letters: reached, encrypted, signed in and told the sender as for one, and nothing is sent.
///
/// # Errors
/// What stands in the way.
pub async fn reach(settings: &Mail, base_url: &str) -> Result<(), Unreached> {
    let asked = async { Line::new(settings, &domain(base_url))?.ask().await };
    asked.await.map_err(|error| Unreached {
        trouble: trouble::of_all(&error),
        said: trouble::said(&error),
    })
}
