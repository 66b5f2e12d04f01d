//! What the server counts, as Prometheus text on a listener of its own: it says how a course is run, which is nobody else's business.

use crate::objects::ObjectError;
use crate::service::app::App;
use crate::store::{LetterKind, Trouble};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// From a page out of memory to a homework that takes its time.
const SECONDS: [f64; 12] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];
/// How often measured durations are put into their buckets, where nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

/// The recorder of this process, and everything that it will hold described.
///
/// # Errors
/// When the process has a recorder already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let durations = Matcher::Suffix("_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &SECONDS)?;
    let handle = builder.install_recorder()?;
    describe_counter!("http_requests_total", "Requests answered.");
    describe_histogram!(
        "http_request_duration_seconds",
        Unit::Seconds,
        "From a request's head to the head of its answer."
    );
    describe_histogram!(
        "dgm_grading_seconds",
        Unit::Seconds,
        "Reading and grading one answers file."
    );
    describe_counter!(
        "dgm_submissions_total",
        "Submissions stored, and those whose bytes had been sent before."
    );
    describe_gauge!(
        "dgm_computations_running",
        "Computations under way, such as the grading of a file."
    );
    describe_gauge!(
        "dgm_computations_waiting",
        "Computations that wait for a core."
    );
    describe_counter!("dgm_letters_sent_total", "Letters that a mail server took.");
    describe_counter!(
        "dgm_letters_failed_total",
        "Letters that a mail server did not take, once a try."
    );
    describe_counter!(
        "dgm_object_storage_failures_total",
        "Large files that could not be put, read or deleted, by what was the matter."
    );
    // What never happened yet is there as nought, so that a rate can be asked for from the start.
    for kind in LetterKind::ALL.map(LetterKind::name) {
        counter!("dgm_letters_sent_total", "kind" => kind).increment(0);
    }
    for trouble in Trouble::ALL.map(Trouble::name) {
        counter!("dgm_letters_failed_total", "trouble" => trouble).increment(0);
    }
    for kind in ObjectError::KINDS {
        counter!("dgm_object_storage_failures_total", "kind" => kind).increment(0);
    }
    describe_gauge!("dgm_jobs_unfinished", "Regrades that wait or run.");
    describe_gauge!("dgm_build_info", "1, with the version of the program.");
    gauge!("dgm_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!("dgm_computations_running").set(0.0);
    gauge!("dgm_computations_waiting").set(0.0);
    metrics_process::Collector::default().describe();
    Ok(handle)
}

/// Serves `/metrics` and nothing else.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    app: Arc<App>,
    handle: PrometheusHandle,
    listener: TcpListener,
) -> std::io::Result<()> {
    let tidied = handle.clone();
    let upkeep = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            tidied.run_upkeep();
        }
    });
    let router = Router::new()
        .route("/metrics", get(scrape))
        .with_state((app, handle));
    let served = axum::serve(listener, router).await;
    upkeep.abort();
    served
}

async fn scrape(State((app, handle)): State<(Arc<App>, PrometheusHandle)>) -> impl IntoResponse {
    metrics_process::Collector::default().collect();
    // While the database is away the last number stands; the rest is told all the same.
    if let Ok(jobs) = app.store.unfinished_jobs().await {
        gauge!("dgm_jobs_unfinished").set(jobs.len() as f64);
    }
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (kind, handle.render())
}
