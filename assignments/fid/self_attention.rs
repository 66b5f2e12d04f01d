//! # Self-attention block of SAGAN
//!
//! Every pixel looks at all pixels of its image. With pixels flattened row by row into $x_i\in\mathbb R^C$, $i=0,\dots,L-1$, $L=HW$,
//! and 1 × 1 convolutions without bias $f(x)=W_fx$, $g(x)=W_gx$, $h(x)=W_hx$,
//! $$s_{ij}=f(x_i)^\top g(x_j),\qquad \beta_{j,i}=\frac{e^{s_{ij}}}{\sum_{i'}e^{s_{i'j}}},\qquad
//! o_j=W_v\sum_i\beta_{j,i}\,h(x_i),\qquad y_j=\gamma\,o_j+x_j.$$
//!
//! The softmax runs over the attended position $i$, so every row `attention[n, j, :]` sums to 1; the largest score of the row is
//! subtracted first. Scores are not divided by $\sqrt K$. With $\gamma=0$, where training starts, the block is the identity.
//!
//! - Domain: the attention maps of all images together have at most 2²⁴ entries.
//! - Source: lecture 11 and seminar 11; Zhang et al., Self-Attention Generative Adversarial Networks, 2018.

use crate::formulas::logsumexp::softmax;
use crate::task::prelude::*;

/// The maps grow with the square of the image: without a bound a small file could ask for all memory.
const MOST_ENTRIES: usize = 1 << 24;

ports! { SelfAttention:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Activations of every image.";
        w_f: f64["key", "channel"] "Weights of f, of the attended position.";
        w_g: f64["key", "channel"] "Weights of g, of the output position.";
        w_h: f64["value", "channel"] "Weights of h, the values.";
        w_v: f64["channel", "value"] "Weights of the output convolution.";
        gamma: f64[] "The weight of the attention in the sum.";
    }
    Outputs {
        y: f64["batch", "channel", "height", "width"] "γ·o + x.";
        attention: f64["batch", "height*width", "height*width"] "Row j holds the weights of all positions for output position j.";
    }
}

impl Task for SelfAttention {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "batch" 3 in 1..=8, "channel" 5 in 1..=32, "height" 2 in 1..=8, "width" 4 in 1..=8,
        "key" 6 in 1..=16, "value" 7 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "softmax_over_queries" => block(i, |f, g| softmax(&g.t().dot(f), Axis(0)), true),
        "scaled_by_sqrt_dimension" => {
            let root = (i.w_f.nrows() as f64).sqrt();
            block(i, |f, g| softmax(&(g.t().dot(f) / root), Axis(1)), true)
        }
        "no_residual" => block(i, attend, false),
        "query_key_swapped" => block(i, |f, g| attend(g, f), true),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [channels, keys, values] = sizes.all(["channel", "key", "value"]);
        let shape = (
            sizes.get("batch"),
            channels,
            sizes.get("height"),
            sizes.get("width"),
        );
        Inputs {
            x: normal(rng, shape),
            w_f: normal(rng, (keys, channels)) * 0.5,
            w_g: normal(rng, (keys, channels)) * 0.5,
            w_h: normal(rng, (values, channels)) * 0.7,
            w_v: normal(rng, (channels, values)) * 0.7,
            gamma: uniform1(rng, 0.5, 1.5),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let (batch, _, height, width) = inputs.x.dim();
        let entries = height
            .checked_mul(width)
            .and_then(|pixels| pixels.checked_mul(pixels))
            .and_then(|map| map.checked_mul(batch));
        Domain::TooLarge("x".into()).require(entries.is_some_and(|n| n <= MOST_ENTRIES))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        block(inputs, attend, true)
    }
}

/// The attention of one image, output positions in rows: softmax over i of f(xᵢ)ᵀg(xⱼ).
fn attend(f: &Array2<f64>, g: &Array2<f64>) -> Array2<f64> {
    softmax(&g.t().dot(f), Axis(1))
}

/// The block with some attention, computed from f and g of one image with positions in columns.
fn block(
    i: &Inputs,
    attention_of: impl Fn(&Array2<f64>, &Array2<f64>) -> Array2<f64>,
    residual: bool,
) -> Outputs {
    let (batch, channels, height, width) = i.x.dim();
    let pixels = height * width;
    let mut y = i.x.clone();
    let mut attention = Array3::zeros((batch, pixels, pixels));
    for (n, image) in i.x.outer_iter().enumerate() {
        let x = Array2::from_shape_fn((channels, pixels), |(c, p)| {
            image[(c, p / width, p % width)]
        });
        let beta = attention_of(&i.w_f.dot(&x), &i.w_g.dot(&x));
        let mut out = i.w_v.dot(&i.w_h.dot(&x).dot(&beta.t())) * i.gamma;
        if residual {
            out += &x;
        }
        for ((c, h, w), v) in y.index_axis_mut(Axis(0), n).indexed_iter_mut() {
            *v = out[(c, h * width + w)];
        }
        attention.index_axis_mut(Axis(0), n).assign(&beta);
    }
    Outputs { y, attention }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array, arr2};

    fn inputs(x: &[f64], shape: (usize, usize, usize, usize), w_f: f64, w_g: f64) -> Inputs {
        Inputs {
            x: Array::from_shape_vec(shape, x.to_vec()).expect("fits"),
            w_f: arr2(&[[w_f]]),
            w_g: arr2(&[[w_g]]),
            w_h: arr2(&[[2.0]]),
            w_v: arr2(&[[3.0]]),
            gamma: 0.5,
        }
    }

    #[test]
    fn two_pixels_by_hand() {
        let (x, third) = ([0.0, 1.0], 1.0 / 3.0);
        // s[i][j] = xᵢ·xⱼ·ln 2: pixel 0 sees both alike, pixel 1 sees itself twice as much.
        let outputs = SelfAttention::reference(&inputs(&x, (1, 1, 1, 2), 2.0_f64.ln(), 1.0));
        let expected = arr2(&[[0.5, 0.5], [third, 2.0 * third]]);
        let attention = outputs.attention.index_axis(Axis(0), 0).to_owned();
        assert!((attention - expected).iter().all(|d| d.abs() < 1e-15));
        // y = 0.5·3·2·(attended x) + x.
        let y: Vec<f64> = outputs.y.iter().copied().collect();
        assert!((y[0] - 1.5).abs() < 1e-15 && (y[1] - 3.0).abs() < 1e-15);
    }

    #[test]
    fn one_pixel_attends_to_itself_and_huge_scores_do_not_overflow() {
        let outputs = SelfAttention::reference(&inputs(&[4.0], (1, 1, 1, 1), 1.0, 1.0));
        assert_eq!(
            (outputs.attention[(0, 0, 0)], outputs.y[(0, 0, 0, 0)]),
            (1.0, 16.0)
        );
        let outputs = SelfAttention::reference(&inputs(&[30.0, -40.0], (1, 1, 2, 1), 7.0, 9.0));
        assert_eq!(
            outputs.attention.index_axis(Axis(0), 0),
            arr2(&[[1.0, 0.0], [0.0, 1.0]])
        );
    }

    #[test]
    fn maps_out_of_proportion_are_refused() {
        let many = vec![0.0; 5000];
        assert!(SelfAttention::validate(&inputs(&many, (1, 1, 50, 100), 1.0, 1.0)).is_err());
        assert!(SelfAttention::validate(&inputs(&many[..4096], (1, 1, 64, 64), 1.0, 1.0)).is_ok());
    }
}
