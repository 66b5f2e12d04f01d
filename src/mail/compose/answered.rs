//! A request was answered.

use super::writing::Writing;
use crate::mail::written::{Line, Written};
use crate::service::error::ServiceError;
use crate::store::{About, Request};
use l10n::message;

pub(super) async fn written(
    writing: &Writing<'_>,
    items: &[About],
) -> Result<Option<Written>, ServiceError> {
    let mut requests = Vec::new();
    for about in items {
        if let About::Request(id) = about {
            let request = writing.app.store.request(*id).await?;
            requests.extend(request.filter(|r| r.user == writing.user.id));
        }
    }
    let Some(first) = requests.first() else {
        return Ok(None);
    };
    let n = requests.len();
    let answer = first.messages.iter().rev();
    let answer = answer.take_while(|m| m.author != writing.user.id).next();
    // One answer is read here; of several each is read where it stands.
    let quote = answer.filter(|_| n == 1).map(|m| m.text.clone());
    let head = match n {
        1 => message!("mail-answered", what = about_what(writing, first)),
        _ => message!("mail-answered-several", n = n),
    };
    let line = |request: &Request| Line {
        what: about_what(writing, request),
        value: writing.say(&if request.closed_at.is_some() {
            message!("mail-answered-closed")
        } else {
            message!("mail-answered-open")
        }),
        url: writing.url(&format!("/requests/{}", request.id)),
        ..Line::default()
    };
    Ok(Some(Written {
        subject: writing.say(&head),
        lead: writing.say(&message!("mail-answered-lead", n = n)),
        lines: requests.iter().map(line).collect(),
        quote,
        ..Written::default()
    }))
}

/// The homework, and the item or the task that the request is about.
fn about_what(writing: &Writing<'_>, request: &Request) -> String {
    let title = writing.title(&request.homework);
    let item = writing.homework(&request.homework);
    let item = item.and_then(|h| h.item(&request.task));
    match (item, request.task.as_str()) {
        (Some(item), _) => format!("{title}: {}", item.title.get(writing.lang)),
        (None, "") => title,
        (None, task) => format!("{title}: {task}"),
    }
}
