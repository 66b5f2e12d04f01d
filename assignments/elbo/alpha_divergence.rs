//! # Alpha-divergence
//!
//! $$D_\alpha(p\,\|\,q)=\frac4{1-\alpha^2}\Big(1-\sum_zp_z^{\frac{1+\alpha}2}q_z^{\frac{1-\alpha}2}\Big),\qquad D_1=KL(p\,\|\,q),\quad D_{-1}=KL(q\,\|\,p).$$
//!
//! One family holds both KL divergences as its limits and, at $\alpha=0$, twice the sum of $(\sqrt p-\sqrt q)^2$. For $\alpha\ge1$ it is
//! zero-avoiding (mass-covering) in $q$, for $\alpha\le-1$ zero-forcing (mode-seeking). Always $D_\alpha(p\|q)=D_{-\alpha}(q\|p)$.
//!
//! - Numerical care: near $\alpha=\pm1$ the bracket is a small difference divided by a small number. With $t=\log\frac pq$,
//!   $\varepsilon=\frac{1-\alpha}2$ and $\delta=\frac{1+\alpha}2$, and because both tables sum to 1, it is the same as
//!   $$-\frac1{\varepsilon\delta}\sum_zp_z\big(e^{-\varepsilon t_z}-1\big)=-\frac1{\varepsilon\delta}\sum_zq_z\big(e^{\delta t_z}-1\big).$$
//!   With `expm1` the first keeps its digits near $\alpha=1$ and the second near $-1$; both are exactly 0 for $p=q$.
//! - Shapes: p and q are batch × category; one divergence an object and order. Units: nats at the limits. Domain: distributions; a
//!   probability of 0 is taken by continuity and can make the divergence infinite.
//! - Source: lecture 1; Minka, Divergence measures and message passing, 2005; Amari, Differential-Geometrical Methods in Statistics, 1985.

use crate::formulas::domain::probabilities;
use crate::formulas::table::log_ratio;
use crate::task::prelude::*;
use ndarray::arr1;

ports! { AlphaDivergence:
    Inputs {
        p: f64["batch", "category"] "First distributions; rows sum to 1.";
        q: f64["batch", "category"] "Second distributions; rows sum to 1.";
        alpha: f64["order"] "Orders α of the divergence.";
    }
    Outputs {
        divergence: f64["batch", "order"] "The divergence from p to q of every pair and order.";
    }
}

impl Task for AlphaDivergence {
    const LECTURES: &'static [u8] = &[1];
    const SIZES: &'static [Size] = sizes!["batch" 5 in 1..=128, "category" 8 in 2..=128];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "arguments_swapped" => over_pairs(i, |p, q, alpha| alpha_divergence(q, p, alpha)),
        "kl_limits_swapped" => over_pairs(i, |p, q, alpha| {
            let alpha = if alpha.abs() == 1.0 { -alpha } else { alpha };
            alpha_divergence(p, q, alpha)
        }),
        "exponents_not_halved" => over_pairs(i, |p, q, alpha| {
            if alpha.abs() == 1.0 {
                return alpha_divergence(p, q, alpha);
            }
            let powers = |(p, q): (&f64, &f64)| p.powf(1.0 + alpha) * q.powf(1.0 - alpha);
            let total: f64 = p.iter().zip(q).map(powers).sum();
            4.0 / (1.0 - alpha * alpha) * (1.0 - total)
        }),
        "missing_factor_4" => over_pairs(i, |p, q, alpha| {
            let share = if alpha.abs() == 1.0 { 1.0 } else { 0.25 };
            share * alpha_divergence(p, q, alpha)
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("category"));
        let mut table = || {
            let mut table = uniform(rng, shape, -1.2, 1.2).mapv(f64::exp);
            let totals = table.sum_axis(Axis(1)).insert_axis(Axis(1));
            table /= &totals;
            table
        };
        let (p, q) = (table(), table());
        // Both limits, the middle, and both sides of each.
        let alpha = arr1(&[
            uniform1(rng, -3.0, -1.5),
            -1.0,
            uniform1(rng, -0.7, -0.3),
            0.0,
            1.0,
            uniform1(rng, 1.5, 3.0),
        ]);
        Inputs { p, q, alpha }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for (p, q) in inputs.p.rows().into_iter().zip(inputs.q.rows()) {
            probabilities("p", p)?;
            probabilities("q", q)?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        over_pairs(inputs, alpha_divergence)
    }
}

fn over_pairs(
    i: &Inputs,
    divergence: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>, f64) -> f64,
) -> Outputs {
    let shape = (i.p.nrows(), i.alpha.len());
    Outputs::from(Array2::from_shape_fn(shape, |(b, a)| {
        divergence(i.p.row(b), i.q.row(b), i.alpha[a])
    }))
}

fn alpha_divergence(p: ArrayView1<'_, f64>, q: ArrayView1<'_, f64>, alpha: f64) -> f64 {
    let (epsilon, delta) = ((1.0 - alpha) / 2.0, f64::midpoint(1.0, alpha));
    if alpha == 1.0 {
        expectation(p, q, |t| t)
    } else if alpha == -1.0 {
        expectation(q, p, |t| t)
    } else if alpha > 0.0 {
        -expectation(p, q, |t| (-epsilon * t).exp_m1()) / (epsilon * delta)
    } else {
        -expectation(q, p, |t| (-delta * t).exp_m1()) / (epsilon * delta)
    }
}

/// Σ a·f(log a − log b); what has no probability under a does not count.
fn expectation(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>, f: impl Fn(f64) -> f64) -> f64 {
    let terms = a.iter().zip(b).filter(|&(&a, _)| a != 0.0);
    terms.map(|(&a, &b)| a * f(log_ratio(a, b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divergence(p: &[f64], q: &[f64], alpha: f64) -> f64 {
        alpha_divergence(ArrayView1::from(p), ArrayView1::from(q), alpha)
    }

    const ORDERS: [f64; 9] = [-3.0, -1.0, -0.9999, -0.5, 0.0, 0.5, 0.9999, 1.0, 3.0];

    #[test]
    fn equal_distributions_are_at_exactly_zero() {
        let p = [0.1, 0.2, 0.7];
        for alpha in ORDERS {
            assert_eq!(divergence(&p, &p, alpha), 0.0, "alpha {alpha}");
            assert_eq!(divergence(&[1.0], &[1.0], alpha), 0.0, "alpha {alpha}");
        }
    }

    #[test]
    fn known_members_of_the_family() {
        let (p, q) = ([0.25, 0.75], [0.5, 0.5]);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
        close(
            divergence(&p, &q, 1.0),
            0.25 * 0.5_f64.ln() + 0.75 * 1.5_f64.ln(),
        );
        close(
            divergence(&p, &q, -1.0),
            0.5 * 2.0_f64.ln() - 0.5 * 1.5_f64.ln(),
        );
        // Hellinger: 4(1 − Σ√pq). Pearson χ²/2 at α = 3: ½(Σp²/q − 1).
        close(
            divergence(&p, &q, 0.0),
            4.0 * (1.0 - 0.125_f64.sqrt() - 0.375_f64.sqrt()),
        );
        close(divergence(&p, &q, 3.0), 0.5 * (0.125 + 1.125 - 1.0));
    }

    #[test]
    fn the_family_is_continuous_at_its_limits_and_antisymmetric_in_order() {
        let (p, q) = ([0.3, 0.1, 0.6], [0.2, 0.7, 0.1]);
        for alpha in ORDERS {
            let there = divergence(&p, &q, alpha);
            assert!((there - divergence(&q, &p, -alpha)).abs() < 1e-13 * there);
        }
        for limit in [-1.0, 1.0] {
            let there = divergence(&p, &q, limit);
            let near = divergence(&p, &q, limit + 1e-9);
            assert!((there - near).abs() < 1e-6, "{there} {near}");
        }
    }

    #[test]
    fn disjoint_supports() {
        let (p, q) = ([1.0, 0.0], [0.0, 1.0]);
        assert_eq!(divergence(&p, &q, 0.0), 4.0);
        assert_eq!(divergence(&p, &q, 0.5), 4.0 / 0.75);
        for alpha in [-3.0, -1.0, 1.0, 3.0] {
            assert_eq!(divergence(&p, &q, alpha), f64::INFINITY, "alpha {alpha}");
        }
        // A zero on one side only: 4(1 − √½).
        let half = divergence(&[0.5, 0.5], &[1.0, 0.0], 0.0);
        assert!((half - 4.0 * (1.0 - 0.5_f64.sqrt())).abs() < 1e-15);
    }
}
