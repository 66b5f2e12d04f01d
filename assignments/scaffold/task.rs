//! # TITLE
//!
//! TODO: the formula between double dollars, where it comes from, and its units.
//!
//! - Domain: TODO.
//! - TODO: `Source`, a colon, the lecture that LECTURES names, and the paper.

use crate::task::prelude::*;

ports! { NAME:
    Inputs {
        x: f64["batch", "dim"] "";
    }
    Outputs {
        y: f64["batch"] "";
    }
}

impl Task for NAME {
    const LECTURES: &'static [u8] = &[0];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "mean_over_dims" => squares(i).sum_axis(Axis(1)) / i.x.ncols() as f64,
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim] = sizes.all(["batch", "dim"]);
        Inputs {
            x: normal(rng, (batch, dim)),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(squares(inputs).sum_axis(Axis(1)))
    }
}

fn squares(i: &Inputs) -> Array2<f64> {
    i.x.mapv(|x| x * x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn three_four_by_hand() {
        let inputs = Inputs {
            x: arr2(&[[3.0, 4.0]]),
        };
        assert_eq!(NAME::reference(&inputs).y[0], 25.0);
    }
}
