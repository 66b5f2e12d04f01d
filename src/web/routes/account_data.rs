//! Everything that is stored about a person, to take away.

use crate::ids::UserId;
use crate::service::answer_file::named;
use crate::service::app::App;
use crate::service::disclose::disclose;
use crate::service::document;
use crate::store::{Arrived, ManualAnswer, Message, Recorded, Submission};
use crate::web::archive::{Archive, Broken};
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::upload::Paced;
use crate::web::visitor::Person;
use axum::body::Body;
use axum::extract::State;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::mpsc::channel;
use tokio_stream::wrappers::ReceiverStream;

/// `GET /account/data`: a `.zip` of `data.json` and the files that were sent. It is sent while it is made, and is in memory nowhere.
pub async fn download(
    State(server): State<ServerState>,
    Paced(person): Paced,
) -> Result<impl IntoResponse, AppError> {
    let app = Arc::clone(&server.app);
    // One file at a time.
    let largest = app.limits.file.max(document::LARGEST);
    let held = server.downloads.take(person.user.id, largest).await?;
    let about = about(&app, &person).await?;
    let name = format!("dgm-{}.zip", person.user.login);
    let (sender, receiver) = channel(1);
    tokio::spawn(async move {
        let _held = held;
        let archive = Archive::new(sender.clone());
        if let Err(broken) = write(&app, &person, &about, archive).await
            && !sender.is_closed()
        {
            tracing::error!(error = broken.0, "an archive could not be made");
            // What was sent is no archive, and is not to look like one: the connection is broken off.
            drop(sender.send(Err(std::io::Error::other("broken off"))).await);
        }
    });
    Ok((
        attached(&name, "application/zip"),
        Body::from_stream(ReceiverStream::new(receiver)),
    ))
}

/// The files, then `data.json`, which says where each of them is.
async fn write(
    app: &Arc<App>,
    person: &Person,
    about: &Value,
    mut archive: Archive,
) -> Result<(), Broken> {
    let user = person.user.id;
    let sent = app.store.timeline(user).await?;
    let (mut lost, mut places) = (BTreeSet::new(), BTreeMap::new());
    for one in &sent {
        let (file, place) = (app.store.submitted_file(one.id).await, place_of(one));
        match file {
            Err(error) if error.is_lost_file() => drop(lost.insert(place)),
            file => {
                let file = file?.unwrap_or_default();
                let place = named(&place, &file);
                archive.file(&place, &file).await?;
                places.insert(one.id, place);
            }
        }
    }
    let answers = app.store.answers_about(user).await?;
    for answer in &answers {
        let (body, place) = (
            app.store.answer_body(answer.id).await,
            place_of_answer(answer),
        );
        match body {
            Err(error) if error.is_lost_file() => drop(lost.insert(place)),
            body => archive.file(&place, &body?.unwrap_or_default()).await?,
        }
    }
    if !lost.is_empty() {
        tracing::error!(person = user.number(), files = ?lost, "files are lost in the object storage");
    }
    // One that is lost is told as what it was, in no file.
    let place = |place: String| Some(place).filter(|place| !lost.contains(place));
    for (homework, sha256) in app.store.drafts_about(user).await? {
        // It may have been sent since.
        if let Some(file) = app.store.draft_file(user, &homework, &sha256).await? {
            let place = named(&format!("waiting/{homework}"), &file);
            archive.file(&place, &file).await?;
        }
    }
    archive.begin("data.json")?;
    let about = serde_json::to_string_pretty(about)?;
    let open = about.strip_suffix("\n}").unwrap_or("{");
    archive.put(open.as_bytes()).await?;
    archive.put(b",\n  \"submissions\": [").await?;
    // Not the place in the list: what was deleted meanwhile is passed over.
    let mut written = 0;
    for one in &sent {
        if let Some(submission) = app.store.submission(one.id).await? {
            let size = app.store.submitted_size(one.id).await?;
            let place = places.remove(&one.id);
            let said = submission_about(app, person, &submission, size, place).await?;
            archive.element(written, &said).await?;
            written += 1;
        }
    }
    archive.put(b"\n  ],\n  \"answers\": [").await?;
    for (number, answer) in answers.iter().enumerate() {
        let size = app.store.answer_size(answer.id).await?;
        let said = json!({
            "id": answer.id, "homework": answer.homework, "item": answer.item, "sent_at": answer.sent_at,
            "kind": answer.kind.name(), "bytes": size, "file": place(place_of_answer(answer)),
        });
        archive.element(number, &said).await?;
    }
    archive.put(b"\n  ]\n}\n").await?;
    archive.finish().await
}

fn place_of(sent: &Arrived) -> String {
    format!("submissions/{}-{}", sent.homework, sent.id)
}

fn place_of_answer(answer: &ManualAnswer) -> String {
    format!("answers/{}", answer.file_name())
}

async fn submission_about(
    app: &Arc<App>,
    person: &Person,
    submission: &Submission,
    size: Option<usize>,
    place: Option<String>,
) -> Result<Value, Broken> {
    // As its owner may read it: hints that are held back on the page are held back here.
    let seen = disclose(app, &person.reader(), submission).await;
    let seen = seen.map_err(|fault| Broken(fault.code().to_owned()))?;
    Ok(json!({
        "id": submission.id, "homework": submission.homework, "received_at": submission.received_at,
        "sha256": submission.sha256, "bytes": size, "file": place,
        "course_version": submission.course, "release": submission.release, "points": submission.points,
        "kept_thousandths": submission.late_factor.thousandths(), "attempt": submission.attempt, "report": seen.report,
    }))
}

/// The person's regrade requests with all that was written in them.
async fn requests(app: &Arc<App>, user: UserId) -> Result<Vec<Value>, AppError> {
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

async fn about(app: &Arc<App>, person: &Person) -> Result<Value, AppError> {
    let user = &person.user;
    let extensions = app.store.extensions_of(user.id).await?.into_iter();
    let extensions: Vec<_> = extensions
        .map(|(homework, deadline)| json!({ "homework": homework, "deadline": deadline }))
        .collect();
    let overrides = app.store.overrides_of(user.id).await?.into_iter();
    let overrides: Vec<_> = overrides
        .map(|(homework, given)| {
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
    let platforms = app.store.platforms_of(user.id).await?.into_iter();
    let platforms: Vec<_> = platforms
        .map(|p| json!({ "platform": p.platform, "subject": p.subject, "linked_at": p.linked_at }))
        .collect();
    let manual = app.store.manual_about(user.id).await?.into_iter();
    let manual: Vec<_> = manual
        .map(|g| {
            json!({
                "homework": g.homework, "item": g.item, "answer": g.answer, "given_at": g.given_at,
                "points": g.points, "kept_thousandths": g.late_factor.thousandths(),
                "criteria": g.parts, "given_criteria": g.given, "comment": g.comment,
            })
        })
        .collect();
    let letters = app.store.letters_about(user.id).await?.into_iter();
    let letters: Vec<_> = letters
        .map(|letter| {
            json!({
                "kind": letter.kind.name(), "made_at": letter.made_at, "ended_at": letter.ended.map(|(at, _)| at),
                "outcome": letter.ended.map(|(_, outcome)| outcome.name()),
            })
        })
        .collect();
    let audit = app.store.audit_about(user.id).await?.into_iter();
    let audit: Vec<_> = audit
        .map(|entry| {
            let mut log = json!({
                "at": entry.at, "actor": entry.actor, "action": entry.kind, "subject": entry.subject,
            });
            match entry.recorded {
                Recorded::Action(action) => log["change"] = json!(action),
                Recorded::Prose { before, after } => {
                    log["before"] = before.into();
                    log["after"] = after.into();
                }
            }
            log
        })
        .collect();
    let canvas = app.store.canvas_student(user.id).await?.map(|c| {
        json!({
            "id": c.canvas_id, "sis_user_id": c.sis_user_id, "sis_login_id": c.sis_login_id, "section": c.section,
        })
    });
    let stored = app.store.stored_about(user.id).await?;
    let counts: serde_json::Map<String, Value> = stored
        .into_iter()
        .map(|s| (s.table.to_owned(), s.rows.into()))
        .collect();
    Ok(json!({
        "login": user.login, "name": user.name, "role": user.role.name(), "details": user.details,
        "lang": user.lang.map(l10n::Lang::code), "time_zone": user.time_zone,
        "letters": letters, "wanted_letters": app.store.letter_switches(user.id).await?,
        "sessions": sessions, "tokens": tokens, "platforms": platforms, "exam": app.store.exam(user.id).await?, "canvas": canvas, "extensions": extensions,
        "overrides": overrides, "manual_grades": manual, "requests": requests(app, user.id).await?, "log": audit, "entries": counts,
    }))
}
