//! Everything that is stored about a person, to take away.

use crate::points::Points;
use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::visitor::Person;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Files beyond this many bytes in all are named with their address instead of packed: the archive is made in memory.
const MOST_BYTES: usize = 128 << 20;

/// `GET /account/data`: a `.zip` of `data.json` and the files that were sent.
pub async fn download(
    State(app): State<AppState>,
    person: Person,
) -> Result<impl IntoResponse, Fault> {
    if app.submissions.check_key(&person.user.id).is_err() {
        return Err(Fault::TooMany);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut packed = 0;
    let mut submissions = Vec::new();
    for sent in app.store.timeline(person.user.id).await? {
        let Some(submission) = app.store.submission(sent.id).await? else {
            continue;
        };
        let file = app.store.submitted_file(sent.id).await?;
        let file = file.ok_or(Fault::Internal)?;
        packed += file.len();
        let place = if packed <= MOST_BYTES {
            let name = format!("submissions/{}-{}", submission.homework, sent.id);
            add(&mut zip, &name, &file)?;
            name
        } else {
            format!("{}/submissions/{}/file", app.base_url, sent.id)
        };
        submissions.push(json!({
            "id": submission.id, "homework": submission.homework, "received_at": submission.received_at,
            "sha256": submission.sha256, "bytes": file.len(), "file": place,
            "course_version": submission.course, "release": submission.release, "points": submission.points,
            "kept_thousandths": submission.kept, "attempt": submission.attempt,
            // As its owner may read it: hints that are held back on the page are held back here.
            "report": crate::web::readable::readable(&app, &person, &submission).await?.report,
        }));
    }
    let mut data = about(&app, &person).await?;
    if let Some(data) = data.as_object_mut() {
        data.insert("submissions".to_owned(), Value::Array(submissions));
    }
    let text = serde_json::to_vec_pretty(&data).map_err(|_| Fault::Internal)?;
    add(&mut zip, "data.json", &text)?;
    let bytes = zip.finish().map_err(broken)?.into_inner();
    let disposition = format!("attachment; filename=\"dgm-{}.zip\"", person.user.login);
    Ok((
        [
            (header::CONTENT_TYPE, "application/zip".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    ))
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    // An .npz is compressed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file(name, options).map_err(broken)?;
    zip.write_all(bytes).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Fault {
    tracing::error!(%error, "an archive could not be made");
    Fault::Internal
}

async fn about(app: &AppState, person: &Person) -> Result<Value, Fault> {
    let user = &person.user;
    let at = |microseconds| Timestamp::from_microsecond(microseconds).ok();
    let own = |owner: i64| owner == user.id;
    let extensions = app.store.extensions().await?.into_iter();
    let extensions: Vec<_> = extensions
        .filter(|((owner, _), _)| own(*owner))
        .map(|((_, homework), deadline)| json!({ "homework": homework, "deadline": deadline }))
        .collect();
    let overrides = app.store.overrides().await?.into_iter();
    let overrides: Vec<_> = overrides
        .filter(|((owner, _), _)| own(*owner))
        .map(|((_, homework), given)| {
            json!({
                "homework": homework, "points": given.points, "excused": given.points.is_none(),
                "reason": given.reason,
            })
        })
        .collect();
    let tokens = app.store.tokens(user.id).await?.into_iter();
    let tokens: Vec<_> = tokens
        .map(|t| json!({ "name": t.name, "created_at": t.created_at, "last_used_at": t.last_used_at }))
        .collect();
    let manual = app.store.manual_about(user.id).await?.into_iter();
    let manual: Vec<_> = manual
        .map(|(homework, item, points, criteria, comment)| {
            json!({
                "homework": homework, "item": item, "points": Points::from_thousandths(points),
                "criteria": serde_json::from_str(&criteria).unwrap_or(Value::String(criteria)), "comment": comment,
            })
        })
        .collect();
    let audit = app.store.audit_about(&user.login).await?.into_iter();
    let audit: Vec<_> = audit
        .map(|(when, actor, action, subject, before, after)| {
            json!({
                "at": at(when), "actor": actor, "action": action, "subject": subject,
                "before": before, "after": after,
            })
        })
        .collect();
    let stored = app.store.stored_about(user.id, &user.login).await?;
    let counts: serde_json::Map<String, Value> = stored
        .into_iter()
        .map(|s| (s.table.to_owned(), s.rows.into()))
        .collect();
    Ok(json!({
        "login": user.login, "name": user.name, "role": user.role.name(),
        "lang": user.lang.map(crate::words::Lang::code), "time_zone": user.time_zone,
        "tokens": tokens, "exam": app.store.exam(user.id).await?, "extensions": extensions,
        "overrides": overrides, "manual_grades": manual, "log": audit, "entries": counts,
    }))
}
