//! # The variational bound of f-GAN
//!
//! A convex $f$ is the supremum of its tangents, $f(u)=\sup_t\,(ut-f^*(t))$ with the Fenchel conjugate $f^*(t)=\sup_u\,(ut-f(u))$. Any critic $T$ with values in
//! the domain of $f^*$ therefore gives a lower bound of the f-divergence, and the best one, $T=f'(\pi/p)$, reaches it:
//! $$D_f(\pi\,\|\,p)\ge\mathbb E_\pi T(x)-\mathbb E_pf^*(T(x)),\qquad T=g_f(v).$$
//!
//! The output activation $g_f$ takes the critic's raw output $v$ into the domain:
//!
//! | output | $f(u)$ | $g_f(v)$ | $f^*(t)$ | $f^*(g_f(v))$ |
//! |---|---|---|---|---|
//! | `kl` | $u\log u$ | $v$ | $e^{t-1}$ | $e^{v-1}$ |
//! | `reverse_kl` | $-\log u$ | $-e^{-v}$ | $-1-\log(-t)$ | $v-1$ |
//! | `pearson` | $(u-1)^2$ | $v$ | $\frac14t^2+t$ | $\frac14v^2+v$ |
//! | `squared_hellinger` | $(\sqrt u-1)^2$ | $1-e^{-v}$ | $t/(1-t)$ | $e^v-1$ |
//! | `gan` | $u\log u-(u+1)\log(u+1)$ | $-\log(1+e^{-v})$ | $-\log(1-e^t)$ | $\log(1+e^v)$ |
//! | `total_variation` | $\frac12\lvert u-1\rvert$ | $\frac12\tanh v$ | $t$ | $\frac12\tanh v$ |
//!
//! The last column is used: there nothing cancels and no logarithm of a rounded zero is taken. Expectations are means over the batches, which may differ in size.
//!
//! - Units: nats where there is a logarithm. Domain: any finite raw outputs; $e^v$ overflows to infinity for $v>709$, as the bound itself nearly does.
//! - Source: lecture 10; Nowozin, Cseke and Tomioka, f-GAN, 2016, tables 2 and 6.

use crate::formulas::logistic::{log_sigmoid, softplus};
use crate::formulas::mean::{mean, mean_of};
use crate::task::prelude::*;

ports! { FGanBound:
    Inputs {
        v_real: f64["real"] "Raw outputs of the critic on samples of the data distribution.";
        v_fake: f64["fake"] "Raw outputs of the critic on samples of the generator's distribution.";
    }
    Outputs {
        kl: f64[] "Bound of the Kullback-Leibler divergence.";
        reverse_kl: f64[] "Bound of the reverse Kullback-Leibler divergence.";
        pearson: f64[] "Bound of the Pearson divergence.";
        squared_hellinger: f64[] "Bound of the squared Hellinger distance.";
        gan: f64[] "Bound of the divergence of the GAN's f.";
        total_variation: f64[] "Bound of the total variation distance.";
    }
}

impl Task for FGanBound {
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = sizes!["real" 12 in 1..=256, "fake" 10 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "samples_swapped" =>
            for_every_f(|f| mean_of(&i.v_fake, f.critic) - mean_of(&i.v_real, f.conjugate)),
        "conjugate_added" =>
            for_every_f(|f| mean_of(&i.v_real, f.critic) + mean_of(&i.v_fake, f.conjugate)),
        "conjugate_missing" =>
            for_every_f(|f| mean_of(&i.v_real, f.critic) - mean_of(&i.v_fake, f.critic)),
        "kl_conjugate_not_shifted" => Outputs {
            kl: mean_of(&i.v_real, KL.critic) - mean_of(&i.v_fake, f64::exp),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            v_real: normal(rng, sizes.get("real")) * 0.8 + 0.6,
            v_fake: normal(rng, sizes.get("fake")) * 0.8 - 0.4,
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs {
            reverse_kl: reverse_kl(i),
            ..for_every_f(|f| mean_of(&i.v_real, f.critic) - mean_of(&i.v_fake, f.conjugate))
        }
    }
}

/// mean(−e^(−v)) − mean(v − 1), with the 1 on the side where it cancels less: for small outputs both means are near −1.
fn reverse_kl(i: &Inputs) -> f64 {
    let fake = mean(&i.v_fake);
    if fake > 0.5 {
        mean_of(&i.v_real, REVERSE_KL.critic) - mean_of(&i.v_fake, REVERSE_KL.conjugate)
    } else {
        mean_of(&i.v_real, |v| -(-v).exp_m1()) - fake
    }
}

/// A row of the table: functions of the critic's raw output.
struct Row {
    /// The critic's value g_f(v).
    critic: fn(f64) -> f64,
    /// Its conjugate, f*(g_f(v)).
    conjugate: fn(f64) -> f64,
}

const KL: Row = Row {
    critic: |v| v,
    conjugate: |v| (v - 1.0).exp(),
};
const REVERSE_KL: Row = Row {
    critic: |v| -(-v).exp(),
    conjugate: |v| v - 1.0,
};
const PEARSON: Row = Row {
    critic: |v| v,
    conjugate: |v| 0.25 * v * v + v,
};
const SQUARED_HELLINGER: Row = Row {
    critic: |v| -(-v).exp_m1(),
    conjugate: f64::exp_m1,
};
const GAN: Row = Row {
    critic: log_sigmoid,
    conjugate: softplus,
};
const TOTAL_VARIATION: Row = Row {
    critic: |v| 0.5 * v.tanh(),
    conjugate: |v| 0.5 * v.tanh(),
};

fn for_every_f(bound: impl Fn(&Row) -> f64) -> Outputs {
    Outputs {
        kl: bound(&KL),
        reverse_kl: bound(&REVERSE_KL),
        pearson: bound(&PEARSON),
        squared_hellinger: bound(&SQUARED_HELLINGER),
        gan: bound(&GAN),
        total_variation: bound(&TOTAL_VARIATION),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn an_undecided_critic_by_hand() {
        let o = FGanBound::reference(&Inputs {
            v_real: arr1(&[0.0]),
            v_fake: arr1(&[0.0, 0.0]),
        });
        assert!((o.kl + (-1.0_f64).exp()).abs() < 1e-16);
        assert_eq!((o.reverse_kl, o.pearson), (0.0, 0.0));
        assert_eq!((o.squared_hellinger, o.total_variation), (0.0, 0.0));
        assert!((o.gan + 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn the_last_column_is_the_conjugate_of_the_activation() {
        for v in [-2.0, -0.3, 0.0, 0.4, 1.7] {
            let t = |row: &Row| (row.critic)(v);
            let conjugates = [
                (&KL, (t(&KL) - 1.0).exp()),
                (&REVERSE_KL, -1.0 - (-t(&REVERSE_KL)).ln()),
                (&PEARSON, 0.25 * t(&PEARSON).powi(2) + t(&PEARSON)),
                (
                    &SQUARED_HELLINGER,
                    t(&SQUARED_HELLINGER) / (1.0 - t(&SQUARED_HELLINGER)),
                ),
                (&GAN, -(1.0 - t(&GAN).exp()).ln()),
                (&TOTAL_VARIATION, t(&TOTAL_VARIATION)),
            ];
            for (row, conjugate) in conjugates {
                assert!(((row.conjugate)(v) - conjugate).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn large_outputs_do_not_cancel() {
        let o = FGanBound::reference(&Inputs {
            v_real: arr1(&[800.0]),
            v_fake: arr1(&[-700.0]),
        });
        // log(1 + e^(−700)) from the fake term; the real one is e^(−800), less than any double.
        assert!((o.gan / -(-700.0_f64).exp() - 1.0).abs() < 1e-14);
        assert_eq!(o.reverse_kl, 701.0);
    }

    #[test]
    fn small_outputs_keep_the_digits_of_the_reverse_kl() {
        let bound = |real: f64, fake: f64| {
            FGanBound::reference(&Inputs {
                v_real: arr1(&[real]),
                v_fake: arr1(&[fake]),
            })
            .reverse_kl
        };
        assert!((bound(1e-12, 3e-12) / -2e-12 - 1.0).abs() < 1e-11);
        assert_eq!(bound(0.0, 0.0), 0.0);
        // Here it is the exponential that would be lost beside 1.
        assert!((bound(50.0, 1.0) / -(-50.0_f64).exp() - 1.0).abs() < 1e-14);
    }
}
