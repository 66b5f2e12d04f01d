//! A mixture of diagonal Gaussians: log-density, score, trace of the score's Jacobian.

use crate::formulas::gaussian::log_density;
use crate::formulas::logsumexp::{log_softmax, logsumexp};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// Σₖ πₖ N(mₖ, diag σₖ²).
pub struct GaussianMixture {
    log_weight: Array1<f64>,
    mean: Array2<f64>,
    log_std: Array2<f64>,
}

impl GaussianMixture {
    /// The mixture with weights softmax(logits); rows of `mean` and `log_std` are components.
    pub fn new(logits: &Array1<f64>, mean: &Array2<f64>, log_std: &Array2<f64>) -> Self {
        Self {
            log_weight: log_softmax(logits, Axis(0)),
            mean: mean.clone(),
            log_std: log_std.clone(),
        }
    }

    /// The logarithms of the weights.
    pub fn log_weight(&self) -> &Array1<f64> {
        &self.log_weight
    }

    /// log πₖ N(x | mₖ, diag σₖ²) of every component, in nats.
    pub fn log_joint(&self, x: ArrayView1<'_, f64>) -> Array1<f64> {
        let component = |k: usize| -> f64 {
            let parts = x.iter().zip(self.mean.row(k)).zip(self.log_std.row(k));
            parts
                .map(|((&x, &mean), &log_std)| log_density(x, mean, log_std))
                .sum()
        };
        Array1::from_shape_fn(self.log_weight.len(), |k| self.log_weight[k] + component(k))
    }

    /// The log-density at x, in nats.
    pub fn log_prob(&self, x: ArrayView1<'_, f64>) -> f64 {
        logsumexp(self.log_joint(x).iter())
    }

    /// The posterior probabilities of the components at x; far from all means too, where every density underflows.
    pub fn responsibilities(&self, x: ArrayView1<'_, f64>) -> Array1<f64> {
        log_softmax(&self.log_joint(x), Axis(0)).mapv(f64::exp)
    }

    /// The gradient of every component's log-density at x divided by σ to the given power: (mₖ − x)/σₖ^power, 2 for the gradient.
    pub fn pulls(&self, x: ArrayView1<'_, f64>, power: f64) -> Array2<f64> {
        (&self.mean - &x) * self.log_std.mapv(|s| (-power * s).exp())
    }

    /// The score ∇ₓ log p at x: the components' gradients weighted by their responsibilities.
    pub fn score(&self, x: ArrayView1<'_, f64>) -> Array1<f64> {
        self.responsibilities(x).dot(&self.pulls(x, 2.0))
    }

    /// −Σ_d σₖ_d⁻² of every component: the trace of its own Hessian.
    pub fn component_traces(&self) -> Array1<f64> {
        -self.log_std.mapv(|s| (-2.0 * s).exp()).sum_axis(Axis(1))
    }

    /// The trace of the score's Jacobian at x: Σₖ rₖ(‖gₖ − s‖² − Σ_d σₖ_d⁻²).
    ///
    /// This is Σₖ rₖ(‖gₖ‖² − Σ_d σₖ_d⁻²) − ‖s‖² without the cancellation of the two squared norms.
    pub fn score_trace(&self, x: ArrayView1<'_, f64>) -> f64 {
        let r = self.responsibilities(x);
        let pulls = self.pulls(x, 2.0);
        let spread = (&pulls - &r.dot(&pulls)).mapv(|v| v * v).sum_axis(Axis(1));
        r.dot(&(spread + self.component_traces()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_component_is_a_gaussian() {
        let m = GaussianMixture::new(&arr1(&[7.0]), &arr2(&[[1.0]]), &arr2(&[[2.0_f64.ln()]]));
        let x = arr1(&[5.0]);
        assert!((m.score(x.view())[0] + 1.0).abs() < 1e-15);
        assert!((m.score_trace(x.view()) + 0.25).abs() < 1e-15);
    }

    #[test]
    fn far_points_keep_the_nearest_component() {
        let mean = arr2(&[[0.0], [1.0]]);
        let m = GaussianMixture::new(&arr1(&[0.0, 0.0]), &mean, &Array2::zeros((2, 1)));
        let x = arr1(&[1e4]);
        assert!((m.score(x.view())[0] + 9999.0).abs() < 1e-9);
        assert!((m.score_trace(x.view()) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_trace_is_the_slope_of_the_score() {
        let mean = arr2(&[[0.0], [1.5]]);
        let m = GaussianMixture::new(&arr1(&[0.2, -0.4]), &mean, &arr2(&[[0.1], [-0.3]]));
        let h = 1e-5;
        let score = |x: f64| m.score(arr1(&[x]).view())[0];
        let slope = (score(0.6 + h) - score(0.6 - h)) / (2.0 * h);
        assert!((m.score_trace(arr1(&[0.6]).view()) - slope).abs() < 1e-8);
    }
}
