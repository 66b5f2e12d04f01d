"""Automatic differentiation by JAX in float64, on the CPU."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike

jax.config.update("jax_enable_x64", True)

Array = np.ndarray
Map = Callable[[jax.Array], jax.Array]


def values(function: Map, batch: Array) -> Array:
    """The function at every row."""
    return np.asarray(jax.jit(jax.vmap(function))(jnp.asarray(batch)))


def jacobians(function: Map, batch: Array) -> Array:
    """The Jacobian matrix of a map of vectors at every row."""
    return np.asarray(jax.jit(jax.vmap(jax.jacfwd(function)))(jnp.asarray(batch)))


def log_abs_det(function: Map, batch: Array) -> Array:
    """log |det| of the Jacobian matrix at every row, by an LU decomposition of the whole matrix."""
    return np.linalg.slogdet(jacobians(function, batch)).logabsdet


def small_network(x: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> jax.Array:
    """tanh(x W1 + b1) W2 + b2: one hidden layer, rows from the left."""
    return jnp.tanh(jnp.asarray(x) @ W1 + b1) @ W2 + b2
