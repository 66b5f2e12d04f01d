//! A whole letter: what it says by its kind, why it comes, and how it ends.

use super::writing::Writing;
use super::{answered, deadline, digest, graded, receipt, sign_in};
use crate::mail::post::Post;
use crate::mail::written::Written;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::mail::stop;
use crate::store::{About, Letter, LetterKind, User};
use jiff::tz::TimeZone;
use l10n::{Lang, Message, message};

/// The language in which somebody is written to: the chosen one, that of the page where a link was asked for, that in which they first
/// read the pages.
pub fn language(user: &User, letter: &Letter) -> Lang {
    let of_page = letter.items.first().and_then(|about| match about {
        About::Address { lang, .. } | About::SignIn { lang } => About::lang(lang),
        _ => None,
    });
    user.lang
        .or(of_page)
        .or(user.first_lang)
        .unwrap_or_default()
}

/// What the letter says; nothing where there is nothing to say any more.
pub async fn compose(
    app: &App,
    post: &Post,
    letter: &Letter,
    user: &User,
) -> Result<Option<Written>, ServiceError> {
    let lang = language(user, letter);
    match letter.kind {
        LetterKind::SignIn => return sign_in::written(app, post, (user, lang), letter).await,
        LetterKind::Test => return Ok(Some(sign_in::test(lang))),
        _ => {}
    }
    let active = match app.course().await {
        Err(ServiceError::NoCourse) => return Ok(None),
        course => course?,
    };
    let chosen = user.time_zone.as_deref();
    let chosen = chosen.and_then(|name| TimeZone::get(name).ok());
    let writing = Writing {
        app,
        post,
        user,
        lang,
        now: app.now(),
        zone: chosen.unwrap_or_else(|| active.course.time_zone.clone()),
        active,
    };
    let written = match letter.kind {
        LetterKind::Receipt => receipt::written(&writing, &letter.items).await?,
        LetterKind::Graded => graded::written(&writing, &letter.items).await?,
        LetterKind::Answered => answered::written(&writing, &letter.items).await?,
        LetterKind::Deadline => deadline::written(&writing, &letter.items).await?,
        LetterKind::Digest => digest::written(&writing, &letter.items).await?,
        LetterKind::SignIn | LetterKind::Test => None,
    };
    let token = stop::token(app, user.id, letter.kind);
    Ok(written.map(|written| Written {
        why: writing.say(&why(letter.kind, &writing)),
        stop: Some((
            writing.say(&message!("mail-stop")),
            writing.url(&format!("/unsubscribe/{token}")),
        )),
        ..written
    }))
}

/// Why somebody gets such a letter.
fn why(kind: LetterKind, writing: &Writing<'_>) -> Message {
    let course = writing.active.course.title.clone();
    match kind {
        LetterKind::Digest => message!("mail-why-staff", course = course),
        _ => message!("mail-why-student", course = course),
    }
}
