//! # Log-density of the Concrete distribution
//!
//! The density on the simplex of $x=\operatorname{softmax}((l+g)/\tau)$ with standard Gumbel noise $g$, with respect to the Lebesgue measure of any $K-1$ coordinates:
//! $$\log p(x)=\log\Gamma(K)+(K-1)\log\tau+\sum_k\bigl(l_k-(\tau+1)\log x_k\bigr)-K\log\sum_k\exp(l_k-\tau\log x_k).$$
//!
//! Two facts make it: the $K$ Gumbel variables have one common shift too many, and integrating it out leaves $\Gamma(K)\prod_ke^{a_k}/\bigl(\sum_ke^{a_k}\bigr)^K$
//! with $a_k=l_k-\tau\log x_k$; and the change of variables from the perturbed logits to $x$ has the Jacobian $\tau^{K-1}\prod_kx_k^{-1}$.
//!
//! - Numerical care: $\sum_ka_k-K\log\sum_ke^{a_k}$ is computed as the sum of the log-softmax of $a$, with the maximum subtracted, so that neither large logits nor
//!   components of $10^{-300}$ overflow or cancel; $\log\Gamma(K)=\sum_{j<K}\log j$. Rows of `x` are used as given, not renormalised.
//! - Units: nats. Shapes: `x` and `logits` (batch, class), `tau` a number. Domain: positive `x`, $\tau>0$; one class has log-density 0 at $x=1$.
//! - Source: lecture 12; Maddison, Mnih and Teh, The Concrete Distribution, 2016 (arXiv:1611.00712), equation 10.

use crate::formulas::gumbel::{check_temperature, perturbed};
use crate::formulas::logsumexp::{log_softmax, logsumexp_axis, softmax_at};
use crate::task::prelude::*;

ports! { ConcreteLogDensity:
    Inputs {
        x: f64["batch", "class"] "Points: positive, rows sum to 1.";
        logits: f64["batch", "class"] "Logits of the categories, not normalised.";
        tau: f64[] "The temperature, positive.";
    }
    Outputs {
        log_prob: f64["batch"] "The log-density of every point, in nats.";
    }
}

impl Task for ConcreteLogDensity {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "class" 5 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "factorial_of_k" => {
            let classes = i.x.ncols() as f64;
            Terms::of(i).log_prob() + classes.ln()
        }
        "log_tau_missing" => Terms {
            log_tau: 0.0,
            ..Terms::of(i)
        }
        .log_prob(),
        "density_of_log_x" => Terms {
            change_of_variables: Array1::zeros(i.x.nrows()),
            ..Terms::of(i)
        }
        .log_prob(),
        "log_sum_not_times_k" => {
            let terms = Terms::of(i);
            let others = i.x.ncols() as f64 - 1.0;
            let log_sum = logsumexp_axis(&terms.a, Axis(1));
            terms.log_prob() + others * log_sum
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Two rows of every instance have a coordinate below $10^{-24}$: take its logarithm as it is.",
            ru: "В двух строках каждого варианта есть координата меньше $10^{-24}$: берите её логарифм как есть.",
        },
        |i| {
            let tiny = |row: &ArrayView1<'_, f64>| row.iter().any(|x| *x < 1e-24);
            i.x.rows().into_iter().filter(tiny).count() == 2
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, class) = (sizes.get("batch"), sizes.get("class"));
        let logits = normal(rng, (batch, class));
        let u = uniform(rng, (batch, class), 0.001, 0.999);
        // For five classes away from K^(−1/(K−1)), where a lost τ^(K−1) looks like K! for (K−1)!.
        let tau = uniform1(rng, 0.4, 0.6);
        let mut x = softmax_at(&perturbed(&logits, &u), tau, Axis(1));
        if batch > 2 && class > 1 {
            for mut row in x.rows_mut().into_iter().skip(batch - 2) {
                row.assign(&uniform(rng, class, 0.5, 1.0));
                row[index1(rng, class)] = 10.0_f64.powf(-uniform1(rng, 25.0, 30.0));
                let total = row.sum();
                row /= total;
            }
        }
        Inputs { x, logits, tau }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Positive("x".into()).require(inputs.x.iter().all(|x| *x > 0.0))?;
        check_temperature(inputs.tau)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(Terms::of(inputs).log_prob())
    }
}

/// The terms of the log-density.
struct Terms {
    /// log Γ(K).
    log_gamma: f64,
    /// (K − 1)·log τ.
    log_tau: f64,
    /// −Σ log x, a row.
    change_of_variables: Array1<f64>,
    /// l − τ·log x.
    a: Array2<f64>,
}

impl Terms {
    fn of(i: &Inputs) -> Self {
        let classes = i.x.ncols();
        let log_x = i.x.ln();
        Self {
            log_gamma: (1..classes).map(|j| (j as f64).ln()).sum(),
            log_tau: (classes as f64 - 1.0) * i.tau.ln(),
            change_of_variables: -log_x.sum_axis(Axis(1)),
            a: &i.logits - &(i.tau * log_x),
        }
    }

    fn log_prob(&self) -> Array1<f64> {
        // Σ a − K·log Σ exp a.
        let race = log_softmax(&self.a, Axis(1)).sum_axis(Axis(1));
        race + &self.change_of_variables + self.log_gamma + self.log_tau
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn log_prob(x: &[f64], logits: &[f64], tau: f64) -> f64 {
        let row = |v: &[f64]| Array1::from(v.to_vec()).insert_axis(Axis(0));
        let inputs = Inputs {
            x: row(x),
            logits: row(logits),
            tau,
        };
        assert!(ConcreteLogDensity::validate(&inputs).is_ok());
        ConcreteLogDensity::reference(&inputs).log_prob[0]
    }

    #[test]
    fn at_temperature_one_with_equal_logits_by_hand() {
        // K = 2, τ = 1: p(x) = (x₁x₂)⁻² / (1/x₁ + 1/x₂)² = 1, the uniform law.
        for x in [0.5, 0.2, 0.999] {
            assert!(log_prob(&[x, 1.0 - x], &[0.0, 0.0], 1.0).abs() < 1e-13);
        }
        // K = 3: 2·(0.2·0.3·0.5)⁻² / (5 + 10/3 + 2)³, whatever the common logit.
        let expected = (2.0 / 9e-4 / (31.0_f64 / 3.0).powi(3)).ln();
        assert!((log_prob(&[0.2, 0.3, 0.5], &[7.0, 7.0, 7.0], 1.0) - expected).abs() < 1e-13);
    }

    #[test]
    fn two_classes_integrate_to_one() {
        let n = 20_000_u32;
        let total: f64 = (0..n)
            .map(|k| {
                let x = (f64::from(k) + 0.5) / f64::from(n);
                log_prob(&[x, 1.0 - x], &[0.4, -0.3], 0.7).exp() / f64::from(n)
            })
            .sum();
        assert!((total - 1.0).abs() < 1e-3);
    }

    #[test]
    fn one_class_is_exactly_zero() {
        assert_eq!(log_prob(&[1.0], &[5.0], 0.5), 0.0);
    }

    #[test]
    fn tiny_components_and_shifted_logits() {
        // l − τ·log x is 150·ln 10 on the second class, which alone counts: the softmax leaves −a₂ for the first.
        let a = 150.0 * 10.0_f64.ln();
        let expected = 0.5_f64.ln() - a + 2.0 * a;
        assert!((log_prob(&[1.0, 1e-300], &[0.0, 0.0], 0.5) / expected - 1.0).abs() < 1e-13);
        let base = log_prob(&[0.3, 0.7], &[1.0, -1.0], 0.5);
        assert!((log_prob(&[0.3, 0.7], &[4097.0, 4095.0], 0.5) - base).abs() < 1e-11);
    }

    #[test]
    fn the_boundary_of_the_simplex_is_refused() {
        let inputs = Inputs {
            x: arr2(&[[1.0, 0.0]]),
            logits: arr2(&[[0.0, 0.0]]),
            tau: 0.5,
        };
        assert!(ConcreteLogDensity::validate(&inputs).is_err());
    }
}
