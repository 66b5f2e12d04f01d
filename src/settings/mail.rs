//! `[mail]`: the server that letters are handed to, and who they are from.

use super::around::Around;
use super::secret::{Secret, secret};
use crate::config::{Section, Value};
use axum::http::Uri;
use l10n::message;
use lettre::message::Mailbox;

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

impl Mail {
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

fn mailbox(value: &Value<'_>) -> Option<Mailbox> {
    let written = value.filled()?;
    let read = written.parse().ok();
    if read.is_none() {
        value.refuse(message!("settings-mail-address"));
    }
    read
}
