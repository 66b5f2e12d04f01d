//! Starts the server and stops it in order.

use super::bounds::Bounds;
use super::connections::{Connections, Place};
use super::download::Guarded;
use super::router::router;
use super::socket::Told;
use super::state::ServerState;
use crate::service::app::App;
use crate::service::lti::sender;
use crate::service::once::once;
use crate::service::regrade;
use crate::service::sharing::compare;
use crate::store::Store;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// How long a stop waits for a job to end in order: longer than grading a submission takes.
const LAST_WORK: Duration = Duration::from_secs(10);
/// The hour of the course's day in which what was sent is compared, and for how long at most.
const NIGHT: i8 = 3;
const NIGHTLY: Duration = Duration::from_mins(20);
/// For how long work of every hour is one server's: shorter than the pause between two questions, and longer than servers that ask
/// together are apart.
const HELD_FOR: Duration = Duration::from_mins(30);
/// How often a server looks for work that another has left.
const LEFT_WORK: Duration = Duration::from_secs(5);
/// The largest head of a request, and how much is read at once: every connection may hold as much.
const LARGEST_HEAD: usize = 64 * 1024;

/// Serves until the process is asked to stop; requests under way are finished, for as long as they may hold it up.
///
/// # Errors
/// When the socket fails.
pub async fn serve(server: ServerState, listener: TcpListener) -> std::io::Result<()> {
    serve_until(server, listener, stop()).await
}

/// The same until `stop` ends.
///
/// # Errors
/// When the socket fails.
pub async fn serve_until(
    server: ServerState,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let app = Arc::clone(&server.app);
    let sweeper = tokio::spawn(sweep(server.clone()));
    let nightly = tokio::spawn(nightly(Arc::clone(&app)));
    let left_work = tokio::spawn(left_work(Arc::clone(&app)));
    let store = app.store.clone();
    let watch = tokio::spawn(async move { store.watch().await });
    // It ends by itself when the server stops, after the score that is on its way.
    tokio::spawn(sender::run(Arc::clone(&app)));
    let filling = tokio::spawn(fill(server.app.store.clone()));
    let connections = Connections::new(server.settings.bounds.clone());
    let graceful = GracefulShutdown::new();
    let router = router(server.clone());
    tokio::select! {
        () = accept(&router, &listener, &connections, &graceful) => {}
        () = connections.sweep() => {}
        () = stop => {}
    }
    drop(listener);
    app.stopping.send_replace(true);
    sweeper.abort();
    nightly.abort();
    left_work.abort();
    watch.abort();
    filling.abort();
    // A job ends before its next submission. Whoever would begin another one waits, and is taken up at the next start.
    let last_work = tokio::time::timeout(LAST_WORK, app.background_work.write());
    let ((), idle) = tokio::join!(
        drain(&server.settings.bounds, &connections, graceful),
        last_work
    );
    app.store.close().await;
    drop(idle);
    Ok(())
}

/// Fills in what an earlier release did not keep yet; until then it is made where it is asked for.
async fn fill(store: Store) {
    if let Err(error) = store.fill_outcomes().await {
        tracing::warn!(%error, "what earlier submissions did is not kept for statistics yet");
    }
}

/// Takes connections in, as many as there may be; never ends.
async fn accept(
    router: &Router,
    listener: &TcpListener,
    connections: &Arc<Connections>,
    graceful: &GracefulShutdown,
) {
    for number in 0.. {
        connections.room().await;
        match listener.accept().await {
            Ok((socket, peer)) => {
                // An IPv4 address is the same one however the socket writes it.
                if let Some(place) = connections.admit(number, peer.ip().to_canonical()) {
                    let served =
                        connection(router.clone(), socket, peer, place, graceful.watcher());
                    tokio::spawn(served);
                }
            }
            Err(error) => {
                // Of a client that went away, or no more files can be opened: the next moment is another one.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Serves one connection until it is closed by either side.
async fn connection(
    router: Router,
    socket: TcpStream,
    peer: SocketAddr,
    place: Place,
    watcher: Watcher,
) {
    // Answers are written whole; nothing is to be waited for. Without it, it only takes longer.
    let _ = socket.set_nodelay(true);
    let told = place.connection().clone();
    let service = service_fn(|request: Request<Incoming>| {
        let working = told.work();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move {
            let response = answer.await?;
            // It is at work until the answer is sent, or cannot be.
            Ok::<_, Infallible>(response.map(|body| Guarded::new(body, working)))
        }
    });
    let socket = TokioIo::new(Told::new(socket, place.connection().clone()));
    let served = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(socket, service);
    tokio::select! {
        served = watcher.watch(served) => {
            if let Err(error) = served {
                tracing::debug!(%error, "a connection broke off");
            }
        }
        () = place.connection().closed() => {}
    }
}

/// Lets requests under way end, for a while.
async fn drain(bounds: &Bounds, connections: &Connections, graceful: GracefulShutdown) {
    // What is silent has nothing to end, and half a request will not become a whole one.
    connections.close_silent();
    if tokio::time::timeout(bounds.drain, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were under way for too long and were broken off");
        connections.close_all();
    }
}

/// Forgets expired sessions and addresses that have been quiet, once an hour.
async fn sweep(server: ServerState) {
    let app = &server.app;
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        server.throttle.sweep();
        let sweep = async {
            app.store.sweep_sessions(app.now()).await?;
            Ok(app.store.sweep_limits(app.now()).await?)
        };
        if let Err(error) = once(app, "sweep", HELD_FOR, Box::pin(sweep)).await {
            tracing::warn!(fault = error.code(), "expired sessions were not swept");
        }
        let sweep = async {
            let swept = app.store.sweep_objects(app.now()).await?;
            if swept > 0 {
                tracing::info!(swept, "objects that nothing names were deleted");
            }
            Ok(())
        };
        if let Err(error) = once(app, "sweep-objects", HELD_FOR, Box::pin(sweep)).await {
            tracing::warn!(
                fault = error.code(),
                "objects that nothing names were not deleted"
            );
        }
    }
}

/// Compares what was sent with the inputs of others, in the course's night.
async fn nightly(app: Arc<App>) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        let Ok(active) = app.course().await else {
            continue;
        };
        let local = app.now().to_zoned_datetime(active.course.time_zone.clone());
        if local.hour() != NIGHT {
            continue;
        }
        let work = async { compare(&app, NIGHTLY).await.map(drop) };
        if let Err(error) = once(&app, "compare-answers", HELD_FOR, Box::pin(work)).await {
            tracing::warn!(fault = error.code(), "what was sent was not compared");
        }
    }
}

/// Takes up jobs that no process is at: at the start, and where another server has died or was stopped.
async fn left_work(app: Arc<App>) {
    let mut pauses = tokio::time::interval(LEFT_WORK);
    pauses.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pauses.tick().await;
        regrade::take_up(&app).await;
    }
}

async fn stop() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupt => {}
        _ = terminate => {}
    }
    tracing::info!("stopping");
}
