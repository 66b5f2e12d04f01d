//! Callers that only these tests know.

use crate::support::site::{Door, Site, callers};
use dgm_grader::store::Role;
use std::ops::Deref;

/// Nobody: no session, no token.
pub struct Anonymous(Door);

impl Anonymous {
    /// Comes to the site.
    pub fn of(site: &Site) -> Self {
        Self(site.nobody())
    }
}

impl Deref for Anonymous {
    type Target = Door;
    fn deref(&self) -> &Door {
        &self.0
    }
}

callers! {
    /// A student who must not see what is the first one's.
    OtherStudent = "boris", Role::Student;
}
