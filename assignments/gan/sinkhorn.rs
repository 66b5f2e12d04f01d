//! # Entropic optimal transport by Sinkhorn iterations
//!
//! With $K=e^{-C/\varepsilon}$ (elementwise) and $v=\mathbf1$ repeat `n_iters` times
//! $$u=\frac p{Kv},\qquad\text{then}\qquad v=\frac q{K^\top u},$$
//! and take the plan $\operatorname{diag}(u)\,K\operatorname{diag}(v)$. Each half-step is the projection, in KL, onto the plans with the right row (column) sums;
//! the columns come last, so the column sums are $q$ exactly and the row sums only in the limit. The transport cost is $\sum_{ij}\mathrm{plan}_{ij}C_{ij}$, without
//! the entropic term that the iterations minimise with it.
//!
//! For small $\varepsilon$ the kernel underflows; the iteration is therefore run on $\log u$ and $\log v$, with log-sum-exp.
//!
//! - Domain: strictly positive distributions, finite costs, $\varepsilon>0$, at least one iteration.
//! - Source: lecture 9; Cuturi, Sinkhorn Distances, 2013.

use crate::formulas::table::check_positive;
use crate::formulas::transport::draw_distances;
use crate::task::prelude::*;

/// The most cells visited, iterations times cells of the plan: a bound on the time, far above what converges.
const MOST_VISITS: f64 = 5e6;

ports! { Sinkhorn:
    Inputs {
        p: f64["source"] "Probabilities of the bins that mass is taken from.";
        q: f64["target"] "Probabilities of the bins that mass is brought to.";
        cost: f64["source", "target"] "Cost of moving a unit of mass from one bin to another.";
        eps: f64[] "Weight of the entropic regularisation.";
        n_iters: i64[] "Number of iterations, each of a row update and a column update.";
    }
    Outputs {
        plan: f64["source", "target"] "The transport plan after the iterations.";
        transport_cost: f64[] "Cost of that plan, without the entropic term.";
    }
}

impl Task for Sinkhorn {
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = sizes![
        "source" 5 in 2..=32, "target" 6 in 2..=32, "n_iters" 2 in 1..=4,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "eps_multiplied" => outputs(i, plan(i, 1.0 / i.eps, iterations(i), First::Rows)),
        "columns_first" => outputs(i, plan(i, i.eps, iterations(i), First::Columns)),
        "one_iteration_short" => outputs(i, plan(i, i.eps, iterations(i) - 1, First::Rows)),
        "entropy_included" => {
            let entropic = |&g: &f64| if g == 0.0 { 0.0 } else { g * (g.ln() - 1.0) };
            let regularisation: f64 = right.plan.iter().map(entropic).sum();
            Outputs {
                transport_cost: right.transport_cost + i.eps * regularisation,
                ..right
            }
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "All costs of the first row are more than $100\\,\\varepsilon$: $e^{-C/\\varepsilon}$ is 0 there in float32. Iterate the logarithms of $u$ and $v$, or compute in float64.",
            ru: "Все стоимости первой строки больше $100\\,\\varepsilon$: $e^{-C/\\varepsilon}$ там в float32 равно 0. Ведите итерации для логарифмов $u$ и $v$ или считайте в float64.",
        },
        |i| i.cost.row(0).iter().all(|c| *c > 100.0 * i.eps),
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (sources, targets) = (sizes.get("source"), sizes.get("target"));
        let eps = uniform1(rng, 0.1, 0.2);
        let mut cost = draw_distances(rng, sources, targets, 0.3);
        if sources > 1 {
            // exp(−C/ε) is 0 in the first row in float32, and not in float64.
            let mut row = cost.row_mut(0);
            let least = row.fold(f64::INFINITY, |m, &c| m.min(c));
            row += eps * uniform1(rng, 108.0, 125.0) - least;
        }
        Inputs {
            p: random_table(rng, 1, sources, 0.6).row(0).to_owned(),
            q: random_table(rng, 1, targets, 0.6).row(0).to_owned(),
            cost,
            eps,
            n_iters: i64::try_from(sizes.get("n_iters")).unwrap_or(i64::MAX),
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check_positive("p", i.p.view())?;
        check_positive("q", i.q.view())?;
        Domain::Finite("cost".into()).require(i.cost.iter().all(|c| c.is_finite()))?;
        Domain::Positive("eps".into()).require(i.eps > 0.0 && i.eps.is_finite())?;
        Domain::AtLeast("n_iters".into(), 1.0, None).refuse_if(i.n_iters < 1)?;
        Domain::TooLarge("n_iters".into())
            .refuse_if(i.n_iters as f64 * i.cost.len() as f64 > MOST_VISITS)
    }

    fn reference(i: &Inputs) -> Outputs {
        outputs(i, plan(i, i.eps, iterations(i), First::Rows))
    }
}

/// Which scaling an iteration begins with.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Rows,
    Columns,
}

fn iterations(i: &Inputs) -> usize {
    usize::try_from(i.n_iters).unwrap_or(1)
}

/// A number of twice the usual precision: the sum of both, the second below the rounding of the first.
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    const ZERO: Self = Self(0.0, 0.0);

    /// The sum with a usual number.
    fn plus(self, v: f64) -> Self {
        let sum = self.0 + v;
        let part = sum - self.0;
        let lost = (self.0 - (sum - part)) + (v - part);
        let low = self.1 + lost;
        let high = sum + low;
        Self(high, low - (high - sum))
    }

    fn minus(self, other: Self) -> f64 {
        let Self(high, low) = self.plus(-other.0).plus(-other.1);
        high + low
    }
}

/// diag(u) K diag(v) after the iterations.
///
/// In the place of u and v are the potentials ε·log u and ε·log v, in twice the usual precision. A small ε divides the differences of
/// potentials and costs only after their leading digits have cancelled: log u itself is of size C/ε, and the plan would lose as many digits.
fn plan(i: &Inputs, eps: f64, iterations: usize, first: First) -> Array2<f64> {
    let mut rows = vec![Double::ZERO; i.p.len()];
    let mut columns = vec![Double::ZERO; i.q.len()];
    let scale_rows = |columns: &[Double]| scaling(i.cost.view(), &i.p, columns, eps);
    let scale_columns = |rows: &[Double]| scaling(i.cost.t(), &i.q, rows, eps);
    for _ in 0..iterations {
        if first == First::Rows {
            rows = scale_rows(&columns);
            columns = scale_columns(&rows);
        } else {
            columns = scale_columns(&rows);
            rows = scale_rows(&columns);
        }
    }
    Array2::from_shape_fn(i.cost.raw_dim(), |(a, b)| {
        let paid = rows[a].plus(-i.cost[(a, b)]);
        (paid.minus(Double(-columns[b].0, -columns[b].1)) / eps).exp()
    })
}

/// The potentials of the rows that give them these masses: ε·log p − ε·log Σ exp((g − C)/ε) with the potentials g of the columns.
fn scaling(
    cost: ArrayView2<'_, f64>,
    masses: &Array1<f64>,
    others: &[Double],
    eps: f64,
) -> Vec<Double> {
    let of_row = |(row, mass): (ArrayView1<'_, f64>, &f64)| {
        let gains: Vec<_> = others.iter().zip(row).map(|(g, c)| g.plus(-c)).collect();
        let largest = gains
            .iter()
            .fold(gains[0], |m, g| if g.minus(m) > 0.0 { *g } else { m });
        let total: f64 = gains.iter().map(|g| (g.minus(largest) / eps).exp()).sum();
        Double(-largest.0, -largest.1).plus(eps * (mass.ln() - total.ln()))
    };
    cost.rows().into_iter().zip(masses).map(of_row).collect()
}

fn outputs(i: &Inputs, plan: Array2<f64>) -> Outputs {
    Outputs {
        transport_cost: (&plan * &i.cost).sum(),
        plan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::transport::optimal_plan;
    use ndarray::{Axis, arr1, arr2};

    fn inputs(eps: f64, n_iters: i64) -> Inputs {
        Inputs {
            p: arr1(&[0.3, 0.7]),
            q: arr1(&[0.2, 0.5, 0.3]),
            cost: arr2(&[[0.0, 1.0, 2.0], [1.5, 0.5, 0.2]]),
            eps,
            n_iters,
        }
    }

    #[test]
    fn without_costs_one_iteration_gives_the_product() {
        let mut i = inputs(0.5, 1);
        i.cost.fill(0.0);
        let plan = Sinkhorn::reference(&i).plan;
        for ((a, b), g) in plan.indexed_iter() {
            assert!((g - i.p[a] * i.q[b]).abs() < 1e-15);
        }
    }

    #[test]
    fn the_column_sums_are_exact_after_any_number_of_iterations() {
        for n_iters in [1, 2, 7] {
            let i = inputs(0.05, n_iters);
            let columns = Sinkhorn::reference(&i).plan.sum_axis(Axis(0));
            assert!((columns - &i.q).iter().all(|e| e.abs() < 1e-15));
        }
    }

    #[test]
    fn a_kernel_that_underflows_still_gives_the_optimal_plan() {
        // exp(−1.5/0.0005) is 0 in double precision.
        let i = inputs(0.0005, 5000);
        let cost = Sinkhorn::reference(&i).transport_cost;
        let best = (optimal_plan(&i.p, &i.q, &i.cost) * &i.cost).sum();
        assert!((cost - best).abs() < 1e-6);
    }

    #[test]
    fn counts_and_weights_outside_the_domain_are_refused() {
        for (eps, n_iters) in [
            (0.5, 0),
            (0.5, i64::MAX),
            (0.0, 1),
            (f64::NAN, 1),
            (-1.0, 1),
        ] {
            assert!(Sinkhorn::validate(&inputs(eps, n_iters)).is_err());
        }
        assert!(Sinkhorn::validate(&inputs(0.5, 1000)).is_ok());
    }

    #[test]
    fn a_tiny_eps_costs_no_digits_of_the_plan() {
        // The optimal plan has 4 cells; with eps far below the gaps of the costs the iterations reach it, and the rest is 0.
        let i = inputs(1e-10, 50);
        let plan = Sinkhorn::reference(&i).plan;
        let columns = plan.sum_axis(Axis(0));
        assert!((columns / &i.q - 1.0).iter().all(|e| e.abs() < 1e-14));
    }
}
