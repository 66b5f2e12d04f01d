//! An item graded by a person, the student's side: what is asked, my answer, and what the teacher said.

use super::overview::zone_of;
use super::request::{self, ThreadView};
use crate::course::{Homework, Manual, State as HomeworkState};
use crate::grading::by_hand::{counting_version, is_current, total};
use crate::store::{AnswerKind, ManualAnswer, ManualGrade, NewAnswer, Role, Sent};
use crate::web::document;
use crate::web::fault::Fault;
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::upload;
use crate::web::visitor::Person;
use crate::web::writing::{ANSWER, said};
use crate::web::{format, markdown};
use crate::words::{Lang, say};
use axum::Form;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The field of the upload form that carries the file.
const FILE_FIELD: &str = "document";

/// An item as pages show it.
#[derive(Serialize)]
pub struct ItemView {
    homework: String,
    name: String,
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
    /// Why none is, where an earlier one in time would count all the same.
    in_vain: bool,
    /// What is kept of the points of an answer sent now, where that is not all.
    kept_now: Option<String>,
    /// The text in the form.
    draft: String,
    /// The draft as it will be shown.
    preview: Option<String>,
    /// What is wrong with the draft.
    error: Option<String>,
    back: String,
    threads: Vec<ThreadView>,
    may_ask: bool,
}

#[derive(Serialize)]
struct SentView {
    id: i64,
    at: String,
    kind: &'static str,
    /// The text as HTML; a document is downloaded.
    html: Option<String>,
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
    pub student: i64,
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
    app: &AppState,
    homework: &Homework,
    shown: Shown<'_>,
) -> Result<Vec<ItemView>, Fault> {
    if homework.manual.is_empty() {
        return Ok(Vec::new());
    }
    let active = app.course().await?;
    let (student, lang, now) = (shown.student, shown.person.lang(), app.now());
    let own = student == shown.person.user.id;
    let zone = zone_of(&shown.person.user, &active.course);
    let schedule = homework.schedule(app.store.extension(student, &homework.name).await?);
    let answers = app.store.answers_of(student, &homework.name).await?;
    let mut grades = app.store.manual_grades_of(student, &homework.name).await?;
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
        let in_time = sent.iter().any(|(_, at)| schedule.kept(*at) >= 1000);
        let in_vain = schedule.accepts(now) && schedule.kept(now) < 1000 && in_time;
        let mut draft = String::new();
        let mut sent_view = None;
        if let Some(answer) = counting {
            let text = text_of(app, answer).await?;
            sent_view = Some(SentView {
                id: answer.id,
                at: format::instant(answer.sent_at, &zone, now, lang),
                kind: answer.kind.name(),
                html: text.as_deref().map(markdown::to_html),
                versions: versions.len(),
            });
            draft = text.unwrap_or_default();
        }
        let waits = counts.is_some() && grade.as_ref().and_then(|g| g.answer) != counts;
        views.push(ItemView {
            homework: homework.name.clone(),
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
            result: grade.map(|g| result(&g, item, waits, lang)),
            accepts: own && schedule.accepts(now) && !in_vain,
            in_vain: own && in_vain,
            kept_now: (schedule.kept(now) < 1000)
                .then(|| format::percent(f64::from(schedule.kept(now)) / 1000.0, lang)),
            draft,
            preview: None,
            error: None,
            back: shown.back.to_owned(),
            threads: take(&mut threads, &item.name),
            may_ask: own && counts.is_some(),
        });
    }
    Ok(views)
}

/// How many of a student's answers to the items of a homework wait for a grader.
///
/// # Errors
/// When the database fails.
pub async fn waiting(app: &AppState, student: i64, homework: &Homework) -> Result<usize, Fault> {
    if homework.manual.is_empty() {
        return Ok(0);
    }
    let schedule = homework.schedule(app.store.extension(student, &homework.name).await?);
    let answers = app.store.answers_of(student, &homework.name).await?;
    let grades = app.store.manual_grades_of(student, &homework.name).await?;
    let waits = |item: &&Manual| {
        let of_item = answers.iter().filter(|a| a.item == item.name);
        let sent: Vec<_> = of_item.map(|a| (a.id, a.sent_at)).collect();
        let counts = counting_version(&sent, &schedule);
        let grade = grades.iter().find(|g| g.item == item.name);
        counts.is_some() && grade.and_then(|g| g.answer) != counts
    };
    Ok(homework.manual.iter().filter(waits).count())
}

fn take(threads: &mut Vec<ThreadView>, task: &str) -> Vec<ThreadView> {
    let (of_task, others) = std::mem::take(threads)
        .into_iter()
        .partition(|t| t.is_about(task));
    *threads = others;
    of_task
}

fn result(grade: &ManualGrade, item: &Manual, waits: bool, lang: Lang) -> ResultView {
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
    ResultView {
        points: grade.points.show(lang),
        max: max.show(lang),
        kept: (grade.kept < 1000).then(|| format::percent(f64::from(grade.kept) / 1000.0, lang)),
        earned: total(&grade.parts).show(lang),
        comment: markdown::to_html(&grade.comment),
        parts: grade
            .parts
            .iter()
            .filter(|p| !p.criterion.is_empty())
            .map(part)
            .collect(),
        of_earlier: waits,
    }
}

/// The text of an answer that is one.
///
/// # Errors
/// When the database fails.
pub async fn text_of(app: &AppState, answer: &ManualAnswer) -> Result<Option<String>, Fault> {
    if answer.kind != AnswerKind::Text {
        return Ok(None);
    }
    let body = app.store.answer_body(answer.id).await?;
    Ok(body.map(|b| String::from_utf8_lossy(&b).into_owned()))
}

#[derive(Serialize)]
struct View {
    homework: String,
    title: String,
    sent: Option<&'static str>,
    item: ItemView,
}

/// What happened just before.
#[derive(Deserialize)]
pub struct Arrival {
    sent: Option<String>,
}

/// `GET /homeworks/{homework}/items/{item}`.
pub async fn show(
    State(app): State<AppState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    Query(arrival): Query<Arrival>,
) -> Result<Html<String>, Fault> {
    let sent = match arrival.sent.as_deref() {
        Some("new") => Some("new"),
        Some("again") => Some("again"),
        _ => None,
    };
    page(&app, &person, &homework, &item, |view| view.sent = sent).await
}

async fn page(
    app: &AppState,
    person: &Person,
    homework: &str,
    item: &str,
    change: impl FnOnce(&mut View),
) -> Result<Html<String>, Fault> {
    let active = app.course().await?;
    let configured = active.course.homework(homework).ok_or(Fault::NotFound)?;
    let schedule = configured.schedule(app.store.extension(person.user.id, homework).await?);
    if schedule.state(app.now()) == HomeworkState::NotOpen && person.user.role < Role::Teacher {
        return Err(Fault::NotOpen);
    }
    let back = format!("/homeworks/{homework}/items/{item}");
    let shown = Shown {
        student: person.user.id,
        person,
        back: &back,
    };
    let items = views(app, configured, shown).await?;
    let mut view = View {
        homework: configured.name.clone(),
        title: configured.title.get(person.lang()).to_owned(),
        sent: None,
        item: items
            .into_iter()
            .find(|i| i.name == item)
            .ok_or(Fault::NotFound)?,
    };
    change(&mut view);
    app.renderer
        .page("item.html", &Frame::of(&person.visitor), &view)
}

/// The form of a text: what was written, and whether it is only to be looked at.
#[derive(Deserialize)]
pub struct Written {
    text: String,
    #[serde(rename = "do", default)]
    act: String,
}

/// `POST /homeworks/{homework}/items/{item}/text`: shows the text as it will be read, or sends it.
pub async fn write(
    State(app): State<AppState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    Form(written): Form<Written>,
) -> Result<Response, Fault> {
    let text = match said(&written.text, ANSWER) {
        Ok(text) => text,
        Err(refusal) => {
            let (error, draft) = (say(person.lang(), refusal), written.text);
            let shown = page(&app, &person, &homework, &item, |view| {
                view.item.error = Some(error);
                view.item.draft = draft;
            });
            return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, shown.await?).into_response());
        }
    };
    if written.act == "preview" {
        let shown = page(&app, &person, &homework, &item, |view| {
            view.item.preview = Some(markdown::to_html(&text));
            view.item.draft = text;
        });
        return Ok(shown.await?.into_response());
    }
    let sent = send(
        &app,
        &person,
        &homework,
        &item,
        AnswerKind::Text,
        text.as_bytes(),
    )
    .await?;
    Ok(sent.into_response())
}

/// `POST /homeworks/{homework}/items/{item}/file`: a PDF, PNG or JPEG.
pub async fn upload(
    State(app): State<AppState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    mut parts: Multipart,
) -> Result<Redirect, Fault> {
    let file = upload::file(&mut parts, FILE_FIELD, document::LARGEST).await?;
    let file = file.ok_or(Fault::Form("form-no-file"))?;
    let kind = document::kind(&file).map_err(Fault::Form)?;
    send(&app, &person, &homework, &item, kind, &file).await
}

async fn send(
    app: &AppState,
    person: &Person,
    homework: &str,
    item: &str,
    kind: AnswerKind,
    body: &[u8],
) -> Result<Redirect, Fault> {
    let (user, now) = (person.user.id, app.now());
    let active = app.course().await?;
    let configured = active.course.homework(homework).ok_or(Fault::NotFound)?;
    let known = configured.manual.iter().find(|m| m.name == item);
    let known = known.ok_or(Fault::NotFound)?;
    let schedule = configured.schedule(app.store.extension(user, homework).await?);
    if schedule.state(now) == HomeworkState::NotOpen {
        return Err(Fault::NotOpen);
    }
    if !schedule.accepts(now) {
        return Err(Fault::Closed);
    }
    let earlier = app.store.answers_of(user, homework).await?;
    let in_time = |a: &ManualAnswer| a.item == known.name && schedule.kept(a.sent_at) >= 1000;
    if schedule.kept(now) < 1000 && earlier.iter().any(in_time) {
        return Err(Fault::Form("item-in-vain"));
    }
    if app.submissions.check_key(&user).is_err() {
        return Err(Fault::TooMany);
    }
    let sent = app
        .store
        .send_answer(NewAnswer {
            user,
            homework: &configured.name,
            item: &known.name,
            sent_at: now,
            kind,
            body,
            sha256: &hex::encode(Sha256::digest(body)),
        })
        .await?;
    let what = match sent {
        Sent::Stored(answer) => {
            tracing::info!(answer, homework, item, "answer stored");
            "new"
        }
        Sent::Again(_) => "again",
        Sent::TooMany => return Err(Fault::Form("item-too-many")),
    };
    Ok(Redirect::to(&format!(
        "/homeworks/{homework}/items/{item}?sent={what}"
    )))
}

/// `GET /answers/{id}/file`: the exact bytes sent, never shown as a page of ours.
pub async fn file(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let answer = app.store.manual_answer(id).await?.ok_or(Fault::NotFound)?;
    if !person.may_see(answer.user) {
        return Err(Fault::NotFound);
    }
    let body = app.store.answer_body(id).await?.ok_or(Fault::NotFound)?;
    let name = answer.file_name();
    Ok((
        [
            (header::CONTENT_TYPE, answer.kind.content_type().to_owned()),
            // An image is still shown where a page of ours asks for it.
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        body,
    )
        .into_response())
}
