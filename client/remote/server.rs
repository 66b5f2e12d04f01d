//! A server with the right to talk to it.

use super::agent::{Answer, MOST_BYTES, agent, json, patiently, refusal, unreachable};
use super::config::{config_path, read_config};
use super::url::checked_url;
use crate::cli::error::{CliError, Result};
use l10n::{Lang, message};
use serde_json::Value;

/// Where `dgm serve` listens unless told.
const DEFAULT_SERVER: &str = "http://127.0.0.1:8080";
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
    /// Whether its user gave the token; else `dgm login` kept it, and its user may never have seen it.
    is_given: bool,
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
        let (token, is_given) = match (token, config) {
            (Some(token), _) => (token, true),
            (None, Some(config)) if checked_url(&config.server)? == url => (config.token, false),
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
        let server = Self::new(url, token, lang)?;
        Ok(Self { is_given, ..server })
    }

    /// A server at this URL.
    pub fn new(url: String, token: String, lang: Lang) -> Result<Self> {
        let token = token.trim().to_owned();
        if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(message!("remote-not-a-token").into());
        }
        Ok(Self {
            url,
            token,
            is_given: true,
            lang,
            agent: agent(),
        })
    }

    /// The URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The page of a submission.
    pub fn report_page(&self, id: &Value) -> Option<String> {
        Some(format!("{}/submissions/{}", self.url, id.as_u64()?))
    }

    /// `GET /api/v1/…` as JSON.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.read(self.got(path))
    }

    /// `GET /api/v1/…` as bytes.
    pub fn download(&self, path: &str) -> Result<Vec<u8>> {
        match self.got(path) {
            Ok(mut response) if response.status().is_success() => {
                let body = response.body_mut().with_config().limit(MOST_BYTES);
                let bytes = body.read_to_vec();
                bytes.map_err(|error| unreachable(&self.url, &error).into())
            }
            other => Err(match self.read(other) {
                Ok(_) => CliError::unexpected(&"no bytes"),
                Err(error) => error,
            }),
        }
    }

    /// `POST /api/v1/…` of some bytes; the answer as JSON. Sent again where the server asks for it: the same answers are one submission.
    pub fn post(&self, path: &str, body: &[u8]) -> Result<Value> {
        self.read(patiently(self.lang, || {
            let request = self.agent.post(format!("{}/api/v1/{path}", self.url));
            request
                .header("authorization", format!("Bearer {}", self.token))
                .header("accept-language", self.lang.code())
                .header("content-type", "application/octet-stream")
                .send(body)
        }))
    }

    fn got(&self, path: &str) -> Answer {
        patiently(self.lang, || {
            let request = self.agent.get(format!("{}/api/v1/{path}", self.url));
            request
                .header("authorization", format!("Bearer {}", self.token))
                .header("accept-language", self.lang.code())
                .call()
        })
    }

    fn read(&self, answer: Answer) -> Result<Value> {
        let (status, value) = json(&self.url, answer)?;
        let url = self.url.as_str();
        match value {
            Some(value) if (200..300).contains(&status) => Ok(value),
            Some(problem) if status == 401 && problem.get("detail").is_some() => {
                Err(if self.is_given {
                    message!("remote-token-refused", url = url)
                } else {
                    message!("remote-signed-out", url = url)
                }
                .into())
            }
            value => {
                let strange =
                    || message!("remote-strange", server = url, status = status.to_string());
                let refused = refusal(status, value.as_ref());
                Err(refused.unwrap_or_else(strange).into())
            }
        }
    }
}
