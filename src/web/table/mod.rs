//! Every URL with its method, who may ask for it, and how much a request may carry. The router, the OpenAPI document and the
//! test of every route with every role are made from this table, so that none can know a route that the others do not.

mod access;
mod body;
mod counted;
mod nothing_more;
mod pages;
mod plain;
mod programs;
mod promises;
mod route;

use super::problem::PREFIX;
use super::routes::api::openapi::head;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use access::Access;
pub use body::Body;
pub use counted::Counted;
pub use plain::plain;
pub use programs::programs;
pub use promises::refusals;
pub use route::Route;

/// The pages.
pub fn pages() -> Vec<Route> {
    [
        pages::account(),
        pages::homework(),
        pages::desk(),
        pages::course(),
        pages::lti(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The OpenAPI document of the API.
pub fn document() -> OpenApi {
    let begun = OpenApiRouter::new();
    let rows = programs().into_iter();
    let described = rows.fold(begun, promises::describe);
    OpenApiRouter::with_openapi(head())
        .nest(PREFIX, described)
        .into_openapi()
}

/// Every route with its whole path.
pub fn all() -> Vec<Route> {
    let mut all = pages();
    all.extend(programs().into_iter().map(|mut route| {
        route.path.insert_str(0, PREFIX);
        route
    }));
    all.extend(plain());
    all
}
