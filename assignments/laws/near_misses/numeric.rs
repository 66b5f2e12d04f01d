//! Methods that lose the answer in floating point.

use super::method::{NearMiss, array, mean, number, sigmoid};
use judge::arrays::Array;
use ndarray::{ArrayD, Axis};

/// Σ a·log(a/b) over the last axis as it is written, NaN for 0·log 0.
fn plain_kl(a: &ArrayD<f64>, b: &ArrayD<f64>) -> ArrayD<f64> {
    let last = Axis(a.ndim() - 1);
    (a * &(a / b).ln()).sum_axis(last)
}

/// Natural methods that lose the answer in floating point, in float64 too.
pub const NUMERIC: &[NearMiss] = &[
    (
        "elbo/bernoulli_log_prob",
        "clamped sigmoid",
        "log_prob",
        |i| {
            let p = array(i, "logits").mapv(|a| sigmoid(a).clamp(1e-7, 1.0 - 1e-7));
            let x = array(i, "x");
            (&x * &p.ln() + (1.0 - &x) * (1.0 - &p).ln()).sum_axis(Axis(1))
        },
    ),
    (
        "elbo/iwae_bound",
        "log of the mean of exponentials",
        "iwae",
        |i| {
            let weights = array(i, "log_weights").exp();
            (weights.sum_axis(Axis(0)) / weights.len_of(Axis(0)) as f64).ln()
        },
    ),
    ("elbo/elbo_surgery", "plain q log(q/p)", "mean_kl", |i| {
        number(mean(&plain_kl(&array(i, "q"), &array(i, "p"))))
    }),
    (
        "reparameterization/concrete_log_density",
        "log(x + 1e-10)",
        "log_prob",
        |i| {
            let task = crate::catalogue::task("reparameterization/concrete_log_density");
            let mut shifted = i.clone();
            shifted.insert("x".to_owned(), Array::float(array(i, "x") + 1e-10));
            let answer = task.expect("listed").reference(&shifted);
            array(&answer.expect("legal"), "log_prob")
        },
    ),
    (
        "gan/discriminator_loss",
        "log of a clamped sigmoid",
        "loss",
        |i| {
            let p = |name| array(i, name).mapv(|a| sigmoid(a).clamp(1e-12, 1.0 - 1e-12));
            number(-mean(&p("logits_real").ln()) - mean(&(1.0 - p("logits_fake")).ln()))
        },
    ),
    (
        "gan/generator_loss",
        "log of a sigmoid",
        "saturating",
        |i| number(mean(&(1.0 - array(i, "logits_fake").mapv(sigmoid)).ln())),
    ),
    ("gan/optimal_discriminator", "plain p log D", "value", |i| {
        let (p, q) = (array(i, "p"), array(i, "q"));
        let d = &p / &(&p + &q);
        number((&p * &d.ln() + &q * &(1.0 - &d).ln()).sum())
    }),
    ("gan/js_divergence", "plain p log(p/m)", "jsd", |i| {
        let (p, q) = (array(i, "p"), array(i, "q"));
        let m = (&p + &q) / 2.0;
        (plain_kl(&p, &m) + plain_kl(&q, &m)) / 2.0
    }),
    ("gan/wasserstein1_1d", "repetitions dropped", "w1", |i| {
        let task = crate::catalogue::task("gan/wasserstein1_1d").expect("listed");
        let unique = |name| {
            let mut values: Vec<f64> = array(i, name).into_iter().collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            Array::float(ndarray::Array1::from(values).into_dyn())
        };
        let fewer = [("x".to_owned(), unique("x")), ("y".to_owned(), unique("y"))].into();
        array(&task.reference(&fewer).expect("legal"), "w1")
    }),
    ("fid/slerp", "no limit", "z", |i| {
        let (a, b, t) = (array(i, "z_a"), array(i, "z_b"), array(i, "t"));
        let unit = |v: &ArrayD<f64>| {
            let norm = (v * v).sum_axis(Axis(1)).sqrt();
            v / &norm.insert_axis(Axis(1))
        };
        let cos = (unit(&a) * &unit(&b)).sum_axis(Axis(1));
        let omega = cos.mapv(f64::acos);
        let weight = |t: ArrayD<f64>| ((t * &omega).sin() / omega.sin()).insert_axis(Axis(1));
        weight(1.0 - &t) * &a + weight(t) * &b
    }),
    (
        "ddpm/discretized_gaussian_nll",
        "clamped difference",
        "nll",
        |i| {
            let (x, mean, s) = (array(i, "x"), array(i, "mean"), array(i, "log_std"));
            let cdf =
                |z: ArrayD<f64>| z.mapv(|z| crate::formulas::normal_cdf::log_normal_cdf(z).exp());
            let at = |half: f64| cdf((&x + half - &mean) * (-&s).exp());
            let mut mass = at(1.0 / 255.0) - at(-1.0 / 255.0);
            ndarray::Zip::from(&mut mass)
                .and(&x)
                .and(&at(1.0 / 255.0))
                .for_each(|m, &x, &b| {
                    if x < -0.999 {
                        *m = b;
                    }
                });
            ndarray::Zip::from(&mut mass)
                .and(&x)
                .and(&at(-1.0 / 255.0))
                .for_each(|m, &x, &a| {
                    if x > 0.999 {
                        *m = 1.0 - a;
                    }
                });
            -mass.mapv(|m| m.max(1e-12).ln()).sum_axis(Axis(1))
        },
    ),
    (
        "elbo/discretized_logistic_mixture",
        "clamped difference",
        "log_prob",
        |i| {
            let (means, s) = (array(i, "means"), array(i, "log_scales"));
            let x = array(i, "x").insert_axis(Axis(2));
            let at = |half: f64| ((&x + half - &means) * (-&s).exp()).mapv(sigmoid);
            let mut mass = at(0.5) - at(-0.5);
            let pixels = x
                .broadcast(mass.raw_dim())
                .expect("one axis longer")
                .to_owned();
            ndarray::Zip::from(&mut mass)
                .and(&pixels)
                .and(&at(0.5))
                .and(&at(-0.5))
                .for_each(|m, &x, &u, &v| {
                    if x == 0.0 {
                        *m = u;
                    } else if x == 255.0 {
                        *m = 1.0 - v;
                    }
                });
            let logits = array(i, "mixture_logits");
            let weights = logits.mapv(f64::exp);
            let weights = &weights / &weights.sum_axis(Axis(2)).insert_axis(Axis(2));
            let mixed = (weights * mass.mapv(|m| m.max(1e-12))).sum_axis(Axis(2));
            mixed.ln().sum_axis(Axis(1))
        },
    ),
];
