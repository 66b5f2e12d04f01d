//! The line to the mail server: how it is opened, and what is asked of the server beside letters.

use crate::settings::Mail;
use crate::settings::mail::Encryption;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, Tls, TlsParameters};
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, Tokio1Executor};
use std::time::Duration;

/// How long the mail server may take for one answer.
const ANSWERED: Duration = Duration::from_secs(20);
/// How long a connection is kept for the next letter.
const KEPT: Duration = Duration::from_secs(30);

/// Takes letters one after the other.
pub(super) type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// How the mail server is reached, encrypted as the config says, and by whom.
pub(super) struct Line {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    /// What this server calls itself.
    name: ClientId,
    /// Whom letters are from.
    sender: Address,
}

impl Line {
    pub(super) fn new(settings: &Mail, domain: &str) -> Result<Self, Error> {
        let password = settings.user.clone().zip(settings.password.as_ref());
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port,
            tls: tls(settings)?,
            credentials: password
                .map(|(user, password)| Credentials::new(user, password.reveal().to_owned())),
            name: ClientId::Domain(domain.to_owned()),
            sender: settings.from.email.clone(),
        })
    }

    /// A way for letters.
    pub(super) fn transport(&self) -> Smtp {
        let one = PoolConfig::new().max_size(1).idle_timeout(KEPT);
        let mut builder = Smtp::builder_dangerous(self.host.as_str())
            .port(self.port)
            .tls(self.tls.clone())
            .hello_name(self.name.clone())
            .timeout(Some(ANSWERED))
            .pool_config(one);
        if let Some(credentials) = &self.credentials {
            builder = builder.credentials(credentials.clone());
        }
        builder.build()
    }

    /// Asks whether the server would take a letter from us, whoever it is to: on a line of its own, as far as the sender's address, and
    /// nothing is sent.
    pub(super) async fn ask(&self) -> Result<(), Error> {
        let encrypted = match &self.tls {
            Tls::Wrapper(tls) => Some(tls.clone()),
            _ => None,
        };
        let server = (self.host.as_str(), self.port);
        let open = AsyncSmtpConnection::connect_tokio1(
            server,
            Some(ANSWERED),
            &self.name,
            encrypted,
            None,
        );
        let mut line = open.await?;
        if let Tls::Required(tls) = &self.tls {
            line.starttls(tls.clone(), &self.name).await?;
        }
        if let Some(credentials) = &self.credentials {
            line.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        let sender = commands::Mail::new(Some(self.sender.clone()), Vec::new());
        let asked = line.command(sender).await;
        line.abort().await;
        asked.map(drop)
    }
}

fn tls(settings: &Mail) -> Result<Tls, Error> {
    if settings.encryption == Encryption::None {
        return Ok(Tls::None);
    }
    let mut tls = TlsParameters::builder(settings.host.clone());
    for authority in &settings.authorities {
        tls = tls.add_root_certificate(Certificate::from_pem(authority.as_bytes())?);
    }
    let tls = tls.build()?;
    Ok(match settings.encryption {
        Encryption::Tls => Tls::Wrapper(tls),
        // Refused where the other end offers none: nothing is sent that others could read.
        _ => Tls::Required(tls),
    })
}
