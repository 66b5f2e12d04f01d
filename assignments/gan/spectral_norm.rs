//! # Spectral normalisation by power iteration
//!
//! A linear layer is 1-Lipschitz when it is divided by its largest singular value, which power iteration on $W^\top W$ approaches. From $u=u_0$ repeat `n_iters` times
//! $$v=\frac{W^\top u}{\|W^\top u\|_2},\qquad u=\frac{Wv}{\|Wv\|_2};\qquad\text{then}\quad\sigma=u^\top Wv,\quad W_{sn}=\frac W\sigma.$$
//!
//! No small number is added to the norms. Few iterations give a lower estimate of the spectral norm; it is this estimate that is asked for, not the singular value.
//! `u0` need not have length 1: its length cancels in the first step. The norms take out the largest element, so that tiny and huge matrices work.
//!
//! - Domain: $W^\top u_0\ne0$; then no later norm is zero either. At least one iteration.
//! - Source: lecture 10; Miyato et al., Spectral Normalization for Generative Adversarial Networks, 2018.

use crate::formulas::linalg::to_faer;
use crate::formulas::norm::{binary_scale, euclidean};
use crate::task::prelude::*;
use ndarray::{Array, Dimension};

/// The most elements visited, iterations times elements of the matrix: a bound on the time, far above what converges.
const MOST_VISITS: f64 = 2e7;

ports! { SpectralNorm:
    #[expect(non_snake_case, reason = "the matrix keeps the letter of the statement")]
    Inputs {
        W: f64["out", "in"] "Weights of the layer.";
        u0: f64["out"] "Start of the power iteration, of any length.";
        n_iters: i64[] "Number of power iterations.";
    }
    #[expect(non_snake_case, reason = "the matrix keeps the letter of the statement")]
    Outputs {
        sigma: f64[] "Estimate of the largest singular value.";
        u: f64["out"] "The left vector after the iterations.";
        v: f64["in"] "The right vector after the iterations.";
        W_sn: f64["out", "in"] "Normalised weights.";
    }
}

impl Task for SpectralNorm {
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = sizes![
        "out" 5 in 2..=64, "in" 4 in 2..=64, "n_iters" 3 in 2..=6,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "frobenius_norm" => with_sigma(i, right, euclidean(&i.W)),
        "sigma_squared" => {
            let squared = right.sigma * right.sigma;
            with_sigma(i, right, squared)
        }
        "one_step_short" => normalised(i, iterations(i) - 1),
        "multiplied_by_sigma" => Outputs {
            W_sn: &i.W * right.sigma,
            ..right
        },
        "exact_singular_value" => with_sigma(i, right, largest_singular_value(&i.W)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (rows, columns) = (sizes.get("out"), sizes.get("in"));
        let rank = rows.min(columns);
        let (left, right) = (
            orthonormal(rng, rows, rows),
            orthonormal(rng, columns, columns),
        );
        let largest = uniform1(rng, 1.5, 3.0);
        // The second singular value is near the first and u0 holds little of it: the given steps do not reach it.
        let mut values = uniform(rng, rank, 0.3, 0.7) * largest;
        values[0] = largest;
        if rank > 1 {
            values[1] = largest * uniform1(rng, 0.85, 0.95);
        }
        let mut along = signed_uniform(rng, rows, 1.0, 1.5);
        along[0] = signed_uniform1(rng, 0.4, 0.8);
        let weights = Array2::from_shape_fn((rows, columns), |(i, j)| {
            (0..rank)
                .map(|k| left[(i, k)] * values[k] * right[(j, k)])
                .sum()
        });
        Inputs {
            W: weights,
            u0: left.dot(&along),
            n_iters: i64::try_from(sizes.get("n_iters")).unwrap_or(i64::MAX),
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        Domain::AtLeast("n_iters".into(), 1.0, None).refuse_if(i.n_iters < 1)?;
        Domain::TooLarge("n_iters".into())
            .refuse_if(i.n_iters as f64 * i.W.len() as f64 > MOST_VISITS)?;
        let (scaled, u) = (scaled(&i.W), scaled(&i.u0));
        Domain::special(
            "the transposed W times u0 must not be zero",
            "произведение транспонированной W и u0 не должно быть нулевым",
        )
        .refuse_if(scaled.t().dot(&u).iter().all(|v| *v == 0.0))
    }

    fn reference(i: &Inputs) -> Outputs {
        normalised(i, iterations(i))
    }
}

fn iterations(i: &Inputs) -> usize {
    usize::try_from(i.n_iters).unwrap_or(1)
}

fn normalised(i: &Inputs, iterations: usize) -> Outputs {
    // Products of huge numbers, or of tiny ones, stay within range.
    let (w, mut u) = (scaled(&i.W), scaled(&i.u0));
    let mut v = Array1::zeros(w.ncols());
    for _ in 0..iterations {
        v = unit(w.t().dot(&u));
        u = unit(w.dot(&v));
    }
    let sigma = u.dot(&w.dot(&v)) * binary_scale(&i.W);
    Outputs {
        sigma,
        u,
        v,
        W_sn: &i.W / sigma,
    }
}

/// Divided by a power of two so that the largest element is about 1: nothing is rounded.
fn scaled<D: Dimension>(x: &Array<f64, D>) -> Array<f64, D> {
    x / binary_scale(x)
}

fn unit(x: Array1<f64>) -> Array1<f64> {
    let norm = euclidean(&x);
    x / norm
}

/// The largest singular value itself; NaN where the matrix is not finite.
fn largest_singular_value(w: &Array2<f64>) -> f64 {
    let scaled = scaled(w);
    let values = to_faer(scaled.view()).singular_values();
    let largest = values.ok().and_then(|values| values.first().copied());
    largest.unwrap_or(f64::NAN) * binary_scale(w)
}

/// The same vectors with another norm, and the weights that follow.
fn with_sigma(i: &Inputs, right: Outputs, sigma: f64) -> Outputs {
    Outputs {
        sigma,
        W_sn: &i.W / sigma,
        ..right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, arr1, arr2};

    fn of(w: Array2<f64>, u0: &[f64], n_iters: i64) -> Outputs {
        let inputs = Inputs {
            W: w,
            u0: arr1(u0),
            n_iters,
        };
        SpectralNorm::validate(&inputs).unwrap();
        SpectralNorm::reference(&inputs)
    }

    #[test]
    fn one_iteration_by_hand() {
        // Wᵀu0 = (3, 8) / √73; W of that = (9, 32) / √73, of length √1105 / √73.
        let o = of(arr2(&[[3.0, 0.0], [0.0, 4.0]]), &[1.0, 2.0], 1);
        let root = 73.0_f64.sqrt();
        assert!((o.v[0] - 3.0 / root).abs() < 1e-15 && (o.v[1] - 8.0 / root).abs() < 1e-15);
        assert!((o.sigma - (1105.0_f64 / 73.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn converges_to_the_largest_singular_value() {
        let o = of(arr2(&[[0.0, 5.0], [-2.0, 0.0]]), &[0.1, 0.9], 60);
        assert!((o.sigma - 5.0).abs() < 1e-14);
        assert!((o.W_sn[(0, 1)] - 1.0).abs() < 1e-14);
    }

    #[test]
    fn rank_one_rows_columns_and_any_scale() {
        for scale in [1.0, 1e200, 1e-200] {
            let row = of(arr2(&[[3.0 * scale, -4.0 * scale]]), &[-2.0], 1);
            assert!((row.sigma / (5.0 * scale) - 1.0).abs() < 1e-14);
            assert_eq!(row.u[0], -1.0);
            let column = of(arr2(&[[3.0 * scale], [-4.0 * scale]]), &[1.0, 0.0], 1);
            assert!((column.sigma / (5.0 * scale) - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn what_has_no_direction_or_no_end_is_refused() {
        let refused = |w: Array2<f64>, n_iters| {
            let u0 = arr1(&[1.0, -1.0]);
            SpectralNorm::validate(&Inputs { W: w, u0, n_iters }).is_err()
        };
        assert!(refused(arr2(&[[0.0], [0.0]]), 1));
        assert!(refused(arr2(&[[1.0], [1.0]]), 1));
        assert!(refused(arr2(&[[1.0], [2.0]]), 0));
        assert!(refused(arr2(&[[1.0], [2.0]]), i64::MAX));
        assert!(!refused(arr2(&[[1.0], [2.0]]), 1000));
    }

    #[test]
    fn any_scale_of_the_weights_and_the_start() {
        let of = |scale: f64| {
            let i = Inputs {
                W: arr2(&[[2.0, 1.0], [0.5, -1.0]]) * scale,
                u0: arr1(&[1.0, 0.5]) * scale,
                n_iters: 2,
            };
            SpectralNorm::validate(&i).unwrap();
            SpectralNorm::reference(&i)
        };
        let right = of(1.0);
        for scale in [1e200, 1e-200] {
            let o = of(scale);
            assert!((o.sigma / scale / right.sigma - 1.0).abs() < 1e-14);
            assert!((o.W_sn - &right.W_sn).iter().all(|e| e.abs() < 1e-14));
        }
    }
}
