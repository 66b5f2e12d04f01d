"""From whatever holds numbers to NumPy arrays, and to the file that is sent."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Dict, Mapping, Optional

import numpy as np

from ._dgm import DgmError
from ._session import language


_SAID = {
    "en": {
        "none": "None is no number; leave the answer out, or compute it",
        "dict": 'this is a dict; give each of its arrays a key of its own, "task.output"',
        "ragged": "the lists have different lengths; pad or stack them to one array",
        "gaps": "{name} among the numbers; write nan for what is not there",
        "objects": "objects ({name}), not numbers; make numbers of them: np.array(x, dtype=float)",
        "no array": "this is no array of numbers ({error})",
        "no numbers": "an array of {dtype} holds no real numbers",
        "answers": 'answers are a dict: {{"task.output": array}}',
        "key": '{key!r} is no key: a key is a text, "task.output"',
    },
    "ru": {
        "none": "None не число; не указывайте этот ответ или вычислите его",
        "dict": "это словарь; дайте каждому его массиву свой ключ «задача.выход»",
        "ragged": "списки разной длины; дополните их или соберите в один массив",
        "gaps": "среди чисел есть {name}; вместо того, чего нет, запишите nan",
        "objects": "это объекты ({name}), а не числа; сделайте из них числа: np.array(x, dtype=float)",
        "no array": "это не массив чисел ({error})",
        "no numbers": "в массиве типа {dtype} нет вещественных чисел",
        "answers": "ответы — это словарь: {{«задача.выход»: массив}}",
        "key": "{key!r} не ключ: ключ — это текст «задача.выход»",
    },
}


def _fault(said: str, key: Optional[str] = None, **values: Any) -> DgmError:
    text = _SAID[language()][said].format(key=key, **values)
    return DgmError(text if said == "key" or key is None else f"{key}: {text}")


def as_array(key: str, value: Any) -> np.ndarray:
    """A NumPy array of a NumPy array, a PyTorch or JAX tensor, a number or nested lists.

    Tensors may need a gradient, be of bfloat16, or be on another device.
    """
    if value is None:
        raise _fault("none", key)
    if isinstance(value, Mapping):
        raise _fault("dict", key)
    if hasattr(value, "detach"):  # PyTorch
        value = value.detach().cpu()
        if "bfloat16" in str(value.dtype):
            value = value.float()
        # A view that conjugates or negates is computed only now.
        value = value.resolve_conj().resolve_neg().numpy()
    elif "bfloat16" in str(getattr(value, "dtype", "")):  # JAX, ml_dtypes
        value = np.asarray(value).astype(np.float32)
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        if isinstance(value, (list, tuple)) and "inhomogeneous" in str(error):
            raise _fault("ragged", key) from None
        raise _fault("no array", key, error=error) from None
    if array.dtype == object:
        raise _of_objects(key, array)
    if array.dtype.kind not in "biuf":
        raise _fault("no numbers", key, dtype=array.dtype)
    return array


def _of_objects(key: str, array: np.ndarray) -> DgmError:
    """Why NumPy made an array of objects."""
    elements = list(array.flat)
    for one in elements:
        # By name: pandas is not imported for it, and its NA compares to nothing.
        if one is None or type(one).__name__ in ("NAType", "NaTType"):
            return _fault("gaps", key, name="None" if one is None else str(one))
    if any(isinstance(one, (list, tuple, np.ndarray)) for one in elements):
        return _fault("ragged", key)
    odd = [one for one in elements if not isinstance(one, (int, float, np.number))]
    name = type((odd or elements or [None])[0]).__name__
    return _fault("objects", key, name=name)


def flattened(answers: Mapping[str, Any]) -> Dict[str, np.ndarray]:
    """Answers by `task.output`; `{"task": {"output": …}}` is taken as well."""
    if not isinstance(answers, Mapping):
        raise _fault("answers")
    found: Dict[str, np.ndarray] = {}
    for key, value in answers.items():
        if not isinstance(key, str):
            raise _fault("key", key)
        if isinstance(value, Mapping):
            for name, array in value.items():
                found[f"{key}.{name}"] = as_array(f"{key}.{name}", array)
        else:
            found[key] = as_array(key, value)
    return found


def to_npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The bytes of the `.npz` of these arrays; the same arrays give the same bytes."""
    buffer = io.BytesIO()
    # Named by hand: `np.savez(f, **arrays)` refuses the key "file".
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for key in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, arrays[key], allow_pickle=False)
            # A date of its own would make other bytes of the same answers.
            info = zipfile.ZipInfo(f"{key}.npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    return buffer.getvalue()


def from_npz(data: bytes) -> Dict[str, Dict[str, np.ndarray]]:
    """The read-only arrays of an inputs file, by task and name."""
    tasks: Dict[str, Dict[str, np.ndarray]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        for key in file.files:
            task, _, name = key.partition(".")
            array = file[key]
            # What is computed in place would change the inputs of the next run of the cell.
            array.flags.writeable = False
            tasks.setdefault(task, {})[name] = array
    return tasks
