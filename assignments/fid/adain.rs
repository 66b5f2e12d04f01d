//! # Adaptive instance normalisation
//!
//! Every channel of every image is brought to mean 0 and variance 1 and then given the scale and shift of a style:
//! $$y_{nchw}=\mathrm{scale}_{nc}\,\frac{x_{nchw}-\mu_{nc}}{\sqrt{v_{nc}+\varepsilon}}+\mathrm{shift}_{nc},$$
//! with $\mu_{nc}$ and $v_{nc}$ the mean and the biased variance (divided by $HW$) over the pixels of one channel of one image.
//!
//! The mean is subtracted before squaring. A constant channel becomes its shift.
//!
//! - Shapes: N × C × H × W activations, N × C scales and shifts.
//! - Source: lecture 11 and seminar 11; Huang and Belongie, Arbitrary Style Transfer in Real-time, 2017; Karras et al., StyleGAN, 2018.

use crate::formulas::domain::not_negative;
use crate::task::prelude::*;
use ndarray::ArrayView4;

ports! { Adain:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Activations of every image.";
        scale: f64["batch", "channel"] "The style's factor of every channel.";
        shift: f64["batch", "channel"] "The style's shift of every channel.";
        eps: f64[] "Added to the variance under the root.";
    }
    Outputs {
        y: f64["batch", "channel", "height", "width"] "Normalised, scaled and shifted activations.";
    }
}

impl Task for Adain {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "batch" 2 in 1..=32, "channel" 3 in 1..=32, "height" 4 in 1..=16, "width" 5 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "batch_statistics" => styled(&normalised(i, &[0, 2, 3], 0.0), &i.scale, &i.shift),
        "statistics_over_channels" => styled(&normalised(i, &[1, 2, 3], 0.0), &i.scale, &i.shift),
        "sample_variance" => styled(&normalised(i, &[2, 3], 1.0), &i.scale, &i.shift),
        "scale_plus_one" => styled(&instance(i), &(&i.scale + 1.0), &i.shift),
        "scale_shift_swapped" => styled(&instance(i), &i.shift, &i.scale),
        "eps_not_used" => {
            let other = divided(i, &[2, 3], 0.0, |std| std.hypot(1e-5_f64.sqrt()));
            styled(&other, &i.scale, &i.shift)
        }
        "eps_outside_the_root" => {
            let other = divided(i, &[2, 3], 0.0, |std| std + i.eps);
            styled(&other, &i.scale, &i.shift)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let channels = (sizes.get("batch"), sizes.get("channel"));
        let shape = (
            channels.0,
            channels.1,
            sizes.get("height"),
            sizes.get("width"),
        );
        let spread = uniform(rng, channels, 0.5, 2.0);
        let centre = normal(rng, channels);
        Inputs {
            x: normal(rng, shape) * over_pixels(&spread) + over_pixels(&centre),
            scale: uniform(rng, channels, 0.5, 2.0),
            shift: normal(rng, channels),
            eps: uniform1(rng, 0.02, 0.1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("eps", inputs.eps)?;
        let constant = |plane: ArrayView2<'_, f64>| plane.iter().all(|v| *v == plane[(0, 0)]);
        let mut planes = inputs.x.outer_iter().flat_map(|image| {
            let constants: Vec<_> = image.outer_iter().map(constant).collect();
            constants
        });
        Domain::special(
            "eps must be greater than 0 where a channel of an image is constant",
            "eps должно быть больше 0, если канал изображения постоянен",
        )
        .refuse_if(inputs.eps == 0.0 && planes.any(|constant| constant))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        styled(&instance(inputs), &inputs.scale, &inputs.shift)
    }
}

/// (N, C) as (N, C, 1, 1), to be broadcast over the pixels.
fn over_pixels(a: &Array2<f64>) -> ArrayView4<'_, f64> {
    a.view().insert_axis(Axis(2)).insert_axis(Axis(3))
}

/// The mean over some axes, which are kept with length 1.
fn mean_over(x: &Array4<f64>, axes: &[usize]) -> Array4<f64> {
    axes.iter().fold(x.clone(), |x, &axis| {
        let n = x.len_of(Axis(axis)) as f64;
        (x.sum_axis(Axis(axis)) / n).insert_axis(Axis(axis))
    })
}

/// (x − μ)/√(v + ε) with mean and variance over the axes, the squares divided by their number less `ddof`.
fn normalised(i: &Inputs, axes: &[usize], ddof: f64) -> Array4<f64> {
    divided(i, axes, ddof, |std| std.hypot(i.eps.sqrt()))
}

/// x − μ divided by what `root` makes of the standard deviation.
fn divided(i: &Inputs, axes: &[usize], ddof: f64, root: impl Fn(f64) -> f64) -> Array4<f64> {
    let n: f64 = axes.iter().map(|a| i.x.len_of(Axis(*a)) as f64).product();
    let mean = mean_over(&i.x, axes);
    // The mean of what the mean leaves: a constant channel is at exactly 0 from it, which a small ε would show.
    let mean = &mean + &mean_over(&(&i.x - &mean), axes);
    let deviation = &i.x - &mean;
    // In units of the largest deviation no square overflows or vanishes.
    let largest = axes.iter().fold(deviation.mapv(f64::abs), |d, &axis| {
        d.fold_axis(Axis(axis), 0.0, |m: &f64, v| m.max(*v))
            .insert_axis(Axis(axis))
    });
    let unit = largest.mapv(|m| if m == 0.0 { 1.0 } else { m });
    let squares = (&deviation / &unit).mapv(|d| d * d);
    let std = (mean_over(&squares, axes) * (n / (n - ddof))).mapv(f64::sqrt) * unit;
    deviation / std.mapv(root)
}

fn instance(i: &Inputs) -> Array4<f64> {
    normalised(i, &[2, 3], 0.0)
}

fn styled(normalised: &Array4<f64>, scale: &Array2<f64>, shift: &Array2<f64>) -> Outputs {
    Outputs::from(normalised * &over_pixels(scale) + over_pixels(shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array, arr2};

    fn y(x: &[f64], shape: (usize, usize, usize, usize), eps: f64) -> Vec<f64> {
        let channels = (shape.0, shape.1);
        Adain::reference(&Inputs {
            x: Array::from_shape_vec(shape, x.to_vec()).expect("fits"),
            scale: Array2::from_elem(channels, 3.0),
            shift: Array2::from_elem(channels, 10.0),
            eps,
        })
        .y
        .into_iter()
        .collect()
    }

    #[test]
    fn two_pixels_by_hand_at_any_offset() {
        // Deviation 2 from the mean: ∓1 after normalisation.
        for offset in [0.0, 1e9] {
            assert_eq!(
                y(&[offset + 1.0, offset + 5.0], (1, 1, 1, 2), 0.0),
                [7.0, 13.0]
            );
        }
        assert_eq!(y(&[1.0, 5.0], (1, 1, 2, 1), 5.0), [8.0, 12.0]);
    }

    #[test]
    fn a_constant_channel_and_a_single_pixel_become_the_shift() {
        assert_eq!(y(&[4.0; 6], (1, 2, 3, 1), 1e-5), [10.0; 6]);
        assert_eq!(y(&[4.0, 7.0], (2, 1, 1, 1), 1e-5), [10.0; 2]);
    }

    #[test]
    fn every_channel_of_every_image_has_its_own_style() {
        let outputs = Adain::reference(&Inputs {
            x: Array::from_shape_vec((2, 1, 1, 2), vec![1.0, 3.0, 30.0, 10.0]).expect("fits"),
            scale: arr2(&[[1.0], [2.0]]),
            shift: arr2(&[[0.0], [5.0]]),
            eps: 0.0,
        });
        assert_eq!(outputs.y.into_raw_vec_and_offset().0, [-1.0, 1.0, 7.0, 3.0]);
    }
}
