//! A task: typed inputs and outputs, a generator, a reference, known mistakes, and what every instance promises.

use super::inputs_error::InputsError;
use super::ports::Signature;
use super::sizes::{Size, Sizes};
use judge::symmetry::Symmetry;
use judge::tolerance::Tolerance;
use l10n::text::Text;

/// The source of every random draw: a generator whose stream no library update changes unnoticed.
pub type Rng = rand_chacha::ChaCha20Rng;

/// A wrong answer that people really give: its name within the task, and what one gets who makes it, from the inputs and the right answer.
/// Its hint stands in the homework's statements, under the task's heading.
pub type Mistake<T> = (&'static str, MistakenAnswer<T>);

/// The answer of a mistake, from the inputs and the right answer.
pub type MistakenAnswer<T> =
    fn(&<T as Signature>::Inputs, <T as Signature>::Outputs) -> <T as Signature>::Outputs;

/// What the statement says of the inputs, word for word, and whether they keep it.
pub type Promise<T> = (Text, fn(&<T as Signature>::Inputs) -> bool);

/// A graded quantity: a deterministic function of arrays, and everything needed to judge an answer to it.
/// The homework's index gives it its id, its source and its statement.
/// [`ports!`](crate::ports) declares it with its inputs and outputs.
pub trait Task: Signature + Send + Sync + 'static {
    /// The lectures it belongs to, 1 to 14.
    const LECTURES: &'static [u8];
    /// The sizes that a config may set.
    const SIZES: &'static [Size];
    /// The tolerance of real outputs; whole ones are compared exactly.
    const TOLERANCE: Tolerance;
    /// The known mistakes.
    const MISTAKES: &'static [Mistake<Self>];
    /// Whether its small outputs have so few likely values that they may be found by trying, so that a report on a student's own inputs has to
    /// be careful with what it recognises.
    const FEW_VALUES: bool = false;
    /// What every instance of the default sizes promises.
    const PROMISES: &'static [Promise<Self>] = &[];

    /// The tolerance of one output, where it differs from [`Self::TOLERANCE`].
    fn output_tolerance(_output: &str) -> Tolerance {
        Self::TOLERANCE
    }

    /// The freedom of one output, where it has one.
    fn output_symmetry(_output: &str) -> Symmetry<'static> {
        Symmetry::Exact
    }

    /// Draws inputs. May be called again from the same stream when the redraw rule refuses the first draw.
    fn draw(rng: &mut Rng, sizes: &Sizes) -> Self::Inputs;

    /// The task's own preconditions, beyond kinds, ranks and axes: whatever would make [`Self::reference`] or a mistake
    /// panic, run without end or take memory out of proportion to the inputs must be refused here.
    ///
    /// # Errors
    /// The rule that the inputs break.
    fn validate(_inputs: &Self::Inputs) -> Result<(), InputsError> {
        Ok(())
    }

    /// The right answer.
    fn reference(inputs: &Self::Inputs) -> Self::Outputs;
}

/// The mistakes of a task, written as a match on their names: `mistakes!(|i, right| match mistake { "negated" => …, })`,
/// with the inputs as `i` and, where an answer is made of it, the right answer as `right`.
#[macro_export]
macro_rules! mistakes {
    (|$inputs:ident| match mistake { $($answers:tt)+ }) => {
        $crate::mistakes!(@ [] |$inputs, right| $($answers)+)
    };
    (|$inputs:ident, $right:ident| match mistake { $($answers:tt)+ }) => {
        $crate::mistakes!(@ [] |$inputs, $right| $($answers)+)
    };
    (@ [$($done:tt)*] |$inputs:ident, $right:ident| $name:literal => $answer:block $($rest:tt)*) => {
        $crate::mistakes!(@ [$($done)* ($name, |$inputs, $right| {
            let _ = (&$inputs, &$right);
            Into::into($answer)
        }),] |$inputs, $right| $($rest)*)
    };
    (@ [$($done:tt)*] |$inputs:ident, $right:ident| $name:literal => $answer:expr, $($rest:tt)*) => {
        $crate::mistakes!(@ [$($done)* ($name, |$inputs, $right| {
            let _ = (&$inputs, &$right);
            Into::into($answer)
        }),] |$inputs, $right| $($rest)*)
    };
    (@ [$($done:tt)*] |$inputs:ident, $right:ident|) => { &[$($done)*] };
}
