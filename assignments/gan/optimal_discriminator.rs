//! # The optimal discriminator and the value of the game
//!
//! On a finite set the value $V(G,D)=\sum_kp_k\log D_k+\sum_kq_k\log(1-D_k)$ separates over $k$, and each term is largest at
//! $$D^*_k=\frac{p_k}{p_k+q_k},\qquad V(G,D^*)=\sum_kp_k\log D^*_k+\sum_kq_k\log(1-D^*_k)=2\,JSD(p,q)-\log4.$$
//!
//! The value is computed by the sums, with $1-D^*_k$ taken as $q_k/(p_k+q_k)$ and $\log\frac a{a+b}$ as $-\operatorname{log1p}(b/a)$ for $b\le a$: for nearly
//! disjoint tables the value is near 0, and $2JSD-\log4$ would have no digits left. $0\log0=0$.
//!
//! - Units: nats. Domain: distributions; zeros are allowed where the other probability is positive.
//! - Source: lecture 8; Goodfellow et al., Generative Adversarial Nets, 2014, proposition 1 and theorem 1.

use crate::formulas::table::{check, check_common_support, game_value, jensen_shannon};
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { OptimalDiscriminator:
    Inputs {
        p: f64["outcome"] "Probabilities of the data distribution.";
        q: f64["outcome"] "Probabilities of the generator's distribution.";
    }
    Outputs {
        d_star: f64["outcome"] "The optimal discriminator: its probability that the outcome is real.";
        value: f64[] "The value of the game at the optimal discriminator, in nats.";
    }
}

impl Task for OptimalDiscriminator {
    const LECTURES: &'static [u8] = &[8];
    const SIZES: &'static [Size] = sizes!["outcome" 8 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "d_star_swapped" => Outputs {
            d_star: d_star(&i.q, &i.p),
            value: value(i),
        },
        "log4_missing" => Outputs {
            value: 2.0 * jsd(i),
            ..right
        },
        "base2" => Outputs {
            value: value(i) / LN_2,
            ..right
        },
        "jsd_not_doubled" => Outputs {
            value: jsd(i) - 2.0 * LN_2,
            ..right
        },
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "One outcome has probability 0 under `p` and another under `q`; $0\\log0=0$.",
            ru: "У одного исхода вероятность 0 при `p`, у другого — при `q`; $0\\log0=0$.",
        },
        |i| {
            let zero = |table: &Array1<f64>| {
                let mut zeros = table.indexed_iter().filter(|(_, p)| **p == 0.0);
                zeros
                    .next()
                    .filter(|_| zeros.next().is_none())
                    .map(|(k, _)| k)
            };
            zero(&i.p).is_some() && zero(&i.q).is_some() && zero(&i.p) != zero(&i.q)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let outcomes = sizes.get("outcome");
        let mut tables = random_table(rng, 2, outcomes, 0.9);
        if outcomes > 2 {
            let empty_ones = two_indices(rng, outcomes);
            for (mut row, outcome) in tables.rows_mut().into_iter().zip(empty_ones) {
                empty(&mut row, outcome);
            }
        }
        Inputs {
            p: tables.row(0).to_owned(),
            q: tables.row(1).to_owned(),
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check("p", i.p.view())?;
        check("q", i.q.view())?;
        check_common_support(i.p.view(), i.q.view())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            d_star: d_star(&inputs.p, &inputs.q),
            value: value(inputs),
        }
    }
}

fn d_star(p: &Array1<f64>, q: &Array1<f64>) -> Array1<f64> {
    p / &(p + q)
}

fn value(i: &Inputs) -> f64 {
    game_value(i.p.view(), i.q.view())
}

fn jsd(i: &Inputs) -> f64 {
    jensen_shannon(i.p.view(), i.q.view())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn of(p: &[f64], q: &[f64]) -> Outputs {
        let inputs = Inputs {
            p: arr1(p),
            q: arr1(q),
        };
        OptimalDiscriminator::validate(&inputs).unwrap();
        OptimalDiscriminator::reference(&inputs)
    }

    #[test]
    fn equal_distributions_cannot_be_told_apart() {
        let o = of(&[0.25, 0.75], &[0.25, 0.75]);
        assert_eq!(o.d_star, arr1(&[0.5, 0.5]));
        assert!((o.value + 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn disjoint_distributions_are_told_apart_for_certain() {
        let o = of(&[1.0, 0.0], &[0.0, 1.0]);
        assert_eq!(o.d_star, arr1(&[1.0, 0.0]));
        assert_eq!(o.value, 0.0);
    }

    #[test]
    fn nearly_disjoint_distributions_keep_their_digits() {
        // Per outcome e·log e − e + O(e²) with e = 1e-12, twice.
        let e = 1e-12;
        let o = of(&[1.0 - e, e], &[e, 1.0 - e]);
        assert!((o.value / (2.0 * (e * e.ln() - e)) - 1.0).abs() < 1e-11);
    }

    #[test]
    fn a_single_outcome() {
        assert!((of(&[1.0], &[1.0]).value + 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn an_outcome_that_neither_has_is_refused() {
        let p = arr1(&[1.0, 0.0]);
        assert!(OptimalDiscriminator::validate(&Inputs { p: p.clone(), q: p }).is_err());
    }
}
