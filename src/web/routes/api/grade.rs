//! `GET /api/v1/grade`.

use crate::course::zone_name;
use crate::report::standing::course_standing;
use crate::service::app::App;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::State;
use judge::points::Points;
use serde::Serialize;
use std::sync::Arc;

/// Where a student stands.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Position {
    /// Points by homework; null where nothing was sent.
    homeworks: Vec<Item>,
    /// The exam's points; null until graded.
    exam: Option<Points>,
    /// All points; rounded to a thousandth where they are scaled because of an excuse.
    total: Points,
    /// All points earned, before they are scaled.
    earned: Points,
    /// The most there is.
    max_points: Points,
    /// The final grade these points make.
    final_grade: crate::course::Grade,
    /// How the formula makes it.
    derivation: String,
    /// The points missing to the next grade; null at the top.
    points_to_next_grade: Option<Points>,
    /// The zone in which the student is shown dates: an IANA name.
    time_zone: String,
}

/// One homework's points.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HomeworkPoints)]
pub struct Item {
    /// The homework.
    homework: String,
    /// The best points.
    points: Option<Points>,
    /// The most it gives, bonus aside.
    max_points: Points,
    /// How much can come on top of that.
    bonus_points: Points,
    /// Whether a person set the points in place of all others.
    overridden: bool,
    /// Whether the student is excused from it.
    excused: bool,
    /// Why a person did either; null where none did.
    reason: Option<String>,
    /// What was earned by what was sent and graded, whatever holds in its place.
    earned: Option<Points>,
    /// Whether something that counts was sent late.
    late: bool,
}

/// Points by homework, exam, total, final grade, points to the next grade.
#[utoipa::path(get, path = "/grade", operation_id = "read_grade", tag = "student",
    responses((status = 200, description = "Where the student stands.", body = Position)))]
pub async fn show(State(app): State<Arc<App>>, person: Person) -> Result<Json<Position>, AppError> {
    let active = app.course().await?;
    let standings = app
        .store
        .standings_of(person.user.id, &active.course)
        .await?;
    let exam = app.store.exam(person.user.id).await?;
    let standing = course_standing(&active.course, &standings, exam);
    let item = |h: crate::report::standing::HomeworkStanding| Item {
        homework: h.name,
        points: h.points,
        max_points: h.max,
        bonus_points: h.bonus,
        overridden: h.given,
        excused: h.excused,
        reason: h.reason,
        earned: h.earned,
        late: h.late,
    };
    Ok(Json(Position {
        exam,
        total: standing.total,
        earned: standing.exact.earned(),
        time_zone: zone_name(&person.zone(&active.course)).to_owned(),
        max_points: standing.max,
        final_grade: standing.grade,
        derivation: standing.derivation(&active.course, person.lang()),
        points_to_next_grade: standing.to_next(&active.course),
        homeworks: standing.homeworks.into_iter().map(item).collect(),
    }))
}
