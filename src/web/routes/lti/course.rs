//! Which homeworks go to a course of a platform, who gets what there, and what did not go?

use crate::ids::PlatformCourseId;
use crate::service::error::ServiceError;
use crate::service::lti::fault::told;
use crate::service::lti::pass_back::{Due, Picture, picture};
use crate::service::lti::sender;
use crate::store::{ColumnState, PlatformState, Switch, Wait};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Form, Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, date, message};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// For whom it is put into words.
struct Reader {
    lang: Lang,
    zone: TimeZone,
    now: Timestamp,
}

#[derive(Serialize)]
struct View {
    id: PlatformCourseId,
    title: String,
    platform: String,
    /// Whether the platform counts.
    on: bool,
    /// Whether it tells who is in the course, and lets columns be made.
    members: bool,
    columns: bool,
    homeworks: Vec<Row>,
    students: usize,
    /// Students there who are nobody here: what the platform says of them.
    unknown: Vec<String>,
    waiting: Vec<Waiting>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    title: String,
    state: &'static str,
    arrived: usize,
    due: usize,
    /// How many of these did not go.
    refused: usize,
    /// Why its column could not be reached, and when it is tried again.
    fault: Option<String>,
    retry: Option<String>,
}

#[derive(Serialize)]
struct Waiting {
    homework: String,
    name: String,
    login: String,
    fault: String,
    retry: Option<String>,
}

/// `GET /lti/courses/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformCourseId>,
) -> Result<Html<String>, AppError> {
    let (app, person) = (&server.app, &teacher.0);
    let active = app.course().await?;
    let course = &active.course;
    let picture = picture(app, id).await?;
    let reader = Reader {
        lang: person.lang(),
        zone: person.zone(course),
        now: app.now(),
    };
    let (mut homeworks, mut waiting) = (Vec::new(), Vec::new());
    for homework in &course.homeworks {
        let name = homework.name();
        let column = picture.column(name);
        let state = column.map_or(ColumnState::Off, |column| column.state);
        let due = picture.due(course, name, state);
        let wait = column.and_then(|column| column.wait.as_ref());
        let title = homework.title.get(reader.lang).to_owned();
        waiting.extend(due.iter().filter_map(|due| {
            let wait = due.wait.as_ref()?;
            Some(Waiting {
                homework: title.clone(),
                name: due.name.clone(),
                login: due.login.clone(),
                fault: told(&wait.fault).text(reader.lang),
                retry: reader.retry(wait),
            })
        }));
        homeworks.push(Row {
            name,
            title,
            state: state.name(),
            arrived: picture.arrived(name),
            due: due.len(),
            refused: due.iter().filter(|due| due.wait.is_some()).count(),
            fault: wait.map(|wait| told(&wait.fault).text(reader.lang)),
            retry: wait.and_then(|wait| reader.retry(wait)),
        });
    }
    let view = View {
        id,
        title: picture.course.told.title.clone(),
        platform: picture.platform.settings.name.clone(),
        on: picture.platform.settings.state == PlatformState::On,
        members: !picture.course.told.members_url.is_empty(),
        columns: !picture.course.told.columns_url.is_empty(),
        homeworks,
        students: picture.students.len(),
        unknown: unknown(&picture),
        waiting,
    };
    server.page("lti_course.html", &person.visitor, &view)
}

impl Reader {
    fn retry(&self, wait: &Wait) -> Option<String> {
        let at = wait.retry_at?;
        Some(date::instant(at, &self.zone, self.now, self.lang))
    }
}

/// What a platform says of those who are nobody here.
fn unknown(picture: &Picture) -> Vec<String> {
    let said = picture.unknown.iter().map(|member| {
        let keys = [&member.email, &member.login, &member.student_id];
        let said = keys.into_iter().find(|key| !key.is_empty());
        said.unwrap_or(&member.subject).clone()
    });
    said.collect()
}

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
}

#[derive(Serialize)]
struct Change {
    name: String,
    title: String,
    /// What becomes of it.
    state: &'static str,
    rows: Vec<Score>,
}

#[derive(Serialize)]
struct Score {
    name: String,
    login: String,
    before: Option<String>,
    after: Option<String>,
}

/// `POST /lti/courses/{id}`: shows who would get what; switches once exactly that was confirmed.
pub async fn switch(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformCourseId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (app, person) = (&server.app, &teacher.0);
    let (active, lang) = (app.course().await?, person.lang());
    let course = &active.course;
    let picture = picture(app, id).await?;
    let mut wanted = Vec::new();
    for homework in &course.homeworks {
        let said = fields.iter().find(|(name, _)| name == homework.name());
        let Some(state) = said.and_then(|(_, word)| state_of(word)) else {
            continue;
        };
        let is = picture.column(homework.name());
        if is.map_or(ColumnState::Off, |column| column.state) != state {
            wanted.push(Switch {
                homework: homework.name().to_owned(),
                label: homework.title.get(lang).to_owned(),
                state,
            });
        }
    }
    if wanted.is_empty() {
        return Err(ServiceError::Form(message!("lti-nothing-switched")).into());
    }
    let dues: Vec<(Switch, Vec<Due>)> = wanted
        .iter()
        .map(|switch| {
            let due = picture.due(course, &switch.homework, switch.state);
            (switch.clone(), due)
        })
        .collect();
    let shown = hex::encode(Sha256::digest(format!("{dues:?}")));
    let seen = fields.iter().find(|(name, _)| name == "seen");
    let seen = seen.map(|(_, seen)| seen.as_str()).unwrap_or_default();
    let title = picture.course.told.title.as_str();
    if seen == shown {
        app.store
            .switch_columns((id, title), &wanted, &person.user.login, app.now())
            .await?;
        sender::wake(app);
        return Ok(Redirect::to(&format!("/lti/courses/{id}")).into_response());
    }
    let change = |(switch, dues): (Switch, Vec<Due>)| Change {
        state: switch.state.name(),
        title: switch.label,
        name: switch.homework,
        rows: dues.into_iter().map(|due| score(due, lang)).collect(),
    };
    let view = Preview {
        id,
        title: title.to_owned(),
        changed_since: !seen.is_empty(),
        changes: dues.iter().map(|(_, due)| due.len()).sum(),
        seen: shown,
        homeworks: dues.into_iter().map(change).collect(),
        unknown: unknown(&picture),
    };
    Ok(server
        .page("lti_course_preview.html", &person.visitor, &view)?
        .into_response())
}

fn state_of(word: &str) -> Option<ColumnState> {
    ColumnState::ALL
        .into_iter()
        .find(|state| state.name() == word)
}

fn score(due: Due, lang: Lang) -> Score {
    Score {
        before: due.before.map(|points| points.show(lang)),
        after: due.after.map(|points| points.show(lang)),
        name: due.name,
        login: due.login,
    }
}

/// `POST /lti/courses/{id}/again`: what could not be sent is tried now.
pub async fn again(
    State(server): State<ServerState>,
    person: Teacher,
    Path(id): Path<PlatformCourseId>,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let Teacher(Person { user, .. }) = person;
    tracing::info!(
        user = user.id.number(),
        course = id.number(),
        "what waits is sent again"
    );
    app.store
        .platform_course(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    app.store.hurry_columns(id).await?;
    sender::wake(app);
    Ok(Redirect::to(&format!("/lti/courses/{id}")))
}
