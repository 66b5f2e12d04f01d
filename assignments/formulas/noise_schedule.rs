//! Noise schedules of diffusion models.
//!
//! Time is 0-based: index t is the step from x_{t−1} to x_t, and the step before t = 0 is the data, ᾱ₋₁ = 1.

use crate::draw::{integers, uniform1};
use crate::task::Rng;
use crate::task::{Domain, InputsError};
use ndarray::{Array1, Array2, Axis};

/// The longest schedule that a task makes from a bare number of steps; practice uses a thousand or a few.
pub const MAX_STEPS: usize = 100_000;

/// A schedule made of its β: the products ᾱ and, without cancellation, 1 − ᾱ.
pub struct NoiseSchedule {
    beta: Array1<f64>,
    alpha_bar: Array1<f64>,
    noise: Array1<f64>,
}

impl NoiseSchedule {
    /// The schedule of these β.
    ///
    /// 1 − ᾱ_t is accumulated as (1 − ᾱ_{t−1}) + ᾱ_{t−1}·β_t, a sum of positive numbers: small β keep all their digits,
    /// and 1 − ᾱ₀ is β₀ to the last bit.
    pub fn of(beta: &Array1<f64>) -> Self {
        let (mut signal, mut variance) = (1.0, 0.0);
        let (alpha_bar, noise): (Vec<f64>, Vec<f64>) = beta
            .iter()
            .map(|b| {
                variance += signal * b;
                signal *= 1.0 - b;
                (signal, variance)
            })
            .unzip();
        Self {
            beta: beta.clone(),
            alpha_bar: alpha_bar.into(),
            noise: noise.into(),
        }
    }

    /// The number of steps.
    pub fn len(&self) -> usize {
        self.beta.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.beta.is_empty()
    }

    /// β_t, the variance of one forward step.
    pub fn beta(&self, t: usize) -> f64 {
        self.beta[t]
    }

    /// α_t = 1 − β_t.
    pub fn alpha(&self, t: usize) -> f64 {
        1.0 - self.beta[t]
    }

    /// ᾱ_t = α₀⋯α_t.
    pub fn alpha_bar(&self, t: usize) -> f64 {
        self.alpha_bar[t]
    }

    /// ᾱ_{t−1}, 1 at t = 0.
    pub fn alpha_bar_before(&self, t: usize) -> f64 {
        before(&self.alpha_bar, t)
    }

    /// 1 − ᾱ_t, the variance of x_t given the data.
    pub fn noise(&self, t: usize) -> f64 {
        self.noise[t]
    }

    /// 1 − ᾱ_{t−1}, exactly 0 at t = 0.
    pub fn noise_before(&self, t: usize) -> f64 {
        if t == 0 { 0.0 } else { self.noise[t - 1] }
    }

    /// β̃_t = (1 − ᾱ_{t−1})/(1 − ᾱ_t)·β_t, the variance of q(x_{t−1} | x_t, x₀); exactly 0 at t = 0.
    pub fn posterior_variance(&self, t: usize) -> f64 {
        self.noise_before(t) / self.noise(t) * self.beta(t)
    }
}

/// The running products of the factors.
pub fn running_product(factors: &Array1<f64>) -> Array1<f64> {
    let mut product = 1.0;
    factors
        .iter()
        .map(|factor| {
            product *= factor;
            product
        })
        .collect()
}

/// ᾱ_{t−1}, 1 at t = 0.
pub fn before(alpha_bar: &Array1<f64>, t: usize) -> f64 {
    if t == 0 { 1.0 } else { alpha_bar[t - 1] }
}

/// α_t = ᾱ_t/ᾱ_{t−1}, of the single step.
pub fn single_step(alpha_bar: &Array1<f64>, t: usize) -> f64 {
    alpha_bar[t] / before(alpha_bar, t)
}

/// A checked whole number as an index; whatever is negative becomes an index that no array has.
pub fn index(t: i64) -> usize {
    usize::try_from(t).unwrap_or(usize::MAX)
}

/// A value of each object's own step, as a column that broadcasts over the dimensions.
pub fn per_row(t: &Array1<i64>, value: impl Fn(usize) -> f64) -> Array2<f64> {
    t.mapv(|t| value(index(t))).insert_axis(Axis(1))
}

/// Refuses indices outside 0..length.
///
/// # Errors
/// When some index is negative or too large.
pub fn check_indices(
    port: &'static str,
    indices: &Array1<i64>,
    length: usize,
) -> Result<(), InputsError> {
    Domain::Within(port.into(), 0.0, length.saturating_sub(1) as f64, None)
        .require(indices.iter().all(|&t| index(t) < length))
}

/// Refuses variances of steps that are not within (0, 1): a step must add some noise and leave some signal.
///
/// # Errors
/// When some β is outside.
pub fn check_beta(beta: &Array1<f64>) -> Result<(), InputsError> {
    Domain::Between("beta".into(), 0.0, 1.0).require(beta.iter().all(|&b| b > 0.0 && b < 1.0))
}

/// Refuses ᾱ outside [0, 1]. The ends are legal: steps smaller than rounding leave ᾱ at 1, and a long schedule ends at 0.
///
/// # Errors
/// When some ᾱ is outside.
pub fn check_alpha_bar(alpha_bar: &Array1<f64>) -> Result<(), InputsError> {
    Domain::Within("alpha_bar".into(), 0.0, 1.0, None)
        .require(alpha_bar.iter().all(|a| (0.0..=1.0).contains(a)))
}

/// Refuses ᾱ outside [0, 1] and steps outside the schedule.
///
/// # Errors
/// When some ᾱ or some step is outside.
pub fn check_steps(alpha_bar: &Array1<f64>, t: &Array1<i64>) -> Result<(), InputsError> {
    check_alpha_bar(alpha_bar)?;
    check_indices("t", t, alpha_bar.len())
}

/// Refuses steps in use that leave no signal to divide by; the indices are checked before.
///
/// # Errors
/// When ᾱ of one of the steps is 0.
pub fn check_signal(alpha_bar: &Array1<f64>, t: &Array1<i64>) -> Result<(), InputsError> {
    Domain::special(
        "alpha_bar must be greater than 0 at every step in t",
        "alpha_bar должно быть больше 0 на каждом шаге из t",
    )
    .require(t.iter().all(|&t| alpha_bar[index(t)] > 0.0))
}

/// Refuses steps in use that add no noise to divide by; the indices are checked before.
///
/// # Errors
/// When ᾱ of one of the steps is 1.
pub fn check_noise(alpha_bar: &Array1<f64>, t: &Array1<i64>) -> Result<(), InputsError> {
    Domain::special(
        "alpha_bar must be less than 1 at every step in t",
        "alpha_bar должно быть меньше 1 на каждом шаге из t",
    )
    .require(t.iter().all(|&t| alpha_bar[index(t)] < 1.0))
}

/// Refuses numbers of steps that make no schedule, or one out of proportion.
///
/// # Errors
/// When the number is not from 1 to [`MAX_STEPS`].
pub fn check_length(n_steps: i64) -> Result<(), InputsError> {
    Domain::Within("n_steps".into(), 1.0, MAX_STEPS as f64, None)
        .require((1..=MAX_STEPS).contains(&index(n_steps)))
}

/// Evenly spaced β from U(0.005, 0.02) to U(0.2, 0.35), both ends included: few steps, yet noised almost to the prior.
pub fn draw_beta(rng: &mut Rng, steps: usize) -> Array1<f64> {
    let first = uniform1(rng, 0.005, 0.02);
    let last = uniform1(rng, 0.2, 0.35);
    Array1::linspace(first, last, steps)
}

/// ᾱ of [`draw_beta`].
pub fn draw_alpha_bar(rng: &mut Rng, steps: usize) -> Array1<f64> {
    running_product(&draw_beta(rng, steps).mapv(|b| 1.0 - b))
}

/// A step for every object, uniform over first ≤ t < steps.
pub fn draw_t(rng: &mut Rng, batch: usize, first: i64, steps: usize) -> Array1<i64> {
    let last = i64::try_from(steps).unwrap_or(i64::MAX) - 1;
    integers(rng, batch, first, last.max(first))
}

/// [`draw_t`], and the first object at the first step: in every instance somebody meets it.
pub fn draw_t_with_the_first(rng: &mut Rng, batch: usize, first: i64, steps: usize) -> Array1<i64> {
    let mut t = draw_t(rng, batch, first, steps);
    if batch > 1 {
        t[0] = 0;
    }
    t
}

/// ᾱ_{t−1} as NumPy reads it: at t = 0 the index −1 is the last entry.
pub fn before_wrapped(alpha_bar: &Array1<f64>, t: usize) -> f64 {
    alpha_bar[(t + alpha_bar.len() - 1) % alpha_bar.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn the_first_step_is_exact() {
        let s = NoiseSchedule::of(&arr1(&[0.1, 0.3]));
        assert_eq!((s.noise(0), s.noise_before(0)), (0.1, 0.0));
        assert_eq!((s.posterior_variance(0), s.alpha_bar_before(0)), (0.0, 1.0));
        assert!((s.alpha_bar(1) - 0.63).abs() < 1e-15);
        assert!((s.noise(1) - 0.37).abs() < 1e-15);
    }

    #[test]
    fn tiny_steps_keep_their_digits() {
        let s = NoiseSchedule::of(&Array1::from_elem(2, 1e-18));
        assert!((s.noise(1) - 2e-18).abs() < 1e-32);
        assert!((s.posterior_variance(1) - 0.5e-18).abs() < 1e-32);
    }

    #[test]
    fn indices_and_lengths_are_checked() {
        assert!(check_indices("t", &arr1(&[0, 4]), 5).is_ok());
        for t in [-1, 5, i64::MAX, i64::MIN] {
            assert!(check_indices("t", &arr1(&[t]), 5).is_err());
        }
        assert!(check_length(1).is_ok() && check_length(0).is_err());
        assert!(check_length(i64::MAX).is_err());
    }

    #[test]
    fn values_outside_the_domain_are_refused() {
        assert!(check_beta(&arr1(&[1e-300, 1.0 - 1e-16])).is_ok());
        assert!(check_alpha_bar(&arr1(&[1.0, 0.0])).is_ok());
        for bad in [0.0, 1.0, -0.1, f64::NAN] {
            assert!(check_beta(&arr1(&[0.5, bad])).is_err());
        }
        for bad in [-0.1, 1.1, f64::NAN] {
            assert!(check_alpha_bar(&arr1(&[0.5, bad])).is_err());
        }
        let alpha_bar = arr1(&[1.0, 0.5, 0.0]);
        assert!(check_signal(&alpha_bar, &arr1(&[0, 1])).is_ok());
        assert!(check_signal(&alpha_bar, &arr1(&[1, 2])).is_err());
        assert!(check_noise(&alpha_bar, &arr1(&[1, 2])).is_ok());
        assert!(check_noise(&alpha_bar, &arr1(&[0, 1])).is_err());
    }
}
