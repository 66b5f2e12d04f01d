"""Golden outputs of `fid`: evaluation of implicit models, layers of modern GANs."""

from __future__ import annotations

import statistics

import mpmath as mp
import numpy as np
from scipy.signal import lfilter
from scipy.spatial.distance import cdist
from scipy.special import softmax
from scipy.stats import entropy
from sklearn.metrics.pairwise import polynomial_kernel
from sklearn.neighbors import NearestNeighbors

import digits
from cases import Array, Homework, Outputs
from digits import exp

task = Homework("fid")


@task("NumPy mean and cov")
def feature_statistics(features: Array) -> Outputs:
    """The sample mean and the unbiased covariance (Heusel et al. 2017)."""
    return {"mean": features.mean(axis=0), "cov": np.atleast_2d(np.cov(features, rowvar=False))}


@task("mpmath sqrtm (Denman-Beavers)", digits=50)
def matrix_sqrt(matrix: Array) -> Outputs:
    """The principal square root of a positive definite matrix (Higham 2008, section 6.3)."""
    return {"sqrt": digits.array(mp.sqrtm(digits.matrix(matrix)).apply(mp.re))}


def distance_of_gaussians(mu_a: Array, sigma_a: Array, mu_b: Array, sigma_b: Array) -> mp.mpf:
    """|m_a - m_b|^2 + tr S_a + tr S_b - 2 tr (S_a S_b)^(1/2), the root from the product's eigenvalues."""
    eigenvalues = mp.eig(digits.matrix(sigma_a @ sigma_b), left=False, right=False)
    cross = sum(mp.sqrt(max(mp.re(value), mp.mpf(0))) for value in eigenvalues)
    return ((mu_a - mu_b) ** 2).sum() + np.trace(sigma_a) + np.trace(sigma_b) - 2 * cross


@task("mpmath eig of the product of the covariances", digits=50)
def frechet_distance(mu_a: Array, sigma_a: Array, mu_b: Array, sigma_b: Array) -> Outputs:
    """The squared Frechet distance of two Gaussians (Dowson and Landau 1982)."""
    return {"distance": distance_of_gaussians(mu_a, sigma_a, mu_b, sigma_b)}


@task("mpmath: covariances, and eig of their product", digits=50)
def fid(features_a: Array, features_b: Array) -> Outputs:
    """The Frechet distance of sample means and unbiased covariances (Heusel et al. 2017, eq. 6)."""

    def fitted(features: Array) -> tuple[Array, Array]:
        mean = digits.mean(features, axis=0)
        return mean, (features - mean).T @ (features - mean) / (len(features) - 1)

    return {"fid": distance_of_gaussians(*fitted(features_a), *fitted(features_b))}


@task("SciPy stats.entropy")
def inception_score(probs: Array, n_splits: Array) -> Outputs:
    """exp of the mean KL from the split's marginal, over splits (Salimans et al. 2016, section 4)."""
    splits = probs[: len(probs) // n_splits * n_splits].reshape(n_splits, -1, probs.shape[1])
    scores = [np.exp(np.mean([entropy(row, split.mean(axis=0)) for row in split])) for split in splits]
    return {"score_mean": np.mean(scores), "score_std": statistics.pstdev(map(float, scores))}


def discrepancies(k_xx: Array, k_yy: Array, k_xy: Array) -> tuple:
    """The biased and the unbiased squared maximum mean discrepancy (Gretton et al. 2012, eq. 5 and 3)."""
    cross = 2 * k_xy.sum() / k_xy.size
    biased = k_xx.sum() / k_xx.size + k_yy.sum() / k_yy.size - cross
    pairs = [(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1)) for k in (k_xx, k_yy)]
    return biased, pairs[0] + pairs[1] - cross


@task("scikit-learn polynomial_kernel")
def kid(features_a: Array, features_b: Array) -> Outputs:
    """The unbiased squared discrepancy with the cubic kernel (Binkowski et al. 2018)."""
    k = lambda x, y: polynomial_kernel(x, y, degree=3, coef0=1)
    blocks = k(features_a, features_a), k(features_b, features_b), k(features_a, features_b)
    return {"kid": discrepancies(*blocks)[1]}


def gaussian_kernel(x: Array, y: Array, width: mp.mpf) -> Array:
    """exp(-|x - y|^2 / (2 width^2)) of all pairs."""
    return exp(-((x[:, None] - y[None]) ** 2).sum(axis=2) / (2 * width**2))


@task("mpmath", digits=50)
def mmd_rbf(x: Array, y: Array, sigma: Array) -> Outputs:
    """Both estimators with a Gaussian kernel (Gretton et al. 2012, eq. 5 and 3)."""
    k = lambda a, b: gaussian_kernel(a, b, sigma.item())
    biased, unbiased = discrepancies(k(x, x), k(y, y), k(x, y))
    return {"mmd2_biased": biased, "mmd2_unbiased": unbiased}


@task("mpmath", digits=50)
def cmmd(x: Array, y: Array, bandwidth: Array, scale: Array) -> Outputs:
    """Both estimators on embeddings of unit length, scaled (Jayasumana et al. 2024)."""
    u, v = (a / digits.sqrt((a * a).sum(axis=1, keepdims=True)) for a in (x, y))
    k = lambda a, b: gaussian_kernel(a, b, bandwidth.item())
    biased, unbiased = discrepancies(k(u, u), k(v, v), k(u, v))
    return {"cmmd_biased": scale * biased, "cmmd_unbiased": scale * unbiased}


def in_balls(centres: Array, points: Array, k: Array) -> Array:
    """Which point lies in the ball of which centre that reaches the centre's k-th other centre."""
    radii = NearestNeighbors(n_neighbors=int(k), algorithm="kd_tree").fit(centres).kneighbors()[0][:, -1]
    return cdist(centres, points) <= radii[:, None]


@task("scikit-learn NearestNeighbors")
def precision_recall(features_real: Array, features_fake: Array, k: Array) -> Outputs:
    """The share of one set within the balls of the other (Kynkaanniemi et al. 2019, eq. 1 and 2)."""
    return {
        "precision": in_balls(features_real, features_fake, k).any(axis=0).mean(),
        "recall": in_balls(features_fake, features_real, k).any(axis=0).mean(),
    }


@task("scikit-learn NearestNeighbors")
def density_coverage(features_real: Array, features_fake: Array, k: Array) -> Outputs:
    """How many balls of real points a fake point is in, and how many balls have one (Naeem et al. 2020)."""
    held = in_balls(features_real, features_fake, k)
    return {"density": held.sum(axis=0).mean() / k, "coverage": held.any(axis=1).mean()}


@task("mpmath", digits=50)
def truncation_trick(w: Array, w_pool: Array, psi: Array) -> Outputs:
    """Latents drawn towards their mean (Karras et al. 2019, appendix B)."""
    return {"truncated": psi * w + (1 - psi) * digits.mean(w_pool, axis=0)}


@task("plain Python: the resampling loop")
def truncated_normal(noise_pool: Array, threshold: Array) -> Outputs:
    """Values out of range are drawn again (Brock et al. 2019, section 3.1)."""
    z = noise_pool[0].copy()
    for noise in noise_pool[1:]:
        outside = np.abs(z) > threshold
        z[outside] = noise[outside]
    return {"z": z}


@task("Python statistics.pvariance (exact fractions)")
def minibatch_stddev(x: Array, group_size: Array, eps: Array) -> Outputs:
    """The mean deviation over a group of images as one more channel (Karras et al. 2018, section 3)."""
    groups = len(x) // int(group_size)
    channel = np.zeros((len(x), 1, *x.shape[2:]))
    for j in range(groups):
        group = x[j::groups].reshape(int(group_size), -1)
        channel[j::groups] = np.mean([np.sqrt(statistics.pvariance(c) + eps) for c in group.T.tolist()])
    return {"y": np.concatenate([x, channel], axis=1)}


@task("Python statistics.pvariance and mean (exact fractions)")
def adain(x: Array, scale: Array, shift: Array, eps: Array) -> Outputs:
    """Instance normalization with a style's scale and shift (Huang and Belongie 2017, eq. 8)."""
    y = np.empty_like(x)
    for n, c in np.ndindex(scale.shape):
        pixels = x[n, c].ravel().tolist()
        deviation = np.sqrt(statistics.pvariance(pixels) + eps)
        y[n, c] = (x[n, c] - statistics.mean(pixels)) * (scale[n, c] / deviation) + shift[n, c]
    return {"y": y}


@task("SciPy special.softmax; NumPy einsum")
def self_attention(x: Array, w_f: Array, w_g: Array, w_h: Array, w_v: Array, gamma: Array) -> Outputs:
    """Attention over pixels with a residual (Zhang et al. 2019, eq. 1 to 3)."""
    pixels = x.reshape(*x.shape[:2], -1)
    scores = np.einsum("kc,nci,kd,ndj->nji", w_f, pixels, w_g, pixels)
    attention = softmax(scores, axis=2)
    o = np.einsum("cv,vd,nji,ndi->ncj", w_v, w_h, attention, pixels)
    return {"y": (gamma * o + pixels).reshape(x.shape), "attention": attention}


@task("mpmath", digits=50)
def equalized_lr(weight: Array, gain: Array) -> Outputs:
    """Weights scaled at run time by He's constant (Karras et al. 2018, section 4.1; He et al. 2015)."""
    scale = gain.item() / mp.sqrt(weight[0].size)
    return {"scale": scale, "scaled_weight": scale * weight}


@task("SciPy signal.lfilter")
def ema_weights(weights: Array, init: Array, decay: Array) -> Outputs:
    """An exponential average as a linear filter that starts from the given state (Yazici et al. 2019)."""
    ema, _ = lfilter([1 - decay], [1, -decay], weights, axis=0, zi=(decay * init)[None])
    return {"ema": ema}


@task("mpmath: the angle by acos", digits=50)
def slerp(z_a: Array, z_b: Array, t: Array) -> Outputs:
    """Interpolation along the arc, its limit where there is none (Shoemake 1985)."""

    def one(a: Array, b: Array, s: mp.mpf) -> Array:
        cosine = (a @ b) / mp.sqrt((a @ a) * (b @ b))
        angle = mp.acos(min(cosine, mp.mpf(1)))
        if angle < mp.mpf(10) ** -7:
            return (1 - s) * a + s * b
        return (mp.sin((1 - s) * angle) * a + mp.sin(s * angle) * b) / mp.sin(angle)

    return {"z": np.stack([one(*row) for row in zip(z_a, z_b, t, strict=True)])}
