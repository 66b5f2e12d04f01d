//! # Vector quantization of a feature map
//!
//! The encoder's map holds a vector $z_{bij}\in\mathbb R^D$ at every position; each is replaced by the nearest code:
//! $$k_{bij}=\operatorname{argmin}_k\|z_{bij}-e_k\|^2,\qquad z_q=e_{k_{bij}} .$$
//!
//! This is the posterior of the VQ-VAE: a one-hot distribution over $K$ codes. The map has the channels second (batch, channel, height, width),
//! so the vector of a position is not contiguous in memory, and the channel axis must move last before rows of $D$ are formed.
//!
//! - Numerical care: squared differences are summed directly; the expansion $\|z\|^2-2z^\top e+\|e\|^2$ cancels where everything is far from 0 and turns near-ties.
//!   Exact ties go to the smallest index. Shapes: `z_e` and `z_q` (batch, dim, height, width), `codebook` (code, dim), `indices` (batch, height, width), from 0.
//! - Domain: any finite values.
//! - Source: lecture 12; van den Oord, Vinyals and Kavukcuoglu, Neural Discrete Representation Learning, 2017 (arXiv:1711.00937), equations 1 and 2.

use crate::formulas::vector_quantization::{cheapest, nearest, squared_distance};
use crate::task::prelude::*;

/// Inputs are multiples of this, and the nearest code is nearer than any other by as much.
const GRID: f64 = 1.0 / 64.0;

/// A map of thousands of positions is hardly ever clear everywhere: after so many, those of the last that are not are drawn anew alone.
const DRAWS: usize = 100;

ports! { VqQuantize:
    Inputs {
        z_e: f64["batch", "dim", "height", "width"] "The encoder's output; the channels are axis 1.";
        codebook: f64["code", "dim"] "The codes, a row each.";
    }
    Outputs {
        indices: i64["batch", "height", "width"] "The code of every position, from 0.";
        z_q: f64["batch", "dim", "height", "width"] "The map with every vector replaced by its code.";
    }
}

impl Task for VqQuantize {
    const LECTURES: &'static [u8] = &[12];
    // With one channel or one position nothing is mixed up by a wrong reshape.
    const SIZES: &'static [Size] = sizes![
        "batch" 2 in 1..=8, "dim" 5 in 2..=32, "height" 3 in 2..=16, "width" 4 in 2..=16,
        "code" 8 in 3..=64,
    ];
    // Codes near ±3000 are copied: at 1e-4 another code would be within a few tolerances.
    const TOLERANCE: Tolerance = Tolerance::new(1e-6, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "farthest_code" => chosen_by(i, |z, e| -squared_distance(z, e)),
        "inner_product" => chosen_by(i, |z, e| -z.dot(&e)),
        "channels_not_moved" => {
            let (batch, dim, height, width) = i.z_e.dim();
            let memory: Vec<f64> = i.z_e.iter().copied().collect();
            let rows =
                Array2::from_shape_fn((batch * height * width, dim), |(n, d)| memory[n * dim + d]);
            let codes = nearest(rows.view(), &i.codebook);
            let z_q = Array4::from_shape_fn(i.z_e.dim(), |(b, d, y, x)| {
                let position = ((b * dim + d) * height + y) * width + x;
                i.codebook[(codes[position / dim], position % dim)]
            });
            Outputs {
                z_q,
                ..quantized(i, &codes)
            }
        }
        "cross_term_not_doubled" => chosen_by(i, |z, e| z.dot(&z) - z.dot(&e) + e.dot(&e)),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "All numbers of `z_e` and `codebook` lie near one number of a few thousand; subtract before you square: $\\|z\\|^2-2z^\\top e+\\|e\\|^2$ in float32 loses the answer.",
            ru: "Все числа `z_e` и `codebook` лежат около одного числа в несколько тысяч: сначала вычитайте, потом возводите в квадрат; $\\Vert z\\Vert^2-2z^\\top e+\\Vert e\\Vert^2$ в float32 теряет ответ.",
        },
        |i| {
            let centre = i.codebook[(0, 0)];
            let near = |v: &f64| (v - centre).abs() < 20.0;
            (1900.0..=4100.0).contains(&centre.abs()) && i.z_e.iter().all(near)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [dim, height, width] = sizes.all(["dim", "height", "width"]);
        let map = (sizes.get("batch"), dim, height, width);
        let mut draws = 0;
        loop {
            // On this grid differences and their squares are exact in float32; far from 0 expanded squares are not.
            let centre = on_grid(signed_uniform1(rng, 2000.0, 4000.0));
            let near_centre = |v: f64| centre + on_grid(v);
            let mut inputs = Inputs {
                z_e: normal(rng, map).mapv(near_centre),
                codebook: normal(rng, (sizes.get("code"), dim)).mapv(near_centre),
            };
            draws += 1;
            if draws == DRAWS {
                for mut z in inputs.z_e.lanes_mut(Axis(1)) {
                    while clearance(z.view(), &inputs.codebook) < GRID {
                        z.assign(&normal(rng, dim).mapv(near_centre));
                    }
                }
            }
            let rows = positions(&inputs);
            let mut all = rows.outer_iter();
            if all.all(|z| clearance(z, &inputs.codebook) >= GRID) {
                break inputs;
            }
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        quantized(inputs, &nearest(positions(inputs).view(), &inputs.codebook))
    }
}

fn on_grid(v: f64) -> f64 {
    (v / GRID).round() * GRID
}

/// The difference of the squared distances of a vector to the nearest and to the second nearest code.
fn clearance(z: ArrayView1<'_, f64>, codebook: &Array2<f64>) -> f64 {
    let distance = |e| squared_distance(z, e);
    let mut distances: Vec<f64> = codebook.outer_iter().map(distance).collect();
    distances.sort_by(f64::total_cmp);
    distances[1] - distances[0]
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
        assert_eq!(mistake.0, "channels_not_moved");
        let right = VqQuantize::reference(&inputs);
        assert_eq!((mistake.1)(&inputs, right.clone()), right);
    }
}
