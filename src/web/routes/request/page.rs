//! Regrade requests: the student asks about a task, a teacher answers in the same thread and closes it.

use super::view::{ThreadView, thread, titles};
use crate::ids::{RequestId, SubmissionId};
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::requests::{self, answered_by, may_answer};
use crate::service::sign_in::local;
use crate::store::{ListedRequest, Request, Role, Threads, User};
use crate::web::error::AppError;
use crate::web::paging::{Asked, Paging};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::{Grader, Person};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use l10n::{Explain as _, date, message};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The form of a student's message.
#[derive(Deserialize)]
pub struct Question {
    task: String,
    text: String,
    #[serde(default)]
    back: String,
}

/// `POST /homeworks/{homework}/requests`: a message about a task, into the open thread or a new one.
pub async fn ask(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
    Form(question): Form<Question>,
) -> Result<Redirect, AppError> {
    let asked = requests::ask(
        &app,
        &person.user,
        &homework,
        &question.task,
        &question.text,
    );
    let id = asked.await?;
    Ok(if question.back.is_empty() {
        Redirect::to(&format!("/requests/{id}"))
    } else {
        Redirect::to(&format!("{}#requests", local(&question.back)))
    })
}

/// Rows of a page.
const ROWS: usize = 100;

#[derive(Serialize)]
struct ListView {
    /// How many are open, on whichever page.
    waiting: usize,
    paging: Paging,
    open: Vec<Row>,
    closed: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: RequestId,
    student: String,
    homework: String,
    task: String,
    opened: String,
    messages: usize,
    /// Whether the student wrote last.
    waits: bool,
}

/// `GET /requests`: open threads first; a grader's list has those about what persons grade.
pub async fn list(
    State(server): State<ServerState>,
    grader: Grader,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (lang, now) = (grader.0.lang(), app.now());
    let zone = grader.0.zone(&active.course);
    let about = answered_by(&active.course, &grader.0.user);
    let threads = |closed| Threads {
        closed,
        about: about.as_deref(),
    };
    let waiting = app.store.count_threads(threads(false)).await?;
    let all = waiting + app.store.count_threads(threads(true)).await?;
    let link = |page: &str| format!("/requests{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(all, ROWS, &asked.page, link);
    // Open ones first: of a page that has both, the closed ones begin at the first.
    let of_open = shown.start.min(waiting)..shown.end.min(waiting);
    let of_closed = shown.start.max(waiting) - waiting..shown.end.max(waiting) - waiting;
    let row = |listed: ListedRequest| {
        let (homework, task) = titles(&active.course, &listed.request, lang);
        Row {
            id: listed.request.id,
            student: listed.student,
            homework,
            task,
            opened: date::instant(listed.request.opened_at, &zone, now, lang),
            messages: listed.messages,
            waits: listed.waits,
        }
    };
    let open = app.store.threads(threads(false), of_open).await?;
    let closed = app.store.threads(threads(true), of_closed).await?;
    server.page(
        "requests.html",
        &grader.0.visitor,
        &ListView {
            waiting,
            paging,
            open: open.into_iter().map(row).collect(),
            closed: closed.into_iter().map(row).collect(),
        },
    )
}

/// The points of the homework, to be set from here.
#[derive(Serialize)]
struct PointsView {
    now: Option<String>,
    max: String,
    most: String,
    /// The reason that stands in the form.
    reason: String,
}

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    student: String,
    login: String,
    answers: bool,
    points: Option<PointsView>,
    /// The newest submission, where there is one.
    submission: Option<SubmissionId>,
    /// The grading page of the item's answer, where it is an item.
    answer: Option<String>,
    thread: ThreadView,
    draft: String,
    error: Option<String>,
}

/// `GET /requests/{id}`: a thread, for its student and for those who answer it.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<RequestId>,
) -> Result<Html<String>, AppError> {
    page(&server, &person, id, String::new(), None).await
}

async fn page(
    server: &ServerState,
    person: &Person,
    id: RequestId,
    draft: String,
    error: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let request = app.store.request(id).await?.ok_or(ServiceError::NotFound)?;
    let active = app.course().await?;
    let answers = may_answer(&active.course, &person.user, &request);
    if request.user != person.user.id && !answers {
        return Err(ServiceError::NotFound.into());
    }
    let lang = person.lang();
    let zone = person.zone(&active.course);
    let student = app.store.user_by_id(request.user).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let (homework_title, title) = titles(&active.course, &request, lang);
    let submissions = app.store.submissions(student.id, &request.homework).await?;
    let sent = app.store.answers_of(student.id, &request.homework).await?;
    let points = points(app, &active, &student, &request, person).await?;
    let answer = sent.iter().rev().find(|a| a.item == request.task);
    let view = View {
        homework: request.homework.clone(),
        homework_title,
        student: student.name,
        login: student.login,
        answers,
        points,
        submission: submissions.first().map(|s| s.id),
        answer: answer
            .filter(|_| answers)
            .map(|a| format!("/queue/{}/{}/answers/{}", a.homework, a.item, a.id)),
        thread: thread(app, request, title, &zone, lang).await?,
        draft,
        error,
    };
    server.page("request.html", &person.visitor, &view)
}

/// The points of the homework with the form that sets others, for those who teach.
async fn points(
    app: &App,
    active: &ActiveCourse,
    student: &User,
    request: &Request,
    person: &Person,
) -> Result<Option<PointsView>, AppError> {
    let Some(homework) = active.course.homework(&request.homework) else {
        return Ok(None);
    };
    if person.user.role < Role::Teacher {
        return Ok(None);
    }
    let lang = person.lang();
    let standings = app.store.standings_of(student.id, &active.course);
    let mut standings = standings.await?;
    let standing = standings.remove(homework.name()).unwrap_or_default();
    Ok(Some(PointsView {
        now: standing.points().map(|p| p.show(lang)),
        max: homework.max_points.show(lang),
        most: (homework.max_points + homework.bonus_points()).show(lang),
        reason: message!("request-reason", request = request.id).text(lang),
    }))
}

/// The form of an answer.
#[derive(Deserialize)]
pub struct Reply {
    text: String,
    #[serde(rename = "do", default)]
    act: String,
}

/// `POST /requests/{id}`: somebody answers, or answers and closes.
pub async fn reply(
    State(server): State<ServerState>,
    grader: Grader,
    Path(id): Path<RequestId>,
    Form(reply): Form<Reply>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let close = reply.act == "close";
    let author = &grader.0.user;
    match requests::reply(app, author, id, &reply.text, close).await {
        Ok(()) if close => Ok(Redirect::to("/requests").into_response()),
        Ok(()) => Ok(Redirect::to(&format!("/requests/{id}")).into_response()),
        Err(error @ ServiceError::Form(_)) => {
            let told = Some(error.explain(grader.0.lang()));
            let shown = page(&server, &grader.0, id, reply.text, told).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
