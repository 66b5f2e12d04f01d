//! Every URL on one screen.

use super::routes::{
    account, account_data, account_sessions, api, assets, audit, course, course_versions, draft,
    exam, gradebook, health, homework, inputs, insight, item, job, language, links, overview,
    queue, receipt, reference, regrade, request, roster, sign_in, starter, student,
    student_homework, submission,
};
use super::state::AppState;
use super::{cookies, fault, layers, table_form, throttle, visitor};
use crate::store::{SESSION_IDLE, Sessions};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post, put};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The whole server.
#[expect(clippy::too_many_lines, reason = "every URL on one screen")]
pub fn router(app: AppState) -> Router {
    // A form carries the file and a little around it.
    let upload = DefaultBodyLimit::max(app.limits.file + 64 * 1024);
    let list = DefaultBodyLimit::max(table_form::BODY);
    let kept = Sessions {
        store: app.store.clone(),
        clock: app.clock,
    };
    let sessions = SessionManagerLayer::new(kept)
        .with_name(cookies::name(&app, cookies::SESSION))
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(app.is_https())
        .with_expiry(Expiry::OnInactivity(time::Duration::seconds(
            SESSION_IDLE.as_secs(),
        )));

    let document = DefaultBodyLimit::max(crate::web::document::LARGEST + 64 * 1024);
    let pages = Router::new()
        .route("/", get(overview::show))
        .route("/sign-in", get(sign_in::ask))
        .route("/sign-in/{secret}", get(sign_in::look).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/language", post(language::set))
        .route("/homeworks/{homework}", get(homework::show))
        .route("/homeworks/{homework}/inputs.npz", get(inputs::npz))
        .route("/homeworks/{homework}/inputs.json", get(inputs::json))
        .route(
            "/homeworks/{homework}/starter.ipynb",
            get(starter::notebook),
        )
        .route(
            "/homeworks/{homework}/draft",
            get(draft::show).post(draft::upload).layer(upload),
        )
        .route("/homeworks/{homework}/numbers", post(draft::typed))
        .route("/homeworks/{homework}/submissions", post(draft::send))
        .route("/homeworks/{homework}/items/{item}", get(item::show))
        .route("/homeworks/{homework}/items/{item}/text", post(item::write))
        .route(
            "/homeworks/{homework}/items/{item}/file",
            post(item::upload).layer(document),
        )
        .route("/homeworks/{homework}/requests", post(request::ask))
        .route("/answers/{id}/file", get(item::file))
        .route("/submissions/{id}", get(submission::show))
        .route("/submissions/{id}/file", get(submission::file))
        .route(
            "/submissions/{id}/reports/{number}",
            get(submission::show_earlier),
        )
        .route("/submissions/{id}/receipt.txt", get(receipt::text))
        .route("/submissions/{id}/receipt.json", get(receipt::json))
        .route("/submissions/{id}/reference.npz", get(reference::npz))
        .route("/account", get(account::show))
        .route("/account/data", get(account_data::download))
        .route("/account/preferences", post(account::set_preferences))
        .route("/account/tokens", post(account::make_token))
        .route("/account/tokens/{id}/revoke", post(account::revoke_token))
        .route(
            "/account/sessions/{id}/revoke",
            post(account_sessions::revoke),
        )
        .route(
            "/account/sessions/revoke",
            post(account_sessions::revoke_others),
        )
        .route("/gradebook", get(gradebook::show))
        .route("/gradebook/export", get(gradebook::export))
        .route("/exam", get(exam::show).post(exam::import).layer(list))
        .route("/insight", get(insight::show))
        .route("/insight/{homework}", get(insight::homework))
        .route("/audit", get(audit::show))
        .route(
            "/roster",
            get(roster::show).post(roster::import).layer(list),
        )
        .route("/links", get(links::preview).post(links::make))
        .route(
            "/links.csv",
            post(links::file).layer(DefaultBodyLimit::max(links::FORM)),
        )
        .route("/roster/{login}", post(roster::change))
        .route("/roster/{login}/link", post(links::one))
        .route("/queue", get(queue::list::show))
        .route("/queue/{homework}/{item}", get(queue::item::show))
        .route("/queue/{homework}/{item}/next", get(queue::answer::next))
        .route(
            "/queue/{homework}/{item}/answers/{id}",
            get(queue::answer::show).post(queue::answer::act),
        )
        .route(
            "/queue/{homework}/{item}/rubric",
            get(queue::rubric::show).post(queue::rubric::apply),
        )
        .route("/requests", get(request::list))
        .route("/requests/{id}", get(request::show).post(request::reply))
        .route("/students/{login}", get(student::show))
        .route(
            "/students/{login}/homeworks/{homework}",
            get(student_homework::show),
        )
        .route(
            "/students/{login}/homeworks/{homework}/override",
            post(student_homework::set_override),
        )
        .route(
            "/students/{login}/homeworks/{homework}/extension",
            post(student_homework::set_extension),
        )
        .route("/students/{login}/exam", post(exam::set))
        .merge(styleguide())
        .route("/course", get(course::show))
        .route(
            "/course/preview",
            post(course::preview).layer(DefaultBodyLimit::max(course::FORM)),
        )
        .route("/course/publish", post(course::publish))
        .route("/course/versions", get(course_versions::list))
        .route("/course/versions/{id}", get(course_versions::show))
        .route("/regrade", get(regrade::show).post(regrade::start))
        .route("/jobs/{id}", get(job::show))
        .route("/jobs/{id}/events", get(job::events))
        .fallback(async || fault::Fault::NotFound)
        // Inside `as_page`, so that their refusals are pages too.
        .layer(own_forms(&app.base_url))
        .layer(from_fn_with_state(app.clone(), throttle::anonymous_forms))
        .layer(from_fn_with_state(app.clone(), fault::as_page))
        .layer(from_fn_with_state(app.clone(), visitor::by_session))
        .layer(sessions)
        .layer(from_fn_with_state(app.is_https(), cookies::secure_removals));

    let programs = Router::new()
        .route("/homeworks", get(api::homeworks::list))
        .route("/homeworks/{homework}/inputs", get(api::inputs::download))
        .route(
            "/homeworks/{homework}/submissions",
            post(api::submissions::send).layer(upload),
        )
        .route("/submissions/{id}", get(api::submissions::show))
        .route("/submissions/{id}/file", get(api::submissions::file))
        .route("/grade", get(api::grade::show))
        .route("/students/{login}/exam", put(api::exam::set))
        .route("/course", get(api::course::show).put(api::course::put))
        .route("/regrade", post(api::regrade::start))
        .route("/jobs/{id}", get(api::regrade::show))
        .route(
            "/students/{login}/homeworks/{homework}/override",
            put(api::hand::set_override),
        )
        .route(
            "/students/{login}/homeworks/{homework}/extension",
            put(api::hand::set_extension),
        )
        .route("/gradebook", get(api::gradebook::show))
        .route("/roster", post(api::roster::import).layer(list))
        .route("/openapi.json", get(api::openapi::show))
        .fallback(async || fault::Fault::NotFound)
        .layer(from_fn(fault::as_problem))
        .layer(from_fn_with_state(app.clone(), visitor::by_token));

    Router::new()
        .merge(pages)
        .nest("/api/v1", programs)
        .route("/assets/{file}", get(assets::file))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .layer(from_fn_with_state(app.is_https(), layers::security))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            Duration::from_mins(1),
        ))
        .layer(CompressionLayer::new())
        .layer(
            TraceLayer::new_for_http().make_span_with(|request: &axum::extract::Request| {
                // The path of a sign-in link is a secret.
                let path = request.uri().path();
                let path = if path.starts_with("/sign-in/") {
                    "/sign-in/…"
                } else {
                    path
                };
                tracing::info_span!("request", method = %request.method(), path)
            }),
        )
        .with_state(app)
}

/// Refuses forms that other sites send. Ours come from the host that the request names, and where a proxy puts another name in its place,
/// from the address that people know.
fn own_forms(base_url: &str) -> CsrfLayer {
    let own = base_url.parse::<axum::http::Uri>().ok().and_then(|url| {
        let (scheme, authority) = (url.scheme_str()?, url.authority()?);
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let host = authority.as_str();
        let host = host.strip_suffix(usual).unwrap_or(host);
        Some(format!("{scheme}://{}", host.to_ascii_lowercase()))
    });
    let layer = CsrfLayer::new();
    match own.map(|own| layer.clone().add_trusted_origin(own)) {
        Some(Ok(trusting)) => trusting,
        Some(Err(error)) => {
            tracing::warn!(%error, "the base URL is no origin of a browser");
            layer
        }
        None => layer,
    }
}

/// Every component with its states; for those who work on the pages, so in debug builds alone.
fn styleguide() -> Router<AppState> {
    #[cfg(debug_assertions)]
    let router = Router::new().route("/styleguide", get(super::routes::styleguide::show));
    #[cfg(not(debug_assertions))]
    let router = Router::new();
    router
}
