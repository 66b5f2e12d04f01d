//! What is known of a task for one set of inputs: enough to judge any answer to it.

use crate::arrays::Arrays;
use crate::axes::Axes;
use crate::points::Points;
use crate::port::Port;
use crate::symmetry::Rule;
use l10n::Lang;
use std::borrow::Cow;

/// A task with the right answer to some inputs and the answers of its known mistakes: computed by its mathematics, or kept in a
/// practice pack.
pub trait AnswerKey {
    /// `homework/task`.
    fn task(&self) -> &str;
    /// What it gives; 0 for practice.
    fn points(&self) -> Points;
    /// Whether right outputs of a task that is not wholly right earn their share.
    fn is_partial(&self) -> bool;
    /// What is asked for.
    fn outputs(&self) -> &'static [Port];
    /// How an output is judged.
    fn rule(&self, port: &Port) -> Rule<'_>;
    /// The right answer and the lengths of all axes; nothing where the grader itself failed.
    fn truth(&self) -> Option<(&Arrays, &Axes)>;
    /// The names of the known mistakes.
    fn mistakes(&self) -> Vec<&str>;
    /// What each of them answers, asked for only where an answer is wrong; nothing where the grader itself failed.
    fn mistaken(&self) -> Option<Cow<'_, [Arrays]>>;
    /// The sentence that helps to find a mistake.
    fn hint(&self, mistake: &str, lang: Lang) -> Option<String>;
    /// The right answer to the practice inputs, where these are others: somebody may have taken them.
    fn practice(&self) -> Option<Arrays>;
}
