//! What waits for those who teach, once a day; on a day on which nothing does, there is no letter.

use super::writing::Writing;
use crate::mail::written::{Line, Written};
use crate::service::error::ServiceError;
use crate::store::About;
use l10n::{Message, message};

pub(super) async fn written(
    writing: &Writing<'_>,
    items: &[About],
) -> Result<Option<Written>, ServiceError> {
    let since = items.iter().find_map(|about| match about {
        About::Since(since) => Some(*since),
        _ => None,
    });
    let Some(since) = since else {
        return Ok(None);
    };
    let mut lines = Vec::new();
    let mut put = |what: Message, value: Message, path: &str| {
        lines.push(Line {
            what: writing.say(&what),
            value: writing.say(&value),
            url: writing.url(path),
            ..Line::default()
        });
    };
    let (new, waiting) = writing.app.store.open_requests(since).await?;
    if new + waiting > 0 {
        let value = message!("mail-digest-requests", waiting = waiting, new = new);
        put(message!("requests"), value, "/requests");
    }
    let answers = answers(writing).await?;
    if answers > 0 {
        let value = message!("mail-digest-answers", n = answers);
        put(message!("nav-queue"), value, "/queue");
    }
    let shared = writing.app.store.sharing_found_since(since).await?;
    if shared > 0 {
        let value = message!("mail-digest-sharing", n = shared);
        put(message!("sharing"), value, "/sharing");
    }
    let mail = writing.app.store.letter_counts(since).await?;
    if mail.given_up + mail.troubled > 0 {
        let value = message!(
            "mail-digest-mail",
            lost = mail.given_up,
            waiting = mail.troubled
        );
        put(message!("mail"), value, "/mail");
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let course = writing.active.course.title.clone();
    Ok(Some(Written {
        subject: writing.say(&message!("mail-digest", course = course)),
        lead: writing.say(&message!("mail-digest-lead")),
        lines,
        ..Written::default()
    }))
}

/// Answers that nobody has graded.
async fn answers(writing: &Writing<'_>) -> Result<usize, ServiceError> {
    let mut waiting = 0;
    for homework in &writing.active.course.homeworks {
        if homework.manual.is_empty() {
            continue;
        }
        let queue = writing.app.store.queue(homework, writing.now).await?;
        waiting += queue.iter().filter(|queued| queued.waits()).count();
    }
    Ok(waiting)
}
