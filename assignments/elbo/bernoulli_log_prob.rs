//! # Log-likelihood of binary pixels
//!
//! $$\log p(x)=\sum_d\big[x_d\log\sigma(a_d)+(1-x_d)\log\sigma(-a_d)\big]=-\sum_d\operatorname{softplus}\big((1-2x_d)\,a_d\big),$$
//! where $a$ are the logits, $\sigma$ is the logistic function and $\operatorname{softplus}(a)=\log(1+e^{a})$.
//!
//! A pixel picks one of the two terms: $\log\sigma(a)=-\operatorname{softplus}(-a)$ for a one, $\log(1-\sigma(a))=\log\sigma(-a)$ for a zero.
//! With its sign turned this is binary cross-entropy, the reconstruction term of a VAE on binarised images.
//!
//! - Numerical care: $\operatorname{softplus}(a)=\max(a,0)+\log(1+e^{-|a|})$ with `log1p` neither overflows for logits of ±1000 nor
//!   loses the digits of a pixel that is certain and right, as the equal $xa-\operatorname{softplus}(a)$ does.
//! - Shapes: batch × dim, one number an object is left. Units: nats. Domain: any logits, `x` of zeros and ones.
//! - Source: lectures 1 and 4; Kingma and Welling, Auto-Encoding Variational Bayes, 2014, appendix C.1.

use crate::formulas::domain::whole_within;
use crate::formulas::logistic::{bernoulli_log_prob, sigmoid};
use crate::task::prelude::*;

ports! { BernoulliLogProb:
    Inputs {
        logits: f64["batch", "dim"] "Logits of a pixel being 1.";
        x: i64["batch", "dim"] "Pixels, 0 or 1.";
    }
    Outputs {
        log_prob: f64["batch"] "log p(x) of every object, in nats.";
    }
}

impl Task for BernoulliLogProb {
    const LECTURES: &'static [u8] = &[1, 4];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "dim" 20 in 1..=1024];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "negated" => -log_prob(&i.x, &i.logits),
        "mean_over_dims" => log_prob(&i.x, &i.logits) / i.x.ncols() as f64,
        "sigmoid_applied_twice" => log_prob(&i.x, &i.logits.mapv(sigmoid)),
        "missing_zero_class_term" => Zip::from(&per_pixel(&i.x, &i.logits))
            .and(&i.x)
            .map_collect(|&l, &x| if x == 1 { l } else { 0.0 })
            .sum_axis(Axis(1)),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "The logits of two objects of every instance are between 200 and 1000 in absolute value: the sigmoid is 0 or 1 there in floating point, the logarithm of the probability is not.",
            ru: "У двух объектов каждого варианта логиты по модулю от 200 до 1000: сигмоида там в арифметике с плавающей точкой равна 0 или 1, а логарифм вероятности — нет.",
        },
        |i| {
            let certain = |a: &f64| (200.0..=1000.0).contains(&a.abs());
            i.logits
                .rows()
                .into_iter()
                .filter(|row| row.iter().all(certain))
                .count()
                == 2
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut logits = signed_uniform(rng, (batch, dim), 0.2, 4.0);
        if batch > 2 {
            for mut row in logits.rows_mut().into_iter().skip(batch - 2) {
                row.assign(&signed_uniform(rng, dim, 200.0, 1000.0));
            }
        }
        Inputs {
            logits,
            x: bernoulli(rng, (batch, dim), 0.3),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("x", &inputs.x, 0..=1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(log_prob(&inputs.x, &inputs.logits))
    }
}

fn log_prob(x: &Array2<i64>, logits: &Array2<f64>) -> Array1<f64> {
    per_pixel(x, logits).sum_axis(Axis(1))
}

fn per_pixel(x: &Array2<i64>, logits: &Array2<f64>) -> Array2<f64> {
    Zip::from(x)
        .and(logits)
        .map_collect(|&x, &a| bernoulli_log_prob(x, a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn log_prob_of(x: i64, logit: f64) -> f64 {
        log_prob(&arr2(&[[x]]), &arr2(&[[logit]]))[0]
    }

    #[test]
    fn by_hand() {
        // Logit log 3 is probability 3/4.
        assert!((log_prob_of(1, 3.0_f64.ln()) - 0.75_f64.ln()).abs() < 1e-15);
        assert!((log_prob_of(0, 3.0_f64.ln()) - 0.25_f64.ln()).abs() < 1e-15);
        let both = log_prob(&arr2(&[[1, 0]]), &arr2(&[[0.0, 0.0]]));
        assert!((both[0] + 2.0 * 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn huge_logits() {
        assert_eq!(log_prob_of(1, 1000.0), 0.0);
        assert_eq!(log_prob_of(0, 1000.0), -1000.0);
        assert_eq!(log_prob_of(1, -1000.0), -1000.0);
        // A certain pixel keeps its digits: −log(1 + e^(−50)).
        assert!((log_prob_of(1, 50.0) / -(-50.0_f64).exp() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn pixels_are_zeros_and_ones() {
        let inputs = |x| Inputs {
            logits: arr2(&[[0.0]]),
            x: arr2(&[[x]]),
        };
        assert!(BernoulliLogProb::validate(&inputs(1)).is_ok());
        assert!(BernoulliLogProb::validate(&inputs(2)).is_err());
        assert!(BernoulliLogProb::validate(&inputs(-1)).is_err());
    }
}
