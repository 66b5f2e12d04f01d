//! One student's homework, as the teacher sees it: what was sent, and what is given by hand, with what a change would do before it is done.

use super::homework::History;
use super::item::{self, AnswerRow};
use crate::course::{State as CourseState, zone_name};
use crate::service::adjust::{Snapshot, Subject, read_reason};
use crate::service::error::ServiceError;
use crate::service::sign_in::local;
use crate::store::Override;
use crate::web::error::AppError;
use crate::web::paging::Asked;
use crate::web::previewed::fingerprint;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use jiff::civil::{Date, Time};
use l10n::{Lang, Message, date, message};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    login: String,
    name: String,
    homework: String,
    title: String,
    points: Option<String>,
    max: String,
    most: String,
    computed: Option<String>,
    manual: Option<String>,
    given: Option<String>,
    /// The points given, as they are typed.
    given_value: String,
    excused: bool,
    reason: String,
    /// The deadline of the course, or where there is none, the close: what can be extended.
    deadline: Option<String>,
    /// The time zone in which a later one is typed: the course's, whatever that of whoever types is.
    zone: String,
    extension: Option<String>,
    /// Whether there is something to look at: until it opens, nobody is given inputs.
    opened: bool,
    history: History,
    /// Answers to what persons grade.
    answers: Vec<AnswerRow>,
}

/// `GET /students/{login}/homeworks/{homework}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let subject = Subject::find(app, &login, &homework).await?;
    let path = format!("/students/{login}/homeworks/{homework}");
    let (lang, now) = (teacher.0.lang(), app.now());
    let zone = teacher.0.zone(&subject.active.course);
    let standing = subject.standing();
    let at = |at: jiff::Timestamp| date::deadline(at, &zone, now, lang);
    let own = subject.homework.schedule(None);
    let view = View {
        login: subject.student.login.clone(),
        name: subject.student.name.clone(),
        homework: subject.homework.name().to_owned(),
        title: subject.homework.title.get(lang).to_owned(),
        points: standing.points().map(|p| p.show(lang)),
        max: subject.homework.max_points.show(lang),
        most: subject.most().show(lang),
        computed: standing.computed.map(|p| p.show(lang)),
        manual: standing.manual.map(|p| p.show(lang)),
        given: standing.given.map(|p| p.show(lang)),
        given_value: standing.given.map(|p| p.show(lang)).unwrap_or_default(),
        excused: standing.excused,
        reason: standing.reason.unwrap_or_default(),
        deadline: own.due().map(at),
        zone: zone_name(&subject.homework.time_zone).to_owned(),
        extension: standing.extension.map(at),
        opened: own.state(now) != CourseState::NotOpen,
        history: History::of(
            &subject.submissions,
            &subject.homework,
            (&path, &asked.page),
            (&zone, now, lang),
        ),
        answers: item::rows(app, subject.student.id, &subject.homework, &teacher.0).await?,
    };
    server.page("student_homework.html", &teacher.0.visitor, &view)
}

/// The form of an override or an excuse.
#[derive(Deserialize)]
pub struct OverrideForm {
    /// `points`, `excused`, or `computed` to take either away.
    kind: String,
    #[serde(default)]
    points: String,
    #[serde(default)]
    reason: String,
    /// What the person saw before confirming; empty the first time.
    #[serde(default)]
    seen: String,
    /// The page that the points were set from; empty for the homework's own.
    #[serde(default)]
    back: String,
}

/// The form of a later deadline: a day, and a time unless the whole day is meant. No day takes it away.
#[derive(Deserialize)]
pub struct ExtensionForm {
    #[serde(default)]
    day: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    seen: String,
}

/// What a change would do, to be confirmed.
#[derive(Serialize)]
struct Confirm {
    login: String,
    name: String,
    homework: String,
    title: String,
    #[serde(flatten)]
    asked: Asking,
}

/// A change about which somebody is asked.
#[derive(Serialize)]
struct Asking {
    /// Where the confirmation is sent: `override` or `extension`.
    action: &'static str,
    /// Whether somebody else changed it since it was shown.
    changed: bool,
    rows: Vec<Compared>,
    reason: String,
    fields: Vec<(&'static str, String)>,
}

/// One line of the comparison.
#[derive(Debug, Serialize)]
struct Compared {
    what: String,
    before: String,
    after: String,
}

/// `POST /students/{login}/homeworks/{homework}/override`.
pub async fn set_override(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
    Form(form): Form<OverrideForm>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let subject = Subject::find(app, &login, &homework).await?;
    let lang = teacher.0.lang();
    let given: Option<Override> = match form.kind.as_str() {
        "points" if form.points.trim().is_empty() => {
            return Err(ServiceError::Form(message!("form-points")).into());
        }
        "points" => subject.read_override(&form.points, false, &form.reason)?,
        "excused" => subject.read_override("", true, &form.reason)?,
        "computed" => None,
        _ => return Err(ServiceError::Form(message!("hand-kind")).into()),
    };
    let before = subject.snapshot(subject.standing());
    let after = subject.snapshot(subject.with_override(given.as_ref()));
    let rows = compared(&before, &after, lang);
    if form.seen == fingerprint(&rows) {
        subject
            .give_override(app, given.as_ref(), &teacher.0.user)
            .await?;
        return Ok(match form.back.as_str() {
            "" => back(&subject),
            page => Redirect::to(local(page)).into_response(),
        });
    }
    let fields = vec![
        ("kind", form.kind),
        ("points", form.points),
        ("reason", form.reason.clone()),
        ("back", form.back),
        ("seen", fingerprint(&rows)),
    ];
    let asked = Asking {
        action: "override",
        changed: !form.seen.is_empty(),
        rows,
        reason: given.map(|g| g.reason).unwrap_or_default(),
        fields,
    };
    confirm(&server, &teacher, &subject, asked)
}

/// `POST /students/{login}/homeworks/{homework}/extension`.
pub async fn set_extension(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
    Form(form): Form<ExtensionForm>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let subject = Subject::find(app, &login, &homework).await?;
    let (lang, now) = (teacher.0.lang(), app.now());
    let text = typed_deadline(form.day.trim(), form.time.trim())?;
    let extension = subject.read_extension(app, &text).await?;
    let reason = read_reason(&form.reason, extension.deadline.is_some())?;
    let before = subject.snapshot(subject.standing());
    let after = subject.snapshot(subject.with_extension(&extension));
    let zone = teacher.0.zone(&subject.active.course);
    let shown = |at: Option<jiff::Timestamp>| {
        let due = subject.homework.schedule(at).due();
        due.map_or_else(dash, |at| date::deadline(at, &zone, now, lang))
    };
    let mut rows = vec![Compared {
        what: message!("hand-deadline-row").text(lang),
        before: shown(before.standing.extension),
        after: shown(after.standing.extension),
    }];
    rows.extend(compared(&before, &after, lang));
    if form.seen == fingerprint(&rows) {
        subject
            .give_extension(app, &extension, &reason, &teacher.0.user)
            .await?;
        return Ok(back(&subject));
    }
    let fields = vec![
        ("day", form.day.clone()),
        ("time", form.time.clone()),
        ("reason", form.reason.clone()),
        ("seen", fingerprint(&rows)),
    ];
    let asked = Asking {
        action: "extension",
        changed: !form.seen.is_empty(),
        rows,
        reason,
        fields,
    };
    confirm(&server, &teacher, &subject, asked)
}

/// A day and a time as one text; without a time the day, to its end.
fn typed_deadline(day: &str, time: &str) -> Result<String, ServiceError> {
    if day.is_empty() && time.is_empty() {
        return Ok(String::new());
    }
    let wrong = |what| ServiceError::Form(what);
    let date: Date = day.parse().map_err(|_| wrong(message!("hand-bad-day")))?;
    if time.is_empty() {
        return Ok(date.to_string());
    }
    let time: Time = time.parse().map_err(|_| wrong(message!("hand-bad-time")))?;
    Ok(date.to_datetime(time).to_string())
}

fn back(subject: &Subject) -> Response {
    let (login, homework) = (&subject.student.login, &subject.homework.name());
    Redirect::to(&format!("/students/{login}/homeworks/{homework}")).into_response()
}

fn dash() -> String {
    "—".to_owned()
}

fn compared(before: &Snapshot, after: &Snapshot, lang: Lang) -> Vec<Compared> {
    let points = |s: &Snapshot| {
        if s.standing.excused {
            message!("excused").text(lang)
        } else {
            s.standing.points().map_or_else(dash, |p| p.show(lang))
        }
    };
    let row = |what: Message, shown: &dyn Fn(&Snapshot) -> String| Compared {
        what: what.text(lang),
        before: shown(before),
        after: shown(after),
    };
    vec![
        row(message!("history-points"), &points),
        row(message!("total"), &|s| s.total.show(lang)),
        row(message!("final-grade"), &|s| s.grade.show(lang)),
    ]
}

fn confirm(
    server: &ServerState,
    teacher: &Teacher,
    subject: &Subject,
    asked: Asking,
) -> Result<Response, AppError> {
    let view = Confirm {
        login: subject.student.login.clone(),
        name: subject.student.name.clone(),
        homework: subject.homework.name().to_owned(),
        title: subject.homework.title.get(teacher.0.lang()).to_owned(),
        asked,
    };
    let visitor = &teacher.0.visitor;
    let page = server.page("student_homework_confirm.html", visitor, &view)?;
    Ok(page.into_response())
}
