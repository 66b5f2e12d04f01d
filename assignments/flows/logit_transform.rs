//! # Logit transform of bounded data
//!
//! A flow with a Gaussian base lives on the whole space, dequantized pixels on $[0,1]$. The data is squeezed away from the ends and mapped
//! by the inverse of the logistic function:
//!
//! $$p=\alpha+(1-2\alpha)\,x,\qquad y=\log p-\log(1-p).$$
//!
//! Both maps act element by element: $dy/dp=\frac{1}{p(1-p)}$ and $dp/dx=1-2\alpha$, so that
//! $$\log\left|\det\frac{\partial y}{\partial x}\right|=\sum_d\left(-\log p_d-\log(1-p_d)+\log(1-2\alpha)\right).$$
//!
//! Numerical care: $1-p=\alpha+(1-2\alpha)(1-x)$ keeps its digits near $x=1$ where $\alpha$ is tiny.
//!
//! Shapes: objects are rows, the log-determinant is summed over dimensions. Units: nats.
//! Domain: $0\le\alpha<\frac{1}{2}$; $x$ from 0 to 1, both included where $\alpha>0$.
//!
//! Source: lectures 6 and 7; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017, section 4.1.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{uniform, uniform1};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Bounded data.
    pub struct Inputs {
        /// Data in [0, 1].
        x: Array2<f64> ["batch", "dim"],
        /// How far the data is kept from the ends, at least 0 and below ½.
        alpha: f64 [],
    }
}

ports! {
    /// Unbounded data and the change of volume.
    pub struct Outputs {
        /// Logits.
        y: Array2<f64> ["batch", "dim"],
        /// log|det ∂y/∂x| of every object.
        log_det: Array1<f64> ["batch"],
    }
}

/// Squeeze and logit, see the module's page.
pub struct LogitTransform;

impl Task for LogitTransform {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("logit_transform.rs");
    const LECTURES: &'static [u8] = &[6, 7];
    const SIZES: &'static [Size] = &[Size::new("batch", 6, 1, 256), Size::new("dim", 5, 1, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "scale_term_missing",
            hint: Text {
                en: "The squeeze into $[\\alpha, 1-\\alpha]$ contributes $\\log(1-2\\alpha)$ per dimension.",
                ru: "Сжатие в $[\\alpha, 1-\\alpha]$ даёт вклад $\\log(1-2\\alpha)$ на каждое измерение.",
            },
            answer: |i| Outputs {
                log_det: Squeezed::two_sided(i)
                    .log_derivatives(0.0)
                    .sum_axis(Axis(1)),
                ..LogitTransform::reference(i)
            },
        },
        Mistake {
            id: "log_det_negated",
            hint: Text {
                en: "You gave the log-determinant of the sigmoid, that is of the inverse map.",
                ru: "Дан логарифм определителя для сигмоиды, то есть для обратного отображения.",
            },
            answer: |i| {
                let right = LogitTransform::reference(i);
                Outputs {
                    log_det: -right.log_det,
                    ..right
                }
            },
        },
        Mistake {
            id: "realnvp_squash",
            hint: Text {
                en: "Scale by $1-2\\alpha$, so that $x=1$ lands on $1-\\alpha$ (the text of the RealNVP paper has $1-\\alpha$).",
                ru: "Множитель — $1-2\\alpha$, чтобы $x=1$ переходил в $1-\\alpha$ (в тексте статьи о RealNVP стоит $1-\\alpha$).",
            },
            answer: |i| {
                let scale = 1.0 - i.alpha;
                let squeezed = Squeezed {
                    p: i.x.mapv(|x| i.alpha + scale * x),
                    q: i.x.mapv(|x| scale * (1.0 - x)),
                };
                squeezed.logits(scale)
            },
        },
        Mistake {
            id: "log_det_mean",
            hint: Text {
                en: "Sum the log-derivatives over dimensions, do not average them.",
                ru: "Логарифмы производных нужно складывать по измерениям, а не усреднять.",
            },
            answer: |i| {
                let right = LogitTransform::reference(i);
                Outputs {
                    log_det: right.log_det / i.x.ncols() as f64,
                    ..right
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            x: uniform(rng, shape, 0.03, 0.97),
            alpha: uniform1(rng, 0.02, 0.12),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if !(0.0..0.5).contains(&inputs.alpha) {
            return Err(InputsError::illegal(
                "alpha must be at least 0 and below 0.5",
            ));
        }
        let squeezed = Squeezed::two_sided(inputs);
        if squeezed.p.iter().chain(&squeezed.q).any(|p| *p < 0.0) {
            return Err(InputsError::illegal(
                "x must be from 0 to 1: beyond, there is no logit of what it is squeezed to",
            ));
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Squeezed::two_sided(inputs).logits(1.0 - 2.0 * inputs.alpha)
    }
}

/// p and q = 1 − p, each computed on its own.
struct Squeezed {
    p: Array2<f64>,
    q: Array2<f64>,
}

impl Squeezed {
    /// The squeeze into [α, 1 − α].
    fn two_sided(i: &Inputs) -> Self {
        let inside = |x: f64| i.alpha + (1.0 - 2.0 * i.alpha) * x;
        Self {
            p: i.x.mapv(inside),
            q: i.x.mapv(|x| inside(1.0 - x)),
        }
    }

    /// log dy/dx of every element for a squeeze of slope exp(`log_scale`).
    fn log_derivatives(&self, log_scale: f64) -> Array2<f64> {
        log_scale - self.p.ln() - self.q.ln()
    }

    fn logits(&self, scale: f64) -> Outputs {
        Outputs {
            y: self.p.ln() - self.q.ln(),
            log_det: self.log_derivatives(scale.ln()).sum_axis(Axis(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn the_middle_is_at_exactly_zero() {
        let i = Inputs {
            x: arr2(&[[0.5, 0.5]]),
            alpha: 0.25,
        };
        let out = LogitTransform::reference(&i);
        assert_eq!(out.y, arr2(&[[0.0, 0.0]]));
        // −2·log ¼ + … = 2·(2·log 2 − log 2) = 2·log 2.
        assert!((out.log_det[0] - 2.0 * 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn both_ends_are_finite() {
        let i = Inputs {
            x: arr2(&[[0.0, 1.0]]),
            alpha: 1e-9,
        };
        let out = LogitTransform::reference(&i);
        assert_eq!(out.y[(0, 0)], -out.y[(0, 1)]);
        assert!((out.y[(0, 1)] - 9.0 * 10.0_f64.ln()).abs() < 1e-8);
        assert!(out.log_det[0].is_finite());
    }

    #[test]
    fn no_squeeze_is_the_plain_logit() {
        let i = Inputs {
            x: arr2(&[[1.0 - 2.0_f64.powi(-40)]]),
            alpha: 0.0,
        };
        assert!(LogitTransform::validate(&i).is_ok());
        let out = LogitTransform::reference(&i);
        assert!((out.y[(0, 0)] - 40.0 * 2.0_f64.ln()).abs() < 1e-11);
    }

    #[test]
    fn half_or_more_is_refused() {
        for alpha in [0.5, -0.1, f64::NAN, f64::INFINITY] {
            assert!(
                LogitTransform::validate(&Inputs {
                    x: arr2(&[[0.5]]),
                    alpha
                })
                .is_err()
            );
        }
    }
}
