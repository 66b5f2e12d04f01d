//! What a row of the table promises about its operation: who needs a token, and every way in which it refuses.

use super::body::Body;
use super::nothing_more::Reads;
use super::route::{Described, Route};
use crate::store::Role;
use crate::web::error::AppError;
use crate::web::problem::{self, TOKEN};
use crate::web::state::ServerState;
use l10n::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

/// The kinds of fault with which a row refuses: what its handler says, and what follows from who may come in and what a
/// request carries.
pub fn refusals(route: &Route) -> Vec<AppError> {
    let mut codes = route.refusals.to_vec();
    let least = route.access.least();
    if least.is_some() {
        codes.push("sign-in");
    }
    if least > Some(Role::Student) {
        codes.push("forbidden");
    }
    if route.path.contains('{') {
        codes.push("not-found");
    }
    if route.reads.is_some_and(Reads::refuses) {
        codes.push("form");
    }
    if route.body != Body::Nothing {
        codes.extend(["too-large", "slow", "broken-body"]);
    }
    codes.extend([
        "too-many",
        "at-once",
        "busy",
        "no-course",
        "away",
        "internal",
    ]);
    let mut kinds = problem::kinds();
    kinds.retain(|fault| codes.contains(&fault.code()));
    kinds
}

/// The API's document with what this row says of itself, and what the table knows of it.
pub fn describe(
    document: OpenApiRouter<ServerState>,
    mut route: Route,
) -> OpenApiRouter<ServerState> {
    let Some(Described { schemas, mut paths }) = route.described.take() else {
        return document;
    };
    for operation in paths.paths.values_mut().flat_map(operations) {
        add(operation, &route);
    }
    document.routes((schemas, paths, route.handler))
}

/// Writes the refusals into the operation. What the handler describes itself stays.
fn add(operation: &mut Operation, route: &Route) {
    if route.access.least().is_some() {
        operation.security = Some(vec![SecurityRequirement::new(TOKEN, [""; 0])]);
    }
    let mut by_status: BTreeMap<u16, Vec<AppError>> = BTreeMap::new();
    for fault in refusals(route) {
        by_status
            .entry(fault.status().as_u16())
            .or_default()
            .push(fault);
    }
    for (status, faults) in by_status {
        let mut said = String::new();
        for fault in &faults {
            let gap = if said.is_empty() { "" } else { " " };
            // Writing into a string cannot fail.
            let _ = write!(
                said,
                "{gap}{}: `{}`.",
                fault.title().text(Lang::En),
                fault.code()
            );
        }
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description(said)
            .content(problem::CONTENT_TYPE, content)
            .build();
        let all = &mut operation.responses.responses;
        all.entry(status.to_string()).or_insert(response.into());
    }
}

/// The operations of a path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        post,
        put,
        delete,
        patch,
        ..
    } = item;
    [get, post, put, delete, patch].into_iter().flatten()
}
