//! # Inception score
//!
//! How sure a classifier is of each generated image, and how many classes all images together cover.
//! The samples are cut into $S$ splits of $n=\lfloor N/S\rfloor$ rows in the given order, leftover rows are dropped; in split $j$
//! $$q_k=\frac1n\sum_i p_{ik},\qquad s_j=\exp\Bigl(\frac1n\sum_i\sum_k p_{ik}\log\frac{p_{ik}}{q_k}\Bigr).$$
//! The score is the mean of $s_j$ over the splits, with their standard deviation (the squares divided by $S$ under the root, as in the original code).
//!
//! $\log s_j$ is the mutual information of image and class: between 0 and $\log K$, so the score is between 1 and $K$.
//! A term with $p_{ik}=0$ is 0, the limit of $p\log p$, also where no image of the split has the class at all.
//! The logarithm of the ratio is a difference of logarithms, with $\log q_k=\log\sum_ip_{ik}-\log n$: tiny probabilities do not underflow.
//!
//! - Domain: non-negative probabilities, $1\le S\le N$. Natural logarithms.
//! - Source: lecture 11; Salimans et al., Improved Techniques for Training GANs, 2016.

use crate::formulas::domain::probabilities;
use crate::task::prelude::*;

ports! { InceptionScore:
    Inputs {
        probs: f64["sample", "class"] "Probabilities p(y|x), a sample in a row.";
        n_splits: i64[] "The number of splits.";
    }
    Outputs {
        score_mean: f64[] "Mean of the splits' scores.";
        score_std: f64[] "Standard deviation of the splits' scores, the squares divided by their number (ddof = 0).";
    }
}

impl Task for InceptionScore {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "sample" 48 in 2..=512, "class" 8 in 2..=64, "n_splits" 4 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "zero_log_zero" => score(i, |split, _| {
            divergence(split, marginal(split), |p, log_q| p * (p.ln() - log_q)).exp()
        }),
        "marginal_of_all_samples" =>
            score(i, |split, all| divergence(split, marginal(all), term).exp()),
        "no_exponent" => score(i, |split, _| divergence(split, marginal(split), term)),
        "base_two_logarithm" => score(i, |split, _| {
            (divergence(split, marginal(split), term) / std::f64::consts::LN_2).exp()
        }),
        "mean_over_classes" => score(i, |split, _| {
            (divergence(split, marginal(split), term) / split.ncols() as f64).exp()
        }),
        "sample_std" => {
            let scores = scores(i, |split, _| divergence(split, marginal(split), term).exp());
            summary(&scores, scores.len() as f64 - 1.0)
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "some probabilities are exactly 0",
            ru: "некоторые вероятности в точности равны 0",
        },
        |i| i.probs.iter().any(|p| *p == 0.0),
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (samples, classes) = (sizes.get("sample"), sizes.get("class"));
        let splits = sizes.get("n_splits").min(samples);
        let spread = uniform1(rng, 1.5, 3.0);
        let mut probs = normal(rng, (samples, classes)).mapv(|z| (spread * z).exp());
        for (i, mut row) in probs.rows_mut().into_iter().enumerate() {
            let largest = row.iter().copied().fold(0.0, f64::max);
            let smallest = row.iter().copied().fold(f64::INFINITY, f64::min);
            let first_of_split = i.is_multiple_of(samples / splits);
            row.mapv_inplace(|v| {
                let dropped = uniform1(rng, 0.0, 1.0) < 0.15 && v != largest;
                if dropped || (first_of_split && v == smallest) {
                    0.0
                } else {
                    v
                }
            });
            let total = row.sum();
            row /= total;
        }
        Inputs {
            probs,
            n_splits: i64::try_from(splits).unwrap_or(1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let samples = inputs.probs.nrows();
        Domain::Within(
            "n_splits".into(),
            1.0,
            samples as f64,
            Some(inputs.n_splits as f64),
        )
        .require(usize::try_from(inputs.n_splits).is_ok_and(|s| (1..=samples).contains(&s)))?;
        Domain::Probabilities("probs".into())
            .require(inputs.probs.iter().all(|p| *p >= 0.0 && p.is_finite()))?;
        let mut rows = inputs.probs.rows().into_iter();
        rows.try_for_each(|row| probabilities("probs", row))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        // The excess over 1: where the splits hardly differ from their marginals, 1 + excess would round away what the deviation needs.
        let excess = scores(inputs, |split, _| {
            divergence(split, marginal(split), term).exp_m1()
        });
        let right = summary(&excess, excess.len() as f64);
        Outputs {
            score_mean: 1.0 + right.score_mean,
            ..right
        }
    }
}

/// A score of every split, from the split's rows and all rows.
fn scores(
    i: &Inputs,
    of_split: impl Fn(ArrayView2<'_, f64>, ArrayView2<'_, f64>) -> f64,
) -> Array1<f64> {
    let splits = usize::try_from(i.n_splits).unwrap_or(1);
    let rows = i.probs.nrows() / splits;
    (0..splits)
        .map(|j| {
            let split = (j * rows..(j + 1) * rows).into();
            of_split(i.probs.slice_axis(Axis(0), split), i.probs.view())
        })
        .collect()
}

fn score(
    i: &Inputs,
    of_split: impl Fn(ArrayView2<'_, f64>, ArrayView2<'_, f64>) -> f64,
) -> Outputs {
    let scores = scores(i, of_split);
    summary(&scores, scores.len() as f64)
}

/// Mean and standard deviation of the scores, the squares divided by `divisor`.
fn summary(scores: &Array1<f64>, divisor: f64) -> Outputs {
    let mean = scores.sum() / scores.len() as f64;
    let squares: f64 = scores.iter().map(|s| (s - mean) * (s - mean)).sum();
    Outputs {
        score_mean: mean,
        score_std: (squares / divisor).sqrt(),
    }
}

/// Logarithms of the classes' mean probabilities.
fn marginal(rows: ArrayView2<'_, f64>) -> Array1<f64> {
    let n = rows.nrows() as f64;
    rows.sum_axis(Axis(0)).mapv(|total| total.ln() - n.ln())
}

fn term(p: f64, log_q: f64) -> f64 {
    if p == 0.0 { 0.0 } else { p * (p.ln() - log_q) }
}

/// The mean over rows of Σₖ term(pₖ, log qₖ).
fn divergence(
    rows: ArrayView2<'_, f64>,
    log_q: Array1<f64>,
    term: impl Fn(f64, f64) -> f64,
) -> f64 {
    let of_row = |row: ArrayView1<'_, f64>| -> f64 {
        row.iter().zip(&log_q).map(|(p, q)| term(*p, *q)).sum()
    };
    rows.rows().into_iter().map(of_row).sum::<f64>() / rows.nrows() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn outputs(probs: Array2<f64>, n_splits: i64) -> Outputs {
        let inputs = Inputs { probs, n_splits };
        InceptionScore::validate(&inputs).expect("legal");
        InceptionScore::reference(&inputs)
    }

    #[test]
    fn sure_of_different_classes_scores_their_number() {
        let o = outputs(Array2::eye(5), 1);
        assert!((o.score_mean - 5.0).abs() < 1e-14 && o.score_std == 0.0);
        // A split of one image is its own marginal.
        let o = outputs(Array2::eye(5), 5);
        assert_eq!((o.score_mean, o.score_std), (1.0, 0.0));
    }

    #[test]
    fn equal_rows_one_class_and_tiny_probabilities_score_one() {
        assert!(
            (outputs(arr2(&[[0.1, 0.9], [0.1, 0.9], [0.1, 0.9]]), 1).score_mean - 1.0).abs()
                < 1e-15
        );
        assert_eq!(outputs(arr2(&[[1.0], [1.0]]), 1).score_mean, 1.0);
        let tiny = outputs(arr2(&[[1.0, 5e-324], [1.0, 0.0]]), 1);
        assert_eq!(tiny.score_mean, 1.0);
    }

    #[test]
    fn leftover_rows_are_dropped() {
        let sure = [1.0, 0.0];
        let other = [0.0, 1.0];
        // Splits (sure, other) and (sure, sure); the fifth row counts nowhere.
        let o = outputs(arr2(&[sure, other, sure, sure, other]), 2);
        assert!((o.score_mean - 1.5).abs() < 1e-15 && (o.score_std - 0.5).abs() < 1e-15);
    }

    #[test]
    fn impossible_splits_are_refused() {
        for n_splits in [0, -1, 3, i64::MAX, i64::MIN] {
            let inputs = Inputs {
                probs: Array2::eye(2),
                n_splits,
            };
            assert!(InceptionScore::validate(&inputs).is_err(), "{n_splits}");
        }
    }
}
