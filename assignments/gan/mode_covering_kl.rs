//! # Mode covering against mode seeking
//!
//! Candidate models $m_j$ of one target $t$ with two modes are compared by both directions of the KL divergence:
//! $$KL(t\,\|\,m_j)=\sum_kt_k\log\frac{t_k}{m_{jk}}\quad\text{(forward)},\qquad KL(m_j\,\|\,t)=\sum_km_{jk}\log\frac{m_{jk}}{t_k}\quad\text{(reverse)}.$$
//!
//! Forward KL is what maximum likelihood minimises: it is large where the target has mass and the model has none, so its best model covers
//! both modes. Reverse KL is large where the model has mass and the target has none, so its best model sits on one mode.
//! The indices of the smallest divergences count from 0; of equal ones the first is taken.
//!
//! - Units: nats. Domain: strictly positive distributions.
//! - Source: lecture 9; Bishop, Pattern Recognition and Machine Learning, 2006, section 10.1.2.

use crate::formulas::table::{check_positive, cross_entropy, kl};
use crate::task::prelude::*;
use std::f64::consts::LN_2;

/// The least lead of the best model over the second best, in nats, in either direction: the winner must not hang on rounding.
const LEAST_LEAD: f64 = 0.02;
/// Draws before a close race is accepted (sizes set by a config can make one likely).
const DRAWS: usize = 200;

ports! { ModeCoveringKl:
    Inputs {
        target: f64["outcome"] "Probabilities of the target.";
        models: f64["model", "outcome"] "Probabilities of the models, a row a model.";
    }
    Outputs {
        forward_kl: f64["model"] "KL(target‖model) of every model, in nats.";
        reverse_kl: f64["model"] "KL(model‖target) of every model, in nats.";
        best_forward: i64[] "Index of the model with the smallest forward KL.";
        best_reverse: i64[] "Index of the model with the smallest reverse KL.";
    }
}

impl Task for ModeCoveringKl {
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = sizes!["model" 5 in 3..=10, "outcome" 25 in 9..=101];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "directions_swapped" => Outputs {
            forward_kl: right.reverse_kl,
            reverse_kl: right.forward_kl,
            best_forward: right.best_reverse,
            best_reverse: right.best_forward,
        },
        "base2" => Outputs {
            forward_kl: right.forward_kl / LN_2,
            reverse_kl: right.reverse_kl / LN_2,
            ..right
        },
        "entropy_missing" => compare(i, cross_entropy, smallest),
        "argmax" => compare(i, kl, |divergences| smallest(&-divergences)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let mut inputs = draw_once(rng, sizes);
        for _ in 0..DRAWS {
            let outputs = Self::reference(&inputs);
            if lead(&outputs.forward_kl) > LEAST_LEAD && lead(&outputs.reverse_kl) > LEAST_LEAD {
                break;
            }
            inputs = draw_once(rng, sizes);
        }
        inputs
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_positive("target", inputs.target.view())?;
        for model in inputs.models.rows() {
            check_positive("models", model)?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        compare(inputs, kl, smallest)
    }
}

/// Both directions of a divergence, and in each the model chosen by `best`.
fn compare(
    i: &Inputs,
    divergence: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
    best: impl Fn(&Array1<f64>) -> i64,
) -> Outputs {
    let target = i.target.view();
    let forward_kl = i.models.map_axis(Axis(1), |m| divergence(target, m));
    let reverse_kl = i.models.map_axis(Axis(1), |m| divergence(m, target));
    Outputs {
        best_forward: best(&forward_kl),
        best_reverse: best(&reverse_kl),
        forward_kl,
        reverse_kl,
    }
}

/// The index of the smallest element, the first of equal ones.
fn smallest(values: &Array1<f64>) -> i64 {
    let mut best = 0;
    for (i, v) in values.iter().enumerate() {
        if *v < values[best] {
            best = i;
        }
    }
    i64::try_from(best).unwrap_or(i64::MAX)
}

/// How far the second smallest element is above the smallest.
fn lead(values: &Array1<f64>) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[1] - sorted[0]
}

/// A target with modes at ±c; a broad model between them, a narrow one on each, and others anywhere.
fn draw_once(rng: &mut Rng, sizes: &Sizes) -> Inputs {
    let (models, outcomes) = (sizes.get("model"), sizes.get("outcome"));
    let grid = Array1::linspace(-6.0, 6.0, outcomes);
    let bump = |mean: f64, std: f64| {
        let density = grid.mapv(|x| (-0.5 * ((x - mean) / std).powi(2)).exp());
        let total = density.sum();
        density / total
    };
    // A little of the uniform distribution keeps every probability away from 0.
    let mixed = |table: Array1<f64>| table * 0.95 + 0.05 / outcomes as f64;
    let c = uniform1(rng, 2.5, 3.5);
    let share = uniform1(rng, 0.35, 0.65);
    let target = bump(-c, uniform1(rng, 0.6, 0.9)) * share
        + bump(c, uniform1(rng, 0.6, 0.9)) * (1.0 - share);
    let mut candidates = vec![
        bump(0.0, c),
        bump(c, uniform1(rng, 0.7, 1.2)),
        bump(-c, uniform1(rng, 0.7, 1.2)),
    ];
    while candidates.len() < models {
        let mean = uniform1(rng, -4.0, 4.0);
        candidates.push(bump(mean, uniform1(rng, 0.8, 3.0)));
    }
    let mut table = Array2::zeros((models, outcomes));
    for (mut row, k) in table.rows_mut().into_iter().zip(permutation(rng, models)) {
        row.assign(&mixed(candidates[k].clone()));
    }
    Inputs {
        target: mixed(target),
        models: table,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn covering_and_seeking_choose_different_models() {
        let inputs = Inputs {
            target: arr1(&[0.49, 0.02, 0.49]),
            models: arr2(&[[0.98, 0.01, 0.01], [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]]),
        };
        let o = ModeCoveringKl::reference(&inputs);
        assert_eq!((o.best_forward, o.best_reverse), (1, 0));
        let by_hand = 0.98 * f64::ln(2.0) + 0.01 * f64::ln(0.5) + 0.01 * f64::ln(0.01 / 0.49);
        assert!((o.reverse_kl[0] - by_hand).abs() < 1e-15);
    }

    #[test]
    fn the_target_itself_is_at_exactly_zero_and_ties_go_to_the_first() {
        let inputs = Inputs {
            target: arr1(&[0.3, 0.7]),
            models: arr2(&[[0.6, 0.4], [0.3, 0.7], [0.3, 0.7]]),
        };
        let o = ModeCoveringKl::reference(&inputs);
        assert_eq!((o.forward_kl[1], o.reverse_kl[2]), (0.0, 0.0));
        assert_eq!((o.best_forward, o.best_reverse), (1, 1));
    }

    #[test]
    fn one_model_of_one_outcome() {
        let inputs = Inputs {
            target: arr1(&[1.0]),
            models: arr2(&[[1.0]]),
        };
        assert_eq!(ModeCoveringKl::reference(&inputs).best_forward, 0);
    }

    #[test]
    fn zeros_are_refused() {
        let inputs = Inputs {
            target: arr1(&[0.5, 0.5]),
            models: arr2(&[[1.0, 0.0]]),
        };
        assert!(ModeCoveringKl::validate(&inputs).is_err());
    }

    #[test]
    fn models_with_the_same_terms_in_another_order_tie() {
        let o = ModeCoveringKl::reference(&Inputs {
            target: arr1(&[0.25; 4]),
            models: arr2(&[
                [0.1, 0.2, 0.3, 0.4],
                [0.4, 0.3, 0.2, 0.1],
                [0.2, 0.1, 0.4, 0.3],
            ]),
        });
        assert_eq!((o.best_forward, o.best_reverse), (0, 0));
    }
}
