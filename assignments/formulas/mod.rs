//! What two or more tasks share.

pub mod gaussian;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
pub mod mean;
pub mod norm;
pub mod small_critic;
pub mod table;
pub mod transport;
