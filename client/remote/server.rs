//! A server with the right to talk to it.

use super::agent::{Answer, agent, json, patiently, refusal, too_large, unreachable};
use super::config::{config_path, read_config};
use super::url::checked_url;
use crate::cli::error::{CliError, Context as _, Result};
use judge::answers::Limits;
use l10n::{Lang, message};
use serde_json::Value;

/// Which server to talk to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ServerArg {
    /// The server; that of DGM_SERVER or of the config file where it is left out.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
}

impl ServerArg {
    /// The server that is named, by the argument or by `DGM_SERVER`.
    ///
    /// # Errors
    /// When it is no address of one.
    pub fn named(&self) -> Result<Option<String>> {
        let named = self.server.clone().or_else(|| environment(SERVER));
        named.map(|url| checked_url(&url)).transpose()
    }

    /// The server that is named, else that of the config file.
    ///
    /// # Errors
    /// When it is no address of one, or the config file cannot be used.
    pub fn address(&self) -> Result<Option<String>> {
        if let Some(named) = self.named()? {
            return Ok(Some(named));
        }
        let config = read_config(&config_path()?)?;
        config.map(|config| checked_url(&config.server)).transpose()
    }
}

/// The variable that names a server, and the one with a token for it.
const SERVER: &str = "DGM_SERVER";
const TOKEN: &str = "DGM_TOKEN";

/// What a variable says.
fn environment(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?.trim().to_owned();
    Some(value).filter(|value| !value.is_empty())
}

/// The token of the environment, where it is for this server: `DGM_SERVER` beside it names no other.
pub fn environment_token(url: &str) -> Option<String> {
    let is_this = |named: String| checked_url(&named).is_ok_and(|named| named == url);
    environment(TOKEN).filter(|_| environment(SERVER).is_none_or(is_this))
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
    /// The server that is named, with the token of the environment or of the config file; else the server of the config file. A token
    /// goes to the server that it is for and to no other: the environment's to the one that is named beside it.
    pub fn find(args: &ServerArg, lang: Lang) -> Result<Self> {
        let named = args.named()?;
        if let Some(url) = &named
            && let Some(token) = environment_token(url)
        {
            return Self::new(url.clone(), token, lang);
        }
        let path = config_path()?;
        let config = read_config(&path)?;
        // The file names the server of a token that it holds too.
        let is_kept = |token: &String| config.as_ref().is_some_and(|c| c.token.trim() == token);
        if named.is_none() && environment(TOKEN).is_some_and(|token| !is_kept(&token)) {
            return Err(message!("remote-token-alone").into());
        }
        let config = match (config, named.as_ref()) {
            (Some(config), _) => config,
            (None, Some(url)) => return Err(message!("remote-no-token", url = url.as_str()).into()),
            (None, None) => return Err(message!("login-which-server").into()),
        };
        let url = checked_url(&config.server)?;
        match named {
            Some(named) if named != url => Err(message!(
                "remote-other-server",
                file = path.as_path(),
                server = config.server,
                url = named
            )
            .into()),
            _ => {
                let server = Self::new(url, config.token, lang)?;
                Ok(Self {
                    is_given: false,
                    ..server
                })
            }
        }
    }

    /// The server that is named, or that of the config file, with this token.
    ///
    /// # Errors
    /// When nothing says which server the token is for.
    pub fn with_token(args: &ServerArg, token: String, lang: Lang) -> Result<Self> {
        let url = args.address()?;
        let url = url.with_context(|| message!("remote-token-alone"))?;
        Self::new(url, token, lang)
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

    /// Whether its user gave the token, and `dgm login` did not keep it.
    pub fn is_given(&self) -> bool {
        self.is_given
    }

    /// The page of a submission.
    pub fn report_page(&self, id: &Value) -> Option<String> {
        Some(format!("{}/submissions/{}", self.url, id.as_u64()?))
    }

    /// `GET /api/v1/…` as JSON.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.read(self.got(path))
    }

    /// `GET /api/v1/…` as bytes: inputs, or a practice pack.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses, or sends more than is taken.
    pub fn download(&self, path: &str) -> Result<Vec<u8>> {
        let bytes = self.download_at_most(path, Limits::given().file)?;
        bytes.with_context(|| too_large(&self.url, Limits::given().file))
    }

    /// The same; nothing where there are more bytes than so many.
    ///
    /// # Errors
    /// When the server cannot be reached, or refuses.
    pub fn download_at_most(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>> {
        match self.got(path) {
            Ok(mut response) if response.status().is_success() => {
                let body = response.body_mut().with_config().limit(most as u64);
                match body.read_to_vec() {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(ureq::Error::BodyExceedsLimit(_)) => Ok(None),
                    Err(error) => Err(unreachable(&self.url, &error).into()),
                }
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
