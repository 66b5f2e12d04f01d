//! # ELBO surgery
//!
//! $$\frac1N\sum_iKL\big(q(z|x_i)\,\|\,p(z)\big)=KL\big(\bar q(z)\,\|\,p(z)\big)+\mathbb I_q[x,z],\qquad\bar q(z)=\frac1N\sum_iq(z|x_i).$$
//!
//! Averaged over the data, the KL term of the ELBO splits in two. The first part compares the aggregated posterior with the prior, and is 0
//! for the optimal prior $p=\bar q$. The second,
//! $$\mathbb I_q[x,z]=\frac1N\sum_iKL\big(q(z|x_i)\,\|\,\bar q(z)\big),$$
//! is the mutual information between the index of the object and its code: the information that the encoder passes on, at most $\log N$. To see
//! it, write $\log\frac{q_i}p=\log\frac{q_i}{\bar q}+\log\frac{\bar q}p$ and average.
//!
//! Here the encoder is categorical, so that every term is a finite sum.
//!
//! - Numerical care: terms of probability 0 are 0; the aggregated posterior is averaged relative to the first row, so that equal rows give that
//!   row itself and all divergences are exactly 0.
//! - Shapes: objects × codes. Units: nats. Domain: distributions; `p` is positive wherever `q` is.
//! - Source: lecture 7; Hoffman and Johnson, ELBO surgery: yet another way to carve up the variational evidence lower bound, 2016.

use crate::formulas::domain::probabilities;
use crate::formulas::table::kl;
use crate::task::prelude::*;

ports! { ElboSurgery:
    Inputs {
        q: f64["object", "code"] "q(z|x) of every object; rows sum to 1.";
        p: f64["code"] "The prior p(z).";
    }
    Outputs {
        aggregated_posterior: f64["code"] "The mean of q(z|x) over the objects.";
        mean_kl: f64[] "The mean KL from q(z|x) to the prior, in nats.";
        marginal_kl: f64[] "KL from the aggregated posterior to the prior, in nats.";
        mutual_information: f64[] "Mutual information between object and code, in nats.";
    }
}

impl Task for ElboSurgery {
    const LECTURES: &'static [u8] = &[7];
    const SIZES: &'static [Size] = sizes!["object" 8 in 1..=128, "code" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "in_bits" => {
            let bits = |nats: f64| nats / std::f64::consts::LN_2;
            Outputs {
                mean_kl: bits(right.mean_kl),
                marginal_kl: bits(right.marginal_kl),
                mutual_information: bits(right.mutual_information),
                ..right
            }
        }
        "reversed_marginal_kl" => Outputs {
            marginal_kl: kl(i.p.view(), right.aggregated_posterior.view()),
            ..right
        },
        "sum_over_objects" => {
            let objects = i.q.nrows() as f64;
            Outputs {
                mean_kl: objects * right.mean_kl,
                mutual_information: objects * right.mutual_information,
                ..right
            }
        }
        "entropy_of_aggregated" => {
            // KL to a table of ones is the negative entropy.
            let ones = Array1::ones(i.p.len());
            Outputs {
                mutual_information: -kl(right.aggregated_posterior.view(), ones.view()),
                ..right
            }
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Two objects of every instance have a code of probability 0; such a term of a sum is 0.",
            ru: "У двух объектов каждого варианта один из кодов имеет вероятность 0; такое слагаемое равно 0.",
        },
        |i| {
            let zeros = |row: ArrayView1<'_, f64>| row.iter().filter(|q| **q == 0.0).count();
            i.q.rows()
                .into_iter()
                .filter(|row| zeros(*row) == 1)
                .count()
                == 2
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (object, code) = (sizes.get("object"), sizes.get("code"));
        let alpha = Array1::from_elem(code, 0.8);
        let mut q = Array2::zeros((object, code));
        for mut row in q.outer_iter_mut() {
            row.assign(&(0.9 * dirichlet(rng, &alpha) + 0.1 / code as f64));
        }
        if object > 2 && code > 1 {
            for mut row in q.outer_iter_mut().take(2) {
                empty(&mut row, index1(rng, code));
            }
        }
        let ratio = uniform1(rng, 0.2, 0.3);
        let powers = Array1::from_iter(
            std::iter::successors(Some(1.0), |power| Some(power * ratio)).take(code),
        );
        Inputs {
            q,
            p: shuffled(rng, &(&powers / powers.sum())),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        probabilities("p", inputs.p.view())?;
        for row in inputs.q.rows() {
            probabilities("q", row)?;
            Domain::special(
                "p must be positive wherever q is",
                "p должно быть больше 0 всюду, где больше 0 q",
            )
            .refuse_if(
                row.iter()
                    .zip(&inputs.p)
                    .any(|(&q, &p)| q > 0.0 && p == 0.0),
            )?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let aggregated = aggregated_posterior(&inputs.q);
        Outputs {
            mean_kl: mean_kl(&inputs.q, inputs.p.view()),
            marginal_kl: kl(aggregated.view(), inputs.p.view()),
            mutual_information: mutual_information(&inputs.q, aggregated.view()),
            aggregated_posterior: aggregated,
        }
    }
}

/// The mean of the rows; the row itself where all are equal, without rounding.
fn aggregated_posterior(q: &Array2<f64>) -> Array1<f64> {
    let first = q.row(0);
    (q - &first).sum_axis(Axis(0)) / q.nrows() as f64 + first
}

fn mean_kl(q: &Array2<f64>, p: ArrayView1<'_, f64>) -> f64 {
    q.rows().into_iter().map(|row| kl(row, p)).sum::<f64>() / q.nrows() as f64
}

/// The mean of KL(qᵢ‖q̄). The differences qᵢ − q̄ add up to 0 but for the rounding of q̄; taking their sum off makes that rounding count only in
/// the second order, so that rows close to each other keep their digits.
fn mutual_information(q: &Array2<f64>, aggregated: ArrayView1<'_, f64>) -> f64 {
    let rounding = (q - &aggregated).sum() / q.nrows() as f64;
    mean_kl(q, aggregated) - rounding
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn an_encoder_that_ignores_its_input_is_at_exactly_zero() {
        let p = arr1(&[0.1, 0.2, 0.7]);
        let q = Array2::from_shape_fn((7, 3), |(_, z)| p[z]);
        let got = ElboSurgery::reference(&Inputs { q, p: p.clone() });
        assert_eq!(got.aggregated_posterior, p);
        assert_eq!(got.mean_kl, 0.0);
        assert_eq!(got.marginal_kl, 0.0);
        assert_eq!(got.mutual_information, 0.0);
    }

    #[test]
    fn a_code_of_its_own_for_every_object_is_log_n() {
        let inputs = Inputs {
            q: arr2(&[[1.0, 0.0], [0.0, 1.0]]),
            p: arr1(&[0.25, 0.75]),
        };
        assert!(ElboSurgery::validate(&inputs).is_ok());
        let got = ElboSurgery::reference(&inputs);
        assert!((got.mutual_information - 2.0_f64.ln()).abs() < 1e-15);
        assert!((got.mean_kl - 0.5 * (16.0_f64 / 3.0).ln()).abs() < 1e-15);
        assert!((got.mean_kl - got.marginal_kl - got.mutual_information).abs() < 1e-15);
    }

    #[test]
    fn rows_close_to_each_other_keep_their_digits() {
        // ±ε around a half: ½((1 + 2ε)log(1 + 2ε) + (1 − 2ε)log(1 − 2ε)) = 2ε² + O(ε⁴).
        let e = 2.0_f64.powi(-18);
        let got = ElboSurgery::reference(&Inputs {
            q: arr2(&[[0.5 + e, 0.5 - e], [0.5 - e, 0.5 + e]]),
            p: arr1(&[0.5, 0.5]),
        });
        let expected = 2.0 * e * e * (1.0 + 2.0 / 3.0 * e * e);
        assert!((got.mutual_information / expected - 1.0).abs() < 1e-9);
        assert!((got.mean_kl / expected - 1.0).abs() < 1e-9);
        let shifted = ElboSurgery::reference(&Inputs {
            q: arr2(&[[0.3 + 1e-5, 0.7 - 1e-5], [0.3, 0.7]]),
            p: arr1(&[0.3, 0.7]),
        });
        // From 50-digit arithmetic.
        let expected = 5.952_324_264_487_202e-11;
        assert!((shifted.mutual_information / expected - 1.0).abs() < 1e-9);
    }

    #[test]
    fn codes_that_nobody_uses() {
        let mut inputs = Inputs {
            q: arr2(&[[1.0, 0.0, 0.0]]),
            p: arr1(&[0.5, 0.5, 0.0]),
        };
        assert!(ElboSurgery::validate(&inputs).is_ok());
        let got = ElboSurgery::reference(&inputs);
        assert!((got.marginal_kl - 2.0_f64.ln()).abs() < 1e-15);
        assert_eq!(got.mutual_information, 0.0);
        inputs.q = arr2(&[[0.5, 0.0, 0.5]]);
        assert!(ElboSurgery::validate(&inputs).is_err());
    }
}
