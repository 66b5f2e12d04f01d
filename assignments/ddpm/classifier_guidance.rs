//! # Classifier guidance
//!
//! A classifier of noised points, here linear, $p(y\mid x_t)=\operatorname{softmax}(Wx_t+b)_y$, moves the sampler towards a label by the gradient of
//! its log-probability at $x_t$:
//! $$g=\nabla_{x_t}\log p(y\mid x_t)=W_y-\sum_cp(c\mid x_t)\,W_c,\qquad s'=s+\gamma\,g,\qquad\mu'=\mu+\gamma\,\sigma^2g,$$
//! where $s$ is the score and $\mathcal N(\mu,\sigma^2I)$ the reverse step.
//!
//! - Numerical care: log-softmax with the largest logit subtracted; probabilities underflow where logits are in the hundreds.
//! - Units: nats. Domain: labels from 0 to the number of classes less 1, any scale.
//! - Source: Dhariwal and Nichol, Diffusion Models Beat GANs on Image Synthesis, 2021, algorithm 1; Song et al., 2021, equation 14.

use crate::formulas::domain::{index, whole, whole_within};
use crate::formulas::logsumexp::log_softmax;
use crate::task::prelude::*;

/// How far the two largest logits of the far row are apart at least.
const CLEAR: f64 = 20.0;

ports! { ClassifierGuidance:
    Inputs {
        x_t: f64["batch", "dim"] "Noised points.";
        score: f64["batch", "dim"] "Scores at these points.";
        mean: f64["batch", "dim"] "Means of the reverse step.";
        log_std: f64["batch"] "Logarithms of its standard deviations, one an object.";
        label: i64["batch"] "The label of every object, from 0.";
        weight: f64["class", "dim"] "Weights of the classifier, a row a class.";
        bias: f64["class"] "Its biases.";
        scale: f64[] "How strong the guidance is.";
    }
    Outputs {
        log_prob: f64["batch"] "Log-probability of the label at every point, in nats.";
        score_guided: f64["batch", "dim"] "Guided scores.";
        mean_guided: f64["batch", "dim"] "Guided means of the reverse step.";
    }
}

impl Task for ClassifierGuidance {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] =
        sizes!["batch" 7 in 2..=20, "dim" 4 in 1..=8, "class" 5 in 2..=10];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "gradient_of_the_logit" => {
            let rows = i.label.iter().map(|y| index(*y)).collect::<Vec<_>>();
            guided(i, &i.weight.select(Axis(0), &rows), 2.0)
        }
        "gradient_of_the_probability" => {
            let probability = log_prob(i).exp().insert_axis(Axis(1));
            guided(i, &(gradient(i) * probability), 2.0)
        }
        "guidance_subtracted" => guided(i, &-gradient(i), 2.0),
        "std_instead_of_variance" => guided(i, &gradient(i), 1.0),
        "variance_missing" => guided(i, &gradient(i), 0.0),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "The first row of every instance lies far out: its logits are in the hundreds and the probability of its label underflows; its logarithm does not.",
            ru: "Первая строка каждого варианта лежит далеко: её логиты — сотни, и вероятность её метки обращается в нуль, а логарифм вероятности — нет.",
        },
        |i| {
            let largest = logits(i).row(0).fold(0.0_f64, |m, l| m.max(l.abs()));
            largest > 100.0 && log_prob(i)[0].exp() == 0.0
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, class] = sizes.all(["batch", "dim", "class"]);
        let (weight, bias, far) = loop {
            let weight = normal(rng, (class, dim));
            let bias = 0.5 * normal(rng, class);
            let direction = signed_uniform(rng, dim, 0.5, 1.0);
            let along = weight.dot(&direction);
            let (low, high) = ends(&along);
            let far = direction * (uniform1(rng, 900.0, 1300.0) / (high - low));
            let mut sorted = (weight.dot(&far) + &bias).to_vec();
            sorted.sort_by(|a, b| b.total_cmp(a));
            if sorted[0] - sorted[1] > CLEAR {
                break (weight, bias, far);
            }
        };
        let mut x_t = normal(rng, (batch, dim));
        x_t.row_mut(0).assign(&far);
        let mut label = integers(rng, batch, 0, whole(class) - 1);
        let of_far = weight.dot(&far) + &bias;
        let least = (0..class).min_by(|a, b| of_far[*a].total_cmp(&of_far[*b]));
        label[0] = whole(least.unwrap_or(0));
        Inputs {
            x_t,
            score: 1.2 * normal(rng, (batch, dim)),
            mean: normal(rng, (batch, dim)),
            log_std: uniform(rng, batch, -1.0, -0.4),
            label,
            weight,
            bias,
            scale: uniform1(rng, 1.5, 4.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("label", &inputs.label, 0..=whole(inputs.bias.len()) - 1)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        guided(inputs, &gradient(inputs), 2.0)
    }
}

fn ends(values: &Array1<f64>) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    values.fold(start, |(low, high), &v| (v.min(low), v.max(high)))
}

fn logits(i: &Inputs) -> Array2<f64> {
    i.x_t.dot(&i.weight.t()) + &i.bias
}

fn log_prob(i: &Inputs) -> Array1<f64> {
    let log_probs = log_softmax(&logits(i), Axis(1));
    let labels = i.label.iter().enumerate();
    labels.map(|(row, y)| log_probs[(row, index(*y))]).collect()
}

/// ∇ log p(y | x), a row an object.
fn gradient(i: &Inputs) -> Array2<f64> {
    let probs = log_softmax(&logits(i), Axis(1)).exp();
    let mut gradient = -probs.dot(&i.weight);
    for (mut row, y) in gradient.rows_mut().into_iter().zip(&i.label) {
        row += &i.weight.row(index(*y));
    }
    gradient
}

/// The outputs with this gradient, which moves the mean by σ to this power.
fn guided(i: &Inputs, gradient: &Array2<f64>, power: f64) -> Outputs {
    let spread = i.log_std.mapv(|s| (power * s).exp()).insert_axis(Axis(1));
    Outputs {
        log_prob: log_prob(i),
        score_guided: &i.score + &(gradient * i.scale),
        mean_guided: &i.mean + &(gradient * &spread * i.scale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(label: i64) -> Inputs {
        Inputs {
            x_t: arr2(&[[0.0]]),
            score: arr2(&[[1.0]]),
            mean: arr2(&[[2.0]]),
            log_std: arr1(&[2.0_f64.ln()]),
            label: arr1(&[label]),
            weight: arr2(&[[1.0], [-1.0]]),
            bias: arr1(&[0.0, 0.0]),
            scale: 3.0,
        }
    }

    #[test]
    fn two_equal_classes_by_hand() {
        let out = ClassifierGuidance::reference(&inputs(0));
        assert!((out.log_prob[0] + 2.0_f64.ln()).abs() < 1e-15);
        assert!((out.score_guided[(0, 0)] - 4.0).abs() < 1e-15);
        assert!((out.mean_guided[(0, 0)] - 14.0).abs() < 1e-14);
    }

    #[test]
    fn labels_outside_are_refused() {
        assert!(ClassifierGuidance::validate(&inputs(2)).is_err());
        assert!(ClassifierGuidance::validate(&inputs(-1)).is_err());
    }
}
