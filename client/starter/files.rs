//! The files that a notebook reads and writes, and what they are called.

/// The files that a notebook reads and writes.
pub(super) struct Files<'a> {
    pub homework: &'a str,
    pub inputs: &'a str,
    pub answers: &'a str,
    /// The server that the answers go to, where it is known.
    pub server: Option<Server<'a>>,
}

/// A server that answers go to.
#[derive(Clone, Copy)]
pub struct Server<'a> {
    /// Its address.
    pub url: &'a str,
    /// Whether it is known to hand out the package.
    pub has_package: bool,
}

/// The line that installs the package from a server: by a list of its files, so that no package index is asked for the name.
pub fn install(server: &str) -> String {
    format!("pip install -r {server}/client/requirements.txt")
}

/// The name of a file of practice inputs.
pub fn practice_name(homework: &str) -> String {
    format!("{homework}-practice-inputs.npz")
}

/// The name of a file of a student's own inputs.
pub fn inputs_name(homework: &str) -> String {
    format!("{homework}-inputs.npz")
}

/// The name of a homework's answers file.
pub fn answers_name(homework: &str) -> String {
    format!("{homework}-answers.npz")
}
