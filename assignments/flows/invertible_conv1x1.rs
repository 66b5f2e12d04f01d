//! # Invertible 1x1 convolution
//!
//! A convolution of kernel size 1 multiplies the channels of every pixel by one square matrix. Written as a product
//! $W=PLU$ of a fixed permutation and two triangular matrices, its determinant needs no decomposition:
//! $$L=\operatorname{tril}(\text{lower},-1)+I,\qquad U=\operatorname{triu}(\text{upper},1)+\operatorname{diag}(\mathrm{sign\_s}\odot e^{\mathrm{log\_s}}),$$
//!
//! $P_{i,\text{perm}_i}=1$ and 0 elsewhere, so that row $i$ of $PA$ is row $\text{perm}_i$ of $A$. Then $y_{b,:,h,w}=W\,x_{b,:,h,w}$.
//! $|\det P|=\det L=1$ and $|\det U|=\prod_c e^{\mathrm{log\_s}_c}$; the Jacobian of an image is block-diagonal with one block $W$ a pixel:
//! $$\log\left|\det\frac{\partial y}{\partial x}\right|=HW\sum_c\mathrm{log\_s}_c,$$
//! one number that all images of the batch share.
//!
//! Only the part of `lower` strictly below the diagonal and the part of `upper` strictly above it are used.
//!
//! - Shapes: batch, channel, height, width; W is (out, in). Units: nats.
//! - Domain: `perm` holds every number from 0 to the number of channels less one once; `sign_s` is 1 or −1.
//! - Source: lectures 5 and 6; Kingma and Dhariwal, Glow: Generative flow with invertible 1x1 convolutions, 2018, section 3.2.

use crate::formulas::domain::whole;
use crate::task::prelude::*;

ports! { InvertibleConv1x1:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Images.";
        perm: i64["channel"] "The permutation: row i of P has its one in column `perm[i]`.";
        lower: f64["channel", "channel"] "A full matrix of which the part strictly below the diagonal is used.";
        upper: f64["channel", "channel"] "A full matrix of which the part strictly above the diagonal is used.";
        log_s: f64["channel"] "Logarithms of the absolute values of U's diagonal.";
        sign_s: f64["channel"] "Signs of U's diagonal, 1 or −1.";
    }
    #[expect(non_snake_case, reason = "the matrix keeps the name of the formula in files")]
    Outputs {
        W: f64["channel", "channel"] "P·L·U.";
        y: f64["batch", "channel", "height", "width"] "Convolved images.";
        log_det: f64["batch"] "log|det ∂y/∂x| of every image, the same number for all.";
    }
}

impl Task for InvertibleConv1x1 {
    const LECTURES: &'static [u8] = &[5, 6];
    const SIZES: &'static [Size] = sizes![
        "batch" 5 in 1..=16, "channel" 4 in 1..=16, "height" 3 in 1..=8, "width" 2 in 1..=8,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "log_det_without_pixels" => Outputs {
            log_det: log_det(i, 1.0),
            ..right
        },
        "weight_transposed" => Outputs {
            y: multiplied(&right.W.t().to_owned(), &i.x),
            ..right
        },
        "permutation_inverted" => convolution(i, &permutation_matrix(i).t().to_owned(), &i.sign_s),
        "sign_dropped" => convolution(i, &permutation_matrix(i), &i.sign_s.mapv(f64::abs)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, channel) = (sizes.get("batch"), sizes.get("channel"));
        let x = normal(
            rng,
            (batch, channel, sizes.get("height"), sizes.get("width")),
        );
        // Not its own inverse, so that the inverse is another answer.
        let perm = loop {
            let perm = permutation(rng, channel);
            if channel <= 2 || perm.iter().enumerate().any(|(i, &p)| perm[p] != i) {
                break perm.into_iter().map(whole).collect();
            }
        };
        let lower = normal(rng, (channel, channel)) * 0.6;
        let upper = normal(rng, (channel, channel)) * 0.6;
        // One sign for all, so that the sum cannot come near zero.
        let log_s = uniform(rng, channel, 0.15, 0.8) * sign1(rng);
        let sign_s = loop {
            let signs = Array1::from_shape_simple_fn(channel, || sign1(rng));
            if signs.iter().any(|s| *s < 0.0) {
                break signs;
            }
        };
        Inputs {
            x,
            perm,
            lower,
            upper,
            log_s,
            sign_s,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let mut seen = vec![false; inputs.perm.len()];
        for &p in &inputs.perm {
            let place = usize::try_from(p).ok().and_then(|p| seen.get_mut(p));
            match place {
                Some(taken) if !*taken => *taken = true,
                _ => {
                    let last = whole(inputs.perm.len()) - 1;
                    return Err(Domain::Permutation("perm".into(), 0, last).into());
                }
            }
        }
        Domain::OneOf("sign_s".into(), [1, -1])
            .refuse_if(inputs.sign_s.iter().any(|s| s.abs() != 1.0))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        convolution(inputs, &permutation_matrix(inputs), &inputs.sign_s)
    }
}

/// P with ones in the places (i, perm\[i\]).
fn permutation_matrix(i: &Inputs) -> Array2<f64> {
    let n = i.perm.len();
    Array2::from_shape_fn((n, n), |(row, column)| {
        f64::from(usize::try_from(i.perm[row]) == Ok(column))
    })
}

fn convolution(i: &Inputs, p: &Array2<f64>, signs: &Array1<f64>) -> Outputs {
    let lower = Array2::from_shape_fn(i.lower.raw_dim(), |(r, c)| match r.cmp(&c) {
        std::cmp::Ordering::Greater => i.lower[(r, c)],
        std::cmp::Ordering::Equal => 1.0,
        std::cmp::Ordering::Less => 0.0,
    });
    let upper = Array2::from_shape_fn(i.upper.raw_dim(), |(r, c)| match r.cmp(&c) {
        std::cmp::Ordering::Less => i.upper[(r, c)],
        std::cmp::Ordering::Equal => signs[r] * i.log_s[r].exp(),
        std::cmp::Ordering::Greater => 0.0,
    });
    let w = p.dot(&lower.dot(&upper));
    let pixels = (i.x.len_of(Axis(2)) * i.x.len_of(Axis(3))) as f64;
    Outputs {
        y: multiplied(&w, &i.x),
        log_det: log_det(i, pixels),
        W: w,
    }
}

fn log_det(i: &Inputs, pixels: f64) -> Array1<f64> {
    Array1::from_elem(i.x.len_of(Axis(0)), pixels * i.log_s.sum())
}

/// W·x for the channels of every pixel.
fn multiplied(w: &Array2<f64>, x: &Array4<f64>) -> Array4<f64> {
    Array4::from_shape_fn(x.raw_dim(), |(b, c, h, v)| {
        (0..w.ncols()).map(|j| w[(c, j)] * x[(b, j, h, v)]).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, array};

    /// Two channels, two pixels; what must not be read is NaN.
    fn inputs() -> Inputs {
        let unused = f64::NAN;
        Inputs {
            x: array![[[[1.0, 0.0]], [[0.0, 1.0]]]],
            perm: arr1(&[1, 0]),
            lower: arr2(&[[unused, unused], [3.0, unused]]),
            upper: arr2(&[[unused, 5.0], [unused, unused]]),
            log_s: arr1(&[2.0_f64.ln(), 0.0]),
            sign_s: arr1(&[1.0, -1.0]),
        }
    }

    #[test]
    fn by_hand() {
        // L·U = [[2, 5], [6, 14]]; its rows are exchanged.
        let out = InvertibleConv1x1::reference(&inputs());
        assert_eq!(out.W, arr2(&[[6.0, 14.0], [2.0, 5.0]]));
        assert_eq!(out.y, array![[[[6.0, 14.0]], [[2.0, 5.0]]]]);
        assert_eq!(out.log_det, arr1(&[2.0 * 2.0_f64.ln()]));
    }

    #[test]
    fn a_cycle_of_three_is_not_its_inverse() {
        let one = Inputs {
            x: array![[[[1.0]], [[2.0]], [[3.0]]]],
            perm: arr1(&[1, 2, 0]),
            lower: Array2::zeros((3, 3)),
            upper: Array2::zeros((3, 3)),
            log_s: Array1::zeros(3),
            sign_s: Array1::ones(3),
        };
        let out = InvertibleConv1x1::reference(&one);
        assert_eq!(out.y, array![[[[2.0]], [[3.0]], [[1.0]]]]);
        assert_eq!(out.log_det[0], 0.0);
    }

    #[test]
    fn one_channel_is_a_scaling() {
        let one = Inputs {
            x: array![[[[3.0]]]],
            perm: arr1(&[0]),
            lower: arr2(&[[9.0]]),
            upper: arr2(&[[9.0]]),
            log_s: arr1(&[0.0]),
            sign_s: arr1(&[-1.0]),
        };
        assert_eq!(InvertibleConv1x1::reference(&one).y[(0, 0, 0, 0)], -3.0);
    }

    #[test]
    fn what_is_no_permutation_is_refused() {
        for perm in [[0, 0], [0, 2], [-1, 0], [i64::MAX, 0]] {
            let bad = Inputs {
                perm: arr1(&perm),
                ..inputs()
            };
            assert!(InvertibleConv1x1::validate(&bad).is_err());
        }
        assert!(InvertibleConv1x1::validate(&inputs()).is_ok());
    }
}
