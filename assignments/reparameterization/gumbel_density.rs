//! # CDF and log-density of the Gumbel distribution
//!
//! The Gumbel law with location $\ell$ and scale $s=e^\lambda$ ($\lambda$ is `log_scale`), the limit law of maxima. With $y=(x-\ell)/s$
//! $$F(x)=\exp(-e^{-y}),\qquad\log p(x)=-y-e^{-y}-\log s .$$
//!
//! The density is the derivative of the CDF, $F'(x)=\exp(-e^{-y})\,e^{-y}/s$; its logarithm is written out, because the density itself underflows
//! in the lower tail, where it falls doubly exponentially. A standard Gumbel variable is $-\log E$ for an exponential $E$, which is why
//! the maximum of perturbed logits is an exponential race, and its winner a categorical sample.
//!
//! - Units: nats. Every array has the shape (batch). Domain: any finite values.
//! - Source: lecture 12; Gumbel, Statistical Theory of Extreme Values, 1954; Maddison et al., A* Sampling, 2014 (arXiv:1411.0030), section 2.

use crate::formulas::gaussian::standardized;
use crate::task::prelude::*;

ports! { GumbelDensity:
    Inputs {
        x: f64["batch"] "Points.";
        loc: f64["batch"] "Locations.";
        log_scale: f64["batch"] "Logarithms of the scales.";
    }
    Outputs {
        cdf: f64["batch"] "P(g ≤ x).";
        log_prob: f64["batch"] "The log-density, in nats.";
    }
}

impl Task for GumbelDensity {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes!["batch" 24 in 1..=1024];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "gumbel_of_minimum" => {
            let mirrored = law(&-points(i), &i.log_scale);
            Outputs {
                cdf: 1.0 - mirrored.cdf,
                log_prob: mirrored.log_prob,
            }
        }
        "log_scale_missing" => {
            let y = points(i);
            Outputs {
                log_prob: law(&y, &Array1::zeros(y.len())).log_prob,
                ..law(&y, &i.log_scale)
            }
        }
        "survival_function" => {
            let out = law(&points(i), &i.log_scale);
            Outputs {
                cdf: 1.0 - out.cdf,
                ..out
            }
        }
        "not_standardized" => law(&(&i.x - &i.loc), &i.log_scale),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let batch = sizes.get("batch");
        let loc = normal(rng, batch);
        let log_scale = signed_uniform(rng, batch, 0.3, 1.0);
        let y = uniform(rng, batch, -1.4, 4.0);
        Inputs {
            x: &loc + &(log_scale.exp() * y),
            loc,
            log_scale,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        law(&points(inputs), &inputs.log_scale)
    }
}

fn points(i: &Inputs) -> Array1<f64> {
    Zip::from(&i.x)
        .and(&i.loc)
        .and(&i.log_scale)
        .map_collect(|&x, &loc, &log_scale| standardized(x, loc, log_scale))
}

/// The CDF at the standardised point, and the log-density of a variable whose scale has this logarithm.
fn law(y: &Array1<f64>, log_scale: &Array1<f64>) -> Outputs {
    Outputs {
        cdf: y.mapv(|y| (-(-y).exp()).exp()),
        log_prob: y.mapv(|y| -y - (-y).exp()) - log_scale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn at(x: f64, loc: f64, scale: f64) -> (f64, f64) {
        let out = GumbelDensity::reference(&Inputs {
            x: arr1(&[x]),
            loc: arr1(&[loc]),
            log_scale: arr1(&[scale.ln()]),
        });
        (out.cdf[0], out.log_prob[0])
    }

    #[test]
    fn at_the_location_by_hand() {
        let (cdf, log_prob) = at(3.0, 3.0, 2.0);
        assert!((cdf - (-1.0_f64).exp()).abs() < 1e-16);
        assert!((log_prob - (-1.0 - 2.0_f64.ln())).abs() < 1e-15);
    }

    #[test]
    fn tails_stay_finite_where_the_density_underflows() {
        let (cdf, log_prob) = at(-20.0, 0.0, 1.0);
        assert_eq!(cdf, 0.0);
        assert!((log_prob / (20.0 - 20.0_f64.exp()) - 1.0).abs() < 1e-15);
        assert_eq!(at(1000.0, 0.0, 1.0), (1.0, -1000.0));
    }

    #[test]
    fn the_density_is_the_slope_of_the_cdf() {
        let h = 1e-5;
        let slope = (at(0.7 + h, 0.2, 1.7).0 - at(0.7 - h, 0.2, 1.7).0) / (2.0 * h);
        assert!((at(0.7, 0.2, 1.7).1 - slope.ln()).abs() < 1e-9);
    }
}
