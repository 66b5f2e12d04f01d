"""Divergences of normal laws as expectations."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import roots_hermitenorm
from scipy.stats import norm

Array = np.ndarray

# Three nodes are exact up to the fifth degree; the logarithm of a ratio of normal densities is of the second.
NODES, WEIGHTS = roots_hermitenorm(3)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def normal_kl(mean_p: ArrayLike, std_p: ArrayLike, mean_q: ArrayLike, std_q: ArrayLike) -> Array:
    """KL(p || q) = E_p[log p - log q], elementwise, by Gauss-Hermite quadrature."""
    mean_p, std_p, mean_q, std_q = (np.asarray(a)[..., None] for a in (mean_p, std_p, mean_q, std_q))
    x = mean_p + std_p * NODES
    return (norm.logpdf(x, mean_p, std_p) - norm.logpdf(x, mean_q, std_q)) @ WEIGHTS


def kl_to_standard_normal(mean: Array, log_std: Array) -> Array:
    """KL of N(mean, exp(2 log_std)) from the standard normal law."""
    return normal_kl(mean, np.exp(log_std), 0.0, 1.0)
