//! Starts the server and stops it in order.

use super::router::router;
use super::state::AppState;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a stop waits for a job to end in order: longer than grading a submission takes.
const LAST_WORK: Duration = Duration::from_secs(10);

/// Serves until the process is asked to stop; requests under way are finished.
///
/// # Errors
/// When the socket fails.
pub async fn serve(app: AppState, listener: TcpListener) -> std::io::Result<()> {
    let (store, own) = (app.store.clone(), app.clone());
    let sweeper = tokio::spawn(sweep(app.clone()));
    for job in store.unfinished_jobs().await.unwrap_or_default() {
        tracing::info!(job = job.id, "taking up an unfinished job");
        let app = app.clone();
        tokio::spawn(async move { crate::regrade::resume(&app, &job).await });
    }
    let stopping = app.stopping.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            stop().await;
            stopping.send_replace(true);
        })
        .await?;
    sweeper.abort();
    // A job ends before its next submission. Whoever would begin another one waits, and is taken up at the next start.
    let idle = tokio::time::timeout(LAST_WORK, own.working.write()).await;
    store.close().await;
    drop(idle);
    Ok(())
}

/// Forgets expired sessions and addresses that have been quiet, once an hour.
async fn sweep(app: AppState) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        app.throttle.sweep();
        if let Err(error) = app.store.sweep_sessions(app.now()).await {
            tracing::warn!(%error, "expired sessions were not swept");
        }
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
