"""Golden outputs of `flows`: neural ODEs, continuous flows, flow matching."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from scipy.stats import norm

from cases import Array, Homework, Outputs
from derivatives import jacobians, jax, jnp, small_network
from digits import array, lift, matrix

task = Homework("flows")
Slope = Callable[[jax.Array, float], jax.Array]

# Nodes, stages, weights of the classical method (Hairer, Norsett and Wanner 1993, table II.1.2).
NODES = (0, 1 / 2, 1 / 2, 1)
STAGES = ((), (1 / 2,), (0, 1 / 2), (0, 0, 1))
WEIGHTS = (1 / 6, 1 / 3, 1 / 3, 1 / 6)


def runge_kutta(slope: Slope, state: jax.Array, t0: Array, t1: Array, n_steps: Array) -> jax.Array:
    """The explicit method of the tableau above, steps of one length."""
    times = np.linspace(t0, t1, int(n_steps) + 1)
    for start, end in pairwise(times):
        h = end - start
        slopes: list[jax.Array] = []
        for node, row in zip(NODES, STAGES, strict=True):
            at = state + h * sum((a * k for a, k in zip(row, slopes, strict=True)), jnp.zeros_like(state))
            slopes.append(slope(at, start + node * h))
        state = state + h * sum(w * k for w, k in zip(WEIGHTS, slopes, strict=True))
    return state


@task("JAX: the method's Butcher tableau")
def neural_ode_rk4(
    z0: Array, W1: Array, a: Array, b1: Array, W2: Array, b2: Array, t0: Array, t1: Array, n_steps: Array
) -> Outputs:
    """A neural ODE by the classical Runge-Kutta method (Chen et al. 2018)."""
    slope = lambda z, t: small_network(z, W1, t * a + b1, W2, b2)
    return {"z1": jax.jit(lambda z: runge_kutta(slope, z, t0, t1, n_steps))(z0)}


@task("JAX: reverse mode through the unrolled steps")
def adjoint_gradient(
    z0: Array, target: Array, dt: Array, n_steps: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> Outputs:
    """The gradient of a loss through Euler's method (Chen et al. 2018, section 2; the discrete adjoint)."""

    def loss(z: jax.Array, *parameters: jax.Array) -> jax.Array:
        for _ in range(int(n_steps)):
            z = z + dt * small_network(z, *parameters)
        return ((z - target) ** 2).sum() / 2

    value, gradients = jax.jit(jax.value_and_grad(loss, range(5)))(z0, W1, b1, W2, b2)
    names = ("grad_z0", "grad_W1", "grad_b1", "grad_W2", "grad_b2")
    return {"loss": value, **dict(zip(names, gradients, strict=True))}


@task("JAX Jacobian: its trace and its quadratic forms")
def hutchinson_trace(z: Array, eps: Array, W1: Array, b1: Array, W2: Array) -> Outputs:
    """The trace of a Jacobian and Hutchinson's estimate of it (Grathwohl et al. 2019)."""
    jacobian = jacobians(lambda row: small_network(row, W1, b1, W2, 0.0), z)
    return {
        "trace": np.trace(jacobian, axis1=1, axis2=2),
        "estimate": np.einsum("kbi,bij,kbj->kb", eps, jacobian, eps).mean(axis=0),
    }


@task("JAX: the Butcher tableau on z and log p, traces of JAX Jacobians; SciPy stats.norm")
def cnf_log_prob(
    x: Array, W1: Array, a: Array, b1: Array, W2: Array, b2: Array, t0: Array, t1: Array, n_steps: Array
) -> Outputs:
    """The instantaneous change of variables, integrated back to the base (Chen et al. 2018, eq. 8)."""

    def slope(state: jax.Array, t: float) -> jax.Array:
        field = lambda z: small_network(z, W1, t * a + b1, W2, b2)
        z = state[:, :-1]
        traces = jnp.trace(jax.vmap(jax.jacfwd(field))(z), axis1=1, axis2=2)
        return jnp.concatenate([field(z), traces[:, None]], axis=1)

    start = jnp.concatenate([jnp.asarray(x), jnp.zeros((len(x), 1))], axis=1)
    end = np.asarray(jax.jit(lambda state: runge_kutta(slope, state, t1, t0, n_steps))(start))
    z0 = end[:, :-1]
    return {"z0": z0, "log_prob": norm.logpdf(z0).sum(axis=1) + end[:, -1]}


@task("JAX: the velocity is the path's derivative in time (jvp)")
def conditional_flow_matching_loss(x0: Array, x1: Array, t: Array, A: Array, c: Array, b: Array) -> Outputs:
    """The squared error of a field against the velocity of straight paths (Lipman et al. 2023, eq. 23)."""
    time = jnp.asarray(t)[:, None]
    x_t, velocity = jax.jvp(lambda s: (1 - s) * x0 + s * x1, (time,), (jnp.ones_like(time),))
    per_sample = np.linalg.norm(x_t @ A + time * c + b - velocity, axis=1) ** 2
    return {"x_t": x_t, "per_sample": per_sample, "loss": per_sample.mean()}


@task("SciPy optimize.linear_sum_assignment")
def minibatch_ot_coupling(x0: Array, x1: Array) -> Outputs:
    """The pairing of two batches with the least squared distance (Pooladian et al. 2023; Tong et al. 2024)."""
    cost = cdist(x0, x1, "sqeuclidean")
    rows, columns = linear_sum_assignment(cost)
    return {"permutation": columns, "cost": cost[rows, columns].mean()}


@task("mpmath: powers of the matrix of one step", digits=50)
def rectified_flow_sample(x0: Array, A: Array, c: Array, b: Array, n_steps: Array) -> Outputs:
    """Euler's method on a field that is linear in x and t, and how straight its paths are (Liu et al. 2023)."""
    n, d = int(n_steps), len(c)
    h = lift(np.array(1.0)).item() / n
    # The row (x, t, 1) times `rate` is (velocity, 1, 0).
    rate = np.zeros((d + 2, d + 2), dtype=object)
    rate[:d, :d], rate[d, :d], rate[d + 1, :d], rate[d + 1, d] = A, c, b, 1
    step = matrix(np.eye(d + 2, dtype=int) + h * rate)
    start = np.concatenate([x0, np.zeros((len(x0), 1), int), np.ones((len(x0), 1), int)], axis=1)
    velocities = np.stack([(start @ array(step**k) @ rate)[:, :d] for k in range(n)])
    straightness = ((velocities - velocities.sum(axis=0) * h) ** 2).sum(axis=(0, 2)) * h
    return {"x1": (start @ array(step**n))[:, :d], "straightness": straightness}
