//! The tasks of homework `elbo`.

pub mod gaussian_kl;

use crate::contract::AnyTask;

/// Every task of the homework, in the order of its statement.
pub const TASKS: &[&dyn AnyTask] = &[&gaussian_kl::GaussianKl];
