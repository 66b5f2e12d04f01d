//! What a job is to grade anew, as it is kept with it.

use crate::ids::VersionId;
use crate::service::error::ServiceError;
use crate::store::Job;
use serde::{Deserialize, Serialize};

/// What is to be graded anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params {
    /// The course version to grade under.
    pub course: VersionId,
    /// One homework, or all.
    pub homework: Option<String>,
}

impl Params {
    /// Whether this is all that those ask for, under a newer version.
    pub(super) fn replaces(&self, earlier: &Self) -> bool {
        self.course > earlier.course && self.covers(earlier.homework.as_deref())
    }

    /// Whether one homework is among what is graded, or all where none is said.
    pub(super) fn covers(&self, homework: Option<&str>) -> bool {
        self.homework.is_none() || self.homework.as_deref() == homework
    }

    /// The parameters of a stored job.
    ///
    /// # Errors
    /// When they are none of ours.
    pub fn of(job: &Job) -> Result<Self, ServiceError> {
        serde_json::from_str(&job.params).map_err(|error| {
            tracing::error!(job = job.id.number(), %error, "the parameters of a job cannot be read");
            ServiceError::Internal
        })
    }
}
