//! A form that could not be used, and what was typed into it.

use serde::Serialize;
use std::collections::HashMap;

/// What came with a form that could not be used, to be shown again at its fields.
#[derive(Default)]
pub struct Refused {
    /// What is wrong with the file.
    pub file: Option<String>,
    /// What was typed, by key.
    pub typed: HashMap<String, Typed>,
}

/// One field as it was typed.
#[derive(Clone, Default, Serialize)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub error: Option<String>,
}
