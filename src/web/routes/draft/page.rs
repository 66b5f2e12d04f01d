//! `GET /homeworks/{homework}/draft`: what is in the file that waits.

use crate::grading::{Found, Preview, PreviewOutput};
use crate::ids::{SubmissionId, UserId};
use crate::service::error::ServiceError;
use crate::store::DRAFT_LASTS;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::unknown_keys::{UnknownKey, unknown_keys};
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use judge::answers::{self, Limits};
use judge::arrays::Array;
use judge::points::Points;
use judge::report::Which;
use l10n::{Explain as _, Lang, message, number, size};
use serde::Serialize;
use std::collections::HashMap;

/// A file that is no larger may have been typed, and its numbers are shown as they were understood.
const TYPED: usize = 64 * 1024;

#[derive(Serialize)]
struct View {
    name: String,
    title: String,
    sha256: String,
    size: String,
    fits: usize,
    all: usize,
    /// The same of the tasks that give no points.
    practice_fits: usize,
    practice_all: usize,
    /// Which inputs the file is for, where that is to be said; and whether sending it would waste an attempt.
    inputs: Option<String>,
    beside: bool,
    /// Whether it is for practice inputs: then one's own are what is missing.
    practice_inputs: bool,
    /// Whether nothing fits that points are given for.
    nothing: bool,
    /// The most points it could earn, and those that count already, where these are no fewer.
    most: Option<String>,
    counts: Option<String>,
    trouble: Vec<Row>,
    unknown: Vec<UnknownKey>,
    unknown_more: usize,
    unknown_all: usize,
    found: Vec<Row>,
    missing: Vec<Row>,
    missing_practice: Vec<Row>,
    /// The number of the attempt this would be, and of how many.
    attempt: usize,
    attempts_most: Option<u32>,
    attempts_used_up: bool,
    /// The earlier submission of the same bytes.
    again: Option<SubmissionId>,
    /// What of the points counts where it would be late.
    kept: Option<String>,
    /// Whether another version of the course was published since it was looked at.
    moved: bool,
}

#[derive(Serialize)]
struct Row {
    key: String,
    graded: bool,
    found: &'static str,
    sign: &'static str,
    expected_shape: String,
    shape: Option<String>,
    dtype: Option<String>,
    cause: Option<String>,
    /// A single number, as it was understood.
    value: Option<String>,
}

/// `GET /homeworks/{homework}/draft`: what is in the file that waits.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let (now, lang) = (app.now(), person.lang());
    let Some(draft) = app.store.draft(person.user.id, &homework, now).await? else {
        return sent_before(&server, person.user.id, &homework).await;
    };
    let active = app.course().await?;
    let configured = active
        .course
        .homework(&homework)
        .ok_or(ServiceError::NotFound)?;
    let submissions = app.store.submissions(person.user.id, &homework).await?;
    let used = submissions.iter().filter(|s| s.attempt).count();
    let extension = app.store.extension(person.user.id, &homework).await?;
    let factor = configured.late_factor(now, extension);
    let moved = draft.course != active.version;
    let waiting = (draft.sha256.as_str(), draft.size);
    let numbers = numbers(&server, person.user.id, &homework, waiting, lang).await?;
    let preview = Preview::of(configured, draft.report);
    let (fits, all) = preview.count_graded(Found::Fits);
    let most = factor.of(preview.most);
    let best = submissions.iter().map(|s| s.points).max();
    let counts = best.filter(|best| *best > Points::ZERO && *best >= most);
    // Names of another file are no slips: to name each would bury what matters.
    let is_another = preview.inputs.is_another_file();
    let rows = |wanted: &dyn Fn(&PreviewOutput) -> bool| -> Vec<Row> {
        let fitting = preview.outputs.iter().filter(|o| wanted(o));
        fitting.map(|o| row(o, &numbers, lang)).collect()
    };
    let view = View {
        title: configured.title.get(lang).to_owned(),
        again: submissions
            .iter()
            .find(|s| s.sha256 == draft.sha256)
            .map(|s| s.id),
        sha256: draft.sha256,
        size: size(draft.size).text(lang),
        moved,
        fits,
        all,
        practice_fits: preview.count(Found::Fits) - fits,
        practice_all: preview.outputs.len() - all,
        inputs: preview.inputs.message().map(|m| m.text(lang)),
        beside: preview.inputs.is_beside(),
        practice_inputs: preview.inputs.which == Which::Practice,
        nothing: all > 0 && fits == 0 && !is_another,
        most: counts.map(|_| most.show(lang)),
        counts: counts.map(|counts| counts.show(lang)),
        trouble: rows(&|o| !matches!(o.found, Found::Fits | Found::Missing)),
        unknown_more: preview.unknown_more,
        unknown_all: preview.unknown.len() + preview.unknown_more,
        unknown: if is_another {
            Vec::new()
        } else {
            unknown_keys(&preview.unknown, lang)
        },
        found: rows(&|o| o.found == Found::Fits),
        missing: rows(&|o| o.found == Found::Missing && o.graded),
        missing_practice: rows(&|o| o.found == Found::Missing && !o.graded),
        attempt: used + 1,
        attempts_most: configured.attempts,
        attempts_used_up: configured
            .attempts
            .is_some_and(|most| used >= most as usize),
        kept: number::late_percent(factor, lang),
        name: homework,
    };
    let page = server.page("draft.html", &person.visitor, &view)?;
    Ok(page.into_response())
}

/// Where somebody is led who comes back after sending: to what was sent last, as long as its draft would have waited.
async fn sent_before(
    server: &ServerState,
    user: UserId,
    homework: &str,
) -> Result<Response, AppError> {
    let app = &server.app;
    let sent = app.store.submissions(user, homework).await?;
    let newest = sent.iter().max_by_key(|submission| submission.received_at);
    let since = |at| app.now().duration_since(at);
    match newest.filter(|newest| since(newest.received_at) <= DRAFT_LASTS) {
        Some(newest) => Ok(Redirect::to(&format!("/submissions/{}", newest.id)).into_response()),
        None => Err(ServiceError::DraftGone.into()),
    }
}

/// The single numbers in a file that is as small as a form.
async fn numbers(
    server: &ServerState,
    user: UserId,
    homework: &str,
    draft: (&str, usize),
    lang: Lang,
) -> Result<HashMap<String, String>, AppError> {
    let (sha256, size) = draft;
    if size > TYPED {
        return Ok(HashMap::new());
    }
    let file = server.app.store.draft_file(user, homework, sha256).await?;
    let Ok(arrays) = answers::read(&file.unwrap_or_default(), &Limits::default()) else {
        return Ok(HashMap::new());
    };
    let single = arrays.iter().filter(|(_, array)| array.len() == 1);
    let shown = |array: &Array| {
        let number = array.to_float().first().copied()?;
        Some(number::as_typed(number, lang))
    };
    Ok(single
        .filter_map(|(key, array)| Some((key.clone(), shown(array)?)))
        .collect())
}

/// What a half-precision type costs, told before an attempt is spent.
fn half(output: &PreviewOutput, lang: Lang) -> Option<String> {
    let dtype = output.dtype.as_deref()?;
    let digits = match dtype {
        "float16" => 3_i64,
        "bfloat16" => 2,
        _ => return None,
    };
    let told = message!("draft-half", dtype = dtype, digits = digits);
    (output.found == Found::Fits).then(|| told.text(lang))
}

fn row(output: &PreviewOutput, numbers: &HashMap<String, String>, lang: Lang) -> Row {
    let key = format!("{}.{}", output.task, output.output);
    // A task of one output may be named alone.
    let value = numbers.get(&key).or_else(|| numbers.get(&output.task));
    Row {
        value: value.cloned(),
        graded: output.graded,
        found: output.found.name(),
        sign: output.found.sign(),
        expected_shape: number::shape(&output.expected_shape),
        shape: output.shape.as_deref().map(number::shape),
        dtype: output.dtype.clone(),
        cause: output
            .cause
            .as_ref()
            .map(|c| c.explain(lang))
            .or_else(|| {
                let reason = output.reason.as_ref()?.text(lang);
                // The key stands beside it already.
                let named = message!("answers-named-array", name = key.as_str()).text(lang);
                let words = reason.strip_prefix(&format!("{named}: "));
                Some(words.unwrap_or(reason).to_owned())
            })
            .or_else(|| half(output, lang)),
        key,
    }
}
