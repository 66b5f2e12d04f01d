//! The API for programs, under [`PREFIX`](crate::web::problem::PREFIX). Whoever calls is known by the token. Method and path stand at the handlers.

use super::access::Access::{Anyone, OwnOrGrader, Person, Teacher};
use super::body::Body::{Answers, Config, List};
use super::route::{Route, api, get};
use crate::web::routes::api::{
    adjustments, check, course, device, exam, grade, gradebook, homeworks, imports, inputs, merges,
    openapi, people, practice, problems, regrade, roster, submissions,
};
use utoipa_axum::routes;

/// Its routes, without the prefix.
#[rustfmt::skip]
pub fn programs() -> Vec<Route> {
    vec![
        api(Person, routes!(homeworks::list)),
        api(Person, routes!(inputs::download)).refuses(&["not-open"]),
        api(Person, routes!(practice::download)).refuses(&["not-open"]),
        api(Person, routes!(submissions::send)).of(Answers)
            .refuses(&["not-open", "closed", "no-attempts-left", "answers", "other-inputs", "form", "multipart", "quota"]),
        api(Person, routes!(check::answers)).of(Answers).refuses(&["not-open", "answers", "form", "multipart"]),
        api(OwnOrGrader, routes!(submissions::show)),
        api(OwnOrGrader, routes!(submissions::file)),
        api(Person, routes!(grade::show)),
        api(Teacher, routes!(exam::set)).refuses(&["form", "invalid"]),
        api(Teacher, routes!(adjustments::set_override)).refuses(&["form", "invalid"]),
        api(Teacher, routes!(adjustments::set_extension)).refuses(&["form", "invalid"]),
        api(Teacher, routes!(gradebook::show)).refuses(&["form"]),
        api(Teacher, routes!(roster::import)).of(List).refuses(&["form", "invalid"]),
        api(Teacher, routes!(people::change)).refuses(&["form"]),
        api(Teacher, routes!(merges::merge)).refuses(&["form"]),
        api(Teacher, routes!(merges::part)).refuses(&["form"]),
        api(Teacher, routes!(imports::back)).refuses(&["form"]),
        api(Teacher, routes!(course::show)),
        api(Teacher, routes!(course::put)).of(Config).refuses(&["course-moved", "takes-points"]),
        api(Teacher, routes!(regrade::start)).refuses(&["not-found", "regrade-busy", "form"]),
        api(Teacher, routes!(regrade::show)),
        api(Anyone, routes!(device::begin)).refuses(&["form"]),
        api(Anyone, routes!(device::token)).refuses(&["form"]),
        api(Anyone, routes!(problems::show)),
        get("/openapi.json", Anyone, openapi::show),
    ]
}
