//! Which learning platforms are there, what is pasted where, and how does sending stand?

use crate::ids::{PlatformCourseId, PlatformId};
use crate::service::lti::pass_back::{Picture, picture};
use crate::service::lti::registration;
use crate::store::{ColumnState, Platform, Role};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::{Person, Teacher};
use axum::extract::State;
use axum::response::Html;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    base_url: String,
    platforms: Vec<PlatformRow>,
    courses: Vec<CourseRow>,
    /// Whether the visitor registers platforms.
    owner: bool,
    /// An address made just now, by which a platform registers itself.
    ticket: Option<String>,
}

#[derive(Serialize)]
struct PlatformRow {
    id: PlatformId,
    name: String,
    issuer: String,
    state: &'static str,
}

#[derive(Serialize)]
struct CourseRow {
    id: PlatformCourseId,
    title: String,
    platform: String,
    /// Homeworks whose points are sent.
    sent: usize,
    /// Scores that stand there, and those that do not yet.
    arrived: usize,
    due: usize,
    /// Columns and scores that did not go the last time.
    refused: usize,
}

/// `GET /lti`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    page(&server, &teacher.0, None).await
}

/// `POST /lti/tickets`: the page with an address by which one platform may register itself.
pub async fn ticket(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let ticket = registration::ticket(&server.app, &teacher.0.user.login);
    page(&server, &teacher.0, Some(ticket)).await
}

async fn page(
    server: &ServerState,
    person: &Person,
    ticket: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let platforms = app.store.platforms().await?;
    let mut courses = Vec::new();
    for course in app.store.platform_courses().await? {
        courses.push(row(server, &picture(app, course.id).await?).await?);
    }
    let platform = |platform: Platform| PlatformRow {
        id: platform.id,
        name: platform.settings.name,
        issuer: platform.settings.issuer,
        state: platform.settings.state.name(),
    };
    let view = View {
        base_url: server.settings.base_url.clone(),
        platforms: platforms.into_iter().map(platform).collect(),
        courses,
        owner: person.user.role == Role::Owner,
        ticket,
    };
    server.page("lti.html", &person.visitor, &view)
}

async fn row(server: &ServerState, picture: &Picture) -> Result<CourseRow, AppError> {
    let active = server.app.course().await?;
    let mut row = CourseRow {
        id: picture.course.id,
        title: picture.course.told.title.clone(),
        platform: picture.platform.settings.name.clone(),
        sent: 0,
        arrived: 0,
        due: 0,
        refused: 0,
    };
    for column in &picture.columns {
        let due = picture.due(&active.course, &column.homework, column.state);
        row.sent += usize::from(column.state == ColumnState::On);
        row.arrived += picture.arrived(&column.homework);
        row.due += due.len();
        row.refused += usize::from(column.wait.is_some() && !due.is_empty());
        row.refused += due.iter().filter(|due| due.wait.is_some()).count();
    }
    Ok(row)
}
