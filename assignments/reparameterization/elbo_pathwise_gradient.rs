//! # ELBO of a linear Gaussian VAE and its pathwise gradient
//!
//! A single-sample ELBO with the KL in closed form, and the gradients by the variational parameters (E-step) and by the decoder (M-step).
//! The model is $p(z)=\mathcal N(0,I)$, $p(x\,|\,z)=\mathcal N(Wz+b,I)$, $q(z\,|\,x_i)=\mathcal N(\mu_i,\operatorname{diag}\sigma_i^2)$, $\sigma=e^{\lambda}$.
//! With $z_i=\mu_i+\sigma_i\odot\epsilon_i$ and the residual $r_i=x_i-Wz_i-b$
//! $$\mathcal L_i=-\tfrac12\|r_i\|^2-\tfrac M2\log2\pi-\mathrm{KL}_i,\qquad\mathrm{KL}_i=\sum_d\tfrac12\bigl(\mu_{id}^2+\sigma_{id}^2-1\bigr)-\lambda_{id}.$$
//!
//! The residual depends on $z$ through $-W$, so the reconstruction term pulls $z_i$ by $W^\top r_i$, and the chain rule gives
//! $$\nabla_{\mu_i}\mathcal L_i=W^\top r_i-\mu_i,\qquad\nabla_{\lambda_i}\mathcal L_i=(W^\top r_i)\odot\sigma_i\odot\epsilon_i-(\sigma_i^2-1),\qquad
//! \nabla_W\sum_i\mathcal L_i=\sum_ir_iz_i^\top .$$
//!
//! - Units: nats. Numerical care: `log_std` itself is $\log\sigma$, and $\sigma^2-1$ is `expm1(2 log_std)`, so that a posterior equal to the prior has KL exactly 0.
//! - Shapes: `x` (batch, observed), `mean`, `log_std`, `eps` (batch, latent), `W` (observed, latent), `b` (observed). Domain: any finite values.
//! - Source: lecture 3; Kingma and Welling, Auto-Encoding Variational Bayes, 2014 (arXiv:1312.6114), equation 7 and appendix B.

use crate::formulas::gaussian::{LOG_2PI, kl_to_standard};
use crate::task::prelude::*;

ports! { ElboPathwiseGradient:
    #[expect(non_snake_case, reason = "ports carry the letters of the formula")]
    Inputs {
        x: f64["batch", "observed"] "Observations.";
        mean: f64["batch", "latent"] "Means of the variational posterior.";
        log_std: f64["batch", "latent"] "Logarithms of its standard deviations.";
        eps: f64["batch", "latent"] "Standard normal noise, one sample an object.";
        W: f64["observed", "latent"] "The decoder's matrix.";
        b: f64["observed"] "The decoder's bias.";
    }
    #[expect(non_snake_case, reason = "ports carry the letters of the formula")]
    Outputs {
        elbo: f64["batch"] "The single-sample ELBO of every object, in nats.";
        grad_mean: f64["batch", "latent"] "The gradient of every object's ELBO by its means.";
        grad_log_std: f64["batch", "latent"] "The gradient of every object's ELBO by its log_std.";
        grad_W: f64["observed", "latent"] "The gradient of the sum of the ELBOs by the decoder's matrix.";
    }
}

impl Task for ElboPathwiseGradient {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes![
        "batch" 5 in 1..=128, "observed" 6 in 1..=64, "latent" 3 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "kl_added" => {
            let closed = Kl::closed_form(&i.mean, &i.log_std);
            let negated = Kl {
                value: -closed.value,
                by_mean: -closed.by_mean,
                by_log_std: -closed.by_log_std,
            };
            bound(i, &Sample::new(i, &i.log_std), &negated)
        }
        "kl_gradient_missing" => {
            let constant = Kl {
                by_mean: Array2::zeros(i.mean.dim()),
                by_log_std: Array2::zeros(i.mean.dim()),
                ..Kl::closed_form(&i.mean, &i.log_std)
            };
            bound(i, &Sample::new(i, &i.log_std), &constant)
        }
        "kl_single_sample" => {
            let sample = Sample::new(i, &i.log_std);
            bound(i, &sample, &Kl::of_sample(i, &sample))
        }
        "log_std_as_log_var" => {
            let half = &i.log_std / 2.0;
            let sample = Sample::new(i, &half);
            let out = bound(i, &sample, &Kl::closed_form(&i.mean, &half));
            Outputs {
                grad_log_std: out.grad_log_std / 2.0,
                ..out
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, observed, latent] = sizes.all(["batch", "observed", "latent"]);
        Inputs {
            x: normal(rng, (batch, observed)),
            mean: normal(rng, (batch, latent)),
            log_std: signed_uniform(rng, (batch, latent), 0.3, 0.8),
            eps: normal(rng, (batch, latent)),
            W: 0.7 * normal(rng, (observed, latent)),
            b: normal(rng, observed),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let sample = Sample::new(inputs, &inputs.log_std);
        bound(
            inputs,
            &sample,
            &Kl::closed_form(&inputs.mean, &inputs.log_std),
        )
    }
}

/// The sample and what the decoder makes of it.
struct Sample {
    z: Array2<f64>,
    /// ∂z/∂log σ = σ·ε.
    dz_dlog_std: Array2<f64>,
    /// x − Wz − b.
    residual: Array2<f64>,
    /// Wᵀ·residual, the gradient of the reconstruction term by z.
    pull: Array2<f64>,
}

impl Sample {
    fn new(i: &Inputs, log_std: &Array2<f64>) -> Self {
        let dz_dlog_std = log_std.exp() * &i.eps;
        let z = &i.mean + &dz_dlog_std;
        let residual = &i.x - &z.dot(&i.W.t()) - &i.b;
        let pull = residual.dot(&i.W);
        Self {
            z,
            dz_dlog_std,
            residual,
            pull,
        }
    }
}

/// The KL of every object and its gradients.
struct Kl {
    value: Array1<f64>,
    by_mean: Array2<f64>,
    by_log_std: Array2<f64>,
}

impl Kl {
    fn closed_form(mean: &Array2<f64>, log_std: &Array2<f64>) -> Self {
        let per_dim = Zip::from(mean)
            .and(log_std)
            .map_collect(|&mean, &log_std| kl_to_standard(mean, log_std));
        Self {
            value: per_dim.sum_axis(Axis(1)),
            by_mean: mean.clone(),
            by_log_std: log_std.mapv(|s| (2.0 * s).exp_m1()),
        }
    }

    /// log q(z) − log p(z) at the sample, in place of its expectation.
    fn of_sample(i: &Inputs, sample: &Sample) -> Self {
        let z = &sample.z;
        let per_dim = 0.5 * (z * z) - 0.5 * (&i.eps * &i.eps) - &i.log_std;
        Self {
            value: per_dim.sum_axis(Axis(1)),
            by_mean: z.clone(),
            by_log_std: z * &sample.dz_dlog_std - 1.0,
        }
    }
}

/// Reconstruction minus KL, and the gradients of the difference.
fn bound(i: &Inputs, sample: &Sample, kl: &Kl) -> Outputs {
    let constant = 0.5 * i.x.ncols() as f64 * LOG_2PI;
    let squares = sample.residual.mapv(|r| r * r).sum_axis(Axis(1));
    Outputs {
        elbo: -0.5 * squares - constant - &kl.value,
        grad_mean: &sample.pull - &kl.by_mean,
        grad_log_std: &sample.pull * &sample.dz_dlog_std - &kl.by_log_std,
        grad_W: sample.residual.t().dot(&sample.z),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn a_posterior_equal_to_the_prior_and_a_perfect_decoder() {
        let inputs = Inputs {
            x: arr2(&[[1.5, 0.5]]),
            mean: arr2(&[[0.0]]),
            log_std: arr2(&[[0.0]]),
            eps: arr2(&[[0.5]]),
            W: arr2(&[[1.0], [0.0]]),
            b: arr1(&[1.0, 0.5]),
        };
        let out = ElboPathwiseGradient::reference(&inputs);
        assert_eq!(out.elbo[0], -LOG_2PI);
        assert_eq!(out.grad_mean[(0, 0)], 0.0);
        assert_eq!(out.grad_log_std[(0, 0)], 0.0);
        assert_eq!(out.grad_W, arr2(&[[0.0], [0.0]]));
    }

    #[test]
    fn one_dimension_by_hand() {
        // σ = 2, z = 1 + 2·0.5 = 2, r = 1 − 3·2 − 1 = −6, Wᵀr = −18, KL = (1 + 4 − 1)/2 − ln 2.
        let inputs = Inputs {
            x: arr2(&[[1.0]]),
            mean: arr2(&[[1.0]]),
            log_std: arr2(&[[2.0_f64.ln()]]),
            eps: arr2(&[[0.5]]),
            W: arr2(&[[3.0]]),
            b: arr1(&[1.0]),
        };
        let out = ElboPathwiseGradient::reference(&inputs);
        let elbo = -18.0 - 0.5 * LOG_2PI - (2.0 - 2.0_f64.ln());
        assert!((out.elbo[0] - elbo).abs() < 1e-13);
        assert!((out.grad_mean[(0, 0)] + 19.0).abs() < 1e-13);
        assert!((out.grad_log_std[(0, 0)] + 21.0).abs() < 1e-13);
        assert!((out.grad_W[(0, 0)] + 12.0).abs() < 1e-13);
    }

    #[test]
    fn gradients_agree_with_central_differences() {
        let inputs = Inputs {
            x: arr2(&[[0.3, -1.2], [0.8, 0.1]]),
            mean: arr2(&[[0.4, -0.6], [1.1, 0.2]]),
            log_std: arr2(&[[0.5, -0.3], [-0.7, 0.4]]),
            eps: arr2(&[[0.9, -1.4], [0.2, 0.6]]),
            W: arr2(&[[0.5, -0.2], [1.3, 0.7]]),
            b: arr1(&[0.1, -0.4]),
        };
        let out = ElboPathwiseGradient::reference(&inputs);
        let h = 1e-5;
        let total = |i: &Inputs| ElboPathwiseGradient::reference(i).elbo.sum();
        let slope = |nudge: &dyn Fn(&mut Inputs, f64)| {
            let (mut up, mut down) = (inputs.clone(), inputs.clone());
            nudge(&mut up, h);
            nudge(&mut down, -h);
            (total(&up) - total(&down)) / (2.0 * h)
        };
        for at in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let by_mean = slope(&|i, h| i.mean[at] += h);
            let by_log_std = slope(&|i, h| i.log_std[at] += h);
            let by_matrix = slope(&|i, h| i.W[at] += h);
            assert!((out.grad_mean[at] - by_mean).abs() < 1e-8);
            assert!((out.grad_log_std[at] - by_log_std).abs() < 1e-8);
            assert!((out.grad_W[at] - by_matrix).abs() < 1e-8);
        }
    }
}
