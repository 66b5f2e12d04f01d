//! # Classifier-free guidance
//!
//! A network trained with and without its condition gives two predictions of the noise; guidance extrapolates from the unconditional through the conditional one:
//! $$\hat\epsilon=\epsilon_u+s\,(\epsilon_c-\epsilon_u).$$
//!
//! As the score is the noise up to a factor, this is the score of $p(x)^{1-s}p(x\mid c)^{s}\propto p(x)\,p(c\mid x)^s$: a classifier's gradient with weight $s$, and no classifier.
//! Here $s=1$ is the conditional prediction and $s=0$ the unconditional one; the paper's weight is $w=s-1$.
//!
//! - Domain: any real scale.
//! - Source: lecture 14; Ho and Salimans, Classifier-Free Diffusion Guidance, 2022, equation 6.

use crate::task::prelude::*;

ports! { ClassifierFreeGuidance:
    Inputs {
        eps_cond: f64["batch", "dim"] "The prediction of the noise with the condition.";
        eps_uncond: f64["batch", "dim"] "The prediction without it.";
        guidance_scale: f64[] "The guidance scale; 1 is no guidance.";
    }
    Outputs {
        eps_guided: f64["batch", "dim"] "The prediction of the noise to sample with.";
    }
}

impl Task for ClassifierFreeGuidance {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "dim" 5 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "scale_read_as_ho_salimans_weight" => combine(i, 1.0 + i.guidance_scale, -i.guidance_scale),
        "conditional_unconditional_swapped" => combine(i, 1.0 - i.guidance_scale, i.guidance_scale),
        "unconditional_dropped" => combine(i, i.guidance_scale, 0.0),
        "added_to_the_conditional" => combine(i, i.guidance_scale, 1.0),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            eps_cond: normal(rng, shape),
            eps_uncond: normal(rng, shape),
            guidance_scale: uniform1(rng, 2.0, 6.0),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let s = inputs.guidance_scale;
        let difference = &inputs.eps_cond - &inputs.eps_uncond;
        // From the nearer end: scale 1 is the conditional prediction and scale 0 the other one to the last bit, whatever their sizes,
        // and equal predictions stay as they are at every scale.
        Outputs::from(if s < 0.5 {
            &inputs.eps_uncond + &(difference * s)
        } else {
            &inputs.eps_cond + &(difference * (s - 1.0))
        })
    }
}

/// The two predictions with these weights.
fn combine(i: &Inputs, conditional: f64, unconditional: f64) -> Outputs {
    Outputs::from(&i.eps_cond * conditional + &i.eps_uncond * unconditional)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn run(guidance_scale: f64) -> f64 {
        let (eps_cond, eps_uncond) = (arr2(&[[2.0]]), arr2(&[[-1.0]]));
        ClassifierFreeGuidance::reference(&Inputs {
            eps_cond,
            eps_uncond,
            guidance_scale,
        })
        .eps_guided[(0, 0)]
    }

    #[test]
    fn nothing_one_more_and_the_other_way() {
        assert_eq!((run(0.0), run(1.0)), (-1.0, 2.0));
        assert_eq!((run(3.0), run(-1.0)), (8.0, -4.0));
    }
}
