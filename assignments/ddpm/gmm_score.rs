//! # Log-density and score of a Gaussian mixture
//!
//! A mixture of diagonal Gaussians has its score in closed form; score models and samplers are checked against it:
//! $$\log p(x)=\log\sum_k\pi_k\mathcal N(x\mid m_k,\operatorname{diag}\sigma_k^2),\qquad \nabla_x\log p(x)=\sum_kr_k(x)\,\frac{m_k-x}{\sigma_k^2},\qquad r_k(x)=\frac{\pi_k\mathcal N_k(x)}{\sum_j\pi_j\mathcal N_j(x)}.$$
//!
//! The gradient of a log-sum-exp is the average of the gradients under the softmax: here the posterior probabilities of the components at $x$.
//! The weights are $\pi=\operatorname{softmax}(\text{logits})$.
//!
//! - Numerical care: log-sum-exp over components and for the weights; far from all means every density underflows, their ratios do not.
//! - Units: nats. Domain: any finite logits, means and log_std.
//! - Source: lecture 13; Hyvärinen, Estimation of Non-Normalized Statistical Models by Score Matching, 2005.

use crate::formulas::gaussian_mixture::GaussianMixture;
use crate::formulas::noise_schedule::index;
use crate::task::prelude::*;

ports! { GmmScore:
    Inputs {
        x: f64["batch", "dim"] "Points.";
        logits: f64["component"] "Logits of the weights.";
        mean: f64["component", "dim"] "Means of the components.";
        log_std: f64["component", "dim"] "Logarithms of the standard deviations.";
    }
    Outputs {
        score: f64["batch", "dim"] "The gradient of the log-density at every point.";
        log_prob: f64["batch"] "The log-density of every point, in nats.";
    }
}

impl Task for GmmScore {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 3 in 1..=32, "component" 4 in 2..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "weights_as_responsibilities" => {
            let mixture = mixture(i);
            let prior = mixture.log_weight().mapv(f64::exp);
            with_score(i, |x| prior.dot(&mixture.pulls(x, 2.0)))
        }
        "divided_by_std" => {
            let mixture = mixture(i);
            with_score(i, |x| {
                mixture.responsibilities(x).dot(&mixture.pulls(x, 1.0))
            })
        }
        "sign_flipped" => with_score(i, |x| -mixture(i).score(x)),
        "most_likely_component_only" => {
            let mixture = mixture(i);
            with_score(i, |x| {
                let best = first_largest(&mixture.log_joint(x));
                mixture.pulls(x, 2.0).row(best).to_owned()
            })
        }
        "log_std_read_as_log_variance" => GmmScore::reference(&Inputs {
            log_std: &i.log_std / 2.0,
            ..i.clone()
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, components] = sizes.all(["batch", "dim", "component"]);
        let logits = normal(rng, components) * 0.7;
        let mean = normal(rng, (components, dim)) * 1.5;
        let log_std = uniform(rng, (components, dim), -0.5, 0.4);
        let last = i64::try_from(components).unwrap_or(i64::MAX) - 1;
        let mut x = Array2::zeros((batch, dim));
        for mut row in x.rows_mut() {
            let k = index(integer1(rng, 0, last));
            for (d, value) in row.iter_mut().enumerate() {
                *value = mean[(k, d)] + log_std[(k, d)].exp() * 1.2 * normal1(rng);
            }
        }
        Inputs {
            x,
            logits,
            mean,
            log_std,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let mixture = mixture(inputs);
        with_score(inputs, |x| mixture.score(x))
    }
}

fn mixture(i: &Inputs) -> GaussianMixture {
    GaussianMixture::new(&i.logits, &i.mean, &i.log_std)
}

/// The right log-density and this score.
fn with_score(i: &Inputs, score: impl Fn(ArrayView1<'_, f64>) -> Array1<f64>) -> Outputs {
    let mixture = mixture(i);
    let mut scores = Array2::zeros(i.x.raw_dim());
    for (x, mut row) in i.x.rows().into_iter().zip(scores.rows_mut()) {
        row.assign(&score(x));
    }
    Outputs {
        score: scores,
        log_prob: i.x.map_axis(Axis(1), |x| mixture.log_prob(x)),
    }
}

/// The index of the largest element, the first of equals.
fn first_largest(values: &Array1<f64>) -> usize {
    let mut best = 0;
    for (k, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = k;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_standard_component() {
        let o = GmmScore::reference(&Inputs {
            x: arr2(&[[3.0, 0.0]]),
            logits: arr1(&[-50.0]),
            mean: arr2(&[[0.0, 0.0]]),
            log_std: arr2(&[[0.0, 0.0]]),
        });
        assert_eq!(o.score, arr2(&[[-3.0, 0.0]]));
        let log_two_pi = (2.0 * std::f64::consts::PI).ln();
        assert!((o.log_prob[0] + log_two_pi + 4.5).abs() < 1e-14);
    }

    #[test]
    fn halfway_between_equal_components_the_pulls_cancel() {
        let o = GmmScore::reference(&Inputs {
            x: arr2(&[[0.0]]),
            logits: arr1(&[0.3, 0.3]),
            mean: arr2(&[[-2.0], [2.0]]),
            log_std: arr2(&[[0.0], [0.0]]),
        });
        assert_eq!(o.score[(0, 0)], 0.0);
    }

    #[test]
    fn vast_logits_and_points_where_every_density_underflows() {
        let o = GmmScore::reference(&Inputs {
            x: arr2(&[[100.0], [-100.0]]),
            logits: arr1(&[50.0, -50.0]),
            mean: arr2(&[[0.0], [4.0]]),
            log_std: arr2(&[[0.0], [0.0]]),
        });
        // log r₂/r₁ = −100 + 4·100 − 8 at 100: the second component wins in spite of its weight.
        assert!((o.score[(0, 0)] + 96.0).abs() < 1e-12);
        assert!((o.score[(1, 0)] - 100.0).abs() < 1e-12);
        assert!(o.log_prob.iter().all(|v| v.is_finite()));
    }
}
