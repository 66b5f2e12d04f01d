//! # Masks of MADE
//!
//! $$W_{ij}=\mathbb 1\{k_i\ge m_j\},\qquad V_{ij}=\mathbb 1\{m_i\gt k_j\},\qquad P=VW.$$
//!
//! A masked autoencoder predicts each variable from those before it. Variable $j$ has the position $m_j$ in the autoregressive order, hidden unit
//! $i$ the degree $k_i$: it may see the variables up to position $k_i$, and only later variables may use it. A path from input $j$ to output
//! $i$ through some unit of degree $k$ exists when $m_j\le k\lt m_i$, so that $P_{ij}$, the number of such units, is 0 unless $j$ precedes $i$.
//! The first variable has no input at all.
//!
//! - Shapes: $W$ is hidden × dim, $V$ dim × hidden, $P$ dim × dim, rows and columns in the original numbering of the variables. All whole numbers,
//!   compared exactly. Domain: two variables or more, any permutation, any degrees from 1 to dim − 1.
//! - Source: lecture 2; Germain, Gregor, Murray and Larochelle, MADE: Masked Autoencoder for Distribution Estimation, 2015.

use crate::formulas::domain::{whole, whole_within};
use crate::task::prelude::*;

ports! { MadeMasks:
    Inputs {
        ordering: i64["dim"] "Position of every variable in the autoregressive order, a permutation of 1 to dim.";
        hidden_degrees: i64["hidden"] "Degree of every hidden unit, from 1 to dim − 1.";
    }
    Outputs {
        mask_w: i64["hidden", "dim"] "Mask of the hidden layer's weights.";
        mask_v: i64["dim", "hidden"] "Mask of the output layer's weights.";
        paths: i64["dim", "dim"] "Number of paths to every output from every input.";
    }
}

impl Outputs {
    fn of(mask_w: Array2<i64>, mask_v: Array2<i64>) -> Self {
        Self {
            paths: mask_v.dot(&mask_w),
            mask_w,
            mask_v,
        }
    }
}

impl Task for MadeMasks {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] = sizes!["dim" 7 in 2..=32, "hidden" 14 in 1..=128];
    const TOLERANCE: Tolerance = Tolerance::EXACT;

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "output_mask_not_strict" => Outputs::of(mask_w(i, |k, m| k >= m), mask_v(i, |m, k| m >= k)),
        "hidden_mask_strict" => Outputs::of(mask_w(i, |k, m| k > m), mask_v(i, |m, k| m > k)),
        "ordering_ignored" => MadeMasks::reference(&Inputs {
            ordering: (1..).take(i.ordering.len()).collect(),
            ..i.clone()
        }),
        "binary_paths" => Outputs {
            paths: right.paths.mapv(|n| n.min(1)),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (dim, hidden) = (sizes.get("dim"), sizes.get("hidden"));
        let positions: Vec<i64> = (1..).take(dim).collect();
        let ordering = loop {
            let order = permutation(rng, dim);
            let ordering: Vec<_> = order.iter().map(|&i| positions[i]).collect();
            // The natural order would hide that it was assumed.
            if ordering != positions {
                break ordering;
            }
        };
        // Every degree occurs, as far as there are units for it; the rest is uniform.
        let highest = whole(dim) - 1;
        let once = permutation(rng, dim - 1);
        let mut degrees: Vec<_> = once.iter().map(|&i| positions[i]).take(hidden).collect();
        degrees.resize_with(hidden, || integer1(rng, 1, highest));
        let shuffle = permutation(rng, hidden);
        Inputs {
            ordering: ordering.into(),
            hidden_degrees: shuffle.iter().map(|&i| degrees[i]).collect(),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let dim = whole(inputs.ordering.len());
        let mut sorted = inputs.ordering.to_vec();
        sorted.sort_unstable();
        Domain::Permutation("ordering".into(), 1, dim).require(sorted.into_iter().eq(1..=dim))?;
        Domain::special("ordering must have at least two variables: there is no degree for one", "в ordering должно быть не меньше двух переменных: для одной нет ни одного значения degree").refuse_if(dim < 2)?;
        whole_within("hidden_degrees", &inputs.hidden_degrees, 1..=dim - 1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::of(mask_w(inputs, |k, m| k >= m), mask_v(inputs, |m, k| m > k))
    }
}

/// Which hidden unit of degree k sees which variable at position m.
fn mask_w(i: &Inputs, sees: fn(i64, i64) -> bool) -> Array2<i64> {
    let shape = (i.hidden_degrees.len(), i.ordering.len());
    Array2::from_shape_fn(shape, |(h, d)| {
        i64::from(sees(i.hidden_degrees[h], i.ordering[d]))
    })
}

/// Which output at position m uses which hidden unit of degree k.
fn mask_v(i: &Inputs, uses: fn(i64, i64) -> bool) -> Array2<i64> {
    let shape = (i.ordering.len(), i.hidden_degrees.len());
    Array2::from_shape_fn(shape, |(d, h)| {
        i64::from(uses(i.ordering[d], i.hidden_degrees[h]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn two_variables_in_reverse() {
        let inputs = Inputs {
            ordering: arr1(&[2, 1]),
            hidden_degrees: arr1(&[1, 1, 1]),
        };
        assert!(MadeMasks::validate(&inputs).is_ok());
        let got = MadeMasks::reference(&inputs);
        assert_eq!(got.mask_w, arr2(&[[0, 1], [0, 1], [0, 1]]));
        assert_eq!(got.mask_v, arr2(&[[1, 1, 1], [0, 0, 0]]));
        // Only the second variable, the first in order, reaches the first.
        assert_eq!(got.paths, arr2(&[[0, 3], [0, 0]]));
    }

    #[test]
    fn the_natural_order_gives_a_strictly_lower_triangle() {
        let inputs = Inputs {
            ordering: arr1(&[1, 2, 3]),
            hidden_degrees: arr1(&[1, 2]),
        };
        let got = MadeMasks::reference(&inputs);
        assert_eq!(got.paths, arr2(&[[0, 0, 0], [1, 0, 0], [2, 1, 0]]));
    }

    #[test]
    fn what_is_no_permutation_or_degree_is_refused() {
        let valid = |ordering: &[i64], degrees: &[i64]| {
            MadeMasks::validate(&Inputs {
                ordering: arr1(ordering),
                hidden_degrees: arr1(degrees),
            })
            .is_ok()
        };
        assert!(valid(&[1, 2], &[1]));
        assert!(!valid(&[1, 1], &[1]));
        assert!(!valid(&[0, 1], &[1]));
        assert!(!valid(&[1, 2], &[0]));
        assert!(!valid(&[1, 2], &[2]));
        assert!(!valid(&[1], &[1]));
    }
}
