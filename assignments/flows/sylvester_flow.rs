//! # Sylvester flow
//!
//! The planar flow with $M\le D$ hidden units at once. With $Q$ of $M$ orthonormal columns and upper triangular $R$ and $\tilde R$,
//! $$x=z+QR\tanh(a),\qquad a=\tilde RQ^Tz+b.$$
//!
//! Sylvester's identity $\det(I_D+AB)=\det(I_M+BA)$ turns the determinant of size $D$ into one of size $M$, and there the matrix
//! $I+\operatorname{diag}(h'(a))\tilde RR$ is triangular ($Q^TQ=I$):
//! $$\log\left|\det\frac{\partial x}{\partial z}\right|=\sum_i\log\left|1+(1-\tanh^2a_i)\,R_{ii}\tilde R_{ii}\right|.$$
//!
//! - Numerical care: $1-\tanh^2a$ as $\operatorname{sech}^2a$, which keeps its digits for saturated units.
//! - Shapes: objects are rows; `rank` is $M$. Units: nats. Domain: orthonormal columns of $Q$, zeros below the diagonals.
//! - Source: lecture 5; van den Berg, Hasenclever, Tomczak and Welling, Sylvester normalizing flows for variational inference, 2018.

use crate::formulas::small_network::slope;
use crate::task::prelude::*;

/// How far QᵀQ may be from the identity: float32 rounding passes.
const ORTHONORMAL: f64 = 1e-5;

ports! { SylvesterFlow:
    #[expect(non_snake_case, reason = "the matrices keep the names of the formula in files")]
    Inputs {
        z: f64["batch", "dim"] "Points before the layer.";
        Q: f64["dim", "rank"] "Orthonormal columns.";
        R: f64["rank", "rank"] "Upper triangular, outside the nonlinearity.";
        R_tilde: f64["rank", "rank"] "Upper triangular, inside the nonlinearity.";
        b: f64["rank"] "Biases.";
    }
    Outputs {
        x: f64["batch", "dim"] "Points after the layer.";
        log_det: f64["batch"] "log|det ∂x/∂z| of every object.";
    }
}

impl Task for SylvesterFlow {
    const LECTURES: &'static [u8] = &[5];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=128, "dim" 4 in 1..=32, "rank" 3 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "r_swapped" => apply(i, i.R_tilde.view(), i.R.view(), full_log_det),
        "r_tilde_transposed" => apply(i, i.R.view(), i.R_tilde.t(), full_log_det),
        "derivative_missing" => apply(i, i.R.view(), i.R_tilde.view(), |_, r| (1.0 + r).abs().ln()),
        "one_missing" => apply(i, i.R.view(), i.R_tilde.view(), |h, r| (h * r).abs().ln()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let rank = sizes.get("rank").min(dim);
        Inputs {
            z: normal(rng, (batch, dim)) * 0.8,
            Q: orthonormal(rng, dim, rank),
            R: upper_triangular(rng, rank),
            R_tilde: upper_triangular(rng, rank),
            b: normal(rng, rank) * 0.4,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        // The determinant is that of the diagonals only under these two conditions.
        for r in [&inputs.R, &inputs.R_tilde] {
            Domain::special(
                "R and R_tilde must be upper triangular",
                "R и R_tilde должны быть верхнетреугольными",
            )
            .refuse_if(r.indexed_iter().any(|((i, j), v)| i > j && *v != 0.0))?;
        }
        let excess = inputs.Q.t().dot(&inputs.Q) - Array2::<f64>::eye(inputs.Q.ncols());
        if excess.iter().all(|v| v.abs() < ORTHONORMAL) {
            Ok(())
        } else {
            Err(Domain::special(
                "the columns of Q must be orthonormal",
                "столбцы Q должны быть ортонормированы",
            )
            .into())
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        apply(inputs, inputs.R.view(), inputs.R_tilde.view(), full_log_det)
    }
}

/// log|1 + h′·r| of one unit, with all digits also where the unit hardly stretches.
fn full_log_det(derivative: f64, r: f64) -> f64 {
    let stretch = derivative * r;
    if stretch.abs() < 0.5 {
        return stretch.ln_1p();
    }
    (1.0 + stretch).abs().ln()
}

/// The layer with `outside` for R and `inside` for R̃, and the log-determinant as the sum over units of `term(h′(aᵢ), RᵢᵢR̃ᵢᵢ)`.
fn apply(
    i: &Inputs,
    outside: ArrayView2<'_, f64>,
    inside: ArrayView2<'_, f64>,
    term: fn(f64, f64) -> f64,
) -> Outputs {
    let a = i.z.dot(&i.Q).dot(&inside.t()) + &i.b;
    let shift = a.mapv(f64::tanh).dot(&outside.t()).dot(&i.Q.t());
    let diagonal = &outside.diag() * &inside.diag();
    let log_det = a.map_axis(Axis(1), |row| {
        row.iter()
            .zip(&diagonal)
            .map(|(a, &r)| term(slope(*a), r))
            .sum()
    });
    Outputs {
        x: &i.z + &shift,
        log_det,
    }
}

/// Diagonal ±U(0.4, 0.9), 0.5·N(0, 1) above it.
fn upper_triangular(rng: &mut Rng, n: usize) -> Array2<f64> {
    let mut r = normal(rng, (n, n)) * 0.5;
    for row in 0..n {
        for column in 0..row {
            r[(row, column)] = 0.0;
        }
        r[(row, row)] = signed_uniform1(rng, 0.4, 0.9);
    }
    r
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_unit_is_a_planar_layer() {
        // x = z + 2·tanh(3z₁ + ln 2) in the first coordinate; tanh(ln 2) = 3/5, so h′ = 16/25 and 1 + h′·6 = 121/25.
        let i = Inputs {
            z: arr2(&[[0.0, 7.0]]),
            Q: arr2(&[[1.0], [0.0]]),
            R: arr2(&[[2.0]]),
            R_tilde: arr2(&[[3.0]]),
            b: arr1(&[2.0_f64.ln()]),
        };
        let out = SylvesterFlow::reference(&i);
        assert!((out.x[(0, 0)] - 1.2).abs() < 1e-15 && out.x[(0, 1)] == 7.0);
        assert!((out.log_det[0] - (121.0_f64 / 25.0).ln()).abs() < 1e-15);
    }

    #[test]
    fn the_inner_matrix_acts_from_the_left() {
        // a = R̃z = (0 + 2·50, 50): both units saturate where the transpose would leave a₁ = 0.
        let i = Inputs {
            z: arr2(&[[0.0, 50.0]]),
            Q: Array2::eye(2),
            R: arr2(&[[1.0, 10.0], [0.0, 1.0]]),
            R_tilde: arr2(&[[1.0, 2.0], [0.0, 1.0]]),
            b: arr1(&[0.0, 0.0]),
        };
        let out = SylvesterFlow::reference(&i);
        assert_eq!(out.x, arr2(&[[11.0, 51.0]]));
        assert!(out.log_det[0].abs() < 1e-15);
    }

    #[test]
    fn a_unit_that_hardly_stretches_keeps_its_digits() {
        let i = Inputs {
            z: arr2(&[[20.0]]),
            Q: arr2(&[[1.0]]),
            R: arr2(&[[0.5]]),
            R_tilde: arr2(&[[1.0]]),
            b: arr1(&[0.0]),
        };
        let expected = 2.0 * (-40.0_f64).exp();
        assert!((SylvesterFlow::reference(&i).log_det[0] / expected - 1.0).abs() < 1e-13);
    }

    #[test]
    fn matrices_without_the_determinant_are_refused() {
        let i = Inputs {
            z: arr2(&[[0.3, 0.1]]),
            Q: Array2::eye(2),
            R: Array2::eye(2),
            R_tilde: arr2(&[[1.0, 2.0], [0.0, 1.0]]),
            b: arr1(&[0.0, 0.0]),
        };
        assert!(SylvesterFlow::validate(&i).is_ok());
        let full = arr2(&[[1.0, 2.0], [0.5, 1.0]]);
        for bad in [
            Inputs {
                Q: full.clone(),
                ..i.clone()
            },
            Inputs {
                R: full.clone(),
                ..i.clone()
            },
            Inputs {
                R_tilde: full.clone(),
                ..i.clone()
            },
        ] {
            assert!(SylvesterFlow::validate(&bad).is_err());
        }
    }

    #[test]
    fn no_matrices_no_change() {
        let i = Inputs {
            z: arr2(&[[0.3]]),
            Q: arr2(&[[1.0]]),
            R: arr2(&[[0.0]]),
            R_tilde: arr2(&[[0.0]]),
            b: arr1(&[5.0]),
        };
        let out = SylvesterFlow::reference(&i);
        assert_eq!((out.x[(0, 0)], out.log_det[0]), (0.3, 0.0));
    }
}
