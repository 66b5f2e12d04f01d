//! Server-sent events: what is news now and then, for as long as somebody listens.

use crate::service::app::App;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio_stream::wrappers::ReceiverStream;

/// What to tell next: an event, nothing new, or an event after which nothing comes.
pub type News = ControlFlow<Option<Event>, Option<Event>>;

/// Asks for news again and again, `pause` in between, and tells them until there will be none, nobody listens any more, or the server
/// stops. `state` goes from one question to the next.
pub fn events<S, N, F>(
    app: Arc<App>,
    pause: Duration,
    mut state: S,
    news: N,
) -> impl IntoResponse + use<S, N, F>
where
    S: Send + 'static,
    N: Fn(Arc<App>, S) -> F + Send + 'static,
    F: Future<Output = (S, News)> + Send,
{
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Event, Infallible>>(4);
    tokio::spawn(async move {
        let mut stopping = app.stopping.subscribe();
        loop {
            let (next, told) = news(Arc::clone(&app), state).await;
            state = next;
            let (ControlFlow::Continue(event) | ControlFlow::Break(event)) = &told;
            if let Some(event) = event.clone()
                && sender.send(Ok(event)).await.is_err()
            {
                return;
            }
            if told.is_break() {
                return;
            }
            // Nobody who watches may hold up a stop of the server.
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopping.wait_for(|stop| *stop) => return,
                () = sender.closed() => return,
            }
        }
    });
    // nginx gathers an answer before it passes it on, unless it is told not to.
    let at_once = [("x-accel-buffering", "no")];
    let events = Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default());
    (at_once, events)
}
