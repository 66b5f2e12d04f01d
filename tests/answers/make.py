"""Makes the files of this folder with NumPy and safetensors: python3 make.py"""

import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

here = Path(__file__).parent
grid = np.arange(6).reshape(2, 3)

np.save(here / "arange3.npy", np.arange(3.0))
np.save(here / "scalar.npy", np.float64(0.5))
np.save(here / "fortran.npy", np.asfortranarray(grid / 4))
np.save(here / "big_endian.npy", (grid / 4).astype(">f8"))
np.save(here / "object.npy", np.array([1, "two", None], dtype=object), allow_pickle=True)
np.save(here / "complex.npy", np.array([1 + 2j]))
np.save(here / "structured.npy", np.zeros(2, dtype=[("x", "f4"), ("y", "i8")]))
np.save(here / "string.npy", np.array(["0.5", "1"]))
np.save(here / "datetime.npy", np.array(["2026-01-01"], dtype="M8[D]"))
np.save(here / "void.npy", np.zeros(3, dtype="V2"))
np.save(here / "longdouble.npy", np.zeros(2, dtype=np.longdouble))
with open(here / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, grid / 4, version=(2, 0))

arrays = {"grid." + name: grid.astype(name) for name in (
    "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool".split()
)}
np.savez(here / "stored.npz", **arrays)
np.savez_compressed(here / "deflated.npz", **arrays)
np.savez_compressed(here / "object.npz", good=grid, bad=np.array([{}], dtype=object))
save_file(arrays, here / "all.safetensors", metadata={"format": "np"})

# The safetensors package has no bfloat16 without PyTorch: its header is written by hand.
upper = (np.array([0.5, -1.5, np.inf], dtype="<f4").view("<u4") >> 16).astype("<u2").tobytes()
header = json.dumps({"w.x": {"dtype": "BF16", "shape": [3], "data_offsets": [0, len(upper)]}}).encode()
(here / "bfloat16.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + upper)

(here / "python.json").write_text(
    json.dumps({"grid.float64": (grid / 4).tolist(), "grid.int64": grid.tolist(), "odd.x": [float("nan"), float("inf"), -float("inf")]})
)

# An archive streamed to a pipe: sizes follow the data instead of standing before it.
class Pipe(io.RawIOBase):
    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


one = io.BytesIO()
np.save(one, grid / 4)
with open(here / "streamed.npz", "wb") as file, zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.b.npy", one.getvalue())
with zipfile.ZipFile(here / "bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
    archive.writestr("a.b.npy", one.getvalue())
with zipfile.ZipFile(here / "folder.npz", "w") as archive:
    archive.writestr("elbo/", b"")
    archive.writestr("elbo/a.b.npy", one.getvalue())
