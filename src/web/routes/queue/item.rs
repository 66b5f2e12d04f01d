//! The answers to one item: which wait, which are graded, and by whom.

use super::names::{Names, names_hidden};
use crate::ids::{AnswerId, UserId};
use crate::store::Role;
use crate::web::error::AppError;
use crate::web::paging::{Paging, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Grader;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use l10n::date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tower_sessions::Session;

/// What happened just before, and whether names are to be hidden.
#[derive(Deserialize)]
pub struct Asked {
    names: Option<String>,
    done: Option<String>,
    #[serde(default)]
    page: String,
}

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    item: String,
    title: String,
    names_hidden: bool,
    /// Whether a grader came here because nothing was left.
    done: bool,
    waiting: usize,
    /// Answers that others are grading at this time.
    claimed: usize,
    rows: Vec<Row>,
    paging: Paging,
    /// Grades given by another rubric, where the person may carry them over.
    outdated: usize,
}

#[derive(Serialize)]
struct Row {
    id: AnswerId,
    student: Option<String>,
    at: String,
    kind: &'static str,
    waits: bool,
    claimed_by: Option<String>,
    points: Option<String>,
    given_by: Option<String>,
}

/// `GET /queue/{homework}/{item}`.
pub async fn show(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Path((homework, item)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = active.item(&homework, &item)?;
    let (lang, now, own) = (grader.0.lang(), app.now(), grader.0.user.id);
    let zone = grader.0.zone(&active.course);
    let done = asked.done.is_some();
    let names = Names { names: asked.names };
    let hidden = names_hidden(&session, &names).await?;
    let people: HashMap<UserId, String> = app
        .store
        .users()
        .await?
        .into_iter()
        .map(|u| (u.id, u.name))
        .collect();
    let mut queue = app.store.queue(homework, now).await?;
    queue.retain(|q| q.answer.item == item.name);
    let waiting = queue.iter().filter(|q| q.waits()).count();
    let claimed = |q: &crate::store::Queued| q.claimed_by.filter(|by| *by != own);
    let others = queue.iter().filter(|q| q.waits() && claimed(q).is_some());
    let others = others.count();
    let link = |page: &str| {
        let path = format!("/queue/{}/{}", homework.name(), item.name);
        format!("{path}{}", query(&[("page", page)]))
    };
    let (shown, paging) = Paging::of(queue.len(), ROWS, &asked.page, link);
    let rows: Vec<Row> = queue[shown]
        .iter()
        .map(|q| Row {
            id: q.answer.id,
            student: (!hidden)
                .then(|| people.get(&q.answer.user).cloned())
                .flatten(),
            at: date::instant(q.answer.sent_at, &zone, now, lang),
            kind: q.answer.kind.name(),
            waits: q.waits(),
            claimed_by: claimed(q).and_then(|by| people.get(&by).cloned()),
            points: q.grade.as_ref().map(|g| g.points.show(lang)),
            given_by: q.grade.as_ref().map(|g| g.given_by.clone()),
        })
        .collect();
    let view = View {
        homework: homework.name().to_owned(),
        homework_title: homework.title.get(lang).to_owned(),
        item: item.name.clone(),
        title: item.title.get(lang).to_owned(),
        names_hidden: hidden,
        done,
        waiting,
        claimed: others,
        rows,
        paging,
        outdated: if grader.0.user.role >= Role::Teacher {
            let mut outdated = app.store.outdated_grades(homework).await?;
            outdated.remove(&item.name).unwrap_or_default()
        } else {
            0
        },
    };
    server.page("queue_item.html", &grader.0.visitor, &view)
}
