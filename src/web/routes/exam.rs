//! The teacher enters the oral exam's points, one by one or as a list.

use super::exam_points::seen;
use crate::import::exam::{Change, Plan};
use crate::report::roll::Listed;
use crate::report::search::folded;
use crate::service::adjust::{GradeMove, grades_of, planned_exams, set_exams};
use crate::service::error::ServiceError;
use crate::service::gradebooks;
use crate::service::previews::{self, Wanted as Kept};
use crate::web::error::AppError;
use crate::web::impact::sign;
use crate::web::paging::{Paging, Part};
use crate::web::previewed::{Turned, fingerprint};
use crate::web::query::query;
use crate::web::refused_rows::{RefusedRow, refused};
use crate::web::state::ServerState;
use crate::web::table_form::{NoTable, TableForm};
use crate::web::visitor::Teacher;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use judge::points::Points;
use serde::{Deserialize, Serialize};

/// Rows of a page: a form each.
const ROWS: usize = 100;
/// Rows of a page of what a list would change.
const LISTED: usize = 200;

/// Whom to show.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    page: String,
}

#[derive(Serialize)]
struct View {
    /// Whether the course has an exam, or had one that somebody was given points for.
    has_exam: bool,
    exam_max: String,
    graded: usize,
    all: usize,
    students: Vec<Row>,
    paging: Paging,
    q: String,
    /// Where a form leads back to.
    back: String,
    /// Why the list that was sent is none, and what was pasted.
    refused: Option<String>,
    pasted: String,
}

#[derive(Serialize)]
struct Row {
    login: String,
    name: String,
    points: String,
    seen: String,
}

/// `GET /exam`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    page(&server, &teacher, &wanted, None).await
}

/// The page, with a form whose table cannot be used.
async fn page(
    server: &ServerState,
    teacher: &Teacher,
    wanted: &Wanted,
    refused: Option<NoTable>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let lang = teacher.0.lang();
    let (roll, exams) = (gradebooks::roll(app).await?, app.store.exams().await?);
    let words = folded(&wanted.q);
    let row = |student: &&Listed| {
        let points = exams.get(&student.user).copied();
        Row {
            login: student.login.clone(),
            name: student.listed.clone(),
            points: points.map(|p| p.show(lang)).unwrap_or_default(),
            seen: seen(points),
        }
    };
    let all = roll.students().iter();
    let graded = all.filter(|s| exams.contains_key(&s.user)).count();
    let all = roll.students().iter().map(|student| &**student);
    let students: Vec<&Listed> = all.filter(|s| s.has(&words)).collect();
    let q = wanted.q.trim();
    let link = |page: &str| format!("/exam{}", query(&[("q", q), ("page", page)]));
    let (shown, paging) = Paging::of(students.len(), ROWS, &wanted.page, link);
    let view = View {
        has_exam: active.course.exam_max > Points::ZERO || !exams.is_empty(),
        exam_max: active.course.exam_max.show(lang),
        graded,
        all: roll.students().len(),
        students: students[shown].iter().map(row).collect(),
        paging,
        back: match (q, wanted.page.as_str()) {
            ("", "") => "exam".to_owned(),
            (_, page) => link(page),
        },
        q: q.to_owned(),
        pasted: refused.as_ref().map_or("", NoTable::text).to_owned(),
        refused: refused.map(|refused| refused.why(lang)),
    };
    server.page("exam.html", &teacher.0.visitor, &view)
}

/// The page again, with what was wrong at the field and what was pasted in it.
async fn refuse(
    server: &ServerState,
    teacher: &Teacher,
    refused: NoTable,
) -> Result<Response, AppError> {
    let page = page(server, teacher, &Wanted::default(), Some(refused)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[derive(Serialize)]
struct Preview {
    /// The key of the list.
    kept: String,
    seen: String,
    changed_since: bool,
    changes: Vec<ChangeRow>,
    /// How many of the class there are, on this page or another.
    changes_all: usize,
    /// How many who are deactivated: their points change as well, and they are counted apart.
    others: usize,
    /// How many final grades rise, and how many fall.
    grades_up: usize,
    grades_down: usize,
    same: usize,
    empty: usize,
    refused: Vec<RefusedRow>,
    refused_all: usize,
    paging: Paging,
}

#[derive(Serialize)]
struct ChangeRow {
    login: String,
    name: String,
    before: Option<String>,
    after: String,
    grade: Option<GradeRow>,
}

/// The final grade of somebody who is in the class.
#[derive(Serialize)]
struct GradeRow {
    before: String,
    after: String,
    /// Which way it goes; empty where it stays.
    sign: &'static str,
}

/// `POST /exam`: shows what a list would change; done once exactly that was confirmed.
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let person = &teacher.0.user;
    let form = match TableForm::read_kept(form, app, person).await? {
        Ok(form) => form,
        Err(none) => return refuse(&server, &teacher, none).await,
    };
    let plan = match planned_exams(app, &form.table).await {
        Err(ServiceError::Invalid(why)) => {
            return refuse(&server, &teacher, form.without_table(why)).await;
        }
        plan => plan?,
    };
    let seen = form.field("seen");
    if seen == fingerprint(&plan) {
        let entry = set_exams(app, person, &plan).await?;
        // The receipt: what was changed, and how it is taken back.
        let receipt = entry.map_or("/exam".to_owned(), |id| format!("/audit/{id}"));
        return Ok(Redirect::to(&receipt).into_response());
    }
    let changed_since = !seen.is_empty();
    let key = previews::keep(app, person, &Kept::Exam { text: form.text }).await?;
    let first = Turned::first(&key);
    shown(&server, &teacher, first, plan, changed_since).await
}

/// Another page of what a list would change.
///
/// # Errors
/// When the database fails, or the list lacks by now what it must have.
pub async fn turned(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    text: &str,
) -> Result<Response, AppError> {
    let table = TableForm::again(&server.app, text).await?;
    let plan = planned_exams(&server.app, &table).await?;
    shown(server, teacher, turned, plan, false).await
}

async fn shown(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    plan: Plan,
    changed_since: bool,
) -> Result<Response, AppError> {
    let lang = teacher.0.lang();
    let seen = fingerprint(&plan);
    let grades = grades_of(&server.app, &plan).await?;
    let of_class = || grades.iter().flatten();
    let in_class = of_class().count();
    let up = of_class().filter(|g| g.after > g.before).count();
    let down = of_class().filter(|g| g.after < g.before).count();
    let Plan {
        changes,
        same,
        empty,
        refused: rows,
        passed_over: _,
    } = plan;
    let grade = |grade: &GradeMove| GradeRow {
        before: grade.before.show(lang),
        after: grade.after.show(lang),
        sign: sign(&grade.before, &grade.after),
    };
    let change = |(c, moved): &(Change, Option<GradeMove>)| ChangeRow {
        login: c.student.login.clone(),
        name: c.student.name.clone(),
        before: c.before.map(|p| p.show(lang)),
        after: c.after.show(lang),
        grade: moved.as_ref().map(grade),
    };
    let changes: Vec<_> = changes.into_iter().zip(grades).collect();
    let all = rows.len() + changes.len();
    let (shown, paging) = Paging::of(all, LISTED, turned.page, |page| turned.link(page));
    let mut part = Part::new(shown);
    let view = Preview {
        changed_since,
        kept: turned.key.to_owned(),
        seen,
        refused: refused(part.of(&rows), lang),
        refused_all: rows.len(),
        changes: part.of(&changes).iter().map(change).collect(),
        changes_all: in_class,
        others: changes.len() - in_class,
        grades_up: up,
        grades_down: down,
        same,
        empty,
        paging,
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("exam_preview.html", visitor, &view)?
        .into_response())
}
