//! # The bound of Kantorovich-Rubinstein duality
//!
//! $W_1(p,q)=\max_{\|f\|_L\le1}\big(\mathbb E_pf-\mathbb E_qf\big)$ over the 1-Lipschitz critics. Any critic that is not constant, divided by its Lipschitz constant, is one of
//! them, and so gives a lower bound. On a finite set of points
//! $$L=\max_{i<j}\frac{|f_i-f_j|}{\|x_i-x_j\|_2},\qquad\frac1L\sum_if_i(p_i-q_i)\le W_1(p,q).$$
//!
//! The bound may be negative: the critic can point the wrong way.
//!
//! - Domain: at least two points, all distinct; a critic that is not constant; distributions on the points (zeros are allowed).
//! - Source: lectures 9 and 10; Villani, Optimal Transport: Old and New, 2009, remark 6.5.

use crate::formulas::norm::distance;
use crate::formulas::table::check;
use crate::task::prelude::*;

ports! { KantorovichDualBound:
    Inputs {
        x: f64["point", "dim"] "The points, a row a point.";
        p: f64["point"] "Probabilities of the data distribution on the points.";
        q: f64["point"] "Probabilities of the generator's distribution on the points.";
        f: f64["point"] "Values of the critic on the points.";
    }
    Outputs {
        lipschitz: f64[] "The critic's Lipschitz constant on the points.";
        bound: f64[] "The lower bound on the Wasserstein distance.";
    }
}

impl Task for KantorovichDualBound {
    const LECTURES: &'static [u8] = &[9, 10];
    const SIZES: &'static [Size] = sizes!["point" 9 in 4..=64, "dim" 2 in 1..=16];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "not_divided_by_lipschitz" => Outputs {
            lipschitz: right.lipschitz,
            bound: difference_of_expectations(i),
        },
        "consecutive_pairs_only" => outputs(i, |a, b| b == a + 1, |d| d),
        "distance_squared" => outputs(i, |_, _| true, |d| d * d),
        "bound_sign" => Outputs {
            bound: -right.bound,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (points, dim) = (sizes.get("point"), sizes.get("dim"));
        let x = normal(rng, (points, dim));
        let tables = random_table(rng, 2, points, 0.7);
        // A wave over the points, with noise.
        let amplitude = uniform1(rng, 0.5, 2.0);
        let direction: Array1<f64> = normal(rng, dim);
        let phase = normal1(rng);
        let noise = normal(rng, points) * 0.3;
        let f = (x.dot(&direction) + phase).mapv(f64::sin) * amplitude + noise;
        Inputs {
            x,
            p: tables.row(0).to_owned(),
            q: tables.row(1).to_owned(),
            f,
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check("p", i.p.view())?;
        check("q", i.q.view())?;
        Domain::Finite("x, f".into()).require(i.x.iter().chain(&i.f).all(|v| v.is_finite()))?;
        Domain::special(
            "the critic must not be constant",
            "критик не должен быть постоянным",
        )
        .refuse_if(i.f.iter().all(|f| *f == i.f[0]))?;
        Domain::special("the points must be distinct", "точки должны быть различны")
            .refuse_if(pairs(i).any(|(a, b)| i.x.row(a) == i.x.row(b)))
    }

    fn reference(i: &Inputs) -> Outputs {
        outputs(i, |_, _| true, |distance| distance)
    }
}

/// The largest slope over the pairs kept, with a slope's denominator a function of the distance; and the bound it gives.
fn outputs(
    i: &Inputs,
    keep: impl Fn(usize, usize) -> bool,
    denominator: impl Fn(f64) -> f64,
) -> Outputs {
    let slope = |(a, b)| (i.f[a] - i.f[b]).abs() / denominator(distance(i.x.row(a), i.x.row(b)));
    let lipschitz = pairs(i)
        .filter(|&(a, b)| keep(a, b))
        .map(slope)
        .fold(0.0, f64::max);
    Outputs {
        lipschitz,
        bound: difference_of_expectations(i) / lipschitz,
    }
}

fn difference_of_expectations(i: &Inputs) -> f64 {
    i.f.dot(&(&i.p - &i.q))
}

/// Every pair of points once, the smaller index first.
fn pairs(i: &Inputs) -> impl Iterator<Item = (usize, usize)> {
    let points = i.f.len();
    (0..points).flat_map(move |a| (a + 1..points).map(move |b| (a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{seed, stream};
    use crate::formulas::transport::optimal_plan;
    use ndarray::{arr1, arr2};

    #[test]
    fn a_linear_critic_on_the_line_is_tight_for_a_shift() {
        let o = KantorovichDualBound::reference(&Inputs {
            x: arr2(&[[0.0], [3.0]]),
            p: arr1(&[0.0, 1.0]),
            q: arr1(&[1.0, 0.0]),
            f: arr1(&[-1.0, 5.0]),
        });
        assert_eq!((o.lipschitz, o.bound), (2.0, 3.0));
    }

    #[test]
    fn equal_distributions_give_exactly_zero() {
        let o = KantorovichDualBound::reference(&Inputs {
            x: arr2(&[[0.0, 1.0], [2.0, 1.0]]),
            p: arr1(&[0.3, 0.7]),
            q: arr1(&[0.3, 0.7]),
            f: arr1(&[0.0, 1.0]),
        });
        assert_eq!((o.lipschitz, o.bound), (0.5, 0.0));
    }

    #[test]
    fn never_above_the_distance() {
        for number in 0..50 {
            let mut rng = stream(seed(number), "duality");
            let sizes = Sizes::of(
                KantorovichDualBound::SIZES,
                &std::collections::BTreeMap::new(),
            );
            let i = KantorovichDualBound::draw(&mut rng, &sizes);
            let cost = Array2::from_shape_fn((9, 9), |(a, b)| distance(i.x.row(a), i.x.row(b)));
            let w1 = (optimal_plan(&i.p, &i.q, &cost) * &cost).sum();
            assert!(KantorovichDualBound::reference(&i).bound <= w1 + 1e-12);
        }
    }

    #[test]
    fn coinciding_points_single_points_and_constant_critics_are_refused() {
        let inputs = |x: Array2<f64>, f: Array1<f64>| {
            let table = Array1::from_elem(f.len(), 1.0 / f.len() as f64);
            Inputs {
                x,
                p: table.clone(),
                q: table,
                f,
            }
        };
        let refused = |x, f| KantorovichDualBound::validate(&inputs(x, f)).is_err();
        assert!(refused(arr2(&[[1.0], [1.0]]), arr1(&[0.0, 1.0])));
        assert!(refused(arr2(&[[1.0], [2.0]]), arr1(&[4.0, 4.0])));
        assert!(refused(arr2(&[[1.0]]), arr1(&[4.0])));
        assert!(!refused(arr2(&[[1.0], [2.0]]), arr1(&[4.0, 5.0])));
    }
}
