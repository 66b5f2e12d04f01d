//! Grade anew what a new version of the config concerns: first what would change, then the change.

use crate::ids::{JobId, VersionId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::impact::{Budget, estimate_regrade};
use crate::service::regrade::{self, Enqueued};
use crate::store::Job;
use crate::web::error::AppError;
use crate::web::impact::ImpactView;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use l10n::date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize)]
struct View {
    version: VersionId,
    homeworks: Vec<Choice>,
    chosen: String,
    impact: Option<ImpactView>,
    jobs: Vec<JobRow>,
    busy: Option<JobId>,
}

#[derive(Serialize)]
struct Choice {
    name: String,
    title: String,
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
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let lang = teacher.0.lang();
    if let Some(name) = wish.homework() {
        active.course.homework(name).ok_or(ServiceError::NotFound)?;
    }
    let impact = if wish.dry_run.is_some() {
        let found = estimate_regrade(app, &active, wish.homework(), Budget::PAGE, &|_, _| {});
        Some(ImpactView::new(&found.await?, lang))
    } else {
        None
    };
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
    let view = View {
        version: active.version,
        homeworks: active
            .course
            .homeworks
            .iter()
            .map(|h| Choice {
                name: h.name().to_owned(),
                title: h.title.get(lang).to_owned(),
            })
            .collect(),
        busy: jobs.iter().find(|j| !j.state.is_finished()).map(|j| j.id),
        jobs: jobs.iter().map(row).collect(),
        chosen: wish.homework,
        impact,
    };
    server.page("regrade.html", &teacher.0.visitor, &view)
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
