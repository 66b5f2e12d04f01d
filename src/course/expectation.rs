//! What a config expects of itself, as it says it.

use crate::config::Span;
use judge::points::Points;

/// A place in the file. Where something stands is not what it says: all places are equal.
#[derive(Clone, Debug, Default)]
pub struct Place(pub(super) Span);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The reference answers.
    Correct,
    /// Nothing.
    Missing,
    /// A known mistake of the task.
    Mistake(String),
}

/// One expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// The homework.
    pub homework: String,
    /// One task; the whole homework where it is left out.
    pub task: Option<String>,
    /// What is sent.
    pub sent: Sent,
    /// The points that it must give.
    pub points: Option<Points>,
    /// The verdict that it must get, as reports name it; of a whole homework that of every graded task.
    pub verdict: Option<String>,
    /// Where the points stand.
    pub points_place: Place,
    /// Where the verdict stands.
    pub verdict_place: Place,
}
