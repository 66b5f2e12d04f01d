//! # f-divergences
//!
//! A convex $f$ with $f(1)=0$ gives a divergence of distributions on a finite set, the average of $f$ of the ratio under the second argument:
//! $$D_f(p\,\|\,q)=\sum_kq_k\,f\left(\frac{p_k}{q_k}\right).$$
//!
//! | output | $f(u)$ | $D_f(p\,\|\,q)$ |
//! |---|---|---|
//! | `kl` | $u\log u$ | $\sum_kp_k\log(p_k/q_k)$ |
//! | `reverse_kl` | $-\log u$ | $\sum_kq_k\log(q_k/p_k)$ |
//! | `pearson` | $(u-1)^2$ | $\sum_k(p_k-q_k)^2/q_k$ |
//! | `squared_hellinger` | $(\sqrt u-1)^2$ | $\sum_k(\sqrt{p_k}-\sqrt{q_k})^2$ |
//! | `js` | | $JSD(p,q)$ |
//! | `gan` | $u\log u-(u+1)\log(u+1)$ | $2\,JSD(p,q)-\log4$ |
//! | `total_variation` | $\frac12\lvert u-1\rvert$ | $\frac12\sum_k\lvert p_k-q_k\rvert$ |
//!
//! The generator of the GAN has $f(1)=-2\log2$, not 0: its $D_f$ is what the game of GAN minimises, $-\log4$ for equal distributions. The Jensen-Shannon divergence itself
//! is $JSD=\frac12KL(p\|m)+\frac12KL(q\|m)$, $m=\frac12(p+q)$.
//!
//! - Units: nats. Domain: strictly positive distributions.
//! - Source: lecture 10; Nowozin, Cseke and Tomioka, f-GAN, 2016.

use crate::formulas::table::{check_positive, game_value, jensen_shannon, kl};
use crate::task::prelude::*;

ports! { FDivergences:
    Inputs {
        p: f64["outcome"] "Probabilities of the data distribution, the first argument.";
        q: f64["outcome"] "Probabilities of the model, the second argument.";
    }
    Outputs {
        kl: f64[] "Kullback-Leibler divergence from p to q, in nats.";
        reverse_kl: f64[] "Kullback-Leibler divergence from q to p, in nats.";
        pearson: f64[] "Pearson divergence.";
        squared_hellinger: f64[] "Squared Hellinger distance, without a factor ½.";
        js: f64[] "Jensen-Shannon divergence, in nats.";
        gan: f64[] "f-divergence of the GAN's generator function, in nats.";
        total_variation: f64[] "Total variation distance.";
    }
}

impl Task for FDivergences {
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = sizes!["outcome" 8 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "pearson_denominator" => Outputs {
            // (p − q)² is symmetric, so exchanging the arguments exchanges the denominator only.
            pearson: pearson(&i.q, &i.p),
            ..divergences(&i.p, &i.q)
        },
        "arguments_swapped" => divergences(&i.q, &i.p),
        "hellinger_halved" => {
            let right = divergences(&i.p, &i.q);
            Outputs {
                squared_hellinger: right.squared_hellinger / 2.0,
                ..right
            }
        }
        "gan_without_log4" => {
            let right = divergences(&i.p, &i.q);
            Outputs {
                gan: 2.0 * right.js,
                ..right
            }
        }
        "total_variation_doubled" => {
            let right = divergences(&i.p, &i.q);
            Outputs {
                total_variation: 2.0 * right.total_variation,
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let tables = random_table(rng, 2, sizes.get("outcome"), 0.8);
        Inputs {
            p: tables.row(0).to_owned(),
            q: tables.row(1).to_owned(),
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check_positive("p", i.p.view())?;
        check_positive("q", i.q.view())
    }

    fn reference(i: &Inputs) -> Outputs {
        divergences(&i.p, &i.q)
    }
}

fn divergences(p: &Array1<f64>, q: &Array1<f64>) -> Outputs {
    let js = jensen_shannon(p.view(), q.view());
    Outputs {
        kl: kl(p.view(), q.view()),
        reverse_kl: kl(q.view(), p.view()),
        pearson: pearson(p, q),
        squared_hellinger: squared_hellinger(p, q),
        js,
        gan: game_value(p.view(), q.view()),
        total_variation: 0.5 * (p - q).mapv(f64::abs).sum(),
    }
}

/// Σ(√p − √q)², with √p − √q = (p − q)/(√p + √q), which keeps its digits for nearly equal tables.
fn squared_hellinger(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    let difference = (p - q) / (p.mapv(f64::sqrt) + q.mapv(f64::sqrt));
    difference.mapv(|d| d * d).sum()
}

/// Σ(p − q)²/q.
fn pearson(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    ((p - q).mapv(|d| d * d) / q).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;
    use std::f64::consts::LN_2;

    #[test]
    fn every_divergence_is_the_average_of_its_f() {
        let (p, q) = (arr1(&[0.1, 0.2, 0.7]), arr1(&[0.5, 0.3, 0.2]));
        let o = divergences(&p, &q);
        let average =
            |f: fn(f64) -> f64| -> f64 { p.iter().zip(&q).map(|(p, q)| q * f(p / q)).sum() };
        let pairs = [
            (o.kl, (|u| u * u.ln()) as fn(f64) -> f64),
            (o.reverse_kl, |u| -u.ln()),
            (o.pearson, |u| (u - 1.0).powi(2)),
            (o.squared_hellinger, |u| (u.sqrt() - 1.0).powi(2)),
            (o.gan, |u| u * u.ln() - (u + 1.0) * (u + 1.0).ln()),
            (o.total_variation, |u| 0.5 * (u - 1.0).abs()),
        ];
        for (divergence, f) in pairs {
            assert!((divergence - average(f)).abs() < 1e-15);
        }
    }

    #[test]
    fn equal_distributions_are_at_exactly_zero() {
        let p = arr1(&[0.25, 0.75]);
        let o = divergences(&p, &p);
        let zeros = [
            o.kl,
            o.reverse_kl,
            o.pearson,
            o.squared_hellinger,
            o.js,
            o.total_variation,
        ];
        assert_eq!(zeros, [0.0; 6]);
        assert_eq!(o.gan, -2.0 * LN_2);
    }

    #[test]
    fn zeros_are_refused() {
        let (p, q) = (arr1(&[0.5, 0.5]), arr1(&[0.0, 1.0]));
        assert!(FDivergences::validate(&Inputs { p, q }).is_err());
    }

    #[test]
    fn nearly_disjoint_tables_keep_the_digits_of_the_game() {
        // Per outcome e·log e − e + O(e²) with e = 1e-12, twice.
        let e = 1e-12;
        let o = divergences(&arr1(&[1.0 - e, e]), &arr1(&[e, 1.0 - e]));
        assert!((o.gan / (2.0 * (e * e.ln() - e)) - 1.0).abs() < 1e-11);
    }
}
