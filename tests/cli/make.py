"""Makes the answers files of this folder: `python3 make.py PATH/TO/dgm` with NumPy and safetensors.

The numbers are those of `dgm solve`; what is tested is that files as NumPy and PyTorch users write them are read.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from safetensors.numpy import save_file

dgm, here = sys.argv[1], pathlib.Path(__file__).parent
with tempfile.TemporaryDirectory() as folder:
    inputs, solved = f"{folder}/inputs.npz", f"{folder}/solved.npz"
    subprocess.run([dgm, "inputs", "elbo", "--seed", "0", "-o", inputs], check=True)
    subprocess.run([dgm, "solve", "elbo", "--inputs", inputs, "-o", solved], check=True)
    answers = {key: array for key, array in np.load(solved).items()}

np.savez(here / "numpy.npz", **answers)
np.savez_compressed(here / "numpy-compressed.npz", **answers)
# PyTorch computes in float32; whole numbers stay int64 there.
single = {
    key: array.astype(np.float32) if array.dtype == np.float64 else array
    for key, array in answers.items()
}
save_file(single, here / "float32.safetensors")
