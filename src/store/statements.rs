//! Which statements were run, where somebody wants to know: for the test that looks at how each is answered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The statements that were run since somebody asked for them to be noted, and how often; usually nobody does.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements(Arc<OnceLock<Mutex<BTreeMap<String, usize>>>>);

impl Statements {
    /// Notes from here on.
    pub fn begin(&self) {
        self.0.get_or_init(Mutex::default);
    }

    /// Notes a statement.
    pub fn note(&self, sql: &str) {
        if let Some(noted) = self.0.get() {
            let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
            *noted.entry(sql.to_owned()).or_default() += 1;
        }
    }

    /// Those that were noted, each with how often it was run.
    pub fn noted(&self) -> BTreeMap<String, usize> {
        let noted = self.0.get();
        let noted = noted.map(|noted| noted.lock().unwrap_or_else(PoisonError::into_inner));
        noted.map_or_else(BTreeMap::new, |noted| noted.clone())
    }
}
