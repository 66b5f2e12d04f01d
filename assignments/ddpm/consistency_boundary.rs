//! # A consistency function and its distillation loss
//!
//! A consistency function takes every point of a path to its beginning. The boundary condition $f(x,\varepsilon)=x$ is built in:
//! $$f(x,t)=c_{\mathrm{skip}}x+c_{\mathrm{out}}F(x),\qquad c_{\mathrm{skip}}=\frac{\sigma_d^2}{(t-\varepsilon)^2+\sigma_d^2},\qquad
//! c_{\mathrm{out}}=\frac{\sigma_d(t-\varepsilon)}{\sqrt{\sigma_d^2+t^2}}.$$
//!
//! Here $F(x)=Wx+b$ and the teacher is exact: for data $\mathcal N(m,\operatorname{diag}\sigma^2)$ the denoiser is
//! $D=(\sigma^2x+t^2m)/(\sigma^2+t^2)$ and the probability-flow ODE $\dot x=(x-D)/t$. One Euler step down gives the point at which the averaged
//! copy of the network makes the target; the loss is pseudo-Huber. Numerical care: it is written $q/(\sqrt{q+c^2}+c)$.
//!
//! - Domain: $t,\sigma_d,c>0$; $t,t'\ge\varepsilon\ge0$.
//! - Source: Song et al., Consistency Models, 2023, equations 5 to 7; Song and Dhariwal, Improved Techniques for Training Consistency Models, 2023.

use crate::formulas::domain::{not_negative, positive};
use crate::formulas::mean::mean;
use crate::task::prelude::*;

ports! { ConsistencyBoundary:
    Inputs {
        x: f64["batch", "dim"] "Points at time t.";
        t_prev: f64["batch"] "The earlier time of every object.";
        t: f64["batch"] "The time of every object.";
        eps: f64[] "The smallest time.";
        sigma_data: f64[] "Standard deviation of the data as the coefficients take it.";
        mean: f64["dim"] "Means of the data.";
        log_std: f64["dim"] "Logarithms of the data's standard deviations.";
        weight: f64["dim", "dim"] "Weights of the network, (out, in).";
        bias: f64["dim"] "Its biases.";
        weight_target: f64["dim", "dim"] "Weights of its averaged copy.";
        bias_target: f64["dim"] "Biases of its averaged copy.";
        huber_c: f64[] "The constant of the loss.";
    }
    Outputs {
        consistency: f64["batch", "dim"] "The function at the points.";
        x_prev: f64["batch", "dim"] "The points one step down.";
        target: f64["batch", "dim"] "What the copy makes of them.";
        per_sample: f64["batch"] "The loss of every object.";
        loss: f64[] "Its mean.";
    }
}

impl Task for ConsistencyBoundary {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 2..=20, "dim" 3 in 1..=6];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "boundary_at_zero" => distilled(i, |x, t, net| function(i, x, t, net, 0.0), step_down(i)),
        "slope_not_divided_by_t" => {
            let x_prev = step_by(i, |slope, t| slope * t);
            distilled(i, |x, t, net| function(i, x, t, net, i.eps), x_prev)
        }
        "target_at_the_same_time" => {
            let late = function(i, &step_down(i), &i.t, &i.copy(), i.eps);
            right.against(i, late)
        }
        "online_weights_in_the_target" => {
            let own = function(i, &step_down(i), &i.t_prev, &i.network(), i.eps);
            right.against(i, own)
        }
        "huber_constant_not_subtracted" => Outputs {
            per_sample: &right.per_sample + i.huber_c,
            loss: right.loss + i.huber_c,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let eps = uniform1(rng, 0.05, 0.15);
        let mut t_prev = uniform(rng, batch, 0.3_f64.ln(), 1.5_f64.ln()).exp();
        let mut t = &t_prev * &uniform(rng, batch, 1.3, 1.7);
        (t_prev[0], t[0]) = (eps, eps * uniform1(rng, 2.5, 4.0));
        let mean = signed_uniform(rng, dim, 0.5, 1.5);
        let log_std = uniform(rng, dim, -0.9, -0.3);
        let weight = 0.5 * normal(rng, (dim, dim));
        let bias = 0.5 * normal(rng, dim);
        let data = normal(rng, (batch, dim)) * log_std.exp() + &mean;
        Inputs {
            x: data + normal(rng, (batch, dim)) * t.view().insert_axis(Axis(1)),
            t_prev,
            t,
            eps,
            sigma_data: uniform1(rng, 0.4, 0.7),
            mean,
            log_std,
            weight_target: &weight + &(0.15 * normal(rng, (dim, dim))),
            bias_target: &bias + &(0.15 * normal(rng, dim)),
            weight,
            bias,
            huber_c: uniform1(rng, 0.1, 0.4),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("eps", inputs.eps)?;
        positive("sigma_data", inputs.sigma_data)?;
        positive("huber_c", inputs.huber_c)?;
        inputs.t.iter().try_for_each(|&t| positive("t", t))?;
        let mut times = inputs.t.iter().chain(&inputs.t_prev);
        Domain::special(
            "t and t_prev must be at least eps",
            "t и t_prev не меньше eps",
        )
        .require(times.all(|t| *t >= inputs.eps && t.is_finite()))
    }

    fn reference(i: &Inputs) -> Outputs {
        distilled(i, |x, t, net| function(i, x, t, net, i.eps), step_down(i))
    }
}

/// An affine network.
struct Affine<'a> {
    weight: &'a Array2<f64>,
    bias: &'a Array1<f64>,
}

impl Inputs {
    fn network(&self) -> Affine<'_> {
        Affine {
            weight: &self.weight,
            bias: &self.bias,
        }
    }

    fn copy(&self) -> Affine<'_> {
        Affine {
            weight: &self.weight_target,
            bias: &self.bias_target,
        }
    }
}

/// f(x, t) with the boundary at `eps`.
fn function(
    i: &Inputs,
    x: &Array2<f64>,
    t: &Array1<f64>,
    net: &Affine<'_>,
    eps: f64,
) -> Array2<f64> {
    let d = i.sigma_data;
    let skip = t.mapv(|t| (d / d.hypot(t - eps)).powi(2));
    let out = t.mapv(|t| d * (t - eps) / d.hypot(t));
    let predicted = x.dot(&net.weight.t()) + net.bias;
    x * &skip.insert_axis(Axis(1)) + predicted * &out.insert_axis(Axis(1))
}

/// One Euler step of the teacher's ODE to the earlier times.
fn step_down(i: &Inputs) -> Array2<f64> {
    step_by(i, |slope, _| slope)
}

fn step_by(i: &Inputs, slope: impl Fn(f64, f64) -> f64) -> Array2<f64> {
    Array2::from_shape_fn(i.x.raw_dim(), |(row, d)| {
        let (t, x) = (i.t[row], i.x[(row, d)]);
        // (x − D)/t, the denoiser's share of x taken together.
        let right = t * (x - i.mean[d]) / ((2.0 * i.log_std[d]).exp() + t * t);
        x + (i.t_prev[row] - t) * slope(right, t)
    })
}

/// All outputs with this function and these points one step down.
fn distilled(
    i: &Inputs,
    f: impl Fn(&Array2<f64>, &Array1<f64>, &Affine<'_>) -> Array2<f64>,
    x_prev: Array2<f64>,
) -> Outputs {
    let target = f(&x_prev, &i.t_prev, &i.copy());
    let outputs = Outputs {
        consistency: f(&i.x, &i.t, &i.network()),
        x_prev,
        target: Array2::zeros(i.x.raw_dim()),
        per_sample: Array1::zeros(i.t.len()),
        loss: 0.0,
    };
    outputs.against(i, target)
}

impl Outputs {
    /// The same function against this target.
    fn against(self, i: &Inputs, target: Array2<f64>) -> Self {
        let c = i.huber_c;
        let squares = (&self.consistency - &target)
            .mapv(|d| d * d)
            .sum_axis(Axis(1));
        let per_sample = squares.mapv(|q| q / ((q + c * c).sqrt() + c));
        Self {
            target,
            loss: mean(&per_sample),
            per_sample,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: f64) -> Inputs {
        Inputs {
            x: arr2(&[[2.0]]),
            t_prev: arr1(&[1.0]),
            t: arr1(&[t]),
            eps: 1.0,
            sigma_data: 1.0,
            mean: arr1(&[0.0]),
            log_std: arr1(&[0.0]),
            weight: arr2(&[[1.0]]),
            bias: arr1(&[1.0]),
            weight_target: arr2(&[[5.0]]),
            bias_target: arr1(&[5.0]),
            huber_c: 1.0,
        }
    }

    #[test]
    fn at_the_smallest_time_the_function_is_the_identity() {
        let out = ConsistencyBoundary::reference(&inputs(1.0));
        assert_eq!(out.consistency, arr2(&[[2.0]]));
        assert_eq!((out.target[(0, 0)], out.loss), (2.0, 0.0));
    }

    #[test]
    fn one_step_by_hand() {
        // t = 3: the slope is 3·2/10, the target the point itself, since t' is the smallest time.
        let out = ConsistencyBoundary::reference(&inputs(3.0));
        assert!((out.x_prev[(0, 0)] - 0.8).abs() < 1e-15);
        assert!((out.target[(0, 0)] - 0.8).abs() < 1e-15);
        let expected = 0.2 * 2.0 + 2.0 / 10.0_f64.sqrt() * 3.0;
        assert!((out.consistency[(0, 0)] - expected).abs() < 1e-14);
    }

    #[test]
    fn times_before_the_smallest_are_refused() {
        assert!(ConsistencyBoundary::validate(&inputs(0.5)).is_err());
    }
}
