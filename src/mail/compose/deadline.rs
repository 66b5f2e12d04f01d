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
        if !still || store.has_sent(user, homework).await? {
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
    Ok(writing.of_lines(
        lines,
        |what| message!("mail-deadline", what = what),
        |n| message!("mail-deadlines", n = n),
        |n| message!("mail-deadline-lead", n = n),
    ))
}
