//! What was sent has arrived.

use super::writing::Writing;
use crate::ids::{AnswerId, SubmissionId};
use crate::mail::written::{Line, Written};
use crate::service::disclose::disclose;
use crate::service::error::ServiceError;
use crate::store::About;
use judge::points::Points;
use l10n::{date, message};

pub(super) async fn written(
    writing: &Writing<'_>,
    items: &[About],
) -> Result<Option<Written>, ServiceError> {
    let mut lines = Vec::new();
    for about in items {
        lines.extend(match about {
            About::Submission(id) => submission(writing, *id).await?,
            About::Answer(id) => answer(writing, *id).await?,
            _ => None,
        });
    }
    let letter = writing.of_lines(
        lines,
        |what| message!("mail-receipt", what = what),
        |n| message!("mail-receipts", n = n),
        |n| message!("mail-receipt-lead", n = n),
    );
    let notes = vec![writing.say(&message!("mail-receipt-keep"))];
    Ok(letter.map(|letter| Written { notes, ..letter }))
}

async fn submission(writing: &Writing<'_>, id: SubmissionId) -> Result<Option<Line>, ServiceError> {
    let (app, lang) = (writing.app, writing.lang);
    let own = app.store.submission(id).await?;
    let Some(submission) = own.filter(|s| s.user == writing.user.id) else {
        return Ok(None);
    };
    let seen = disclose(app, &writing.reader(), &submission).await?;
    let graded = seen.report.tasks.iter();
    let graded: Vec<_> = graded.filter(|t| t.max_points > Points::ZERO).collect();
    let right = graded.iter().filter(|t| t.points == t.max_points).count();
    let (points, max) = (
        submission.points.show(lang),
        seen.report.max_points.show(lang),
    );
    let value = if right == graded.len() {
        message!("report-answer-all", points = points, max = max)
    } else {
        message!(
            "report-answer",
            points = points,
            max = max,
            wrong = graded.len() - right,
            graded = graded.len()
        )
    };
    let at = date::instant(submission.received_at, &writing.zone, writing.now, lang);
    Ok(Some(Line {
        what: writing.title(&submission.homework),
        value: writing.say(&value),
        details: vec![
            writing.say(&message!("mail-receipt-at", at = at, id = id.to_string())),
            format!("SHA-256 {}", submission.sha256),
        ],
        url: writing.url(&format!("/submissions/{id}")),
    }))
}

async fn answer(writing: &Writing<'_>, id: AnswerId) -> Result<Option<Line>, ServiceError> {
    let own = writing.app.store.manual_answer(id).await?;
    let Some(answer) = own.filter(|a| a.user == writing.user.id) else {
        return Ok(None);
    };
    let homework = writing.homework(&answer.homework);
    let item = homework.and_then(|h| h.item(&answer.item));
    let title = item.map_or(answer.item.as_str(), |item| item.title.get(writing.lang));
    let at = date::instant(answer.sent_at, &writing.zone, writing.now, writing.lang);
    let at = message!("mail-receipt-at", at = at, id = id.to_string());
    Ok(Some(Line {
        what: format!("{}: {title}", writing.title(&answer.homework)),
        value: writing.say(&message!("mail-receipt-waits")),
        details: vec![writing.say(&at)],
        url: writing.url(&format!(
            "/homeworks/{}/items/{}",
            answer.homework, answer.item
        )),
    }))
}
