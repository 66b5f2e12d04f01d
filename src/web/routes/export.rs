//! Which of it do I take into another program, and what does that program do with it?

use crate::import::table::TableError;
use crate::report::export::{EXAM, Format, Wanted};
use crate::service::error::ServiceError;
use crate::service::export;
use crate::service::gradebooks;
use crate::web::download::{Guarded, attached};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::table_form::TableForm;
use crate::web::visitor::{Person, Teacher};
use axum::Form;
use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use l10n::{Explain as _, Lang, message};
use serde::Serialize;
use tokio_stream::wrappers::ReceiverStream;

#[derive(Serialize)]
struct View {
    columns: Vec<Column>,
    /// How many students there are.
    students: usize,
    /// The assignments of Canvas that are known.
    assignments: Vec<String>,
    /// How many students are known there.
    known: usize,
    /// Why what was sent is no export of Canvas.
    refused: Option<String>,
    total_over: String,
}

/// A homework or the exam.
#[derive(Serialize)]
struct Column {
    name: String,
    title: String,
    /// How many students have something there.
    told: usize,
    /// The place of its assignment among those of Canvas.
    assignment: Option<usize>,
}

/// `GET /export`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    page(&server, &teacher, None).await
}

async fn page(
    server: &ServerState,
    teacher: &Teacher,
    refused: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang) = (&active.course, teacher.0.lang());
    let book = gradebooks::gradebook(app, &active).await?;
    let canvas = app.store.canvas().await?;
    let place = |name: &str| {
        let mut all = canvas.assignments.iter();
        all.position(|assignment| assignment.item.as_deref() == Some(name))
    };
    let homeworks = course.homeworks.iter().map(|homework| {
        let own = book
            .students
            .iter()
            .filter_map(|s| s.homework(homework.name()));
        Column {
            told: own.filter(|h| h.points.is_some() || h.excused).count(),
            assignment: place(homework.name()),
            name: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
        }
    });
    let examined = book.students.iter().filter(|s| s.standing.exam.is_some());
    let exam = Column {
        told: examined.count(),
        assignment: place(EXAM),
        name: EXAM.to_owned(),
        title: message!("exam").text(lang),
    };
    let view = View {
        columns: homeworks.chain([exam]).collect(),
        students: book.students.len(),
        assignments: canvas
            .assignments
            .iter()
            .map(|a| a.heading.clone())
            .collect(),
        known: canvas.students.len(),
        refused,
        total_over: course.max_points().show(lang),
    };
    server.page("export.html", &teacher.0.visitor, &view)
}

/// `GET /gradebook/export?format=moodle&homework=elbo&homework=flows&split=yes`.
pub async fn file(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let of = |name: &'static str| {
        let own = pairs.iter().filter(move |(key, _)| key == name);
        own.map(|(_, value)| value.as_str())
    };
    let said = |name: &'static str| of(name).any(|value| matches!(value, "yes" | "true"));
    let format = of("format").next();
    let asked = Asked {
        format: format.map(named).transpose()?.unwrap_or_default(),
        homeworks: of("homework").map(ToOwned::to_owned).collect(),
        total: said("total"),
        excel: said("excel"),
        split: said("split"),
    };
    download(&server, &teacher.0, asked).await
}

fn named(name: &str) -> Result<Format, ServiceError> {
    Format::named(name).ok_or(ServiceError::Form(message!("export-format")))
}

/// What is asked for, by a page or a program.
#[derive(Default)]
pub struct Asked {
    /// The format.
    pub format: Format,
    /// Homeworks and the exam, each word several with commas; all where there are none.
    pub homeworks: Vec<String>,
    /// Whether Moodle is given the total too.
    pub total: bool,
    /// CSV as Excel opens it where a comma is decimal.
    pub excel: bool,
    /// A file a column.
    pub split: bool,
}

/// About how many bytes of a file are in memory until they are sent.
const UNDER_WAY: usize = 1 << 20;

/// The gradebook as a file, sent while it is written. Where that breaks off, so does the connection.
pub async fn download(
    server: &ServerState,
    person: &Person,
    asked: Asked,
) -> Result<Response, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let words = asked.homeworks.iter().map(String::as_str);
    let wanted = Wanted {
        items: export::items(&active.course, words)?,
        total: asked.total,
        excel: asked.excel,
        split: asked.split,
    };
    let held = server.downloads.take(person.user.id, UNDER_WAY).await?;
    let (file, pieces) = export::gradebook(app, asked.format, wanted, person.lang()).await?;
    let headers = attached(&file.name(), file.content_type());
    let body = Guarded::new(Body::from_stream(ReceiverStream::new(pieces)), held);
    Ok((headers, Body::new(body)).into_response())
}

/// `POST /export/canvas`: takes in what a gradebook that Canvas exported says of its columns and students.
pub async fn canvas(
    State(server): State<ServerState>,
    teacher: Teacher,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let lang = teacher.0.lang();
    let kept = match TableForm::read(form, &server.app).await? {
        Ok(form) => export::keep_canvas(&server.app, &form.table, &teacher.0.user)
            .await?
            .map_err(|error| told(&error, lang))
            .and_then(|found| {
                let none = || message!("export-canvas-none").text(lang);
                (!found.assignments.is_empty())
                    .then_some(())
                    .ok_or_else(none)
            }),
        Err(none) => Err(none.why(lang)),
    };
    match kept {
        Ok(()) => Ok(Redirect::to("/export#canvas").into_response()),
        Err(why) => {
            let page = page(&server, &teacher, Some(why)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn told(error: &TableError, lang: Lang) -> String {
    error.message().text(lang)
}

/// `POST /export/canvas/columns`: which column of Canvas each homework is.
pub async fn columns(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let active = server.app.course().await?;
    let mut chosen = Vec::new();
    for (name, place) in pairs.iter().filter(|(_, place)| !place.is_empty()) {
        let item = export::items(&active.course, [name.as_str()])?.pop();
        let place = place.parse::<usize>().ok();
        let unreadable = ServiceError::Form(message!("form-unreadable"));
        chosen.push(item.zip(place).ok_or(unreadable)?);
    }
    export::match_canvas(&server.app, &chosen, &teacher.0.user).await?;
    Ok(Redirect::to("/export#canvas"))
}

/// `POST /export/canvas/forget`.
pub async fn forget(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Redirect, AppError> {
    export::forget_canvas(&server.app, &teacher.0.user).await?;
    Ok(Redirect::to("/export#canvas"))
}
