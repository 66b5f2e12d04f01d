//! # Variances of pathwise and score-function gradients
//!
//! Sample variances, coordinate by coordinate, of two single-sample gradients of one expectation $\mathbb E_{z\sim\mathcal N(\mu,\operatorname{diag}\sigma^2)}f(z)$,
//! $f(z)=\tanh(w^\top z+c)+o$. With $z_s=\mu+\sigma\odot\epsilon_s$, $t_s=\tanh(w^\top z_s+c)$, $f_s=t_s+o$ and $g_s=\nabla f(z_s)=(1-t_s^2)\,w$ they are
//! $$g_s,\quad g_s\odot\sigma\odot\epsilon_s\qquad\text{and}\qquad f_s\,\epsilon_s/\sigma,\quad f_s(\epsilon_s^2-1),$$
//! by the mean and by $\log\sigma$ each; their variance is the unbiased $V(a)=\frac1{S-1}\sum_s(a_s-\bar a)^2$.
//!
//! The constant $o$ leaves the pathwise gradient alone and inflates the score-function one with $o^2$: the argument for a baseline, and for
//! the reparameterization wherever it exists.
//!
//! - Numerical care: two passes (first the mean, then the squares), and $1-\tanh^2=1/\cosh^2$, which keeps its digits where tanh saturates.
//! - Shapes: `mean`, `log_std`, `w` (dim), `eps` (sample, dim), `c` and `offset` numbers. Domain: at least two samples.
//! - Source: lecture 3; Mohamed et al., Monte Carlo Gradient Estimation in Machine Learning, 2020 (arXiv:1906.10652), section 3.

use crate::task::prelude::*;

ports! { GradientVariance:
    Inputs {
        mean: f64["dim"] "Means.";
        log_std: f64["dim"] "Logarithms of the standard deviations.";
        eps: f64["sample", "dim"] "Standard normal noise, a row a sample.";
        w: f64["dim"] "The direction of the objective.";
        c: f64[] "The shift inside the tanh.";
        offset: f64[] "The constant added to the objective.";
    }
    Outputs {
        pathwise_var_mean: f64["dim"] "Of the pathwise gradient by the means.";
        pathwise_var_log_std: f64["dim"] "Of the pathwise gradient by log_std.";
        score_var_mean: f64["dim"] "Of the score-function gradient by the means.";
        score_var_log_std: f64["dim"] "Of the score-function gradient by log_std.";
    }
}

impl Task for GradientVariance {
    const LECTURES: &'static [u8] = &[3];
    // With two samples the biased variance is the variance of the mean; with many, S and S − 1 are too near to be told apart.
    const SIZES: &'static [Size] = sizes!["sample" 12 in 3..=48, "dim" 4 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "biased_variance" =>
            variances(&Gradients::new(i), |a| squares(a, mean(a)) / a.len() as f64),
        "not_centered" => variances(&Gradients::new(i), |a| squares(a, 0.0) / a.len() as f64),
        "variance_of_the_mean" => variances(&Gradients::new(i), |a| variance(a) / a.len() as f64),
        "gradient_wrt_std" => {
            let gradients = Gradients::new(i);
            let sigma = i.log_std.exp();
            variances(
                &Gradients {
                    pathwise_log_std: &gradients.pathwise_log_std / &sigma,
                    score_log_std: &gradients.score_log_std / &sigma,
                    ..gradients
                },
                variance,
            )
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (samples, dim) = (sizes.get("sample"), sizes.get("dim"));
        Inputs {
            mean: 0.5 * normal(rng, dim),
            log_std: signed_uniform(rng, dim, 0.3, 0.8),
            eps: normal(rng, (samples, dim)),
            w: signed_uniform(rng, dim, 0.3, 0.8),
            c: uniform1(rng, -0.5, 0.5),
            offset: signed_uniform1(rng, 1.0, 3.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::special(
            "there must be at least two samples: the variance divides by their number minus one",
            "нужно не меньше двух сэмплов: дисперсия делится на их число без единицы",
        )
        .refuse_if(inputs.eps.nrows() < 2)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        variances(&Gradients::new(inputs), variance)
    }
}

/// The single-sample gradients, a row a sample.
struct Gradients {
    pathwise_mean: Array2<f64>,
    pathwise_log_std: Array2<f64>,
    score_mean: Array2<f64>,
    score_log_std: Array2<f64>,
}

impl Gradients {
    fn new(i: &Inputs) -> Self {
        let sigma = i.log_std.exp();
        let stretched = &i.eps * &sigma;
        let inner = (&stretched + &i.mean).dot(&i.w) + i.c;
        let values = (inner.mapv(f64::tanh) + i.offset).insert_axis(Axis(1));
        let slopes = inner
            .mapv(|a| 1.0 / (a.cosh() * a.cosh()))
            .insert_axis(Axis(1));
        let pathwise_mean = &slopes * &i.w;
        Self {
            pathwise_log_std: &pathwise_mean * &stretched,
            pathwise_mean,
            score_mean: &values * &(&i.eps / &sigma),
            score_log_std: &values * &i.eps.mapv(|e| e * e - 1.0),
        }
    }
}

fn variances(gradients: &Gradients, variance: fn(ArrayView1<'_, f64>) -> f64) -> Outputs {
    let by_coordinate = |a: &Array2<f64>| a.map_axis(Axis(0), variance);
    Outputs {
        pathwise_var_mean: by_coordinate(&gradients.pathwise_mean),
        pathwise_var_log_std: by_coordinate(&gradients.pathwise_log_std),
        score_var_mean: by_coordinate(&gradients.score_mean),
        score_var_log_std: by_coordinate(&gradients.score_log_std),
    }
}

fn mean(a: ArrayView1<'_, f64>) -> f64 {
    a.sum() / a.len() as f64
}

fn squares(a: ArrayView1<'_, f64>, center: f64) -> f64 {
    a.iter().map(|v| (v - center) * (v - center)).sum()
}

fn variance(a: ArrayView1<'_, f64>) -> f64 {
    squares(a, mean(a)) / (a.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn two_samples_by_hand() {
        // w = 0 makes the objective the constant tanh 0 + 1 = 1, so g = 0; σ = 2.
        let inputs = Inputs {
            mean: arr1(&[0.3]),
            log_std: arr1(&[2.0_f64.ln()]),
            eps: arr2(&[[1.0], [3.0]]),
            w: arr1(&[0.0]),
            c: 0.0,
            offset: 1.0,
        };
        let out = GradientVariance::reference(&inputs);
        assert_eq!(out.pathwise_var_mean[0], 0.0);
        assert_eq!(out.pathwise_var_log_std[0], 0.0);
        // Score gradients 1/2 and 3/2; 0 and 8.
        assert!((out.score_var_mean[0] - 0.5).abs() < 1e-15);
        assert_eq!(out.score_var_log_std[0], 32.0);
    }

    #[test]
    fn the_offset_leaves_the_pathwise_variance_alone() {
        let inputs = |offset| Inputs {
            mean: arr1(&[0.3, -0.2]),
            log_std: arr1(&[0.4, -0.5]),
            eps: arr2(&[[1.0, 0.2], [-0.3, 0.9], [0.5, -1.6]]),
            w: arr1(&[0.7, -0.4]),
            c: 0.1,
            offset,
        };
        let (near, far) = (
            GradientVariance::reference(&inputs(0.0)),
            GradientVariance::reference(&inputs(1000.0)),
        );
        assert_eq!(near.pathwise_var_mean, far.pathwise_var_mean);
        assert!(far.score_var_mean[0] > 1e5 * near.score_var_mean[0]);
    }

    #[test]
    fn a_saturated_tanh_is_finite() {
        let inputs = Inputs {
            mean: arr1(&[1.0]),
            log_std: arr1(&[0.0]),
            eps: arr2(&[[1.0], [2.0]]),
            w: arr1(&[1e4]),
            c: 0.0,
            offset: 0.0,
        };
        assert_eq!(
            GradientVariance::reference(&inputs).pathwise_var_mean[0],
            0.0
        );
    }

    #[test]
    fn one_sample_is_refused() {
        let inputs = Inputs {
            mean: arr1(&[1.0]),
            log_std: arr1(&[0.0]),
            eps: arr2(&[[1.0]]),
            w: arr1(&[1.0]),
            c: 0.0,
            offset: 0.0,
        };
        assert!(GradientVariance::validate(&inputs).is_err());
    }
}
