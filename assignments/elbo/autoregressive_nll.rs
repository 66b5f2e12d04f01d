//! # Likelihood of images under per-pixel logits
//!
//! $$-\log p(x)=-\sum_{h,w}\log\operatorname{softmax}\big(a_{\cdot hw}\big)_{x_{hw}},\qquad\text{bits per dimension}=\frac{-\log p(x)}{HW\log2}.$$
//!
//! An autoregressive model factorises $p(x)=\prod_jp(x_j|x_{\lt j})$ and puts out, for every pixel, the logits of its value given the pixels before
//! it. The masks of the network make sure of that, so the logits at a pixel already belong to that pixel and nothing is shifted.
//! Dividing by the number of pixels and by $\log2$ gives bits per dimension, comparable between image sizes; uniform guessing over $C$ classes
//! costs $\log_2C$.
//!
//! - Numerical care: log-softmax with the maximum subtracted first, $(a_x-m)-\log\sum_ce^{a_c-m}$.
//! - Shapes: logits are batch × class × height × width, the class axis second, as in PyTorch's `cross_entropy`. Units: nats and bits per
//!   dimension. Domain: any logits, labels from 0 to the number of classes less 1.
//! - Source: lectures 1 and 2; van den Oord, Kalchbrenner and Kavukcuoglu, Pixel Recurrent Neural Networks, 2016.

use crate::formulas::domain::{index, whole, whole_within};
use crate::formulas::logsumexp::log_softmax;
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { AutoregressiveNll:
    Inputs {
        logits: f64["batch", "class", "height", "width"] "Logits of every class at every pixel.";
        x: i64["batch", "height", "width"] "Pixels, from 0 to the number of classes less 1.";
    }
    Outputs {
        nll: f64["batch"] "The negative log-likelihood of every image, in nats.";
        bits_per_dim: f64[] "The mean negative log-likelihood of the batch, in bits per dimension.";
    }
}

impl Task for AutoregressiveNll {
    const LECTURES: &'static [u8] = &[1, 2];
    const SIZES: &'static [Size] = sizes![
        "batch" 3 in 1..=32, "class" 6 in 2..=64, "height" 4 in 1..=16, "width" 5 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "softmax_over_width" => of_pixels(&log_probs(i, Axis(3), 0)),
        "mean_over_pixels" => Outputs {
            nll: right.nll / pixels(i),
            ..right
        },
        "nats_per_dim" => Outputs {
            bits_per_dim: right.bits_per_dim * LN_2,
            ..right
        },
        "shifted_by_one_pixel" => of_pixels(&log_probs(i, Axis(1), 1)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, class, height, width] = sizes.all(["batch", "class", "height", "width"]);
        Inputs {
            logits: 1.5 * normal(rng, (batch, class, height, width)),
            x: integers(rng, (batch, height, width), 0, whole(class) - 1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let classes = whole(inputs.logits.len_of(Axis(1)));
        whole_within("x", &inputs.x, 0..=classes - 1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        of_pixels(&log_probs(inputs, Axis(1), 0))
    }
}

/// The number of pixels of an image.
fn pixels(i: &Inputs) -> f64 {
    (i.x.len_of(Axis(1)) * i.x.len_of(Axis(2))) as f64
}

/// The log-probability of every pixel in raster order, batch × pixel: the softmax over `axis` of the logits `shift` pixels earlier.
/// The first `shift` pixels have none and count 0.
fn log_probs(i: &Inputs, axis: Axis, shift: usize) -> Array2<f64> {
    let all = log_softmax(&i.logits, axis);
    let (batch, height, width) = i.x.dim();
    Array2::from_shape_fn((batch, height * width), |(b, j)| {
        let Some(from) = j.checked_sub(shift) else {
            return 0.0;
        };
        let label = index(i.x[(b, j / width, j % width)]);
        all[(b, label, from / width, from % width)]
    })
}

fn of_pixels(log_probs: &Array2<f64>) -> Outputs {
    let nll = -log_probs.sum_axis(Axis(1));
    Outputs {
        bits_per_dim: nll.sum() / nll.len() as f64 / (log_probs.ncols() as f64 * LN_2),
        nll,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array, arr1};

    #[test]
    fn uniform_guessing_costs_log2_of_the_classes() {
        let inputs = Inputs {
            logits: Array4::from_elem((2, 8, 3, 2), 7.5),
            x: Array3::from_elem((2, 3, 2), 5),
        };
        let got = AutoregressiveNll::reference(&inputs);
        assert!((got.bits_per_dim - 3.0).abs() < 1e-14);
        assert!((got.nll[0] - 6.0 * 8.0_f64.ln()).abs() < 1e-13);
    }

    fn one_pixel(logits: &[f64], x: i64) -> Inputs {
        Inputs {
            logits: Array::from_shape_vec((1, logits.len(), 1, 1), logits.to_vec()).unwrap(),
            x: Array3::from_elem((1, 1, 1), x),
        }
    }

    #[test]
    fn one_pixel_by_hand_and_at_huge_logits() {
        let got = AutoregressiveNll::reference(&one_pixel(&[0.0, 3.0_f64.ln()], 1));
        assert!((got.nll[0] + 0.75_f64.ln()).abs() < 1e-15);
        let got = AutoregressiveNll::reference(&one_pixel(&[1000.0, -1000.0], 1));
        assert_eq!(got.nll, arr1(&[2000.0]));
        let got = AutoregressiveNll::reference(&one_pixel(&[-3.0], 0));
        assert_eq!(got.nll[0], 0.0);
    }

    #[test]
    fn each_pixel_reads_its_own_logits() {
        // Class 1 is certain at pixel (0, 1) only.
        let mut logits = Array4::zeros((1, 2, 1, 2));
        logits[(0, 1, 0, 1)] = 800.0;
        let x = Array3::from_shape_vec((1, 1, 2), vec![0, 1]).unwrap();
        let got = AutoregressiveNll::reference(&Inputs { logits, x });
        assert!((got.nll[0] - 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn labels_out_of_range_are_refused() {
        assert!(AutoregressiveNll::validate(&one_pixel(&[0.0, 0.0], 1)).is_ok());
        assert!(AutoregressiveNll::validate(&one_pixel(&[0.0, 0.0], 2)).is_err());
        assert!(AutoregressiveNll::validate(&one_pixel(&[0.0, 0.0], -1)).is_err());
    }
}
