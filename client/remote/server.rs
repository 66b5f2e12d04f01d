//! A server with the right to talk to it.

use super::config::{config_path, read_config};
use super::url::checked_url;
use crate::cli::error::{CliError, Result};
use l10n::{Arg, Lang, Message, message, system_error};
use serde_json::Value;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// Where `dgm serve` listens unless told.
const DEFAULT_SERVER: &str = "http://127.0.0.1:8080";
/// A report is far smaller; an answer that is larger is none of ours.
const MOST_BYTES: u64 = 16 << 20;
/// Grading waits its turn before a deadline.
const PATIENCE: Duration = Duration::from_secs(90);
/// A server that is there answers at once that it is.
const CONNECTED: Duration = Duration::from_secs(10);

/// Which server to talk to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ServerArg {
    /// The server; that of the config file, or http://127.0.0.1:8080, where it is left out.
    #[arg(long, value_name = "URL", env = "DGM_SERVER")]
    pub server: Option<String>,
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
            .timeout_connect(Some(CONNECTED))
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
