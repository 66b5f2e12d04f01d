//! Sends what waits, one letter after the other, for as long as the server runs.
//!
//! A letter is claimed, sent, and marked. Who dies in between leaves a claim that runs out, and the letter is sent once more under the same
//! id: twice rather than never.

use super::compose::whole::{compose, language};
use super::message::{Unsendable, message};
use super::post::Post;
use super::trouble::{is_of_recipient, kind, of_all, said};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::mail::calendar;
use crate::service::mail::sign_in::addressee;
use crate::store::{About, Letter, Outcome, Trouble, User};
use lettre::AsyncTransport as _;
use lettre::transport::smtp::Error;
use std::sync::Arc;
use std::time::Duration;

/// How often the queue is looked at while nobody wakes us: letters of other processes.
const IDLE: Duration = Duration::from_secs(5);
/// How long a mail server that is away is left alone at first and at most.
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How long a whole letter may take; a claim lasts much longer.
const SENDING: Duration = Duration::from_mins(2);
/// How often the calendar is looked at.
const CALENDAR: Duration = Duration::from_mins(5);

/// What became of a look at the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing is to be sent now.
    Idle,
    /// A letter was dealt with.
    Done,
    /// The mail server takes nothing.
    Away,
}

/// Sends letters and looks at the calendar until the server stops.
pub async fn work(app: Arc<App>, post: Arc<Post>) {
    tokio::join!(send(&app, &post), tell(&app));
}

async fn send(app: &App, post: &Post) {
    let mut stopping = app.stopping.subscribe();
    let mut pause = PAUSE;
    if let Err(error) = app.store.free_letters().await {
        tracing::warn!(%error, "letters of an earlier process wait until its claim runs out");
    }
    while !*stopping.borrow() {
        let step = {
            // The store stays open until this is let go.
            let _open = app.background_work.read().await;
            step(app, post).await
        };
        let (wait, wakes) = match step {
            Ok(Step::Done) => {
                pause = PAUSE;
                continue;
            }
            Ok(Step::Idle) => (IDLE, true),
            Ok(Step::Away) => {
                let wait = pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
                (wait, false)
            }
            Err(fault) => {
                tracing::warn!(fault = fault.code(), "the queue of letters was not read");
                (PAUSE, false)
            }
        };
        let woken = async {
            match app.mail.as_ref().filter(|_| wakes) {
                Some(desk) => desk.woken().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = woken => {}
            _ = stopping.changed() => {}
        }
    }
}

async fn tell(app: &App) {
    let mut stopping = app.stopping.subscribe();
    while !*stopping.borrow() {
        {
            let _open = app.background_work.read().await;
            if let Err(fault) = calendar::keep(app).await {
                tracing::warn!(fault = fault.code(), "the calendar of letters was not kept");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(CALENDAR) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Deals with the next letter, if one is to be sent now.
///
/// # Errors
/// When the database fails; the letter is sent another time.
pub async fn step(app: &App, post: &Post) -> Result<Step, ServiceError> {
    let Some(letter) = app.store.claim_letter(app.now()).await? else {
        return Ok(Step::Idle);
    };
    let Some(user) = reader(app, &letter).await? else {
        return Ok(Step::Done);
    };
    let written = match compose(app, post, &letter, &user).await {
        Ok(Some(written)) => written,
        Ok(None) => {
            end(app, &letter, Outcome::Needless).await?;
            return Ok(Step::Done);
        }
        Err(ServiceError::Away) => return Err(ServiceError::Away),
        Err(fault) => return delay(app, &letter, Trouble::Internal, fault.code()).await,
    };
    let to = (&user, language(&user, &letter));
    let message = match message(post, &letter, to, &written, app.now()) {
        Ok(message) => message,
        Err(why) => {
            if let Unsendable::Internal(error) = &why {
                tracing::error!(letter = letter.id.number(), %error, "a letter could not be written");
            }
            let (trouble, said) = why.trouble();
            return delay(app, &letter, trouble, said).await;
        }
    };
    let sent = tokio::time::timeout(SENDING, post.transport.send(message)).await;
    match sent {
        Ok(Ok(_)) => {
            end(app, &letter, Outcome::Sent).await?;
            Ok(Step::Done)
        }
        Ok(Err(error)) => {
            let (trouble, said) = told(post, &error).await;
            delay(app, &letter, trouble, &said).await
        }
        Err(_) => delay(app, &letter, Trouble::Away, "").await,
    }
}

/// What an error in sending means, in a word and in those of the server. At which step it came is not known, so a refusal that does not say
/// whom it is about is asked after: a server that refuses whatever comes from us would refuse the whole queue within seconds.
async fn told(post: &Post, error: &Error) -> (Trouble, String) {
    let trouble = kind(error);
    if trouble != Trouble::Refused || is_of_recipient(error) {
        return (trouble, said(error));
    }
    match tokio::time::timeout(SENDING, post.line.ask()).await {
        // It would take others, so it is this letter.
        Ok(Ok(())) => (Trouble::Refused, said(error)),
        Ok(Err(error)) => (of_all(&error), said(&error)),
        Err(_) => (Trouble::Away, String::new()),
    }
}

/// To whom the letter goes; where it goes to nobody, it has ended.
async fn reader(app: &App, letter: &Letter) -> Result<Option<User>, ServiceError> {
    if let Some(user) = letter.user {
        let user = app.store.user_by_id(user).await?;
        let user = user.filter(|user| user.active && !user.details.email.is_empty());
        let wanted = match &user {
            Some(user) => app.store.wants_letter(user.id, letter.kind).await?,
            None => false,
        };
        if !wanted {
            end(app, letter, Outcome::Needless).await?;
        }
        return Ok(user.filter(|_| wanted));
    }
    if let Some(About::Address { email, lang }) = letter.items.first() {
        return addressee(app, letter, email, lang).await;
    }
    end(app, letter, Outcome::Needless).await?;
    Ok(None)
}

async fn end(app: &App, letter: &Letter, outcome: Outcome) -> Result<(), ServiceError> {
    app.store.end_letter(letter, outcome, app.now()).await?;
    if outcome == Outcome::Sent {
        let kind = letter.kind.name();
        tracing::info!(letter = letter.id.number(), kind, "letter sent");
        metrics::counter!("dgm_letters_sent_total", "kind" => kind).increment(1);
    }
    Ok(())
}

async fn delay(
    app: &App,
    letter: &Letter,
    trouble: Trouble,
    said: &str,
) -> Result<Step, ServiceError> {
    let given_up = app
        .store
        .delay_letter(letter, trouble, said, app.now())
        .await?;
    tracing::warn!(
        letter = letter.id.number(),
        kind = letter.kind.name(),
        trouble = trouble.name(),
        attempt = letter.attempts,
        given_up,
        "letter not sent"
    );
    metrics::counter!("dgm_letters_failed_total", "trouble" => trouble.name()).increment(1);
    Ok(if trouble.is_of_server() {
        Step::Away
    } else {
        Step::Done
    })
}
