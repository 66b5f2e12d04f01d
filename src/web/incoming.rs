//! A request as it comes in: when it arrived, and a body that may neither stand still nor be left unread.

use super::error::AppError;
use super::state::ServerState;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use jiff::Timestamp;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};
use tokio_stream::StreamExt as _;

/// When the head of the request was read: what is sent counts from then on, however long the body takes.
#[derive(Clone, Copy, Debug)]
pub struct Arrived(pub Timestamp);

impl FromRequestParts<ServerState> for Arrived {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, server: &ServerState) -> Result<Self, AppError> {
        let noted = parts.extensions.get::<Self>().copied();
        Ok(noted.unwrap_or_else(|| Self(server.app.now())))
    }
}

/// What went wrong with the body while it was read, whoever read it.
#[derive(Clone, Debug, Default)]
pub struct Trouble(Arc<AtomicU8>);

const BROKEN: u8 = 1;
const SLOW: u8 = 2;

impl Trouble {
    /// The error to be told instead of what the reader made of it.
    pub fn error(&self) -> Option<AppError> {
        match self.0.load(Ordering::Relaxed) {
            BROKEN => Some(AppError::BrokenBody),
            SLOW => Some(AppError::Slow),
            _ => None,
        }
    }
}

/// The layer that notes the arrival and watches over the body.
pub async fn note(State(server): State<ServerState>, mut request: Request, next: Next) -> Response {
    let app = &server.app;
    let trouble = Trouble::default();
    request.extensions_mut().insert(Arrived(app.now()));
    request.extensions_mut().insert(trouble.clone());
    let asks = request.headers().contains_key(header::EXPECT);
    let still = server.settings.bounds.still;
    next.run(request.map(|body| Body::new(Watched::new(body, still, trouble, asks))))
        .await
}

/// A body that ends with an error where nothing comes for too long.
struct Watched {
    body: Body,
    still: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    trouble: Trouble,
    /// Whether the client waits to be asked for the body, and was not asked yet.
    asks: bool,
    over: bool,
}

impl Watched {
    const fn new(body: Body, still: Duration, trouble: Trouble, asks: bool) -> Self {
        Self {
            body,
            still,
            sleep: None,
            trouble,
            asks,
            over: false,
        }
    }

    fn fail(&mut self, trouble: u8) {
        self.over = true;
        self.trouble.0.store(trouble, Ordering::Relaxed);
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        this.asks = false;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            match &frame {
                None => this.over = true,
                Some(Err(_)) => this.fail(BROKEN),
                Some(Ok(_)) => {}
            }
            return Poll::Ready(frame);
        }
        let still = this.still;
        let clock = this.sleep.get_or_insert_with(|| Box::pin(sleep(still)));
        ready!(clock.as_mut().poll(cx));
        this.fail(SLOW);
        Poll::Ready(Some(Err(axum::Error::new("nothing came for too long"))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer that is given before the body was read would be lost on most clients: they write to the end before they read,
/// and a connection closed with bytes unread is reset. So the rest is read and forgotten, for a while.
impl Drop for Watched {
    fn drop(&mut self) {
        /// More than any file that is taken, so that also one a little too large hears why.
        const MOST: usize = 64 << 20;
        const LONGEST: Duration = Duration::from_secs(10);
        if self.over || self.asks || self.body.is_end_stream() {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let mut rest = std::mem::take(&mut self.body).into_data_stream();
        runtime.spawn(tokio::time::timeout(LONGEST, async move {
            let mut read = 0;
            while let Some(Ok(bytes)) = rest.next().await {
                read += bytes.len();
                if read > MOST {
                    break;
                }
            }
        }));
    }
}
