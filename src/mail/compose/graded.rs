//! A person gave points or changed them: those that hold now, as the pages show them.

use super::writing::Writing;
use crate::mail::written::{Line, Written};
use crate::service::error::ServiceError;
use crate::store::About;
use judge::points::Points;
use l10n::{Message, message};

pub(super) async fn written(
    writing: &Writing<'_>,
    items: &[About],
) -> Result<Option<Written>, ServiceError> {
    let mut lines = Vec::new();
    for about in items {
        lines.extend(match about {
            About::Item { homework, item } => of_item(writing, homework, item).await?,
            About::Homework(homework) => of_homework(writing, homework).await?,
            About::Exam => Some(exam(writing).await?),
            _ => None,
        });
    }
    let letter = writing.of_lines(
        lines,
        |what| message!("mail-graded", what = what),
        |n| message!("mail-graded-several", n = n),
        |n| message!("mail-graded-lead", n = n),
    );
    let action = Some((writing.say(&message!("mail-overview")), writing.url("/")));
    Ok(letter.map(|letter| Written { action, ..letter }))
}

/// Points of a maximum, or that there are none any more.
fn points(writing: &Writing<'_>, given: Option<Points>, max: Points) -> Message {
    let lang = writing.lang;
    match given {
        Some(points) => message!(
            "points-of",
            points = points.show(lang),
            max = max.show(lang)
        ),
        None => message!("mail-graded-none"),
    }
}

async fn of_item(
    writing: &Writing<'_>,
    homework: &str,
    name: &str,
) -> Result<Option<Line>, ServiceError> {
    let (store, user) = (&writing.app.store, writing.user.id);
    let Some(item) = writing.homework(homework).and_then(|h| h.item(name)) else {
        return Ok(None);
    };
    let grades = store.manual_grades_of(user, homework).await?;
    let given = grades.iter().find(|grade| grade.item == name);
    let value = points(writing, given.map(|grade| grade.points), item.points);
    let commented = given.is_some_and(|grade| !grade.comment.is_empty());
    let details = commented.then(|| writing.say(&message!("mail-graded-comment")));
    Ok(Some(Line {
        what: format!(
            "{}: {}",
            writing.title(homework),
            item.title.get(writing.lang)
        ),
        value: writing.say(&value),
        details: details.into_iter().collect(),
        url: writing.url(&format!("/homeworks/{homework}/items/{name}")),
    }))
}

async fn of_homework(writing: &Writing<'_>, homework: &str) -> Result<Option<Line>, ServiceError> {
    let Some(configured) = writing.homework(homework) else {
        return Ok(None);
    };
    let course = &writing.active.course;
    let standings = writing.app.store.standings_of(writing.user.id, course);
    let standing = standings.await?.remove(homework).unwrap_or_default();
    let value = if standing.excused {
        message!("mail-graded-excused")
    } else {
        points(writing, standing.points(), configured.max_points)
    };
    Ok(Some(Line {
        what: writing.title(homework),
        value: writing.say(&value),
        url: writing.url(&format!("/homeworks/{homework}")),
        ..Line::default()
    }))
}

async fn exam(writing: &Writing<'_>) -> Result<Line, ServiceError> {
    let given = writing.app.store.exam(writing.user.id).await?;
    let value = points(writing, given, writing.active.course.exam_max);
    Ok(Line {
        what: writing.say(&message!("exam-short")),
        value: writing.say(&value),
        url: writing.url("/"),
        ..Line::default()
    })
}
