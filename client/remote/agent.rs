//! How servers are asked: within bounds of time and size, following nobody's redirect, trusting whom the system trusts, and as
//! patiently as they ask for.

use crate::cli::output::tell;
use l10n::{Arg, Lang, Message, message, size, system_error};
use serde_json::Value;
use std::time::Duration;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

/// A report is far smaller; an answer that is larger is none of ours.
const MOST_BYTES: usize = 16 << 20;
/// Grading waits its turn before a deadline.
const PATIENCE: Duration = Duration::from_secs(90);
/// A server that is there answers at once that it is.
const CONNECTED: Duration = Duration::from_secs(10);
/// Whoever asks to be asked later is, as long as it comes to no more than this.
const MOST_WAITED: Duration = Duration::from_mins(1);
/// A wait that is hardly noticed is not spoken of.
const SHORT: Duration = Duration::from_secs(3);

/// What a server answered, or why nothing came.
pub(super) type Answer = Result<Response<Body>, ureq::Error>;

/// What asks.
pub(super) fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(CONNECTED))
        .http_status_as_error(false)
        // The API redirects nowhere; a token must not follow somebody else's redirect.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .tls_config(tls())
        .build()
        .new_agent()
}

/// Asks, and asks again after as long as the server says, where it is too busy now.
pub(super) fn patiently(lang: Lang, ask: impl Fn() -> Answer) -> Answer {
    let mut waited = Duration::ZERO;
    loop {
        let answer = ask();
        let Some(pause) = answer.as_ref().ok().and_then(asked_to_wait) else {
            return answer;
        };
        waited += pause;
        if waited > MOST_WAITED {
            return answer;
        }
        if pause > SHORT {
            let seconds = pause.as_secs().to_string();
            tell(&message!("remote-waiting", seconds = seconds).text(lang));
        }
        std::thread::sleep(pause);
    }
}

/// For how long the server asks to be left alone, where it does and says so in seconds.
fn asked_to_wait(response: &Response<Body>) -> Option<Duration> {
    if !matches!(response.status().as_u16(), 429 | 503) {
        return None;
    }
    let said = response.headers().get(header::RETRY_AFTER)?;
    let seconds: u32 = said.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(u64::from(seconds.max(1))))
}

/// The answer's status and its JSON.
pub(super) fn json(server: &str, answer: Answer) -> Result<(u16, Option<Value>), Message> {
    let mut response = answer.map_err(|error| unreachable(server, &error))?;
    let body = response.body_mut().with_config().limit(MOST_BYTES as u64);
    let text = match body.read_to_string() {
        Err(ureq::Error::BodyExceedsLimit(_)) => return Err(too_large(server, MOST_BYTES)),
        text => text.ok(),
    };
    let value = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok((response.status().as_u16(), value))
}

/// The server sent more than is taken.
pub(super) fn too_large(server: &str, most: usize) -> Message {
    message!("remote-too-large", server = server, most = size(most))
}

/// The server was not reached.
pub(super) fn unreachable(server: &str, error: &ureq::Error) -> Message {
    // Which kind of error it comes as depends on the system's verifier.
    let text = error.to_string();
    if text.contains("certificate") {
        let error = match error {
            ureq::Error::Io(error) => error.to_string(),
            _ => text,
        };
        // These two look nowhere but into their own store.
        if cfg!(any(windows, target_os = "macos")) {
            message!("remote-untrusted-store", server = server, error = error)
        } else {
            message!("remote-untrusted", server = server, error = error)
        }
    } else {
        let error = why(error);
        message!("remote-unreachable", server = server, error = error)
    }
}

/// What a server refused, in its own words; `None` where it said nothing that a dgm server says.
pub(super) fn refusal(status: u16, problem: Option<&Value>) -> Option<Message> {
    let part = |name: &str| problem?.get(name)?.as_str().map(str::to_owned);
    let detail = part("detail")?;
    let title = part("title").unwrap_or_default();
    let status = status.to_string();
    Some(message!(
        "remote-problem",
        title = title,
        status = status,
        detail = detail
    ))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn answer(status: u16, retry_after: &str) -> Response<Body> {
        let response = Response::builder().status(status);
        let response = match retry_after {
            "" => response,
            seconds => response.header(header::RETRY_AFTER, seconds),
        };
        response.body(Body::builder().data("{}")).unwrap()
    }

    #[test]
    fn what_is_too_large_is_called_so() {
        let told = |length: usize| {
            let body = Body::builder().data(vec![b' '; length]);
            json("https://x", Ok(Response::new(body))).map_err(|told| told.text(Lang::En))
        };
        assert_eq!(told(MOST_BYTES), Ok((200, None)));
        let told = told(MOST_BYTES + 1).unwrap_err();
        assert!(told.contains("larger than 16 MiB"), "{told}");
    }

    #[test]
    fn it_waits_as_long_as_it_is_asked_to_and_no_longer_than_a_minute() {
        for (status, said, waits) in [
            (429, "2", Some(2)),
            (503, "30", Some(30)),
            (503, "0", Some(1)),
            (503, "", None),
            (429, "Wed, 21 Oct 2026 07:28:00 GMT", None),
            (200, "5", None),
            (500, "5", None),
        ] {
            let answer = answer(status, said);
            let expected = waits.map(Duration::from_secs);
            assert_eq!(asked_to_wait(&answer), expected, "{status} {said}");
        }
        let asked = Cell::new(0);
        let busy = |said: &'static str| {
            asked.set(0);
            let ask = || {
                asked.set(asked.get() + 1);
                Ok(answer(if asked.get() < 3 { 429 } else { 200 }, said))
            };
            patiently(Lang::En, ask).unwrap().status().as_u16()
        };
        assert_eq!((busy("1"), asked.get()), (200, 3));
        assert_eq!((busy("61"), asked.get()), (429, 1));
        assert_eq!((busy("4294967295"), asked.get()), (429, 1));
    }
}
