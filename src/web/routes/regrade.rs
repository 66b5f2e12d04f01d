//! Grade anew what a new version of the config concerns: first what would change, then the change.

use crate::ids::{JobId, VersionId};
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::impact::Impact;
use crate::service::previews::{Found, Wanted};
use crate::service::regrade::{self, Enqueued};
use crate::store::Job;
use crate::web::choice::{self, Choice};
use crate::web::error::AppError;
use crate::web::impact::ImpactView;
use crate::web::paging::{Paging, Part, ROWS};
use crate::web::previewed::{Begun, Turned, begin};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use l10n::date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize)]
struct View {
    version: VersionId,
    homeworks: Vec<Choice>,
    chosen: String,
    impact: Option<ImpactView>,
    paging: Option<Paging>,
    jobs: Vec<JobRow>,
    busy: Option<JobId>,
}

#[derive(Serialize)]
struct JobRow {
    id: JobId,
    at: String,
    by: String,
    state: &'static str,
    done: u64,
    total: u64,
}

/// What to grade anew.
#[derive(Deserialize)]
pub struct Wish {
    /// Empty for all homeworks.
    #[serde(default)]
    homework: String,
    /// Whether to say what would change.
    #[serde(default)]
    dry_run: Option<String>,
    /// The version that the dry run was for.
    #[serde(default)]
    version: Option<VersionId>,
}

impl Wish {
    fn homework(&self) -> Option<&str> {
        Some(self.homework.as_str()).filter(|name| !name.is_empty())
    }
}

/// `GET /regrade`; `?dry_run=1` says whose points would change.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wish): Query<Wish>,
) -> Result<Response, AppError> {
    let active = server.app.course().await?;
    let homework = wish.homework();
    if let Some(name) = homework {
        active.course.homework(name).ok_or(ServiceError::NotFound)?;
    }
    if wish.dry_run.is_some() {
        let homework = homework.map(ToOwned::to_owned);
        let wanted = Wanted::Regrade { homework };
        let (key, preview) = match begin(&server, &teacher, &wanted, None).await? {
            Begun::Known(key, preview) => (key, preview),
            Begun::Waits(way) => return Ok(way.into_response()),
        };
        let Some(Found::Impact(active, impact)) = preview.found() else {
            return Err(ServiceError::Internal.into());
        };
        let first = Turned::first(&key);
        let found = (&**active, impact);
        return turned(&server, &teacher, first, &wish.homework, found).await;
    }
    page(&server, &teacher, &active, &wish.homework, None).await
}

/// A page of what grading anew would change.
///
/// # Errors
/// When the database fails.
pub async fn turned(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    chosen: &str,
    (active, impact): (&ActiveCourse, &Impact),
) -> Result<Response, AppError> {
    let all = ImpactView::rows(impact);
    let (shown, paging) = Paging::of(all, ROWS, turned.page, |page| turned.link(page));
    let mut part = Part::new(shown);
    let view = ImpactView::new(impact, &mut part, teacher.0.lang());
    page(server, teacher, active, chosen, Some((view, paging))).await
}

async fn page(
    server: &ServerState,
    teacher: &Teacher,
    active: &ActiveCourse,
    chosen: &str,
    found: Option<(ImpactView, Paging)>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let lang = teacher.0.lang();
    let zone = teacher.0.zone(&active.course);
    let jobs = app.store.jobs(20).await?;
    let row = |job: &Job| JobRow {
        id: job.id,
        at: date::instant(job.created_at, &zone, app.now(), lang),
        by: job.created_by.clone(),
        state: job.state.name(),
        done: job.done,
        total: job.total,
    };
    let (impact, paging) = found.unzip();
    let view = View {
        version: active.version,
        homeworks: choice::homeworks(&active.course, lang),
        busy: jobs.iter().find(|j| !j.state.is_finished()).map(|j| j.id),
        jobs: jobs.iter().map(row).collect(),
        chosen: chosen.to_owned(),
        impact,
        paging,
    };
    let html = server.page("regrade.html", &teacher.0.visitor, &view)?;
    Ok(html.into_response())
}

/// `POST /regrade`: begins the job.
pub async fn start(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Form(wish): Form<Wish>,
) -> Result<Redirect, AppError> {
    if wish.version != Some(app.course().await?.version) {
        return Err(ServiceError::CourseMoved.into());
    }
    match regrade::start(&app, wish.homework(), &teacher.0.user.login).await? {
        Enqueued::Job(job) => Ok(Redirect::to(&format!("/jobs/{}", job.id))),
        Enqueued::Nothing => Ok(Redirect::to("/regrade?dry_run=1")),
        Enqueued::Busy => Err(ServiceError::RegradeBusy.into()),
    }
}
