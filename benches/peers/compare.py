"""Times and values of dgm and of other programs side by side. run.sh makes the environment and starts this."""

import argparse
import csv
import json
import os
import platform
import subprocess
import tempfile
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scipy.linalg
import torch
from pytorch_fid.fid_score import calculate_frechet_distance
from torchmetrics.image.fid import FrechetInceptionDistance

from numpy_check import check, solve

HERE = Path(__file__).parent


def timed(times, run):
    """The result and the least of the seconds that the repetitions took."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return result, min(seconds)


def ours(*arguments):
    output = subprocess.run(["dgm-peers", *map(str, arguments)], check=True, capture_output=True, text=True,
                            executable=os.environ["DGM_PEERS"])
    told = json.loads(output.stdout)
    return told["result"], min(told["seconds"])


def statistics(features):
    return features.mean(axis=0), np.cov(features, rowvar=False)


def with_pytorch_fid(a, b):
    return calculate_frechet_distance(*statistics(a), *statistics(b))


def with_sqrtm(a, b):
    (mean_a, cov_a), (mean_b, cov_b) = statistics(a), statistics(b)
    root = scipy.linalg.sqrtm(cov_a @ cov_b)
    return np.sum((mean_a - mean_b) ** 2) + np.trace(cov_a) + np.trace(cov_b) - 2 * np.trace(root).real


def with_eigenvalues(a, b):
    """The same route as ours, in NumPy."""
    (mean_a, cov_a), (mean_b, cov_b) = statistics(a), statistics(b)
    factor = np.linalg.cholesky(cov_a)
    values = np.linalg.eigvalsh(factor.T @ cov_b @ factor)
    return np.sum((mean_a - mean_b) ** 2) + np.trace(cov_a) + np.trace(cov_b) - 2 * np.sqrt(values.clip(0)).sum()


class Same(torch.nn.Module):
    """In the place of the Inception network: the features are there already."""

    def __init__(self, dim):
        super().__init__()
        self.num_features = dim

    def forward(self, features):
        return features


def with_torchmetrics(a, b):
    metric = FrechetInceptionDistance(feature=Same(a.shape[1]), input_img_size=(1, 1, a.shape[1]))
    metric.set_dtype(torch.float64)
    with torch.no_grad():
        for features, real in ((a, True), (b, False)):
            for batch in torch.from_numpy(features).split(500):
                metric.update(batch, real=real)
        return metric.compute().item()


def products_alone(a, b):
    """Two covariances and two products of features x features: what no route avoids."""
    product = (a.T @ a) @ (b.T @ b)
    return product @ product


def frechet(samples, dim, times):
    rng = np.random.default_rng(0)
    # Correlated features, as real ones are; both sets well above singular.
    mixing = rng.normal(size=(dim, dim)) / np.sqrt(dim)
    a = rng.normal(size=(samples, dim)) @ mixing + 0.3
    b = rng.normal(size=(samples, dim)) @ (mixing + 0.1 * np.eye(dim)) + 0.35
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("a.npy", "b.npy")]
        np.save(files[0], a)
        np.save(files[1], b)
        rows = [("dgm", *ours("frechet", *files, times))]
    peers = [
        ("NumPy, the route of dgm", with_eigenvalues),
        (f"torchmetrics {version('torchmetrics')}", with_torchmetrics),
        (f"pytorch-fid {version('pytorch-fid')}", with_pytorch_fid),
        ("SciPy, sqrtm of the product", with_sqrtm),
    ]
    for name, run in peers:
        try:
            rows.append((name, *timed(times, lambda: run(a, b))))
        except Exception as error:  # a peer that does not run with these versions is told, not hidden
            rows.append((f"{name}: {type(error).__name__}: {str(error)[:80]}", float("nan"), float("nan")))
    rows.append(("(matrix products alone, NumPy)", float("nan"), timed(times, lambda: products_alone(a, b))[1]))
    table(f"Fréchet distance of two sets of {samples} × {dim} features", rows, 1)


def prepared(folder):
    """The paths of the inputs of elbo and of an answers file with every task right."""
    inputs, answers = (str(Path(folder) / name) for name in ("inputs.npz", "answers.npz"))
    dgm = os.environ["DGM"]
    subprocess.run([dgm, "inputs", "elbo", "-o", inputs], check=True, capture_output=True)
    subprocess.run([dgm, "solve", "elbo", "--inputs", inputs, "-o", answers], check=True, capture_output=True)
    return inputs, answers


def loaded(path):
    with np.load(path) as file:
        return {key: file[key] for key in file.files}


def homework(times):
    with tempfile.TemporaryDirectory() as folder:
        inputs, answers = prepared(folder)
        own = loaded(inputs)
        rows = [
            ("dgm", *ours("check", "elbo", inputs, answers, times)),
            ("NumPy", *timed(times, lambda: check(solve(own), answers))),
        ]
    table("Check of the graded tasks of elbo, from the file to the points", rows, 1000)


def class_of(files, times):
    """A folder of answers files with the same inputs: the references are computed once by either side."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, answers = prepared(folder)
        own, handed_in = loaded(inputs), Path(folder) / "elbo"
        handed_in.mkdir()
        right = loaded(answers)
        # Of every ten files, four have a wrong answer in every task of real numbers.
        wrong = {key: value * 1.5 + 0.5 if value.dtype.kind == "f" else value for key, value in right.items()}
        for i in range(files):
            np.savez(handed_in / f"student{i:04}.npz", **(right if i % 10 < 6 else wrong))
        dgm, table_file = os.environ["DGM"], Path(folder) / "points.csv"

        def grade():
            subprocess.run([dgm, "grade", "--course", HERE / "course.toml", "--submissions", handed_in, "--homework", "elbo",
                            "--inputs", inputs, "--force", "-o", table_file], check=True, capture_output=True)
            return sum_of_points(table_file)

        def with_numpy():
            solved = solve(own)
            points = {path.stem: check(solved, path) for path in sorted(handed_in.iterdir())}
            return f"{sum(map(float, points.values())):g}"

        rows = [("dgm grade", *timed(times, grade)),
                ("NumPy, the graded tasks", *timed(times, with_numpy))]
    table(f"A folder of {files} answers files of elbo; the value is the sum of the points", rows, 1)


def sum_of_points(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return f"{sum(float(row['points'] or 0) for row in csv.DictReader(file)):g}"


def table(title, rows, scale):
    unit = {1: "s", 1000: "ms"}[scale]
    print(f"\n{title}\n\n| program | value | {unit} | times dgm |\n| --- | --- | --- | --- |")
    first = rows[0][2]
    for name, value, seconds in rows:
        value = "" if isinstance(value, float) and np.isnan(value) else value
        value = f"{value:.10g}" if isinstance(value, (float, np.floating)) else value
        print(f"| {name} | {value} | {seconds * scale:.3g} | {seconds / first:.2g} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--features", type=int, default=2048)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    print(f"{os.cpu_count()} cores, {platform.machine()}; Python {platform.python_version()}, numpy {np.__version__}, "
          f"scipy {scipy.__version__}, torch {torch.__version__}; least of {arguments.times} repetitions")
    frechet(arguments.samples, arguments.features, arguments.times)
    homework(200)
    class_of(1000, arguments.times)


if __name__ == "__main__":
    main()
