//! # ELBO with a flow in the posterior
//!
//! The variational posterior of a VAE made richer by one planar layer. The encoder gives a Gaussian, its sample is moved by the layer:
//! $$z_0=\text{mean}+e^{\mathrm{log\_std}}\odot\varepsilon,\qquad z^*=z_0+\hat u\tanh(w^Tz_0+b),$$
//!
//! with $\hat u$ of `planar_flow`, the correction always applied. The density of $z^*$ follows from the change of variables, and with the
//! prior $\mathcal N(0,I)$ on $z^*$ one sample estimates the bound:
//! $$\log q(z^*|x)=\log\mathcal N(z_0;\text{mean},e^{2\,\mathrm{log\_std}})-\log\left|\det\frac{\partial z^*}{\partial z_0}\right|,\qquad
//! \text{elbo}=\log p(x|z^*)+\log\mathcal N(z^*;0,I)-\log q(z^*|x).$$
//!
//! - Numerical care: the standardised base sample is $\varepsilon$ itself, so the base density is taken from it without a subtraction.
//! - Shapes: objects are rows; densities are of all dimensions together. Units: nats. Domain: $w\ne0$.
//! - Source: lecture 7; Rezende and Mohamed, Variational inference with normalizing flows, 2015.

use crate::formulas::gaussian::log_density;
use crate::formulas::planar::{self, Layer, check_direction};
use crate::formulas::standard_normal;
use crate::task::prelude::*;

ports! { FlowPosteriorElbo:
    Inputs {
        mean: f64["batch", "dim"] "Means of the base Gaussian.";
        log_std: f64["batch", "dim"] "Logarithms of its standard deviations.";
        eps: f64["batch", "dim"] "Standard normal noise.";
        log_lik: f64["batch"] "Log-likelihood of every object at the transformed sample, in nats.";
        w: f64["dim"] "The direction that the layer reads.";
        u: f64["dim"] "The direction of the layer's shift, before the constraint.";
        b: f64[] "The layer's bias.";
    }
    Outputs {
        z: f64["batch", "dim"] "Samples after the layer.";
        log_q: f64["batch"] "Log-density of every sample under the posterior, in nats.";
        elbo: f64["batch"] "The bound of every object, in nats.";
    }
}

impl Task for FlowPosteriorElbo {
    const LECTURES: &'static [u8] = &[7];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=128, "dim" 3 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "log_det_added" => with_log_det(i, -1.0),
        "log_det_missing" => with_log_det(i, 0.0),
        "base_density_at_z" => {
            let (_, z, _) = sample(i);
            let log_q = Zip::from(&z)
                .and(&i.mean)
                .and(&i.log_std)
                .map_collect(|&z, &mean, &log_std| log_density(z, mean, log_std));
            outputs(i, z, log_q.sum_axis(Axis(1)))
        }
        "prior_at_base_sample" => {
            let (z0, ..) = sample(i);
            Outputs {
                elbo: elbo(i, &z0, &right.log_q),
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        let (w, u, b) = planar::draw(rng, shape.1);
        Inputs {
            mean: normal(rng, shape),
            log_std: uniform(rng, shape, -1.0, 0.4),
            eps: normal(rng, shape),
            log_lik: normal(rng, shape.0) * 4.0 - 20.0,
            w,
            u,
            b,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_direction(&inputs.w)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        with_log_det(inputs, 1.0)
    }
}

/// z₀, z* and log|det ∂z*/∂z₀|.
fn sample(i: &Inputs) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let z0 = &i.mean + &(&i.log_std.exp() * &i.eps);
    let layer = Layer::constrained(i.w.view(), i.u.view(), i.b);
    let z = layer.apply(z0.view());
    let log_det = layer.log_det(z0.view());
    (z0, z, log_det)
}

/// The bound with `share` of the log-determinant subtracted from the base density; 1 is right.
fn with_log_det(i: &Inputs, share: f64) -> Outputs {
    let (_, z, log_det) = sample(i);
    let base = standard_normal::log_prob(i.eps.view()) - i.log_std.sum_axis(Axis(1));
    outputs(i, z, base - log_det * share)
}

fn outputs(i: &Inputs, z: Array2<f64>, log_q: Array1<f64>) -> Outputs {
    Outputs {
        elbo: elbo(i, &z, &log_q),
        z,
        log_q,
    }
}

/// log p(x|z*) + log N(`at`; 0, I) − log q.
fn elbo(i: &Inputs, at: &Array2<f64>, log_q: &Array1<f64>) -> Array1<f64> {
    &i.log_lik + &standard_normal::log_prob(at.view()) - log_q
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::gaussian::LOG_2PI;
    use ndarray::{arr1, arr2};

    fn inputs() -> Inputs {
        Inputs {
            mean: arr2(&[[0.0, 0.0]]),
            log_std: arr2(&[[0.0, 0.0]]),
            eps: arr2(&[[0.0, 2.0]]),
            log_lik: arr1(&[-5.0]),
            w: arr1(&[1.0, 0.0]),
            u: arr1(&[0.0, 0.0]),
            b: 0.0,
        }
    }

    #[test]
    fn by_hand() {
        // a = 0: nothing moves, the slope along w is softplus(0) = ln 2; base and prior densities cancel.
        let out = FlowPosteriorElbo::reference(&inputs());
        let log_det = 2.0_f64.ln().ln();
        assert_eq!(out.z, arr2(&[[0.0, 2.0]]));
        assert!((out.log_q[0] - (-LOG_2PI - 2.0 - log_det)).abs() < 1e-15);
        assert!((out.elbo[0] - (-5.0 + log_det)).abs() < 1e-14);
    }

    #[test]
    fn a_saturated_layer_is_a_shift() {
        let i = Inputs {
            b: 400.0,
            log_std: arr2(&[[-300.0, 0.0]]),
            ..inputs()
        };
        let out = FlowPosteriorElbo::reference(&i);
        assert!((out.z[(0, 0)] - (2.0_f64.ln() - 1.0)).abs() < 1e-15);
        // The narrow base keeps its density: no (z₀ − mean)/std of rounded numbers.
        assert!((out.log_q[0] - (-LOG_2PI - 2.0 + 300.0)).abs() < 1e-12);
    }

    #[test]
    fn no_direction_is_refused() {
        let i = Inputs {
            w: arr1(&[0.0, 0.0]),
            ..inputs()
        };
        assert!(FlowPosteriorElbo::validate(&i).is_err());
    }
}
