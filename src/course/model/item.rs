//! An item graded by a person.

use crate::course::answer_kind::AnswerKind;
use judge::points::Points;
use l10n::Localized;

/// An item graded by a person: a proof, a derivation, a plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual {
    /// Its name within the homework.
    pub name: String,
    /// Its title.
    pub title: Localized,
    /// What to do, in Markdown.
    pub statement: Localized,
    /// What it gives at most.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
    /// What an answer may be, in the order of all kinds.
    pub accept: Vec<AnswerKind>,
    /// The rubric: parts with their points and what is asked for.
    pub rubric: Vec<Criterion>,
}

/// One part of a rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name within the item.
    pub name: String,
    /// What is asked for.
    pub text: Localized,
    /// What it gives at most.
    pub points: Points,
}
