//! What two or more tasks share.

pub mod domain;
pub mod gaussian;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
