//! The audit and the versions of the course, as tests ask for them.

use dgm_grader::course::Checked;
use dgm_grader::store::{AuditEntry, AuditFilter, Recorded, Store};
use serde_json::{Value, json};

/// A text that is a course.
pub fn checked(toml: &str) -> Checked {
    Checked::parse_stored(toml).unwrap_or_else(|found| panic!("{found}"))
}

/// The newest entries that are wanted, newest first.
pub async fn audit(
    store: &Store,
    most: usize,
    wanted: impl Fn(&AuditEntry) -> bool,
) -> Vec<AuditEntry> {
    let entries = store.audit(&AuditFilter::default(), most, wanted).await;
    entries.expect("it answers")
}

/// All entries of a kind, newest first.
pub async fn of_kind(store: &Store, kind: &str) -> Vec<AuditEntry> {
    audit(store, usize::MAX, |entry| entry.kind == kind).await
}

/// What an entry says of the change, as JSON.
pub fn change(entry: &AuditEntry) -> Value {
    let Recorded::Action(action) = &entry.recorded else {
        panic!("{entry:?} is kept as data");
    };
    let Value::Object(action) = json!(action) else {
        panic!("an action has a name");
    };
    action.into_values().next().expect("an action has a name")
}

/// How something was and how it became.
pub fn sides(entry: &AuditEntry) -> (Value, Value) {
    let change = change(entry);
    (change["before"].clone(), change["after"].clone())
}

/// The points of both sides of a change of a grade.
pub fn points(entry: &AuditEntry) -> (String, String) {
    let points = |side: Value| side["points"].as_str().unwrap_or_default().to_owned();
    let (before, after) = sides(entry);
    (points(before), points(after))
}
