//! A task: typed inputs and outputs, a generator, a reference, known mistakes, and what every instance promises.

use super::inputs_error::InputsError;
use super::ports::Ports;
use super::sizes::{Size, Sizes};
use crate::judge::symmetry::Symmetry;
use crate::judge::tolerance::Tolerance;
use crate::text::Text;

/// The source of every random draw: a generator whose stream no library update changes unnoticed.
pub type Rng = rand_chacha::ChaCha20Rng;

/// A wrong answer that people really give: its name within the task, and what one gets who makes it.
/// Its hint stands in the homework's statements, under the task's heading.
pub type Mistake<T> = (
    &'static str,
    fn(&<T as Task>::Inputs) -> <T as Task>::Outputs,
);

/// What the statement says of the inputs, word for word, and whether they keep it.
pub type Promise<T> = (Text, fn(&<T as Task>::Inputs) -> bool);

/// A graded quantity: a deterministic function of arrays, and everything needed to judge an answer to it.
/// The homework's index gives it its id, its source and its statement.
pub trait Task: Send + Sync + 'static {
    /// What the student is given.
    type Inputs: Ports;
    /// What the student computes.
    type Outputs: Ports;

    /// The lectures it belongs to, 1 to 14.
    const LECTURES: &'static [u8];
    /// The sizes that a config may set.
    const SIZES: &'static [Size];
    /// The tolerance of real outputs; whole ones are compared exactly.
    const TOLERANCE: Tolerance;
    /// The known mistakes.
    const MISTAKES: &'static [Mistake<Self>];
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
