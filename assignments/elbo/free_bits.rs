//! # Free bits
//!
//! $$\mathcal L_\lambda(x)=\mathbb E_{q}\log p(x|z)-\beta\max\big(\lambda,\,KL(q(z|x)\,\|\,p(z))\big).$$
//!
//! Where the KL is below the threshold $\lambda$ its gradient vanishes: the posterior may keep $\lambda$ nats of information for free, and the
//! optimiser has no reason to collapse it onto the prior. A weight $\beta\gt1$ asks for more independent latents ($\beta$-VAE).
//!
//! Two forms are in use. The lecture's clamps the whole KL of one object. The paper's clamps every latent dimension apart, on the mean over
//! the batch,
//! $$\overline{\mathcal L}=\frac1B\sum_br_b-\beta\sum_l\max\Big(\lambda_d,\frac1B\sum_bk_{bl}\Big),$$
//! so that each dimension may carry $\lambda_d$ nats on average. Clamping does not commute with the mean: the average comes first.
//!
//! - Numerical care: $k=\frac12(e^{2s}-1-2s+\mu^2)$ with `expm1`, exactly 0 where the posterior is the prior.
//! - Shapes: batch × latent. Units: nats, the thresholds too. Domain: thresholds and $\beta$ from 0 up.
//! - Source: lectures 4 and 8; Kingma et al., Improving Variational Inference with Inverse Autoregressive Flow, 2016, appendix C.8.

use crate::formulas::domain::not_negative;
use crate::formulas::gaussian::kl_to_standard;
use crate::task::prelude::*;

ports! { FreeBits:
    Inputs {
        reconstruction: f64["batch"] "The reconstruction term of every object, in nats.";
        mean: f64["batch", "latent"] "Means of the posterior.";
        log_std: f64["batch", "latent"] "Logarithms of the standard deviations of the posterior.";
        free_bits: f64[] "Threshold on the KL of one object, in nats.";
        free_bits_per_dim: f64[] "Threshold on the mean KL of one latent dimension, in nats.";
        beta: f64[] "Weight of the KL term.";
    }
    Outputs {
        kl: f64["batch"] "KL from the posterior to N(0, I) of every object, in nats.";
        objective: f64["batch"] "The objective of every object, the threshold on its whole KL.";
        objective_per_dim: f64[] "The objective of the batch, a threshold on every latent dimension.";
    }
}

impl Task for FreeBits {
    const LECTURES: &'static [u8] = &[4, 8];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "latent" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-5, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "min_instead_of_max" => with_cost(i, |threshold, kl, beta| beta * threshold.min(kl)),
        "beta_inside_max" => with_cost(i, |threshold, kl, beta| threshold.max(beta * kl)),
        "free_bits_subtracted" =>
            with_cost(i, |threshold, kl, beta| beta * (kl - threshold).max(0.0)),
        "dims_clamped_before_batch_mean" => {
            let clamped = per_dim(i).mapv(|k| cost(i.free_bits_per_dim, k, i.beta));
            Outputs {
                objective_per_dim: mean(&i.reconstruction) - mean(&clamped.sum_axis(Axis(1))),
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, latent) = (sizes.get("batch"), sizes.get("latent"));
        let activity = shuffled_range(rng, latent, 0.3, 1.8);
        let amount = uniform(rng, (batch, 1), 0.4, 1.6);
        let mut inputs = Inputs {
            reconstruction: uniform(rng, batch, -90.0, -60.0),
            mean: signed_uniform(rng, (batch, latent), 0.1, 1.0) * &activity * &amount,
            log_std: -uniform(rng, (batch, latent), 0.1, 1.0) * &activity,
            free_bits: 0.0,
            free_bits_per_dim: 0.0,
            beta: uniform1(rng, 1.5, 4.0),
        };
        // Both sides of each threshold occur.
        let kl = per_dim(&inputs);
        inputs.free_bits = quantile(kl.sum_axis(Axis(1)), uniform1(rng, 0.4, 0.6));
        inputs.free_bits_per_dim = quantile(batch_mean(&kl), uniform1(rng, 0.4, 0.6));
        inputs
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("free_bits", inputs.free_bits)?;
        not_negative("free_bits_per_dim", inputs.free_bits_per_dim)?;
        not_negative("beta", inputs.beta)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        with_cost(inputs, cost)
    }
}

/// What a KL costs: β·max(λ, KL).
fn cost(threshold: f64, kl: f64, beta: f64) -> f64 {
    // Spelt out instead of `f64::max`, which would turn NaN into the threshold.
    beta * if kl < threshold { threshold } else { kl }
}

/// Both objectives, where a KL costs `cost(threshold, kl, beta)`.
fn with_cost(i: &Inputs, cost: fn(f64, f64, f64) -> f64) -> Outputs {
    let k = per_dim(i);
    let kl = k.sum_axis(Axis(1));
    let of_dims = batch_mean(&k).mapv(|k| cost(i.free_bits_per_dim, k, i.beta));
    Outputs {
        objective: &i.reconstruction - &kl.mapv(|k| cost(i.free_bits, k, i.beta)),
        objective_per_dim: mean(&i.reconstruction) - of_dims.sum(),
        kl,
    }
}

/// KL of every latent dimension.
fn per_dim(i: &Inputs) -> Array2<f64> {
    Zip::from(&i.mean)
        .and(&i.log_std)
        .map_collect(|&mean, &s| kl_to_standard(mean, s))
}

fn batch_mean(a: &Array2<f64>) -> Array1<f64> {
    a.sum_axis(Axis(0)) / a.nrows() as f64
}

fn mean(a: &Array1<f64>) -> f64 {
    a.sum() / a.len() as f64
}

/// The quantile of a level from 0 to 1, by linear interpolation between the sorted values.
fn quantile(values: Array1<f64>, level: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let position = level * (sorted.len() - 1) as f64;
    let mut weighted = 0.0;
    for (i, v) in sorted.iter().enumerate() {
        // A hat of width 1 around the position: the weights of the two neighbours sum to 1.
        weighted += v * (1.0 - (i as f64 - position).abs()).max(0.0);
    }
    weighted
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(free_bits: f64, free_bits_per_dim: f64) -> Inputs {
        // KLs per dimension: 0.5 and 2 for the first object, 0 and 0 for the second.
        Inputs {
            reconstruction: arr1(&[-10.0, -20.0]),
            mean: arr2(&[[1.0, 2.0], [0.0, 0.0]]),
            log_std: arr2(&[[0.0, 0.0], [0.0, 0.0]]),
            free_bits,
            free_bits_per_dim,
            beta: 2.0,
        }
    }

    #[test]
    fn both_sides_of_the_threshold_by_hand() {
        let got = FreeBits::reference(&inputs(1.0, 0.5));
        assert_eq!(got.kl, arr1(&[2.5, 0.0]));
        assert_eq!(got.objective, arr1(&[-15.0, -22.0]));
        // Mean KLs 0.25 (raised to 0.5) and 1.
        assert_eq!(got.objective_per_dim, -15.0 - 2.0 * 1.5);
    }

    #[test]
    fn thresholds_of_zero_give_the_beta_vae() {
        let got = FreeBits::reference(&inputs(0.0, 0.0));
        assert_eq!(got.objective, arr1(&[-15.0, -20.0]));
        assert_eq!(got.objective_per_dim, -17.5);
        assert!(FreeBits::validate(&inputs(0.0, 0.0)).is_ok());
        assert!(FreeBits::validate(&inputs(-1.0, 0.0)).is_err());
        assert!(FreeBits::validate(&inputs(f64::NAN, 0.0)).is_err());
    }

    #[test]
    fn quantiles_interpolate() {
        let values = arr1(&[3.0, 1.0, 2.0]);
        assert_eq!(quantile(values.clone(), 0.5), 2.0);
        assert!((quantile(values.clone(), 0.6) - 2.2).abs() < 1e-15);
        assert_eq!(quantile(values, 1.0), 3.0);
        assert_eq!(quantile(arr1(&[7.0]), 0.4), 7.0);
    }
}
