//! A deadline is near, and nothing was sent.

use super::writing::Writing;
use crate::mail::written::{Line, Written};
use crate::service::error::ServiceError;
use crate::service::mail::calendar::deadline_of;
use crate::store::About;
use l10n::{date, message};

pub(super) async fn written(
    writing: &Writing<'_>,
    items: &[About],
) -> Result<Option<Written>, ServiceError> {
    let mut lines = Vec::new();
    for about in items {
        let About::Deadline { homework, at } = about else {
            continue;
        };
        let (store, user) = (&writing.app.store, writing.user.id);
        let Some(configured) = writing.homework(homework) else {
            continue;
        };
        // It may have been moved, or something may have been sent, since this was written down.
        let extension = store.extension(user, homework).await?;
        let still = deadline_of(configured, extension, writing.now) == Some(*at);
        let sent = !store.submissions(user, homework).await?.is_empty()
            || !store.answers_of(user, homework).await?.is_empty();
        if !still || sent {
            continue;
        }
        let (zone, now, lang) = (&writing.zone, writing.now, writing.lang);
        let due = date::deadline(*at, zone, now, lang);
        let left = date::time_left(*at, now, lang);
        let max = configured.max_points.show(lang);
        lines.push(Line {
            what: writing.title(homework),
            value: writing.say(&message!("due-at", at = due, left = left)),
            details: vec![writing.say(&message!("overview-next-nothing", max = max))],
            url: writing.url(&format!("/homeworks/{homework}")),
        });
    }
    let Some(first) = lines.first() else {
        return Ok(None);
    };
    let head = match lines.len() {
        1 => message!("mail-deadline", what = first.what.clone()),
        n => message!("mail-deadlines", n = n),
    };
    Ok(Some(Written {
        subject: writing.say(&head),
        lead: writing.say(&message!("mail-deadline-lead", n = lines.len())),
        lines,
        ..Written::default()
    }))
}
