//! Starts the server and stops it in order.

use super::router::router;
use super::state::AppState;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Serves until the process is asked to stop; requests under way are finished.
///
/// # Errors
/// When the socket fails.
pub async fn serve(app: AppState, listener: TcpListener) -> std::io::Result<()> {
    let store = app.store.clone();
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
    store.close().await;
    Ok(())
}

/// Forgets expired sessions once an hour.
async fn sweep(app: AppState) {
    let mut hours = tokio::time::interval(std::time::Duration::from_hours(1));
    loop {
        hours.tick().await;
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
