//! The homeworks of a course, to choose one from.

use crate::course::{Course, Homework};
use l10n::Lang;
use serde::Serialize;

/// A homework to choose.
#[derive(Serialize)]
pub struct Choice {
    name: String,
    title: String,
}

/// All of the course, in its order.
pub fn homeworks(course: &Course, lang: Lang) -> Vec<Choice> {
    let choice = |homework: &Homework| Choice {
        name: homework.name().to_owned(),
        title: homework.title.get(lang).to_owned(),
    };
    course.homeworks.iter().map(choice).collect()
}
