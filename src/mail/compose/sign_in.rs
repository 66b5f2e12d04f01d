//! Letters that somebody asked for: a link that signs in, and that letters arrive.

use crate::mail::post::Post;
use crate::mail::written::Written;
use crate::report::links::sign_in_url;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::mail::sign_in::{LINK_LASTS, link};
use crate::store::{Letter, User};
use l10n::{Lang, message};

pub(super) async fn written(
    app: &App,
    post: &Post,
    (user, lang): (&User, Lang),
    letter: &Letter,
) -> Result<Option<Written>, ServiceError> {
    let Some(secret) = link(app, user, letter).await? else {
        return Ok(None);
    };
    let minutes = LINK_LASTS.as_mins();
    Ok(Some(Written {
        subject: message!("mail-sign-in").text(lang),
        lead: message!("mail-sign-in-lead", name = user.name.clone()).text(lang),
        action: Some((
            message!("sign-in-do").text(lang),
            sign_in_url(&post.base_url, &secret),
        )),
        notes: vec![message!("mail-sign-in-lasts", n = minutes).text(lang)],
        why: message!("mail-sign-in-why").text(lang),
        ..Written::default()
    }))
}

pub(super) fn test(lang: Lang) -> Written {
    Written {
        subject: message!("mail-test-subject").text(lang),
        lead: message!("mail-test-lead").text(lang),
        why: message!("mail-test-why").text(lang),
        ..Written::default()
    }
}
