//! # Vector quantization of a feature map
//!
//! The encoder's map holds a vector $z_{bij}\in\mathbb R^D$ at every position; each is replaced by the nearest code:
//! $$k_{bij}=\operatorname{argmin}_k\|z_{bij}-e_k\|^2,\qquad z_q=e_{k_{bij}} .$$
//!
//! This is the posterior of the VQ-VAE: a one-hot distribution over $K$ codes. The map has the channels second (batch, channel, height, width),
//! so the vector of a position is not contiguous in memory, and the channel axis must move last before rows of $D$ are formed.
//!
//! Numerical care: squared differences are summed directly; the expansion $\|z\|^2-2z^\top e+\|e\|^2$ cancels where everything is far from 0 and turns near-ties.
//! Exact ties go to the smallest index. Shapes: `z_e` and `z_q` (batch, dim, height, width), `codebook` (code, dim), `indices` (batch, height, width), from 0.
//! Domain: any finite values.
//!
//! Source: lecture 12; van den Oord, Vinyals and Kavukcuoglu, Neural Discrete Representation Learning, 2017 (arXiv:1711.00937), equations 1 and 2.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::vector_quantization::{cheapest, nearest, squared_distance};
use crate::ports;
use crate::text::Text;
use ndarray::{Array2, Array3, Array4, ArrayView1};

ports! {
    /// A feature map and the codes.
    pub struct Inputs {
        /// The encoder's output; the channels are axis 1.
        z_e: Array4<f64> ["batch", "dim", "height", "width"],
        /// The codes, a row each.
        codebook: Array2<f64> ["code", "dim"],
    }
}

ports! {
    /// The quantized map.
    pub struct Outputs {
        /// The code of every position, from 0.
        indices: Array3<i64> ["batch", "height", "width"],
        /// The map with every vector replaced by its code.
        z_q: Array4<f64> ["batch", "dim", "height", "width"],
    }
}

/// Vector quantization, see the module's page.
pub struct VqQuantize;

impl Task for VqQuantize {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("vq_quantize.rs");
    const LECTURES: &'static [u8] = &[12];
    // With one channel or one position nothing is mixed up by a wrong reshape.
    const SIZES: &'static [Size] = &[
        Size::new("batch", 2, 1, 8),
        Size::new("dim", 4, 2, 32),
        Size::new("height", 4, 2, 16),
        Size::new("width", 4, 2, 16),
        Size::new("code", 8, 3, 64),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "farthest_code",
            hint: Text {
                en: "The farthest code is chosen; use argmin.",
                ru: "Выбран самый далёкий код; нужен argmin.",
            },
            answer: |i| chosen_by(i, |z, e| -squared_distance(z, e)),
        },
        Mistake {
            id: "inner_product",
            hint: Text {
                en: "Codes are chosen by inner product; the norms of the codes matter, compare distances.",
                ru: "Коды выбраны по скалярному произведению; нормы кодов важны, сравнивайте расстояния.",
            },
            answer: |i| chosen_by(i, |z, e| -z.dot(&e)),
        },
        Mistake {
            id: "channels_not_moved",
            hint: Text {
                en: "The map is reshaped to rows of D without permuting to (B, H, W, D) first, so rows mix positions and channels.",
                ru: "Карта превращена в строки длины D без перестановки осей в (B, H, W, D), поэтому в строках смешаны позиции и каналы.",
            },
            answer: |i| {
                let (batch, dim, height, width) = i.z_e.dim();
                let memory: Vec<f64> = i.z_e.iter().copied().collect();
                let rows = Array2::from_shape_fn((batch * height * width, dim), |(n, d)| {
                    memory[n * dim + d]
                });
                let codes = nearest(rows.view(), &i.codebook);
                let z_q = Array4::from_shape_fn(i.z_e.dim(), |(b, d, y, x)| {
                    let position = ((b * dim + d) * height + y) * width + x;
                    i.codebook[(codes[position / dim], position % dim)]
                });
                Outputs {
                    z_q,
                    ..quantized(i, &codes)
                }
            },
        },
        Mistake {
            id: "cross_term_not_doubled",
            hint: Text {
                en: "In the expanded squared distance the cross term is $-2z^\\top e$; the 2 is missing.",
                ru: "В раскрытом квадрате расстояния перекрёстное слагаемое равно $-2z^\\top e$; двойка потеряна.",
            },
            answer: |i| chosen_by(i, |z, e| z.dot(&z) - z.dot(&e) + e.dot(&e)),
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let map = (
            sizes.get("batch"),
            dim,
            sizes.get("height"),
            sizes.get("width"),
        );
        Inputs {
            z_e: normal(rng, map),
            codebook: normal(rng, (sizes.get("code"), dim)),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        quantized(inputs, &nearest(positions(inputs).view(), &inputs.codebook))
    }
}

/// The vectors of all positions as rows, in the order (batch, height, width).
fn positions(i: &Inputs) -> Array2<f64> {
    let (batch, dim, height, width) = i.z_e.dim();
    Array2::from_shape_fn((batch * height * width, dim), |(n, d)| {
        i.z_e[(n / width / height, d, n / width % height, n % width)]
    })
}

/// The map in which every position takes the code of least cost.
fn chosen_by(i: &Inputs, cost: fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64) -> Outputs {
    let codes: Vec<usize> = positions(i)
        .outer_iter()
        .map(|z| cheapest(&i.codebook, |e| cost(z, e)))
        .collect();
    quantized(i, &codes)
}

/// The map in which position n, in the order (batch, height, width), takes code `codes[n]`.
fn quantized(i: &Inputs, codes: &[usize]) -> Outputs {
    let (batch, dim, height, width) = i.z_e.dim();
    let code = |b: usize, y: usize, x: usize| codes[(b * height + y) * width + x];
    Outputs {
        indices: Array3::from_shape_fn((batch, height, width), |(b, y, x)| {
            i64::try_from(code(b, y, x)).expect("an index of memory fits 63 bits")
        }),
        z_q: Array4::from_shape_fn((batch, dim, height, width), |(b, d, y, x)| {
            i.codebook[(code(b, y, x), d)]
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, arr3, array};

    #[test]
    fn two_positions_by_hand() {
        // Channels (0, 3) and (1, 2): the positions are (0, 1) and (3, 2).
        let inputs = Inputs {
            z_e: array![[[[0.0, 3.0]], [[1.0, 2.0]]]],
            codebook: arr2(&[[3.0, 3.0], [0.0, 0.0], [9.0, 9.0]]),
        };
        let out = VqQuantize::reference(&inputs);
        assert_eq!(out.indices, arr3(&[[[1, 0]]]));
        assert_eq!(out.z_q, array![[[[0.0, 3.0]], [[0.0, 3.0]]]]);
    }

    #[test]
    fn ties_take_the_first_and_a_far_origin_changes_nothing() {
        for shift in [0.0, 4096.0] {
            let inputs = Inputs {
                z_e: array![[[[0.5]]], [[[0.625]]]] + shift,
                codebook: arr2(&[[1.0], [0.0], [1.0]]) + shift,
            };
            assert_eq!(
                VqQuantize::reference(&inputs).indices,
                arr3(&[[[0]], [[0]]])
            );
        }
    }

    #[test]
    fn one_code_is_every_position() {
        let inputs = Inputs {
            z_e: array![[[[5.0, -5.0]], [[1e9, 0.0]]]],
            codebook: arr2(&[[1.0, 2.0]]),
        };
        let out = VqQuantize::reference(&inputs);
        assert_eq!(out.z_q, array![[[[1.0, 1.0]], [[2.0, 2.0]]]]);
    }

    #[test]
    fn an_unpermuted_reshape_is_harmless_only_at_one_position() {
        let inputs = Inputs {
            z_e: array![[[[1.0]], [[2.0]]]],
            codebook: arr2(&[[1.0, 2.0], [2.0, 1.0]]),
        };
        let mistake = &VqQuantize::MISTAKES[2];
        assert_eq!(mistake.id, "channels_not_moved");
        assert_eq!((mistake.answer)(&inputs), VqQuantize::reference(&inputs));
    }
}
