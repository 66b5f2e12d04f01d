//! What two or more tasks share.

pub mod autoregressive;
pub mod coupling;
pub mod covariance;
pub mod domain;
pub mod factors;
pub mod frechet;
pub mod gaussian;
pub mod gaussian_mixture;
pub mod kernel_means;
pub mod linalg;
pub mod logistic;
pub mod logsumexp;
pub mod mean;
pub mod neighbourhoods;
pub mod neural_field;
pub mod noise_schedule;
pub mod norm;
pub mod normal_cdf;
pub mod planar;
pub mod runge_kutta;
pub mod small_critic;
pub mod small_network;
pub mod standard_normal;
pub mod table;
pub mod transport;
