//! Requests that the server itself makes of others: sign-in providers, learning platforms, stores of files.
//!
//! Whom it asks is written by people or announced by a provider, so an answer is bounded in time and size, nothing is followed elsewhere, and only a
//! server on this machine may be asked without TLS.

use jiff::Timestamp;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use ureq::http::{Request, Response, Uri};
use ureq::tls::{RootCerts, TlsConfig};

/// Documents of keys and lists of people are far smaller.
const MOST_BYTES: u64 = 4 << 20;
/// How long a whole exchange may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// A server that is there answers at once that it is.
const CONNECTED: Duration = Duration::from_secs(5);

/// Why another server gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The address is none that may be asked.
    #[error("{0} is not asked: it needs https, or to be on this machine")]
    Address(String),
    /// It could not be asked, did not answer in time, or answered with too much.
    #[error(transparent)]
    Exchange(#[from] ureq::Error),
    /// A fault of ours.
    #[error(transparent)]
    Fault(#[from] tokio::task::JoinError),
}

/// An instant as the libraries that write to others and read what these signed take it; one that no clock of this system can show, as the
/// epoch.
pub fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::try_from(at).unwrap_or(SystemTime::UNIX_EPOCH)
}

static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
    ureq::Agent::config_builder()
        .timeout_connect(Some(CONNECTED))
        .http_status_as_error(false)
        // A code, a token or a grade goes to the address that was agreed on and to no other.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .tls_config(
            TlsConfig::builder()
                .root_certs(RootCerts::PlatformVerifier)
                .build(),
        )
        .build()
        .into()
});

/// How much one exchange may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The largest answer, in bytes.
    pub bytes: u64,
    /// How long all of it may take.
    pub whole: Duration,
    /// How long nothing may move.
    pub silence: Duration,
}

impl Bounds {
    /// Those of requests that are small and answered with little.
    const USUAL: Self = Self {
        bytes: MOST_BYTES,
        whole: PATIENCE,
        silence: PATIENCE,
    };
}

/// Sends a request and waits for its whole answer, whatever its status: call it on a thread that may block.
///
/// # Errors
/// When the address may not be asked, or no answer of at most 4 MiB came within 20 s.
pub fn send(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OutgoingError> {
    send_within(request, Bounds::USUAL)
}

/// The same within bounds of one's own, for what is larger.
///
/// # Errors
/// When the address may not be asked, or no answer came within the bounds.
pub fn send_within(
    request: Request<impl ureq::AsSendBody>,
    bounds: Bounds,
) -> Result<Response<Vec<u8>>, OutgoingError> {
    if !may_be_asked(request.uri()) {
        return Err(OutgoingError::Address(request.uri().to_string()));
    }
    let request = AGENT
        .configure_request(request)
        .timeout_global(Some(bounds.whole))
        .timeout_recv_response(Some(bounds.silence))
        .timeout_per_read(Some(bounds.silence))
        .timeout_per_write(Some(bounds.silence))
        .build();
    let (parts, mut body) = AGENT.run(request)?.into_parts();
    let body = body.with_config().limit(bounds.bytes).read_to_vec()?;
    Ok(Response::from_parts(parts, body))
}

/// The same for who may not block.
///
/// # Errors
/// As [`send`].
pub async fn ask(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OutgoingError> {
    tokio::task::spawn_blocking(move || send(request)).await?
}

/// Whether an address is asked at all.
pub fn may_be_asked(uri: &Uri) -> bool {
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        for (uri, asked) in [
            ("https://idp.example.org/token", true),
            ("http://127.0.0.1:8000/token", true),
            ("http://[::1]:8000/token", true),
            ("http://localhost/token", true),
            ("http://idp.example.org/token", false),
            ("http://localhost.example.org/token", false),
            ("ftp://127.0.0.1/token", false),
            ("/token", false),
        ] {
            assert_eq!(may_be_asked(&uri.parse().expect("a URI")), asked, "{uri}");
        }
    }

    /// A server on this machine that answers one request with these bytes.
    fn answering(bytes: Vec<u8>) -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it has one");
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&bytes);
        });
        format!("http://{address}/")
    }

    fn get(url: &str) -> Result<Response<Vec<u8>>, OutgoingError> {
        send(Request::get(url).body(Vec::new()).expect("a request"))
    }

    #[test]
    fn a_refusal_is_an_answer_and_nothing_is_followed() {
        let answer =
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nno";
        let response = get(&answering(answer.to_vec())).expect("an answer");
        assert_eq!(response.status(), 302);
        assert_eq!(response.body(), b"no");
    }

    #[test]
    fn an_answer_without_end_is_given_up() {
        let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        answer.resize(answer.len() + (5 << 20), b' ');
        assert!(get(&answering(answer)).is_err());
    }
}
