//! An item as a student's page and the teacher's show it: what is asked, the answer that counts, what was given for it.

use crate::course::AnswerKind;
use crate::course::{Homework, Manual};
use crate::grading::by_hand::{counting_version, is_current, total};
use crate::ids::{AnswerId, UserId};
use crate::service::answer_file;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{ManualAnswer, ManualGrade};
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::routes::request::{self, ThreadView};
use crate::web::visitor::Person;
use l10n::{Lang, date, message, number};
use serde::Serialize;
use std::sync::Arc;

/// An item as pages show it.
#[derive(Serialize)]
pub struct ItemView {
    homework: String,
    pub(super) name: String,
    title: String,
    statement: String,
    max: String,
    bonus: bool,
    /// `none`, `waiting` or `graded`.
    state: &'static str,
    /// The version that counts, if anything was sent.
    sent: Option<SentView>,
    result: Option<ResultView>,
    /// Whether an answer is taken now.
    accepts: bool,
    /// Whether an answer may be written.
    takes_text: bool,
    /// The kinds of files that are taken, in words and as a browser asks for them; nothing where none is.
    files: Option<Files>,
    /// Why none is, where an earlier one in time would count all the same.
    in_vain: bool,
    /// What is kept of the points of an answer sent now, where that is not all.
    kept_now: Option<String>,
    /// The text in the form.
    pub(super) draft: String,
    /// The draft as it will be shown.
    pub(super) preview: Option<String>,
    /// What is wrong with the draft.
    pub(super) error: Option<String>,
    /// What is wrong with the file that was sent just before.
    pub(super) file_error: Option<String>,
    back: String,
    threads: Vec<ThreadView>,
    may_ask: bool,
}

#[derive(Serialize)]
struct Files {
    names: String,
    endings: String,
}

fn files(item: &Manual, lang: Lang) -> Option<Files> {
    let kinds: Vec<&AnswerKind> = (item.accept.iter())
        .filter(|kind| **kind != AnswerKind::Text)
        .collect();
    let endings = kinds.iter().map(|kind| match kind {
        AnswerKind::Jpeg => ".jpg,.jpeg".to_owned(),
        kind => format!(".{}", kind.ending()),
    });
    let names = message!("item-files", kinds = answer_file::names(&item.accept));
    (!kinds.is_empty()).then(|| Files {
        endings: endings.collect::<Vec<_>>().join(","),
        names: names.text(lang),
    })
}

#[derive(Serialize)]
struct SentView {
    id: AnswerId,
    at: String,
    kind: &'static str,
    /// Whether a browser shows the file itself.
    is_shown: bool,
    /// The text as HTML; a document is downloaded.
    html: Option<String>,
    /// Why there is no text where there was one.
    no_file: Option<String>,
    versions: usize,
}

/// What a grader gave.
#[derive(Serialize)]
pub struct ResultView {
    points: String,
    max: String,
    kept: Option<String>,
    earned: String,
    comment: String,
    parts: Vec<PartView>,
    /// Whether an earlier version was graded than the one that counts now.
    of_earlier: bool,
}

#[derive(Serialize)]
struct PartView {
    text: String,
    points: String,
    max: String,
}

/// Whose items are shown, and to whom.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The student's row.
    pub student: UserId,
    /// Who looks.
    pub person: &'a Person,
    /// The page, to come back to.
    pub back: &'a str,
}

/// The items of a homework as one student has them.
///
/// # Errors
/// When the database fails.
pub async fn views(
    app: &Arc<App>,
    homework: &Homework,
    shown: Shown<'_>,
) -> Result<Vec<ItemView>, AppError> {
    if homework.manual.is_empty() {
        return Ok(Vec::new());
    }
    let active = app.course().await?;
    let (student, lang, now) = (shown.student, shown.person.lang(), app.now());
    let own = student == shown.person.user.id;
    let zone = shown.person.zone(&active.course);
    let schedule = homework.schedule(app.store.extension(student, homework.name()).await?);
    let answers = app.store.answers_of(student, homework.name()).await?;
    let mut grades = app.store.manual_grades_of(student, homework.name()).await?;
    let mut threads = request::threads(app, student, homework, shown.person).await?;
    let mut views = Vec::new();
    for item in &homework.manual {
        let versions: Vec<&ManualAnswer> = answers.iter().filter(|a| a.item == item.name).collect();
        let sent: Vec<_> = versions.iter().map(|a| (a.id, a.sent_at)).collect();
        let counts = counting_version(&sent, &schedule);
        let counting = versions.iter().find(|a| Some(a.id) == counts);
        let grade = grades
            .iter()
            .position(|g| g.item == item.name)
            .map(|at| grades.swap_remove(at));
        let in_time = sent.iter().any(|(_, at)| schedule.is_in_time(*at));
        let in_vain = schedule.accepts(now) && !schedule.is_in_time(now) && in_time;
        let mut draft = String::new();
        let mut sent_view = None;
        if let Some(answer) = counting {
            let (text, lost) = match text_of(app, answer).await {
                // What was said of it stands, and it is sent once more by whoever has it.
                Err(error) if error.is_about_a_file() => (None, Some(error.title().text(lang))),
                text => (text?, None),
            };
            let html = match &text {
                Some(text) => Some(markdown::of_person(app, text).await?),
                None => None,
            };
            sent_view = Some(SentView {
                id: answer.id,
                at: date::instant(answer.sent_at, &zone, now, lang),
                kind: answer.kind.name(),
                is_shown: answer.kind.is_shown(),
                html,
                no_file: lost,
                versions: versions.len(),
            });
            draft = text.unwrap_or_default();
        }
        let waits = counts.is_some() && grade.as_ref().and_then(|g| g.answer) != counts;
        let result = match &grade {
            Some(grade) => Some(result(app, grade, item, waits, lang).await?),
            None => None,
        };
        views.push(ItemView {
            homework: homework.name().to_owned(),
            name: item.name.clone(),
            title: item.title.get(lang).to_owned(),
            statement: markdown::to_html(item.statement.get(lang)),
            max: item.points.show(lang),
            bonus: item.bonus,
            state: match (&grade, waits) {
                (_, true) => "waiting",
                (Some(_), false) => "graded",
                (None, false) => "none",
            },
            sent: sent_view,
            result,
            takes_text: item.accept.contains(&AnswerKind::Text),
            files: files(item, lang),
            accepts: own && schedule.accepts(now) && !in_vain,
            in_vain: own && in_vain,
            kept_now: number::late_percent(schedule.late_factor(now), lang),
            draft,
            preview: None,
            error: None,
            file_error: None,
            back: shown.back.to_owned(),
            threads: take(&mut threads, &item.name),
            may_ask: own && counts.is_some(),
        });
    }
    Ok(views)
}

fn take(threads: &mut Vec<ThreadView>, task: &str) -> Vec<ThreadView> {
    let (of_task, others) = std::mem::take(threads)
        .into_iter()
        .partition(|t| t.is_about(task));
    *threads = others;
    of_task
}

async fn result(
    app: &App,
    grade: &ManualGrade,
    item: &Manual,
    waits: bool,
    lang: Lang,
) -> Result<ResultView, ServiceError> {
    // A part whose criterion went away, or has other points by now, is shown as it was graded.
    let current = is_current(&grade.parts, item);
    let max = if current {
        item.points
    } else {
        grade.parts.iter().map(|p| p.max_points).sum()
    };
    let part = |part: &crate::grading::by_hand::Part| {
        let criterion = item.rubric.iter().find(|c| c.name == part.criterion);
        PartView {
            text: criterion.map_or_else(
                || markdown::line(&part.criterion),
                |c| markdown::line(c.text.get(lang)),
            ),
            points: part.points.show(lang),
            max: part.max_points.show(lang),
        }
    };
    Ok(ResultView {
        points: grade.points.show(lang),
        max: max.show(lang),
        kept: number::late_percent(grade.late_factor, lang),
        earned: total(&grade.parts).show(lang),
        comment: markdown::of_person(app, &grade.comment).await?,
        parts: grade
            .parts
            .iter()
            .filter(|p| !p.criterion.is_empty())
            .map(part)
            .collect(),
        of_earlier: waits,
    })
}

/// The text of an answer that is one.
async fn text_of(app: &App, answer: &ManualAnswer) -> Result<Option<String>, ServiceError> {
    if answer.kind != AnswerKind::Text {
        return Ok(None);
    }
    let body = app.store.answer_body(answer.id).await?;
    Ok(body.map(|b| String::from_utf8_lossy(&b).into_owned()))
}
