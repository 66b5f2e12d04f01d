//! # TITLE
//!
//! TODO: the formula between double dollars, where it comes from, units, domain, and a line that begins with the word for where it is taken from.

use crate::task::prelude::*;

ports! {
    Inputs {
        x: f64["batch", "dim"] "";
    }
    Outputs {
        y: f64["batch"] "";
    }
}

/// TODO, see the module's page.
pub struct NAME;

impl Task for NAME {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const LECTURES: &'static [u8] = &[0];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = &[("mean_over_dims", |i| Outputs {
        y: squares(i).sum_axis(Axis(1)) / i.x.ncols() as f64,
    })];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            x: normal(rng, (sizes.get("batch"), sizes.get("dim"))),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            y: squares(inputs).sum_axis(Axis(1)),
        }
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
