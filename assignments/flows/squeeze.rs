//! # Squeeze: space to depth
//!
//! Couplings along channels need channels. The squeeze cuts the image into squares of two by two pixels and makes the four pixels of a
//! square four channels; it is a permutation, so its log-determinant is 0. For $i,j\in\{0,1\}$
//! $$y[b,\,4c+2i+j,\,h,\,w]=x[b,\,c,\,2h+i,\,2w+j].$$
//!
//! The four positions of one input channel stay together, the row offset is the slower one (the order of `pixel_unshuffle` in PyTorch).
//!
//! - Shapes: (batch, channel, height, width) to (batch, 4·channel, height/2, width/2). Domain: even height and width.
//! - Source: lecture 6; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017, section 3.6.

use crate::task::prelude::*;

ports! { Squeeze:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Images of even height and width.";
    }
    Outputs {
        y: f64["batch", "4*channel", "height/2", "width/2"] "Squeezed images.";
    }
}

impl Task for Squeeze {
    const LECTURES: &'static [u8] = &[6];
    // An odd height or width is drawn as the next even one.
    const SIZES: &'static [Size] = sizes![
        "batch" 2 in 1..=16, "channel" 3 in 1..=8, "height" 4 in 2..=16, "width" 6 in 2..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-5, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "channel_last_order" => {
            let (_, channels, _, _) = i.x.dim();
            gather(&i.x, |k, h, w| {
                let offset = k / channels;
                (k % channels, 2 * h + offset / 2, 2 * w + offset % 2)
            })
        }
        "columns_before_rows" => gather(&i.x, |k, h, w| (k / 4, 2 * h + k % 2, 2 * w + k % 4 / 2)),
        "plain_reshape" => {
            // The same elements in the same order.
            let mut elements = i.x.iter().copied();
            let next = || elements.next().unwrap_or(f64::NAN);
            Array4::from_shape_simple_fn(squeezed_shape(&i.x), next)
        }
        "quadrants" => {
            let (_, _, height, width) = squeezed_shape(&i.x);
            gather(&i.x, |k, h, w| {
                (k / 4, k % 4 / 2 * height + h, k % 2 * width + w)
            })
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let even = |n: usize| n + n % 2;
        let shape = (
            sizes.get("batch"),
            sizes.get("channel"),
            even(sizes.get("height")),
            even(sizes.get("width")),
        );
        Inputs {
            x: normal(rng, shape),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let (_, _, height, width) = inputs.x.dim();
        Domain::special(
            "x must have an even height and an even width",
            "у x должны быть чётные высота и ширина",
        )
        .refuse_if(height % 2 == 1 || width % 2 == 1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        gather(&inputs.x, |k, h, w| {
            (k / 4, 2 * h + k % 4 / 2, 2 * w + k % 2)
        })
    }
}

fn squeezed_shape(x: &Array4<f64>) -> (usize, usize, usize, usize) {
    let (batch, channels, height, width) = x.dim();
    (batch, 4 * channels, height / 2, width / 2)
}

/// Every output element (channel, row, column) from the input element that `source` names.
fn gather(
    x: &Array4<f64>,
    source: impl Fn(usize, usize, usize) -> (usize, usize, usize),
) -> Outputs {
    let y = Array4::from_shape_fn(squeezed_shape(x), |(b, k, h, w)| {
        let (channel, row, column) = source(k, h, w);
        x[(b, channel, row, column)]
    });
    Outputs { y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_square_becomes_four_channels() {
        let i = Inputs {
            x: array![[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]],
        };
        let y = Squeeze::reference(&i).y;
        assert_eq!(y.dim(), (1, 8, 1, 1));
        assert_eq!(
            y.iter().copied().collect::<Vec<_>>(),
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
        );
    }

    #[test]
    fn every_second_pixel_of_a_wide_image() {
        let i = Inputs {
            x: array![[[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]]],
        };
        assert_eq!(
            Squeeze::reference(&i).y,
            array![[[[1.0, 3.0]], [[2.0, 4.0]], [[5.0, 7.0]], [[6.0, 8.0]]]]
        );
    }

    #[test]
    fn odd_images_are_refused() {
        for shape in [(1, 1, 3, 2), (1, 1, 2, 3), (1, 1, 1, 1)] {
            let x = Array4::zeros(shape);
            assert!(Squeeze::validate(&Inputs { x }).is_err());
        }
    }
}
