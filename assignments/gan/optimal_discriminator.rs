//! # The optimal discriminator and the value of the game
//!
//! On a finite set the value $V(G,D)=\sum_kp_k\log D_k+\sum_kq_k\log(1-D_k)$ separates over $k$, and each term is largest at
//! $$D^*_k=\frac{p_k}{p_k+q_k},\qquad V(G,D^*)=\sum_kp_k\log D^*_k+\sum_kq_k\log(1-D^*_k)=2\,JSD(p,q)-\log4.$$
//!
//! The value is computed by the sums, with $1-D^*_k$ taken as $q_k/(p_k+q_k)$ and $\log\frac a{a+b}$ as $-\operatorname{log1p}(b/a)$ for $b\le a$: for nearly
//! disjoint tables the value is near 0, and $2JSD-\log4$ would have no digits left. $0\log0=0$.
//!
//! Units: nats. Domain: distributions; zeros are allowed where the other probability is positive.
//!
//! Source: lecture 8; Goodfellow et al., Generative Adversarial Nets, 2014, proposition 1 and theorem 1.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::random_table;
use crate::formulas::table::{check, check_common_support, game_value, jensen_shannon};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::Array1;
use std::f64::consts::LN_2;

ports! {
    /// Two distributions on one finite set.
    pub struct Inputs {
        /// Probabilities of the data distribution.
        p: Array1<f64> ["outcome"],
        /// Probabilities of the generator's distribution.
        q: Array1<f64> ["outcome"],
    }
}

ports! {
    /// The discriminator and the value.
    pub struct Outputs {
        /// The optimal discriminator: its probability that the outcome is real.
        d_star: Array1<f64> ["outcome"],
        /// The value of the game at the optimal discriminator, in nats.
        value: f64 [],
    }
}

/// D* and V(G, D*), see the module's page.
pub struct OptimalDiscriminator;

impl Task for OptimalDiscriminator {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("optimal_discriminator.rs");
    const LECTURES: &'static [u8] = &[8];
    const SIZES: &'static [Size] = &[Size::new("outcome", 8, 2, 256)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "d_star_swapped",
            hint: Text {
                en: "$D$ is the probability that the sample is real: $p$ belongs in the numerator.",
                ru: "$D$ — вероятность того, что объект реальный: в числителе должно стоять $p$.",
            },
            answer: |i| Outputs {
                d_star: d_star(&i.q, &i.p),
                value: value(i),
            },
        },
        Mistake {
            id: "log4_missing",
            hint: Text {
                en: "The value is $2JSD-\\log4$: at $p=q$ it is $-\\log4$, not 0.",
                ru: "Значение равно $2JSD-\\log4$: при $p=q$ получается $-\\log4$, а не 0.",
            },
            answer: |i| Outputs {
                value: 2.0 * jsd(i),
                ..OptimalDiscriminator::reference(i)
            },
        },
        Mistake {
            id: "base2",
            hint: Text {
                en: "Logarithms are natural.",
                ru: "Логарифмы натуральные.",
            },
            answer: |i| Outputs {
                value: value(i) / LN_2,
                ..OptimalDiscriminator::reference(i)
            },
        },
        Mistake {
            id: "jsd_not_doubled",
            hint: Text {
                en: "The game's value holds twice the Jensen-Shannon divergence.",
                ru: "В значение игры дивергенция Йенсена — Шеннона входит с коэффициентом 2.",
            },
            answer: |i| Outputs {
                value: jsd(i) - 2.0 * LN_2,
                ..OptimalDiscriminator::reference(i)
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let tables = random_table(rng, 2, sizes.get("outcome"), 0.9);
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
