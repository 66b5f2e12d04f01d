//! What two or more tasks share.

pub mod gaussian;
pub mod gumbel;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
pub mod quadratic;
pub mod vector_quantization;
