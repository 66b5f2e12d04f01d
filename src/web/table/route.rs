//! One row of the table: method, path, who may come in, what the request carries, and the handler.

use super::access::{Access, guard};
use super::body::Body;
use super::counted::Counted;
use super::nothing_more::{Reads, nothing_more};
use crate::web::state::ServerState;
use crate::web::typed::keep;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::{self, MethodRouter};
use judge::answers::Limits;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{RefOr, Schema};
use utoipa_axum::router::UtoipaMethodRouter;

/// What the OpenAPI document says of a route.
pub(super) struct Described {
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
    pub(super) paths: Paths,
}

/// One row.
pub struct Route {
    /// The method. GET answers HEAD too.
    pub method: Method,
    /// The path, as the router takes it.
    pub path: String,
    /// Who may come in.
    pub access: Access,
    /// What a request carries.
    pub body: Body,
    /// The codes of faults with which the handler refuses, beyond what every row of its kind does.
    pub refusals: &'static [&'static str],
    /// Whether another site sends it, and the handler tells by itself whether it was asked to.
    pub is_from_elsewhere: bool,
    /// How it is counted where nobody is signed in, if it is.
    pub counted: Option<Counted>,
    /// What it reads, where more than that is refused.
    pub(super) reads: Option<Reads>,
    pub(super) handler: MethodRouter<ServerState>,
    pub(super) described: Option<Described>,
}

/// A row that reads.
pub fn get<H, T>(path: &str, access: Access, handler: H) -> Route
where
    H: Handler<T, ServerState>,
    T: 'static,
{
    Route {
        method: Method::GET,
        path: path.to_owned(),
        access,
        body: Body::Nothing,
        refusals: &[],
        is_from_elsewhere: false,
        counted: None,
        reads: None,
        handler: routing::get(handler),
        described: None,
    }
}

/// A row that a form is sent to.
pub fn post<H, T>(path: &str, access: Access, handler: H) -> Route
where
    H: Handler<T, ServerState>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path: path.to_owned(),
        access,
        body: Body::Form,
        refusals: &[],
        is_from_elsewhere: false,
        counted: Some(Counted::Form),
        reads: None,
        handler: routing::post(handler),
        described: None,
    }
}

/// A row of the API: method and path stand at its handler, from where the OpenAPI document has them too.
///
/// # Panics
/// When it was given more than one handler.
pub fn api(access: Access, (schemas, paths, handler): UtoipaMethodRouter<ServerState>) -> Route {
    let (path, item) = paths.paths.first_key_value().expect("a handler has a path");
    let methods = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::DELETE, &item.delete),
        (Method::PATCH, &item.patch),
    ];
    let (method, reads) = {
        let mut offered = methods
            .into_iter()
            .filter_map(|(method, operation)| Some((method, operation.as_ref()?)));
        let (Some((method, operation)), None) = (offered.next(), offered.next()) else {
            panic!("{path}: a row is one method of one path");
        };
        let reads = Reads::of(operation, method == Method::GET);
        (method, reads)
    };
    Route {
        reads: Some(reads),
        body: if method == Method::GET {
            Body::Nothing
        } else {
            Body::Form
        },
        method,
        path: path.clone(),
        access,
        refusals: &[],
        is_from_elsewhere: false,
        counted: None,
        handler,
        described: Some(Described { schemas, paths }),
    }
}

impl Route {
    /// With another body.
    #[must_use]
    pub fn of(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// That another site sends.
    #[must_use]
    pub fn from_elsewhere(mut self) -> Self {
        self.is_from_elsewhere = true;
        self
    }

    /// That is counted otherwise.
    #[must_use]
    pub fn counts(mut self, counted: Counted) -> Self {
        self.counted = Some(counted);
        self
    }

    /// That may be refused for these kinds of fault too.
    #[must_use]
    pub fn refuses(mut self, codes: &'static [&'static str]) -> Self {
        self.refusals = codes;
        self
    }

    /// The handler behind its guards.
    fn guarded(self, limits: &Limits) -> MethodRouter<ServerState> {
        let (access, most) = (self.access, self.body.most(limits));
        let kept = (most, self.body.too_large());
        // What is typed into the form of a page comes back with a refusal.
        let is_typed = self.method == Method::POST
            && self.body.is_typed()
            && self.described.is_none()
            && access.least().is_some();
        let mut handler = self.handler.route_layer(DefaultBodyLimit::max(most));
        if let Some(reads) = self.reads.filter(|reads| reads.refuses()) {
            handler = handler.route_layer(from_fn(move |request, next| {
                nothing_more(reads, request, next)
            }));
        }
        let guarded = from_fn(move |request, next| guard(access, request, next));
        let handler = handler.route_layer(guarded);
        if is_typed {
            handler.route_layer(from_fn(move |request, next| {
                keep(move |user| access.check(user), kept, request, next)
            }))
        } else {
            handler
        }
    }

    /// A router with this row added.
    pub fn onto(self, router: Router<ServerState>, limits: &Limits) -> Router<ServerState> {
        router.route(&self.path.clone(), self.guarded(limits))
    }
}
