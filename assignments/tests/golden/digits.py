"""NumPy arrays of mpmath numbers: formulas as they are defined, at as many digits as they need."""

from __future__ import annotations

from collections.abc import Callable

import mpmath as mp
import numpy as np

Array = np.ndarray


def _elementwise(function: Callable) -> np.vectorize:
    return np.vectorize(function, otypes=[object])


exp, log, sqrt, tanh = (_elementwise(f) for f in (mp.exp, mp.log, mp.sqrt, mp.tanh))
cos, acos, sin, normal_cdf = (_elementwise(f) for f in (mp.cos, mp.acos, mp.sin, mp.ncdf))


def lift(array: Array) -> Array:
    """The same float64 numbers as mpmath numbers; integers stay as they are."""
    return array if array.dtype.kind == "i" else _elementwise(lambda x: mp.mpf(float(x)))(array)


def rounded(array: object) -> Array:
    """Float64 nearest to each number; integers as int64."""
    array = np.asarray(array)
    return array.astype(np.int64) if array.dtype.kind in "ib" else array.astype(np.float64)


def mean(array: Array, axis: int | None = None) -> Array:
    """The sum over the number of elements."""
    count = array.size if axis is None else array.shape[axis]
    return np.sum(array, axis=axis) / mp.mpf(count)


def total(array: Array, axis: int = -1) -> Array:
    """The sum over an axis."""
    return np.sum(array, axis=axis)


def sigmoid(array: Array) -> Array:
    """1 / (1 + exp(-a)), as it stands: at enough digits its logarithm loses nothing."""
    return 1 / (1 + exp(-array))


def softmax(array: Array, axis: int = -1) -> Array:
    """exp(a) / sum exp(a), as it stands: mpmath's exponents do not overflow."""
    weights = exp(array)
    return weights / np.sum(weights, axis=axis, keepdims=True)


def matrix(array: Array) -> mp.matrix:
    """The mpmath matrix of a two-dimensional array."""
    return mp.matrix(array.tolist())


def array(of: mp.matrix) -> Array:
    """The array of an mpmath matrix."""
    return np.array(of.tolist(), dtype=object).reshape(of.rows, of.cols)


def inverse(of: Array) -> Array:
    """The inverse of a square matrix."""
    return array(mp.inverse(matrix(of)))


def determinant(of: Array) -> mp.mpf:
    """The determinant of a square matrix."""
    return mp.det(matrix(of))


def normal_density(x: Array, mean: Array, std: Array) -> Array:
    """exp(-(x - mean)^2 / (2 std^2)) / (std sqrt(2 pi))."""
    return exp(-(((x - mean) / std) ** 2) / 2) / (std * mp.sqrt(2 * mp.pi))
