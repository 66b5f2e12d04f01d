//! # Data-dependent initialisation of ActNorm
//!
//! ActNorm is a learnt affine map of every channel, $z=x\,e^{\mathrm{log\_scale}_c}+\text{shift}_c$. Its parameters start so that the first
//! batch comes out with mean 0 and standard deviation 1 in every channel. With the mean $\mu_c$ and the unbiased standard deviation
//! $\sigma_c$ over the $N=BHW$ values of a channel,
//! $$\mathrm{log\_scale}_c=-\log\sigma_c,\qquad \text{shift}_c=-\frac{\mu_c}{\sigma_c},\qquad z=\frac{x-\mu_c}{\sigma_c}.$$
//!
//! The shift is added after the scaling, hence the division by $\sigma_c$. The Jacobian of an image is diagonal and every pixel of
//! channel $c$ has the same entry:
//! $$\log\left|\det\frac{\partial z}{\partial x}\right|=HW\sum_c\mathrm{log\_scale}_c,$$
//! one number that all images of the batch share.
//!
//! - Numerical care: two passes (mean, then squares of differences); the mean itself is taken of differences to the channel's first
//!   value, so that a large common offset costs no digits.
//! - Shapes: batch, channel, height, width. Units: nats. Domain: at least two values a channel ($N\ge2$, the divisor is $N-1$),
//!   not all of them equal.
//! - Source: lecture 6; Kingma and Dhariwal, Glow: Generative flow with invertible 1x1 convolutions, 2018, section 3.1.

use crate::formulas::norm::euclidean;
use crate::task::prelude::*;

ports! { ActnormInit:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Images.";
    }
    Outputs {
        log_scale: f64["channel"] "Logarithm of every channel's scale.";
        shift: f64["channel"] "Shift of every channel, added after the scaling.";
        z: f64["batch", "channel", "height", "width"] "Normalised images.";
        log_det: f64["batch"] "log|det ∂z/∂x| of every image, the same number for all.";
    }
}

impl Task for ActnormInit {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes![
        "batch" 4 in 2..=16, "channel" 5 in 1..=8, "height" 3 in 1..=16, "width" 2 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "shift_not_scaled" => {
            let m = moments(&i.x, 1);
            let shift = -&m.mean;
            Outputs {
                z: &i.x / &per_channel(&m.std) + per_channel(&shift),
                shift,
                ..right
            }
        }
        "biased_std" => normalise(&moments(&i.x, 0)),
        "log_det_without_pixels" => Outputs {
            log_det: &right.log_det / pixels(&i.x),
            ..right
        },
        "log_scale_sign" => {
            let m = moments(&i.x, 1);
            normalise(&Moments {
                std: m.std.recip(),
                ..m
            })
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = sizes.all(["batch", "channel", "height", "width"]);
        let mut x = standardised(&normal(rng, shape));
        for mut channel in x.axis_iter_mut(Axis(1)) {
            let scale = uniform1(rng, 0.9, 1.1) * signed_uniform1(rng, 0.5, 1.2).exp();
            let offset = signed_uniform1(rng, 1.0, 3.0);
            channel.mapv_inplace(|v| v * scale + offset);
        }
        Inputs { x }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for channel in inputs.x.axis_iter(Axis(1)) {
            Domain::special(
                "x must have at least two values a channel",
                "в каждом канале x должно быть не меньше двух чисел",
            )
            .refuse_if(channel.len() < 2)?;
            let first = channel[(0, 0, 0)];
            Domain::special(
                "x must not be constant in a channel: its standard deviation is 0",
                "x не должен быть постоянным в канале: стандартное отклонение там 0",
            )
            .refuse_if(channel.iter().all(|v| *v == first))?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        normalise(&moments(&inputs.x, 1))
    }
}

/// What the parameters are made of, a number a channel, and x less the mean.
struct Moments {
    mean: Array1<f64>,
    std: Array1<f64>,
    centred: Array4<f64>,
}

/// Means and standard deviations over batch and pixels with the divisor N − `ddof`.
fn moments(x: &Array4<f64>, ddof: u8) -> Moments {
    let channels = x.len_of(Axis(1));
    let (mut mean, mut std) = (Array1::zeros(channels), Array1::zeros(channels));
    let mut centred = x.clone();
    for (c, mut values) in centred.axis_iter_mut(Axis(1)).enumerate() {
        let n = values.len() as f64;
        let anchor = values[(0, 0, 0)];
        values -= anchor;
        let offset = values.sum() / n;
        values -= offset;
        mean[c] = anchor + offset;
        std[c] = euclidean(&values) / (n - f64::from(ddof)).sqrt();
    }
    Moments { mean, std, centred }
}

fn normalise(m: &Moments) -> Outputs {
    let log_scale = -m.std.ln();
    let log_det = pixels(&m.centred) * log_scale.sum();
    Outputs {
        shift: -(&m.mean / &m.std),
        z: &m.centred / &per_channel(&m.std),
        log_det: Array1::from_elem(m.centred.len_of(Axis(0)), log_det),
        log_scale,
    }
}

/// Images whose channels have mean 0 and unbiased standard deviation 1.
fn standardised(x: &Array4<f64>) -> Array4<f64> {
    normalise(&moments(x, 1)).z
}

/// Height times width.
fn pixels(x: &Array4<f64>) -> f64 {
    (x.len_of(Axis(2)) * x.len_of(Axis(3))) as f64
}

/// A number a channel, with the axes of an image.
fn per_channel(values: &Array1<f64>) -> Array4<f64> {
    Array4::from_shape_fn((1, values.len(), 1, 1), |(_, c, _, _)| values[c])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, array};

    fn batch(values: &[f64]) -> Inputs {
        Inputs {
            x: Array4::from_shape_fn((values.len(), 1, 1, 1), |(b, ..)| values[b]),
        }
    }

    #[test]
    fn two_values_by_hand() {
        // Mean 2, unbiased variance 2.
        let out = ActnormInit::reference(&batch(&[1.0, 3.0]));
        let root = 2.0_f64.sqrt();
        assert!((out.log_scale[0] + 0.5 * 2.0_f64.ln()).abs() < 1e-15);
        assert!((out.shift[0] + root).abs() < 1e-15);
        assert!((out.z[(0, 0, 0, 0)] + root / 2.0).abs() < 1e-15);
        assert_eq!(out.log_det, arr1(&[out.log_scale[0]; 2]));
    }

    #[test]
    fn pixels_count_in_the_log_determinant() {
        let i = Inputs {
            x: array![[[[0.0, 2.0, 4.0]], [[5.0, 6.0, 7.0]]]],
        };
        let out = ActnormInit::reference(&i);
        assert!((out.log_det[0] - 3.0 * out.log_scale.sum()).abs() < 1e-15);
        assert!((out.log_scale[0] + 2.0_f64.ln()).abs() < 1e-15 && out.log_scale[1] == 0.0);
        assert_eq!(out.shift, arr1(&[-1.0, -6.0]));
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let out = ActnormInit::reference(&batch(&[1e12 + 1.0, 1e12 + 2.0, 1e12 + 3.0]));
        assert_eq!(out.z.iter().copied().collect::<Vec<_>>(), [-1.0, 0.0, 1.0]);
        assert_eq!(out.log_scale[0], 0.0);
    }

    #[test]
    fn values_whose_squares_are_out_of_range() {
        for scale in [1e200, 1e-200] {
            let out = ActnormInit::reference(&batch(&[-scale, 0.0, scale]));
            assert!((out.z[(0, 0, 0, 0)] + 1.0).abs() < 1e-15 && out.z[(1, 0, 0, 0)] == 0.0);
            assert!((out.log_scale[0] + scale.ln()).abs() < 1e-12);
        }
    }

    #[test]
    fn degenerate_batches_are_refused() {
        assert!(ActnormInit::validate(&batch(&[1.0])).is_err());
        assert!(ActnormInit::validate(&batch(&[0.1, 0.1, 0.1])).is_err());
        assert!(ActnormInit::validate(&batch(&[0.1, 0.2])).is_ok());
    }
}
