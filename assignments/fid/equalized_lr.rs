//! # Equalized learning rate
//!
//! Weights are stored with variance 1 and multiplied at run time by the constant of He's initialisation, so that an optimiser which
//! normalises gradients moves all layers at the same relative speed:
//! $$\mathrm{scale}=\frac{\mathrm{gain}}{\sqrt{C\cdot KH\cdot KW}},\qquad \mathrm{scaled\_weight}=\mathrm{scale}\cdot\mathrm{weight}.$$
//!
//! The fan-in $C\cdot KH\cdot KW$ is the number of inputs of one output: of all axes but the first.
//!
//! - Shapes: O × C × KH × KW weights of a convolution.
//! - Source: lecture 11 and seminar 11; Karras et al., Progressive Growing of GANs for Improved Quality, Stability, and Variation, 2017.

use crate::task::prelude::*;

ports! { EqualizedLr:
    Inputs {
        weight: f64["out_channel", "in_channel", "kernel_height", "kernel_width"] "Stored weights.";
        gain: f64[] "The gain of the activation.";
    }
    Outputs {
        scale: f64[] "The run-time constant.";
        scaled_weight: f64["out_channel", "in_channel", "kernel_height", "kernel_width"] "The weights that the convolution uses.";
    }
}

impl Task for EqualizedLr {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "out_channel" 7 in 1..=32, "in_channel" 4 in 1..=24, "kernel_height" 3 in 1..=5,
        "kernel_width" 2 in 1..=5,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "fan_out" => {
            let (outputs, _, height, width) = i.weight.dim();
            scaled(
                i,
                i.gain / (outputs as f64 * height as f64 * width as f64).sqrt(),
            )
        }
        "kernel_area_ignored" => scaled(i, i.gain / (i.weight.dim().1 as f64).sqrt()),
        "no_square_root" => scaled(i, i.gain / fan_in(i)),
        "variance_as_scale" => scaled(i, i.gain * i.gain / fan_in(i)),
        "divided_by_scale" => Outputs {
            scaled_weight: &i.weight / right.scale,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = sizes.all(["out_channel", "in_channel", "kernel_height", "kernel_width"]);
        Inputs {
            weight: normal(rng, shape),
            gain: uniform1(rng, 1.2, 1.8),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        scaled(inputs, inputs.gain / fan_in(inputs).sqrt())
    }
}

fn fan_in(i: &Inputs) -> f64 {
    let (_, channels, height, width) = i.weight.dim();
    channels as f64 * height as f64 * width as f64
}

fn scaled(i: &Inputs, scale: f64) -> Outputs {
    Outputs {
        scale,
        scaled_weight: &i.weight * scale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Fan-in 4·3·3 = 36.
        let outputs = EqualizedLr::reference(&Inputs {
            weight: Array4::from_elem((2, 4, 3, 3), 2.0),
            gain: 3.0,
        });
        assert_eq!(outputs.scale, 0.5);
        assert!(outputs.scaled_weight.iter().all(|w| *w == 1.0));
    }

    #[test]
    fn one_input_is_left_as_it_is() {
        let outputs = EqualizedLr::reference(&Inputs {
            weight: Array4::from_elem((5, 1, 1, 1), -7.0),
            gain: 1.0,
        });
        assert_eq!(
            (outputs.scale, outputs.scaled_weight[(4, 0, 0, 0)]),
            (1.0, -7.0)
        );
    }
}
