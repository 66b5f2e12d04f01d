//! The gradebook as files, and the numbers by which Canvas knows its columns and students.

use super::app::App;
use super::error::ServiceError;
use crate::course::Course;
use crate::import::canvas::{self, Found};
use crate::import::class::Class;
use crate::import::table::{Table, TableError};
use crate::report::export::{Class as Exporting, EXAM, Export, ExportError, Format, Piece, Wanted};
use crate::store::{Canvas, User};
use l10n::{Lang, message};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, channel};

/// How many pieces of a file wait for whoever takes it.
const AHEAD: usize = 1;

/// The gradebook as a file, written while it is taken. Where it cannot be written to its end, the last piece is an error: what was
/// taken until then is not to pass for the whole file.
///
/// # Errors
/// When there is no course, or the database fails before anything was written.
pub async fn gradebook(
    app: &Arc<App>,
    format: Format,
    wanted: Wanted,
    lang: Lang,
) -> Result<(Export, Receiver<Piece>), ServiceError> {
    let active = app.course().await?;
    // Whatever keeps the class from being read is told before the file begins.
    app.store.ping().await?;
    let canvas = match format {
        Format::Canvas => app.store.canvas().await?,
        _ => Canvas::default(),
    };
    let export = Export {
        format,
        wanted,
        canvas,
        lang,
    };
    let (sender, receiver) = channel(AHEAD);
    let (app, writing) = (Arc::clone(app), export.clone());
    tokio::spawn(async move {
        let written = async {
            let class = Exporting::load(&app.store, &active.course).await?;
            writing.write(&class, &sender).await
        };
        match written.await {
            Ok(_) | Err(ExportError::NobodyTakesIt) => {}
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                drop(sender.send(Err(std::io::Error::other("broken off"))).await);
            }
        }
    });
    Ok((export, receiver))
}

/// The columns of these names, each at most once.
///
/// # Errors
/// When one is none of the course.
pub fn items<'a>(
    course: &Course,
    words: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<String>, ServiceError> {
    Wanted::items(course, words).map_err(|word| {
        let known = course.homeworks.iter().map(crate::course::Homework::name);
        let known: Vec<&str> = known.chain([EXAM]).collect();
        ServiceError::Form(message!(
            "export-no-column",
            name = word,
            known = known.join(", ")
        ))
    })
}

/// What an export of Canvas says of this course: read, and kept in place of what was known before.
///
/// # Errors
/// When it is none, or the database fails.
pub async fn keep_canvas(
    app: &App,
    table: &Table,
    teacher: &User,
) -> Result<Result<Found, TableError>, ServiceError> {
    let active = app.course().await?;
    let (people, other_logins) = (app.store.users().await?, app.store.other_logins().await?);
    let class = Class::new(&people, &other_logins);
    let found = match canvas::read(table, &class, &names(&active.course)) {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    // Without assignments it is a list of people, and what is known stays.
    if found.assignments.is_empty() {
        return Ok(Ok(found));
    }
    let kept = Canvas {
        assignments: found.assignments.clone(),
        students: found.students.clone(),
    };
    let (login, now) = (teacher.login.as_str(), app.now());
    app.store.put_canvas(&kept, login, now).await?;
    Ok(Ok(found))
}

/// The homeworks and the exam, and what each may be called in Canvas.
fn names(course: &Course) -> Vec<(String, Vec<String>)> {
    let titles = |title: &l10n::Localized| Lang::ALL.map(|l| title.get(l).to_owned()).to_vec();
    let homework = |h: &crate::course::Homework| (h.name().to_owned(), titles(&h.title));
    let exam = Lang::ALL.map(|lang| message!("exam").text(lang)).to_vec();
    let homeworks = course.homeworks.iter().map(homework);
    homeworks.chain([(EXAM.to_owned(), exam)]).collect()
}

/// Says which assignment of Canvas each homework is; `chosen` are pairs of a homework and the place of an assignment.
///
/// # Errors
/// When there is no such assignment, two homeworks share one, or the database fails.
pub async fn match_canvas(
    app: &App,
    chosen: &[(String, usize)],
    teacher: &User,
) -> Result<(), ServiceError> {
    let mut canvas = app.store.canvas().await?;
    for assignment in &mut canvas.assignments {
        assignment.item = None;
    }
    for (item, place) in chosen {
        let assignment = canvas.assignments.get_mut(*place);
        let assignment = assignment.filter(|assignment| assignment.item.is_none());
        let assignment =
            assignment.ok_or(ServiceError::Form(message!("export-canvas-columns-twice")))?;
        assignment.item = Some(item.clone());
    }
    let (login, now) = (teacher.login.as_str(), app.now());
    Ok(app.store.put_canvas(&canvas, login, now).await?)
}

/// Forgets what Canvas calls columns and students.
///
/// # Errors
/// When the database fails.
pub async fn forget_canvas(app: &App, teacher: &User) -> Result<(), ServiceError> {
    let (nothing, login, now) = (Canvas::default(), teacher.login.as_str(), app.now());
    Ok(app.store.put_canvas(&nothing, login, now).await?)
}
