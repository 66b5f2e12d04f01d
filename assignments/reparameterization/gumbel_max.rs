//! # Categorical samples by the Gumbel-max trick
//!
//! With independent standard Gumbel noise $g_k=-\log(-\log u_k)$
//! $$c=\operatorname{argmax}_k\,(l_k+g_k)\sim\mathrm{Categorical}(\operatorname{softmax}(l)).$$
//!
//! $e^{-(l_k+g_k)}=-\log u_k\,/\,e^{l_k}$ is exponential with rate $e^{l_k}$, and the smallest of independent exponentials is the $k$-th with probability
//! proportional to its rate. A constant added to all logits changes nothing, so they need not be normalised.
//!
//! Exact ties go to the smallest index. Two perturbed logits that agree to about $10^{-7}$ may be ordered otherwise in float32;
//! that has a probability of about $10^{-5}$ an instance.
//!
//! - Shapes: `logits` and `u` (batch, class), `index` (batch), whole numbers from 0, compared exactly. Domain: $0<u<1$.
//! - Source: lecture 12; Maddison, Tarlow and Minka, A* Sampling, 2014 (arXiv:1411.0030).

use crate::formulas::gumbel::{argmax, check_uniform, gumbel};
use crate::formulas::logsumexp::softmax;
use crate::task::prelude::*;

ports! { GumbelMax:
    Inputs {
        logits: f64["batch", "class"] "Logits of the categories, not normalised.";
        u: f64["batch", "class"] "Uniform noise, strictly between 0 and 1.";
    }
    Outputs {
        index: i64["batch"] "The sampled category of every object, from 0.";
    }
}

impl Task for GumbelMax {
    const LECTURES: &'static [u8] = &[12];
    // A category says little: a few objects of two classes could not tell the mistakes apart.
    const SIZES: &'static [Size] = sizes!["batch" 64 in 16..=1024, "class" 6 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "noise_missing" => winners(&i.logits, i, |_| 0.0),
        "noise_sign" => winners(&i.logits, i, |u| -gumbel(u)),
        "probabilities_not_logged" => winners(&softmax(&i.logits, Axis(1)), i, gumbel),
        "one_log_missing" => winners(&i.logits, i, |u| -u.ln()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("class"));
        Inputs {
            logits: normal(rng, shape),
            u: uniform(rng, shape, 0.001, 0.999),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_uniform(&inputs.u)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        winners(&inputs.logits, inputs, gumbel)
    }
}

/// The largest of scores plus noise, row by row.
fn winners(scores: &Array2<f64>, i: &Inputs, noise: fn(f64) -> f64) -> Outputs {
    let perturbed = Zip::from(scores)
        .and(&i.u)
        .map_collect(|score, &u| score + noise(u));
    let index = |row| i64::try_from(argmax(row)).expect("an index of memory fits 63 bits");
    Outputs {
        index: perturbed.outer_iter().map(index).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn noise_decides_and_a_constant_changes_nothing() {
        let u = arr2(&[[0.1, 0.9], [0.9, 0.1], [0.5, 0.5]]);
        for shift in [0.0, 512.0] {
            let inputs = Inputs {
                logits: arr2(&[[0.5, 0.0], [0.5, 0.0], [0.5, 0.0]]) + shift,
                u: u.clone(),
            };
            assert_eq!(GumbelMax::reference(&inputs).index, arr1(&[1, 0, 0]));
        }
    }

    #[test]
    fn ties_and_impossible_categories() {
        let inputs = Inputs {
            logits: arr2(&[[0.0, 0.0, 0.0], [f64::NEG_INFINITY, 0.0, 0.0]]),
            u: arr2(&[[0.3, 0.7, 0.7], [0.999, 0.4, 0.4]]),
        };
        assert_eq!(GumbelMax::reference(&inputs).index, arr1(&[1, 1]));
    }

    #[test]
    fn one_class_and_the_ends_of_the_interval() {
        let inputs = |u| Inputs {
            logits: arr2(&[[3.0]]),
            u: arr2(&[[u]]),
        };
        assert_eq!(GumbelMax::reference(&inputs(0.5)).index, arr1(&[0]));
        assert!(GumbelMax::validate(&inputs(0.0)).is_err());
        assert!(GumbelMax::validate(&inputs(1.0)).is_err());
    }
}
