//! # Receptive field of a WaveNet
//!
//! $$R=1+(k-1)\sum_{l}d_l.$$
//!
//! A causal convolution with a kernel of $k$ samples and dilation $d$ sees the current sample and $k-1$ earlier ones, $d$ apart: it reaches back
//! $(k-1)d$. In a stack the reaches add up, and the current sample counts as well. Dilations that double from layer to layer make the
//! field grow exponentially with depth, at a cost that grows linearly.
//!
//! - Shapes: one number a stack. All whole numbers, compared exactly. Domain: kernels and dilations from 1 up, as long as the field is an int64.
//! - Source: lecture 2; van den Oord et al., WaveNet: A Generative Model for Raw Audio, 2016, section 2.1.

use crate::formulas::domain::whole_within;
use crate::task::prelude::*;

ports! { WavenetReceptiveField:
    Inputs {
        kernel_size: i64["stack"] "Kernel size of every stack.";
        dilations: i64["stack", "layer"] "Dilation of every layer of every stack.";
    }
    Outputs {
        receptive_field: i64["stack"] "How many samples an output of the stack depends on, the current one included.";
    }
}

impl Task for WavenetReceptiveField {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] = sizes!["stack" 6 in 1..=256, "layer" 7 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::EXACT;

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "current_sample_missing" => over_stacks(i, |k, d| times(k - 1, total(d))),
        "kernel_size_not_reduced" => over_stacks(i, |k, d| 1 + times(k, total(d))),
        "dilations_ignored" => over_stacks(i, |k, d| 1 + times(k - 1, d.len() as i128)),
        "last_layer_only" => over_stacks(i, |k, d| {
            let last = d.last().copied().map_or(0, i128::from);
            1 + times(k - 1, last)
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (stack, layer) = (sizes.get("stack"), sizes.get("layer"));
        Inputs {
            kernel_size: integers(rng, stack, 2, 4),
            dilations: Array2::from_shape_simple_fn((stack, layer), || 1 << integer1(rng, 0, 5)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("kernel_size", &inputs.kernel_size, 1..=i64::MAX)?;
        whole_within("dilations", &inputs.dilations, 1..=i64::MAX)?;
        let fields = inputs.kernel_size.iter().zip(inputs.dilations.rows());
        Domain::special(
            "the receptive field must fit into an int64",
            "рецептивное поле должно помещаться в int64",
        )
        .refuse_if(fields.map(|(&k, d)| field(k.into(), d)).max() > Some(i64::MAX.into()))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        over_stacks(inputs, field)
    }
}

/// The field of one stack. In 128 bits, so that a field too large for 64 can be told and a mistake's can be cut to size.
fn field(kernel_size: i128, dilations: ArrayView1<'_, i64>) -> i128 {
    1 + times(kernel_size - 1, total(dilations))
}

fn total(dilations: ArrayView1<'_, i64>) -> i128 {
    dilations.iter().map(|&d| i128::from(d)).sum()
}

/// The product, at most half of what there is room for, so that 1 can be added.
fn times(a: i128, b: i128) -> i128 {
    a.saturating_mul(b).min(i128::MAX / 2)
}

fn over_stacks(i: &Inputs, field: fn(i128, ArrayView1<'_, i64>) -> i128) -> Outputs {
    let stacks = i.kernel_size.iter().zip(i.dilations.rows());
    let field = |(&k, d)| i64::try_from(field(i128::from(k), d)).unwrap_or(i64::MAX);
    Outputs {
        receptive_field: stacks.map(field).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(kernel_size: i64, dilations: &[i64]) -> Inputs {
        Inputs {
            kernel_size: arr1(&[kernel_size]),
            dilations: arr1(dilations).insert_axis(Axis(0)),
        }
    }

    #[test]
    fn the_stack_of_the_paper() {
        // Ten doublings of kernel 2 see 1024 samples.
        let dilations: Vec<i64> = (0..10).map(|l| 1 << l).collect();
        let got = WavenetReceptiveField::reference(&inputs(2, &dilations));
        assert_eq!(got.receptive_field, arr1(&[1024]));
    }

    #[test]
    fn every_stack_has_its_own_kernel() {
        let inputs = Inputs {
            kernel_size: arr1(&[1, 3]),
            dilations: arr2(&[[5, 7], [5, 7]]),
        };
        let got = WavenetReceptiveField::reference(&inputs);
        assert_eq!(got.receptive_field, arr1(&[1, 25]));
    }

    #[test]
    fn fields_up_to_the_largest_int64() {
        let largest = inputs(2, &[i64::MAX - 1]);
        assert!(WavenetReceptiveField::validate(&largest).is_ok());
        let got = WavenetReceptiveField::reference(&largest);
        assert_eq!(got.receptive_field, arr1(&[i64::MAX]));
        for mistake in WavenetReceptiveField::MISTAKES {
            let _ = (mistake.1)(&largest, WavenetReceptiveField::reference(&largest));
        }
        assert!(WavenetReceptiveField::validate(&inputs(2, &[i64::MAX])).is_err());
        assert!(WavenetReceptiveField::validate(&inputs(i64::MAX, &[i64::MAX; 9])).is_err());
        assert!(WavenetReceptiveField::validate(&inputs(0, &[1])).is_err());
        assert!(WavenetReceptiveField::validate(&inputs(2, &[0])).is_err());
    }
}
