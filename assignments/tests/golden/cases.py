"""The registry of tasks, and a golden case: read, computed anew, compared, written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np

from digits import lift, rounded

Array = np.ndarray
# What a function returns: numbers and arrays of NumPy, JAX or mpmath, which are rounded afterwards.
Outputs = dict[str, Any]
Compute = Callable[..., Outputs]

# How far two computations in float64 may lie apart, relative to the number; where a sum cancels, to a thousandth of
# the largest number of the array.
AGREEMENT = 1e-12
SMALL = 1e-3


@dataclass(frozen=True)
class Task:
    """One task of the catalogue: what computes its outputs, by which library, at how many digits (float64 without)."""

    id: str
    compute: Compute
    library: str
    digits: int | None

    def outputs(self, inputs: dict[str, Array]) -> dict[str, Array]:
        """The outputs in float64 and int64; at a number of digits they are rounded once, at the end."""
        if self.digits is None:
            return {name: rounded(value) for name, value in self.compute(**inputs).items()}
        with mp.workdps(self.digits):
            lifted = {name: lift(value) for name, value in inputs.items()}
            return {name: rounded(value) for name, value in self.compute(**lifted).items()}


TASKS: dict[str, Task] = {}


@dataclass(frozen=True)
class Homework:
    """Registers the functions of a homework: the function's name is the task's, its arguments are the inputs."""

    name: str

    def __call__(self, library: str, *, digits: int | None = None) -> Callable[[Compute], Compute]:
        """A decorator that says which library computes the task; with `digits` the inputs come as mpmath numbers."""

        def register(compute: Compute) -> Compute:
            made_by = library if digits is None else f"{library}, {digits} digits"
            task = Task(f"{self.name}/{compute.__name__}", compute, made_by, digits)
            assert task.id not in TASKS, task.id
            TASKS[task.id] = task
            return compute

        return register


@dataclass(frozen=True)
class Case:
    """One stored archive: `in.NAME` are fixtures, `out.NAME` are what this folder computes."""

    path: Path
    inputs: dict[str, Array]
    stored: dict[str, Array]

    @property
    def task_id(self) -> str:
        """The homework and the task, from the folder's and the file's name."""
        return f"{self.path.parent.name}/{self.path.stem.rsplit('-', 1)[0]}"

    def write(self, outputs: dict[str, Array]) -> None:
        """The same inputs with these outputs, with a fixed date so that the same numbers are the same bytes."""
        members = {f"in.{k}": v for k, v in self.inputs.items()} | {f"out.{k}": v for k, v in outputs.items()}
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_STORED) as archive:
            for name, array in members.items():
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as member:
                    np.lib.format.write_array(member, np.asarray(array, order="C"))


def read(path: Path) -> Case:
    """A case from its archive."""
    with np.load(path) as archive:
        arrays = dict(archive)
    assert all(re.match(r"(in|out)\.", name) for name in arrays), path
    inputs = {name[3:]: array for name, array in arrays.items() if name.startswith("in.")}
    stored = {name[4:]: array for name, array in arrays.items() if name.startswith("out.")}
    return Case(path, inputs, stored)


def all_cases(root: Path) -> Iterator[Case]:
    """The cases below a folder of homeworks, by name."""
    for path in sorted(root.glob("*/*.npz")):
        yield read(path)


def distance(stored: Array, computed: Array) -> float:
    """The largest error relative to max(|stored|, a thousandth of the largest): infinite for another shape or type."""
    if stored.shape != computed.shape or stored.dtype != computed.dtype:
        return float("inf")
    if stored.dtype.kind == "i":
        return 0.0 if np.array_equal(stored, computed) else float("inf")
    differ = ~((stored == computed) | (np.isnan(stored) & np.isnan(computed)))
    if not differ.any():
        return 0.0
    if not np.isfinite(stored).all() or not np.isfinite(computed).all():
        return float("inf")
    scale = np.maximum(np.abs(stored), SMALL * np.abs(stored).max())
    with np.errstate(divide="ignore"):
        return float(np.max(np.abs(stored - computed)[differ] / scale[differ]))
