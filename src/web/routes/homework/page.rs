//! What exactly must I compute, with which numbers, in which shape, and how do I send it?

use super::due::Due;
use super::history::History;
use super::refused::Refused;
use super::rules::rules;
use super::task::{TaskView, task_view};
use crate::report::standing::homework_standing;
use crate::service::disclose::latest_verdicts;
use crate::service::error::ServiceError;
use crate::service::homework::open_to;
use crate::service::inputs::{inputs_to_see, own_inputs, replaced};
use crate::store::User;
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::paging::Asked;
use crate::web::routes::item::{self, ItemView};
use crate::web::routes::request::{self, RequestsView};
use crate::web::state::ServerState;
use crate::web::trace::TraceView;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Path, Query, State};
use axum::response::Html;
use l10n::{date, size};
use serde::Serialize;

/// Whose page a teacher looks at.
#[derive(Serialize)]
struct StudentView {
    login: String,
    name: String,
}

#[derive(Serialize)]
struct View {
    /// Whose it is, where that is somebody else.
    student: Option<StudentView>,
    name: String,
    title: String,
    introduction: String,
    due: Due,
    /// The points that count, as the overview has them.
    points: Option<String>,
    max: String,
    /// Whether something was sent, and nothing counts until a person has graded it.
    waits: bool,
    trace: TraceView,
    /// The student's questions, and the form for one.
    requests: RequestsView,
    attempts: u32,
    attempts_most: Option<u32>,
    /// What holds of deadlines and attempts, a sentence each.
    rules: Vec<String>,
    /// Tasks that give points.
    tasks: Vec<TaskView>,
    /// Tasks that give none.
    practice: Vec<TaskView>,
    history: History,
    /// What a person grades.
    items: Vec<ItemView>,
    /// What the files of the person take, and may take.
    storage_used: String,
    storage_most: String,
    /// Whether some output is a single number, which can be typed.
    typeable: bool,
    base_url: String,
    /// What is wrong with the file sent just before.
    upload_error: Option<String>,
    /// Since when the inputs are others than the student had before; and whether answers to those are taken still.
    new_inputs: Option<String>,
    earlier_inputs_taken: bool,
    /// The releases that the student was given before.
    earlier_inputs: Vec<i64>,
    /// The line that installs the student's program from here, where its wheels are offered.
    install: Option<String>,
    /// Whether numbers were typed that cannot be used.
    typed_wrong: bool,
}

/// `GET /homeworks/{homework}`.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    page(&server, &person, name, (&Refused::default(), &asked.page)).await
}

/// `GET /students/{login}/homeworks/{homework}/page`: what a student sees, for those who teach.
pub async fn show_of_student(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((login, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let student = server.app.store.user(&login).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let nothing = Refused::default();
    let view = view_of(&server, &student, &teacher.0, name, (&nothing, &asked.page)).await?;
    server.page("homework.html", &teacher.0.visitor, &view)
}

/// The homework's page, with what was refused just before, and with this page of what was sent.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn page(
    server: &ServerState,
    person: &Person,
    name: String,
    shown: (&Refused, &str),
) -> Result<Html<String>, AppError> {
    let view = view_of(server, &person.user, person, name, shown).await?;
    server.page("homework.html", &person.visitor, &view)
}

/// The page of `student`, as `person` reads it.
async fn view_of(
    server: &ServerState,
    student: &User,
    person: &Person,
    name: String,
    (refused, history): (&Refused, &str),
) -> Result<View, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let now = app.now();
    let is_own = student.id == person.user.id;
    let (homework, schedule) = open_to(app, &active, student, &name).await?;
    let lang = person.lang();
    let zone = person.zone(&active.course);
    let submissions = app.store.submissions(student.id, &name).await?;
    let statement = homework.listed.statement(lang);
    let latest = latest_verdicts(app, &submissions).await?;
    let own = if is_own {
        own_inputs(app, student, &name).await?
    } else {
        inputs_to_see(app, student, &name).await?
    };
    let tasks = |graded: bool| -> Vec<TaskView> {
        let wanted = homework.tasks.iter().filter(|t| t.is_graded() == graded);
        let view = |task| {
            let section = statement.section(crate::course::Task::name(task))?;
            let verdict = latest.get(task.name());
            Some(task_view(task, section, verdict, (&own, refused), lang))
        };
        wanted.filter_map(view).collect()
    };
    let (graded, practice) = (tasks(true), tasks(false));
    let typeable = graded.iter().chain(&practice);
    let typeable = typeable.flat_map(|t| &t.outputs).any(|p| p.scalar);
    let attempts = submissions.iter().filter(|s| s.attempt).count();
    let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
    let mut standings = (app.store.standings_of(student.id, &active.course)).await?;
    let standing = standings.remove(&name).unwrap_or_default();
    let standing = homework_standing(homework, standing);
    let back = format!("/homeworks/{name}");
    let path = if is_own {
        back.clone()
    } else {
        format!("/students/{}{back}/page", student.login)
    };
    let mut requests =
        request::requests(app, student.id, (homework, &standing), person, &back).await?;
    if is_own {
        let counts = standing.points.is_some() || standing.waits || standing.is_by_hand();
        requests = requests.beside_items(homework, counts || !submissions.is_empty());
    }
    let shown = item::Shown {
        student: student.id,
        person,
        back: &back,
    };
    let bytes = |n: u64| size(usize::try_from(n).unwrap_or(usize::MAX)).text(lang);
    let new_inputs = replaced(app, student.id, &name).await?;
    let earlier_inputs = match &new_inputs {
        Some(newest) if is_own => {
            let mut given = app.store.releases_given(student.id, &name).await?;
            given.retain(|release| *release < newest.release);
            given
        }
        _ => Vec::new(),
    };
    let settings = &server.settings;
    let install = settings.wheels.install(&settings.base_url).await;
    Ok(View {
        install: install.filter(|_| is_own),
        earlier_inputs,
        typeable,
        base_url: server.settings.base_url.clone(),
        upload_error: refused.file.clone(),
        new_inputs: new_inputs.map(|release| date::instant(release.released_at, &zone, now, lang)),
        earlier_inputs_taken: schedule.is_in_time(now),
        typed_wrong: refused.typed.values().any(|t| t.error.is_some()),
        name: name.clone(),
        title: homework.title.get(lang).to_owned(),
        introduction: markdown::to_html(statement.introduction),
        due: Due::of(&schedule, &zone, now, lang),
        points: standing.points.map(|p| p.show(lang)),
        waits: standing.waits,
        trace: TraceView::new(&standing, active.course.excused, is_own, lang),
        requests,
        max: homework.max_points.show(lang),
        attempts,
        attempts_most: homework.attempts,
        rules: rules(homework, &schedule, attempts, (&zone, now, lang)),
        tasks: graded,
        practice,
        history: History::of(&submissions, homework, (&path, history), (&zone, now, lang)),
        items: if is_own {
            item::views(app, homework, shown).await?
        } else {
            Vec::new()
        },
        student: (!is_own).then(|| StudentView {
            login: student.login.clone(),
            name: student.name.clone(),
        }),
        storage_used: bytes(app.store.stored_bytes(student.id, &name).await?),
        storage_most: bytes(homework.storage_bytes()),
    })
}
