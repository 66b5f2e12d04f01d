//! # Checkerboard coupling of images
//!
//! The affine coupling layer of RealNVP on images, with the network's output given. The mask alternates along rows and columns,
//! the same in every channel: with `parity` 1 the pixels of even $i+j$ (the top left one among them) pass through unchanged, with
//! `parity` 0 those of odd $i+j$ do.
//! $$s=\text{scale}\cdot\tanh(s_{raw})+\mathrm{scale\_shift},\qquad z=m\odot x+(1-m)\odot(x\odot e^{s}+t).$$
//!
//! Pixels that pass have a unit diagonal in the Jacobian, the others $e^{s}$:
//! $$\log\left|\det\frac{\partial z}{\partial x}\right|=\sum_{c,i,j}(1-m_{ij})\,s_{cij}.$$
//! Squashing and rescaling keep $e^{s}$ in bounds that are learnt, so that training does not explode.
//!
//! - Shapes: batch, channel, height, width. Units: nats. Domain: `parity` is 0 or 1; everything else is any real number.
//! - Source: lecture 6; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017, section 3.4.

use crate::task::prelude::*;

ports! { CheckerboardCoupling:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Images.";
        s_raw: f64["batch", "channel", "height", "width"] "Raw log-scales, as the network gives them.";
        t: f64["batch", "channel", "height", "width"] "Shifts, as the network gives them.";
        scale: f64[] "Factor of the squashed log-scale.";
        scale_shift: f64[] "Summand of the squashed log-scale.";
        parity: i64[] "1 where the top left pixel passes through unchanged, 0 where it is transformed.";
    }
    Outputs {
        z: f64["batch", "channel", "height", "width"] "Transformed images.";
        log_det: f64["batch"] "log|det ∂z/∂x| of every image.";
    }
}

impl Task for CheckerboardCoupling {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes![
        "batch" 3 in 1..=16, "channel" 2 in 1..=8, "height" 4 in 1..=16, "width" 5 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "parity_swapped" => couple(i, |h, w| !checkerboard(i, h, w), f64::tanh),
        "column_stripes" => couple(i, |_, w| checkerboard(i, 0, w), f64::tanh),
        "tanh_missing" => couple(i, |h, w| checkerboard(i, h, w), |raw| raw),
        "log_det_not_masked" => {
            let s = log_scales(i, f64::tanh);
            Outputs {
                log_det: s.outer_iter().map(|image| image.sum()).collect(),
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = sizes.all(["batch", "channel", "height", "width"]);
        Inputs {
            x: normal(rng, shape),
            s_raw: normal(rng, shape) * 1.2,
            t: normal(rng, shape),
            scale: signed_uniform1(rng, 0.4, 1.1),
            scale_shift: signed_uniform1(rng, 0.2, 0.6),
            parity: integer1(rng, 0, 1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if matches!(inputs.parity, 0 | 1) {
            Ok(())
        } else {
            Err(Domain::OneOf("parity".into(), [0, 1]).into())
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        couple(inputs, |h, w| checkerboard(inputs, h, w), f64::tanh)
    }
}

/// Whether the pixel in row `h` and column `w` passes through unchanged.
fn checkerboard(i: &Inputs, h: usize, w: usize) -> bool {
    (h + w).is_multiple_of(2) == (i.parity == 1)
}

fn log_scales(i: &Inputs, squash: fn(f64) -> f64) -> Array4<f64> {
    i.s_raw.mapv(|raw| i.scale * squash(raw) + i.scale_shift)
}

fn couple(i: &Inputs, kept: impl Fn(usize, usize) -> bool, squash: fn(f64) -> f64) -> Outputs {
    let s = log_scales(i, squash);
    let mut log_det = Array1::zeros(i.x.len_of(Axis(0)));
    let z = Array4::from_shape_fn(i.x.raw_dim(), |(b, c, h, w)| {
        let at = (b, c, h, w);
        if kept(h, w) {
            return i.x[at];
        }
        log_det[b] += s[at];
        i.x[at] * s[at].exp() + i.t[at]
    });
    Outputs { z, log_det }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, array};

    fn inputs(parity: i64) -> Inputs {
        Inputs {
            x: array![[[[1.0, 2.0], [3.0, 4.0]]]],
            s_raw: array![[[[0.0, 1e9], [-1e9, 0.0]]]],
            t: array![[[[10.0, 20.0], [30.0, 40.0]]]],
            scale: 2.0,
            scale_shift: 1.0,
            parity,
        }
    }

    #[test]
    fn parity_one_keeps_the_top_left_pixel() {
        let out = CheckerboardCoupling::reference(&inputs(1));
        let (up, down) = (3.0_f64.exp(), (-1.0_f64).exp());
        assert_eq!(
            out.z,
            array![[[[1.0, 2.0 * up + 20.0], [3.0 * down + 30.0, 4.0]]]]
        );
        assert_eq!(out.log_det, arr1(&[2.0]));
    }

    #[test]
    fn parity_zero_transforms_it() {
        let out = CheckerboardCoupling::reference(&inputs(0));
        let e = 1.0_f64.exp();
        assert_eq!(out.z, array![[[[e + 10.0, 2.0], [3.0, 4.0 * e + 40.0]]]]);
        assert_eq!(out.log_det, arr1(&[2.0]));
    }

    #[test]
    fn one_kept_pixel_changes_nothing() {
        let one = Inputs {
            x: array![[[[5.0]]]],
            s_raw: array![[[[1.0]]]],
            t: array![[[[1.0]]]],
            scale: 1e6,
            ..inputs(1)
        };
        let out = CheckerboardCoupling::reference(&one);
        assert_eq!((out.z[(0, 0, 0, 0)], out.log_det[0]), (5.0, 0.0));
    }

    #[test]
    fn other_parities_are_refused() {
        assert!(CheckerboardCoupling::validate(&inputs(2)).is_err());
        assert!(CheckerboardCoupling::validate(&inputs(i64::MIN)).is_err());
    }
}
