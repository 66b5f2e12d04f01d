//! # REINFORCE with a leave-one-out baseline
//!
//! The gradient of $\mathbb E_{c\sim\mathrm{Categorical}(\pi)}f(c)$, $\pi=\operatorname{softmax}(l)$, by the logits $l$. A category cannot be reparameterized,
//! so the score function $h_s=\nabla_l\log\pi_{c_s}=\operatorname{onehot}(c_s)-\pi$ is used:
//! $$\nabla_l\approx\frac1S\sum_sf_sh_s,\qquad\nabla_l\approx\frac1S\sum_s(f_s-\beta_s)h_s,\quad\beta_s=\frac1{S-1}\sum_{j\ne s}f_j .$$
//!
//! The mean of the other samples is independent of $c_s$, so $\mathbb E[\beta_sh_s]=0$ and the baseline biases nothing while it removes a constant of $f$;
//! a mean that included $f_s$ would shrink the gradient by $(S-1)/S$. The $f_s-\beta_s$ add to zero, so the leave-one-out gradient does not feel the $-\pi$ of the score.
//! There are few categories here, and the exact gradient is $\pi_k\bigl(f_k-\sum_j\pi_jf_j\bigr)$.
//!
//! - Numerical care: the softmax subtracts the maximum; the sum of the others is gathered from both sides rather than as the total minus $f_s$,
//!   which would lose the small values beside a large one. Shapes: `logits` and `f` (class), `samples` (sample), whole numbers from 0.
//! - Domain: at least two samples.
//! - Source: lectures 3 and 12; paper Kool, van Hoof and Welling, Buy 4 REINFORCE Samples, Get a Baseline for Free!, 2019;
//!   Mnih and Rezende, Variational Inference for Monte Carlo Objectives, 2016 (arXiv:1602.06725).

use crate::formulas::logsumexp::{softmax, softmax_gradient};
use crate::task::prelude::*;

ports! { ReinforceLeaveOneOut:
    Inputs {
        logits: f64["class"] "Logits of the categories, not normalised.";
        samples: i64["sample"] "The sampled categories, from 0.";
        f: f64["class"] "The objective of every category.";
    }
    Outputs {
        grad_plain: f64["class"] "The score-function estimate without a baseline.";
        baseline: f64["sample"] "The leave-one-out baseline of every sample.";
        grad_loo: f64["class"] "The score-function estimate with the leave-one-out baseline.";
        grad_exact: f64["class"] "The exact gradient of the expectation.";
    }
}

impl Task for ReinforceLeaveOneOut {
    const LECTURES: &'static [u8] = &[3, 12];
    // With many samples a baseline that includes its own is too near to one that does not.
    const SIZES: &'static [Size] = sizes!["class" 5 in 2..=16, "sample" 16 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "baseline_includes_itself" => {
            let f = sampled(i);
            let mean = f.sum() / f.len() as f64;
            estimate(i, Array1::from_elem(f.len(), mean), score)
        }
        "divided_by_all_samples" => {
            let others = sum_of_others(&sampled(i));
            let samples = others.len() as f64;
            estimate(i, others / samples, score)
        }
        "score_without_probabilities" => estimate(i, leave_one_out(i), |chosen, _, _| chosen),
        "gradient_wrt_probabilities" => estimate(i, leave_one_out(i), |chosen, _, p| chosen / p),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (classes, samples) = (sizes.get("class"), sizes.get("sample"));
        let logits = uniform(rng, classes, -0.7, 0.7);
        let pi = softmax(&logits, Axis(0));
        let shift = 2.0 * sign1(rng);
        Inputs {
            samples: Array1::from_shape_simple_fn(samples, || category(rng, &pi)),
            f: normal(rng, classes) + shift,
            logits,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let classes = inputs.logits.len();
        Domain::special(
            "there must be at least two samples: a baseline is the mean of the others",
            "нужно не меньше двух сэмплов: базовое значение — среднее по остальным",
        )
        .refuse_if(inputs.samples.len() < 2)?;
        let inside = |&c: &i64| usize::try_from(c).is_ok_and(|c| c < classes);
        Domain::Within("samples".into(), 0.0, (classes - 1) as f64, None)
            .require(inputs.samples.iter().all(inside))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        estimate(inputs, leave_one_out(inputs), score)
    }
}

/// One draw of a categorical distribution: how many cumulative sums lie at or below a uniform number.
fn category(rng: &mut Rng, pi: &Array1<f64>) -> i64 {
    let u = uniform1(rng, 0.0, 1.0);
    let mut cumulative = 0.0;
    // The last category takes whatever rounding leaves of the sum.
    pi.iter().take(pi.len() - 1).fold(0, |c, p| {
        cumulative += p;
        c + i64::from(u >= cumulative)
    })
}

/// The categories as indices; `validate` has refused all others.
fn categories(i: &Inputs) -> impl Iterator<Item = usize> + '_ {
    i.samples.iter().filter_map(|&c| usize::try_from(c).ok())
}

/// The objective at every sample.
fn sampled(i: &Inputs) -> Array1<f64> {
    categories(i).map(|c| i.f[c]).collect()
}

/// For every element the sum of the others.
fn sum_of_others(f: &Array1<f64>) -> Array1<f64> {
    let mut others = Array1::zeros(f.len());
    let mut before = 0.0;
    for s in 0..f.len() {
        others[s] += before;
        before += f[s];
    }
    let mut after = 0.0;
    for s in (0..f.len()).rev() {
        others[s] += after;
        after += f[s];
    }
    others
}

fn leave_one_out(i: &Inputs) -> Array1<f64> {
    let others = sum_of_others(&sampled(i));
    let rest = others.len() as f64 - 1.0;
    others / rest
}

/// Σₛ wₛ·(onehot − π) of one category, from the weight of the samples that chose it, the weight of all, and its probability.
fn score(chosen: f64, all: f64, p: f64) -> f64 {
    chosen - all * p
}

fn estimate(i: &Inputs, baseline: Array1<f64>, score: fn(f64, f64, f64) -> f64) -> Outputs {
    let pi = softmax(&i.logits, Axis(0));
    let f = sampled(i);
    let average = |weights: &Array1<f64>| {
        let mut chosen = Array1::<f64>::zeros(pi.len());
        for (c, w) in categories(i).zip(weights) {
            chosen[c] += w;
        }
        let all = weights.sum();
        let total = Array1::from_shape_fn(pi.len(), |k| score(chosen[k], all, pi[k]));
        total / weights.len() as f64
    };
    Outputs {
        grad_plain: average(&f),
        grad_loo: average(&(&f - &baseline)),
        grad_exact: softmax_gradient(pi.view(), i.f.view()),
        baseline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn two_samples_of_two_classes_by_hand() {
        let inputs = Inputs {
            logits: arr1(&[3.0, 3.0]),
            samples: arr1(&[0, 1]),
            f: arr1(&[2.0, 6.0]),
        };
        let out = ReinforceLeaveOneOut::reference(&inputs);
        assert_eq!(out.grad_plain, arr1(&[-1.0, 1.0]));
        assert_eq!(out.baseline, arr1(&[6.0, 2.0]));
        assert_eq!(out.grad_loo, arr1(&[-2.0, 2.0]));
        assert_eq!(out.grad_exact, arr1(&[-1.0, 1.0]));
    }

    #[test]
    fn the_mean_over_all_pairs_of_samples_is_the_exact_gradient() {
        let logits = arr1(&[0.3, -1.0, 0.8]);
        let f = arr1(&[5.0, -2.0, 1.0]);
        let pi = softmax(&logits, Axis(0));
        let mut mean = (Array1::<f64>::zeros(3), Array1::<f64>::zeros(3));
        let mut exact = Array1::zeros(3);
        for (a, b) in (0..3).flat_map(|a| (0..3).map(move |b| (a, b))) {
            let inputs = Inputs {
                logits: logits.clone(),
                samples: arr1(&[i64::try_from(a).unwrap(), i64::try_from(b).unwrap()]),
                f: f.clone(),
            };
            let out = ReinforceLeaveOneOut::reference(&inputs);
            mean.0 += &(pi[a] * pi[b] * out.grad_plain);
            mean.1 += &(pi[a] * pi[b] * out.grad_loo);
            exact = out.grad_exact;
        }
        for mean in [mean.0, mean.1] {
            assert!((mean - &exact).iter().all(|d| d.abs() < 1e-14));
        }
    }

    #[test]
    fn a_large_value_does_not_drown_the_baselines_of_the_others() {
        let inputs = Inputs {
            logits: arr1(&[0.0, 1.0]),
            samples: arr1(&[1, 0, 1]),
            f: arr1(&[1e17, 1.0]),
        };
        assert_eq!(ReinforceLeaveOneOut::reference(&inputs).baseline[1], 1.0);
    }

    #[test]
    fn large_logits_and_one_class() {
        let inputs = Inputs {
            logits: arr1(&[1e4]),
            samples: arr1(&[0, 0]),
            f: arr1(&[0.1]),
        };
        let out = ReinforceLeaveOneOut::reference(&inputs);
        assert_eq!(
            (out.grad_plain[0], out.grad_loo[0], out.grad_exact[0]),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn strangers_and_lonely_samples_are_refused() {
        for samples in [&[0][..], &[0, 2], &[-1, 0], &[i64::MAX, i64::MIN]] {
            let inputs = Inputs {
                logits: arr1(&[0.0, 0.0]),
                samples: arr1(samples),
                f: arr1(&[1.0, 2.0]),
            };
            assert!(ReinforceLeaveOneOut::validate(&inputs).is_err());
        }
    }
}
