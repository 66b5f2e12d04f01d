"""Golden outputs of `ddpm`: score functions and matching, Langevin dynamics, stochastic differential equations."""

from __future__ import annotations

from typing import TypeVar

import mpmath as mp
import numpy as np
from scipy.linalg import expm

import digits
from cases import Array, Homework, Outputs
from derivatives import Map, jacobians, jax, jnp, values
from digits import exp, sqrt

task = Homework("ddpm")
AnyArray = TypeVar("AnyArray", Array, jax.Array)
log_normal = jax.scipy.stats.norm.logpdf


def mixture(logits: Array, mean: Array, std: Array) -> Map:
    """The log-density of a mixture of diagonal Gaussians."""

    def log_density(x: jax.Array) -> jax.Array:
        components = log_normal(x, mean, std).sum(axis=-1)
        return jax.nn.logsumexp(components + jax.nn.log_softmax(jnp.asarray(logits)))

    return log_density


@task("JAX: the target is the gradient of log N(x~; x, sigma^2)")
def denoising_score_matching(x: Array, eps: Array, level: Array, sigmas: Array, weight: Array, bias: Array) -> Outputs:
    """The weighted error against the score of the noise (Vincent 2011; Song and Ermon 2019, eq. 5 and 6)."""
    sigma = sigmas[level][:, None]
    noised = x + sigma * eps
    target = np.asarray(jax.jit(jax.grad(lambda v: log_normal(v, x, sigma).sum()))(noised))
    score = np.einsum("bde,be->bd", weight[level], noised) + bias[level]
    per_sample = (sigma * (score - target) ** 2 * sigma).sum(axis=1) / 2
    return {"per_sample": per_sample, "loss": per_sample.mean()}


@task("JAX: logsumexp of norm.logpdf and its gradient")
def gmm_score(x: Array, logits: Array, mean: Array, log_std: Array) -> Outputs:
    """The log-density of a mixture and its gradient in x (Hyvarinen 2005)."""
    log_density = mixture(logits, mean, np.exp(log_std))
    return {"log_prob": values(log_density, x), "score": values(jax.grad(log_density), x)}


@task("JAX: gradient and Hessian")
def implicit_score_matching(x: Array, logits: Array, mean: Array, log_std: Array) -> Outputs:
    """Half the squared score plus the trace of its Jacobian (Hyvarinen 2005, theorem 1)."""
    score = jax.grad(mixture(logits, mean, np.exp(log_std)))
    trace = np.trace(jacobians(score, x), axis1=1, axis2=2)
    per_sample = (values(score, x) ** 2).sum(axis=1) / 2 + trace
    return {"per_sample": per_sample, "loss": per_sample.mean()}


@task("JAX: Jacobian-vector products")
def sliced_score_matching(x: Array, v: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Outputs:
    """The trace by one projection a point, the norm exact (Song et al. 2020)."""

    def score(row: jax.Array) -> jax.Array:
        return w2 @ jnp.tanh(w1 @ row + b1) + b2

    def one(row: jax.Array, direction: jax.Array) -> jax.Array:
        value, along = jax.jvp(score, (row,), (direction,))
        return direction @ along + value @ value / 2

    per_sample = np.asarray(jax.jit(jax.vmap(one))(x, v))
    return {"per_sample": per_sample, "loss": per_sample.mean()}


@task("mpmath", digits=50)
def langevin_step(x: Array, score: Array, noise: Array, step_size: Array) -> Outputs:
    """Half a step along the score and noise of variance one step (Welling and Teh 2011, eq. 4)."""
    half = step_size / 2
    return {"x_next": x + half * score + sqrt(half * 2) * noise}


@task("JAX: the gradient of the blurred mixture's log-density, the whole chain")
def annealed_langevin(
    x_init: Array, noise: Array, sigmas: Array, step_size: Array, logits: Array, mean: Array, log_std: Array
) -> Outputs:
    """Langevin dynamics from level to level (Song and Ermon 2019, algorithm 1)."""
    x, levels = jnp.asarray(x_init), []
    for sigma, draws in zip(sigmas, noise, strict=True):
        std = np.hypot(np.exp(log_std), sigma)[:, None]
        score = jax.jit(jax.vmap(jax.grad(mixture(logits, mean, std))))
        step = step_size * (sigma / sigmas[-1]) ** 2
        for z in draws:
            x = x + step / 2 * score(x) + np.sqrt(step) * z
        levels.append(x)
    return {"x_levels": np.stack(levels)}


@task("SciPy linalg.expm of the moments' equations")
def ou_marginal(t: Array, theta: Array, mu: Array, g: Array, init_mean: Array, init_log_std: Array) -> Outputs:
    """Mean and variance of an Ornstein-Uhlenbeck process (Sarkka and Solin 2019, chapter 6)."""

    # m' = theta (mu - m) and v' = g^2 - 2 theta v are linear with constant coefficients.
    def solved(rate: Array, constant: Array, start: Array, s: Array) -> Array:
        return (expm(s * np.array([[rate, constant], [0, 0]])) @ [start, 1])[0]

    means = [[solved(-theta, theta * m, m0, s) for m, m0 in zip(mu, init_mean, strict=True)] for s in t]
    variances = [[solved(-2 * theta, g**2, v0, s) for v0 in np.exp(2 * init_log_std)] for s in t]
    return {"mean": np.array(means), "variance": np.array(variances)}


@task("mpmath quad of beta", digits=50)
def vp_sde_marginal(x0: Array, t: Array, beta_min: Array, beta_max: Array) -> Outputs:
    """Mean and variance of the variance-preserving process (Song et al. 2021, eq. 33)."""
    low, high = beta_min.item(), beta_max.item()
    integral = np.array([mp.quad(lambda s: low * (1 - s) + high * s, [0, end]) for end in t])
    return {"mean": x0 * exp(-integral / 2)[:, None], "variance": 1 - exp(-integral)}


@task("JAX: derivatives of the density")
def fokker_planck(x: Array, theta: Array, mu: Array, g: Array, mean: Array, log_std: Array) -> Outputs:
    """-(f p)' + g^2 / 2 p'' at a normal density (Risken 1989, chapter 4)."""
    density = lambda v: jnp.exp(log_normal(v, mean, jnp.exp(log_std)))
    flux = lambda v: theta * (mu - v) * density(v)
    change = lambda v: -jax.grad(flux)(v) + g**2 / 2 * jax.grad(jax.grad(density))(v)
    return {"dp_dt": values(change, x)}


@task("mpmath: Bayes' rule component by component", digits=50)
def tweedie_denoiser(x_t: Array, t: Array, alpha_bar: Array, logits: Array, mean: Array, log_std: Array) -> Outputs:
    """The law of x_0 given x_t as a mixture of posteriors; the score from its mean (Efron 2011)."""
    ab = alpha_bar[t][:, None, None]
    variance = exp(2 * log_std)[None]
    seen = ab * variance + 1 - ab
    deviation = x_t[:, None] - sqrt(ab) * mean
    weights = digits.softmax(logits) * digits.normal_density(deviation, mp.mpf(0), sqrt(seen)).prod(axis=2)
    weights = (weights / weights.sum(axis=1, keepdims=True))[..., None]
    means = mean + sqrt(ab) * variance / seen * deviation
    x0_mean = (weights * means).sum(axis=1)
    spread = variance * (1 - ab) / seen + (means - x0_mean[:, None]) ** 2
    score = (sqrt(ab[:, 0]) * x0_mean - x_t) / (1 - ab[:, 0])
    return {"score": score, "x0_mean": x0_mean, "x0_variance": (weights * spread).sum(axis=1)}


def beta(t: AnyArray, beta_min: Array, beta_max: Array) -> AnyArray:
    """The rate of the variance-preserving process: linear from beta_min at 0 to beta_max at 1."""
    return beta_min * (1 - t) + beta_max * t


@task("mpmath: the drift f - g^2 score with dt negative", digits=50)
def reverse_sde_step(
    x: Array, score: Array, noise: Array, t: Array, dt: Array, beta_min: Array, beta_max: Array
) -> Outputs:
    """An Euler-Maruyama step back in time (Anderson 1982; Song et al. 2021, eq. 6 and 11)."""
    rate, step = beta(t, beta_min, beta_max)[:, None], -dt
    drift = -rate * x / 2 - rate * score
    mean = x + drift * step
    return {"x_mean": mean, "x_prev": mean + sqrt(rate) * sqrt(abs(step)) * noise}


@task("JAX: Heun's steps with the gradient of norm.logpdf")
def probability_flow_step(
    x: Array, t: Array, t_next: Array, beta_min: Array, beta_max: Array, mean: Array, log_std: Array
) -> Outputs:
    """Heun's method on dx = [f - g^2 score / 2] dt (Song et al. 2021, eq. 13; Karras et al. 2022, algorithm 1)."""

    def slope(x: jax.Array, time: jax.Array) -> jax.Array:
        # The integral of a linear rate is its value in the middle times the length.
        kept = jnp.exp(-beta(time / 2, beta_min, beta_max) * time / 2)
        std = jnp.sqrt(kept**2 * jnp.exp(2 * log_std) - jnp.expm1(2 * jnp.log(kept)))
        score = jax.grad(lambda v: log_normal(v, kept * mean, std).sum())(x)
        return -beta(time, beta_min, beta_max) / 2 * (x + score)

    field = jax.jit(jax.vmap(slope))
    h = (t_next - t)[:, None]
    first = field(x, t)
    euler = x + h * first
    return {"x_euler": euler, "x_next": euler + h * (field(euler, t_next) - first) / 2}


@task("JAX: log_softmax and its gradient")
def classifier_guidance(
    x_t: Array, score: Array, mean: Array, log_std: Array, label: Array, weight: Array, bias: Array, scale: Array
) -> Outputs:
    """The gradient of a classifier's log-probability moves score and mean (Dhariwal and Nichol 2021, algorithm 1)."""

    def log_prob(x: jax.Array, y: jax.Array) -> jax.Array:
        return jax.nn.log_softmax(weight @ x + bias)[y]

    value, gradient = jax.jit(jax.vmap(jax.value_and_grad(log_prob)))(x_t, label)
    moved = scale * np.asarray(gradient)
    mean_guided = mean + np.exp(2 * log_std)[:, None] * moved
    return {"log_prob": value, "score_guided": score + moved, "mean_guided": mean_guided}


@task("JAX: the slope as -t times the gradient of norm.logpdf")
def consistency_boundary(
    x: Array,
    t: Array,
    t_prev: Array,
    eps: Array,
    sigma_data: Array,
    mean: Array,
    log_std: Array,
    weight: Array,
    bias: Array,
    weight_target: Array,
    bias_target: Array,
    huber_c: Array,
) -> Outputs:
    """Consistency at two times of one path, the pseudo-Huber loss (Song et al. 2023; Song and Dhariwal 2023)."""

    def consistency(x: Array, t: Array, weight: Array, bias: Array) -> Array:
        t = t[:, None]
        skip = 1 / (1 + ((t - eps) / sigma_data) ** 2)
        out = (t - eps) / np.hypot(t / sigma_data, 1)
        return skip * x + out * (np.einsum("de,be->bd", weight, x) + bias)

    # With noise of deviation t the density at time t is N(mean, std^2 + t^2), and dx/dt = -t times its score.
    std = np.hypot(np.exp(log_std), t[:, None])
    score = np.asarray(jax.jit(jax.grad(lambda v: log_normal(v, mean, std).sum()))(x))
    x_prev = x - (t_prev - t)[:, None] * t[:, None] * score
    online, target = consistency(x, t, weight, bias), consistency(x_prev, t_prev, weight_target, bias_target)
    per_sample = np.hypot(np.linalg.norm(online - target, axis=1), huber_c) - huber_c
    return {
        "consistency": online,
        "x_prev": x_prev,
        "target": target,
        "per_sample": per_sample,
        "loss": per_sample.mean(),
    }
