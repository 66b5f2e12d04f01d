//! What two or more tasks share.

pub mod gaussian;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
