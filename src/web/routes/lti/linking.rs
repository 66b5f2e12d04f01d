//! Which homeworks are linked in a platform's course? The page may stand in a frame of the platform, where there is no session: its form
//! carries a ticket instead.

use crate::service::lti::deep_linking::{self, Linking};
use crate::service::lti::targets::origin;
use crate::web::error::AppError;
use crate::web::layers::Elsewhere;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

#[derive(Serialize)]
struct Choice {
    ticket: String,
    multiple: bool,
    course: String,
    homeworks: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    title: String,
    max: String,
}

/// What the platform whose frame it may be is to the page.
fn elsewhere(linking: &Linking, sends: bool) -> Extension<Elsewhere> {
    let origin = origin(&linking.return_url);
    Extension(Elsewhere {
        sends_to: origin.clone().filter(|_| sends),
        framed_by: origin,
    })
}

/// The page of the choice.
pub(super) async fn page(
    server: &ServerState,
    visitor: &Visitor,
    linking: &Linking,
) -> Result<Response, AppError> {
    let (app, lang) = (&server.app, visitor.lang);
    let active = app.course().await?;
    let course = &active.course;
    let homeworks = course.homeworks.iter().map(|homework| Row {
        name: homework.name(),
        title: homework.title.get(lang).to_owned(),
        max: homework.max_points.show(lang),
    });
    let view = Choice {
        ticket: deep_linking::ticket(app, linking),
        multiple: linking.multiple,
        course: course.title.get(lang).to_owned(),
        homeworks: homeworks.collect(),
    };
    let page = server.page("lti_linking.html", visitor, &view)?;
    Ok((elsewhere(linking, false), page).into_response())
}

#[derive(Serialize)]
struct Return {
    address: String,
    answer: String,
    chosen: usize,
}

/// `POST /lti/deep-linking`: the signed answer, and the button that takes it to the platform.
pub async fn choose(
    State(server): State<ServerState>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let of = |wanted: &str| {
        let own = fields.iter().filter(|(name, _)| name == wanted);
        own.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let ticket = of("ticket").pop().unwrap_or_default();
    let linking = deep_linking::of_ticket(app, &ticket)?;
    let chosen = of("homework");
    let base_url = &server.settings.base_url;
    let answer = deep_linking::answer(app, base_url, &linking, &chosen, visitor.lang).await?;
    let view = Return {
        address: linking.return_url.clone(),
        answer,
        chosen: chosen.len(),
    };
    let page = server.page("lti_return.html", &visitor, &view)?;
    Ok((elsewhere(&linking, true), page).into_response())
}
