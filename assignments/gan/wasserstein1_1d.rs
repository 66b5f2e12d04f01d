//! # Wasserstein distance on the line
//!
//! On the line the cheapest way to move mass keeps its order, so the earth mover's distance of two empirical distributions is the area between
//! their distribution functions $F_x(t)=\frac1n\#\{i:x_i\le t\}$ and $F_y$:
//! $$W_1=\int_{-\infty}^\infty|F_x(t)-F_y(t)|\,dt=\int_0^1|F_x^{-1}(s)-F_y^{-1}(s)|\,ds.$$
//!
//! Both functions are constant between neighbours of the sorted union $t_1\le\dots\le t_{n+m}$, so the integral is $\sum_k|F_x(t_k)-F_y(t_k)|\,(t_{k+1}-t_k)$.
//! The difference of the functions is counted in whole steps of $\frac1{nm}$: it is exactly 0 where they meet, and equal samples give exactly 0.
//!
//! - Domain: any finite numbers, with ties; the two samples may differ in size.
//! - Source: lecture 9; Peyre and Cuturi, Computational Optimal Transport, 2019, section 2.6.

use crate::formulas::mean::mean;
use crate::task::prelude::*;

ports! { Wasserstein11d:
    Inputs {
        x: f64["x_points"] "The first sample.";
        y: f64["y_points"] "The second sample.";
    }
    Outputs {
        w1: f64[] "Wasserstein distance of order 1 between the two empirical distributions.";
    }
}

impl Task for Wasserstein11d {
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = sizes!["x_points" 9 in 2..=256, "y_points" 12 in 3..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "difference_of_means" => (mean(&i.x) - mean(&i.y)).abs(),
        "zip_of_sorted" => {
            let (x, y) = (sorted(&i.x), sorted(&i.y));
            let gaps: Array1<_> = x.iter().zip(&y).map(|(x, y)| (x - y).abs()).collect();
            mean(&gaps)
        }
        "wasserstein2" => between_quantiles(i, |d| d * d).sqrt(),
        "cdf_difference_squared" => between_distribution_functions(i, |d| d * d),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Each sample has a repeated number, and one number stands in both.",
            ru: "В каждой выборке есть повторяющееся число, и одно число есть в обеих.",
        },
        |i| {
            let repeated = |v: &Array1<f64>| sorted(v).windows(2).any(|pair| pair[0] == pair[1]);
            repeated(&i.x) && repeated(&i.y) && i.x.iter().any(|x| i.y.iter().any(|y| x == y))
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (n, m) = (sizes.get("x_points"), sizes.get("y_points"));
        let mut x = normal(rng, n) * 0.7;
        let shift = uniform1(rng, -0.5, 0.5);
        let mut y = normal(rng, m) * 2.0 + shift;
        if n > 2 && m > 4 {
            x[1] = x[0];
            y[1] = y[0];
            y[2] = x[2];
            // On either side of all x, so that the means alone do not tell the distance.
            y[3] = -uniform1(rng, 2.5, 4.0);
            y[4] = uniform1(rng, 2.5, 4.0);
        }
        Inputs {
            x: shuffled(rng, &x),
            y: shuffled(rng, &y),
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs::from(between_distribution_functions(i, f64::abs))
    }
}

/// ∫ cost(F_x(t) − F_y(t)) dt over the line.
fn between_distribution_functions(i: &Inputs, cost: fn(f64) -> f64) -> f64 {
    let (n, m) = (i.x.len() as f64, i.y.len() as f64);
    // A point of x lifts the difference by 1/n, which is m steps of 1/(nm); a point of y lowers it by n steps.
    let up = i.x.iter().map(|&t| (t, m));
    let down = i.y.iter().map(|&t| (t, -n));
    let mut steps: Vec<_> = up.chain(down).collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut difference, mut integral) = (0.0, 0.0);
    for pair in steps.windows(2) {
        difference += pair[0].1;
        integral += cost(difference / (n * m)) * (pair[1].0 - pair[0].0);
    }
    integral
}

/// ∫ cost(F_x⁻¹(s) − F_y⁻¹(s)) ds over 0 ≤ s ≤ 1.
fn between_quantiles(i: &Inputs, cost: fn(f64) -> f64) -> f64 {
    let (x, y) = (sorted(&i.x), sorted(&i.y));
    let (n, m) = (x.len(), y.len());
    // s counts steps of 1/(nm): the quantile function of x jumps at multiples of m, that of y at multiples of n.
    let (mut s, mut integral) = (0, 0.0);
    while s < n * m {
        let (a, b) = (s / m, s / n);
        let next = ((a + 1) * m).min((b + 1) * n);
        integral += cost(x[a] - y[b]) * (next - s) as f64;
        s = next;
    }
    integral / (n * m) as f64
}

fn sorted(values: &Array1<f64>) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{seed, stream};
    use ndarray::arr1;

    fn of(x: &[f64], y: &[f64]) -> f64 {
        Wasserstein11d::reference(&Inputs {
            x: arr1(x),
            y: arr1(y),
        })
        .w1
    }

    #[test]
    fn by_hand() {
        assert_eq!(of(&[1.0], &[-2.5]), 3.5);
        // Half of the mass at 0 goes to −1 and half to 2.
        assert_eq!(of(&[0.0], &[2.0, -1.0]), 1.5);
        // The difference of the distribution functions is −1/6 on [0, 1] and 1/6 on [1, 2].
        assert!((of(&[0.0, 1.0, 2.0], &[0.0, 2.0]) - (1.0 / 6.0 + 1.0 / 6.0)).abs() < 1e-15);
    }

    #[test]
    fn equal_samples_are_at_exactly_zero_whatever_their_order_and_size() {
        assert_eq!(of(&[0.1, 0.7, 0.1], &[0.7, 0.1, 0.1]), 0.0);
        assert_eq!(of(&[0.1, 0.7], &[0.7, 0.1, 0.1, 0.7, 0.7, 0.1]), 0.0);
    }

    #[test]
    fn both_integrals_agree() {
        for number in 0..50 {
            let mut rng = stream(seed(number), "both integrals");
            let inputs = Inputs {
                x: normal(&mut rng, 7),
                y: normal(&mut rng, 11),
            };
            let w1 = Wasserstein11d::reference(&inputs).w1;
            assert!((between_quantiles(&inputs, f64::abs) - w1).abs() < 1e-14);
        }
    }
}
