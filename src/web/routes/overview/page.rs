//! Where do I stand, what is due next, what would it take to reach the next grade?

use super::imagined::{ProgressView, WhatIfView, progress_plot, what_if_view};
use crate::course::{Course, Grade, Schedule, State as HomeworkState};
use crate::report::standing::{CourseStanding, course_standing};
use crate::service::app::App;
use crate::store::{Role, User};
use crate::web::error::AppError;
use crate::web::routes::homework::Due;
use crate::web::state::ServerState;
use crate::web::trace::TraceView;
use crate::web::visitor::{Visitor, zone_of};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::Lang;
use serde::Serialize;
use std::sync::Arc;

/// Labels of the bar nearer than this, in tenths of a percent, would run into one another on a phone.
const LABEL_APART: i64 = 60;

/// What the overview shows.
#[derive(Serialize)]
pub struct View {
    course: String,
    /// Whose overview it is, where a teacher looks at a student's.
    student: Option<String>,
    login: String,
    total: String,
    max: String,
    grade: String,
    derivation: String,
    to_next: Option<String>,
    /// The same as it shows in the total, where that is scaled because of an excuse.
    to_next_scaled: Option<String>,
    next_grade: Option<String>,
    bar: Bar,
    /// The homework to work on now: of those that take answers and have points left, the one that ends first.
    next: Option<Card>,
    /// What ends next comes first, what has ended last.
    homeworks: Vec<Card>,
    /// Whether the course has an exam.
    has_exam: bool,
    exam: Option<String>,
    exam_max: String,
    /// For the student's own eyes.
    what_if: Option<WhatIfView>,
    progress: Option<ProgressView>,
}

/// The bar from no points to all, with the steps of the grade.
#[derive(Serialize)]
pub struct Bar {
    /// Tenths of a percent filled.
    filled: i64,
    /// The steps, in tenths of a percent, with the grade that begins there.
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    at: i64,
    grade: String,
    points: String,
    reached: bool,
    /// Whether there is room for its label.
    labelled: bool,
}

#[derive(Clone, Serialize)]
struct Card {
    name: String,
    title: String,
    number: usize,
    due: Due,
    points: Option<String>,
    max: String,
    /// Tenths of a percent of its points.
    filled: i64,
    attempts: u32,
    attempts_most: Option<u32>,
    /// Answers that wait for a grader.
    waiting: usize,
    /// `waits` or `answered`, where the student asked to look at something again.
    asked: Option<&'static str>,
    /// Whether nothing counts until one of them is graded.
    waits: bool,
    trace: TraceView,
    /// Whether something that counts was sent late.
    late: bool,
}

/// `GET /`: the student's overview; a teacher is led to the gradebook.
pub async fn show(
    State(server): State<ServerState>,
    visitor: Visitor,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let Some(user) = visitor.user.clone() else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    if user.role >= Role::Teacher {
        return Ok(Redirect::to("/gradebook").into_response());
    }
    let view = view_of(app, &user, visitor.lang, Looks::Own(&typed)).await?;
    Ok(server
        .page("overview.html", &visitor, &view)?
        .into_response())
}

/// Who looks at an overview.
pub enum Looks<'a> {
    /// The student, who may imagine points: what was typed into the what-if form.
    Own(&'a [(String, String)]),
    /// A teacher.
    Teacher,
}

/// The overview of one student.
pub async fn view_of(
    app: &Arc<App>,
    user: &User,
    lang: Lang,
    looks: Looks<'_>,
) -> Result<View, AppError> {
    let active = app.course().await?;
    let (course, now) = (&active.course, app.now());
    let standings = app.store.standings_of(user.id, course).await?;
    let exam = app.store.exam(user.id).await?;
    let standing = course_standing(course, &standings, exam);
    let zone = zone_of(user, course);
    let sent = app.store.timeline(user.id).await?;
    let (student, what_if) = match looks {
        Looks::Own(typed) => (None, what_if_view(course, &standing, typed, now, lang)),
        Looks::Teacher => (Some(user.name.clone()), None),
    };
    let mut waiting = Vec::new();
    for homework in &course.homeworks {
        waiting.push(crate::web::routes::item::waiting(app, user.id, homework).await?);
    }
    let to_next = standing.to_next(course);
    let exact = standing.exact;
    let then = to_next.map(|missing| exact.with_earned(exact.earned() + missing));
    let next_grade = then.map(|then| course.grade.grade(then).show(lang));
    let shown = then.map(|then| then.shown() - exact.shown());
    let to_next_scaled = shown.filter(|shown| Some(*shown) != to_next);
    let asked = app.store.asked_about(user.id).await?;
    let of = (course, &standing, waiting.as_slice(), asked.as_slice());
    let homeworks = cards(of, student.is_none(), (&zone, now, lang));
    let next = homeworks.iter().find(|(is_next, _)| *is_next);
    Ok(View {
        course: course.title.get(lang).to_owned(),
        student,
        login: user.login.clone(),
        total: standing.total.show(lang),
        max: standing.max.show(lang),
        grade: standing.grade.show(lang),
        derivation: standing.derivation(course, lang),
        to_next: to_next.map(|p| p.show(lang)),
        to_next_scaled: to_next_scaled.map(|p| p.show(lang)),
        next_grade,
        bar: bar(course, &standing, lang),
        next: next.map(|(_, card)| card.clone()),
        homeworks: homeworks.into_iter().map(|(_, card)| card).collect(),
        has_exam: standing.has_exam(),
        exam: standing.exam.map(|p| p.show(lang)),
        exam_max: standing.exam_max.show(lang),
        what_if,
        progress: progress_plot(course, &standing, &sent, &zone, now, lang),
    })
}

fn bar(course: &Course, standing: &CourseStanding, lang: Lang) -> Bar {
    let per_mille = |points: Points| {
        let max = standing.max.thousandths().max(1);
        (points.thousandths() * 1000 / max).clamp(0, 1000)
    };
    let mut last = -LABEL_APART;
    let step = |(points, grade): (Points, Grade)| {
        let at = per_mille(points);
        let labelled = at - last >= LABEL_APART;
        if labelled {
            last = at;
        }
        Step {
            at,
            grade: grade.show(lang),
            points: points.show(lang),
            reached: grade <= standing.grade,
            labelled,
        }
    };
    let steps = course.grade.grade_steps(standing.max);
    Bar {
        filled: per_mille(standing.total),
        steps: steps.into_iter().map(step).collect(),
    }
}

/// The homeworks in the order of the list, and of each whether it may be the one to work on now.
fn cards(
    (course, standing, waiting, asked): (&Course, &CourseStanding, &[usize], &[(String, bool)]),
    is_own: bool,
    (zone, now, lang): (&TimeZone, Timestamp, Lang),
) -> Vec<(bool, Card)> {
    let all = course.homeworks.iter().zip(&standing.homeworks);
    let mut cards: Vec<_> = all
        .zip(waiting)
        .enumerate()
        .map(|(i, ((homework, standing), waiting))| {
            let schedule = homework.schedule(standing.extension);
            let max = homework.max_points;
            let tenths = max.thousandths().max(1);
            let card = Card {
                name: homework.name().to_owned(),
                title: homework.title.get(lang).to_owned(),
                number: i + 1,
                due: Due::of(&schedule, zone, now, lang),
                points: standing.points.map(|p| p.show(lang)),
                max: max.show(lang),
                filled: (standing.points.unwrap_or_default().thousandths() * 1000 / tenths)
                    .clamp(0, 1000),
                attempts: standing.attempts,
                attempts_most: homework.attempts,
                waiting: *waiting,
                waits: standing.waits,
                asked: asked_of(asked, homework.name()),
                trace: TraceView::new(standing, course.excused, is_own, lang),
                late: standing.late,
            };
            let is_next = schedule.accepts(now)
                && !standing.is_by_hand()
                && standing.points.is_none_or(|points| points < max);
            (urgency(&schedule, now), is_next, card)
        })
        .collect();
    cards.sort_by_key(|(urgency, ..)| *urgency);
    let cards = cards.into_iter();
    cards.map(|(_, is_next, card)| (is_next, card)).collect()
}

/// How the threads about a homework stand: one that waits for an answer goes before those that have one.
fn asked_of(asked: &[(String, bool)], homework: &str) -> Option<&'static str> {
    let of = asked.iter().filter(|(name, _)| name == homework);
    let waits = of.map(|(_, waits)| *waits).max()?;
    Some(if waits { "waits" } else { "answered" })
}

/// The place in the list: first what takes answers, by when it ends; then what opens later, by when; then what has ended.
fn urgency(schedule: &Schedule, now: Timestamp) -> (u8, Option<Timestamp>) {
    match schedule.state(now) {
        HomeworkState::Open | HomeworkState::DueSoon | HomeworkState::Late => {
            (0, schedule.next_end(now).or(Some(Timestamp::MAX)))
        }
        HomeworkState::NotOpen => (1, schedule.opens),
        HomeworkState::Closed => (2, None),
    }
}
