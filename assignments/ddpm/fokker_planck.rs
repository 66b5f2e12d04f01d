//! # The Fokker-Planck equation
//!
//! How the density of $dx=f(x)\,dt+g\,dw$ changes, for a linear drift $f(x)=\theta(\mu-x)$, a constant $g$ and a present density $p=\mathcal N(m,\sigma^2)$ in one dimension:
//! $$\frac{\partial p}{\partial t}=-\frac{\partial}{\partial x}\bigl[f\,p\bigr]+\frac{g^2}2\,\frac{\partial^2p}{\partial x^2}=p(x)\Bigl[\theta-f(x)\,u+\frac{g^2}2\Bigl(u^2-\frac1{\sigma^2}\Bigr)\Bigr],\qquad u=-\frac{x-m}{\sigma^2}.$$
//!
//! Here $p'=p\,u$ and $p''=p\,(u^2-1/\sigma^2)$, and $-f'=\theta$. For the stationary law, $m=\mu$ and $\sigma^2=g^2/2\theta$, the right-hand side is 0 everywhere.
//!
//! - Domain: any real numbers. Far out, where the density underflows, the rate is 0.
//! - Source: lecture 13 (the Kolmogorov-Fokker-Planck equation); Risken, The Fokker-Planck Equation, 1996, section 5.

use crate::formulas::gaussian::log_density;
use crate::task::prelude::*;

ports! { FokkerPlanck:
    Inputs {
        x: f64["point"] "Points.";
        theta: f64[] "The rate of the drift.";
        mu: f64[] "The point that the drift pulls to.";
        g: f64[] "The diffusion coefficient, the factor of dw.";
        mean: f64[] "The mean of the present density.";
        log_std: f64[] "The logarithm of its standard deviation.";
    }
    Outputs {
        dp_dt: f64["point"] "The time derivative of the density at every point.";
    }
}

impl Task for FokkerPlanck {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes!["point" 16 in 1..=1024];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_half" => rate(i, |d| d.divergence + d.transport + i.g * i.g * d.curvature),
        "drift_not_differentiated" => rate(i, |d| d.transport + 0.5 * i.g * i.g * d.curvature),
        "drift_sign" => rate(i, |d| {
            -d.divergence - d.transport + 0.5 * i.g * i.g * d.curvature
        }),
        "g_not_squared" => rate(i, |d| d.divergence + d.transport + 0.5 * i.g * d.curvature),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let points = sizes.get("point");
        let mean = normal1(rng);
        let log_std = uniform1(rng, -0.3, 0.4);
        let spread = Array1::linspace(-2.0, 2.0, points) * f64::exp(log_std);
        let side = sign1(rng);
        Inputs {
            x: spread + mean + normal(rng, points) * 0.05,
            theta: uniform1(rng, 0.5, 1.5),
            mu: mean + side * uniform1(rng, 0.5, 1.5),
            g: uniform1(rng, 1.3, 2.0),
            mean,
            log_std,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        // With y = x − m and the precision π = 1/σ² the bracket is (θ − ½g²π)(1 − πy²) + θ(μ − m)πy: both terms are 0 for the
        // stationary law, where the parts by themselves only cancel.
        let (theta, half_g2) = (inputs.theta, 0.5 * inputs.g * inputs.g);
        rate(inputs, |d| {
            let pull = d.precision * d.y;
            (theta - half_g2 * d.precision) * (1.0 - pull * d.y)
                + theta * (inputs.mu - inputs.mean) * pull
        })
    }
}

/// The parts of the right-hand side at one point, divided by the density.
struct Parts {
    /// −f′.
    divergence: f64,
    /// −f·p′/p.
    transport: f64,
    /// p″/p.
    curvature: f64,
    /// x − m.
    y: f64,
    /// 1/σ².
    precision: f64,
}

/// The density times a sum of the parts.
fn rate(i: &Inputs, sum: impl Fn(&Parts) -> f64) -> Outputs {
    let precision = (-2.0 * i.log_std).exp();
    let at = |x: f64| {
        let density = log_density(x, i.mean, i.log_std).exp();
        if density == 0.0 {
            // The Gaussian outruns every polynomial, which alone could overflow.
            return 0.0;
        }
        let u = -(x - i.mean) * precision;
        density
            * sum(&Parts {
                divergence: i.theta,
                transport: -i.theta * (i.mu - x) * u,
                curvature: u * u - precision,
                y: x - i.mean,
                precision,
            })
    };
    Outputs::from(i.x.mapv(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn run(x: &[f64], mu: f64, g: f64) -> Vec<f64> {
        FokkerPlanck::reference(&Inputs {
            x: arr1(x),
            theta: 0.5,
            mu,
            g,
            mean: 0.0,
            log_std: 0.0,
        })
        .dp_dt
        .to_vec()
    }

    #[test]
    fn the_stationary_law_stays() {
        for rate in run(&[-3.0, -0.4, 0.0, 1.7], 0.0, 1.0) {
            assert!(rate.abs() < 1e-16);
        }
    }

    #[test]
    fn a_spreading_density_falls_at_its_centre() {
        // p(0)·(θ − g²/2), g = 2.
        let density = 1.0 / (2.0 * std::f64::consts::PI).sqrt();
        assert!((run(&[0.0], 0.0, 2.0)[0] + 1.5 * density).abs() < 1e-15);
    }

    #[test]
    fn the_drift_moves_mass_towards_mu() {
        // At ±1 only −f·p′ with f = ½·2 differs from the stationary case: ±p(1).
        let density = (-0.5_f64).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let got = run(&[-1.0, 1.0], 2.0, 1.0);
        assert!((got[0] + density).abs() < 1e-15);
        assert!((got[1] - density).abs() < 1e-15);
    }

    #[test]
    fn far_out_nothing_changes() {
        assert_eq!(run(&[1e200, -1e300], 1.0, 2.0), [0.0, 0.0]);
    }

    #[test]
    fn near_the_stationary_law_the_rate_keeps_its_digits() {
        // θ = ½g² = ½, and 1/σ² = 1 + 2e-12 to first order: p·(−1e-12)(1 − y²) at y = ½.
        let i = Inputs {
            mean: 0.0,
            log_std: -1e-12,
            x: arr1(&[0.5]),
            theta: 0.5,
            mu: 0.0,
            g: 1.0,
        };
        let density = (-0.125_f64).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let rate = FokkerPlanck::reference(&i).dp_dt[0];
        assert!((rate / (-0.75e-12 * density) - 1.0).abs() < 1e-3, "{rate}");
    }
}
