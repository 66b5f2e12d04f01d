//! # Posterior and evidence of probabilistic PCA
//!
//! The model is $z\sim\mathcal N(0,I_L)$, $x\mid z\sim\mathcal N(Wz+\mu,\sigma^2I_D)$. Bayes' rule for a linear Gaussian model gives, with
//! $M=W^\top W+\sigma^2I_L$,
//! $$z\mid x\sim\mathcal N\bigl(M^{-1}W^\top(x-\mu),\ \sigma^2M^{-1}\bigr),\qquad x\sim\mathcal N\bigl(\mu,\ WW^\top+\sigma^2I_D\bigr).$$
//!
//! - Numerical care: with the posterior mean $m$ and $r=x-\mu-Wm$ the exponent of the evidence is $\|r\|^2/\sigma^2+\|m\|^2$, a sum of positive
//!   terms, and the determinant is $\sigma^{2(D-L)}\det M$: an $L\times L$ matrix only, also for $L>D$.
//! - Units: nats. Domain: any finite `log_std` at which $M$ is positive definite.
//! - Source: lecture 2 (whose covariance is not inverted); Tipping and Bishop, Probabilistic Principal Component Analysis, 1999.

use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::linalg::{cholesky, solve_lower};
use crate::task::prelude::*;

ports! { PpcaPosterior:
    Inputs {
        weight: f64["dim", "latent"] "The matrix W.";
        mu: f64["dim"] "The mean of x.";
        log_std: f64[] "Logarithm of the noise's standard deviation.";
        x: f64["batch", "dim"] "Observations.";
    }
    Outputs {
        mean: f64["batch", "latent"] "Posterior mean of z for every observation.";
        cov: f64["latent", "latent"] "Posterior covariance of z, the same for every observation.";
        log_evidence: f64["batch"] "log p(x) of every observation, in nats.";
    }
}

impl Task for PpcaPosterior {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] =
        sizes!["batch" 7 in 1..=20, "dim" 5 in 1..=12, "latent" 3 in 1..=8];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "covariance_not_inverted" => Outputs {
            cov: gram(i, variance(i)) * variance(i),
            ..right
        },
        "noise_variance_missing" => Outputs {
            cov: right.cov / variance(i),
            ..right
        },
        "log_std_as_log_var" => solve(i, 0.5 * i.log_std, &i.mu),
        "mean_not_subtracted" => solve(i, i.log_std, &Array1::zeros(i.mu.len())),
        "evidence_at_the_posterior_mean" => {
            let residuals = &i.x - &i.mu - right.mean.dot(&i.weight.t());
            let normalizer = i.mu.len() as f64 * (0.5 * LOG_2PI + i.log_std);
            let log_density = |r: ArrayView1<'_, f64>| -0.5 * r.dot(&r) / variance(i) - normalizer;
            Outputs {
                log_evidence: residuals.map_axis(Axis(1), log_density),
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, latent] = sizes.all(["batch", "dim", "latent"]);
        let weight = signed_uniform(rng, (dim, latent), 0.4, 1.3);
        let mu = signed_uniform(rng, dim, 1.0, 3.0);
        let log_std = uniform1(rng, -0.9, -0.3);
        let noise = log_std.exp() * normal(rng, (batch, dim));
        Inputs {
            x: normal(rng, (batch, latent)).dot(&weight.t()) + &mu + noise,
            weight,
            mu,
            log_std,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for log_std in [inputs.log_std, 0.5 * inputs.log_std] {
            Domain::special(
                "weight and log_std must make WᵀW + σ²I positive definite",
                "матрица WᵀW + σ²I из weight и log_std должна быть положительно определена",
            )
            .refuse_if(cholesky(gram(inputs, (2.0 * log_std).exp()).view()).is_none())?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        solve(inputs, inputs.log_std, &inputs.mu)
    }
}

fn variance(i: &Inputs) -> f64 {
    (2.0 * i.log_std).exp()
}

/// M = WᵀW + σ²I.
fn gram(i: &Inputs, variance: f64) -> Array2<f64> {
    i.weight.t().dot(&i.weight) + Array2::<f64>::eye(i.weight.ncols()) * variance
}

/// All outputs with this noise and this mean of x.
fn solve(i: &Inputs, log_std: f64, mu: &Array1<f64>) -> Outputs {
    let (dim, latent) = i.weight.dim();
    let variance = (2.0 * log_std).exp();
    // `validate` has seen that the factor exists; NaN stands for an answer where it does not.
    let factor = cholesky(gram(i, variance).view())
        .unwrap_or_else(|| Array2::from_elem((latent, latent), f64::NAN));
    let mut inverse_factor = Array2::eye(latent);
    for mut column in inverse_factor.columns_mut() {
        let solved = solve_lower(factor.view(), column.view());
        column.assign(&solved);
    }
    let inverse = inverse_factor.t().dot(&inverse_factor);
    let centred = &i.x - mu;
    let mean = centred.dot(&i.weight).dot(&inverse);
    let residuals = centred - mean.dot(&i.weight.t());
    let log_det = 2.0 * factor.diag().ln().sum() + 2.0 * (dim as f64 - latent as f64) * log_std;
    let exponents = residuals.map_axis(Axis(1), |r| r.dot(&r) / variance)
        + mean.map_axis(Axis(1), |m| m.dot(&m));
    Outputs {
        mean,
        cov: inverse * variance,
        log_evidence: (exponents + dim as f64 * LOG_2PI + log_det) * -0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(weight: f64, log_std: f64) -> Inputs {
        Inputs {
            weight: arr2(&[[weight]]),
            mu: arr1(&[1.0]),
            log_std,
            x: arr2(&[[4.0]]),
        }
    }

    #[test]
    fn one_dimension_by_hand() {
        // x ~ N(1, 2²·1 + 1): the posterior has precision 1 + 4.
        let out = PpcaPosterior::reference(&inputs(2.0, 0.0));
        assert!((out.mean[(0, 0)] - 6.0 / 5.0).abs() < 1e-15);
        assert!((out.cov[(0, 0)] - 0.2).abs() < 1e-15);
        let expected = -0.5 * (LOG_2PI + 5.0_f64.ln() + 9.0 / 5.0);
        assert!((out.log_evidence[0] - expected).abs() < 1e-14);
    }

    #[test]
    fn without_weights_the_posterior_is_the_prior() {
        let out = PpcaPosterior::reference(&inputs(0.0, 0.3));
        assert_eq!(out.mean[(0, 0)], 0.0);
        assert!((out.cov[(0, 0)] - 1.0).abs() < 1e-15);
    }

    #[test]
    fn noise_that_vanishes_is_refused() {
        assert!(PpcaPosterior::validate(&inputs(0.0, -1000.0)).is_err());
        assert!(PpcaPosterior::validate(&inputs(f64::NAN, 0.0)).is_err());
    }
}
