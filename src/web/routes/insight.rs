//! Is a task too hard or its reference wrong; which mistake does the class make; who has not sent anything?

use crate::args;
use crate::course::{Course, Homework};
use crate::l10n::{Lang, date, number, say, say_with};
use crate::points::Points;
use crate::report::bars::{Bar, bars};
use crate::report::gradebook::Gradebook;
use crate::report::plot::Caption;
use crate::report::statistics::{self, HOURS, HomeworkStatistics, LAST_ATTEMPT, TaskStatistics};
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use assignments::catalogue;
use axum::extract::{Path, State};
use axum::response::Html;
use serde::Serialize;

#[derive(Serialize)]
struct Overview {
    course: String,
    students: usize,
    grades: Plot,
    homeworks: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    name: String,
    title: String,
    sent: usize,
    missing: usize,
    /// The mean of the points of those who have any.
    mean: Option<String>,
    max: String,
}

/// A picture and the table behind it.
#[derive(Serialize)]
struct Plot {
    svg: String,
    rows: Vec<(String, usize)>,
}

/// `GET /insight`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let book = Gradebook::load(&app.store, course, lang).await?;
    let line = |homework: &Homework| {
        let points = points_of(&book, homework);
        let count = u64::try_from(points.len()).unwrap_or(u64::MAX);
        let sum: Points = points.iter().copied().sum();
        Line {
            name: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
            sent: points.len(),
            missing: statistics::missing(&book, homework, now).len(),
            mean: (count > 0).then(|| hundredths(sum.share(1, count)).show(lang)),
            max: homework.max_points.show(lang),
        }
    };
    let view = Overview {
        course: course.title.get(lang).to_owned(),
        students: book.students.len(),
        grades: grades(&book, course, lang),
        homeworks: course.homeworks.iter().map(line).collect(),
    };
    server.page("insight.html", &teacher.0.visitor, &view)
}

/// For show: two digits after the point are enough for a mean.
fn hundredths(points: Points) -> Points {
    Points::from_thousandths((points.thousandths() + 5).div_euclid(10) * 10)
}

fn points_of(book: &Gradebook, homework: &Homework) -> Vec<Points> {
    let standing = |s: &crate::report::gradebook::StudentRow| s.homework(homework.name())?.points;
    book.students.iter().filter_map(standing).collect()
}

fn grades(book: &Gradebook, course: &Course, lang: Lang) -> Plot {
    let counted = statistics::grade_histogram(book, course);
    let bar = |(grade, count): &(crate::course::Grade, usize)| Bar {
        label: grade.show(lang),
        words: say_with(
            lang,
            "insight-grade-bar",
            &args! {"grade" => grade.show(lang), "n" => *count},
        ),
        count: *count,
        parts: Vec::new(),
    };
    plot("grades", counted.iter().map(bar).collect(), lang)
}

/// A plot named `id`: its title is the message `insight-ID`, its description `insight-ID-what`.
fn plot(id: &str, all: Vec<Bar>, lang: Lang) -> Plot {
    let caption = Caption {
        id,
        title: &say(lang, &format!("insight-{id}")),
        description: &say(lang, &format!("insight-{id}-what")),
    };
    Plot {
        svg: bars(&all, caption),
        rows: all.into_iter().map(|b| (b.words, b.count)).collect(),
    }
}

#[derive(Serialize)]
struct Detail {
    name: String,
    title: String,
    students: usize,
    class: usize,
    submissions: usize,
    tasks: Vec<TaskRow>,
    attempts: String,
    last_attempt: usize,
    points: Plot,
    hours: Option<Plot>,
    earlier: usize,
    later: usize,
    deadline: Option<String>,
    missing: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    login: String,
    name: String,
}

#[derive(Serialize)]
struct TaskRow {
    name: String,
    title: String,
    graded: bool,
    tried: usize,
    solved: usize,
    share: Option<String>,
    at_attempt: Vec<usize>,
    mistakes: Vec<Mistake>,
    unknown: usize,
}

#[derive(Serialize)]
struct Mistake {
    id: String,
    /// HTML.
    hint: String,
    count: usize,
}

/// `GET /insight/{homework}`.
pub async fn homework(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let configured = course.homework(&name).ok_or(ServiceError::NotFound)?;
    let book = Gradebook::load(&app.store, course, lang).await?;
    let submissions = app.store.submissions_of_class(&name).await?;
    let found = statistics::homework(configured, &submissions);
    let zone = super::overview::zone_of(&teacher.0.user, course);
    let person = |(login, name): (&str, &str)| Person {
        login: login.to_owned(),
        name: name.to_owned(),
    };
    let view = Detail {
        title: configured.title.get(lang).to_owned(),
        students: found.students,
        class: book.students.len(),
        submissions: found.submissions,
        attempts: attempts(&found, lang),
        last_attempt: LAST_ATTEMPT,
        points: points(&book, configured, lang),
        hours: configured.deadline.map(|_| hours(&found, lang)),
        earlier: found.earlier,
        later: found.later,
        deadline: configured
            .deadline
            .map(|at| date::deadline(at, &zone, now, lang)),
        missing: statistics::missing(&book, configured, now)
            .into_iter()
            .map(person)
            .collect(),
        tasks: found
            .tasks
            .into_iter()
            .map(|task| task_row(&name, task, lang))
            .collect(),
        name,
    };
    server.page("insight_homework.html", &teacher.0.visitor, &view)
}

fn task_row(homework: &str, task: TaskStatistics, lang: Lang) -> TaskRow {
    let known = catalogue::task(&format!("{homework}/{}", task.name));
    let title = catalogue::homework(homework)
        .and_then(|h| h.statement(lang).section(&task.name).map(|s| s.title))
        .unwrap_or(&task.name)
        .to_owned();
    let known = known
        .map(assignments::task::AnyTask::mistakes)
        .unwrap_or_default();
    let mistake = |(id, count): (String, usize)| {
        let info = known.iter().find(|m| m.id == id);
        Mistake {
            hint: info
                .map(|m| markdown::line(m.hint.get(lang)))
                .unwrap_or_default(),
            id,
            count,
        }
    };
    TaskRow {
        share: (task.tried > 0)
            .then(|| number::percent(task.solved as f64 / task.tried as f64, lang)),
        name: task.name,
        title,
        graded: task.graded,
        tried: task.tried,
        solved: task.solved,
        at_attempt: task.at_attempt.to_vec(),
        mistakes: task.mistakes.into_iter().map(mistake).collect(),
        unknown: task.unknown,
    }
}

/// Solved at which attempt, a bar a graded task, numbered as in the table below.
fn attempts(found: &HomeworkStatistics, lang: Lang) -> String {
    let bar = |(n, task): (usize, &TaskStatistics)| Bar {
        label: (n + 1).to_string(),
        words: say_with(
            lang,
            "insight-task-bar",
            &args! {"task" => task.name.clone(), "solved" => task.solved, "tried" => task.tried},
        ),
        count: task.solved,
        parts: task.at_attempt.to_vec(),
    };
    plot(
        "attempts",
        found.tasks.iter().enumerate().map(bar).collect(),
        lang,
    )
    .svg
}

fn points(book: &Gradebook, homework: &Homework, lang: Lang) -> Plot {
    let counted =
        statistics::points_histogram(points_of(book, homework).into_iter(), homework.max_points);
    let last = counted.len().saturating_sub(1);
    let bar = |(n, count): (usize, &usize)| Bar {
        label: n.to_string(),
        words: say_with(
            lang,
            if n == last {
                "insight-points-last"
            } else {
                "insight-points-bar"
            },
            &args! {"from" => n, "to" => n + 1, "n" => *count},
        ),
        count: *count,
        parts: Vec::new(),
    };
    plot(
        "points",
        counted.iter().enumerate().map(bar).collect(),
        lang,
    )
}

/// The last hours before the deadline from left to right.
fn hours(found: &HomeworkStatistics, lang: Lang) -> Plot {
    let bar = |(n, count): (usize, &usize)| Bar {
        label: if n % 12 == 11 || n == 0 {
            format!("−{}", n + 1)
        } else {
            String::new()
        },
        words: say_with(
            lang,
            "insight-hour-bar",
            &args! {"hour" => n + 1, "n" => *count},
        ),
        count: *count,
        parts: Vec::new(),
    };
    let all: Vec<Bar> = found.hours.iter().enumerate().map(bar).rev().collect();
    debug_assert_eq!(all.len(), HOURS);
    plot("hours", all, lang)
}
