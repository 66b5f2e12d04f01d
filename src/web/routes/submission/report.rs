//! The report: what is right; for what is not, how far off and what is the likely reason; what changed since last time?

use super::comparison::{ChangeView, change_view};
use super::earlier::{self, Earlier};
use super::room::{Asked, Room};
use super::shared::{Shared, shared};
use super::tasks::{TaskViews, owner, task_views};
use crate::course::Homework;
use crate::ids::{SubmissionId, UserId, VersionId};
use crate::report::standing::{HomeworkStanding, homework_standing};
use crate::service::answer_file::named;
use crate::service::app::{ActiveCourse, App};
use crate::service::disclose::{disclose, visible};
use crate::service::error::ServiceError;
use crate::web::download;
use crate::web::error::AppError;
use crate::web::routes::homework::Due;
use crate::web::routes::item::{self, ItemView};
use crate::web::routes::request::{self, RequestsView};
use crate::web::state::ServerState;
use crate::web::trace::TraceView;
use crate::web::unknown_keys::{UnknownKey, unknown_keys};
use crate::web::visitor::Person;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use l10n::{date, message, number};
use serde::{Deserialize, Serialize};

/// What happened just before.
#[derive(Deserialize)]
pub struct Arrival {
    sent: Option<String>,
}

#[derive(Serialize)]
struct View {
    id: SubmissionId,
    homework: String,
    title: String,
    student: Option<String>,
    sent: Option<&'static str>,
    at: String,
    sha256: String,
    course: VersionId,
    release: String,
    points: String,
    max: String,
    earned: String,
    kept: Option<String>,
    ordinal: u32,
    /// How long another one is taken, for whose it is.
    due: Option<Due>,
    change: Option<ChangeView>,
    #[serde(flatten)]
    tasks: TaskViews,
    /// Reports of this submission that a regrade replaced, oldest first.
    earlier: Vec<Earlier>,
    unknown: Vec<UnknownKey>,
    unknown_more: usize,
    /// Whether there are reference answers to download.
    reference: bool,
    items: Vec<ItemView>,
    requests: Option<RequestsView>,
    /// What holds in place of these points, if a person has set anything.
    trace: Option<TraceView>,
    /// What fits the inputs of others; nothing for whoever does not teach.
    shared: Vec<Shared>,
}

/// `GET /submissions/{id}`: the report.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<SubmissionId>,
    Query(arrival): Query<Arrival>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let submission = visible(app, &person.reader(), id).await?;
    let active = app.course().await?;
    let lang = person.lang();
    let zone = person.zone(&active.course);
    let own_title = active.course.homework_title(&submission.homework, lang);
    let student = owner(app, &person, &submission).await?;
    let seen = disclose(app, &person.reader(), &submission).await?;
    let previous = seen.previous(app, &submission).await?;
    let back = format!("/submissions/{id}");
    let (mut items, mut requests, mut trace, mut due) = (Vec::new(), None, None, None);
    if let Some(homework) = active.course.homework(&submission.homework) {
        let shown = item::Shown {
            student: submission.user,
            person: &person,
            back: &back,
        };
        items = item::views(app, homework, shown).await?;
        let standing = standing_of(app, &active, homework, submission.user).await?;
        let about = (homework, &standing);
        requests = Some(request::requests(app, submission.user, about, &person, &back).await?);
        let asks = submission.user == person.user.id;
        trace = Some(TraceView::new(&standing, active.course.excused, asks, lang));
        if submission.user == person.user.id {
            let extension = app.store.extension(person.user.id, homework.name()).await?;
            let schedule = homework.schedule(extension);
            due = Some(Due::of(&schedule, &zone, app.now(), lang));
        }
    }
    let view = View {
        items,
        requests,
        due,
        trace,
        shared: shared(app, &person, &submission).await?,
        id,
        title: own_title,
        student,
        sent: match arrival.sent.as_deref() {
            Some("new") => Some("new"),
            Some("again") => Some("again"),
            _ => None,
        },
        at: date::instant(submission.received_at, &zone, app.now(), lang),
        sha256: submission.sha256.clone(),
        course: submission.course,
        release: submission.release.clone(),
        points: submission.points.show(lang),
        max: seen.report.max_points.show(lang),
        earned: seen.report.points.show(lang),
        kept: number::late_percent(submission.late_factor, lang),
        ordinal: seen.ordinal,
        change: previous.as_ref().map(|previous| {
            let label = format!("{} {}", message!("report").text(lang), previous.id);
            let against = (label, format!("/submissions/{}", previous.id));
            change_view(
                &previous.report,
                &seen.report,
                message!("change").text(lang),
                against,
                lang,
            )
        }),
        tasks: task_views(&server, &person, &submission, &seen, Room::of(back, asked)).await?,
        earlier: earlier::list(app, id, &zone, lang).await?,
        unknown: unknown_keys(&seen.report.unknown, lang),
        unknown_more: seen.report.unknown_more,
        reference: !seen.revealed.is_empty(),
        homework: submission.homework,
    };
    server.page("submission.html", &person.visitor, &view)
}

/// What holds in place of the submission's points, for its student and for those who teach.
async fn standing_of(
    app: &App,
    active: &ActiveCourse,
    homework: &Homework,
    student: UserId,
) -> Result<HomeworkStanding, AppError> {
    let standings = app.store.standings_of(student, &active.course);
    let standing = standings.await?.remove(homework.name());
    Ok(homework_standing(homework, standing.unwrap_or_default()))
}

/// `GET /submissions/{id}/file`: the exact bytes sent.
pub async fn file(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<SubmissionId>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let submission = visible(app, &person.reader(), id).await?;
    let size = app
        .store
        .submitted_size(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let stem = format!("{}-{id}", submission.homework);
    let headers =
        |bytes: &[u8]| download::attached(&named(&stem, bytes), "application/octet-stream");
    let stored = app.store.submitted_file(id);
    download::file(&server, person.user.id, size, stored, headers).await
}
