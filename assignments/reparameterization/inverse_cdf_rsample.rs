//! # Samples by the inverse CDF
//!
//! For a continuous, increasing CDF $F$ and $u\sim U(0,1)$ the number $F^{-1}(u)$ has the CDF $F$: $P(F^{-1}(u)\le t)=P(u\le F(t))=F(t)$.
//! With the location $\ell$ and the scale $s=e^\lambda$ ($\lambda$ is `log_scale`) this gives
//! $$\text{logistic}=\ell+s\bigl(\log u-\log(1-u)\bigr),\qquad\text{exponential}=-s\log(1-u),\qquad\text{gumbel}=\ell-s\log(-\log u),$$
//! each a differentiable function of its parameters: the reparameterization of every law with a tractable quantile function.
//!
//! The exponential law has mean $s$ (rate $1/s$) and starts at 0. The Gumbel law is that of maxima, $F(x)=\exp(-e^{-(x-\ell)/s})$.
//!
//! - Numerical care: $\log(1-u)$ is `log1p(-u)`; for a tiny $u$ the difference $1-u$ rounds to 1 and the exponential sample to 0.
//!   Every array has the shape (batch). Domain: $0<u<1$, any finite location and log-scale.
//! - Source: lectures 3 and 12; Devroye, Non-Uniform Random Variate Generation, 1986, chapter 2.

use crate::formulas::gumbel::check_uniform;
use crate::task::prelude::*;

ports! { InverseCdfRsample:
    Inputs {
        u: f64["batch"] "Uniform noise, strictly between 0 and 1.";
        loc: f64["batch"] "Locations.";
        log_scale: f64["batch"] "Logarithms of the scales.";
    }
    Outputs {
        logistic: f64["batch"] "Logistic samples.";
        exponential: f64["batch"] "Exponential samples of mean `exp(log_scale)`; the location is not used.";
        gumbel: f64["batch"] "Gumbel samples.";
    }
}

impl Task for InverseCdfRsample {
    const LECTURES: &'static [u8] = &[3, 12];
    const SIZES: &'static [Size] = sizes!["batch" 24 in 1..=1024];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "u_flipped" => {
            let Logs { u, rest } = Logs::of(i);
            samples(i, &i.log_scale.exp(), &Logs { u: rest, rest: u })
        }
        "gumbel_of_minimum" => {
            let logs = Logs::of(i);
            Outputs {
                gumbel: &i.loc + &(i.log_scale.exp() * logs.rest.mapv(|l| (-l).ln())),
                ..samples(i, &i.log_scale.exp(), &logs)
            }
        }
        "scale_as_rate" => {
            let logs = Logs::of(i);
            Outputs {
                exponential: -&logs.rest / i.log_scale.exp(),
                ..samples(i, &i.log_scale.exp(), &logs)
            }
        }
        "scale_not_exponentiated" => samples(i, &i.log_scale, &Logs::of(i)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let batch = sizes.get("batch");
        Inputs {
            u: uniform(rng, batch, 0.01, 0.99),
            loc: normal(rng, batch),
            log_scale: signed_uniform(rng, batch, 0.3, 1.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_uniform(&inputs.u)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        samples(inputs, &inputs.log_scale.exp(), &Logs::of(inputs))
    }
}

/// The logarithms of both tails.
struct Logs {
    /// log u.
    u: Array1<f64>,
    /// log(1 − u).
    rest: Array1<f64>,
}

impl Logs {
    fn of(i: &Inputs) -> Self {
        Self {
            u: i.u.ln(),
            rest: i.u.mapv(|u| (-u).ln_1p()),
        }
    }
}

fn samples(i: &Inputs, scale: &Array1<f64>, logs: &Logs) -> Outputs {
    Outputs {
        logistic: &i.loc + &(scale * &(&logs.u - &logs.rest)),
        exponential: -(scale * &logs.rest),
        gumbel: &i.loc - &(scale * &logs.u.mapv(|l| (-l).ln())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn at(u: f64) -> Outputs {
        InverseCdfRsample::reference(&Inputs {
            u: arr1(&[u]),
            loc: arr1(&[1.0]),
            log_scale: arr1(&[2.0_f64.ln()]),
        })
    }

    #[test]
    fn medians_by_hand() {
        let out = at(0.5);
        let ln2 = 2.0_f64.ln();
        assert_eq!(out.logistic[0], 1.0);
        assert!((out.exponential[0] - 2.0 * ln2).abs() < 1e-15);
        assert!((out.gumbel[0] - (1.0 - 2.0 * ln2.ln())).abs() < 1e-15);
    }

    #[test]
    fn both_tails_keep_their_digits() {
        let tiny = 2.0_f64.powi(-1000);
        let low = at(tiny);
        assert_eq!(low.exponential[0], 2.0 * tiny);
        assert!((low.logistic[0] - (1.0 - 2000.0 * 2.0_f64.ln())).abs() < 1e-11);
        let high = at(1.0 - 2.0_f64.powi(-53));
        let tail = 53.0 * 2.0_f64.ln();
        assert!((high.exponential[0] - 2.0 * tail).abs() < 1e-12);
        assert!((high.gumbel[0] - (1.0 + 2.0 * tail)).abs() < 1e-12);
    }

    #[test]
    fn the_ends_are_refused() {
        for u in [0.0, 1.0] {
            let inputs = Inputs {
                u: arr1(&[u]),
                loc: arr1(&[0.0]),
                log_scale: arr1(&[0.0]),
            };
            assert!(InverseCdfRsample::validate(&inputs).is_err());
        }
    }
}
