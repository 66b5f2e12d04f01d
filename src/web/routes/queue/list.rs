//! Which items have answers that wait for a grader?

use super::names::{Names, names_hidden};
use crate::store::Role;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Grader;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Serialize;
use std::collections::HashMap;
use tower_sessions::Session;

#[derive(Serialize)]
struct View {
    names_hidden: bool,
    waiting: usize,
    homeworks: Vec<HomeworkView>,
}

#[derive(Serialize)]
struct HomeworkView {
    name: String,
    title: String,
    items: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    title: String,
    max: String,
    waiting: usize,
    graded: usize,
    /// Grades given by another rubric, where the person may carry them over.
    outdated: usize,
}

/// `GET /queue`.
pub async fn show(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Query(names): Query<Names>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (lang, now) = (grader.0.lang(), app.now());
    let mut homeworks = Vec::new();
    for homework in &active.course.homeworks {
        if homework.manual.is_empty() {
            continue;
        }
        let queue = app.store.queue(homework, now).await?;
        let outdated = if grader.0.user.role >= Role::Teacher {
            app.store.outdated_grades(homework).await?
        } else {
            HashMap::new()
        };
        let items = homework.manual.iter().map(|item| {
            let of_item = || queue.iter().filter(|q| q.answer.item == item.name);
            Row {
                name: item.name.clone(),
                title: item.title.get(lang).to_owned(),
                max: item.points.show(lang),
                waiting: of_item().filter(|q| q.waits()).count(),
                graded: of_item().filter(|q| !q.waits()).count(),
                outdated: outdated.get(&item.name).copied().unwrap_or_default(),
            }
        });
        homeworks.push(HomeworkView {
            name: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
            items: items.collect(),
        });
    }
    let view = View {
        names_hidden: names_hidden(&session, &names).await?,
        waiting: homeworks
            .iter()
            .flat_map(|h| &h.items)
            .map(|i| i.waiting)
            .sum(),
        homeworks,
    };
    server.page("queue.html", &grader.0.visitor, &view)
}
