//! Signing in without typing anything here (RFC 8628): the server gives a page and a short code, whoever is signed in there lets the
//! program in, and the program asks until it is.

use super::agent::{Answer, agent, json, patiently, refusal};
use crate::cli::error::{Context as _, Result};
use crate::cli::output::tell;
use l10n::{Lang, message};
use serde::Deserialize;
use std::time::{Duration, Instant};
use ureq::Agent;

/// What the second step is called in RFC 8628.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// A server that asks for longer pauses than this is not waited for.
const LONGEST_PAUSE: u64 = 60;
/// Nor one that wants to be asked for longer than this.
const LONGEST: u64 = 30 * 60;

/// What a server answers that lets programs in so.
#[derive(Deserialize)]
struct Asked {
    device_code: String,
    user_code: String,
    verification_uri_complete: String,
    expires_in: u64,
    interval: u64,
}

/// A sign-in that waits to be allowed.
pub struct DeviceSignIn {
    agent: Agent,
    url: String,
    lang: Lang,
    asked: Asked,
    until: Instant,
    /// How many questions in a row got no answer.
    lost: u32,
}

impl DeviceSignIn {
    /// Asks a server at this URL to be let in under this name. `None` where it is of a version that does not know how.
    ///
    /// # Errors
    /// When it cannot be reached, refuses, or says something strange.
    pub fn begin(url: &str, name: &str, lang: Lang) -> Result<Option<Self>> {
        let agent = agent();
        let answer = patiently(lang, || {
            let request = agent.post(format!("{url}/api/v1/device"));
            let request = request.header("accept-language", lang.code());
            request.send_form([("client_id", name)])
        });
        let (status, value) = json(url, answer)?;
        if matches!(status, 404 | 405) {
            return Ok(None);
        }
        if let Some(refused) = refusal(status, value.as_ref()) {
            return Err(refused.into());
        }
        let strange = || message!("remote-strange", server = url, status = status.to_string());
        let asked: Option<Asked> = value.and_then(|value| serde_json::from_value(value).ok());
        let asked = asked.filter(|asked| {
            let shown = [&asked.user_code, &asked.verification_uri_complete];
            let plain = |text: &&String| text.chars().all(|c| c.is_ascii_graphic());
            is_web(&asked.verification_uri_complete) && shown.iter().all(plain)
        });
        let asked = asked.with_context(strange)?;
        let lasts = Duration::from_secs(asked.expires_in.min(LONGEST));
        Ok(Some(Self {
            agent,
            url: url.to_owned(),
            lang,
            asked,
            until: Instant::now() + lasts,
            lost: 0,
        }))
    }

    /// The page to open.
    pub fn page(&self) -> &str {
        &self.asked.verification_uri_complete
    }

    /// The code that the page shows.
    pub fn code(&self) -> &str {
        &self.asked.user_code
    }

    /// How long to wait before the next question: twice as long after each that got no answer (RFC 8628, section 3.5).
    pub fn pause(&self) -> Duration {
        let doubled = 2_u64.saturating_pow(self.lost);
        let pause = self.asked.interval.max(1).saturating_mul(doubled);
        Duration::from_secs(pause.min(LONGEST_PAUSE))
    }

    /// Asks once: the token, or `None` where nobody has decided yet, or no answer came: what is lost on the way says nothing of what is
    /// decided on the page.
    ///
    /// # Errors
    /// When nobody let it in, or its time is over.
    pub fn ask(&mut self) -> Result<Option<String>> {
        if Instant::now() > self.until {
            return Err(message!("login-expired").into());
        }
        let (status, value) = match json(&self.url, self.question()) {
            Ok(answer) => answer,
            Err(unreached) => {
                if self.lost == 0 {
                    tell(&message!("login-goes-on", why = unreached).text(self.lang));
                }
                self.lost = self.lost.saturating_add(1);
                return Ok(None);
            }
        };
        self.lost = 0;
        let part = |name: &str| value.as_ref()?.get(name)?.as_str();
        if let Some(token) = part("access_token") {
            return Ok(Some(token.to_owned()));
        }
        match part("error") {
            Some("authorization_pending") => Ok(None),
            Some("slow_down") => {
                let longer = value.as_ref().and_then(|v| v.get("interval")?.as_u64());
                let more = self.asked.interval.saturating_add(5);
                self.asked.interval = longer.unwrap_or(more).max(more);
                Ok(None)
            }
            Some("access_denied") => Err(message!("login-denied").into()),
            Some("expired_token") => Err(message!("login-expired").into()),
            _ => Err(refusal(status, value.as_ref())
                .unwrap_or_else(|| {
                    let (server, status) = (self.url.as_str(), status.to_string());
                    message!("remote-strange", server = server, status = status)
                })
                .into()),
        }
    }

    fn question(&self) -> Answer {
        let ask = || {
            let request = self.agent.post(format!("{}/api/v1/device/token", self.url));
            let request = request.header("accept-language", self.lang.code());
            let code = self.asked.device_code.as_str();
            request.send_form([("grant_type", GRANT), ("device_code", code)])
        };
        patiently(self.lang, ask)
    }
}

/// Whether a browser may be sent there: a server could name a program's own kind of address otherwise.
fn is_web(page: &str) -> bool {
    page.starts_with("https://") || page.starts_with("http://")
}

/// What this machine is called, where it says so.
pub fn machine() -> String {
    let named = |name: &str| std::env::var(name).ok();
    let told = std::fs::read_to_string("/etc/hostname").ok();
    let name = told
        .or_else(|| named("COMPUTERNAME"))
        .or_else(|| named("HOSTNAME"))
        .unwrap_or_default();
    let name: String = name.trim().chars().filter(|c| !c.is_control()).collect();
    if name.is_empty() {
        std::env::consts::OS.to_owned()
    } else {
        name.chars().take(40).collect()
    }
}
