//! `[mail]`: the server that letters are handed to, and who they are from.

use super::around::Around;
use super::port::port_reads;
use super::secret::{Secret, secret};
use crate::config::{Section, Value};
use axum::http::Uri;
use l10n::{message, system_error};
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use openidconnect::url::Host;
use std::fs::File;
use std::io::Read as _;

/// How a certificate ends in a file.
const END: &str = "-----END CERTIFICATE-----";

/// The variable of the environment that holds the password, in place of the file.
pub const PASSWORD: &str = "DGM_MAIL_PASSWORD";

/// How the line to the mail server is kept from readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte: `smtps://`, port 465 unless told.
    Tls,
    /// TLS once the server was greeted, and nothing without: `smtp://`, port 587 unless told.
    StartTls,
    /// None: `smtp://` to this machine, port 25 unless told.
    None,
}

/// How mail is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// The host of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is kept from readers.
    pub encryption: Encryption,
    /// The user that signs in there; nobody where the server asks nobody.
    pub user: Option<String>,
    /// The user's password.
    pub password: Option<Secret>,
    /// Authorities that are believed beside those of the system, as universities have their own: a certificate each, as PEM.
    pub authorities: Vec<String>,
    /// Whom letters are from.
    pub from: Mailbox,
    /// Where answers go; to whom letters are from where nothing is said.
    pub reply_to: Option<Mailbox>,
}

struct Server {
    host: String,
    port: u16,
    encryption: Encryption,
    user: Option<String>,
}

/// The longest file of certificates: a system has a few hundred, of two kilobytes each.
const LONGEST: u64 = 1 << 20;

impl Mail {
    /// The server as people read it: its host and port.
    pub fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    pub(super) fn read(mut section: Section<'_>, around: Around<'_>) -> Option<Self> {
        let url = "smtp = \"smtps://grader@smtp.example.org\"";
        let smtp = section.required("smtp", url);
        let server = smtp.as_ref().and_then(server);
        let from = "from = \"Deep generative models <grader@example.org>\"";
        let from = section.required("from", from).and_then(|v| mailbox(&v));
        let reply_to = section.optional("reply_to", "reply_to = \"teacher@example.org\"");
        let reply_to = reply_to.map(|value| mailbox(&value));
        let password = ("password_file", "password_file = \"mail-password\"");
        let password = secret(&mut section, password, PASSWORD, around);
        let authorities = section.optional("ca_file", "ca_file = \"university-ca.pem\"");
        let authorities = authorities.map_or(Some(Vec::new()), |v| certificates(&v, around));
        section.finish();
        let server = server?;
        if let (Some(value), Some(_), None) = (&smtp, &server.user, &password) {
            value.refuse(message!("settings-mail-no-password", variable = PASSWORD));
        }
        Some(Self {
            host: server.host,
            port: server.port,
            encryption: server.encryption,
            user: server.user,
            password,
            authorities: authorities?,
            from: from?,
            reply_to: match reply_to {
                Some(read) => Some(read?),
                None => None,
            },
        })
    }
}

fn server(value: &Value<'_>) -> Option<Server> {
    let written = value.filled()?;
    let read = url(&written);
    if let Err(reason) = &read {
        value.refuse(reason.clone());
    }
    read.ok()
}

/// `smtps://USER@HOST:PORT`. A password has no place in it: the file may be shown to others.
fn url(written: &str) -> Result<Server, l10n::Message> {
    let none = || message!("settings-mail-url");
    let uri: Uri = written.parse().map_err(|_| none())?;
    let authority = uri.authority().ok_or_else(none)?.as_str();
    let (user, _) = authority.rsplit_once('@').unwrap_or_default();
    if user.contains(':') {
        return Err(message!("settings-mail-password-in-url"));
    }
    let host = uri
        .host()
        .filter(|host| !host.is_empty())
        .ok_or_else(none)?;
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
        return Err(none());
    }
    if !port_reads(authority) {
        return Err(message!("settings-port"));
    }
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let (encryption, usual) = match uri.scheme_str() {
        Some("smtps") => (Encryption::Tls, 465),
        Some("smtp") if here => (Encryption::None, 25),
        Some("smtp") => (Encryption::StartTls, 587),
        _ => return Err(none()),
    };
    Ok(Server {
        host: host.trim_matches(['[', ']']).to_owned(),
        port: uri.port_u16().unwrap_or(usual),
        encryption,
        user: (!user.is_empty()).then(|| user.replace("%40", "@")),
    })
}

/// The certificates of a file, each of which an encrypted line could be built on.
fn certificates(value: &Value<'_>, around: Around<'_>) -> Option<Vec<String>> {
    let path = around.path(&value.filled()?);
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes));
    if let Err(error) = read {
        let reason = system_error(&error);
        value.refuse(message!(
            "settings-secret-unreadable",
            file = path.as_path(),
            reason = reason
        ));
        return None;
    }
    let text = String::from_utf8_lossy(&bytes);
    // One at a time: of a whole file the library passes over what it cannot read.
    let found: Option<Vec<String>> = text
        .split_inclusive(END)
        .filter(|part| part.contains("-----BEGIN"))
        .map(|part| is_certificate(part).then(|| part.trim().to_owned()))
        .collect();
    let found = found.filter(|found| !found.is_empty());
    if found.is_none() {
        value.refuse(message!("settings-mail-ca", file = path.as_path()));
    }
    found
}

fn is_certificate(pem: &str) -> bool {
    let Ok(read) = Certificate::from_pem(pem.as_bytes()) else {
        return false;
    };
    let alone = TlsParameters::builder("localhost".to_owned())
        .certificate_store(CertificateStore::None)
        .add_root_certificate(read);
    // What is no certificate at all is passed over, and so it is none.
    pem.contains("-----BEGIN CERTIFICATE-----") && alone.build().is_ok()
}

fn mailbox(value: &Value<'_>) -> Option<Mailbox> {
    let written = value.filled()?;
    let read: Option<Mailbox> = written.parse().ok();
    if read.is_none() {
        value.refuse(message!("settings-mail-address"));
    }
    read.map(|read| Mailbox::new(read.name, plain(read.email)))
}

/// An address whose domain is written in the letters of all: one of others has a name in these too, and every server takes it.
pub fn plain(address: Address) -> Address {
    let Ok(Host::Domain(domain)) = Host::parse(address.domain()) else {
        return address;
    };
    Address::new(address.user(), domain).unwrap_or(address)
}
