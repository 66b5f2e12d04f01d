//! # Forward and reverse KL of a linear flow
//!
//! The target is $\pi=\mathcal N(\text{mean},\text{cov})$, the flow $x=Az+b$ with $z\sim\mathcal N(0,I)$ has the density
//! $p_\theta=\mathcal N(b,AA^T)$. Both divergences are instances of
//! $$KL\big(\mathcal N(m_1,S_1)\,\|\,\mathcal N(m_2,S_2)\big)=\frac{1}{2}\left(\operatorname{tr}(S_2^{-1}S_1)+(m_2-m_1)^TS_2^{-1}(m_2-m_1)-D+\log\frac{\det S_2}{\det S_1}\right):$$
//!
//! the forward one is $KL(\pi\,\|\,p_\theta)$, which maximum likelihood minimises, the reverse one $KL(p_\theta\,\|\,\pi)$, which needs
//! samples of the flow and the target's density only.
//!
//! - Numerical care: with lower triangular factors $S=LL^T$ and $M=L_2^{-1}L_1$ the trace is $\sum M_{ij}^2$, the quadratic form
//!   $\|L_2^{-1}(m_2-m_1)\|^2$ and the log-determinants make $-\sum\log M_{ii}^2$; every $M_{ii}^2-1-\log M_{ii}^2$ is computed as one
//!   number. The factor of $AA^T$ is taken from $A$ itself by orthogonalising its rows: forming the product would square the condition number. Equal distributions with equal factors give exactly 0.
//! - Shapes: two numbers. Units: nats. Domain: a symmetric positive definite covariance, a nonsingular $A$.
//! - Source: lecture 5; Papamakarios et al., Normalizing flows for probabilistic modeling and inference, 2021, section 2.3.

use crate::formulas::gaussian::exp_above_tangent;
use crate::formulas::linalg::{cholesky, solve_lower};
use crate::formulas::table::log_ratio;
use crate::task::prelude::*;

/// How far the two halves of a covariance may be apart in units of its largest entry: float32 rounding passes.
const ASYMMETRY: f64 = 1e-6;

ports! { ForwardReverseKl:
    #[expect(non_snake_case, reason = "the matrix keeps the name of the formula in files")]
    Inputs {
        mean: f64["dim"] "The target's mean.";
        cov: f64["dim", "dim"] "The target's covariance.";
        A: f64["dim", "dim"] "The flow's matrix.";
        b: f64["dim"] "The flow's shift.";
    }
    Outputs {
        forward_kl: f64[] "KL(π‖p), in nats.";
        reverse_kl: f64[] "KL(p‖π), in nats.";
    }
}

impl Task for ForwardReverseKl {
    const LECTURES: &'static [u8] = &[5];
    const SIZES: &'static [Size] = sizes!["dim" 3 in 1..=16];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "swapped" => Outputs {
            forward_kl: right.reverse_kl,
            reverse_kl: right.forward_kl,
        },
        "half_missing" => Outputs {
            forward_kl: 2.0 * right.forward_kl,
            reverse_kl: 2.0 * right.reverse_kl,
        },
        "log_det_sign" => divergences(i, i.A.view(), -1.0),
        "a_transposed" => divergences(i, i.A.t(), 1.0),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let g = normal(rng, (dim, dim));
        let cov = (g.dot(&g.t()) / dim as f64 + Array2::<f64>::eye(dim) * 0.3) * 0.5;
        // Off-diagonal entries away from zero keep A·Aᵀ away from Aᵀ·A.
        let mut triangle = signed_uniform(rng, (dim, dim), 0.25, 0.5);
        for row in 0..dim {
            for column in 0..row {
                triangle[(row, column)] = 0.0;
            }
            triangle[(row, row)] = signed_uniform1(rng, 1.1, 1.6);
        }
        Inputs {
            mean: normal(rng, dim),
            cov,
            A: orthonormal(rng, dim, dim).dot(&triangle),
            b: normal(rng, dim) + 1.0,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let cov = &inputs.cov;
        let largest = cov.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let asymmetry = (cov - &cov.t()).iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        Domain::Symmetric("cov".into()).refuse_if(asymmetry > ASYMMETRY * largest)?;
        Domain::PositiveDefinite("cov".into()).refuse_if(cholesky(cov.view()).is_none())?;
        // Both A and its transpose are factorised, the transpose by a mistake.
        for a in [inputs.A.view(), inputs.A.t()] {
            Domain::Invertible("A".into()).require(has_full_rank(a, &factor_of_product(a)))?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        divergences(inputs, inputs.A.view(), 1.0)
    }
}

/// A Gaussian by its mean and the lower triangular factor L of its covariance L·Lᵀ.
struct Gaussian<'a> {
    mean: &'a Array1<f64>,
    factor: &'a Array2<f64>,
}

/// Both divergences with A·Aᵀ made of `a`; `log_det_sign` is 1 where the log-determinants enter rightly.
fn divergences(i: &Inputs, a: ArrayView2<'_, f64>, log_det_sign: f64) -> Outputs {
    // `validate` has seen that the factor exists; NaN stands for an answer where it does not.
    let cov_factor =
        cholesky(i.cov.view()).unwrap_or_else(|| Array2::from_elem(i.cov.raw_dim(), f64::NAN));
    let target = Gaussian {
        mean: &i.mean,
        factor: &cov_factor,
    };
    let flow = Gaussian {
        mean: &i.b,
        factor: &factor_of_product(a),
    };
    Outputs {
        forward_kl: kl(&target, &flow, log_det_sign),
        reverse_kl: kl(&flow, &target, log_det_sign),
    }
}

/// With M = L_q⁻¹L_p the divergence is ½(Σ(Mᵢᵢ² − 1 − log Mᵢᵢ²) + Σ_{i>j} Mᵢⱼ² + ‖L_q⁻¹(μ_q − μ_p)‖²): no term is negative and none cancels
/// another, so that nearly equal Gaussians keep their digits.
fn kl(p: &Gaussian<'_>, q: &Gaussian<'_>, log_det_sign: f64) -> f64 {
    let square = |v: &Array1<f64>| v.dot(v);
    let whitened = |v: ArrayView1<'_, f64>| square(&solve_lower(q.factor.view(), v));
    // Column j of M is its diagonal element and, below it, the solution of L_q·M = L_p with that element eliminated.
    let off_diagonal: f64 = (0..p.factor.ncols())
        .map(|j| {
            let (p, q) = (p.factor.column(j), q.factor.column(j));
            let ratio = p[j] / q[j];
            let mut below = if ratio > 0.5 && ratio < 2.0 {
                &p - &q - &q * ((p[j] - q[j]) / q[j])
            } else {
                &p - &q * ratio
            };
            below[j] = 0.0;
            whitened(below.view())
        })
        .sum();
    let diagonal: f64 = std::iter::zip(p.factor.diag(), q.factor.diag())
        .map(|(&p, &q)| {
            let log_variance = 2.0 * log_ratio(p, q);
            exp_above_tangent(log_variance) + (1.0 - log_det_sign) * log_variance
        })
        .sum();
    let shift = q.mean - p.mean;
    0.5 * (diagonal + off_diagonal + whitened(shift.view()))
}

/// The lower triangular L with A·Aᵀ = L·Lᵀ: the rows of A orthogonalised by Gram and Schmidt, each twice.
fn factor_of_product(a: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut l = Array2::zeros(a.raw_dim());
    let mut q = a.to_owned();
    for i in 0..a.nrows() {
        let mut row = a.row(i).to_owned();
        for _ in 0..2 {
            for j in 0..i {
                let along = q.row(j).dot(&row);
                l[(i, j)] += along;
                row.scaled_add(-along, &q.row(j));
            }
        }
        l[(i, i)] = row.dot(&row).sqrt();
        q.row_mut(i).assign(&(row / l[(i, i)]));
    }
    l
}

/// Whether every row of A adds more to the span of those before it than rounding does.
fn has_full_rank(a: ArrayView2<'_, f64>, factor: &Array2<f64>) -> bool {
    let rounding = f64::EPSILON * a.nrows() as f64;
    let rows = a.rows().into_iter().zip(factor.diag());
    rows.into_iter().all(|(row, &pivot)| {
        pivot.is_finite() && pivot > 0.0 && pivot > rounding * row.dot(&row).sqrt()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs() -> Inputs {
        Inputs {
            mean: arr1(&[0.0, 1.0]),
            cov: arr2(&[[1.0, 0.0], [0.0, 4.0]]),
            A: arr2(&[[1.0, 0.0], [0.0, 2.0]]),
            b: arr1(&[0.0, 1.0]),
        }
    }

    #[test]
    fn equal_distributions_are_at_exactly_zero() {
        let out = ForwardReverseKl::reference(&inputs());
        assert_eq!((out.forward_kl, out.reverse_kl), (0.0, 0.0));
        let rotated = Inputs {
            A: arr2(&[[0.0, -1.0], [2.0, 0.0]]),
            ..inputs()
        };
        assert_eq!(ForwardReverseKl::reference(&rotated).forward_kl, 0.0);
    }

    #[test]
    fn nearly_equal_distributions_keep_their_digits() {
        // A = 1 + e: ½(A⁻² − 1 + 2 log A) one way and ½(A² − 1 − 2 log A) the other.
        let e = 1e-6;
        let scaled = Inputs {
            mean: arr1(&[0.0]),
            cov: arr2(&[[1.0]]),
            A: arr2(&[[1.0 + e]]),
            b: arr1(&[0.0]),
        };
        let out = ForwardReverseKl::reference(&scaled);
        assert!((out.forward_kl / (e * e * (1.0 - 5.0 / 3.0 * e)) - 1.0).abs() < 1e-9);
        assert!((out.reverse_kl / (e * e * (1.0 - e / 3.0)) - 1.0).abs() < 1e-9);
        // A shear: ½e² but for the fourth order.
        let sheared = Inputs {
            mean: arr1(&[0.0, 0.0]),
            cov: arr2(&[[1.0, 0.0], [0.0, 1.0]]),
            A: arr2(&[[1.0, e], [0.0, 1.0]]),
            b: arr1(&[0.0, 0.0]),
        };
        let out = ForwardReverseKl::reference(&sheared);
        assert!((out.forward_kl / (0.5 * e * e) - 1.0).abs() < 1e-9);
        assert!((out.reverse_kl / (0.5 * e * e) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn one_dimension_by_hand() {
        // π = N(0, 1), p = N(1, 4).
        let i = Inputs {
            mean: arr1(&[0.0]),
            cov: arr2(&[[1.0]]),
            A: arr2(&[[-2.0]]),
            b: arr1(&[1.0]),
        };
        let out = ForwardReverseKl::reference(&i);
        let ln2 = 2.0_f64.ln();
        assert!((out.forward_kl - (ln2 - 0.25)).abs() < 1e-15);
        assert!((out.reverse_kl - (2.0 - ln2)).abs() < 1e-15);
    }

    #[test]
    fn a_badly_scaled_flow_is_legal() {
        let i = Inputs {
            mean: arr1(&[0.0, 0.0]),
            cov: arr2(&[[1.0, 0.0], [0.0, 1.0]]),
            A: arr2(&[[1.0, 0.0], [0.0, 1e-20]]),
            b: arr1(&[0.0, 0.0]),
        };
        assert!(ForwardReverseKl::validate(&i).is_ok());
        let expected = -0.5 + 20.0 * 10.0_f64.ln();
        assert!((ForwardReverseKl::reference(&i).reverse_kl - expected).abs() < 1e-12);
    }

    #[test]
    fn singular_and_indefinite_matrices_are_refused() {
        for cov in [
            [[1.0, 2.0], [2.0, 1.0]],
            [[1.0, 1.0], [1.0, 1.0]],
            [[1.0, 0.5], [0.0, 1.0]],
            [[f64::NAN, 0.0], [0.0, 1.0]],
        ] {
            let bad = Inputs {
                cov: arr2(&cov),
                ..inputs()
            };
            assert!(ForwardReverseKl::validate(&bad).is_err());
        }
        for a in [
            [[1.0, 2.0], [2.0, 4.0]],
            [[0.0; 2]; 2],
            [[0.1, 0.7], [0.3, 2.1]],
        ] {
            let bad = Inputs {
                A: arr2(&a),
                ..inputs()
            };
            assert!(ForwardReverseKl::validate(&bad).is_err());
        }
    }
}
