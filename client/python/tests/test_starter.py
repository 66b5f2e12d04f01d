"""The starter notebook in a real kernel: with NumPy alone, and where the package is installed.

DGM_STARTERS names a folder with HOMEWORK.ipynb, HOMEWORK-practice-inputs.npz and the right answers to these, HOMEWORK-right.npz; and with
own/, the same for somebody's own inputs of `elbo` on the server DGM_SERVER, whose token is DGM_TOKEN.
"""

import importlib.util
import os
import re
import shutil
from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
np = pytest.importorskip("numpy")

FOLDER = Path(os.environ.get("DGM_STARTERS", "/nowhere"))
HAS_PACKAGE = importlib.util.find_spec("dgm") is not None
pytestmark = pytest.mark.skipif("DGM_STARTERS" not in os.environ, reason="DGM_STARTERS names no notebooks")


def notebook(path):
    return nbformat.read(path, as_version=4)


def run(book, folder):
    """Runs all cells; what each printed or showed, by the cell's id."""
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    shown = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            shown[cell.id] = "".join(
                o.get("text", "") + "".join(o.get("data", {}).values()) for o in cell.outputs if o.output_type != "error"
            )
    return shown


def filled(book, right):
    """With every answer taken from the file of right ones, after a slip that changes an input in place."""
    for cell in book.cells:
        if not cell.id.startswith("task-"):
            continue
        for key, name in re.findall(r'^answer\("([^"]+)", (\w+),', cell.source, re.M):
            value = f"np.load({right!r})[{key!r}][()]"
            cell.source = re.sub(rf"^{name} = None  #", f"{name} = {value}  #", cell.source, flags=re.M)
    return book


@pytest.fixture()
def place(tmp_path):
    for file in FOLDER.glob("*.npz"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_it_runs_empty_and_filled(path, place):
    name = path.stem
    shown = run(notebook(path), place)
    assert not (place / f"{name}-answers.npz").exists()
    assert ("dgm check" in shown["check"]) != HAS_PACKAGE

    shown = run(filled(notebook(path), f"{name}-right.npz"), place)
    told = "\n".join(text for cell, text in shown.items() if cell.startswith("task-"))
    assert "this shape" not in told, told
    with np.load(place / f"{name}-answers.npz") as answers, np.load(place / f"{name}-right.npz") as right:
        assert sorted(answers.files) == sorted(right.files)
        for key in right.files:
            assert np.array_equal(answers[key], right[key], equal_nan=True), key
    if HAS_PACKAGE:
        assert "13 of 13" in shown["check"] and "<table>" in shown["check"], shown["check"]
    assert shown["send"] == "", "nothing is sent unasked"


def test_shapes_and_tensors(place):
    book = notebook(FOLDER / "elbo.ipynb")
    for cell in book.cells:
        if cell.id == "task-gaussian-kl":
            cell.source = cell.source.replace("kl = None", "kl = Tensor(np.zeros((2, 3), np.float32))")
    tensor = """
class Tensor:
    dtype = "torch.bfloat16"
    def __init__(self, of): self.of = of
    def detach(self): return self
    def cpu(self): return self
    def float(self): return self.of
"""
    book.cells.insert(1, nbformat.v4.new_code_cell(tensor, id="tensor"))
    shown = run(book, place)
    assert "float32, (2, 3)" in shown["task-gaussian-kl"], shown
    assert "this shape is not the one asked for: (16,)" in shown["task-gaussian-kl"], shown
    with np.load(place / "elbo-answers.npz") as answers:
        assert answers["gaussian_kl.kl"].shape == (2, 3)


@pytest.mark.skipif("DGM_SERVER" not in os.environ, reason="DGM_SERVER names no server")
def test_it_sends_where_it_is_asked_to(place):
    for file in (FOLDER / "own").glob("*.npz"):
        shutil.copy(file, place)
    book = filled(notebook(FOLDER / "own" / "elbo.ipynb"), "own-right.npz")
    for cell in book.cells:
        if cell.id == "send":
            cell.source = cell.source.replace("https://SERVER", os.environ["DGM_SERVER"]).replace("SEND = False", "SEND = True")
    shown = run(book, place)
    if HAS_PACKAGE:
        assert "judge" in shown["check"], "own answers are not compared with practice inputs: " + shown["check"]
        assert "13 of 13" in shown["send"], shown["send"]
    else:
        assert shown["send"].strip() == "13", shown["send"]
