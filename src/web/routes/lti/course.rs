//! Which homeworks go to a course of a platform, who gets what there, and what did not go?

use crate::ids::PlatformCourseId;
use crate::service::error::ServiceError;
use crate::service::lti::fault::told;
use crate::service::lti::pass_back::picture;
use crate::service::lti::sender;
use crate::store::{ColumnState, PlatformMember, PlatformState, Wait};
use crate::web::error::AppError;
use crate::web::paging::{Asked, Paging, Part, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, date};
use serde::Serialize;

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
    unknown_all: usize,
    waiting: Vec<Waiting>,
    paging: Paging,
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

#[derive(Clone, Serialize)]
struct Waiting {
    homework: String,
    name: String,
    /// Empty where nobody here is known by the platform's id any more.
    login: String,
    fault: String,
    retry: Option<String>,
}

/// `GET /lti/courses/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformCourseId>,
    Query(asked): Query<Asked>,
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
        // What a column waits for that nothing is to be sent to holds nobody up.
        let wait = column.and_then(|column| column.wait.as_ref());
        let wait = wait.filter(|_| !due.is_empty());
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
    let all = waiting.len() + picture.unknown.len();
    let link = |page: &str| format!("/lti/courses/{id}{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(all, ROWS, &asked.page, link);
    let mut part = Part::new(shown);
    let waiting = part.of(&waiting).to_vec();
    let view = View {
        id,
        title: picture.course.told.title.clone(),
        platform: picture.platform.settings.name.clone(),
        on: picture.platform.settings.state == PlatformState::On,
        members: !picture.course.told.members_url.is_empty(),
        columns: !picture.course.told.columns_url.is_empty(),
        homeworks,
        students: picture.students.len(),
        unknown: unknown(part.of(&picture.unknown)),
        unknown_all: picture.unknown.len(),
        waiting,
        paging,
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
pub(super) fn unknown(members: &[PlatformMember]) -> Vec<String> {
    let said = members.iter().map(|member| {
        let keys = [&member.email, &member.login, &member.student_id];
        let said = keys.into_iter().find(|key| !key.is_empty());
        said.unwrap_or(&member.subject).clone()
    });
    said.collect()
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
