//! # Gradient through Euler steps: the discrete adjoint
//!
//! A residual network of $N$ blocks that share their weights is Euler's method for the ODE $\dot z=\operatorname{net}(z)$:
//! $z_{k+1}=z_k+dt\cdot\operatorname{net}(z_k)$ with $\operatorname{net}(z)=\tanh(zW_1+b_1)W_2+b_2$. For the loss
//! $\frac{1}{2}\sum(z_N-\text{target})^2$, summed over objects and dimensions, the adjoint $a_k=\partial\,\text{loss}/\partial z_k$ goes backwards
//! from $a_N=z_N-\text{target}$:
//! $$h_k=\tanh(z_kW_1+b_1),\qquad\delta_k=(a_{k+1}W_2^T)\odot(1-h_k^2),\qquad a_k=a_{k+1}+dt\,\delta_kW_1^T.$$
//!
//! The weights are shared, so their gradients are sums over the steps $k=0,\ldots,N-1$ (and objects $b$):
//! $$\frac{\partial\,\text{loss}}{\partial W_2}=dt\sum_kh_k^Ta_{k+1},\quad\frac{\partial\,\text{loss}}{\partial b_2}=dt\sum_{k,b}a_{k+1},\quad
//! \frac{\partial\,\text{loss}}{\partial W_1}=dt\sum_kz_k^T\delta_k,\quad\frac{\partial\,\text{loss}}{\partial b_1}=dt\sum_{k,b}\delta_k.$$
//!
//! This is the exact gradient of the discretised loss (discretise, then optimise); the continuous adjoint equation
//! $\dot a=-a\,\partial f/\partial z$ agrees with it in the limit of small steps.
//!
//! - Shapes: objects are rows; weights are (in, out); gradients are shaped as what they are gradients of.
//! - Domain: at least one step, any step length.
//! - Source: lecture 12; Chen, Rubanova, Bettencourt and Duvenaud, Neural ordinary differential equations, 2018.

use crate::formulas::runge_kutta::check_steps;
use crate::formulas::small_network::{Network, slope};
use crate::task::prelude::*;

/// How many numbers of the trajectory may be kept for the backward pass (half a gigabyte).
const MAX_KEPT: usize = 1 << 26;

ports! { AdjointGradient:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z0: f64["batch", "dim"] "States at the start.";
        target: f64["batch", "dim"] "Where the states should end.";
        dt: f64[] "The length of a step.";
        n_steps: i64[] "The number of steps, at least 1.";
        W1: f64["dim", "hidden"] "First weights of the network, (in, out).";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "dim"] "Second weights.";
        b2: f64["dim"] "Second biases.";
    }
    #[expect(non_snake_case, reason = "gradients are named after the weights")]
    Outputs {
        loss: f64[] "Half the squared distance to the target, summed over objects and dimensions.";
        grad_z0: f64["batch", "dim"] "Gradient with respect to the states at the start.";
        grad_W1: f64["dim", "hidden"] "Gradient with respect to the first weights.";
        grad_b1: f64["hidden"] "Gradient with respect to the first biases.";
        grad_W2: f64["hidden", "dim"] "Gradient with respect to the second weights.";
        grad_b2: f64["dim"] "Gradient with respect to the second biases.";
    }
}

impl Task for AdjointGradient {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=64, "dim" 3 in 1..=16, "hidden" 5 in 1..=32, "n_steps" 4 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "adjoint_sign" => {
            let slip = Backward {
                adjoint_step: -i.dt,
                ..Backward::right(i)
            };
            gradients(i, &slip)
        }
        "dt_missing" => {
            let slip = Backward {
                gradient_step: 1.0,
                ..Backward::right(i)
            };
            gradients(i, &slip)
        }
        "state_of_next_step" => {
            let slip = Backward {
                state_offset: 1,
                ..Backward::right(i)
            };
            gradients(i, &slip)
        }
        "last_step_only" => {
            let slip = Backward {
                accumulates: false,
                ..Backward::right(i)
            };
            gradients(i, &slip)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, hidden] = sizes.all(["batch", "dim", "hidden"]);
        Inputs {
            z0: normal(rng, (batch, dim)),
            target: normal(rng, (batch, dim)) * 2.0,
            dt: uniform1(rng, 0.3, 0.5),
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
            W1: normal(rng, (dim, hidden)) * (1.3 / (dim as f64).sqrt()),
            b1: normal(rng, hidden) * 0.4,
            W2: normal(rng, (hidden, dim)) * (1.5 / (hidden as f64).sqrt()),
            b2: normal(rng, dim) * 0.3,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(inputs.n_steps)?;
        let steps = usize::try_from(inputs.n_steps).unwrap_or(usize::MAX);
        Domain::TooLarge("n_steps".into())
            .refuse_if(inputs.z0.len().saturating_mul(steps) > MAX_KEPT)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        gradients(inputs, &Backward::right(inputs))
    }
}

/// How the backward pass goes.
struct Backward {
    /// The factor of δW₁ᵀ in the adjoint's step.
    adjoint_step: f64,
    /// The factor of a step's gradient of the parameters.
    gradient_step: f64,
    /// The Jacobian of step k is taken at the state k + this.
    state_offset: usize,
    /// Whether all steps add to the gradients of the parameters, or only the last one.
    accumulates: bool,
}

impl Backward {
    fn right(i: &Inputs) -> Self {
        Self {
            adjoint_step: i.dt,
            gradient_step: i.dt,
            state_offset: 0,
            accumulates: true,
        }
    }
}

fn gradients(i: &Inputs, backward: &Backward) -> Outputs {
    let net = Network {
        w1: i.W1.view(),
        b1: i.b1.view(),
        w2: i.W2.view(),
        b2: i.b2.view(),
    };
    let mut end = i.z0.clone();
    let mut states = vec![end.clone()];
    for _ in 0..i.n_steps {
        end = &end + &(net.apply(end.view()) * i.dt);
        states.push(end.clone());
    }
    let mut adjoint = end - &i.target;
    let mut out = Outputs {
        loss: 0.5 * adjoint.mapv(|d| d * d).sum(),
        grad_z0: Array2::zeros(i.z0.raw_dim()),
        grad_W1: Array2::zeros(i.W1.raw_dim()),
        grad_b1: Array1::zeros(i.b1.raw_dim()),
        grad_W2: Array2::zeros(i.W2.raw_dim()),
        grad_b2: Array1::zeros(i.b2.raw_dim()),
    };
    let last = states.len() - 2;
    for k in (0..=last).rev() {
        let z = &states[k + backward.state_offset];
        let inner = net.activation(z.view());
        let h = inner.mapv(f64::tanh);
        let delta = adjoint.dot(&i.W2.t()) * inner.mapv(slope);
        if k == last || backward.accumulates {
            let step = backward.gradient_step;
            out.grad_W2.scaled_add(step, &h.t().dot(&adjoint));
            out.grad_b2.scaled_add(step, &adjoint.sum_axis(Axis(0)));
            out.grad_W1.scaled_add(step, &z.t().dot(&delta));
            out.grad_b1.scaled_add(step, &delta.sum_axis(Axis(0)));
        }
        adjoint.scaled_add(backward.adjoint_step, &delta.dot(&i.W1.t()));
    }
    out.grad_z0 = adjoint;
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn one_step() -> Inputs {
        Inputs {
            z0: arr2(&[[0.0]]),
            target: arr2(&[[1.0]]),
            dt: 0.5,
            n_steps: 1,
            W1: arr2(&[[2.0]]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[3.0]]),
            b2: arr1(&[4.0]),
        }
    }

    #[test]
    fn one_step_by_hand() {
        // h = 0, z₁ = ½·4 = 2, a₁ = 1, δ = 3.
        let out = AdjointGradient::reference(&one_step());
        assert_eq!(out.loss, 0.5);
        assert_eq!(out.grad_z0, arr2(&[[4.0]]));
        assert_eq!((out.grad_W1[(0, 0)], out.grad_b1[0]), (0.0, 1.5));
        assert_eq!((out.grad_W2[(0, 0)], out.grad_b2[0]), (0.0, 0.5));
    }

    #[test]
    fn gradients_are_the_differences_of_the_loss() {
        let mut rng = stream([3; 32], "differences");
        let i = AdjointGradient::draw(
            &mut rng,
            &Sizes::of(AdjointGradient::SIZES, &std::collections::BTreeMap::new()),
        );
        let right = AdjointGradient::reference(&i);
        let slope = |change: &dyn Fn(&mut Inputs, f64)| {
            let at = |step| {
                let mut moved = i.clone();
                change(&mut moved, step);
                AdjointGradient::reference(&moved).loss
            };
            (at(1e-5) - at(-1e-5)) / 2e-5
        };
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-7 * (1.0 + b.abs()), "{a} {b}");
        near(slope(&|i, e| i.z0[(1, 2)] += e), right.grad_z0[(1, 2)]);
        near(slope(&|i, e| i.W1[(2, 3)] += e), right.grad_W1[(2, 3)]);
        near(slope(&|i, e| i.b1[4] += e), right.grad_b1[4]);
        near(slope(&|i, e| i.W2[(3, 1)] += e), right.grad_W2[(3, 1)]);
        near(slope(&|i, e| i.b2[0] += e), right.grad_b2[0]);
    }

    #[test]
    fn no_loss_no_gradient() {
        let i = Inputs {
            target: arr2(&[[2.0]]),
            ..one_step()
        };
        let out = AdjointGradient::reference(&i);
        assert_eq!(
            (out.loss, out.grad_z0[(0, 0)], out.grad_b2[0]),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn trajectories_that_cannot_be_kept_are_refused() {
        for n_steps in [0, -1, i64::MAX] {
            let i = Inputs {
                n_steps,
                ..one_step()
            };
            assert!(AdjointGradient::validate(&i).is_err());
        }
        let wide = Inputs {
            z0: Array2::zeros((1000, 1)),
            target: Array2::zeros((1000, 1)),
            n_steps: 100_000,
            ..one_step()
        };
        assert!(AdjointGradient::validate(&wide).is_err());
    }
}
