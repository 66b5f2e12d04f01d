//! A server as `dgm submit`, `dgm status` and `dgm login` talk to it: where it is, with which token, and what it answers.

use crate::cli::error::{CliError, Context as _, Result};
use crate::cli::target::replace_private;
use etcetera::{BaseStrategy as _, choose_base_strategy};
use l10n::message;
use l10n::{Arg, Lang, Message, system_error};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// Where `dgm serve` listens unless told.
const DEFAULT_SERVER: &str = "http://127.0.0.1:8080";
/// A report is far smaller; an answer that is larger is none of ours.
const MOST_BYTES: u64 = 16 << 20;
/// Grading waits its turn before a deadline.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which server to talk to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ServerArg {
    /// The server; that of the config file, or http://127.0.0.1:8080, where it is left out.
    #[arg(long, value_name = "URL", env = "DGM_SERVER")]
    pub server: Option<String>,
}

/// The config file of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The server that the token is for.
    pub server: String,
    /// The token.
    pub token: String,
}

/// `~/.config/dgm/config.toml`, or where `XDG_CONFIG_HOME` says; on Windows `%APPDATA%\dgm\config.toml`.
pub fn config_path() -> Result<PathBuf> {
    let folders = choose_base_strategy()
        .ok()
        .with_context(|| message!("remote-no-home"))?;
    Ok(folders.config_dir().join("dgm").join("config.toml"))
}

/// Reads the config file, if there is one. One that others can read is refused: whoever has the token can send in one's name.
pub fn read_config(path: &Path) -> Result<Option<Config>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| message!("file-unreadable", file = path));
        }
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(message!(
                "remote-config-open",
                file = path,
                mode = format!("{:04o}", mode & 0o7777)
            )
            .into());
        }
    }
    // What is wrong is told without the text: it holds the token.
    let config: Config =
        toml::from_str(&text).map_err(|_| message!("remote-config-broken", file = path))?;
    Ok(Some(config))
}

/// Writes the config file so that its owner alone can read it, whole or not at all.
pub fn write_config(path: &Path, config: &Config) -> Result<()> {
    let fault = || message!("file-unwritable", file = path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(fault)?;
    }
    replace_private(path, toml::to_string(config)?.as_bytes()).with_context(fault)
}

/// A server with the right to talk to it.
pub struct Server {
    url: String,
    token: String,
    lang: Lang,
    agent: ureq::Agent,
}

impl Server {
    /// The server and token of the arguments, the environment and the config file, in this order.
    pub fn find(args: &ServerArg, lang: Lang) -> Result<Self> {
        let token = std::env::var("DGM_TOKEN").ok().filter(|t| !t.is_empty());
        let path = config_path();
        let config = match (&token, &path) {
            // With both given there is nothing to look up.
            (Some(_), _) if args.server.is_some() => None,
            (_, Ok(path)) => read_config(path)?,
            (_, Err(_)) => None,
        };
        let url = args
            .server
            .clone()
            .or_else(|| config.as_ref().map(|c| c.server.clone()))
            .unwrap_or_else(|| DEFAULT_SERVER.to_owned());
        let url = checked_url(&url)?;
        let token = match (token, config) {
            (Some(token), _) => token,
            (None, Some(config)) if checked_url(&config.server)? == url => config.token,
            (None, Some(config)) => {
                return Err(message!(
                    "remote-other-server",
                    file = path?.as_path(),
                    server = config.server,
                    url = url
                )
                .into());
            }
            (None, None) => return Err(message!("remote-no-token", url = url).into()),
        };
        Self::new(url, token, lang)
    }

    /// A server at this URL.
    pub fn new(url: String, token: String, lang: Lang) -> Result<Self> {
        let token = token.trim().to_owned();
        if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(message!("remote-not-a-token").into());
        }
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // The API redirects nowhere; a token must not follow somebody else's redirect.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(tls())
            .build()
            .new_agent();
        Ok(Self {
            url,
            token,
            lang,
            agent,
        })
    }

    /// The URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `GET /api/v1/…` as JSON.
    pub fn get(&self, path: &str) -> Result<Value> {
        let request = self.agent.get(format!("{}/api/v1/{path}", self.url));
        let answer = request
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", self.lang.code())
            .call();
        self.read(answer)
    }

    /// `GET /api/v1/…` as bytes.
    pub fn download(&self, path: &str) -> Result<Vec<u8>> {
        let request = self.agent.get(format!("{}/api/v1/{path}", self.url));
        let answer = request
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", self.lang.code())
            .call();
        match answer {
            Ok(mut response) if response.status().is_success() => {
                let body = response.body_mut().with_config().limit(MOST_BYTES);
                body.read_to_vec()
                    .map_err(|error| self.unreachable(&error).into())
            }
            other => Err(match self.read(other) {
                Ok(_) => CliError::unexpected(&"no bytes"),
                Err(error) => error,
            }),
        }
    }

    /// `POST /api/v1/…` of some bytes; the answer as JSON.
    pub fn post(&self, path: &str, body: &[u8]) -> Result<Value> {
        let request = self.agent.post(format!("{}/api/v1/{path}", self.url));
        let answer = request
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", self.lang.code())
            .header("content-type", "application/octet-stream")
            .send(body);
        self.read(answer)
    }

    fn unreachable(&self, error: &ureq::Error) -> Message {
        // Which kind of error it comes as depends on the system's verifier.
        let untrusted = error.to_string().contains("certificate");
        let (server, error) = (self.url.as_str(), why(error));
        if untrusted {
            message!("remote-untrusted", server = server, error = error)
        } else {
            message!("remote-unreachable", server = server, error = error)
        }
    }

    fn read(
        &self,
        answer: std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Value> {
        let mut response = answer.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        let text = response
            .body_mut()
            .with_config()
            .limit(MOST_BYTES)
            .read_to_string();
        let value = text
            .ok()
            .and_then(|t| serde_json::from_str::<Value>(&t).ok());
        match value {
            Some(value) if status.is_success() => Ok(value),
            Some(problem) if problem.get("detail").is_some() => {
                let part = |name: &str| {
                    let text = problem.get(name).and_then(Value::as_str);
                    text.unwrap_or_default().to_owned()
                };
                Err(message!(
                    "remote-problem",
                    title = part("title"),
                    status = status.to_string(),
                    detail = part("detail")
                )
                .into())
            }
            _ => Err(message!(
                "remote-strange",
                server = self.url.as_str(),
                status = status.to_string()
            )
            .into()),
        }
    }
}

/// Why a server was not reached, in the person's language where it is a usual thing.
fn why(error: &ureq::Error) -> Arg {
    match error {
        ureq::Error::Io(error) => system_error(error).into(),
        ureq::Error::HostNotFound => message!("remote-no-such-host").into(),
        ureq::Error::Timeout(_) => message!("system-timed-out", code = "").into(),
        other => other.to_string().into(),
    }
}

/// A server is trusted as the system trusts it, or as `SSL_CERT_FILE` and `SSL_CERT_DIR` say: universities have authorities of their own.
fn tls() -> TlsConfig {
    TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .build()
}

/// A URL of a server: `https://`, or `http://` on this machine; elsewhere a token would cross the network for all to read.
pub fn checked_url(url: &str) -> Result<String> {
    let url = url.trim().trim_end_matches('/');
    let fault = || CliError::from(message!("remote-no-server", url = url));
    let (scheme, rest) = url.split_once("://").ok_or_else(fault)?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || host.contains('@') || !rest.chars().all(|c| c.is_ascii_graphic()) {
        return Err(fault());
    }
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    match scheme {
        "https" => Ok(url.to_owned()),
        "http" if matches!(name, "localhost" | "127.0.0.1" | "::1") => Ok(url.to_owned()),
        "http" => Err(message!("remote-not-encrypted", url = url, rest = rest).into()),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_crosses_no_open_network() {
        for good in [
            "https://dgm.example.org/",
            "http://localhost:8080",
            "http://[::1]:80",
            "http://127.0.0.1:9/dgm",
        ] {
            assert_eq!(checked_url(good).unwrap(), good.trim_end_matches('/'));
        }
        for bad in [
            "http://dgm.example.org",
            "http://localhost@evil",
            "http://127.0.0.1.evil.org",
            "ftp://x",
            "dgm",
            "https://",
            "https://a b",
        ] {
            assert!(checked_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_config_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dgm/config.toml");
        assert_eq!(read_config(&path).unwrap(), None);
        let config = Config {
            server: "https://dgm.example.org".to_owned(),
            token: "dgm_secret".to_owned(),
        };
        write_config(&path, &config).unwrap();
        write_config(&path, &config).unwrap();
        assert_eq!(read_config(&path).unwrap(), Some(config));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let error = read_config(&path).unwrap_err().to_string();
            assert!(
                error.contains("0640") && error.contains("chmod 600"),
                "{error}"
            );
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        std::fs::write(&path, "token = \"dgm_secret\"\nserver = 3").unwrap();
        let error = read_config(&path).unwrap_err().to_string();
        assert!(!error.contains("dgm_secret"), "{error}");
    }
}
