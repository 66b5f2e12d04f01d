//! # Weight clipping
//!
//! After every step of the critic each of its weights is put back into the box $[-c,c]$:
//! $$w\leftarrow\min\big(\max(w,-c),\,c\big).$$
//!
//! The critics with weights in the box form a compact set, so all of them share one Lipschitz constant; it is an unknown one, and this is the
//! weakness of the method. Values inside the box and on its boundary do not change.
//!
//! - Domain: any finite weights, $c\ge0$ in use.
//! - Source: lectures 9 and 10; Arjovsky, Chintala and Bottou, Wasserstein GAN, 2017, algorithm 1.

use crate::formulas::domain::not_negative;
use crate::task::prelude::*;

ports! { WeightClipping:
    Inputs {
        weight: f64["out", "in"] "Weights of a layer.";
        c: f64[] "Half the width of the box.";
    }
    Outputs {
        clipped: f64["out", "in"] "Clipped weights.";
    }
}

impl Task for WeightClipping {
    const LECTURES: &'static [u8] = &[9, 10];
    const SIZES: &'static [Size] = sizes!["out" 5 in 2..=64, "in" 6 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "upper_bound_only" => i.weight.mapv(|w| smaller(w, i.c)),
        "rescaled" => {
            let largest = i.weight.iter().fold(0.0, |m, w| larger(m, w.abs()));
            i.weight.mapv(|w| w * i.c / largest)
        }
        "zeroed" => i.weight.mapv(|w| if w.abs() > i.c { 0.0 } else { w }),
        "negative_lost" => clip(&i.weight, 0.0, i.c),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let mut weight = normal(rng, (sizes.get("out"), sizes.get("in"))) * 0.6;
        let c = uniform1(rng, 0.2, 0.6);
        // One weight on each side of the box and one inside, so that every mistake shows.
        weight[(0, 0)] = 2.0 * c;
        weight[(0, 1)] = -2.0 * c;
        weight[(1, 0)] = 0.3 * c;
        Inputs { weight, c }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        not_negative("c", i.c)
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs::from(clip(&i.weight, -i.c, i.c))
    }
}

/// min(max(w, low), high) of every element.
fn clip(weight: &Array2<f64>, low: f64, high: f64) -> Array2<f64> {
    weight.mapv(|w| smaller(larger(w, low), high))
}

/// min(w, bound); unlike `f64::min` it leaves NaN as it is.
fn smaller(w: f64, bound: f64) -> f64 {
    if w > bound { bound } else { w }
}

/// max(w, bound); unlike `f64::max` it leaves NaN as it is.
fn larger(w: f64, bound: f64) -> f64 {
    if w < bound { bound } else { w }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn of(weight: [f64; 3], c: f64) -> Array2<f64> {
        let weight = arr2(&[weight]);
        WeightClipping::reference(&Inputs { weight, c }).clipped
    }

    #[test]
    fn outside_on_and_inside_the_box() {
        assert_eq!(of([-3.0, 0.2, 0.1], 0.2), arr2(&[[-0.2, 0.2, 0.1]]));
        assert_eq!(of([-3.0, 0.0, 1e300], 0.0), arr2(&[[0.0, 0.0, 0.0]]));
    }

    #[test]
    fn a_weight_that_is_no_number_does_not_become_one() {
        assert!(of([f64::NAN, 1.0, 1.0], 0.2)[(0, 0)].is_nan());
    }
}
