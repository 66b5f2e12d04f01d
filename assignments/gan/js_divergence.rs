//! # Jensen-Shannon divergence
//!
//! $$JSD(p,q)=\frac12KL(p\,\|\,m)+\frac12KL(q\,\|\,m),\qquad m=\frac{p+q}2,$$
//! for every row of two tables. It is symmetric, lies between 0 (equal rows) and $\log2$ (disjoint rows), and is finite also where the
//! supports differ, because $m$ is positive wherever $p$ or $q$ is. $0\log0=0\log(0/0)=0$.
//!
//! With $x_k=(p_k-q_k)/(p_k+q_k)$ outcome $k$ contributes $\frac{m_k}2\big((1+x_k)\log(1+x_k)+(1-x_k)\log(1-x_k)\big)\ge0$.
//! In this form nothing cancels between outcomes: nearly equal rows keep their digits and equal rows give exactly 0.
//!
//! Units: nats. Domain: rows are distributions; zeros are allowed anywhere.
//!
//! Source: lectures 8 and 9; Lin, Divergence Measures Based on the Shannon Entropy, 1991.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::random_table;
use crate::formulas::table::{check, jensen_shannon, kl};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2, ArrayView1};
use std::f64::consts::LN_2;

ports! {
    /// Pairs of distributions.
    pub struct Inputs {
        /// The first distribution of every pair, a row.
        p: Array2<f64> ["batch", "outcome"],
        /// The second distribution of every pair, a row.
        q: Array2<f64> ["batch", "outcome"],
    }
}

ports! {
    /// The divergence.
    pub struct Outputs {
        /// Jensen-Shannon divergence of every pair, in nats.
        jsd: Array1<f64> ["batch"],
    }
}

/// JSD(p, q) per row, see the module's page.
pub struct JsDivergence;

impl Task for JsDivergence {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("js_divergence.rs");
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 6, 1, 256),
        Size::new("outcome", 8, 2, 256),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "half_missing",
            hint: Text {
                en: "Average the two KL terms instead of adding them.",
                ru: "Две KL-дивергенции нужно усреднить, а не сложить.",
            },
            answer: |i| per_row(i, |p, q| 2.0 * jensen_shannon(p, q)),
        },
        Mistake {
            id: "mixture_not_halved",
            hint: Text {
                en: "The mixture $m$ is a distribution: $(p+q)/2$.",
                ru: "Смесь $m$ сама является распределением: $(p+q)/2$.",
            },
            answer: |i| {
                per_row(i, |p, q| {
                    let sum = &p + &q;
                    0.5 * kl(p, sum.view()) + 0.5 * kl(q, sum.view())
                })
            },
        },
        Mistake {
            id: "square_root",
            hint: Text {
                en: "This is the Jensen-Shannon distance, the square root of the divergence (scipy's `jensenshannon` returns it): square it.",
                ru: "Это расстояние Йенсена — Шеннона, то есть корень из дивергенции (его возвращает `jensenshannon` из scipy): возведите в квадрат.",
            },
            answer: |i| per_row(i, |p, q| jensen_shannon(p, q).sqrt()),
        },
        Mistake {
            id: "symmetrised_kl",
            hint: Text {
                en: "Compare each distribution with the mixture, not with the other one.",
                ru: "Каждое распределение сравнивается со смесью, а не с другим распределением.",
            },
            answer: |i| per_row(i, |p, q| 0.5 * kl(p, q) + 0.5 * kl(q, p)),
        },
        Mistake {
            id: "base2",
            hint: Text {
                en: "Logarithms are natural.",
                ru: "Логарифмы натуральные.",
            },
            answer: |i| per_row(i, |p, q| jensen_shannon(p, q) / LN_2),
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, outcomes) = (sizes.get("batch"), sizes.get("outcome"));
        Inputs {
            p: random_table(rng, batch, outcomes, 0.9),
            q: random_table(rng, batch, outcomes, 0.9),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for (name, tables) in [("p", &inputs.p), ("q", &inputs.q)] {
            for row in tables.rows() {
                check(name, row)?;
            }
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        per_row(inputs, jensen_shannon)
    }
}

fn per_row(i: &Inputs, f: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64) -> Outputs {
    let rows = i.p.rows().into_iter().zip(i.q.rows());
    Outputs {
        jsd: rows.map(|(p, q)| f(p, q)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn of(p: [f64; 3], q: [f64; 3]) -> f64 {
        let inputs = Inputs {
            p: arr2(&[p]),
            q: arr2(&[q]),
        };
        JsDivergence::validate(&inputs).unwrap();
        JsDivergence::reference(&inputs).jsd[0]
    }

    #[test]
    fn equal_rows_are_at_exactly_zero_and_disjoint_rows_at_log_2() {
        assert_eq!(of([0.2, 0.8, 0.0], [0.2, 0.8, 0.0]), 0.0);
        assert_eq!(of([1.0, 0.0, 0.0], [0.0, 0.25, 0.75]), LN_2);
    }

    #[test]
    fn half_of_the_mass_shared() {
        // m = (1/2, 1/4, 1/4): each KL is ½·log(½/½) + ½·log(½/¼) = ½·log 2.
        assert!((of([0.5, 0.5, 0.0], [0.5, 0.0, 0.5]) - 0.5 * LN_2).abs() < 1e-15);
    }

    #[test]
    fn symmetric() {
        let (p, q) = ([0.1, 0.2, 0.7], [0.6, 0.3, 0.1]);
        assert_eq!(of(p, q), of(q, p));
    }
}
