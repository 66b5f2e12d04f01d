//! The way to the mail server, as it is configured.

use crate::service::mail::desk::MailDesk;
use crate::templates::Templates;
use l10n::{Explain, Message, message};
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::sync::Arc;
use std::time::Duration;
use ureq::http::Uri;

/// How long the mail server may take for one answer.
const ANSWERED: Duration = Duration::from_secs(20);
/// How long a connection is kept for the next letter.
const KEPT: Duration = Duration::from_secs(30);

/// What is configured.
#[derive(Clone, Debug, Default)]
pub struct MailSettings {
    /// `smtps://HOST:PORT`, `smtp://HOST:PORT` for STARTTLS, which is then required; without TLS only on this machine.
    pub smtp: String,
    /// The name to sign in with, where one is needed.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// From whom: an address, or `Name <address>`.
    pub from: String,
    /// Where answers go, where that is another address.
    pub reply_to: Option<String>,
}

/// Why mail cannot be sent as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The address of the server.
    #[error("{0} is no mail server: write smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS")]
    Server(String),
    /// A sender or an address for answers.
    #[error("{0} is no address to send from: write anna@example.org, or Anna <anna@example.org>")]
    Address(String),
    /// TLS cannot be used on this machine.
    #[error("the mail server cannot be used: {0}")]
    Transport(#[from] lettre::transport::smtp::Error),
}

impl Explain for PostError {
    fn message(&self) -> Message {
        match self {
            Self::Server(url) => message!("mail-no-server", url = url.as_str()),
            Self::Address(text) => message!("mail-no-sender", text = text.as_str()),
            Self::Transport(error) => message!("mail-no-transport", error = error.to_string()),
        }
    }
}

/// Whether the other end of the line is this machine: what goes there crosses no network.
fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]" | "::1")
}

/// The way to the mail server, and what letters look like.
pub struct Post {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
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
    /// When the settings name no server or no sender.
    pub fn new(
        settings: &MailSettings,
        base_url: &str,
        templates: Arc<Templates>,
    ) -> Result<Self, PostError> {
        let no_server = || PostError::Server(settings.smtp.clone());
        let url: Uri = settings.smtp.parse().map_err(|_| no_server())?;
        let host = url.host().filter(|h| !h.is_empty()).ok_or_else(no_server)?;
        let bare = url.authority().is_some_and(|a| !a.as_str().contains('@'))
            && matches!(url.path(), "" | "/")
            && url.query().is_none();
        // A password belongs into a file of its own, and how TLS is used is not a wish of the other end.
        if !bare {
            return Err(no_server());
        }
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let mut builder = match url.scheme_str() {
            Some("smtps") => Smtp::relay(host)?,
            Some("smtp") if is_here(host) => Smtp::builder_dangerous(host),
            Some("smtp") => Smtp::starttls_relay(host)?,
            _ => return Err(no_server()),
        };
        if let Some(port) = url.port_u16() {
            builder = builder.port(port);
        }
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let own: Option<Uri> = base_url.parse().ok();
        let domain = own.as_ref().and_then(Uri::host).unwrap_or("localhost");
        let one = PoolConfig::new().max_size(1).idle_timeout(KEPT);
        let mailbox = |text: &str| -> Result<Mailbox, PostError> {
            let read = text.parse();
            read.map_err(|_| PostError::Address(text.to_owned()))
        };
        let port = url.port_u16().map_or(String::new(), |p| format!(":{p}"));
        Ok(Self {
            transport: builder
                .hello_name(ClientId::Domain(domain.to_owned()))
                .timeout(Some(ANSWERED))
                .pool_config(one)
                .build(),
            from: mailbox(&settings.from)?,
            reply_to: settings.reply_to.as_deref().map(mailbox).transpose()?,
            base_url: base_url.to_owned(),
            domain: domain.to_owned(),
            templates,
            server: format!("{host}{port}"),
        })
    }

    /// What the pages know of it.
    pub fn desk(&self) -> MailDesk {
        MailDesk::new(self.server.clone(), self.from.to_string())
    }
}
