//! # Equalized learning rate
//!
//! Weights are stored with variance 1 and multiplied at run time by the constant of He's initialisation, so that an optimiser which
//! normalises gradients moves all layers at the same relative speed:
//! $$\mathrm{scale}=\frac{\mathrm{gain}}{\sqrt{C\cdot KH\cdot KW}},\qquad \mathrm{scaled\_weight}=\mathrm{scale}\cdot\mathrm{weight}.$$
//!
//! The fan-in $C\cdot KH\cdot KW$ is the number of inputs of one output: of all axes but the first.
//!
//! Shapes: O × C × KH × KW weights of a convolution.
//!
//! Source: seminar 11, lecture 11; Karras et al., Progressive Growing of GANs for Improved Quality, Stability, and Variation, 2017.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform1};
use crate::ports;
use crate::text::Text;
use ndarray::Array4;

ports! {
    /// Weights of a convolution.
    pub struct Inputs {
        /// Stored weights.
        weight: Array4<f64> ["out_channel", "in_channel", "kernel_height", "kernel_width"],
        /// The gain of the activation.
        gain: f64 [],
    }
}

ports! {
    /// Weights at run time.
    pub struct Outputs {
        /// The run-time constant.
        scale: f64 [],
        /// The weights that the convolution uses.
        scaled_weight: Array4<f64> ["out_channel", "in_channel", "kernel_height", "kernel_width"],
    }
}

/// Run-time scaling of weights, see the module's page.
pub struct EqualizedLr;

impl Task for EqualizedLr {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("equalized_lr.rs");
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = &[
        Size::new("out_channel", 6, 1, 32),
        Size::new("in_channel", 4, 1, 24),
        Size::new("kernel_height", 3, 1, 5),
        Size::new("kernel_width", 3, 1, 5),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "fan_out",
            hint: Text {
                en: "The fan-in counts input channels: `weight.shape[1]`, not `weight.shape[0]`.",
                ru: "Fan-in считается по входным каналам: `weight.shape[1]`, а не `weight.shape[0]`.",
            },
            answer: |i| {
                let (outputs, _, height, width) = i.weight.dim();
                scaled(
                    i,
                    i.gain / (outputs as f64 * height as f64 * width as f64).sqrt(),
                )
            },
        },
        Mistake {
            id: "kernel_area_ignored",
            hint: Text {
                en: "The fan-in includes the kernel area.",
                ru: "В fan-in входит и площадь ядра свёртки.",
            },
            answer: |i| scaled(i, i.gain / (i.weight.dim().1 as f64).sqrt()),
        },
        Mistake {
            id: "no_square_root",
            hint: Text {
                en: "Divide by the square root of the fan-in.",
                ru: "Делить нужно на квадратный корень из fan-in.",
            },
            answer: |i| scaled(i, i.gain / fan_in(i)),
        },
        Mistake {
            id: "variance_as_scale",
            hint: Text {
                en: "This is the variance; the weights are multiplied by the standard deviation.",
                ru: "Это дисперсия, а веса умножаются на стандартное отклонение.",
            },
            answer: |i| scaled(i, i.gain * i.gain / fan_in(i)),
        },
        Mistake {
            id: "divided_by_scale",
            hint: Text {
                en: "At run time the weights are multiplied by the scale.",
                ru: "Во время работы сети веса умножаются на масштаб, а не делятся на него.",
            },
            answer: |i| {
                let right = EqualizedLr::reference(i);
                Outputs {
                    scaled_weight: &i.weight / right.scale,
                    ..right
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (
            sizes.get("out_channel"),
            sizes.get("in_channel"),
            sizes.get("kernel_height"),
            sizes.get("kernel_width"),
        );
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
