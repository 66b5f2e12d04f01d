//! # Jensen-Shannon divergence
//!
//! $$JSD(p,q)=\frac12KL(p\,\|\,m)+\frac12KL(q\,\|\,m),\qquad m=\frac{p+q}2,$$
//! for every row of two tables. It is symmetric, lies between 0 (equal rows) and $\log2$ (disjoint rows), and is finite also where the
//! supports differ, because $m$ is positive wherever $p$ or $q$ is. $0\log0=0\log(0/0)=0$.
//!
//! With $x_k=(p_k-q_k)/(p_k+q_k)$ outcome $k$ contributes $\frac{m_k}2\big((1+x_k)\log(1+x_k)+(1-x_k)\log(1-x_k)\big)\ge0$.
//! In this form nothing cancels between outcomes: nearly equal rows keep their digits and equal rows give exactly 0.
//!
//! - Units: nats. Domain: rows are distributions; zeros are allowed anywhere.
//! - Source: lectures 8 and 9; Lin, Divergence Measures Based on the Shannon Entropy, 1991.

use crate::formulas::table::{check, jensen_shannon, kl};
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { JsDivergence:
    Inputs {
        p: f64["batch", "outcome"] "The first distribution of every pair, a row.";
        q: f64["batch", "outcome"] "The second distribution of every pair, a row.";
    }
    Outputs {
        jsd: f64["batch"] "Jensen-Shannon divergence of every pair, in nats.";
    }
}

impl Task for JsDivergence {
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "outcome" 8 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "half_missing" => per_row(i, |p, q| 2.0 * jensen_shannon(p, q)),
        "mixture_not_halved" => per_row(i, |p, q| {
            let sum = &p + &q;
            0.5 * kl(p, sum.view()) + 0.5 * kl(q, sum.view())
        }),
        "square_root" => per_row(i, |p, q| jensen_shannon(p, q).sqrt()),
        "symmetrised_kl" => per_row(i, |p, q| 0.5 * kl(p, q) + 0.5 * kl(q, p)),
        "base2" => per_row(i, |p, q| jensen_shannon(p, q) / LN_2),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Rows 0 and 1 contain zeros; $0\\log0=0$.",
            ru: "В строках 0 и 1 есть нули; $0\\log0=0$.",
        },
        |i| {
            let zero = |table: &Array2<f64>, row| table.row(row).iter().any(|p| *p == 0.0);
            (0..2).all(|row| zero(&i.p, row) && zero(&i.q, row))
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, outcomes) = (sizes.get("batch"), sizes.get("outcome"));
        let mut p = random_table(rng, batch, outcomes, 0.9);
        let mut q = random_table(rng, batch, outcomes, 0.9);
        if batch > 2 && outcomes > 2 {
            let [of_p, of_q] = two_indices(rng, outcomes);
            empty(&mut p.row_mut(0), of_p);
            empty(&mut q.row_mut(0), of_q);
            let both = index1(rng, outcomes);
            empty(&mut p.row_mut(1), both);
            empty(&mut q.row_mut(1), both);
        }
        Inputs { p, q }
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
