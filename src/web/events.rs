//! Server-sent events: what is news now and then, for as long as somebody listens.

use crate::service::app::App;
use crate::store::Topic;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::watch;
use tokio_stream::wrappers::ReceiverStream;

/// What to tell next: an event, nothing new, or an event after which nothing comes.
pub type News = ControlFlow<Option<Event>, Option<Event>>;

/// How long nothing is asked while nothing changes.
const QUIET: Duration = Duration::from_secs(15);

/// Asks for news whenever what they are about has changed, here or on another server, at least `pause` in between; where others are not
/// heard of, again and again. Tells them until there will be none, nobody listens any more, or the server stops. `state` goes from one
/// question to the next.
pub fn events<S, N, F>(
    app: Arc<App>,
    about: Topic,
    pause: Duration,
    mut state: S,
    news: N,
) -> impl IntoResponse + use<S, N, F>
where
    S: Send + 'static,
    N: Fn(Arc<App>, S) -> F + Send + 'static,
    F: Future<Output = (S, News)> + Send,
{
    let (sender, receiver) = channel::<Result<Event, Infallible>>(4);
    tokio::spawn(async move {
        let mut stopping = app.stopping.subscribe();
        let mut changed = app.store.changes().subscribe(about);
        loop {
            // Before it is asked: what changes meanwhile is asked for the next time.
            changed.mark_unchanged();
            let (next, told) = news(Arc::clone(&app), state).await;
            state = next;
            if tell(&sender, told).await.is_break() {
                return;
            }
            // Nobody who watches may hold up a stop of the server.
            let due = async {
                tokio::time::sleep(pause).await;
                if app.store.changes().is_watched() {
                    drop(tokio::time::timeout(QUIET, changed.changed()).await);
                }
            };
            tokio::select! {
                () = due => {}
                _ = stopping.wait_for(|stop| *stop) => return,
                () = sender.closed() => return,
            }
        }
    });
    answered(receiver)
}

/// Tells what becomes of something that is watched, at least `pause` in between, until nothing comes any more, nobody listens or the
/// server stops.
pub fn watched<T, N>(
    app: &Arc<App>,
    mut of: watch::Receiver<T>,
    pause: Duration,
    news: N,
) -> impl IntoResponse + use<T, N>
where
    T: Copy + Send + Sync + 'static,
    N: Fn(T) -> News + Send + 'static,
{
    let (sender, receiver) = channel::<Result<Event, Infallible>>(4);
    let mut stopping = app.stopping.subscribe();
    tokio::spawn(async move {
        loop {
            let now = *of.borrow_and_update();
            if tell(&sender, news(now)).await.is_break() {
                return;
            }
            let due = async {
                tokio::time::sleep(pause).await;
                of.changed().await
            };
            tokio::select! {
                changed = due => if changed.is_err() { return },
                _ = stopping.wait_for(|stop| *stop) => return,
                () = sender.closed() => return,
            }
        }
    });
    answered(receiver)
}

/// Tells what is new; nothing more comes where that was the end, or nobody listens.
async fn tell(sender: &Sender<Result<Event, Infallible>>, news: News) -> ControlFlow<()> {
    let is_end = news.is_break();
    let (ControlFlow::Continue(event) | ControlFlow::Break(event)) = news;
    if let Some(event) = event
        && sender.send(Ok(event)).await.is_err()
    {
        return ControlFlow::Break(());
    }
    if is_end {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

fn answered(receiver: Receiver<Result<Event, Infallible>>) -> impl IntoResponse + use<> {
    // nginx gathers an answer before it passes it on, unless it is told not to.
    let at_once = [("x-accel-buffering", "no")];
    let events = Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default());
    (at_once, events)
}
