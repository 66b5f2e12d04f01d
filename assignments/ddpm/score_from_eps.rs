//! # Score and noise
//!
//! The score of the noised data given the clean data is the noise, scaled and turned round: from $q(x_t\mid x_0)=\mathcal N(\sqrt{\bar\alpha_t}\,x_0,(1-\bar\alpha_t)I)$,
//! $$\nabla_{x_t}\log q(x_t\mid x_0)=-\frac{x_t-\sqrt{\bar\alpha_t}\,x_0}{1-\bar\alpha_t}=-\frac{\epsilon}{\sqrt{1-\bar\alpha_t}},\qquad \epsilon=-\sqrt{1-\bar\alpha_t}\;s.$$
//!
//! So a network that predicts the noise is a score network, and the simple loss is denoising score matching with the weight $1-\bar\alpha_t$.
//!
//! - Domain: $0\le t<T$, $\bar\alpha\in[0,1)$.
//! - Source: lecture 14; Song and Ermon, Generative Modeling by Estimating Gradients of the Data Distribution, 2019; Ho, Jain and Abbeel, 2020, section 3.2.

use crate::formulas::noise_schedule::{
    check_noise, check_steps, draw_alpha_bar, draw_t_with_the_first, per_row, single_step,
};
use crate::task::prelude::*;

ports! { ScoreFromEps:
    Inputs {
        eps: f64["batch", "dim"] "Noise to be made a score.";
        score: f64["batch", "dim"] "Score to be made a noise.";
        t: i64["batch"] "The 0-based step of every object.";
        alpha_bar: f64["step"] "Running products of alpha.";
    }
    Outputs {
        score_from_eps: f64["batch", "dim"] "The score that belongs to `eps`.";
        eps_from_score: f64["batch", "dim"] "The noise that belongs to `score`.";
    }
}

impl Task for ScoreFromEps {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 4 in 1..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "minus_missing" => convert(i, |t| -noise_std(i, t)),
        "variance_instead_of_std" => convert(i, |t| 1.0 - i.alpha_bar[t]),
        "signal_instead_of_noise" => convert(i, |t| i.alpha_bar[t].sqrt()),
        "alpha_instead_of_alpha_bar" => convert(i, |t| (1.0 - single_step(&i.alpha_bar, t)).sqrt()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            eps: normal(rng, (batch, dim)),
            score: normal(rng, (batch, dim)) * 1.5,
            t: draw_t_with_the_first(rng, batch, 0, step),
            alpha_bar: draw_alpha_bar(rng, step),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)?;
        check_noise(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        convert(inputs, |t| noise_std(inputs, t))
    }
}

fn noise_std(i: &Inputs, t: usize) -> f64 {
    (1.0 - i.alpha_bar[t]).sqrt()
}

/// −ε/scale and −scale·s.
fn convert(i: &Inputs, scale: impl Fn(usize) -> f64) -> Outputs {
    let minus_scale = -per_row(&i.t, scale);
    Outputs {
        score_from_eps: &i.eps / &minus_scale,
        eps_from_score: &i.score * &minus_scale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: i64) -> Inputs {
        Inputs {
            eps: arr2(&[[3.0]]),
            score: arr2(&[[-5.0]]),
            t: arr1(&[t]),
            alpha_bar: arr1(&[0.64, 0.0]),
        }
    }

    #[test]
    fn by_hand() {
        let o = ScoreFromEps::reference(&inputs(0));
        assert!((o.score_from_eps[(0, 0)] + 5.0).abs() < 1e-14);
        assert!((o.eps_from_score[(0, 0)] - 3.0).abs() < 1e-14);
    }

    #[test]
    fn without_signal_they_differ_in_sign_only() {
        let o = ScoreFromEps::reference(&inputs(1));
        assert_eq!(o.score_from_eps[(0, 0)], -3.0);
        assert_eq!(o.eps_from_score[(0, 0)], 5.0);
    }

    #[test]
    fn steps_outside_the_schedule_are_refused() {
        assert!(ScoreFromEps::validate(&inputs(2)).is_err());
        assert!(ScoreFromEps::validate(&inputs(-1)).is_err());
    }
}
