//! What exactly must I compute, with which numbers, in which shape, and how do I send it?

use super::item::{self, ItemView};
use super::request::{self, RequestsView};
use crate::course::{Homework, Task};
use crate::grading::{Counted, TaskVerdict, counted};
use crate::l10n::{Lang, date, number, size};
use crate::points::Share;
use crate::report::standing::homework_standing;
use crate::service::disclose::latest_verdicts;
use crate::service::homework::open_to;
use crate::store::Submission;
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::state::ServerState;
use crate::web::trace::TraceView;
use crate::web::visitor::Person;
use assignments::judge::arrays::Kind;
use assignments::judge::port::Port;
use assignments::statement::Section;
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct View {
    name: String,
    title: String,
    introduction: String,
    state: &'static str,
    accepts: bool,
    deadline: Option<String>,
    closes: Option<String>,
    left: Option<String>,
    /// The points that count, as the overview has them.
    points: Option<String>,
    max: String,
    trace: TraceView,
    /// The student's questions, and the form for one, where a person has set the points.
    requests: Option<RequestsView>,
    attempts: u32,
    attempts_most: Option<u32>,
    tasks: Vec<TaskView>,
    history: Vec<HistoryRow>,
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
    /// Whether numbers were typed that cannot be used.
    typed_wrong: bool,
}

/// What came with a form that could not be used, to be shown again at its fields.
#[derive(Default)]
pub struct Refused {
    /// What is wrong with the file.
    pub file: Option<String>,
    /// What was typed, by key.
    pub typed: HashMap<String, Typed>,
}

/// One field as it was typed.
#[derive(Clone, Default, Serialize)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

#[derive(Serialize)]
struct TaskView {
    name: String,
    title: String,
    body: String,
    points: Option<String>,
    bonus: bool,
    lectures: String,
    inputs: Vec<PortView>,
    outputs: Vec<PortView>,
    verdict: Option<&'static str>,
    sign: Option<&'static str>,
}

#[derive(Serialize)]
struct PortView {
    key: String,
    name: &'static str,
    dtype: &'static str,
    axes: String,
    scalar: bool,
    tolerance: Option<String>,
    typed: Typed,
}

/// One line of a history of submissions.
#[derive(Serialize)]
pub struct HistoryRow {
    id: i64,
    at: String,
    points: String,
    max: String,
    counts: bool,
    late: bool,
}

/// `GET /homeworks/{homework}`.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    page(&server, &person, name, &Refused::default()).await
}

/// The homework's page, with what was refused just before.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn page(
    server: &ServerState,
    person: &Person,
    name: String,
    refused: &Refused,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let now = app.now();
    let (homework, schedule) = open_to(app, &active, &person.user, &name).await?;
    let lang = person.lang();
    let zone = person.zone(&active.course);
    let submissions = app.store.submissions(person.user.id, &name).await?;
    let statement = homework.listed.statement(lang);
    let latest = latest_verdicts(&submissions);
    let tasks: Vec<_> = homework
        .tasks
        .iter()
        .filter_map(|task| {
            let section = statement.section(task.name())?;
            Some(task_view(task, section, &latest, refused, lang))
        })
        .collect();
    let until = if schedule.state(now) == crate::course::State::Late {
        schedule.closes
    } else {
        schedule.deadline
    };
    let standings = app.store.standings_of(person.user.id, &active.course);
    let mut standings = standings.await?;
    let standing = standings.remove(&name).unwrap_or_default();
    let standing = homework_standing(homework, standing);
    let back = format!("/homeworks/{name}");
    let requests = if standing.given || standing.excused {
        Some(request::requests(app, person.user.id, homework, person, &back).await?)
    } else {
        None
    };
    let shown = item::Shown {
        student: person.user.id,
        person,
        back: &back,
    };
    let bytes = |n: u64| size(usize::try_from(n).unwrap_or(usize::MAX)).text(lang);
    let view = View {
        typeable: tasks.iter().any(|t| t.outputs.iter().any(|p| p.scalar)),
        base_url: server.settings.base_url.clone(),
        upload_error: refused.file.clone(),
        typed_wrong: refused.typed.values().any(|t| t.error.is_some()),
        name: name.clone(),
        title: homework.title.get(lang).to_owned(),
        introduction: markdown::to_html(statement.introduction),
        state: schedule.state(now).name(),
        accepts: schedule.accepts(now),
        deadline: schedule
            .deadline
            .map(|t| date::deadline(t, &zone, now, lang)),
        closes: schedule.closes.map(|t| date::deadline(t, &zone, now, lang)),
        left: until
            .filter(|t| *t > now)
            .map(|t| date::time_left(t, now, lang)),
        points: standing.points.map(|p| p.show(lang)),
        max: homework.max_points.show(lang),
        trace: TraceView::new(&standing, active.course.excused, true, lang),
        requests,
        attempts: u32::try_from(submissions.iter().filter(|s| s.attempt).count())
            .unwrap_or(u32::MAX),
        attempts_most: homework.attempts,
        tasks,
        history: history(&submissions, homework, &zone, now, lang),
        items: item::views(app, homework, shown).await?,
        storage_used: bytes(app.store.stored_bytes(person.user.id, &name).await?),
        storage_most: bytes(homework.storage_bytes()),
    };
    server.page("homework.html", &person.visitor, &view)
}

fn best(submissions: &[Submission]) -> Option<Counted> {
    counted(submissions.iter().map(|s| Counted {
        id: s.id,
        points: s.points,
    }))
}

/// The history of one homework, newest first, the one that counts marked.
pub fn history(
    submissions: &[Submission],
    homework: &Homework,
    zone: &TimeZone,
    now: Timestamp,
    lang: Lang,
) -> Vec<HistoryRow> {
    let best = best(submissions).map(|c| c.id);
    let row = |s: &Submission| HistoryRow {
        id: s.id,
        at: date::instant(s.received_at, zone, now, lang),
        points: s.points.show(lang),
        max: homework.max_points.show(lang),
        counts: Some(s.id) == best,
        late: s.late_factor < Share::ALL,
    };
    submissions.iter().map(row).collect()
}

fn task_view(
    task: &Task,
    section: Section,
    latest: &HashMap<String, TaskVerdict>,
    refused: &Refused,
    lang: Lang,
) -> TaskView {
    let known = task.spec;
    let verdict = latest.get(task.name());
    let lectures: Vec<_> = known.lectures().iter().map(ToString::to_string).collect();
    TaskView {
        name: task.name().to_owned(),
        title: section.title.to_owned(),
        body: markdown::to_html(section.body),
        points: task.is_graded().then(|| task.points.with_word(lang)),
        bonus: task.bonus,
        lectures: lectures.join(", "),
        inputs: known
            .inputs()
            .iter()
            .map(|p| port_view(task, p, false, refused))
            .collect(),
        outputs: known
            .outputs()
            .iter()
            .map(|p| port_view(task, p, true, refused))
            .collect(),
        verdict: verdict.map(|v| v.name()),
        sign: verdict.map(|v| v.sign()),
    }
}

fn port_view(task: &Task, port: &Port, output: bool, refused: &Refused) -> PortView {
    let key = format!("{}.{}", task.name(), port.name);
    let tolerance = match (output, port.kind) {
        (false, _) => None,
        (true, Kind::Int) => Some("exact".to_owned()),
        (true, Kind::Float) => {
            let set = task.rule(port).tolerance;
            Some(format!(
                "rtol {}, atol {}",
                number::tolerance(set.rtol),
                number::tolerance(set.atol)
            ))
        }
    };
    let axes = match port.axes {
        [] => "()".to_owned(),
        [one] => format!("({one},)"),
        many => format!("({})", many.join(", ")),
    };
    PortView {
        typed: refused.typed.get(&key).cloned().unwrap_or_default(),
        key,
        name: port.name,
        dtype: port.kind.dtype().name(),
        axes,
        scalar: port.axes.is_empty(),
        tolerance,
    }
}
