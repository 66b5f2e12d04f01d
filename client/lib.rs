//! # The student's program
//!
//! Practice inputs, self-checks, a notebook to start from, sending and looking. Everything is judged by [practice packs](judge::pack):
//! those that the program carries, or those of the course that its user is signed in to. It holds no reference solution.
//!
//! - [`practice`]: the packs, and answers checked by them. [`form`]: whether answers to other inputs have the form that is asked for.
//! - [`remote`]: a server. [`starter`]: the notebook that a homework starts from. [`cli`]: the verbs, which the server's `dgm` has too.

#[expect(
    clippy::missing_errors_doc,
    reason = "a command that cannot do what was asked gives up with a CliError, which says what to do next"
)]
pub mod cli;
pub mod form;
pub mod practice;
#[expect(
    clippy::missing_errors_doc,
    reason = "a server that is away, strange or refuses is a CliError, which says what to do next"
)]
pub mod remote;
pub mod starter;
