//! The page on which one answer is graded.

use super::form::Typed;
use crate::course::Manual;
use crate::grading::by_hand::{Part, counting_version, is_current, outline, parts};
use crate::ids::{AnswerId, CommentId};
use crate::service::app::App;
use crate::store::{ManualAnswer, ManualGrade};
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::routes::item::{AnswerView, shown};
use crate::web::state::ServerState;
use crate::web::visitor::Grader;
use axum::response::Html;
use l10n::{Lang, Message, date, message, number};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    item: String,
    title: String,
    statement: String,
    max: String,
    id: AnswerId,
    student: Option<String>,
    names_hidden: bool,
    at: String,
    kept: Option<String>,
    answer: AnswerView,
    versions: Vec<Version>,
    /// The version that counts, where it is another.
    counts: Option<AnswerId>,
    taken: Option<String>,
    parts: Vec<PartView>,
    comment: String,
    comment_error: Option<String>,
    ready: Vec<Ready>,
    error: Option<String>,
    notice: Option<String>,
    seen: String,
    rubric: String,
    graded: Option<GradeView>,
    /// Whether the grade was given by another rubric.
    outdated: bool,
    waiting: usize,
}

#[derive(Serialize)]
struct Version {
    id: AnswerId,
    at: String,
    this: bool,
}

#[derive(Serialize)]
struct PartView {
    field: String,
    text: String,
    max: String,
    value: String,
    error: Option<String>,
    key: Option<usize>,
}

#[derive(Serialize)]
struct Ready {
    id: CommentId,
    short: String,
}

#[derive(Serialize)]
struct GradeView {
    points: String,
    by: String,
    at: String,
    /// Whether an earlier version was graded.
    of_earlier: bool,
}

/// What the page says besides the answer itself.
#[derive(Default)]
pub(super) struct Said {
    /// What was typed, where the form comes back.
    pub(super) typed: Option<Typed>,
    /// What is wrong with it, by field.
    pub(super) wrong: BTreeMap<String, Message>,
    pub(super) error: Option<String>,
    pub(super) notice: Option<String>,
}

/// The page of an answer, with what is said besides.
pub(super) async fn page(
    server: &ServerState,
    grader: &Grader,
    answer: ManualAnswer,
    hidden: bool,
    said: Said,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = active.item(&answer.homework, &answer.item)?;
    let (lang, now) = (grader.0.lang(), app.now());
    let zone = grader.0.zone(&active.course);
    let student = app.store.user_by_id(answer.user).await?;
    let schedule = homework.schedule(app.store.extension(answer.user, homework.name()).await?);
    let mut versions = app.store.answers_of(answer.user, homework.name()).await?;
    versions.retain(|a| a.item == item.name);
    let sent: Vec<_> = versions.iter().map(|a| (a.id, a.sent_at)).collect();
    let counts = counting_version(&sent, &schedule).filter(|id| *id != answer.id);
    let taken = match counts {
        None => app.store.claim(answer.id, grader.0.user.id, now).await?,
        Some(_) => None,
    };
    let grade = grade_of(app, &answer).await?;
    let queue = app.store.queue(homework, now).await?;
    let waiting = queue
        .iter()
        .filter(|q| q.answer.item == item.name && q.waits())
        .count();
    let ready = app
        .store
        .ready_comments(homework.name(), &item.name)
        .await?;
    let factor = schedule.late_factor(answer.sent_at);
    let error = |what: &Message| what.text(lang);
    let view = View {
        homework: homework.name().to_owned(),
        homework_title: homework.title.get(lang).to_owned(),
        item: item.name.clone(),
        title: item.title.get(lang).to_owned(),
        statement: markdown::to_html(item.statement.get(lang)),
        max: item.points.show(lang),
        id: answer.id,
        student: student.filter(|_| !hidden).map(|u| u.name),
        names_hidden: hidden,
        at: date::instant(answer.sent_at, &zone, now, lang),
        kept: number::late_percent(factor, lang),
        answer: shown(app, &answer, lang).await?,
        versions: versions
            .iter()
            .map(|a| Version {
                id: a.id,
                at: date::instant(a.sent_at, &zone, now, lang),
                this: a.id == answer.id,
            })
            .collect(),
        counts,
        taken,
        parts: part_views(item, grade.as_ref(), &said, lang),
        comment: match (&said.typed, &grade) {
            (Some(typed), _) => typed.comment.clone(),
            (None, Some(grade)) => grade.comment.clone(),
            (None, None) => String::new(),
        },
        comment_error: said.wrong.get("comment").map(error),
        ready: ready
            .into_iter()
            .map(|c| Ready {
                id: c.id,
                short: c.text.chars().take(80).collect(),
            })
            .collect(),
        error: said.error,
        notice: said.notice,
        seen: grade
            .as_ref()
            .map(|g| g.given_at.as_microsecond().to_string())
            .unwrap_or_default(),
        rubric: outline(item),
        outdated: grade.as_ref().is_some_and(|g| !is_current(&g.parts, item)),
        graded: grade.map(|g| GradeView {
            points: g.points.show(lang),
            of_earlier: g.answer != Some(answer.id),
            by: g.given_by,
            at: date::instant(g.given_at, &zone, now, lang),
        }),
        waiting,
    };
    server.page("queue_answer.html", &grader.0.visitor, &view)
}

/// The grade of the answer's student for its item.
pub(super) async fn grade_of(
    app: &App,
    answer: &ManualAnswer,
) -> Result<Option<ManualGrade>, AppError> {
    let grades = app
        .store
        .manual_grades_of(answer.user, &answer.homework)
        .await?;
    Ok(grades.into_iter().find(|g| g.item == answer.item))
}

fn part_views(
    item: &Manual,
    grade: Option<&ManualGrade>,
    said: &Said,
    lang: Lang,
) -> Vec<PartView> {
    let known = |criterion: &str| {
        let given = grade?.parts.iter().find(|p| p.criterion == criterion)?;
        Some(given.points.show(lang))
    };
    let view = |(index, part): (usize, Part)| {
        let name = &part.criterion;
        let field = format!("points.{name}");
        let criterion = item.rubric.iter().find(|c| c.name == *name);
        PartView {
            text: criterion.map_or_else(
                || message!("grade-whole").text(lang),
                |c| markdown::line(c.text.get(lang)),
            ),
            max: part.max_points.show(lang),
            value: match &said.typed {
                Some(typed) => typed.points.get(name).cloned().unwrap_or_default(),
                None => known(name).unwrap_or_default(),
            },
            error: said.wrong.get(&field).map(|what| what.text(lang)),
            field,
            key: (index < 9).then_some(index + 1),
        }
    };
    parts(item).into_iter().enumerate().map(view).collect()
}
