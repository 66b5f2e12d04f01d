//! The file as a whole.

use super::around::Around;
use super::base_url::BaseUrl;
use super::database_url::DatabaseUrl;
use super::limits::Limits;
use super::listen::Listen;
use super::log_filter::LogFilter;
use super::mail::Mail;
use super::network::Network;
use super::object_storage::ObjectStorage;
use super::paths::{secret_file, wanted};
use super::security_contact::SecurityContact;
use super::sign_in::SignIn;
use crate::config::{Code, Diagnostics, Section, Value, problem, read};
use l10n::{Explain, message};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The name of the file in the data folder.
pub const NAME: &str = "dgm.toml";

/// What a config says; what it leaves out is as the command line or the environment says, or as usual.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The address and port to listen on.
    pub listen: Option<Listen>,
    /// Where people reach the server.
    pub base_url: Option<BaseUrl>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// A database in place of SQLite in the data folder.
    pub database: Option<String>,
    /// The file of the course secret.
    pub secret_file: Option<PathBuf>,
    /// Proxies whose word is taken.
    pub trust_proxy: Vec<Network>,
    /// Where metrics are served.
    pub metrics_listen: Option<Listen>,
    /// The grading config that is published where none is yet.
    pub course: Option<PathBuf>,
    /// The folder of templates that replace built-in ones.
    pub templates: Option<PathBuf>,
    /// The folder of wheels of the student's program.
    pub client_wheels: Option<PathBuf>,
    /// To whom a hole in the server's safety is told.
    pub security_contact: Option<SecurityContact>,
    /// What is logged.
    pub log: Option<LogFilter>,
    /// How it is logged: whether as JSON.
    pub log_json: Option<bool>,
    /// How much is taken at once.
    pub limits: Limits,
    /// How mail is sent; not at all where nothing is said.
    pub mail: Option<Mail>,
    /// Where large files lie; in the database where nothing is said.
    pub object_storage: Option<ObjectStorage>,
    /// How people sign in.
    pub sign_in: SignIn,
}

impl File {
    /// Reads a config; with it come the warnings.
    ///
    /// # Errors
    /// Everything that is wrong with it, warnings included.
    pub fn read(text: &str, around: Around<'_>) -> Result<(Self, Diagnostics), Diagnostics> {
        read(text, |root| Some(walk(root, around)))
    }
}

fn walk(mut root: Section<'_>, around: Around<'_>) -> File {
    let data = root.optional("data", "data = \"/var/lib/dgm\"");
    let data = data.and_then(|value| Some(around.path(&value.filled()?)));
    let mut file = File {
        listen: root
            .optional("listen", "listen = \"127.0.0.1:8080\"")
            .and_then(|value| parsed(&value)),
        base_url: root
            .optional("base_url", "base_url = \"https://grader.example.org\"")
            .and_then(|value| parsed(&value)),
        database: root
            .optional("database", "database = \"postgres://dgm@localhost/dgm\"")
            .and_then(|value| database(&value)),
        secret_file: root
            .optional("secret_file", "secret_file = \"/etc/dgm/secret.key\"")
            .and_then(|value| secret_file(&value, data.as_deref(), around)),
        data,
        trust_proxy: root
            .optional("trust_proxy", "trust_proxy = [\"127.0.0.1\"]")
            .map(|value| networks(&value))
            .unwrap_or_default(),
        metrics_listen: root
            .optional("metrics_listen", "metrics_listen = \"127.0.0.1:9090\"")
            .and_then(|value| parsed(&value)),
        course: root
            .optional("course", "course = \"course.toml\"")
            .and_then(|value| {
                let without = message!("settings-no-course");
                wanted(&value, Path::is_file, without, around)
            }),
        templates: root
            .optional("templates", "templates = \"templates\"")
            .and_then(|value| {
                let without = message!("settings-no-templates");
                wanted(&value, Path::is_dir, without, around)
            }),
        client_wheels: root
            .optional("client_wheels", "client_wheels = \"client\"")
            .and_then(|value| {
                let without = message!("settings-no-wheels");
                wanted(&value, Path::is_dir, without, around)
            }),
        security_contact: root
            .optional(
                "security_contact",
                "security_contact = \"mailto:security@example.org\"",
            )
            .and_then(|value| parsed(&value)),
        log: root
            .optional("log", "log = \"info\"")
            .and_then(|value| parsed(&value)),
        log_json: root
            .optional("log_format", "log_format = \"json\"")
            .and_then(|value| value.choice(&[("text", false), ("json", true)])),
        limits: root
            .optional("limits", "[limits]")
            .and_then(|value| value.section().map(Limits::read))
            .unwrap_or_default(),
        mail: root
            .optional("mail", "[mail]")
            .and_then(|value| Mail::read(value.section()?, around)),
        object_storage: root
            .optional("object_storage", "[object_storage]")
            .and_then(|value| ObjectStorage::read(value.section()?, around)),
        ..File::default()
    };
    if let Some(value) = root.optional("sign_in", "[sign_in]") {
        let read = value
            .section()
            .and_then(|table| SignIn::read(table, around));
        file.sign_in = read.unwrap_or_default();
        // A header is worth something only where somebody's word is taken: without a proxy nobody could sign in by it.
        if file.sign_in.header.is_some() && file.trust_proxy.is_empty() {
            let warning = problem(Code::HeaderUntrusted, value.key_span.clone());
            value.sink.warning(warning);
        }
    }
    root.finish();
    file
}

/// A word that explains itself where it cannot be read.
fn parsed<T>(value: &Value<'_>) -> Option<T>
where
    T: FromStr,
    T::Err: Explain,
{
    let read = value.filled()?.parse::<T>();
    read.map_err(|error| value.refuse(error.message())).ok()
}

/// A database without its password, which has a file of its own (`PGPASSFILE`) or stands in the environment (`PGPASSWORD`).
fn database(value: &Value<'_>) -> Option<String> {
    let written = value.filled()?;
    let authority = written.split_once("://").map(|(_, rest)| rest);
    let authority = authority.and_then(|rest| rest.split(['/', '?']).next());
    let user = authority.and_then(|text| text.rsplit_once('@'));
    if user.is_some_and(|(user, _)| user.contains(':')) || written.contains("password=") {
        value.refuse(message!("settings-database-password"));
        return None;
    }
    if !matches!(DatabaseUrl::read(&written), Ok(Some(_))) {
        value.refuse(message!("store-url", error = written));
        return None;
    }
    Some(written)
}

fn networks(value: &Value<'_>) -> Vec<Network> {
    let mut found = Vec::new();
    for (written, span) in value.texts() {
        match written.parse::<Network>() {
            Ok(network) => found.push(network),
            Err(error) => {
                let bad = problem(Code::BadValue, span).with("key", value.key);
                value.sink.error(bad.with("reason", error.message()));
            }
        }
    }
    found
}
