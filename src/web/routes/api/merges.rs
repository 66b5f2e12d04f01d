//! Two rows that turn out to be one person, and one that turns out to be two, for programs.

use super::body::{Sent, read};
use super::people::{Only, Person, only};
use crate::course::Grade;
use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::person::{Merging, Moving, Parting, merging, parting};
use crate::store::{Moved, Reckoned, SentThing};
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use judge::points::Points;
use l10n::message;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose part a person is to become.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeWish {
    /// The login of the person who stays.
    into: String,
}

/// What a merge did, or would do.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeAnswer)]
pub struct Merged {
    /// Whether it was done.
    applied: bool,
    /// Who becomes a part.
    from: Person,
    /// Who stays.
    into: Person,
    /// Whether the inputs of the one who becomes a part are those of both from now on.
    takes_inputs: bool,
    /// What moves to the one who stays.
    moved: Vec<Rows>,
    /// What stays behind, because the other has something in its place.
    left: Vec<Rows>,
    /// Of what lateness leaves another share, since the one who stays has another deadline.
    late: Vec<Late>,
    /// Where the one who becomes a part and the one who stays stand before and after.
    stands: Vec<Stands>,
}

/// Where somebody stands, before and after. What a part has counts for nobody: there it is null.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeStands)]
pub struct Stands {
    /// The login.
    login: String,
    /// All points before.
    points_before: Option<Points>,
    /// All points after.
    points_after: Option<Points>,
    /// The final grade before.
    grade_before: Option<Grade>,
    /// The final grade after.
    grade_after: Option<Grade>,
}

fn stands(moving: [Moving; 2], logins: [&str; 2]) -> Vec<Stands> {
    let row = |(moving, login): (Moving, &str)| Stands {
        login: login.to_owned(),
        points_before: moving.before.map(|stand| stand.total),
        points_after: moving.after.map(|stand| stand.total),
        grade_before: moving.before.map(|stand| stand.grade),
        grade_after: moving.after.map(|stand| stand.grade),
    };
    moving.into_iter().zip(logins).map(row).collect()
}

/// Rows of a kind.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeRows)]
pub struct Rows {
    /// What they are.
    table: String,
    /// How many.
    count: usize,
}

/// How many rows of each kind.
pub fn rows(moved: Vec<Moved>) -> Vec<Rows> {
    let row = |rows: Moved| Rows {
        count: rows.keys.len(),
        table: rows.table,
    };
    moved.into_iter().map(row).collect()
}

/// Something of which lateness leaves another share.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeLate)]
pub struct Late {
    /// The login of whoever has it then.
    login: String,
    /// The homework.
    homework: String,
    /// The number of the submission; null where it is an item graded by a person.
    #[schema(value_type = Option<i64>)]
    submission: Option<SubmissionId>,
    /// The item graded by a person; null where it is a submission.
    item: Option<String>,
    /// The points before.
    before: Points,
    /// The points after.
    after: Points,
}

fn late(reckoned: Vec<Reckoned>) -> Vec<Late> {
    let row = |one: Reckoned| {
        let (submission, item) = match one.of {
            SentThing::Submission(id) => (Some(id), None),
            SentThing::Item(item) => (None, Some(item)),
        };
        Late {
            login: one.login,
            homework: one.homework,
            submission,
            item,
            before: one.before.points,
            after: one.after.points,
        }
    };
    reckoned.into_iter().map(row).collect()
}

/// Makes a student a part of another: both are the same person.
#[utoipa::path(post, path = "/roster/{login}/merge", operation_id = "merge_people", tag = "teacher",
    params(("login" = String, Path, description = "The login of the student who becomes a part."), Only), request_body = MergeWish,
    responses((status = 200, description = "What it did, or would do.", body = Merged)))]
pub async fn merge(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    query: Result<Query<Only>, QueryRejection>,
    body: Sent,
) -> Result<Json<Merged>, AppError> {
    let dry_run = only(query)?;
    let wish: MergeWish = read(body, message!("person-merge-body"))?;
    let actor = &teacher.0.user;
    let merging = merging(&app, actor, &login, &wish.into).await?;
    if !dry_run {
        let done = merging.merge(&app.store, &actor.login, app.now());
        done.await?;
    }
    let Merging { from, into, merged } = merging;
    let moving = Moving::merged(&app.course().await?.course, &merged.holdings);
    let stands = stands(moving, [&from.login, &into.login]);
    Ok(Json(Merged {
        applied: !dry_run,
        from: Person::of(from),
        into: Person::of(into),
        takes_inputs: merged.merge.takes_inputs,
        moved: rows(merged.merge.moved),
        left: rows(merged.left),
        late: late(merged.late),
        stands,
    }))
}

/// Who is to be a person of their own again.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartWish {
    /// The login of the part.
    part: String,
}

/// What parting did, or would do.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PartAnswer)]
pub struct Parted {
    /// Whether it was done.
    applied: bool,
    /// The login of the one who is a person of their own again.
    part: String,
    /// The login of the one who stays.
    from: String,
    /// Whether the inputs go back, too, with everything that was sent for them.
    gives_inputs: bool,
    /// What goes back.
    moved: Vec<Rows>,
    /// What came with the merge and does not go back, because somebody has changed it since.
    kept: Vec<Kept>,
    /// Of what lateness leaves another share, by the deadline of whoever has it then.
    late: Vec<Late>,
    /// Where the part and the one who stays stand before and after.
    stands: Vec<Stands>,
}

/// A row that does not go back.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PartKept)]
pub struct Kept {
    /// What it is.
    table: String,
    /// The homework, or HOMEWORK/ITEM; null where a person has one at most.
    of: Option<String>,
    /// Whether it is still there; else somebody has taken it away.
    there: bool,
}

/// Makes two of one again: what came with the merge goes back, unless somebody has changed it since.
#[utoipa::path(post, path = "/roster/{login}/part", operation_id = "part_people", tag = "teacher",
    params(("login" = String, Path, description = "The login of the person whose part it is."), Only), request_body = PartWish,
    responses((status = 200, description = "What it did, or would do.", body = Parted)))]
pub async fn part(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    query: Result<Query<Only>, QueryRejection>,
    body: Sent,
) -> Result<Json<Parted>, AppError> {
    let dry_run = only(query)?;
    let wish: PartWish = read(body, message!("person-part-body"))?;
    let actor = &teacher.0.user;
    let parting = parting(&app, actor, &login, &wish.part).await?;
    if !dry_run {
        let done = parting.part(&app.store, &actor.login, app.now());
        done.await?;
    }
    let Parting { from, into, parted } = parting;
    let moving = Moving::parted(&app.course().await?.course, &parted.holdings);
    let stands = stands(moving, [&from.login, &into.login]);
    let kept = parted.changed.into_iter().map(|row| Kept {
        there: row.is.is_some(),
        table: row.table,
        of: row.of,
    });
    Ok(Json(Parted {
        applied: !dry_run,
        part: from.login,
        from: into.login,
        gives_inputs: parted.merge.takes_inputs,
        moved: rows(parted.merge.moved),
        kept: kept.collect(),
        late: late(parted.late),
        stands,
    }))
}
