//! # Discretized mixture of logistics
//!
//! $$P(x)=\sum_k\pi_k\left[\sigma\Big(\frac{x+\frac12-\mu_k}{e^{s_k}}\Big)-\sigma\Big(\frac{x-\frac12-\mu_k}{e^{s_k}}\Big)\right],\qquad x\in\{0,\dots,V-1\}.$$
//!
//! A level owns the bin of width 1 around it: its probability is the difference of the distribution function at the ends of the bin. The lowest
//! level also owns the tail below it and the highest the tail above it, so that the levels sum to 1: $\sigma(u)$ for $x=0$ and $1-\sigma(v)$ for
//! $x=V-1$, $u$ and $v$ the upper and the lower end of the bin in units of the scale. Pixels are independent given the parameters.
//!
//! - Numerical care: the difference of two sigmoids is 0 in floating point as soon as the bin lies in a tail. The identity
//!   $$\log\big(\sigma(u)-\sigma(v)\big)=\log\sigma(u)+\log\sigma(-v)+\log\big(1-e^{-(u-v)}\big),\qquad u-v=e^{-s},$$
//!   is exact everywhere; the last term is taken by `expm1`, and is $-s$ where the bin is far narrower than the scale.
//! - Shapes: batch × dim, parameters batch × dim × component. Units: nats. Levels are not rescaled to [−1, 1].
//! - Domain: two levels or more, any finite parameters.
//! - Source: lectures 2 and 7; Salimans, Karpathy, Chen and Kingma, PixelCNN++, 2017, section 2.1.

use crate::formulas::domain::whole_within;
use crate::formulas::gaussian::standardized;
use crate::formulas::logistic::log_sigmoid;
use crate::formulas::logsumexp::{log_softmax, logsumexp_axis};
use crate::task::prelude::*;

/// The number of levels of an 8-bit pixel.
const LEVELS: i64 = 256;

ports! { DiscretizedLogisticMixture:
    Inputs {
        x: i64["batch", "dim"] "Pixels, from 0 to the number of levels less 1.";
        mixture_logits: f64["batch", "dim", "component"] "Logits of the mixture weights.";
        means: f64["batch", "dim", "component"] "Means of the logistic components, on the scale of the levels.";
        log_scales: f64["batch", "dim", "component"] "Logarithms of the scales of the logistic components.";
        num_levels: i64[] "The number of levels of a pixel.";
    }
    Outputs {
        log_prob: f64["batch"] "log P(x) of every object, in nats.";
    }
}

impl Task for DiscretizedLogisticMixture {
    const LECTURES: &'static [u8] = &[2, 7];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=64, "dim" 8 in 2..=256, "component" 3 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_edge_cases" => mixture(&log_masses(i, |bin| bin.inner(-0.5)), i),
        "density_instead_of_mass" => mixture(&log_masses(i, Bin::log_density), i),
        "bin_not_centered" => mixture(&log_masses(i, |bin| bin.log_mass(0.0)), i),
        "weighted_sum_of_logs" => {
            let masses = log_masses(i, |bin| bin.log_mass(-0.5));
            let weights = log_softmax(&i.mixture_logits, Axis(2)).mapv(f64::exp);
            (weights * masses).sum_axis(Axis(2)).sum_axis(Axis(1))
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Two pixels of every instance lie 60 to 150 scales above all means: both values of the distribution function are 1 in floating point, the logarithm of the probability is not.",
            ru: "Два пикселя каждого варианта лежат на 60–150 масштабов выше всех средних: оба значения функции распределения там равны 1, а логарифм вероятности конечен.",
        },
        |i| {
            let far = |(b, d): (usize, usize)| {
                let components = 0..i.means.dim().2;
                components.map(|k| (b, d, k)).all(|at| {
                    let above = i.x[(b, d)] as f64 - i.means[at];
                    (59.0..=151.0).contains(&(above * (-i.log_scales[at]).exp()))
                })
            };
            i.x.indexed_iter().filter(|(at, _)| far(*at)).count() == 2
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let shape = (batch, dim, sizes.get("component"));
        let highest = LEVELS - 1;
        let hard = if dim > 2 { batch.min(2) } else { 0 };
        let mut x = loop {
            let x = Array2::from_shape_simple_fn((batch, dim), || match integer1(rng, 0, 3) {
                0 => 0,
                1 => highest,
                _ => integer1(rng, 1, highest - 1),
            });
            // Both edges are in every instance.
            if x.iter().any(|x| *x == 0) && x.iter().any(|x| *x == highest) {
                break x;
            }
        };
        let log_scales = uniform(rng, shape, -0.7, 1.2);
        for b in 0..hard {
            x[(b, dim - 1)] = integer1(rng, 1, highest - 1);
        }
        let mut means = Array3::from_shape_fn(shape, |(b, d, _)| {
            let x = x[(b, d)];
            let offset = if x == 0 {
                -uniform1(rng, 0.5, 5.0)
            } else if x == highest {
                uniform1(rng, 0.5, 5.0)
            } else {
                signed_uniform1(rng, 0.2, 3.0)
            };
            x as f64 + offset
        });
        // Far above all means both values of the distribution function round to 1.
        for b in 0..hard {
            for k in 0..shape.2 {
                let scales = log_scales[(b, dim - 1, k)].exp() * uniform1(rng, 60.0, 150.0);
                means[(b, dim - 1, k)] = x[(b, dim - 1)] as f64 - scales;
            }
        }
        Inputs {
            x,
            mixture_logits: signed_uniform(rng, shape, 0.3, 1.5),
            means,
            log_scales,
            num_levels: LEVELS,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("num_levels", &[inputs.num_levels], 2..=i64::MAX)?;
        whole_within("x", &inputs.x, 0..=inputs.num_levels - 1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        mixture(&log_masses(inputs, |bin| bin.log_mass(-0.5)), inputs)
    }
}

/// A level and the logistic distribution it is judged under.
struct Bin {
    x: f64,
    lowest: bool,
    highest: bool,
    mean: f64,
    log_scale: f64,
}

impl Bin {
    /// log P of the level, whose bin begins at `x + from` and has width 1.
    fn log_mass(&self, from: f64) -> f64 {
        let (u, v) = self.ends(from);
        if self.lowest {
            log_sigmoid(u)
        } else if self.highest {
            log_sigmoid(-v)
        } else {
            self.inner(from)
        }
    }

    /// log(σ(u) − σ(v)).
    fn inner(&self, from: f64) -> f64 {
        let (u, v) = self.ends(from);
        log_sigmoid(u) + log_sigmoid(-v) + self.log_width()
    }

    fn ends(&self, from: f64) -> (f64, f64) {
        let scaled = |end| standardized(end, self.mean, self.log_scale);
        (scaled(self.x + from + 1.0), scaled(self.x + from))
    }

    /// log(1 − exp(−e^(−s))).
    fn log_width(&self) -> f64 {
        let width = (-self.log_scale).exp();
        if width < 1e-8 {
            // 1 − e^(−w) = w(1 − w/2 + …): the width itself may be 0 in floating point.
            return -self.log_scale - width / 2.0;
        }
        (-(-width).exp_m1()).ln()
    }

    fn log_density(&self) -> f64 {
        let a = standardized(self.x, self.mean, self.log_scale);
        log_sigmoid(a) + log_sigmoid(-a) - self.log_scale
    }
}

/// The log-probability of every pixel under every component alone.
fn log_masses(i: &Inputs, log_mass: impl Fn(&Bin) -> f64) -> Array3<f64> {
    let x = i.x.view().insert_axis(Axis(2));
    Zip::from(&i.means)
        .and(&i.log_scales)
        .and_broadcast(&x)
        .map_collect(|&mean, &log_scale, &x| {
            log_mass(&Bin {
                x: x as f64,
                lowest: x == 0,
                highest: x == i.num_levels - 1,
                mean,
                log_scale,
            })
        })
}

fn mixture(log_masses: &Array3<f64>, i: &Inputs) -> Outputs {
    let joint = log_softmax(&i.mixture_logits, Axis(2)) + log_masses;
    Outputs::from(logsumexp_axis(&joint, Axis(2)).sum_axis(Axis(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::logistic::sigmoid;
    use ndarray::{arr2, arr3};

    fn one(x: i64, mean: f64, log_scale: f64, num_levels: i64) -> Inputs {
        Inputs {
            x: arr2(&[[x]]),
            mixture_logits: arr3(&[[[0.3]]]),
            means: arr3(&[[[mean]]]),
            log_scales: arr3(&[[[log_scale]]]),
            num_levels,
        }
    }

    fn log_prob(x: i64, mean: f64, log_scale: f64, num_levels: i64) -> f64 {
        DiscretizedLogisticMixture::reference(&one(x, mean, log_scale, num_levels)).log_prob[0]
    }

    #[test]
    fn levels_sum_to_one() {
        for levels in [2, 3, 256] {
            for (mean, log_scale) in [(0.7, 0.0), (-4.0, 2.0), (300.0, 3.0)] {
                let total: f64 = (0..levels)
                    .map(|x| log_prob(x, mean, log_scale, levels).exp())
                    .sum();
                assert!((total - 1.0).abs() < 1e-13, "{levels} levels: {total}");
            }
        }
    }

    #[test]
    fn inner_and_edge_levels_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
        close(
            log_prob(1, 1.0, 0.0, 3),
            (sigmoid(0.5) - sigmoid(-0.5)).ln(),
        );
        close(log_prob(0, 0.5, 1.0, 3), 0.5_f64.ln());
        close(log_prob(2, 1.5, 1.0, 3), 0.5_f64.ln());
    }

    #[test]
    fn a_bin_far_in_the_tail_keeps_its_logarithm() {
        // e^(−u) − e^(−v) with ends 2999.5 and 3000.5 below the mean.
        let by_hand = -2999.5 + (-(-1.0_f64).exp_m1()).ln();
        assert!((log_prob(100, 3100.0, 0.0, 256) - by_hand).abs() < 1e-9);
    }

    #[test]
    fn scales_beyond_the_range_of_exp() {
        // A needle inside the bin, at its end, and outside; a distribution so wide that only its density counts.
        assert_eq!(log_prob(5, 5.2, -1000.0, 256), 0.0);
        assert!((log_prob(5, 5.5, -1000.0, 256) - 0.5_f64.ln()).abs() < 1e-15);
        assert_eq!(log_prob(5, 9.0, -1000.0, 256), f64::NEG_INFINITY);
        assert!((log_prob(5, 5.0, 1000.0, 256) + 1000.0 + 4.0_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn equal_components_mix_to_themselves() {
        let mut inputs = one(7, 5.0, 0.5, 256);
        let alone = DiscretizedLogisticMixture::reference(&inputs).log_prob[0];
        inputs.mixture_logits = arr3(&[[[1.0, -700.0, 3.0]]]);
        inputs.means = arr3(&[[[5.0; 3]]]);
        inputs.log_scales = arr3(&[[[0.5; 3]]]);
        let mixed = DiscretizedLogisticMixture::reference(&inputs).log_prob[0];
        assert!((alone - mixed).abs() < 1e-14);
    }

    #[test]
    fn levels_out_of_range_are_refused() {
        let valid = |x, levels| DiscretizedLogisticMixture::validate(&one(x, 0.0, 0.0, levels));
        assert!(valid(1, 2).is_ok());
        assert!(valid(2, 2).is_err());
        assert!(valid(-1, 2).is_err());
        assert!(valid(0, 1).is_err());
        assert!(valid(0, i64::MIN).is_err());
    }
}
