//! # Mixture of posteriors as a prior
//!
//! $$p_\lambda(z)=\frac1K\sum_{k=1}^{K}q(z|u_k)=\frac1K\sum_{k=1}^{K}\mathcal N\big(z;\mu_k,\operatorname{diag}e^{2s_k}\big).$$
//!
//! The prior that maximises the ELBO is the aggregated posterior, the mixture of the posteriors of all training objects. It overfits and is slow
//! for many objects; VampPrior keeps $K$ learned pseudo-inputs $u_k$ instead. Both have the same density: an equally weighted mixture of
//! diagonal Gaussians,
//! $$\log p_\lambda(z)=\log\sum_k e^{c_k}-\log K,\qquad c_k=\sum_l\log\mathcal N(z_l;\mu_{kl},e^{2s_{kl}}).$$
//!
//! - Numerical care: log-sum-exp over the components, as the densities of a many-dimensional $z$ are all near 0.
//! - Shapes: components × latent and batch × latent. Units: nats. Domain: any finite means and log-scales.
//! - Source: lectures 7 and 8; Tomczak and Welling, VAE with a VampPrior, 2018.

use crate::formulas::domain::{index, whole};
use crate::formulas::gaussian::log_density;
use crate::formulas::logsumexp::{logmeanexp_axis, logsumexp_axis};
use crate::task::prelude::*;

ports! { VamppriorLogProb:
    Inputs {
        z: f64["batch", "latent"] "Latent codes.";
        means: f64["component", "latent"] "Means of the components.";
        log_stds: f64["component", "latent"] "Logarithms of the standard deviations of the components.";
    }
    Outputs {
        log_prob: f64["batch"] "log p(z) of every code under the mixture, in nats.";
    }
}

impl Task for VamppriorLogProb {
    const LECTURES: &'static [u8] = &[7, 8];
    const SIZES: &'static [Size] = sizes![
        "batch" 12 in 1..=256, "latent" 4 in 1..=32, "component" 6 in 1..=128,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_log_k" => logsumexp_axis(&per_component(i, &i.log_stds), Axis(1)),
        "mean_of_log_probs" =>
            per_component(i, &i.log_stds).sum_axis(Axis(1)) / i.means.nrows() as f64,
        "log_std_as_log_var" => mixture(i, &(&i.log_stds / 2.0)),
        "averaged_parameters" => {
            let mean = |a: &Array2<f64>| a.sum_axis(Axis(0)) / a.nrows() as f64;
            let (mean, log_std) = (mean(&i.means), mean(&i.log_stds));
            i.z.map_axis(Axis(1), |z| joint_density(z, mean.view(), log_std.view()))
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (component, latent) = (sizes.get("component"), sizes.get("latent"));
        let means = signed_uniform(rng, (component, latent), 0.5, 3.0);
        let log_stds = uniform(rng, (component, latent), -0.9, -0.1);
        let mut z = Array2::zeros((sizes.get("batch"), latent));
        for mut row in z.outer_iter_mut() {
            let k = index(integer1(rng, 0, whole(component) - 1));
            let noise = normal(rng, latent) * log_stds.row(k).mapv(f64::exp);
            row.assign(&(noise + means.row(k)));
        }
        Inputs { z, means, log_stds }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(mixture(inputs, &inputs.log_stds))
    }
}

fn mixture(i: &Inputs, log_stds: &Array2<f64>) -> Array1<f64> {
    logmeanexp_axis(&per_component(i, log_stds), Axis(1))
}

/// The log-density of every code under every component.
fn per_component(i: &Inputs, log_stds: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((i.z.nrows(), i.means.nrows()), |(b, k)| {
        joint_density(i.z.row(b), i.means.row(k), log_stds.row(k))
    })
}

fn joint_density(
    z: ArrayView1<'_, f64>,
    mean: ArrayView1<'_, f64>,
    log_std: ArrayView1<'_, f64>,
) -> f64 {
    let parameters = mean.iter().zip(log_std);
    z.iter()
        .zip(parameters)
        .map(|(&z, (&mean, &s))| log_density(z, mean, s))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::gaussian::LOG_2PI;
    use ndarray::arr2;

    #[test]
    fn one_component_is_a_gaussian() {
        let inputs = Inputs {
            z: arr2(&[[1.0, 2.0]]),
            means: arr2(&[[0.0, 2.0]]),
            log_stds: arr2(&[[0.0, 0.0]]),
        };
        let got = VamppriorLogProb::reference(&inputs).log_prob[0];
        assert!((got + LOG_2PI + 0.5).abs() < 1e-15);
    }

    #[test]
    fn copies_of_one_component_change_nothing() {
        let one = |k| Inputs {
            z: arr2(&[[0.3], [-2.0]]),
            means: Array2::from_elem((k, 1), 0.7),
            log_stds: Array2::from_elem((k, 1), -0.4),
        };
        let difference = VamppriorLogProb::reference(&one(1)).log_prob
            - VamppriorLogProb::reference(&one(5)).log_prob;
        assert!(difference.iter().all(|d| d.abs() < 1e-14));
    }

    #[test]
    fn far_from_every_component_it_is_the_nearest_that_counts() {
        let inputs = Inputs {
            z: arr2(&[[1e4]]),
            means: arr2(&[[0.0], [1.0]]),
            log_stds: arr2(&[[0.0], [0.0]]),
        };
        let nearest = log_density(1e4, 1.0, 0.0) - 2.0_f64.ln();
        assert_eq!(VamppriorLogProb::reference(&inputs).log_prob[0], nearest);
    }
}
