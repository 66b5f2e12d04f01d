//! Do letters arrive, and if not, why?

use crate::service::error::ServiceError;
use crate::store::{LetterCounts, ListedLetter, Outcome};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use l10n::{Lang, date, message};
use serde::{Deserialize, Serialize};

/// How many letters are listed.
const MOST: i64 = 50;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const A_WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);

#[derive(Serialize)]
struct View {
    /// Whether letters are sent at all.
    on: bool,
    server: String,
    from: String,
    /// `good`, `bad`, or `quiet` where there was nothing to send.
    state: &'static str,
    waiting: i64,
    troubled: i64,
    sent: i64,
    given_up: i64,
    /// How many people have no address.
    without: i64,
    shared: Vec<SharedView>,
    letters: Vec<LetterView>,
    /// What came of trying again.
    again: Option<String>,
    /// Whether a test letter was written just now.
    begun: bool,
}

#[derive(Serialize)]
struct SharedView {
    email: String,
    logins: Vec<String>,
}

#[derive(Serialize)]
struct LetterView {
    made: String,
    login: Option<String>,
    name: Option<String>,
    kind: &'static str,
    became: String,
    trouble: Option<String>,
    said: Option<String>,
}

/// What was done just now.
#[derive(Deserialize)]
pub struct Done {
    again: Option<u64>,
    begun: Option<u8>,
}

/// `GET /mail`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(done): Query<Done>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let (lang, now) = (teacher.0.lang(), app.now());
    let zone = teacher.0.zone(&app.course().await?.course);
    let day = app.store.letter_counts(ago(now, A_DAY)).await?;
    let week = app.store.letter_counts(ago(now, A_WEEK)).await?;
    let remembered = app.store.letter_counts(Timestamp::MIN).await?;
    let mut shared: Vec<SharedView> = Vec::new();
    for (email, login) in app.store.shared_addresses().await? {
        match shared.last_mut().filter(|one| one.email == email) {
            Some(one) => one.logins.push(login),
            None => shared.push(SharedView {
                email,
                logins: vec![login],
            }),
        }
    }
    let letters = app.store.listed_letters(MOST).await?;
    let view = View {
        on: app.mail.is_some(),
        server: app
            .mail
            .as_ref()
            .map_or(String::new(), |d| d.server.clone()),
        from: app.mail.as_ref().map_or(String::new(), |d| d.from.clone()),
        state: state(remembered),
        waiting: day.waiting,
        troubled: day.troubled,
        sent: day.sent,
        given_up: week.given_up,
        without: app.store.without_address().await?,
        shared,
        letters: letters
            .into_iter()
            .map(|letter| shown(letter, (&zone, now, lang)))
            .collect(),
        again: done
            .again
            .map(|n| message!("mail-again-done", n = n).text(lang)),
        begun: done.begun.is_some(),
    };
    server.page("mail.html", &teacher.0.visitor, &view)
}

/// Whether letters go out, of all that are remembered: one that was refused for good says nothing of the others, unless there are none.
fn state(remembered: LetterCounts) -> &'static str {
    let (none_sent, some_lost) = (remembered.sent == 0, remembered.given_up > 0);
    if remembered.troubled > 0 || (none_sent && some_lost) {
        "bad"
    } else if none_sent {
        "quiet"
    } else {
        "good"
    }
}

fn ago(now: Timestamp, long: SignedDuration) -> Timestamp {
    now.saturating_sub(long).unwrap_or(now)
}

fn shown(letter: ListedLetter, (zone, now, lang): (&TimeZone, Timestamp, Lang)) -> LetterView {
    let at = |at: Timestamp| date::instant(at, zone, now, lang);
    let became = match letter.ended {
        Some((end, Outcome::Sent)) => message!("mail-became-sent", at = at(end)),
        Some((_, Outcome::GivenUp)) => message!("mail-became-given-up"),
        Some((_, Outcome::Needless)) => message!("mail-became-needless"),
        None if letter.trouble.is_some() => message!(
            "mail-became-delayed",
            at = at(letter.due_at),
            n = letter.attempts
        ),
        None => message!("mail-became-waiting"),
    };
    let (login, name) = letter.to.unzip();
    LetterView {
        made: at(letter.made_at),
        login,
        name,
        kind: letter.kind.name(),
        became: became.text(lang),
        trouble: letter.trouble.map(|t| t.message().text(lang)),
        said: letter.said.filter(|said| !said.is_empty()),
    }
}

/// `POST /mail/test`: a letter to oneself.
pub async fn test(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let desk = app.mail.as_ref().ok_or(ServiceError::NotFound)?;
    if !app.store.try_letter(teacher.0.user.id, app.now()).await? {
        return Err(ServiceError::Form(message!("mail-test-nowhere")).into());
    }
    desk.wake();
    Ok(Redirect::to("/mail?begun=1"))
}

/// `POST /mail/again`: what was given up within a week, and what waits for its next attempt, is sent now.
pub async fn again(
    State(server): State<ServerState>,
    _teacher: Teacher,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let desk = app.mail.as_ref().ok_or(ServiceError::NotFound)?;
    let now = app.now();
    let n = app.store.retry_letters(ago(now, A_WEEK), now).await?;
    desk.wake();
    Ok(Redirect::to(&format!("/mail?again={n}")))
}
