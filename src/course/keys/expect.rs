//! The keys of `[[expect]]`. What they mean together is told in `course/expect.rs`.

use super::{Also, Key, Keyed, Setting};
use crate::config::Value;
use crate::course::expectation::{Expect, Sent};
use crate::course::show::quoted;

/// An expectation as the file has it.
#[derive(Default)]
pub(in crate::course) struct ExpectDraft<'t> {
    pub(in crate::course) homework: Option<Value<'t>>,
    pub(in crate::course) task: Option<Value<'t>>,
    pub(in crate::course) correct: Option<Value<'t>>,
    pub(in crate::course) missing: Option<Value<'t>>,
    pub(in crate::course) mistake: Option<Value<'t>>,
    pub(in crate::course) points: Option<Value<'t>>,
    pub(in crate::course) verdict: Option<Value<'t>>,
}

/// The row of a key whose value is judged together with the others.
macro_rules! key {
    ($field:ident, $example:literal, $required:literal, $said:expr) => {
        Key {
            name: stringify!($field),
            example: $example,
            required: $required,
            also: Also::Nowhere,
            // An expectation changes nobody's points: that the list changed is told of the course.
            change: "",
            read: |value, draft, ()| draft.$field = Some(value.clone()),
            settings: |expect| {
                let said: fn(&Expect) -> Option<String> = $said;
                Setting::optional(said(expect), None)
            },
        }
    };
}

impl Keyed for Expect {
    type Draft<'t> = ExpectDraft<'t>;
    type Context = ();

    const KEYS: &'static [Key<Self>] = &[
        key!(homework, "homework = \"elbo\"", true, |e| Some(quoted(
            &e.homework
        ))),
        key!(task, "task = \"gaussian_kl\"", false, |e| e
            .task
            .as_deref()
            .map(quoted)),
        key!(correct, "correct = true", false, |e| (e.sent
            == Sent::Correct)
            .then(|| "true".to_owned())),
        key!(missing, "missing = true", false, |e| (e.sent
            == Sent::Missing)
            .then(|| "true".to_owned())),
        key!(mistake, "mistake = \"…\"", false, |e| match &e.sent {
            Sent::Mistake(name) => Some(quoted(name)),
            _ => None,
        }),
        key!(points, "points = \"2.5\"", false, |e| e
            .points
            .map(|p| format!("\"{p}\""))),
        key!(verdict, "verdict = \"correct\"", false, |e| e
            .verdict
            .as_deref()
            .map(quoted)),
    ];
}
