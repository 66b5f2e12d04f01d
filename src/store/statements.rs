//! Which statements were run, where somebody wants to know: for the test that looks at how each is answered.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The statements that were run since somebody asked for them to be noted; usually nobody does.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements(Arc<OnceLock<Mutex<BTreeSet<String>>>>);

impl Statements {
    /// Notes from here on.
    pub fn begin(&self) {
        self.0.get_or_init(Mutex::default);
    }

    /// Notes a statement.
    pub fn note(&self, sql: &str) {
        if let Some(noted) = self.0.get() {
            let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
            if !noted.contains(sql) {
                noted.insert(sql.to_owned());
            }
        }
    }

    /// Those that were noted.
    pub fn noted(&self) -> Vec<String> {
        let noted = self.0.get();
        let noted = noted.map(|noted| noted.lock().unwrap_or_else(PoisonError::into_inner));
        noted.map_or_else(Vec::new, |noted| noted.iter().cloned().collect())
    }
}
