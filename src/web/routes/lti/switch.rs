//! Switching what goes into the columns of a platform's course: shown first, a page at a time, and done once exactly that was confirmed.

use super::course::unknown;
use crate::course::Course;
use crate::ids::PlatformCourseId;
use crate::service::error::ServiceError;
use crate::service::lti::pass_back::{Due, Picture, picture};
use crate::service::lti::sender;
use crate::service::previews::{self, Wanted};
use crate::store::{ColumnState, Switch};
use crate::web::error::AppError;
use crate::web::paging::{Paging, Part, ROWS};
use crate::web::previewed::{Turned, fingerprint};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use l10n::{Lang, message};
use serde::Serialize;

#[derive(Serialize)]
struct Preview {
    id: PlatformCourseId,
    title: String,
    seen: String,
    changed_since: bool,
    /// How many scores would change.
    changes: usize,
    homeworks: Vec<Change>,
    unknown: Vec<String>,
    unknown_all: usize,
    paging: Paging,
}

#[derive(Serialize)]
struct Change {
    name: String,
    title: String,
    /// What becomes of it.
    state: &'static str,
    /// Those on this page, and how many there are.
    rows: Vec<Score>,
    all: usize,
}

#[derive(Serialize)]
struct Score {
    name: String,
    login: String,
    before: Option<String>,
    after: Option<String>,
}

/// What is wanted of each column that is not so yet, and what that would change.
struct Plan(Vec<(Switch, Vec<Due>)>);

impl Plan {
    fn of(course: &Course, picture: &Picture, wanted: &[(String, String)], lang: Lang) -> Self {
        let switch = |homework: &crate::course::Homework| {
            let said = wanted.iter().find(|(name, _)| name == homework.name());
            let state = said.and_then(|(_, word)| state_of(word))?;
            let is = picture.column(homework.name());
            let is_so = is.map_or(ColumnState::Off, |column| column.state) == state;
            let switch = Switch {
                homework: homework.name().to_owned(),
                label: homework.title.get(lang).to_owned(),
                state,
            };
            (!is_so).then(|| {
                let due = picture.due(course, homework.name(), state);
                (switch, due)
            })
        };
        Self(course.homeworks.iter().filter_map(switch).collect())
    }

    fn fingerprint(&self) -> String {
        fingerprint(&self.0)
    }

    fn changes(&self) -> usize {
        self.0.iter().map(|(_, due)| due.len()).sum()
    }
}

/// `POST /lti/courses/{id}`: shows who would get what; switches once exactly that was confirmed.
pub async fn switch(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformCourseId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (app, person) = (&server.app, &teacher.0);
    let active = app.course().await?;
    let picture = picture(app, id).await?;
    let plan = Plan::of(&active.course, &picture, &fields, person.lang());
    if plan.0.is_empty() {
        return Err(ServiceError::Form(message!("lti-nothing-switched")).into());
    }
    let seen = fields.iter().find(|(name, _)| name == "seen");
    let seen = seen.map(|(_, seen)| seen.as_str()).unwrap_or_default();
    if seen == plan.fingerprint() {
        let title = picture.course.told.title.as_str();
        let switches: Vec<Switch> = plan.0.into_iter().map(|(switch, _)| switch).collect();
        app.store
            .switch_columns((id, title), &switches, &person.user.login, app.now())
            .await?;
        sender::wake(app);
        return Ok(Redirect::to(&format!("/lti/courses/{id}")).into_response());
    }
    let state = |(switch, _): &(Switch, Vec<Due>)| {
        (switch.homework.clone(), switch.state.name().to_owned())
    };
    let wanted = Wanted::Columns {
        course: id,
        states: plan.0.iter().map(state).collect(),
    };
    let key = previews::keep(app, &person.user, &wanted).await?;
    let first = Turned::first(&key);
    shown(
        &server,
        &teacher,
        first,
        (&picture, &plan),
        !seen.is_empty(),
    )
}

/// Another page of what switching would change.
///
/// # Errors
/// When the database fails, or there is nothing to be switched any more.
pub async fn turned(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    (id, states): (PlatformCourseId, &[(String, String)]),
) -> Result<Response, AppError> {
    let active = server.app.course().await?;
    let picture = picture(&server.app, id).await?;
    let plan = Plan::of(&active.course, &picture, states, teacher.0.lang());
    if plan.0.is_empty() {
        return Err(ServiceError::Form(message!("lti-nothing-switched")).into());
    }
    shown(server, teacher, turned, (&picture, &plan), false)
}

fn shown(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    (picture, plan): (&Picture, &Plan),
    changed_since: bool,
) -> Result<Response, AppError> {
    let lang = teacher.0.lang();
    let all = plan.changes() + picture.unknown.len();
    let (shown, paging) = Paging::of(all, ROWS, turned.page, |page| turned.link(page));
    let mut part = Part::new(shown);
    let change = |(switch, due): &(Switch, Vec<Due>)| Change {
        state: switch.state.name(),
        title: switch.label.clone(),
        name: switch.homework.clone(),
        rows: part.of(due).iter().map(|due| score(due, lang)).collect(),
        all: due.len(),
    };
    let view = Preview {
        id: picture.course.id,
        title: picture.course.told.title.clone(),
        changed_since,
        changes: plan.changes(),
        seen: plan.fingerprint(),
        homeworks: plan.0.iter().map(change).collect(),
        unknown: unknown(part.of(&picture.unknown)),
        unknown_all: picture.unknown.len(),
        paging,
    };
    Ok(server
        .page("lti_course_preview.html", &teacher.0.visitor, &view)?
        .into_response())
}

fn state_of(word: &str) -> Option<ColumnState> {
    ColumnState::ALL
        .into_iter()
        .find(|state| state.name() == word)
}

fn score(due: &Due, lang: Lang) -> Score {
    Score {
        before: due.before.map(|points| points.show(lang)),
        after: due.after.map(|points| points.show(lang)),
        name: due.name.clone(),
        login: due.login.clone(),
    }
}
