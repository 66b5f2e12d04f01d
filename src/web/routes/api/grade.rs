//! `GET /api/v1/grade`.

use crate::points::Points;
use crate::report::standing::course_standing;
use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::State;
use serde::Serialize;

/// Where a student stands.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Position {
    /// Points by homework; null where nothing was sent.
    homeworks: Vec<Item>,
    /// The exam's points; null until graded.
    #[schema(value_type = Option<String>)]
    exam: Option<Points>,
    /// All points.
    #[schema(value_type = String)]
    total: Points,
    /// The most there is.
    #[schema(value_type = String)]
    max_points: Points,
    /// The final grade these points make.
    #[schema(value_type = Object)]
    final_grade: crate::course::Grade,
    /// How the formula makes it.
    derivation: String,
    /// The points missing to the next grade; null at the top.
    #[schema(value_type = Option<String>)]
    points_to_next_grade: Option<Points>,
}

/// One homework's points.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Item {
    /// The homework.
    homework: String,
    /// The best points.
    #[schema(value_type = Option<String>)]
    points: Option<Points>,
    /// The most it gives.
    #[schema(value_type = String)]
    max_points: Points,
}

/// Points by homework, exam, total, final grade, points to the next grade.
#[utoipa::path(get, path = "/api/v1/grade", responses((status = 200, body = Position), (status = 401)), security(("token" = [])))]
pub async fn show(State(app): State<AppState>, person: Person) -> Result<Json<Position>, Fault> {
    let active = app.course().await?;
    let standings = app
        .store
        .standings_of(person.user.id, &active.course)
        .await?;
    let exam = app.store.exam(person.user.id).await?;
    let standing = course_standing(&active.course, &standings, exam, person.lang());
    let item = |h: crate::report::standing::HomeworkStanding| Item {
        homework: h.name,
        points: h.points,
        max_points: h.max,
    };
    Ok(Json(Position {
        exam,
        total: standing.total,
        max_points: standing.max,
        final_grade: standing.grade,
        derivation: standing.derivation,
        points_to_next_grade: standing.to_next,
        homeworks: standing.homeworks.into_iter().map(item).collect(),
    }))
}
