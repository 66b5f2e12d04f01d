//! The way to the mail server, as it is configured.

use crate::service::mail::desk::MailDesk;
use crate::settings::Mail;
use crate::settings::mail::Encryption;
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

/// Why mail cannot be sent as it is configured.
#[derive(Debug, thiserror::Error)]
#[error("the mail server cannot be used: {0}")]
pub struct PostError(#[from] lettre::transport::smtp::Error);

impl Explain for PostError {
    fn message(&self) -> Message {
        message!("mail-no-transport", error = self.0.to_string())
    }
}

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// The way to the mail server, and what letters look like.
pub struct Post {
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
        let host = settings.host.as_str();
        let mut builder = match settings.encryption {
            Encryption::Tls => Smtp::relay(host)?,
            // Refused where the other end offers none: nothing is sent that others could read.
            Encryption::StartTls => Smtp::starttls_relay(host)?,
            Encryption::None => Smtp::builder_dangerous(host),
        };
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            let password = password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let own: Option<Uri> = base_url.parse().ok();
        let domain = own.as_ref().and_then(Uri::host).unwrap_or("localhost");
        let one = PoolConfig::new().max_size(1).idle_timeout(KEPT);
        Ok(Self {
            transport: builder
                .port(settings.port)
                .hello_name(ClientId::Domain(domain.to_owned()))
                .timeout(Some(ANSWERED))
                .pool_config(one)
                .build(),
            from: settings.from.clone(),
            reply_to: settings.reply_to.clone(),
            base_url: base_url.to_owned(),
            domain: domain.to_owned(),
            templates,
            server: format!("{host}:{}", settings.port),
        })
    }

    /// What the pages know of it; `signs_in` where links are sent to those who ask for one.
    pub fn desk(&self, signs_in: bool) -> MailDesk {
        MailDesk::new(self.server.clone(), self.from.to_string(), signs_in)
    }
}
