//! The inputs that students were given: what they compute from, and what their answers are judged by, whatever the course draws now.

mod judging;
mod kept;
mod own;

pub use judging::{all_given, judging, marks, of_submission};
pub use kept::Owner;
pub use own::{given_before, inputs_to_see, own_inputs, reference_to_see, replaced};
