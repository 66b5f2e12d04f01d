//! # Optimal LSGAN discriminator and the Pearson divergence
//!
//! On a finite set the discriminator's objective $\frac12\sum_kp_k(D_k-b)^2+\frac12\sum_kq_k(D_k-a)^2$ separates over $k$; its minimum, and the
//! generator's objective there, are
//! $$D^*_k=\frac{b\,p_k+a\,q_k}{p_k+q_k},\qquad V(G)=\frac12\sum_k(p_k+q_k)(D^*_k-c)^2.$$
//!
//! For $b-c=1$ and $b-a=2$ one has $D^*_k-c=\frac{p_k-q_k}{p_k+q_k}$, and $V(G)$ equals the Pearson divergence of the mixture $m=\frac12(p+q)$ and the generator,
//! $$\chi^2_{Pearson}(m\,\|\,q)=\sum_k\frac{(m_k-q_k)^2}{m_k}.$$
//! It divides by its first argument here, unlike the usual Pearson divergence (and the f-divergence with $f(u)=(u-1)^2$), which divides by the second.
//!
//! - Domain: distributions, with zeros where the other probability is positive; any constants.
//! - Source: lectures 8 and 10; Mao et al., Least Squares Generative Adversarial Networks, 2017, section 3.2.

use crate::formulas::table::{check, check_common_support};
use crate::task::prelude::*;

ports! { LsganOptimalDiscriminator:
    Inputs {
        p: f64["outcome"] "Probabilities of the data distribution.";
        q: f64["outcome"] "Probabilities of the generator's distribution.";
        a: f64[] "The discriminator's target on generated samples.";
        b: f64[] "The discriminator's target on real samples.";
        c: f64[] "The generator's target.";
    }
    Outputs {
        d_star: f64["outcome"] "The optimal discriminator's score of every outcome.";
        generator_value: f64[] "The generator's objective at the optimal discriminator.";
        pearson: f64[] "Pearson divergence of the mixture and the generator's distribution.";
    }
}

impl Task for LsganOptimalDiscriminator {
    const LECTURES: &'static [u8] = &[8, 10];
    const SIZES: &'static [Size] = sizes!["outcome" 8 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "a_b_swapped" => {
            let d_star = d_star(i, i.a, i.b);
            Outputs {
                generator_value: generator_value(i, i.a, i.b),
                d_star,
                pearson: mixture_pearson(i),
            }
        }
        "half_missing" => Outputs {
            generator_value: 2.0 * right.generator_value,
            ..right
        },
        "other_denominator" => Outputs {
            // (m − q)² is symmetric, so exchanging the arguments exchanges the denominator only.
            pearson: pearson(&i.q, &mixture(i)),
            ..right
        },
        "mixture_missing" => Outputs {
            pearson: pearson(&i.p, &i.q),
            ..right
        },
        "identity_out_of_place" => Outputs {
            generator_value: right.pearson,
            ..right
        },
        "c_taken_as_midpoint" => {
            let centred = Inputs {
                c: f64::midpoint(i.a, i.b),
                ..i.clone()
            };
            LsganOptimalDiscriminator::reference(&centred)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let tables = random_table(rng, 2, sizes.get("outcome"), 0.9);
        let (a, b) = (uniform1(rng, -1.5, -0.3), uniform1(rng, 0.5, 1.6));
        Inputs {
            p: tables.row(0).to_owned(),
            q: tables.row(1).to_owned(),
            // Free of each other: where b − c = 1 and b − a = 2 the last two answers would be one.
            c: f64::midpoint(a, b) + signed_uniform1(rng, 0.3, 0.8),
            a,
            b,
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check("p", i.p.view())?;
        check("q", i.q.view())?;
        check_common_support(i.p.view(), i.q.view())
    }

    fn reference(i: &Inputs) -> Outputs {
        let d_star = d_star(i, i.b, i.a);
        Outputs {
            generator_value: generator_value(i, i.b, i.a),
            d_star,
            pearson: mixture_pearson(i),
        }
    }
}

fn d_star(i: &Inputs, real_target: f64, fake_target: f64) -> Array1<f64> {
    (&i.p * real_target + &i.q * fake_target) / (&i.p + &i.q)
}

/// V(G) at the optimal discriminator of these targets. D* − c is the same mean of the targets less c: a constant that all three share
/// is gone before it is rounded.
fn generator_value(i: &Inputs, real_target: f64, fake_target: f64) -> f64 {
    let weight = &i.p + &i.q;
    let excess = d_star(i, real_target - i.c, fake_target - i.c);
    0.5 * (weight * excess.mapv(|d| d * d)).sum()
}

fn mixture(i: &Inputs) -> Array1<f64> {
    (&i.p + &i.q) / 2.0
}

/// Σ(m − q)²/m, with m − q = (p − q)/2: the mixture's rounding would be seen where p and q are nearly equal.
fn mixture_pearson(i: &Inputs) -> f64 {
    let difference = (&i.p - &i.q) / 2.0;
    (difference.mapv(|d| d * d) / mixture(i)).sum()
}

/// Σ(first − second)²/first.
fn pearson(first: &Array1<f64>, second: &Array1<f64>) -> f64 {
    ((first - second).mapv(|d| d * d) / first).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn inputs(p: &[f64], q: &[f64], a: f64, b: f64, c: f64) -> Inputs {
        Inputs {
            p: arr1(p),
            q: arr1(q),
            a,
            b,
            c,
        }
    }

    #[test]
    fn disjoint_distributions_reach_their_targets() {
        let o =
            LsganOptimalDiscriminator::reference(&inputs(&[1.0, 0.0], &[0.0, 1.0], -1.0, 1.0, 0.0));
        assert_eq!(o.d_star, arr1(&[1.0, -1.0]));
        // m = (½, ½): (½)²/½ + (½)²/½ = 1, and ½(1 + 1) = 1.
        assert_eq!((o.generator_value, o.pearson), (1.0, 1.0));
    }

    #[test]
    fn equal_distributions_are_at_exactly_zero() {
        let p = [0.2, 0.8];
        let o = LsganOptimalDiscriminator::reference(&inputs(&p, &p, -1.0, 1.0, 0.0));
        assert_eq!((o.generator_value, o.pearson), (0.0, 0.0));
    }

    #[test]
    fn other_constants_break_the_identity() {
        let o = LsganOptimalDiscriminator::reference(&inputs(&[1.0], &[1.0], 0.0, 1.0, 1.0));
        assert_eq!(o.d_star[0], 0.5);
        assert_eq!((o.generator_value, o.pearson), (0.25, 0.0));
    }

    #[test]
    fn shared_offsets_and_nearly_equal_tables_lose_no_digits() {
        let of = |q: [f64; 2], offset: f64| {
            LsganOptimalDiscriminator::reference(&Inputs {
                p: arr1(&[0.5, 0.5]),
                q: arr1(&q),
                a: offset - 1.0,
                b: offset + 1.0,
                c: offset,
            })
        };
        assert_eq!(
            of([0.25, 0.75], 1e8).generator_value,
            of([0.25, 0.75], 0.0).generator_value
        );
        // Σ (p − q)²/4m = 2·1e-18/4/0.5.
        let near = of([0.5 + 1e-9, 0.5 - 1e-9], 0.0);
        assert!(
            (near.pearson / 1e-18 - 1.0).abs() < 1e-6,
            "{}",
            near.pearson
        );
    }
}
