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
//! Source: lecture 3; Kingma and Welling, Auto-Encoding Variational Bayes, 2014 (arXiv:1312.6114).

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, signed_uniform};
use crate::ports;
use crate::text::Text;
use ndarray::Array2;

ports! {
    /// Parameters and noise.
    pub struct Inputs {
        /// Means.
        mean: Array2<f64> ["batch", "dim"],
        /// Logarithms of the standard deviations.
        log_std: Array2<f64> ["batch", "dim"],
        /// Standard normal noise.
        eps: Array2<f64> ["batch", "dim"],
    }
}

ports! {
    /// The sample.
    pub struct Outputs {
        /// The sample of every object.
        z: Array2<f64> ["batch", "dim"],
    }
}

/// A sample of a diagonal Gaussian, see the module's page.
pub struct GaussianRsample;

impl Task for GaussianRsample {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("gaussian_rsample.rs");
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = &[Size::new("batch", 8, 1, 256), Size::new("dim", 6, 1, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "log_std_as_log_var",
            hint: Text {
                en: "The scale looks like `exp(log_std / 2)`: the input is the log of the standard deviation, not of the variance.",
                ru: "Похоже, масштаб вычислен как `exp(log_std / 2)`: на входе логарифм стандартного отклонения, а не дисперсии.",
            },
            answer: |i| sample(i, &i.log_std.mapv(|s| (s / 2.0).exp())),
        },
        Mistake {
            id: "variance_as_scale",
            hint: Text {
                en: "The noise is multiplied by the variance; a sample needs the standard deviation.",
                ru: "Шум умножен на дисперсию, а нужно стандартное отклонение.",
            },
            answer: |i| sample(i, &i.log_std.mapv(|s| (2.0 * s).exp())),
        },
        Mistake {
            id: "log_std_not_exponentiated",
            hint: Text {
                en: "The noise is multiplied by `log_std` itself; exponentiate it first.",
                ru: "Шум умножен на сам `log_std`; сначала возьмите экспоненту.",
            },
            answer: |i| sample(i, &i.log_std),
        },
        Mistake {
            id: "mean_scaled",
            hint: Text {
                en: "The mean is multiplied by the standard deviation as well; scale the noise first, then add the mean.",
                ru: "На стандартное отклонение умножено и среднее; сначала умножьте шум, затем прибавьте среднее.",
            },
            answer: |i| Outputs {
                z: i.log_std.exp() * (&i.mean + &i.eps),
            },
        },
    ];

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
    Outputs {
        z: &i.mean + &(scale * &i.eps),
    }
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
