//! # Evidence lower bound of a VAE
//!
//! $$\log p(x)\ge\mathcal L(x)=\mathbb E_{q(z|x)}\log p(x|z)-KL\big(q(z|x)\,\|\,p(z)\big).$$
//!
//! The gap is $KL(q(z|x)\,\|\,p(z|x))$, so the bound is tight for the true posterior. Here the decoder is Bernoulli with logits $a$, the
//! posterior is $\mathcal N(\mu,\operatorname{diag}e^{2s})$ and the prior $\mathcal N(0,I)$. The first term is estimated by $S$ reparameterised
//! samples, $\frac1S\sum_s\log p(x|z_s)$; the second has a closed form,
//! $$KL=\sum_l\tfrac12\big(e^{2s_l}-1-2s_l+\mu_l^2\big),$$
//! and needs no samples.
//!
//! - Numerical care: the log-likelihood from logits by softplus, as in `bernoulli_log_prob`; `expm1` in the KL, so that it is exactly 0 where
//!   the posterior is the prior (a collapsed posterior).
//! - Shapes: logits are sample × batch × dim, the parameters of the posterior batch × latent. Units: nats. Domain: any finite parameters.
//! - Source: lectures 3 and 4; Kingma and Welling, Auto-Encoding Variational Bayes, 2014.

use crate::formulas::domain::whole_within;
use crate::formulas::gaussian::kl_to_standard;
use crate::formulas::logistic::bernoulli_log_prob;
use crate::formulas::logsumexp::logsumexp_axis;
use crate::task::prelude::*;

ports! { Elbo:
    Inputs {
        x: i64["batch", "dim"] "Pixels, 0 or 1.";
        logits: f64["sample", "batch", "dim"] "The decoder's logits for every sample of z.";
        mean: f64["batch", "latent"] "Means of the posterior.";
        log_std: f64["batch", "latent"] "Logarithms of the standard deviations of the posterior.";
    }
    Outputs {
        reconstruction: f64["batch"] "The expected log-likelihood of every object, in nats, averaged over the samples.";
        kl: f64["batch"] "KL from the posterior to the prior of every object, in nats.";
        elbo: f64["batch"] "reconstruction − kl.";
    }
}

impl Outputs {
    fn of(reconstruction: Array1<f64>, kl: Array1<f64>) -> Self {
        Self {
            elbo: &reconstruction - &kl,
            reconstruction,
            kl,
        }
    }
}

impl Task for Elbo {
    const LECTURES: &'static [u8] = &[3, 4];
    const SIZES: &'static [Size] = sizes![
        "sample" 5 in 1..=64, "batch" 8 in 1..=128, "dim" 20 in 1..=256, "latent" 4 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "kl_added" => Outputs {
            elbo: &right.reconstruction + &right.kl,
            ..right
        },
        "reconstruction_mean_over_pixels" => Outputs::of(
            reconstruction(i) / i.x.ncols() as f64,
            kl(&i.mean, &i.log_std),
        ),
        "log_std_as_log_var" => Outputs::of(reconstruction(i), kl(&i.mean, &(&i.log_std / 2.0))),
        "log_mean_exp_over_samples" => {
            let samples = log_likelihoods(i);
            let log_mean = logsumexp_axis(&samples, Axis(0)) - (samples.nrows() as f64).ln();
            Outputs::of(log_mean, kl(&i.mean, &i.log_std))
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let latent = (batch, sizes.get("latent"));
        let x = bernoulli(rng, (batch, dim), 0.3);
        let sign = x.mapv(|x| if x == 1 { 1.0 } else { -1.0 });
        let shared = sign * uniform(rng, (batch, dim), -0.5, 2.5);
        Inputs {
            logits: normal(rng, (sizes.get("sample"), batch, dim)) + shared,
            x,
            mean: signed_uniform(rng, latent, 0.3, 2.0),
            log_std: uniform(rng, latent, -1.5, -0.2),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("x", &inputs.x, 0..=1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::of(reconstruction(inputs), kl(&inputs.mean, &inputs.log_std))
    }
}

fn reconstruction(i: &Inputs) -> Array1<f64> {
    let samples = log_likelihoods(i);
    samples.sum_axis(Axis(0)) / samples.nrows() as f64
}

/// log p(x|z) of every sample and object.
fn log_likelihoods(i: &Inputs) -> Array2<f64> {
    let mut per_object = Array2::zeros((i.logits.len_of(Axis(0)), i.x.nrows()));
    for (mut row, logits) in per_object.outer_iter_mut().zip(i.logits.outer_iter()) {
        let pixels = Zip::from(&i.x)
            .and(&logits)
            .map_collect(|&x, &a| bernoulli_log_prob(x, a));
        row.assign(&pixels.sum_axis(Axis(1)));
    }
    per_object
}

fn kl(mean: &Array2<f64>, log_std: &Array2<f64>) -> Array1<f64> {
    Zip::from(mean)
        .and(log_std)
        .map_collect(|&mean, &s| kl_to_standard(mean, s))
        .sum_axis(Axis(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, arr3};

    #[test]
    fn a_collapsed_posterior_costs_exactly_nothing() {
        let inputs = Inputs {
            x: arr2(&[[1]]),
            logits: arr3(&[[[0.0]]]),
            mean: arr2(&[[0.0, 0.0]]),
            log_std: arr2(&[[0.0, 0.0]]),
        };
        let got = Elbo::reference(&inputs);
        assert_eq!(got.kl[0], 0.0);
        assert_eq!(got.elbo[0], got.reconstruction[0]);
        assert!((got.elbo[0] + 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn two_samples_by_hand() {
        // Probabilities 3/4 and 1/4 of the same one: the mean of their logarithms; KL = ½μ² + (s² − 1 − log s²)/2.
        let inputs = Inputs {
            x: arr2(&[[1]]),
            logits: arr3(&[[[3.0_f64.ln()]], [[-(3.0_f64.ln())]]]),
            mean: arr2(&[[2.0]]),
            log_std: arr2(&[[2.0_f64.ln()]]),
        };
        let got = Elbo::reference(&inputs);
        assert!((got.reconstruction[0] - 0.5 * (3.0_f64 / 16.0).ln()).abs() < 1e-15);
        assert!((got.kl[0] - (2.0 + 1.5 - 2.0_f64.ln())).abs() < 1e-14);
        assert!((got.elbo[0] - got.reconstruction[0] + got.kl[0]).abs() < 1e-15);
    }

    #[test]
    fn certain_pixels_and_huge_logits() {
        let inputs = Inputs {
            x: arr2(&[[1, 0]]),
            logits: arr3(&[[[1000.0, 1000.0]]]),
            mean: arr2(&[[0.0]]),
            log_std: arr2(&[[0.0]]),
        };
        assert_eq!(Elbo::reference(&inputs).elbo[0], -1000.0);
    }
}
