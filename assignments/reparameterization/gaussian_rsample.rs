//! # A reparameterized sample of a diagonal Gaussian
//!
//! A sample of $\mathcal N(\mu,\operatorname{diag}\sigma^2)$ as a differentiable function of the parameters and of noise that does not depend on them:
//! $$z=\mu+\sigma\odot\epsilon,\qquad\sigma=e^{s},\quad\epsilon\sim\mathcal N(0,I).$$
//!
//! An affine image of a Gaussian is Gaussian; its mean is $\mu$ and its covariance $\operatorname{diag}(\sigma)\,I\operatorname{diag}(\sigma)$.
//! The randomness sits in $\epsilon$ alone, so $\partial z/\partial\mu=1$ and $\partial z/\partial s=\sigma\odot\epsilon$, and a gradient passes through the sample.
//!
//! Every array has the shape (batch, dim). No numerical care is needed: one exponential of `log_std`.
//! Domain: any finite mean, log-scale and noise.
//!
//! - Source: lecture 3; Kingma and Welling, Auto-Encoding Variational Bayes, 2014 (arXiv:1312.6114).

use crate::task::prelude::*;

ports! { GaussianRsample:
    Inputs {
        mean: f64["batch", "dim"] "Means.";
        log_std: f64["batch", "dim"] "Logarithms of the standard deviations.";
        eps: f64["batch", "dim"] "Standard normal noise.";
    }
    Outputs {
        z: f64["batch", "dim"] "The sample of every object.";
    }
}

impl Task for GaussianRsample {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "log_std_as_log_var" => sample(i, &i.log_std.mapv(|s| (s / 2.0).exp())),
        "variance_as_scale" => sample(i, &i.log_std.mapv(|s| (2.0 * s).exp())),
        "log_std_not_exponentiated" => sample(i, &i.log_std),
        "mean_scaled" => i.log_std.exp() * (&i.mean + &i.eps),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            mean: normal(rng, shape),
            log_std: signed_uniform(rng, shape, 0.3, 1.0),
            eps: normal(rng, shape),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        sample(inputs, &inputs.log_std.exp())
    }
}

/// The noise stretched by `scale` and moved by the mean.
fn sample(i: &Inputs, scale: &Array2<f64>) -> Outputs {
    Outputs::from(&i.mean + &(scale * &i.eps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn doubled_scale_by_hand() {
        let inputs = Inputs {
            mean: arr2(&[[1.0, -1.0]]),
            log_std: arr2(&[[2.0_f64.ln(), 0.0]]),
            eps: arr2(&[[0.5, 3.0]]),
        };
        let z = GaussianRsample::reference(&inputs).z;
        assert!((z[(0, 0)] - 2.0).abs() < 1e-15);
        assert_eq!(z[(0, 1)], 2.0);
    }

    #[test]
    fn without_noise_the_sample_is_exactly_the_mean() {
        let inputs = Inputs {
            mean: arr2(&[[0.1]]),
            log_std: arr2(&[[50.0]]),
            eps: arr2(&[[0.0]]),
        };
        assert_eq!(GaussianRsample::reference(&inputs).z, inputs.mean);
    }
}
