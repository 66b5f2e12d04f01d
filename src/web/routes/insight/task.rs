//! `GET /insight/{homework}/{task}`: how a class did with one task, and the answers that are wrong in the same way.

use super::homework::{TaskRow, task_row};
use crate::grading::FindingKind;
use crate::ids::SubmissionId;
use crate::report::clusters::{Cluster, Way};
use crate::report::statistics;
use crate::service::error::ServiceError;
use crate::service::gradebooks;
use crate::service::insight::wrong_alike;
use crate::store::ArrivalCounts;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::response::Html;
use judge::likeness::Likeness;
use judge::transformation::Function;
use l10n::{Lang, Message, message, number};
use serde::Serialize;

#[derive(Serialize)]
struct Detail {
    homework: String,
    homework_title: String,
    task: TaskRow,
    clusters: Vec<ClusterRow>,
    others: usize,
    left: usize,
}

#[derive(Serialize)]
struct ClusterRow {
    output: String,
    way: String,
    /// What a config can say of it; nothing where it cannot.
    like: Option<String>,
    /// Why it cannot be given a name; nothing where it can.
    unnamed: Option<String>,
    students: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    login: String,
    name: String,
    submission: SubmissionId,
}

/// `GET /insight/{homework}/{task}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((name, task)): Path<(String, String)>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang) = (&active.course, teacher.0.lang());
    let configured = course.homework(&name).ok_or(ServiceError::NotFound)?;
    let task = configured.task(&task).ok_or(ServiceError::NotFound)?;
    let roll = gradebooks::roll(app).await?;
    let students = app.store.tallies(&name).await?;
    let statistics = statistics::homework(configured, &students, &ArrivalCounts::default());
    let mut of_task = statistics.tasks.iter();
    let of_task = of_task.find(|t| t.name == task.name());
    let of_task = of_task.ok_or(ServiceError::NotFound)?;
    let names = roll.students().iter().map(|s| (s.user, &**s)).collect();
    let alike = wrong_alike(app, task, &students, &names).await?;
    let view = Detail {
        homework_title: configured.title.get(lang).to_owned(),
        task: task_row(configured, of_task, lang),
        clusters: alike
            .clusters
            .into_iter()
            .map(|cluster| cluster_row(cluster, task.is_graded(), lang))
            .collect(),
        others: alike.others,
        left: alike.left,
        homework: name,
    };
    server.page("insight_task.html", &teacher.0.visitor, &view)
}

fn cluster_row(cluster: Cluster, is_graded: bool, lang: Lang) -> ClusterRow {
    let person = |(login, name, submission)| Person {
        login,
        name,
        submission,
    };
    let like = cluster.like.filter(|_| is_graded);
    let unnamed = like.is_none().then(|| unnamed(&cluster.way).text(lang));
    ClusterRow {
        way: told(&cluster.way, lang).text(lang),
        output: cluster.output,
        like: like.map(|like| like.to_string()),
        unnamed,
        students: cluster.students.into_iter().map(person).collect(),
    }
}

/// Why a way of being wrong needs no name of its own, or can have none.
fn unnamed(way: &Way) -> Message {
    match way {
        Way::Like(_) => message!("insight-unnamed-practice"),
        Way::Shape(_) => message!("insight-unnamed-shape"),
        Way::NotFinite => message!("insight-unnamed-not-finite"),
        Way::Found(_) => message!("insight-unnamed-found"),
    }
}

/// A way of being wrong, in words.
fn told(way: &Way, lang: Lang) -> Message {
    match way {
        Way::NotFinite => message!("insight-way-not-finite"),
        Way::Shape(shape) => message!("insight-way-shape", shape = number::shape(shape)),
        Way::Like(Likeness::Factor(k)) if k.value() == -1.0 => message!("insight-way-sign"),
        Way::Like(Likeness::Factor(k)) => {
            message!(
                "insight-way-factor",
                factor = number::value(k.value(), lang)
            )
        }
        Way::Like(Likeness::Offset(c)) => {
            message!(
                "insight-way-offset",
                offset = number::value(c.value(), lang)
            )
        }
        Way::Like(Likeness::Function(function)) => match function {
            Function::Exponential => message!("insight-way-exp"),
            Function::Logarithm => message!("insight-way-log"),
            Function::NegativeLogarithm => message!("insight-way-minus-log"),
            Function::Square => message!("insight-way-square"),
            Function::SquareRoot => message!("insight-way-sqrt"),
            Function::Reciprocal => message!("insight-way-reciprocal"),
            Function::OneMinus => message!("insight-way-one-minus"),
            Function::Absolute => message!("insight-way-abs"),
        },
        Way::Found(kind) => match kind {
            FindingKind::Transposed => message!("insight-way-transposed"),
            FindingKind::Order => message!("insight-way-order"),
            FindingKind::Precision => message!("insight-way-precision"),
            FindingKind::Sign => message!("insight-way-sign"),
            FindingKind::Mistake | FindingKind::OtherInputs | FindingKind::Factor => {
                message!("insight-unknown")
            }
        },
    }
}
