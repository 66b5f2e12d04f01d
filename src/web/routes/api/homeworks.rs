//! `GET /api/v1/homeworks`.

use crate::service::app::App;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use judge::points::Points;
use serde::Serialize;
use std::sync::Arc;

/// One homework of the list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HomeworkItem {
    /// Its name.
    homework: String,
    /// Its title.
    title: String,
    /// `not_open`, `open`, `due_soon`, `late` or `closed`.
    state: &'static str,
    /// The best points so far, as an exact decimal.
    points: Option<Points>,
    /// The most it gives.
    max_points: Points,
    /// When it opens.
    #[schema(value_type = Option<String>, format = DateTime)]
    opens: Option<Timestamp>,
    /// From when on it is late.
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Timestamp>,
    /// From when on nothing is accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    closes: Option<Timestamp>,
    /// Attempts left; null for any number.
    attempts_left: Option<u32>,
}

/// The homeworks with points, deadline and attempts left.
#[utoipa::path(get, path = "/homeworks", operation_id = "list_homeworks", tag = "student",
    responses((status = 200, description = "Every homework of the course.", body = [HomeworkItem])))]
pub async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Result<Json<Vec<HomeworkItem>>, AppError> {
    let active = app.course().await?;
    let standings = app
        .store
        .standings_of(person.user.id, &active.course)
        .await?;
    let now = app.now();
    let item = |homework: &crate::course::Homework| {
        let standing = standings.get(homework.name()).cloned().unwrap_or_default();
        let schedule = homework.schedule(standing.extension);
        HomeworkItem {
            homework: homework.name().to_owned(),
            title: homework.title.get(person.lang()).to_owned(),
            state: schedule.state(now).name(),
            points: standing.points(),
            max_points: homework.max_points,
            opens: schedule.opens,
            deadline: schedule.deadline,
            closes: schedule.closes,
            attempts_left: homework
                .attempts
                .map(|most| most.saturating_sub(standing.attempts)),
        }
    };
    Ok(Json(active.course.homeworks.iter().map(item).collect()))
}
