//! Everything that is stored about a person, to take away.

use crate::points::Points;
use crate::store::Message;
use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::throttle::pass;
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
    pass(&app.submissions, &person.user.id)?;
    let mut archive = Archive::new(&app.base_url);
    let submissions = submissions(&app, &person, &mut archive).await?;
    let answers = answers(&app, &person, &mut archive).await?;
    for (homework, file) in app.store.drafts_about(person.user.id).await? {
        archive.file(&format!("waiting/{homework}"), "/account", &file)?;
    }
    let mut data = about(&app, &person).await?;
    if let Some(data) = data.as_object_mut() {
        data.insert("submissions".to_owned(), Value::Array(submissions));
        data.insert("answers".to_owned(), Value::Array(answers));
    }
    let text = serde_json::to_vec_pretty(&data).map_err(|_| Fault::Internal)?;
    let bytes = archive.finish(&text)?;
    let disposition = format!("attachment; filename=\"dgm-{}.zip\"", person.user.login);
    Ok((
        [
            (header::CONTENT_TYPE, "application/zip".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    ))
}

/// An archive of limited size.
struct Archive<'a> {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    packed: usize,
    base_url: &'a str,
}

impl<'a> Archive<'a> {
    fn new(base_url: &'a str) -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            packed: 0,
            base_url,
        }
    }

    /// Packs a file, or leaves it at its page where it is one too many; says where it is.
    fn file(&mut self, name: &str, page: &str, bytes: &[u8]) -> Result<String, Fault> {
        if self.packed.saturating_add(bytes.len()) > MOST_BYTES {
            return Ok(format!("{}{page}", self.base_url));
        }
        self.packed += bytes.len();
        self.add(name, bytes)?;
        Ok(name.to_owned())
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        // An .npz is compressed already, as are PDFs and images.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, options).map_err(broken)?;
        self.zip.write_all(bytes).map_err(broken)
    }

    fn finish(mut self, data: &[u8]) -> Result<Vec<u8>, Fault> {
        self.add("data.json", data)?;
        Ok(self.zip.finish().map_err(broken)?.into_inner())
    }
}

fn broken(error: impl std::fmt::Display) -> Fault {
    tracing::error!(%error, "an archive could not be made");
    Fault::Internal
}

async fn submissions(
    app: &AppState,
    person: &Person,
    archive: &mut Archive<'_>,
) -> Result<Vec<Value>, Fault> {
    let mut submissions = Vec::new();
    for sent in app.store.timeline(person.user.id).await? {
        let Some(submission) = app.store.submission(sent.id).await? else {
            continue;
        };
        let file = app.store.submitted_file(sent.id).await?;
        let file = file.ok_or(Fault::Internal)?;
        let place = archive.file(
            &format!("submissions/{}-{}", submission.homework, sent.id),
            &format!("/submissions/{}/file", sent.id),
            &file,
        )?;
        submissions.push(json!({
            "id": submission.id, "homework": submission.homework, "received_at": submission.received_at,
            "sha256": submission.sha256, "bytes": file.len(), "file": place,
            "course_version": submission.course, "release": submission.release, "points": submission.points,
            "kept_thousandths": submission.kept, "attempt": submission.attempt,
            // As its owner may read it: hints that are held back on the page are held back here.
            "report": crate::web::readable::readable(app, person, &submission).await?.report,
        }));
    }
    Ok(submissions)
}

/// Every version of every answer to an item that a person grades.
async fn answers(
    app: &AppState,
    person: &Person,
    archive: &mut Archive<'_>,
) -> Result<Vec<Value>, Fault> {
    let mut answers = Vec::new();
    for answer in app.store.answers_about(person.user.id).await? {
        let body = app.store.answer_body(answer.id).await?;
        let body = body.ok_or(Fault::Internal)?;
        let place = archive.file(
            &format!("answers/{}", answer.file_name()),
            &format!("/answers/{}/file", answer.id),
            &body,
        )?;
        answers.push(json!({
            "id": answer.id, "homework": answer.homework, "item": answer.item, "sent_at": answer.sent_at,
            "kind": answer.kind.name(), "bytes": body.len(), "file": place,
        }));
    }
    Ok(answers)
}

/// The person's regrade requests with all that was written in them.
async fn requests(app: &AppState, user: i64) -> Result<Vec<Value>, Fault> {
    let message = |m: &Message| {
        json!({
            "at": m.at, "author": if m.author == user { "me" } else { "teacher" }, "name": m.name, "text": m.text,
        })
    };
    let threads = app.store.requests_about(user).await?.into_iter();
    let threads = threads.map(|r| {
        json!({
            "id": r.id, "homework": r.homework, "task": r.task, "opened_at": r.opened_at,
            "closed_at": r.closed_at, "messages": r.messages.iter().map(message).collect::<Vec<_>>(),
        })
    });
    Ok(threads.collect())
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
    let sessions = app.store.sessions(user.id, app.now()).await?.into_iter();
    let sessions: Vec<_> = sessions
        .map(|s| json!({ "device": s.device, "created_at": s.created_at, "used_at": s.used_at }))
        .collect();
    let manual = app.store.manual_about(user.id).await?.into_iter();
    let manual: Vec<_> = manual
        .map(|g| {
            json!({
                "homework": g.homework, "item": g.item, "answer": g.answer_id, "given_at": at(g.given_at),
                "points": Points::from_thousandths(g.points), "kept_thousandths": g.kept,
                "criteria": serde_json::from_str(&g.criteria).unwrap_or(Value::String(g.criteria)), "comment": g.comment,
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
        "sessions": sessions, "tokens": tokens, "exam": app.store.exam(user.id).await?, "extensions": extensions,
        "overrides": overrides, "manual_grades": manual, "requests": requests(app, user.id).await?, "log": audit, "entries": counts,
    }))
}
