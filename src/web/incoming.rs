//! A request as it comes in: when it arrived, and a body that may neither stand still nor be left unread.

use super::bounds::Bounds;
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
use std::time::{Duration, Instant};
use tokio::time::{Sleep, sleep};
use tokio_stream::StreamExt as _;

/// What comes of a body while it was waited for as long as a trickle may last: a kilobyte a second, a fraction of any line on which one
/// can work. A body of which less comes has room that others need.
const LEAST: usize = 60 << 10;

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
    let pace = Pace::new(&server.settings.bounds);
    next.run(request.map(|body| Body::new(Watched::new(body, pace, trouble, asks))))
        .await
}

/// How fast a body comes: how long it is waited for, and what comes meanwhile. What comes while nobody waits costs it nothing.
struct Pace {
    still: Duration,
    trickle: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
    waited: Duration,
    came: usize,
}

impl Pace {
    const fn new(bounds: &Bounds) -> Self {
        Self {
            still: bounds.still,
            trickle: bounds.trickle,
            waiting: None,
            waited: Duration::ZERO,
            came: 0,
        }
    }

    /// Ready where nothing came for too long.
    fn poll_still(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let still = self.still;
        let begin = || (Instant::now(), Box::pin(sleep(still)));
        let (_, clock) = self.waiting.get_or_insert_with(begin);
        clock.as_mut().poll(cx)
    }

    /// Notes what came; whether it is a trickle.
    fn is_trickle(&mut self, bytes: usize) -> bool {
        if let Some((since, _)) = self.waiting.take() {
            self.waited += since.elapsed();
        }
        self.came += bytes;
        if self.waited < self.trickle {
            return false;
        }
        self.waited = Duration::ZERO;
        std::mem::take(&mut self.came) < LEAST
    }
}

/// A body that ends with an error where nothing comes for too long, or next to nothing for longer.
struct Watched {
    body: Body,
    pace: Pace,
    trouble: Trouble,
    /// Whether the client waits to be asked for the body, and was not asked yet.
    asks: bool,
    over: bool,
}

impl Watched {
    const fn new(body: Body, pace: Pace, trouble: Trouble, asks: bool) -> Self {
        Self {
            body,
            pace,
            trouble,
            asks,
            over: false,
        }
    }

    fn fail(&mut self, trouble: u8) {
        self.over = true;
        self.trouble.0.store(trouble, Ordering::Relaxed);
    }

    fn slow(&mut self) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.fail(SLOW);
        let why = "too little came for too long";
        Poll::Ready(Some(Err(axum::Error::new(why))))
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
            match &frame {
                None => this.over = true,
                Some(Err(_)) => this.fail(BROKEN),
                Some(Ok(frame)) => {
                    let bytes = frame.data_ref().map_or(0, Bytes::len);
                    // What has come whole may have come as it liked.
                    if this.pace.is_trickle(bytes) && !this.body.is_end_stream() {
                        return this.slow();
                    }
                }
            }
            return Poll::Ready(frame);
        }
        ready!(this.pace.poll_still(cx));
        this.slow()
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
