//! # The discretized Gaussian decoder
//!
//! Pixels are one of 256 values, scaled to $[-1,1]$ with spacing $2/255$; the last step of a diffusion model gives each value the probability that a Gaussian gives to its bin:
//! $$P(x)=\Phi(b)-\Phi(a),\qquad a=\frac{x-\frac1{255}-\mu}{\sigma},\quad b=\frac{x+\frac1{255}-\mu}{\sigma},$$
//! with $a=-\infty$ at the first value ($x<-0.999$) and $b=+\infty$ at the last ($x>0.999$), so that the 256 probabilities add up to 1.
//! The answer is $-\sum_d\log P(x_d)$.
//!
//! - Numerical care: where $a>0$, $(a,b)$ is reflected to $(-b,-a)$, for the lower tail of $\Phi$ has all its digits and the upper has none; then
//!   $\log P=\log\Phi(b)+\log\bigl(1-e^{\log\Phi(a)-\log\Phi(b)}\bigr)$ with $\log\Phi$ exact in the tail.
//!   Where the bin is narrow against $\sigma$ the difference would cancel; with the centre $m$ and the half-width $h$ in units of $\sigma$
//!   the integral of the density over the bin is $2h\,\varphi(m)\bigl(1+\frac{h^2}6(m^2-1)+\frac{h^4}{120}(m^4-6m^2+3)+\dots\bigr)$.
//! - Units: nats, summed over dimensions. No probability is floored. Domain: any finite mean and log_std.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 13.

use crate::formulas::gaussian::{LOG_2PI, log_density};
use crate::formulas::normal_cdf::log_normal_cdf;
use crate::task::prelude::*;

ports! { DiscretizedGaussianNll:
    Inputs {
        x: f64["batch", "dim"] "Pixels, 2k/255 − 1 for k from 0 to 255.";
        mean: f64["batch", "dim"] "Means of the Gaussians.";
        log_std: f64["batch", "dim"] "Logarithms of their standard deviations.";
    }
    Outputs {
        nll: f64["batch"] "Negative log-probability of every object, in nats.";
    }
}

/// Half the distance of two pixel values.
const HALF_BIN: f64 = 1.0 / 255.0;

/// Beyond this in absolute value a pixel is the first or the last.
const EDGE: f64 = 0.999;

/// Below this share of σ (and of σ²/|x − μ|) the narrow-bin series has all digits: its next term is of sixth order.
const NARROW: f64 = 1e-2;

impl Task for DiscretizedGaussianNll {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes!["batch" 4 in 1..=64, "dim" 6 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "bin_width_forgotten" => nll(i, log_density),
        "edge_bins_not_open" => nll(i, |x, mean, s| log_inner_bin(x - mean, HALF_BIN, s)),
        "half_of_the_bin" => nll(i, |x, mean, s| log_bin(x, mean, 0.5 * HALF_BIN, s)),
        "log_std_read_as_log_variance" => nll(i, |x, mean, s| log_bin(x, mean, HALF_BIN, 0.5 * s)),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Two pixels of every instance lie 9 to 12 standard deviations above the mean: both values of $\\Phi$ are 1 there in floating point, their difference is not 0.",
            ru: "Два пикселя каждого варианта лежат на 9–12 стандартных отклонений выше среднего: оба значения $\\Phi$ там равны 1, а их разность — нет.",
        },
        |i| {
            let deviations = (&i.x - &i.mean) * i.log_std.mapv(|s| (-s).exp());
            deviations
                .iter()
                .filter(|z| (8.9..=12.1).contains(*z))
                .count()
                == 2
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        let x = Array2::from_shape_fn(shape, |(_, column)| {
            let level = match column {
                0 => 0,
                1 => 255,
                _ => integer1(rng, 1, 254),
            };
            2.0 * level as f64 / 255.0 - 1.0
        });
        let log_std = uniform(rng, shape, -3.5, -1.8);
        let mut z = normal(rng, shape).mapv(|v| (0.7 * v).clamp(-1.5, 1.5));
        if shape.1 > 2 {
            // Far above the mean both values of Φ round to 1.
            for row in 0..shape.0.min(2) {
                z[(row, 2)] = -uniform1(rng, 9.0, 12.0);
            }
        }
        Inputs {
            mean: &x + &(log_std.mapv(f64::exp) * z),
            x,
            log_std,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        nll(inputs, |x, mean, s| log_bin(x, mean, HALF_BIN, s))
    }
}

/// −Σ over dimensions of a log-probability of (x, mean, log_std).
fn nll(i: &Inputs, log_prob: impl Fn(f64, f64, f64) -> f64) -> Outputs {
    let per_dim = Zip::from(&i.x)
        .and(&i.mean)
        .and(&i.log_std)
        .map_collect(|&x, &mean, &log_std| log_prob(x, mean, log_std));
    Outputs::from(-per_dim.sum_axis(Axis(1)))
}

/// The log-probability of a pixel's bin; the first and the last are open.
fn log_bin(x: f64, mean: f64, half: f64, log_std: f64) -> f64 {
    let precision = (-log_std).exp();
    if x < -EDGE {
        log_normal_cdf((x + half - mean) * precision)
    } else if x > EDGE {
        log_normal_cdf((mean - (x - half)) * precision)
    } else {
        log_inner_bin(x - mean, half, log_std)
    }
}

/// log(Φ(b) − Φ(a)) of a bin whose centre is `offset` from the mean.
fn log_inner_bin(offset: f64, half: f64, log_std: f64) -> f64 {
    let precision = (-log_std).exp();
    // The density is even: a bin above the mean is reflected to below it.
    let offset = -offset.abs();
    let (centre, h) = (offset * precision, half * precision);
    if h * (1.0 - centre) < NARROW {
        let (m2, h2) = (centre * centre, h * h);
        let series = h2 / 6.0 * (m2 - 1.0) + h2 * h2 / 120.0 * (m2 * m2 - 6.0 * m2 + 3.0);
        return -0.5 * LOG_2PI - 0.5 * m2 + (2.0 * half).ln() - log_std + series.ln_1p();
    }
    let upper = log_normal_cdf((offset + half) * precision);
    if upper == f64::NEG_INFINITY {
        return upper;
    }
    let lower = log_normal_cdf((offset - half) * precision);
    upper + (-(lower - upper).exp_m1()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn one(x: f64, mean: f64, log_std: f64) -> f64 {
        let one = |v| arr2(&[[v]]);
        let (x, mean, log_std) = (one(x), one(mean), one(log_std));
        DiscretizedGaussianNll::reference(&Inputs { x, mean, log_std }).nll[0]
    }

    fn total(mean: f64, log_std: f64) -> f64 {
        (0..=255)
            .map(|k| (-one(2.0 * f64::from(k) / 255.0 - 1.0, mean, log_std)).exp())
            .sum()
    }

    #[test]
    fn the_bins_share_all_probability() {
        for (mean, log_std) in [
            (0.3, -3.0),
            (-0.9, -7.0),
            (0.0, 0.0),
            (0.1, 3.0),
            (2.0, -1.0),
        ] {
            assert!(
                (total(mean, log_std) - 1.0).abs() < 1e-12,
                "{mean} {log_std}"
            );
        }
    }

    #[test]
    fn both_routes_agree_where_they_meet() {
        // At h = NARROW and the mean in the bin's centre: erf(h/√2) = √(2/π)(h − h³/6 + h⁵/40).
        for h in [0.999e-2, 1.001e-2_f64] {
            let exact =
                (2.0 / std::f64::consts::PI).sqrt() * (h - h.powi(3) / 6.0 + h.powi(5) / 40.0);
            assert!((log_inner_bin(0.0, h, 0.0) - exact.ln()).abs() < 1e-13);
        }
    }

    #[test]
    fn far_bins_do_not_underflow() {
        // 100 σ above the mean: Φ is 0 to double precision on both sides.
        let (below, above) = (
            one(-0.498, 0.502, 0.01_f64.ln()),
            one(0.502, -0.498, 0.01_f64.ln()),
        );
        assert!((below - above).abs() < 1e-9);
        assert!((4900.0..5000.0).contains(&above));
        assert!(one(1.0, -1.0, -8.0).is_finite());
        assert_eq!(one(0.0, 0.5, -800.0), f64::INFINITY);
        assert_eq!(one(0.0, 0.0, -800.0), 0.0);
    }

    #[test]
    fn a_vast_deviation_is_nearly_uniform() {
        let expected = 0.5 * LOG_2PI + 50.0 - (2.0_f64 / 255.0).ln();
        assert!((one(0.0, 0.0, 50.0) - expected).abs() < 1e-12);
    }
}
