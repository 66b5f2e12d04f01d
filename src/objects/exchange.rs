//! One signed request and its answer, tried again where the storage asks for that.

use super::error::ObjectError;
use super::signature::{Request as Signed, Signer, amz_date, authorization};
use crate::outgoing::{Bounds, OutgoingError, send_within};
use axum::http::{Method, Request, Response, StatusCode, Uri};
use jiff::Timestamp;
use std::time::Duration;

/// A storage that answers begins to do so at once; a large object takes its time.
const SILENCE: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_mins(2);
/// What an answer may be larger than the object that is asked for: an error is told in a few lines.
const MARGIN: u64 = 64 * 1024;
/// How long one waits before one asks again, each time; storages ask for it where they are busy.
const AGAIN: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(500)];

/// A request that is signed. It is worth something for a quarter of an hour: later no storage takes it.
pub(super) struct Exchange {
    method: Method,
    uri: Uri,
    headers: [(&'static str, String); 3],
}

impl Exchange {
    /// Signs a request of this address at this instant.
    pub(super) fn new(
        signer: Signer<'_>,
        method: Method,
        uri: Uri,
        payload: &str,
        now: Timestamp,
    ) -> Self {
        let date = amz_date(now);
        let host = uri.authority().map_or("", |authority| authority.as_str());
        let headers = [
            ("host", host),
            ("x-amz-content-sha256", payload),
            ("x-amz-date", &date),
        ];
        let signed = Signed {
            method: method.as_str(),
            path: uri.path(),
            query: "",
            headers: &headers,
            payload,
        };
        let authorization = authorization(signer, &signed, &date);
        let headers = [
            ("x-amz-content-sha256", payload.to_owned()),
            ("x-amz-date", date.clone()),
            ("authorization", authorization),
        ];
        Self {
            method,
            uri,
            headers,
        }
    }

    /// Sends it with this body and takes an answer about as large as this, on a thread that may block. What is answered is right, or says
    /// that there is no such object.
    pub(super) fn run(&self, body: &[u8], size: u64) -> Result<Option<Vec<u8>>, ObjectError> {
        let mut pauses = AGAIN.iter();
        loop {
            let answer = self.once(body, size);
            let (why, may_pass) = match &answer {
                Ok(response) => match judged(response) {
                    Judged::Done => return Ok(answer.ok().map(Response::into_body)),
                    Judged::NoObject => return Ok(None),
                    Judged::Refused { why, may_pass } => (why, may_pass),
                },
                Err(error) => (error.to_string(), may_pass(error)),
            };
            match pauses.next() {
                Some(pause) if may_pass => std::thread::sleep(*pause),
                _ => return Err(ObjectError::Away(why)),
            }
        }
    }

    fn once(&self, body: &[u8], size: u64) -> Result<Response<Vec<u8>>, OutgoingError> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        for (name, value) in &self.headers {
            // What cannot stand in a header is not signed for: the storage refuses the request.
            if let Ok(value) = value.parse() {
                request.headers_mut().insert(*name, value);
            }
        }
        let bounds = Bounds {
            bytes: size + MARGIN,
            whole: WHOLE,
            silence: SILENCE,
        };
        send_within(request, bounds)
    }
}

/// What an answer says.
enum Judged {
    Done,
    NoObject,
    Refused { why: String, may_pass: bool },
}

fn judged(response: &Response<Vec<u8>>) -> Judged {
    let status = response.status();
    if status.is_success() {
        return Judged::Done;
    }
    let code = code(response.body());
    // A 404 may as well be about the bucket, or come from a server on the way: then nothing is lost.
    if status == StatusCode::NOT_FOUND && code == Some("NoSuchKey") {
        return Judged::NoObject;
    }
    let may_pass =
        matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504) || code == Some("RequestTimeout");
    let why = match code {
        Some(code) => format!("{} {code}", status.as_u16()),
        None => status.as_u16().to_string(),
    };
    Judged::Refused { why, may_pass }
}

/// The code of an error document. It is shown to operators, so it is taken only where it looks like one.
fn code(body: &[u8]) -> Option<&str> {
    const LONGEST: usize = 64;
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric());
    (plain && (1..=LONGEST).contains(&code.len())).then_some(code)
}

/// A connection that broke may be tried anew; one that said nothing for as long as one waits has had its chance.
fn may_pass(error: &OutgoingError) -> bool {
    matches!(
        error,
        OutgoingError::Exchange(ureq::Error::Io(_) | ureq::Error::ConnectionFailed)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_an_error_is_read_and_nothing_else() {
        let told = b"<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Key>x</Key></Error>";
        assert_eq!(code(told), Some("NoSuchBucket"));
        for other in [
            &b"<html>404</html>"[..],
            b"<Code></Code>",
            b"<Code>\x1b[31m</Code>",
            b"<Code>x",
            &[0xff; 9],
        ] {
            assert_eq!(code(other), None, "{other:?}");
        }
        let long = format!("<Code>{}</Code>", "x".repeat(65));
        assert_eq!(code(long.as_bytes()), None);
    }
}
