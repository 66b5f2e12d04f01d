//! Every URL on one screen.

use super::routes::{
    account, account_data, api, assets, audit, course, course_versions, draft, exam, gradebook,
    health, homework, inputs, insight, item, job, language, overview, queue, receipt, reference,
    regrade, request, roster, sign_in, starter, student, student_homework, submission,
};
use super::state::AppState;
use super::{fault, incoming, layers, table_form, upload, visitor};
use crate::store::Sessions;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post, put};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The whole server.
#[expect(clippy::too_many_lines, reason = "every URL on one screen")]
pub fn router(app: AppState) -> Router {
    // A form carries the file and a little around it.
    let upload = DefaultBodyLimit::max(app.limits.file + upload::AROUND);
    let list = DefaultBodyLimit::max(table_form::BODY);
    let sessions = SessionManagerLayer::new(Sessions(app.store.clone()))
        .with_name("dgm_session")
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(app.base_url.starts_with("https://"))
        .with_expiry(Expiry::OnInactivity(time::Duration::days(14)));

    let document = DefaultBodyLimit::max(crate::web::document::LARGEST + upload::AROUND);
    let pages = Router::new()
        .route("/", get(overview::show))
        .route("/sign-in", get(sign_in::ask))
        .route("/sign-in/{secret}", get(sign_in::enter))
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
        .route(
            "/roster/links.csv",
            post(roster::links_file).layer(DefaultBodyLimit::max(roster::LINKS_FORM)),
        )
        .route("/roster/{login}", post(roster::change))
        .route("/roster/{login}/link", post(roster::link))
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
        // Inside `as_page`, so that its refusal is a page too.
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(app.clone(), layers::in_turn))
        .layer(from_fn_with_state(app.clone(), fault::as_page))
        .layer(from_fn_with_state(app.clone(), visitor::by_session))
        .layer(sessions);

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
        .layer(from_fn_with_state(app.clone(), layers::in_turn))
        .layer(from_fn(fault::as_problem))
        .layer(from_fn_with_state(app.clone(), visitor::by_token));

    Router::new()
        .merge(pages)
        .nest("/api/v1", programs)
        .route("/assets/{file}", get(assets::file))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .layer(from_fn(layers::security))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), incoming::note))
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

/// Every component with its states; for those who work on the pages, so in debug builds alone.
fn styleguide() -> Router<AppState> {
    #[cfg(debug_assertions)]
    let router = Router::new().route("/styleguide", get(super::routes::styleguide::show));
    #[cfg(not(debug_assertions))]
    let router = Router::new();
    router
}
