//! A student's answers to what persons grade: how many wait, and the list of them beside the submissions.

use crate::course::{Homework, Manual};
use crate::grading::by_hand::counting_version;
use crate::ids::{AnswerId, UserId};
use crate::service::app::App;
use crate::store::{ManualAnswer, ManualGrade};
use crate::web::error::AppError;
use crate::web::visitor::Person;
use l10n::date;
use serde::Serialize;
use std::sync::Arc;

/// The version that counts of an answer, with what was given for it or an earlier one.
struct Counting<'h> {
    item: &'h Manual,
    answer: ManualAnswer,
    versions: usize,
    grade: Option<ManualGrade>,
}

impl Counting<'_> {
    /// Whether a person is to grade it.
    fn waits(&self) -> bool {
        let graded = self.grade.as_ref().and_then(|grade| grade.answer);
        graded != Some(self.answer.id)
    }
}

/// The answers of a student that count, in the order of the items.
async fn counting<'h>(
    app: &App,
    student: UserId,
    homework: &'h Homework,
) -> Result<Vec<Counting<'h>>, AppError> {
    if homework.manual.is_empty() {
        return Ok(Vec::new());
    }
    let schedule = homework.schedule(app.store.extension(student, homework.name()).await?);
    let answers = app.store.answers_of(student, homework.name()).await?;
    let grades = app.store.manual_grades_of(student, homework.name()).await?;
    let of_item = |item: &'h Manual| {
        let versions = answers.iter().filter(|a| a.item == item.name);
        let sent: Vec<_> = versions.clone().map(|a| (a.id, a.sent_at)).collect();
        let counts = counting_version(&sent, &schedule);
        let answer = versions.clone().find(|a| Some(a.id) == counts)?;
        Some(Counting {
            item,
            answer: answer.clone(),
            versions: sent.len(),
            grade: grades.iter().find(|g| g.item == item.name).cloned(),
        })
    };
    Ok(homework.manual.iter().filter_map(of_item).collect())
}

/// How many of a student's answers to the items of a homework wait for a grader.
///
/// # Errors
/// When the database fails.
pub async fn waiting(app: &App, student: UserId, homework: &Homework) -> Result<usize, AppError> {
    let answers = counting(app, student, homework).await?;
    Ok(answers.iter().filter(|answer| answer.waits()).count())
}

/// An answer as whoever teaches finds it at the student's homework.
#[derive(Serialize)]
pub struct AnswerRow {
    id: AnswerId,
    homework: String,
    item: String,
    title: String,
    at: String,
    versions: usize,
    /// `waiting` or `graded`.
    state: &'static str,
    /// What was given, for this version or an earlier one.
    points: Option<String>,
    max: String,
}

/// A student's answers to the items of a homework.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    app: &Arc<App>,
    student: UserId,
    homework: &Homework,
    person: &Person,
) -> Result<Vec<AnswerRow>, AppError> {
    let active = app.course().await?;
    let (zone, now, lang) = (person.zone(&active.course), app.now(), person.lang());
    let row = |answer: Counting<'_>| AnswerRow {
        homework: homework.name().to_owned(),
        item: answer.item.name.clone(),
        title: answer.item.title.get(lang).to_owned(),
        at: date::instant(answer.answer.sent_at, &zone, now, lang),
        versions: answer.versions,
        state: if answer.waits() { "waiting" } else { "graded" },
        points: answer.grade.as_ref().map(|grade| grade.points.show(lang)),
        max: answer.item.points.show(lang),
        id: answer.answer.id,
    };
    let answers = counting(app, student, homework).await?;
    Ok(answers.into_iter().map(row).collect())
}
