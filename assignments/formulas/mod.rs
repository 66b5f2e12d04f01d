//! What two or more tasks share.

pub mod covariance;
pub mod factors;
pub mod frechet;
pub mod gaussian;
pub mod kernel_means;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
pub mod neighbourhoods;
pub mod tridiagonal;
