//! What two or more tasks share.

pub mod domain;
pub mod gaussian;
pub mod gaussian_mixture;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
pub mod noise_schedule;
pub mod normal_cdf;
