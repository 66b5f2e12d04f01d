//! # Implicit score matching
//!
//! The Fisher divergence $\frac12\mathbb E\lVert s(x)-\nabla\log p_{\mathrm{data}}(x)\rVert^2$ contains the unknown score of the data; integration by parts removes it, up to a constant:
//! $$\mathbb E_{p_{\mathrm{data}}}\Bigl[\tfrac12\lVert s(x)\rVert^2+\operatorname{tr}\nabla_xs(x)\Bigr].$$
//!
//! The model here is a Gaussian mixture with score $s=\sum_kr_kg_k$, $g_k=(m_k-x)/\sigma_k^2$. Differentiate it, the responsibilities too ($\nabla r_k=r_k(g_k-s)$):
//! $$\operatorname{tr}\nabla_xs=\sum_kr_k\Bigl(\lVert g_k\rVert^2-\sum_d\sigma_{kd}^{-2}\Bigr)-\lVert s\rVert^2=\sum_kr_k\Bigl(\lVert g_k-s\rVert^2-\sum_d\sigma_{kd}^{-2}\Bigr).$$
//! The second form does not cancel far from the means. One component gives the Gaussian case $\frac12\lVert s\rVert^2-\sum_d\sigma_d^{-2}$.
//!
//! - Numerical care: responsibilities by log-sum-exp. Domain: any finite logits, means and log_std.
//! - Source: lecture 13; Hyvärinen, Estimation of Non-Normalized Statistical Models by Score Matching, 2005, theorem 1.

use crate::ddpm::gmm_score::{self, GmmScore};
use crate::formulas::gaussian_mixture::GaussianMixture;
use crate::task::prelude::*;

ports! { ImplicitScoreMatching:
    Inputs {
        x: f64["batch", "dim"] "Points of the data.";
        logits: f64["component"] "Logits of the weights.";
        mean: f64["component", "dim"] "Means of the components.";
        log_std: f64["component", "dim"] "Logarithms of the standard deviations.";
    }
    Outputs {
        per_sample: f64["batch"] "Its value at every point.";
        loss: f64[] "The mean over the batch.";
    }
}

impl Task for ImplicitScoreMatching {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = GmmScore::SIZES;
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_half" => objective(i, 1.0, 1.0, GaussianMixture::score_trace),
        "trace_forgotten" => objective(i, 0.5, 0.0, GaussianMixture::score_trace),
        "trace_sign" => objective(i, 0.5, -1.0, GaussianMixture::score_trace),
        "responsibilities_not_differentiated" => objective(i, 0.5, 1.0, |mixture, x| {
            mixture.responsibilities(x).dot(&mixture.component_traces())
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let gmm_score::Inputs {
            x,
            logits,
            mean,
            log_std,
        } = GmmScore::draw(rng, sizes);
        Inputs {
            x,
            logits,
            mean,
            log_std,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        objective(inputs, 0.5, 1.0, GaussianMixture::score_trace)
    }
}

/// norm_weight·‖s‖² + trace_weight·trace at every point.
fn objective(
    i: &Inputs,
    norm_weight: f64,
    trace_weight: f64,
    trace: impl Fn(&GaussianMixture, ArrayView1<'_, f64>) -> f64,
) -> Outputs {
    let mixture = GaussianMixture::new(&i.logits, &i.mean, &i.log_std);
    let per_sample = i.x.map_axis(Axis(1), |x| {
        let score = mixture.score(x);
        norm_weight * score.dot(&score) + trace_weight * trace(&mixture, x)
    });
    Outputs {
        loss: per_sample.sum() / per_sample.len() as f64,
        per_sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn a_gaussian_by_hand() {
        // s = −3/4, the trace −1/4 + −1.
        let o = ImplicitScoreMatching::reference(&Inputs {
            x: arr2(&[[3.0, 0.0]]),
            logits: arr1(&[0.0]),
            mean: arr2(&[[0.0, 0.0]]),
            log_std: arr2(&[[2.0_f64.ln(), 0.0]]),
        });
        assert!((o.loss - (0.5 * 0.5625 - 1.25)).abs() < 1e-14);
    }

    #[test]
    fn between_two_components_the_score_rises() {
        // At the midpoint s = 0 and the slope is m² − 1.
        let o = ImplicitScoreMatching::reference(&Inputs {
            x: arr2(&[[0.0]]),
            logits: arr1(&[0.0, 0.0]),
            mean: arr2(&[[-2.0], [2.0]]),
            log_std: arr2(&[[0.0], [0.0]]),
        });
        assert!((o.per_sample[0] - 3.0).abs() < 1e-14);
    }

    #[test]
    fn far_points_do_not_cancel() {
        let o = ImplicitScoreMatching::reference(&Inputs {
            x: arr2(&[[1e6]]),
            logits: arr1(&[0.0, 50.0]),
            mean: arr2(&[[0.0], [0.0]]),
            log_std: arr2(&[[0.0], [0.0]]),
        });
        assert_eq!(o.per_sample[0], 5e11 - 1.0);
    }
}
