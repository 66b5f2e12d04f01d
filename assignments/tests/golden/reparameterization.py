"""Golden outputs of `reparameterization`: samples as functions of noise, their gradients, vector quantization."""

from __future__ import annotations

import statistics

import mpmath as mp
import numpy as np
from scipy.cluster.vq import vq
from scipy.spatial.distance import cdist
from scipy.stats import expon, gumbel_r, logistic

import digits
from cases import Array, Homework, Outputs
from derivatives import jax, jnp
from digits import exp, log
from quadrature import NODES, WEIGHTS

task = Homework("reparameterization")
log_normal = jax.scipy.stats.norm.logpdf
stop = jax.lax.stop_gradient


@task("mpmath", digits=50)
def gaussian_rsample(mean: Array, log_std: Array, eps: Array) -> Outputs:
    """z = mean + std eps (Kingma and Welling 2014, section 2.4)."""
    return {"z": mean + exp(log_std) * eps}


@task("mpmath cholesky", digits=50)
def gaussian_rsample_full(mean: Array, cov: Array, eps: Array) -> Outputs:
    """z = mean + L eps with the lower Cholesky factor of the covariance (Kingma and Welling 2019)."""
    factors = [digits.array(mp.cholesky(digits.matrix(c))) for c in cov]
    return {"z": mean + np.stack([factor @ e for factor, e in zip(factors, eps, strict=True)])}


@task("JAX: reverse mode through the samples")
def pathwise_gradient(mean: Array, log_std: Array, eps: Array, A: Array, b: Array) -> Outputs:
    """The gradient of a Monte Carlo average of a quadratic (Mohamed et al. 2020, section 5)."""

    def average(mean: jax.Array, log_std: jax.Array) -> jax.Array:
        z = mean + jnp.exp(log_std) * eps
        return jnp.mean(jax.vmap(lambda v: v @ A @ v / 2 + b @ v)(z))

    value, (grad_mean, grad_log_std) = jax.jit(jax.value_and_grad(average, (0, 1)))(mean, log_std)
    return {"value": value, "grad_mean": grad_mean, "grad_log_std": grad_log_std}


@task("JAX: reverse mode; the KL by Gauss-Hermite quadrature")
def elbo_pathwise_gradient(x: Array, mean: Array, log_std: Array, eps: Array, W: Array, b: Array) -> Outputs:
    """The ELBO of a linear Gaussian decoder with one sample, and its gradients (Kingma and Welling 2014, eq. 7)."""

    def objective(mean: jax.Array, log_std: jax.Array, W: jax.Array) -> jax.Array:
        std = jnp.exp(log_std)
        z = mean + std * eps
        likelihood = log_normal(x, z @ W.T + b, 1.0).sum(axis=1)
        at = mean[..., None] + std[..., None] * NODES
        ratio = log_normal(at, mean[..., None], std[..., None]) - log_normal(at, 0.0, 1.0)
        return likelihood - (ratio @ WEIGHTS).sum(axis=1)

    gradients = jax.jit(jax.grad(lambda *a: objective(*a).sum(), (0, 1, 2)))(mean, log_std, W)
    names = ("grad_mean", "grad_log_std", "grad_W")
    return {"elbo": jax.jit(objective)(mean, log_std, W), **dict(zip(names, gradients, strict=True))}


@task("JAX: reverse mode through the log-density at fixed samples")
def score_function_gradient(mean: Array, log_std: Array, eps: Array, A: Array, b: Array, baseline: Array) -> Outputs:
    """The mean of f times the gradient of log q (Williams 1992; Mohamed et al. 2020, section 4)."""
    z = mean + np.exp(log_std) * eps
    f = np.einsum("sd,de,se->s", z, A, z) / 2 + z @ b

    def surrogate(mean: jax.Array, log_std: jax.Array, f: Array) -> jax.Array:
        return jnp.mean(f * log_normal(z, mean, jnp.exp(log_std)).sum(axis=1))

    gradients = jax.jit(jax.grad(surrogate, (0, 1)))
    plain = gradients(mean, log_std, f)
    shifted = gradients(mean, log_std, f - baseline)
    return {
        "grad_mean": plain[0],
        "grad_log_std": plain[1],
        "grad_mean_baseline": shifted[0],
        "grad_log_std_baseline": shifted[1],
    }


@task("JAX: reverse mode through log_softmax")
def reinforce_leave_one_out(logits: Array, samples: Array, f: Array) -> Outputs:
    """REINFORCE with the mean of the other samples as the baseline, and the exact gradient (Kool et al. 2019)."""
    values = f[samples]
    baseline = np.array([np.delete(values, s).mean() for s in range(len(samples))])

    def surrogate(logits: jax.Array, weights: Array) -> jax.Array:
        return jnp.mean(weights * jax.nn.log_softmax(logits)[samples])

    gradient = jax.jit(jax.grad(surrogate))
    return {
        "grad_plain": gradient(logits, values),
        "baseline": baseline,
        "grad_loo": gradient(logits, values - baseline),
        "grad_exact": jax.jit(jax.grad(lambda logits: jax.nn.softmax(logits) @ f))(logits),
    }


@task("JAX: a gradient a sample; Python statistics.variance (exact fractions)")
def gradient_variance(mean: Array, log_std: Array, eps: Array, w: Array, c: Array, offset: Array) -> Outputs:
    """Variances of single-sample gradients, pathwise and score-function (Mohamed et al. 2020)."""

    def f(z: jax.Array) -> jax.Array:
        return jnp.tanh(w @ z + c) + offset

    def pathwise(mean: jax.Array, log_std: jax.Array, e: jax.Array) -> jax.Array:
        return f(mean + jnp.exp(log_std) * e)

    def score(mean: jax.Array, log_std: jax.Array, e: jax.Array) -> jax.Array:
        z = stop(mean + jnp.exp(log_std) * e)
        return f(z) * log_normal(z, mean, jnp.exp(log_std)).sum()

    outputs = {}
    for name, surrogate in (("pathwise", pathwise), ("score", score)):
        gradients = jax.jit(jax.vmap(jax.grad(surrogate, (0, 1)), (None, None, 0)))(mean, log_std, eps)
        for by, gradient in zip(("mean", "log_std"), gradients, strict=True):
            columns = np.asarray(gradient).T.tolist()
            outputs[f"{name}_var_{by}"] = np.array([statistics.variance(column) for column in columns])
    return outputs


@task("SciPy stats: ppf of logistic, expon, gumbel_r")
def inverse_cdf_rsample(u: Array, loc: Array, log_scale: Array) -> Outputs:
    """Quantile functions at uniform noise (Devroye 1986, chapter 2)."""
    scale = np.exp(log_scale)
    return {
        "logistic": logistic.ppf(u, loc, scale),
        "exponential": expon.ppf(u, scale=scale),
        "gumbel": gumbel_r.ppf(u, loc, scale),
    }


@task("SciPy stats.gumbel_r")
def gumbel_density(x: Array, loc: Array, log_scale: Array) -> Outputs:
    """The law of maxima: its distribution function and its log-density (Gumbel 1954)."""
    scale = np.exp(log_scale)
    return {"cdf": gumbel_r.cdf(x, loc, scale), "log_prob": gumbel_r.logpdf(x, loc, scale)}


def race(logits: Array, u: Array) -> Array:
    """Arrival times of exponential clocks with rates exp(logits): the first one is the Gumbel-max sample."""
    return -log(u) / exp(logits)


@task("mpmath: the first of exponential clocks", digits=50)
def gumbel_max(logits: Array, u: Array) -> Outputs:
    """argmax of logits plus Gumbel noise, as the equivalent exponential race (Maddison et al. 2014)."""
    return {"index": np.array([min(range(len(row)), key=row.__getitem__) for row in race(logits, u)])}


@task("mpmath: powers of exponential clocks", digits=50)
def gumbel_softmax(logits: Array, u: Array, tau: Array) -> Outputs:
    """softmax((l + g) / tau) is proportional to the arrival times to the power -1 / tau (Jang et al. 2017, eq. 2)."""
    powers = race(logits, u) ** (-1 / tau.item())
    return {"y": powers / powers.sum(axis=1, keepdims=True)}


@task("JAX: reverse mode through softmax; mpmath for the exponential clocks")
def straight_through_gumbel(logits: Array, u: Array, tau: Array, grad_y: Array) -> Outputs:
    """One-hot forward, the gradient of the relaxed sample backward (Jang et al. 2017, section 2.2)."""
    with mp.workdps(50):
        first = gumbel_max(digits.lift(logits), digits.lift(u))["index"]
    noise = gumbel_r.ppf(u)
    relaxed = lambda logits: (grad_y * jax.nn.softmax((logits + noise) / tau, axis=1)).sum()
    return {"y": np.eye(logits.shape[1])[first], "grad_logits": jax.jit(jax.grad(relaxed))(logits)}


@task("mpmath: the logarithm of the density itself", digits=50)
def concrete_log_density(x: Array, logits: Array, tau: Array) -> Outputs:
    """(K - 1)! tau^(K - 1) prod(a_k x_k^(-tau - 1)) / (sum a_k x_k^-tau)^K (Maddison et al. 2017, eq. 10)."""
    k, t = x.shape[1], tau.item()
    rates = exp(logits)
    product = (rates * x ** (-t - 1)).prod(axis=1)
    return {"log_prob": log(mp.factorial(k - 1) * t ** (k - 1) * product / (rates * x**-t).sum(axis=1) ** k)}


@task("SciPy spatial.distance.cdist")
def vq_quantize(z_e: Array, codebook: Array) -> Outputs:
    """The nearest code of the vector at every position (van den Oord et al. 2017, eq. 1 and 2)."""
    indices = np.zeros((len(z_e), *z_e.shape[2:]), dtype=np.int64)
    z_q = np.zeros_like(z_e)
    for b, i, j in np.ndindex(indices.shape):
        indices[b, i, j] = cdist(z_e[b, :, i, j][None], codebook, "sqeuclidean").argmin()
        z_q[b, :, i, j] = codebook[indices[b, i, j]]
    return {"indices": indices, "z_q": z_q}


@task("JAX: reverse mode with stop_gradient; SciPy cluster.vq.vq")
def vq_vae_loss(z_e: Array, codebook: Array, beta: Array, grad_z_q: Array) -> Outputs:
    """Codebook and commitment loss, the decoder's gradient straight through (van den Oord et al. 2017, eq. 3)."""
    nearest = vq(z_e, codebook, check_finite=False)[0]

    def loss(z: jax.Array, codes: jax.Array) -> jax.Array:
        q = codes[nearest]
        return jnp.mean((stop(z) - q) ** 2) + beta * jnp.mean((z - stop(q)) ** 2)

    def whole(z: jax.Array, codes: jax.Array) -> jax.Array:
        decoded = z + stop(codes[nearest] - z)
        return loss(z, codes) + (decoded * grad_z_q).sum()

    grad_z_e, grad_codebook = jax.jit(jax.grad(whole, (0, 1)))(z_e, codebook)
    return {"loss": jax.jit(loss)(z_e, codebook), "grad_z_e": grad_z_e, "grad_codebook": grad_codebook}


@task("NumPy bincount; SciPy cluster.vq.vq")
def vq_ema_update(
    z_e: Array, codebook: Array, ema_count: Array, ema_sum: Array, decay: Array, epsilon: Array
) -> Outputs:
    """Moving averages of counts and sums, Laplace smoothing (van den Oord et al. 2017, appendix A.1; Sonnet's code)."""
    nearest = vq(z_e, codebook, check_finite=False)[0]
    k = len(codebook)
    counts = np.bincount(nearest, minlength=k)
    sums = np.stack([np.bincount(nearest, column, minlength=k) for column in z_e.T], axis=1)
    mixed = lambda old, new: np.average([old, new], axis=0, weights=[decay, 1 - decay])
    count, total = mixed(ema_count, counts), mixed(ema_sum, sums)
    smoothed = (count + epsilon) / (count + epsilon).sum() * count.sum()
    return {"ema_count_new": count, "ema_sum_new": total, "codebook_new": total / smoothed[:, None]}
