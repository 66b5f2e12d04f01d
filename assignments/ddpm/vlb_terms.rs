//! # The terms of the variational bound
//!
//! A diffusion model is a hierarchical VAE with a fixed encoder; its negative ELBO falls apart into
//! $$\underbrace{KL\bigl(q(x_{T-1}\mid x_0)\,\|\,\mathcal N(0,I)\bigr)}_{\text{prior}}+\sum_{t=1}^{T-1}\underbrace{KL\bigl(q(x_{t-1}\mid x_t,x_0)\,\|\,p(x_{t-1}\mid x_t)\bigr)}_{\text{kl}}\underbrace{-\log p(x_0\mid x_{t=0})}_{\text{decoder}},$$
//! each term here estimated with one $x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon_t$. The model is $p(x_{t-1}\mid x_t)=\mathcal N(\mu_t,\sigma_t^2I)$ with
//! $\mu_t=\frac1{\sqrt{\alpha_t}}\bigl(x_t-\frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\hat\epsilon_t\bigr)$, the posterior $\mathcal N(\tilde\mu_t,\tilde\beta_tI)$. Time is 0-based.
//!
//! Put $x_0=(x_t-\sqrt{1-\bar\alpha_t}\,\epsilon_t)/\sqrt{\bar\alpha_t}$ into $\tilde\mu_t$: it is $\mu_t$ with the true noise in place of the predicted one, so
//! $$\tilde\mu_t-\mu_t=\frac{\beta_t}{\sqrt{\alpha_t(1-\bar\alpha_t)}}(\hat\epsilon_t-\epsilon_t),$$
//! at $t=0$ too, where $\tilde\mu_0=x_0$. This difference, computed from the noises, does not cancel, and with $\delta=\log\sigma_t-\frac12\log\tilde\beta_t$
//! the rest of the KL is $\delta+\frac12\operatorname{expm1}(-2\delta)$: a perfect model is at exactly 0.
//!
//! - Units: nats, summed over dimensions. Domain: $T\ge2$, $\beta\in(0,1)$, any finite log_std.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 5.

use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::noise_schedule::{NoiseSchedule, check_beta};
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { VlbTerms:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        eps: f64["step", "batch", "dim"] "Standard normal noise of every step.";
        eps_pred: f64["step", "batch", "dim"] "The network's prediction of it.";
        beta: f64["step"] "Variances of the single forward steps.";
        log_std: f64["step"] "Logarithms of the model's standard deviations.";
    }
    Outputs {
        prior: f64["batch"] "KL of the last noised state to the prior.";
        kl: f64["batch", "step-1"] "KL of the posterior to the model; column t − 1 belongs to step t.";
        decoder_nll: f64["batch"] "Negative log-likelihood of the data at step 0.";
        total: f64["batch"] "The sum of all terms.";
    }
}

impl Task for VlbTerms {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 3 in 1..=64, "dim" 4 in 2..=64, "step" 6 in 2..=100,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "mean_over_dimensions" => right.divided_by(i.x0.ncols() as f64),
        "variance_terms_dropped" => terms(i, |gap, _, log_std| half_square(gap, log_std)),
        "kl_reversed" => terms(i, |gap, posterior_log_std, log_std| {
            kl(gap, log_std, posterior_log_std)
        }),
        "in_bits" => right.divided_by(LN_2),
        "total_without_prior" => Outputs {
            total: right.kl.sum_axis(Axis(1)) + &right.decoder_nll,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        let first = uniform1(rng, 0.02, 0.05);
        let beta = Array1::linspace(first, uniform1(rng, 0.3, 0.5), step);
        let schedule = NoiseSchedule::of(&beta);
        let eps = normal(rng, (step, batch, dim));
        Inputs {
            x0: normal(rng, (batch, dim)),
            eps_pred: &eps * 0.6 + normal(rng, eps.raw_dim()) * 0.6,
            eps,
            log_std: Array1::from_shape_fn(step, |t| {
                let least = if t == 0 {
                    beta[0] / 2.0
                } else {
                    schedule.posterior_variance(t)
                };
                let w = uniform1(rng, 0.2, 0.9);
                0.5 * (w * beta[t].ln() + (1.0 - w) * least.ln())
            }),
            beta,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::special(
            "the schedule needs at least 2 steps",
            "в расписании должно быть хотя бы 2 шага",
        )
        .refuse_if(inputs.beta.len() < 2)?;
        check_beta(&inputs.beta)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        terms(inputs, kl)
    }
}

impl Outputs {
    fn divided_by(self, unit: f64) -> Self {
        Self {
            prior: self.prior / unit,
            kl: self.kl / unit,
            decoder_nll: self.decoder_nll / unit,
            total: self.total / unit,
        }
    }
}

/// KL(q‖p) of one-dimensional Gaussians whose means are `gap` apart.
fn kl(gap: f64, log_std_q: f64, log_std_p: f64) -> f64 {
    let delta = log_std_p - log_std_q;
    delta + 0.5 * (-2.0 * delta).exp_m1() + half_square(gap, log_std_p)
}

/// gap²/(2σ²); divided before it is squared, so that a tiny σ does not overflow first.
fn half_square(gap: f64, log_std: f64) -> f64 {
    let scaled = gap * (-log_std).exp();
    0.5 * scaled * scaled
}

/// All terms, with the KL of one dimension given as a function of the difference of the means,
/// the posterior's and the model's logarithms of the standard deviation.
fn terms(i: &Inputs, kl: impl Fn(f64, f64, f64) -> f64) -> Outputs {
    let schedule = NoiseSchedule::of(&i.beta);
    let last = schedule.len() - 1;
    let prior =
        i.x0.mapv(|x| prior_kl(x, &schedule, last))
            .sum_axis(Axis(1));
    let gaps: Vec<Array2<f64>> = (0..=last).map(|t| mean_gap(i, &schedule, t)).collect();
    let kl = Array2::from_shape_fn((i.x0.nrows(), last), |(row, column)| {
        let t = column + 1;
        let posterior_log_std = 0.5 * schedule.posterior_variance(t).ln();
        let of_dim = |&gap: &f64| kl(gap, posterior_log_std, i.log_std[t]);
        gaps[t].row(row).iter().map(of_dim).sum()
    });
    let decoder_nll = gaps[0]
        .mapv(|gap| 0.5 * LOG_2PI + i.log_std[0] + half_square(gap, i.log_std[0]))
        .sum_axis(Axis(1));
    Outputs {
        total: &prior + &kl.sum_axis(Axis(1)) + &decoder_nll,
        prior,
        kl,
        decoder_nll,
    }
}

/// The KL of one dimension from N(√ᾱ·x, 1 − ᾱ) to N(0, 1).
fn prior_kl(x: f64, schedule: &NoiseSchedule, t: usize) -> f64 {
    let (signal, noise) = (schedule.alpha_bar(t), schedule.noise(t));
    // The logarithm of 1 − ᾱ from whichever of the two is small and so has the digits.
    let log_noise = if signal < 0.5 {
        (-signal).ln_1p()
    } else {
        noise.ln()
    };
    0.5 * (signal * x * x - (signal + log_noise))
}

/// The posterior's mean (at t = 0 the data) minus the model's.
fn mean_gap(i: &Inputs, schedule: &NoiseSchedule, t: usize) -> Array2<f64> {
    let scale = schedule.beta(t) / (schedule.alpha(t) * schedule.noise(t)).sqrt();
    (&i.eps_pred.index_axis(Axis(0), t) - &i.eps.index_axis(Axis(0), t)) * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    fn inputs(eps_pred: [f64; 2]) -> Inputs {
        Inputs {
            x0: arr2(&[[2.0]]),
            eps: arr3(&[[[0.3]], [[-0.4]]]),
            eps_pred: arr3(&[[[eps_pred[0]]], [[eps_pred[1]]]]),
            beta: arr1(&[0.19, 0.36]),
            log_std: arr1(&[0.0, 0.5 * (0.19_f64 / (1.0 - 0.81 * 0.64) * 0.36).ln()]),
        }
    }

    #[test]
    fn a_perfect_model_has_no_kl() {
        let o = VlbTerms::reference(&inputs([0.3, -0.4]));
        assert!(o.kl[(0, 0)].abs() < 1e-15);
        assert!((o.decoder_nll[0] - 0.5 * LOG_2PI).abs() < 1e-15);
        let expected = 0.5 * (0.5184 * 3.0 - 0.4816_f64.ln());
        assert!((o.prior[0] - expected).abs() < 1e-14);
        assert!((o.total[0] - o.prior[0] - o.decoder_nll[0]).abs() < 1e-14);
    }

    #[test]
    fn means_by_their_definitions() {
        let i = inputs([1.0, 0.5]);
        let o = VlbTerms::reference(&i);
        // Step 0: x = 0.9·2 + √0.19·0.3, the model's mean (x − √0.19·1)/0.9.
        let x = 1.8 + 0.19_f64.sqrt() * 0.3;
        let gap = 2.0 - (x - 0.19_f64.sqrt()) / 0.9;
        assert!((o.decoder_nll[0] - 0.5 * LOG_2PI - 0.5 * gap * gap).abs() < 1e-14);
        // Step 1: ᾱ = 0.5184.
        let x = 0.72 * 2.0 - 0.4816_f64.sqrt() * 0.4;
        let model = (x - 0.36 / 0.4816_f64.sqrt() * 0.5) / 0.8;
        let posterior = (0.9 * 0.36 * 2.0 + 0.8 * 0.19 * x) / 0.4816;
        let expected = (posterior - model).powi(2) / (2.0 * 0.19 / 0.4816 * 0.36);
        assert!((o.kl[(0, 0)] - expected).abs() < 1e-14);
    }

    #[test]
    fn one_step_is_refused() {
        let one = Inputs {
            x0: arr2(&[[2.0]]),
            eps: arr3(&[[[0.3]]]),
            eps_pred: arr3(&[[[0.3]]]),
            beta: arr1(&[0.19]),
            log_std: arr1(&[0.0]),
        };
        assert!(VlbTerms::validate(&one).is_err());
    }
}
