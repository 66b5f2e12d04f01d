//! One answer to grade, by the same rubric as the last one.

use super::super::item::text_of;
use super::super::overview::zone_of;
use super::form::Typed;
use super::{Names, find, names_hidden};
use crate::course::{Homework, Manual};
use crate::grading::by_hand::{counting_version, is_current, parts};
use crate::l10n::{date, number, say, say_with};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{AnswerKind, GradeSaved, ManualAnswer, ManualGrade, NewGrade};
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::state::ServerState;
use crate::web::visitor::Grader;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower_sessions::Session;

/// Which answer was skipped.
#[derive(Deserialize)]
pub struct Skipped {
    after: Option<i64>,
}

/// `GET /queue/{homework}/{item}/next`: claims the next answer that waits, and leads to it.
pub async fn next(
    State(app): State<Arc<App>>,
    grader: Grader,
    Path((homework, item)): Path<(String, String)>,
    Query(skipped): Query<Skipped>,
) -> Result<Redirect, AppError> {
    let active = app.course().await?;
    let (homework, item) = find(&active, &homework, &item)?;
    let (now, own) = (app.now(), grader.0.user.id);
    let mut queue = app.store.queue(homework, now).await?;
    queue.retain(|q| q.answer.item == item.name && q.waits() && q.answer.user != own);
    // What this grader holds comes first, unless it was skipped; then the longest waiting; what was skipped comes last.
    let after = skipped.after.unwrap_or(0);
    queue.sort_by_key(|q| {
        let id = q.answer.id;
        (id <= after, q.claimed_by != Some(own) || id == after, id)
    });
    let waiting: Vec<i64> = queue.iter().map(|q| q.answer.id).collect();
    let place = format!("/queue/{}/{}", homework.name(), item.name);
    Ok(match app.store.claim_first(&waiting, own, now).await? {
        Some(id) => Redirect::to(&format!("{place}/answers/{id}")),
        None => Redirect::to(&format!("{place}?done=yes")),
    })
}

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    item: String,
    title: String,
    statement: String,
    max: String,
    id: i64,
    student: Option<String>,
    names_hidden: bool,
    at: String,
    kept: Option<String>,
    kind: &'static str,
    image: bool,
    html: Option<String>,
    versions: Vec<Version>,
    /// The version that counts, where it is another.
    counts: Option<i64>,
    taken: Option<String>,
    parts: Vec<PartView>,
    comment: String,
    comment_error: Option<String>,
    ready: Vec<Ready>,
    error: Option<String>,
    notice: Option<String>,
    seen: String,
    graded: Option<GradeView>,
    /// Whether the grade was given by another rubric.
    outdated: bool,
    waiting: usize,
}

#[derive(Serialize)]
struct Version {
    id: i64,
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
    id: i64,
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
struct Said {
    /// What was typed, where the form comes back.
    typed: Option<Typed>,
    /// What is wrong with it, by field.
    wrong: BTreeMap<String, &'static str>,
    error: Option<String>,
    notice: Option<String>,
}

/// What happened just before, and whether names are to be hidden.
#[derive(Deserialize)]
pub struct Asked {
    names: Option<String>,
    saved: Option<String>,
}

/// `GET /queue/{homework}/{item}/answers/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Path((homework, item, id)): Path<(String, String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let names = Names { names: asked.names };
    let hidden = names_hidden(&session, &names).await?;
    let notice = asked.saved.map(|_| say(grader.0.lang(), "grade-saved"));
    let said = Said {
        notice,
        ..Said::default()
    };
    let answer = visible(app, &grader, &homework, &item, id).await?;
    page(&server, &grader, answer, hidden, said).await
}

/// The answer, if it is one of this item's; nobody grades their own.
async fn visible(
    app: &Arc<App>,
    grader: &Grader,
    homework: &str,
    item: &str,
    id: i64,
) -> Result<ManualAnswer, AppError> {
    let answer = app
        .store
        .manual_answer(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if answer.homework != homework || answer.item != item {
        return Err(ServiceError::NotFound.into());
    }
    if answer.user == grader.0.user.id {
        return Err(AppError::Forbidden);
    }
    Ok(answer)
}

async fn page(
    server: &ServerState,
    grader: &Grader,
    answer: ManualAnswer,
    hidden: bool,
    said: Said,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = find(&active, &answer.homework, &answer.item)?;
    let (lang, now) = (grader.0.lang(), app.now());
    let zone = zone_of(&grader.0.user, &active.course);
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
    let kept = schedule.kept(answer.sent_at);
    let error = |id: &&'static str| say(lang, id);
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
        kept: (kept < 1000).then(|| number::percent(f64::from(kept) / 1000.0, lang)),
        kind: answer.kind.name(),
        image: answer.kind.is_image(),
        html: match answer.kind {
            AnswerKind::Text => text_of(app, &answer).await?.map(|t| markdown::to_html(&t)),
            _ => None,
        },
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

async fn grade_of(app: &Arc<App>, answer: &ManualAnswer) -> Result<Option<ManualGrade>, AppError> {
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
    lang: crate::l10n::Lang,
) -> Vec<PartView> {
    let known = |criterion: &str| {
        let given = grade?.parts.iter().find(|p| p.criterion == criterion)?;
        Some(given.points.show(lang))
    };
    let view = |(index, part): (usize, crate::grading::by_hand::Part)| {
        let name = &part.criterion;
        let field = format!("points.{name}");
        let criterion = item.rubric.iter().find(|c| c.name == *name);
        PartView {
            text: criterion.map_or_else(
                || say(lang, "grade-whole"),
                |c| markdown::line(c.text.get(lang)),
            ),
            max: part.max_points.show(lang),
            value: match &said.typed {
                Some(typed) => typed.points.get(name).cloned().unwrap_or_default(),
                None => known(name).unwrap_or_default(),
            },
            error: said.wrong.get(&field).map(|id| say(lang, id)),
            field,
            key: (index < 9).then_some(index + 1),
        }
    };
    parts(item).into_iter().enumerate().map(view).collect()
}

/// `POST /queue/{homework}/{item}/answers/{id}`: saves, skips, leaves, or helps with the comment, as the button says.
pub async fn act(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Path((homework, item, id)): Path<(String, String, i64)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let answer = visible(app, &grader, &homework, &item, id).await?;
    let active = app.course().await?;
    let (homework, item) = find(&active, &homework, &item)?;
    let hidden = names_hidden(&session, &Names { names: None }).await?;
    let mut typed = Typed::read(fields);
    let place = format!("/queue/{}/{}", homework.name(), item.name);
    let to = |path: &str| Ok(Redirect::to(path).into_response());
    let mut said = Said::default();
    match typed.act.as_str() {
        "skip" => {
            app.store.release_claim(id, grader.0.user.id).await?;
            return to(&format!("{place}/next?after={id}"));
        }
        "leave" => {
            app.store.release_claim(id, grader.0.user.id).await?;
            return to(&place);
        }
        "insert" | "keep" | "forget" => {
            said.notice =
                comment(app, &grader, (homework, item), &mut typed, &mut said.wrong).await?;
            said.typed = Some(typed);
            let shown = page(&server, &grader, answer, hidden, said).await?;
            return Ok(shown.into_response());
        }
        _ => {}
    }
    let (parts, comment) = match typed.checked(item) {
        Ok(checked) => checked,
        Err(wrong) => {
            said.error = Some(say(grader.0.lang(), "grade-not-saved"));
            said.wrong = wrong;
            said.typed = Some(typed);
            let shown = page(&server, &grader, answer, hidden, said).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let student = app.store.user_by_id(answer.user).await?;
    let login = student.ok_or(ServiceError::NotFound)?.login;
    let new = NewGrade {
        answer: &answer,
        homework,
        login: &login,
        parts: &parts,
        comment: &comment,
        seen: typed.seen,
    };
    let lang = grader.0.lang();
    let refused = match app
        .store
        .grade_answer(new, &grader.0.user, app.now())
        .await?
    {
        GradeSaved::Saved if typed.act == "save" => {
            return to(&format!("{place}/answers/{id}?saved=yes"));
        }
        GradeSaved::Saved => return to(&format!("{place}/next")),
        GradeSaved::Taken(name) => say_with(lang, "grade-taken", &crate::args! {"name" => name}),
        GradeSaved::Newer(_) => say(lang, "grade-newer"),
        GradeSaved::Changed => say(lang, "grade-changed"),
    };
    said.error = Some(refused);
    said.typed = Some(typed);
    let shown = page(&server, &grader, answer, hidden, said).await?;
    Ok((StatusCode::CONFLICT, shown).into_response())
}

/// Inserts, keeps or forgets a ready comment; what to tell of it.
async fn comment(
    app: &Arc<App>,
    grader: &Grader,
    (homework, item): (&Homework, &Manual),
    typed: &mut Typed,
    wrong: &mut BTreeMap<String, &'static str>,
) -> Result<Option<String>, AppError> {
    let (store, lang) = (&app.store, grader.0.lang());
    if typed.act == "keep" {
        let text =
            match crate::service::writing::said(&typed.comment, crate::service::writing::MESSAGE) {
                Ok(text) => text,
                Err(refusal) => {
                    wrong.insert("comment".to_owned(), refusal);
                    return Ok(None);
                }
            };
        let kept = store
            .keep_comment(homework.name(), &item.name, text.trim())
            .await?;
        let id = if kept { "ready-kept" } else { "ready-full" };
        return Ok(Some(say(lang, id)));
    }
    let Some(chosen) = typed.ready else {
        return Ok(Some(say(lang, "ready-none-chosen")));
    };
    if typed.act == "forget" {
        store
            .forget_comment(homework.name(), &item.name, chosen)
            .await?;
        return Ok(Some(say(lang, "ready-forgotten")));
    }
    let ready = store.ready_comments(homework.name(), &item.name).await?;
    if let Some(found) = ready.into_iter().find(|c| c.id == chosen) {
        if !typed.comment.trim().is_empty() {
            typed.comment = format!("{}\n\n", typed.comment.trim_end());
        }
        typed.comment.push_str(&found.text);
    }
    Ok(None)
}
