//! What would change, before it is done: another page of it, or how far it is reckoned.

use super::lti::switch;
use super::{course, exam, regrade, roster};
use crate::service::error::ServiceError;
use crate::service::previews::{self, Found, Preview, Progress, Wanted};
use crate::web::error::AppError;
use crate::web::events::{self, News};
use crate::web::paging::Asked;
use crate::web::previewed::Turned;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, Query, State};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use l10n::{Lang, message};
use serde::Serialize;
use std::time::Duration;

/// How often a watcher is told how far it is.
const TICK: Duration = Duration::from_millis(300);

#[derive(Serialize)]
struct View {
    key: String,
    done: usize,
    total: usize,
    progress: String,
    /// Where it was asked for.
    back: &'static str,
}

/// `GET /previews/{key}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let wanted = previews::kept(app, &teacher.0.user, &key).await?;
    let turned = Turned {
        key: &key,
        page: &asked.page,
    };
    let back = match &wanted {
        Wanted::Roster { text, typed } => {
            return roster::turned(&server, &teacher, turned, text, typed).await;
        }
        Wanted::Exam { text } => return exam::turned(&server, &teacher, turned, text).await,
        Wanted::Columns { course, states } => {
            return switch::turned(&server, &teacher, turned, (*course, states)).await;
        }
        Wanted::Course { .. } => "/course",
        Wanted::Regrade { .. } => "/regrade",
    };
    let preview = previews::begin(app, &server.previews, &key, &wanted, None);
    if let Some(found) = preview.within(Duration::ZERO).await {
        return shown(&server, &teacher, turned, &wanted, found).await;
    }
    let progress = *preview.progress().borrow();
    let view = View {
        done: progress.done,
        total: progress.total,
        progress: told(progress, teacher.0.lang()),
        back,
        key,
    };
    let page = server.page("preview.html", &teacher.0.visitor, &view)?;
    Ok(page.into_response())
}

/// The page of what came of it.
async fn shown(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    wanted: &Wanted,
    found: &Found,
) -> Result<Response, AppError> {
    match (wanted, found) {
        (Wanted::Course { typed, .. }, Found::Review(review)) => {
            course::turned(server, teacher, turned, typed, review).await
        }
        (Wanted::Regrade { homework }, Found::Impact(active, impact)) => {
            let chosen = homework.as_deref().unwrap_or_default();
            regrade::turned(server, teacher, turned, chosen, (active, impact)).await
        }
        _ => {
            // Whoever asks again has it reckoned anew.
            previews::forget(&server.previews, turned.key);
            Err(ServiceError::Internal.into())
        }
    }
}

/// How far it is, as an event says it.
#[derive(Serialize)]
struct Told {
    done: usize,
    total: usize,
    text: String,
}

/// `GET /previews/{key}/events`: `progress` now and whenever it changed; `finished` at the end.
pub async fn events(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(key): Path<String>,
) -> Result<impl IntoResponse + use<>, AppError> {
    let app = &server.app;
    let wanted = previews::kept(app, &teacher.0.user, &key).await?;
    let preview = match &wanted {
        Wanted::Course { .. } | Wanted::Regrade { .. } => {
            previews::begin(app, &server.previews, &key, &wanted, None)
        }
        Wanted::Roster { .. } | Wanted::Exam { .. } | Wanted::Columns { .. } => Preview::known(),
    };
    let lang = teacher.0.lang();
    let news = move |progress: Progress| {
        let name = if progress.is_over {
            "finished"
        } else {
            "progress"
        };
        let event = Event::default().event(name).data(text(progress, lang));
        if progress.is_over {
            News::Break(Some(event))
        } else {
            News::Continue(Some(event))
        }
    };
    Ok(events::watched(app, preview.progress(), TICK, news))
}

fn text(progress: Progress, lang: Lang) -> String {
    let text = Told {
        done: progress.done,
        total: progress.total,
        text: told(progress, lang),
    };
    serde_json::to_string(&text).unwrap_or_default()
}

fn told(progress: Progress, lang: Lang) -> String {
    let (done, total) = (progress.done, progress.total);
    let told = match total {
        0 => message!("preview-begins"),
        _ => message!("preview-progress", done = done, total = total),
    };
    told.text(lang)
}
