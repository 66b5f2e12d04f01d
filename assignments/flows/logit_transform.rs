//! # Logit transform of bounded data
//!
//! A flow with a Gaussian base lives on the whole space, dequantized pixels on $[0,1]$. The data is squeezed away from the ends and mapped
//! by the inverse of the logistic function:
//! $$p=\alpha+(1-2\alpha)\,x,\qquad y=\log p-\log(1-p).$$
//!
//! Both maps act element by element: $dy/dp=\frac{1}{p(1-p)}$ and $dp/dx=1-2\alpha$, so that
//! $$\log\left|\det\frac{\partial y}{\partial x}\right|=\sum_d\left(-\log p_d-\log(1-p_d)+\log(1-2\alpha)\right).$$
//!
//! - Numerical care: $1-p=\alpha+(1-2\alpha)(1-x)$ keeps its digits near $x=1$ where $\alpha$ is tiny.
//! - Shapes: objects are rows, the log-determinant is summed over dimensions. Units: nats.
//! - Domain: $0\le\alpha<\frac{1}{2}$; $x$ from 0 to 1, both included where $\alpha>0$.
//! - Source: lectures 6 and 7; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017, section 4.1.

use crate::task::prelude::*;

ports! { LogitTransform:
    Inputs {
        x: f64["batch", "dim"] "Data in [0, 1].";
        alpha: f64[] "How far the data is kept from the ends, at least 0 and below ½.";
    }
    Outputs {
        y: f64["batch", "dim"] "Logits.";
        log_det: f64["batch"] "log|det ∂y/∂x| of every object.";
    }
}

impl Task for LogitTransform {
    const LECTURES: &'static [u8] = &[6, 7];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "dim" 5 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "scale_term_missing" => Outputs {
            log_det: Squeezed::two_sided(i)
                .log_derivatives(0.0)
                .sum_axis(Axis(1)),
            ..right
        },
        "log_det_negated" => Outputs {
            log_det: -right.log_det,
            ..right
        },
        "realnvp_squash" => {
            let scale = 1.0 - i.alpha;
            let squeezed = Squeezed {
                p: i.x.mapv(|x| i.alpha + scale * x),
                q: i.x.mapv(|x| scale * (1.0 - x)),
            };
            squeezed.logits(scale)
        }
        "log_det_mean" => Outputs {
            log_det: right.log_det / i.x.ncols() as f64,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut x = uniform(rng, (batch, dim), 0.03, 0.97);
        if batch > 1 {
            // The closed end of the interval. The other one is infinite for `realnvp_squash`.
            x[(0, 0)] = 0.0;
        }
        Inputs {
            x,
            alpha: uniform1(rng, 0.02, 0.12),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::special(
            "alpha must be at least 0 and below 0.5",
            "alpha должно быть не меньше 0 и меньше 0,5",
        )
        .require((0.0..0.5).contains(&inputs.alpha))?;
        let squeezed = Squeezed::two_sided(inputs);
        Domain::Within("x".into(), 0.0, 1.0, None)
            .refuse_if(squeezed.p.iter().chain(&squeezed.q).any(|p| *p < 0.0))
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
