//! # Planar flow
//!
//! A residual layer that moves points along one direction by an amount that depends on one projection:
//!
//! $$x=z+\hat u\tanh(a),\qquad a=w^Tz+b,\qquad \hat u=u+\left(\operatorname{softplus}(w^Tu)-1-w^Tu\right)\frac{w}{\|w\|_2^2}.$$
//!
//! The layer is invertible when $w^T\hat u>-1$. The correction is always applied and gives $w^T\hat u=\operatorname{softplus}(w^Tu)-1$
//! for whatever $u$ is learnt. The Jacobian is the identity plus a matrix of rank one, so by the matrix determinant lemma
//! $$\log\left|\det\frac{\partial x}{\partial z}\right|=\log\left|1+(1-\tanh^2a)\,w^T\hat u\right|.$$
//!
//! Numerical care: the stable softplus; the determinant is computed as $\tanh^2a+\operatorname{sech}^2a\cdot\operatorname{softplus}(w^Tu)$,
//! the same number as a sum of two positive terms, because $1+w^T\hat u$ rounds to 0 for a very negative $w^Tu$; its logarithm is taken by `log1p` where it is close to 1.
//!
//! Shapes: objects are rows. Units: nats. Domain: $w\ne0$.
//!
//! Source: lectures 6 and 8; Rezende and Mohamed, Variational inference with normalizing flows, 2015, appendix A.1.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::planar::{self, Layer, check_direction, correction, norm};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2};

/// The least |1 + h′(a) wᵀu| of a draw: the layer without the constraint has a finite log-determinant too.
const AWAY_FROM_SINGULAR: f64 = 0.01;

ports! {
    /// Points and the layer's parameters.
    pub struct Inputs {
        /// Points before the layer.
        z: Array2<f64> ["batch", "dim"],
        /// The direction that is read.
        w: Array1<f64> ["dim"],
        /// The direction of the shift, before the constraint.
        u: Array1<f64> ["dim"],
        /// The bias.
        b: f64 [],
    }
}

ports! {
    /// The constrained direction, the moved points and their change of volume.
    pub struct Outputs {
        /// The direction of the shift that makes the layer invertible.
        u_hat: Array1<f64> ["dim"],
        /// Points after the layer.
        x: Array2<f64> ["batch", "dim"],
        /// log|det ∂x/∂z| of every object.
        log_det: Array1<f64> ["batch"],
    }
}

/// One planar layer, see the module's page.
pub struct PlanarFlow;

impl Task for PlanarFlow {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("planar_flow.rs");
    const LECTURES: &'static [u8] = &[5, 6, 8];
    const SIZES: &'static [Size] = &[Size::new("batch", 8, 1, 128), Size::new("dim", 3, 1, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "u_unconstrained",
            hint: Text {
                en: "Replace $u$ by $\\hat u$, so that $w^T\\hat u = \\operatorname{softplus}(w^Tu) - 1 > -1$.",
                ru: "Замените $u$ на $\\hat u$, чтобы выполнялось $w^T\\hat u = \\operatorname{softplus}(w^Tu) - 1 > -1$.",
            },
            answer: |i| apply(i, Layer::with_u_hat(i.w.view(), i.u.clone(), i.b)),
        },
        Mistake {
            id: "norm_not_squared",
            hint: Text {
                en: "The correction is along $w / \\|w\\|^2$: divide by the squared norm.",
                ru: "Поправка направлена вдоль $w / \\|w\\|^2$: делите на квадрат нормы.",
            },
            answer: |i| {
                let (w, u) = (i.w.view(), i.u.view());
                let u_hat = &u + &(&w / norm(w) * correction(w, u));
                apply(i, Layer::with_u_hat(w, u_hat, i.b))
            },
        },
        Mistake {
            id: "derivative_missing",
            hint: Text {
                en: "The Jacobian needs the derivative $h'(a) = 1 - \\tanh^2 a$.",
                ru: "В якобиан входит производная $h'(a) = 1 - \\tanh^2 a$.",
            },
            answer: |i| {
                let log_det = layer(i).one_plus_inner.abs().ln();
                Outputs {
                    log_det: Array1::from_elem(i.z.nrows(), log_det),
                    ..PlanarFlow::reference(i)
                }
            },
        },
        Mistake {
            id: "log_det_negated",
            hint: Text {
                en: "`log_det` is of the map $z \\mapsto x$; you gave that of its inverse.",
                ru: "`log_det` относится к отображению $z \\mapsto x$, а дан логарифм определителя обратного.",
            },
            answer: |i| {
                let right = PlanarFlow::reference(i);
                Outputs {
                    log_det: -right.log_det,
                    ..right
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let (w, u, b) = planar::draw(rng, dim);
        let unconstrained = Layer::with_u_hat(w.view(), u.clone(), b);
        let mut z = normal(rng, (batch, dim));
        // Row by row, so that a large batch is found as soon as a small one.
        for row in 0..batch {
            let singular = |z: &Array2<f64>| {
                let one = z.row(row).insert_axis(ndarray::Axis(0));
                unconstrained.log_det(one)[0] <= AWAY_FROM_SINGULAR.ln()
            };
            while singular(&z) {
                z.row_mut(row).assign(&normal(rng, dim));
            }
        }
        Inputs { z, w, u, b }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_direction(&inputs.w)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        apply(inputs, layer(inputs))
    }
}

fn layer(i: &Inputs) -> Layer<'_> {
    Layer::constrained(i.w.view(), i.u.view(), i.b)
}

fn apply(i: &Inputs, layer: Layer<'_>) -> Outputs {
    Outputs {
        x: layer.apply(i.z.view()),
        log_det: layer.log_det(i.z.view()),
        u_hat: layer.u_hat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn by_hand() {
        // wᵀu = 0: û = (ln 2 − 1)·w/‖w‖². The first point has a = 0.
        let i = Inputs {
            z: arr2(&[[0.0, 1.0], [40.0, 0.0]]),
            w: arr1(&[2.0, 0.0]),
            u: arr1(&[0.0, 3.0]),
            b: 0.0,
        };
        let out = PlanarFlow::reference(&i);
        let pull = (2.0_f64.ln() - 1.0) / 2.0;
        assert!((out.u_hat[0] - pull).abs() < 1e-16 && out.u_hat[1] == 3.0);
        assert_eq!(out.x.row(0), i.z.row(0));
        assert!((out.x[(1, 0)] - 40.0 - pull).abs() < 1e-14 && out.x[(1, 1)] == 3.0);
        assert!((out.log_det[0] - 2.0_f64.ln().ln()).abs() < 1e-15);
        // sech²80·(ln 2 − 1), and no more of the logarithm's series.
        let stretch = 4.0 * (-160.0_f64).exp() * (2.0_f64.ln() - 1.0);
        assert!((out.log_det[1] / stretch - 1.0).abs() < 1e-13);
    }

    #[test]
    fn extreme_inner_products_stay_finite() {
        for u in [-700.0, -1e5, 1e5] {
            let i = Inputs {
                z: arr2(&[[0.0], [1.0]]),
                w: arr1(&[1.0]),
                u: arr1(&[u]),
                b: 0.5,
            };
            let out = PlanarFlow::reference(&i);
            assert!(out.x.iter().chain(&out.log_det).all(|v| v.is_finite()));
        }
    }

    #[test]
    fn the_log_determinant_is_the_slope_in_one_dimension() {
        let at = |z: f64| {
            PlanarFlow::reference(&Inputs {
                z: arr2(&[[z]]),
                w: arr1(&[1.3]),
                u: arr1(&[0.8]),
                b: -0.2,
            })
        };
        let slope = (at(0.4 + 1e-5).x[(0, 0)] - at(0.4 - 1e-5).x[(0, 0)]) / 2e-5;
        assert!((at(0.4).log_det[0] - slope.ln()).abs() < 1e-9);
    }
}
