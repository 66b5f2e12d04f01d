//! # Planar flow
//!
//! A residual layer that moves points along one direction by an amount that depends on one projection:
//! $$x=z+\hat u\tanh(a),\qquad a=w^Tz+b,\qquad \hat u=u+\left(\operatorname{softplus}(w^Tu)-1-w^Tu\right)\frac{w}{\|w\|_2^2}.$$
//!
//! The layer is invertible when $w^T\hat u>-1$. The correction is always applied and gives $w^T\hat u=\operatorname{softplus}(w^Tu)-1$
//! for whatever $u$ is learnt. The Jacobian is the identity plus a matrix of rank one, so by the matrix determinant lemma
//! $$\log\left|\det\frac{\partial x}{\partial z}\right|=\log\left|1+(1-\tanh^2a)\,w^T\hat u\right|.$$
//!
//! - Numerical care: the stable softplus; the determinant is computed as $\tanh^2a+\operatorname{sech}^2a\cdot\operatorname{softplus}(w^Tu)$,
//!   the same number as a sum of two positive terms, because $1+w^T\hat u$ rounds to 0 for a very negative $w^Tu$; its logarithm is taken by `log1p` where it is close to 1.
//! - Shapes: objects are rows. Units: nats. Domain: $w\ne0$.
//! - Source: lectures 5 and 7; Rezende and Mohamed, Variational inference with normalizing flows, 2015, appendix A.1.

use crate::formulas::planar::{self, Layer, check_direction, correction, norm};
use crate::task::prelude::*;

ports! { PlanarFlow:
    Inputs {
        z: f64["batch", "dim"] "Points before the layer.";
        w: f64["dim"] "The direction that is read.";
        u: f64["dim"] "The direction of the shift, before the constraint.";
        b: f64[] "The bias.";
    }
    Outputs {
        u_hat: f64["dim"] "The direction of the shift that makes the layer invertible.";
        x: f64["batch", "dim"] "Points after the layer.";
        log_det: f64["batch"] "log|det ∂x/∂z| of every object.";
    }
}

impl Task for PlanarFlow {
    const LECTURES: &'static [u8] = &[5, 7];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=128, "dim" 3 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "u_unconstrained" => apply(i, Layer::with_u_hat(i.w.view(), i.u.clone(), i.b)),
        "norm_not_squared" => {
            let (w, u) = (i.w.view(), i.u.view());
            let u_hat = &u + &(&w / norm(w) * correction(w, u));
            apply(i, Layer::with_u_hat(w, u_hat, i.b))
        }
        "derivative_missing" => {
            let log_det = layer(i).one_plus_inner.abs().ln();
            Outputs {
                log_det: Array1::from_elem(i.z.nrows(), log_det),
                ..right
            }
        }
        "log_det_negated" => Outputs {
            log_det: -right.log_det,
            ..right
        },
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "(so it is in every instance)",
            ru: "(так во всех вариантах)",
        },
        |i| i.w.dot(&i.u) > -1.0,
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let (w, u, b) = planar::draw(rng, dim);
        Inputs {
            z: normal(rng, (batch, dim)),
            w,
            u,
            b,
        }
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
