//! An earlier report of a submission: what it said, by which rules, and what the one that replaced it says otherwise.

use super::comparison::{ChangeView, change_view};
use super::room::{Asked, Room};
use super::tasks::{TaskViews, owner, task_views};
use crate::ids::{SubmissionId, VersionId};
use crate::service::app::App;
use crate::service::disclose::{disclose, visible};
use crate::service::error::ServiceError;
use crate::store::{EarlierReport, Submission};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Person;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use jiff::tz::TimeZone;
use l10n::{Lang, date, message, number};
use serde::Serialize;
use std::sync::Arc;

/// One line of the list on a submission's page.
#[derive(Serialize)]
pub(super) struct Earlier {
    href: String,
    course: VersionId,
    release: String,
    points: String,
    max: String,
    until: String,
}

#[derive(Serialize)]
struct View {
    submission: SubmissionId,
    title: String,
    student: Option<String>,
    course: VersionId,
    release: String,
    until: String,
    points: String,
    max: String,
    earned: String,
    kept: Option<String>,
    change: ChangeView,
    #[serde(flatten)]
    tasks: TaskViews,
}

/// The earlier reports of a submission, oldest first.
pub(super) async fn list(
    app: &Arc<App>,
    submission: SubmissionId,
    zone: &TimeZone,
    lang: Lang,
) -> Result<Vec<Earlier>, AppError> {
    let now = app.now();
    let line = |(number, earlier): (usize, EarlierReport)| Earlier {
        href: address(submission, number + 1),
        course: earlier.course,
        points: earlier.points.show(lang),
        max: earlier.report.max_points.show(lang),
        until: date::instant(earlier.replaced_at, zone, now, lang),
        release: earlier.release,
    };
    let earlier = app.store.earlier_reports(submission).await?;
    Ok(earlier.into_iter().enumerate().map(line).collect())
}

/// Earlier reports of a submission are numbered from 1.
fn address(submission: SubmissionId, number: usize) -> String {
    format!("/submissions/{submission}/reports/{number}")
}

/// `GET /submissions/{id}/reports/{number}`.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path((id, number)): Path<(SubmissionId, usize)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let submission = visible(app, &person.reader(), id).await?;
    let mut all = app.store.earlier_reports(id).await?.into_iter();
    let skipped = number.checked_sub(1).ok_or(ServiceError::NotFound)?;
    let earlier = all.nth(skipped).ok_or(ServiceError::NotFound)?;
    // What replaced it: the next earlier report, or the one that stands.
    let (after, version, href) = match all.next() {
        Some(next) => (next.report, next.course, address(id, number + 1)),
        None => (
            submission.report.clone(),
            submission.course,
            format!("/submissions/{id}"),
        ),
    };
    let lang = person.lang();
    let active = app.course().await?;
    let zone = person.zone(&active.course);
    let title = active.course.homework_title(&submission.homework, lang);
    let student = owner(app, &person, &submission).await?;
    let until = date::instant(earlier.replaced_at, &zone, app.now(), lang);
    // The submission as it was then; what may be seen of it is decided as for the report that stands.
    let then = Submission {
        course: earlier.course,
        release: earlier.release,
        report: earlier.report,
        points: earlier.points,
        late_factor: earlier.late_factor,
        ..submission
    };
    let seen = disclose(app, &person.reader(), &then).await?;
    let label = message!("course-version", version = version).text(lang);
    let change = change_view(
        &seen.report,
        &seen.read(after),
        message!("earlier-change").text(lang),
        (label, href),
        lang,
    );
    let room = Room::of(address(id, number), asked);
    let view = View {
        submission: id,
        title,
        student,
        until,
        points: then.points.show(lang),
        max: seen.report.max_points.show(lang),
        earned: seen.report.points.show(lang),
        kept: number::late_percent(then.late_factor, lang),
        change,
        tasks: task_views(&server, &person, &then, &seen, room).await?,
        course: then.course,
        release: then.release,
    };
    server.page("earlier_report.html", &person.visitor, &view)
}
