"""Golden outputs of `flows`: normalizing flows; log-determinants are those of the whole Jacobian matrix."""

from __future__ import annotations

from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy.special import logit
from scipy.stats import norm, zscore

import digits
from cases import Array, Homework, Outputs
from derivatives import Map, jacobians, jax, jnp, log_abs_det, small_network, values
from digits import exp, log

task = Homework("flows")
JACOBIAN = "JAX Jacobian and NumPy slogdet"


def coupling(mask: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Map:
    """x where the mask is 1; elsewhere x exp(s) + t with s, t a network of the masked x."""

    def layer(x: jax.Array) -> jax.Array:
        s, t = jnp.split(small_network(mask * x, W1, b1, W2, b2), 2)
        return jnp.where(mask == 1, x, x * jnp.exp(s) + t)

    return layer


@task(JACOBIAN)
def affine_coupling(x: Array, mask: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Outputs:
    """The affine coupling layer (Dinh et al. 2017, eq. 4 and 5)."""
    layer = coupling(mask, W1, b1, W2, b2)
    return {"z": values(layer, x), "log_det": log_abs_det(layer, x)}


@task("JAX Jacobian; the forward layer solved for x by NumPy linalg.solve")
def affine_coupling_inverse(z: Array, mask: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Outputs:
    """The x that the coupling layer maps to z (Dinh et al. 2017, eq. 8)."""
    layer = coupling(mask, W1, b1, W2, b2)
    start = mask * z
    # With the kept coordinates right the layer is linear in the others: one step of Newton's method arrives.
    step = np.linalg.solve(jacobians(layer, start), (z - values(layer, start))[..., None])[..., 0]
    x = start + step
    return {"x": x, "log_det": -log_abs_det(layer, x)}


@task(JACOBIAN)
def checkerboard_coupling(x: Array, s_raw: Array, t: Array, scale: Array, scale_shift: Array, parity: Array) -> Outputs:
    """A coupling with a checkerboard mask (Dinh et al. 2017, section 3.4)."""
    _, channels, height, width = x.shape
    board = np.fromfunction(lambda _, i, j: (i + j) % 2, (channels, height, width))
    kept = board == (0 if parity == 1 else 1)
    z, log_det = np.empty_like(x), np.empty(len(x))
    for b in range(len(x)):

        def layer(flat: jax.Array, b: int = b) -> jax.Array:
            image = flat.reshape(kept.shape)
            moved = image * jnp.exp(scale * jnp.tanh(s_raw[b]) + scale_shift) + t[b]
            return jnp.where(kept, image, moved).ravel()

        z[b] = values(layer, x[b].ravel()[None])[0].reshape(kept.shape)
        log_det[b] = log_abs_det(layer, x[b].ravel()[None])[0]
    return {"z": z, "log_det": log_det}


@task("SciPy stats.zscore; JAX Jacobian and NumPy slogdet")
def actnorm_init(x: Array) -> Outputs:
    """Zero mean and unit deviation per channel at the first batch (Kingma and Dhariwal 2018, section 3.1)."""
    batch, channels, *_ = x.shape
    by_channel = np.moveaxis(x, 1, 0).reshape(channels, -1)
    z = np.moveaxis(zscore(by_channel, axis=1, ddof=1).reshape(channels, batch, *x.shape[2:]), 0, 1)
    std = by_channel.std(axis=1, ddof=1)
    shift = -by_channel.mean(axis=1) / std
    log_scale = np.log(1 / std)

    def layer(flat: jax.Array) -> jax.Array:
        image = flat.reshape(x.shape[1:])
        return (image * jnp.exp(log_scale)[:, None, None] + shift[:, None, None]).ravel()

    return {"log_scale": log_scale, "shift": shift, "z": z, "log_det": log_abs_det(layer, x.reshape(batch, -1))}


@task("JAX lax.conv; NumPy slogdet of the weight at every pixel")
def invertible_conv1x1(x: Array, perm: Array, lower: Array, upper: Array, log_s: Array, sign_s: Array) -> Outputs:
    """W = P L (U + diag s), one matrix at every pixel (Kingma and Dhariwal 2018, section 3.2)."""
    c = len(perm)
    L = np.where(np.tri(c, k=-1), lower, np.eye(c))
    U = np.where(np.tri(c, k=-1).T, upper, np.diag(sign_s * np.exp(log_s)))
    W = (L @ U)[perm]
    y = jax.lax.conv(jnp.asarray(x), jnp.asarray(W)[:, :, None, None], (1, 1), "VALID")
    pixels = x.shape[2] * x.shape[3]
    return {"W": W, "y": y, "log_det": np.full(len(x), np.linalg.slogdet(W).logabsdet * pixels)}


def planar(w: Array, u: Array, b: Array) -> tuple[Array, Map]:
    """u moved along w until w.u = softplus(w.u) - 1, and the layer with it."""
    wanted = np.logaddexp(0, w @ u) - 1
    u_hat = u + (wanted - w @ u) * np.linalg.pinv(w[None])[:, 0]
    return u_hat, lambda z: z + u_hat * jnp.tanh(w @ z + b)


@task(JACOBIAN)
def planar_flow(z: Array, w: Array, u: Array, b: Array) -> Outputs:
    """A planar layer that is invertible for every u (Rezende and Mohamed 2015, eq. 10 and appendix A.1)."""
    u_hat, layer = planar(w, u, b)
    return {"u_hat": u_hat, "x": values(layer, z), "log_det": log_abs_det(layer, z)}


@task(JACOBIAN)
def sylvester_flow(z: Array, Q: Array, R: Array, R_tilde: Array, b: Array) -> Outputs:
    """z + Q R tanh(R~ Q' z + b) (van den Berg et al. 2018)."""

    def layer(z: jax.Array) -> jax.Array:
        return z + Q @ R @ jnp.tanh(R_tilde @ Q.T @ z + b)

    return {"x": values(layer, z), "log_det": log_abs_det(layer, z)}


def conditioners(x: jax.Array, W_mu: Array, b_mu: Array, W_s: Array, b_s: Array) -> tuple[jax.Array, jax.Array]:
    """Mean and log-deviation of each coordinate given those before it."""
    before = np.tri(len(b_mu), k=-1)
    return (before * W_mu) @ x + b_mu, jnp.tanh((before * W_s) @ x + b_s)


@task(f"SciPy stats.norm; {JACOBIAN}")
def maf_forward(x: Array, W_mu: Array, b_mu: Array, W_s: Array, b_s: Array) -> Outputs:
    """The product of the conditionals as a flow to noise (Papamakarios et al. 2017)."""

    def layer(x: jax.Array) -> jax.Array:
        mean, log_std = conditioners(x, W_mu, b_mu, W_s, b_s)
        return (x - mean) / jnp.exp(log_std)

    mean, log_std = np.moveaxis(values(lambda row: jnp.stack(conditioners(row, W_mu, b_mu, W_s, b_s)), x), 1, 0)
    log_prob = norm.logpdf(x, mean, np.exp(log_std)).sum(axis=1)
    return {"z": values(layer, x), "log_det": log_abs_det(layer, x), "log_prob": log_prob}


@task(f"fixed-point iteration; {JACOBIAN}")
def maf_sample(z: Array, W_mu: Array, b_mu: Array, W_s: Array, b_s: Array) -> Outputs:
    """The x whose noise is z: every sweep makes one more coordinate right (Papamakarios et al. 2017)."""

    def sample(z: jax.Array) -> jax.Array:
        x = jnp.zeros_like(z)
        for _ in range(len(b_mu)):
            mean, log_std = conditioners(x, W_mu, b_mu, W_s, b_s)
            x = z * jnp.exp(log_std) + mean
        return x

    return {"x": values(sample, z), "log_det": log_abs_det(sample, z)}


@task(f"SciPy stats.norm; {JACOBIAN}")
def iaf_sample(z: Array, W_mu: Array, b_mu: Array, W_s: Array, b_s: Array) -> Outputs:
    """A sample whose conditioners read the noise, and its log-density (Kingma et al. 2016)."""

    def layer(z: jax.Array) -> jax.Array:
        mean, log_std = conditioners(z, W_mu, b_mu, W_s, b_s)
        return z * jnp.exp(log_std) + mean

    return {"x": values(layer, z), "log_prob": norm.logpdf(z).sum(axis=1) - log_abs_det(layer, z)}


@task("Python fractions")
def uniform_dequantization(x: Array, u: Array, nbins: Array) -> Outputs:
    """(level + noise) / number of levels (Theis et al. 2016)."""
    n = int(nbins)
    exact = [(Fraction(a) * (n - 1) + Fraction(e)) / n for a, e in zip(x.flat, u.flat, strict=True)]
    return {"y": np.array([float(y) for y in exact]).reshape(x.shape)}


@task("mpmath", digits=50)
def iw_dequantization_bound(log_p: Array, log_q: Array) -> Outputs:
    """The mean of the log-weights and the log of the mean weight (Ho et al. 2019)."""
    return {
        "elbo": digits.mean(log_p - log_q, axis=1),
        "iw_bound": log(digits.mean(exp(log_p) / exp(log_q), axis=1)),
    }


@task("SciPy special.logit; JAX derivative")
def logit_transform(x: Array, alpha: Array) -> Outputs:
    """The logit of alpha + (1 - 2 alpha) x (Dinh et al. 2017, section 4.1, with both ends squeezed)."""
    slope = values(jax.grad(lambda v: jax.scipy.special.logit(alpha + (1 - 2 * alpha) * v)), x.ravel())
    log_det = np.log(slope).reshape(x.shape).sum(axis=1)
    return {"y": logit(alpha + (1 - 2 * alpha) * x), "log_det": log_det}


@task("NumPy strided slices")
def squeeze(x: Array) -> Outputs:
    """Space to depth: the four pixels of a 2 x 2 block become channels (Dinh et al. 2017, section 3.6)."""
    batch, channels, height, width = x.shape
    y = np.empty((batch, 4 * channels, height // 2, width // 2))
    for position, (i, j) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        y[:, position::4] = x[:, :, i::2, j::2]
    return {"y": y}


@task(f"SciPy stats.norm; {JACOBIAN}, of the whole stack at once")
def flow_log_prob(x: Array, mask: Array, nbins: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Outputs:
    """Change of variables through a stack of couplings; bits a dimension (Dinh et al. 2017, eq. 2 and section 4.1)."""

    def stack(x: jax.Array) -> jax.Array:
        for layer in map(coupling, mask, W1, b1, W2, b2):
            x = layer(x)
        return x

    z = values(stack, x)
    log_prob = norm.logpdf(z).sum(axis=1) + log_abs_det(stack, x)
    return {"z": z, "log_prob": log_prob, "bits_per_dim": np.log2(nbins) - log_prob / np.log(2) / x.shape[1]}


@task("mpmath inverse and det", digits=50)
def forward_reverse_kl(mean: Array, cov: Array, A: Array, b: Array) -> Outputs:
    """KL between a Gaussian and the Gaussian of a linear flow, both ways (Bishop 2006, exercise 2.13)."""

    def kl(m1: Array, s1: Array, m2: Array, s2: Array) -> mp.mpf:
        precision = digits.inverse(s2)
        ratio = mp.log(digits.determinant(s2) / digits.determinant(s1))
        return (np.trace(precision @ s1) + (m2 - m1) @ precision @ (m2 - m1) - len(m1) + ratio) / 2

    flow = (b, A @ A.T)
    return {"forward_kl": kl(mean, cov, *flow), "reverse_kl": kl(*flow, mean, cov)}


@task(f"SciPy stats.norm; {JACOBIAN}")
def flow_posterior_elbo(
    mean: Array, log_std: Array, eps: Array, log_lik: Array, w: Array, u: Array, b: Array
) -> Outputs:
    """The free energy with a planar layer on the posterior sample (Rezende and Mohamed 2015, eq. 15)."""
    _, layer = planar(w, u, b)
    std = np.exp(log_std)
    start = mean + std * eps
    z = values(layer, start)
    log_q = (norm.logpdf(eps) - log_std).sum(axis=1) - log_abs_det(layer, start)
    return {"z": z, "log_q": log_q, "elbo": log_lik + norm.logpdf(z).sum(axis=1) - log_q}
