//! The way to the mail server, as it is configured.

use super::trouble;
use crate::service::mail::desk::MailDesk;
use crate::settings::Mail;
use crate::settings::mail::Encryption;
use crate::store::Trouble;
use crate::templates::Templates;
use l10n::{Explain, Message, message};
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
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

/// What stands between a server and its letters.
#[derive(Debug)]
pub struct Unreached {
    /// What kind of trouble it is.
    pub trouble: Trouble,
    /// The same in the words of the other server or of the system.
    pub said: String,
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
        let domain = domain(base_url);
        Ok(Self {
            transport: transport(settings, &domain)?,
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

/// The connections to the mail server, encrypted as the config says.
fn transport(settings: &Mail, domain: &str) -> Result<Smtp, PostError> {
    let host = settings.host.as_str();
    let mut builder = Smtp::builder_dangerous(host);
    if settings.encryption != Encryption::None {
        let mut tls = TlsParameters::builder(host.to_owned());
        for authority in &settings.authorities {
            tls = tls.add_root_certificate(Certificate::from_pem(authority.as_bytes())?);
        }
        let tls = tls.build()?;
        builder = builder.tls(match settings.encryption {
            Encryption::Tls => Tls::Wrapper(tls),
            // Refused where the other end offers none: nothing is sent that others could read.
            _ => Tls::Required(tls),
        });
    }
    if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
        let password = password.reveal().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    let one = PoolConfig::new().max_size(1).idle_timeout(KEPT);
    Ok(builder
        .port(settings.port)
        .hello_name(ClientId::Domain(domain.to_owned()))
        .timeout(Some(ANSWERED))
        .pool_config(one)
        .build())
}

/// Asks the mail server whether it would take letters: reached, encrypted and signed in as for one, and nothing is sent.
///
/// # Errors
/// What stands in the way.
pub async fn reach(settings: &Mail, base_url: &str) -> Result<(), Unreached> {
    let reached = async {
        let transport = transport(settings, &domain(base_url)).map_err(|error| error.0)?;
        transport.test_connection().await
    };
    let (trouble, said) = match reached.await {
        Ok(true) => return Ok(()),
        Ok(false) => (Trouble::Away, String::new()),
        Err(error) => (trouble::kind(&error), trouble::said(&error)),
    };
    Err(Unreached { trouble, said })
}
