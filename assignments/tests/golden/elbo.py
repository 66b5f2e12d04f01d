"""Golden outputs of `elbo`: likelihood, variational bounds, autoregressive models."""

from __future__ import annotations

import statistics
from itertools import product

import mpmath as mp
import numpy as np
from scipy.special import log_softmax, logsumexp, rel_entr
from scipy.stats import entropy, multivariate_normal, norm
from sklearn.neighbors import KernelDensity

import digits
from cases import Array, Homework, Outputs
from derivatives import jax, jnp
from digits import exp, log
from quadrature import kl_to_standard_normal, normal_kl

task = Homework("elbo")


@task("SciPy stats.norm")
def gaussian_log_prob(x: Array, mean: Array, log_std: Array) -> Outputs:
    """The joint log-density of independent normal coordinates (Kingma and Welling 2014, appendix C.2)."""
    return {"log_prob": norm.logpdf(x, mean, np.exp(log_std)).sum(axis=1)}


@task("SciPy: Gauss-Hermite quadrature of E_p[log p - log q]")
def gaussian_kl(mean_p: Array, log_std_p: Array, mean_q: Array, log_std_q: Array) -> Outputs:
    """KL(p || q) of diagonal Gaussians, a sum over coordinates (Kingma and Welling 2014, appendix B)."""
    return {"kl": normal_kl(mean_p, np.exp(log_std_p), mean_q, np.exp(log_std_q)).sum(axis=1)}


def bernoulli(logits: Array, x: Array) -> Array:
    """log p(x) of binary pixels: the logarithm of the sigmoid itself; a large logit takes many digits."""
    return log(digits.sigmoid(np.where(x == 1, logits, -logits))).sum(axis=-1)


@task("mpmath: log of the sigmoid", digits=500)
def bernoulli_log_prob(logits: Array, x: Array) -> Outputs:
    """sum x log s(a) + (1 - x) log(1 - s(a)), s the logistic function (Bishop 2006, section 4.3.2)."""
    return {"log_prob": bernoulli(logits, x)}


@task("mpmath at 500 digits; SciPy: Gauss-Hermite quadrature for the KL")
def elbo(x: Array, logits: Array, mean: Array, log_std: Array) -> Outputs:
    """Bernoulli reconstruction averaged over samples minus the KL to N(0, I) (Kingma and Welling 2014, eq. 10)."""
    with mp.workdps(500):
        reconstruction = digits.rounded(digits.mean(bernoulli(digits.lift(logits), x[None]), axis=0))
    kl = kl_to_standard_normal(mean, log_std).sum(axis=1)
    return {"reconstruction": reconstruction, "kl": kl, "elbo": reconstruction - kl}


@task("mpmath", digits=50)
def iwae_bound(log_weights: Array) -> Outputs:
    """The log of the mean of the weights, and the weights over their sum (Burda et al. 2015, eq. 8)."""
    weights = exp(log_weights)
    return {
        "iwae": log(digits.mean(weights, axis=0)),
        "elbo": digits.mean(log_weights, axis=0),
        "normalized_weights": weights / weights.sum(axis=0),
    }


@task("SciPy: Gauss-Hermite quadrature for the KL")
def free_bits(
    reconstruction: Array, mean: Array, log_std: Array, free_bits: Array, free_bits_per_dim: Array, beta: Array
) -> Outputs:
    """A floor under the KL of an object or of a latent dimension (Kingma et al. 2016; Higgins et al. 2017)."""
    kl = kl_to_standard_normal(mean, log_std)
    per_dim = np.maximum(free_bits_per_dim, kl.mean(axis=0)).sum()
    return {
        "kl": kl.sum(axis=1),
        "objective": reconstruction - beta * np.maximum(free_bits, kl.sum(axis=1)),
        "objective_per_dim": reconstruction.mean() - beta * per_dim,
    }


@task("SciPy stats.multivariate_normal, special.logsumexp")
def gmm_e_step(x: Array, weights: Array, means: Array, covs: Array) -> Outputs:
    """Responsibilities and log-likelihood of a mixture with full covariances (Bishop 2006, 9.23 and 9.28)."""
    parts = zip(weights, means, covs, strict=True)
    joint = np.stack([np.log(w) + np.atleast_1d(multivariate_normal.logpdf(x, m, c)) for w, m, c in parts], axis=1)
    return {"responsibilities": np.exp(log_softmax(joint, axis=1)), "log_likelihood": logsumexp(joint, axis=1)}


@task("NumPy average and cov with weights")
def gmm_m_step(x: Array, responsibilities: Array) -> Outputs:
    """Weighted means and maximum-likelihood covariances (Bishop 2006, 9.24 to 9.27)."""
    columns = responsibilities.T
    return {
        "weights": columns.mean(axis=1),
        "means": np.stack([np.average(x, axis=0, weights=r) for r in columns]),
        "covs": np.stack([np.atleast_2d(np.cov(x.T, aweights=r, ddof=0)) for r in columns]),
    }


@task("SciPy special.rel_entr, stats.entropy")
def elbo_surgery(q: Array, p: Array) -> Outputs:
    """Mean KL, marginal KL, and the mutual information as a difference of entropies (Hoffman and Johnson 2016)."""
    aggregated = q.mean(axis=0)
    return {
        "aggregated_posterior": aggregated,
        "mean_kl": rel_entr(q, p).sum(axis=1).mean(),
        "marginal_kl": rel_entr(aggregated, p).sum(),
        "mutual_information": entropy(aggregated) - entropy(q, axis=1).mean(),
    }


@task("mpmath: the mean of the densities", digits=50)
def vampprior_log_prob(z: Array, means: Array, log_stds: Array) -> Outputs:
    """log of the equally weighted mixture of diagonal Gaussians (Tomczak and Welling 2017)."""
    densities = digits.normal_density(z[:, None], means, exp(log_stds)).prod(axis=-1)
    return {"log_prob": log(digits.mean(densities, axis=1))}


@task("NumPy cov")
def dip_vae_penalty(mean: Array, lambda_od: Array, lambda_d: Array) -> Outputs:
    """Squares of the covariance's distance from the identity (Kumar et al. 2017)."""
    cov = np.atleast_2d(np.cov(mean.T, ddof=0))
    weights = np.where(np.eye(len(cov), dtype=bool), lambda_d, lambda_od)
    return {"cov": cov, "penalty": (weights * (cov - np.eye(len(cov))) ** 2).sum()}


@task("mpmath: the difference of the distribution function", digits=300)
def discretized_logistic_mixture(
    x: Array, mixture_logits: Array, means: Array, log_scales: Array, num_levels: Array
) -> Outputs:
    """The mass of the bin of every level under a mixture of logistic laws (Salimans et al. 2017, eq. 2)."""
    level = x[..., None]
    half, scale = mp.mpf(1) / 2, exp(log_scales)
    upper = np.where(level == num_levels - 1, mp.mpf(1), digits.sigmoid((level + half - means) / scale))
    lower = np.where(level == 0, mp.mpf(0), digits.sigmoid((level - half - means) / scale))
    mass = (digits.softmax(mixture_logits) * (upper - lower)).sum(axis=-1)
    return {"log_prob": log(mass).sum(axis=1)}


@task("mpmath", digits=50)
def dequantization_bound(log_p: Array, log_q: Array, num_dims: Array, num_levels: Array) -> Outputs:
    """Bits a dimension from importance weights of the dequantizing noise (Ho et al. 2019; Hoogeboom et al. 2020)."""
    d = int(num_dims)
    weights = exp(log_p - log_q) / mp.mpf(int(num_levels)) ** d
    bits = -1 / (d * mp.log(2))
    return {
        "importance_weighted": bits * log(digits.mean(weights, axis=0)),
        "variational": bits * digits.mean(log(weights), axis=0),
    }


@task("mpmath: the definition, and its limits at -1 and 1", digits=50)
def alpha_divergence(p: Array, q: Array, alpha: Array) -> Outputs:
    """4 / (1 - a^2) (1 - sum p^((1 + a) / 2) q^((1 - a) / 2)) (Amari 2009; Minka 2005)."""

    def one(p: Array, q: Array, a: mp.mpf) -> mp.mpf:
        if abs(a) == 1:
            return (p * log(p / q)).sum() if a == 1 else (q * log(q / p)).sum()
        return 4 / (1 - a * a) * (1 - (p ** ((1 + a) / 2) * q ** ((1 - a) / 2)).sum())

    return {"divergence": np.array([[one(p_b, q_b, a) for a in alpha] for p_b, q_b in zip(p, q, strict=True)])}


@task("scikit-learn KernelDensity")
def kde_log_prob(x: Array, data: Array, bandwidth: Array) -> Outputs:
    """A kernel density estimate with a standard normal kernel (Parzen 1962)."""
    return {"log_prob": KernelDensity(bandwidth=float(bandwidth)).fit(data).score_samples(x)}


@task("plain Python: every path counted")
def made_masks(ordering: Array, hidden_degrees: Array) -> Outputs:
    """Units see variables up to their degree, variables see units of lower degree (Germain et al. 2015)."""
    sees = [[int(position <= degree) for position in ordering] for degree in hidden_degrees]
    seen = [[int(degree < position) for degree in hidden_degrees] for position in ordering]
    units = range(len(hidden_degrees))
    paths = [[sum(row[h] and sees[h][j] for h in units) for j in range(len(ordering))] for row in seen]
    return {"mask_w": np.array(sees), "mask_v": np.array(seen), "paths": np.array(paths)}


@task("JAX: the gradient through lax.conv")
def pixelcnn_receptive_field(
    height: Array, width: Array, kernel_size: Array, n_layers: Array, row: Array, col: Array
) -> Outputs:
    """Where the gradient of one pixel through masked convolutions is not zero (van den Oord et al. 2016)."""
    k = int(kernel_size)
    raster = np.arange(k * k).reshape(k, k)
    masks = {"a": (raster < k * k // 2).astype(int), "b": (raster <= k * k // 2).astype(int)}

    def pixel(image: jax.Array) -> jax.Array:
        for layer in range(int(n_layers)):
            kernel = jnp.asarray(masks["b" if layer else "a"], float)[None, None] / k**2
            image = jax.lax.conv(image, kernel, (1, 1), "SAME")
        return image[0, 0, int(row), int(col)]

    gradient = jax.grad(pixel)(jnp.zeros((1, 1, int(height), int(width))))[0, 0]
    return {"mask_a": masks["a"], "mask_b": masks["b"], "receptive_field": (np.asarray(gradient) > 0).astype(int)}


@task("mpmath; the nearest of all levels", digits=50)
def mu_law_companding(x: Array, mu: Array) -> Outputs:
    """Companding, the nearest level, expanding (ITU-T G.711; van den Oord et al. 2016, section 2.2)."""
    m = mp.mpf(int(mu))
    levels = [2 * code / m - 1 for code in range(int(mu) + 1)]
    companded = np.array([mp.sign(v) * mp.log(1 + m * abs(v), 1 + m) for v in x])

    def nearest(f: mp.mpf) -> int:
        # Half-way between two levels the upper one counts.
        return max(range(len(levels)), key=lambda code: (-abs(levels[code] - f), code))

    code = [nearest(f) for f in companded]
    decoded = np.array([mp.sign(levels[c]) * ((1 + m) ** abs(levels[c]) - 1) / m for c in code])
    return {"companded": companded, "code": np.array(code), "decoded": decoded}


@task("NumPy convolve: the length of the impulse response")
def wavenet_receptive_field(kernel_size: Array, dilations: Array) -> Outputs:
    """How far back a stack of dilated causal convolutions reaches (van den Oord et al. 2016, section 2.1)."""

    def reach(k: int, stack: Array) -> int:
        response = np.ones(1)
        for dilation in stack:
            kernel = np.zeros((k - 1) * dilation + 1)
            kernel[::dilation] = 1
            response = np.convolve(response, kernel)
        return len(response)

    return {"receptive_field": np.array([reach(int(k), d) for k, d in zip(kernel_size, dilations, strict=True)])}


@task("SciPy special.log_softmax")
def autoregressive_nll(logits: Array, x: Array) -> Outputs:
    """The sum over pixels of the cross-entropy, and bits a pixel (van den Oord et al. 2016)."""
    table = log_softmax(logits, axis=1)
    nll = np.zeros(len(x))
    for b, h, w in product(*map(range, x.shape)):
        nll[b] -= table[b, x[b, h, w], h, w]
    return {"nll": nll, "bits_per_dim": (nll / np.log(2)).mean() / x[0].size}


@task("mpmath: conditioning the joint Gaussian of z and x", digits=50)
def ppca_posterior(x: Array, weight: Array, mu: Array, log_std: Array) -> Outputs:
    """z given x by the D x D covariance of x (Tipping and Bishop 1999; Bishop 2006, 2.81 and 2.82)."""
    d, latent = weight.shape
    cov_x = weight @ weight.T + mp.exp(2 * log_std.item()) * np.eye(d, dtype=int)
    gain = weight.T @ digits.inverse(cov_x)
    deviation = x - mu
    mahalanobis = (deviation @ digits.inverse(cov_x) * deviation).sum(axis=1)
    return {
        "mean": deviation @ gain.T,
        "cov": np.eye(latent, dtype=int) - gain @ weight,
        "log_evidence": -(d * mp.log(2 * mp.pi) + mp.log(digits.determinant(cov_x)) + mahalanobis) / 2,
    }


@task("mpmath: one observation after the other", digits=50)
def conjugate_normal_posterior(
    x: Array, count: Array, precision: Array, prior_mean: Array, prior_precision: Array, x_new: Array
) -> Outputs:
    """A normal mean with known precision, updated by its gain at every observation (Bishop 2006, 2.141 and 2.142)."""
    noise = 1 / precision.item()
    means, variances = [], []
    for row, n, mean, prior in zip(x, count, prior_mean, prior_precision, strict=True):
        variance = 1 / prior
        for observation in row[:n]:
            gain = variance / (variance + noise)
            mean, variance = mean + gain * (observation - mean), (1 - gain) * variance
        means.append(mean)
        variances.append(variance)
    mean, variance = np.array(means), np.array(variances)
    predictive = digits.normal_density(x_new, mean[:, None], digits.sqrt(variance + noise)[:, None])
    return {"posterior_mean": mean, "posterior_precision": 1 / variance, "log_predictive": log(predictive)}


@task("Python statistics.variance (exact fractions); SciPy: Gauss-Hermite quadrature for the KL")
def active_units(mean: Array, log_std: Array, threshold: Array) -> Outputs:
    """Units whose posterior mean varies over the data (Burda et al. 2015)."""
    activity = np.array([statistics.variance(unit.tolist()) for unit in mean.T])
    return {
        "activity": activity,
        "active_units": np.count_nonzero(activity > threshold),
        "kl_per_unit": kl_to_standard_normal(mean, log_std).mean(axis=0),
    }
