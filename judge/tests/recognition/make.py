"""Makes cases.txt: answers of many kinds to three outputs, and what the oracle recognises each as.

    python3 make.py > cases.txt        (needs NumPy)

The outputs are x (batch, dim) and y (batch), real, and n (batch), whole. An instance is what its cases are compared with.
"""
import numpy as np
from oracle import recognise

AXES = {"batch": 6, "dim": 3}
TOL = {"x": (1e-4, 1e-5), "y": (1e-4, 1e-5), "n": (0.0, 0.0)}
rng = np.random.default_rng(20261128)


def copy(answer):
    return {k: v.copy() for k, v in answer.items()}


def instance():
    b, d = AXES["batch"], AXES["dim"]
    truth = {"x": np.round(rng.normal(0, 2, (b, d)), 5), "y": np.round(rng.normal(0, 3, b), 5), "n": rng.integers(0, 9, b)}
    shifted, both, halved, counted = (copy(truth) for _ in range(4))
    shifted["x"] = truth["x"] + 1
    both["x"], both["y"] = truth["x"] - 0.5, truth["y"] ** 2
    halved["y"] = np.round(truth["y"] * 1.37 - 1, 5)
    counted["n"] = truth["n"] + 1
    same = copy(both)
    same["x"] = truth["x"]
    return truth, {"shifted": shifted, "both": both, "halved": halved, "counted": counted, "part_of_both": same}


def significant(a, k):
    with np.errstate(all="ignore"):
        p = np.where(a == 0, 0, np.floor(np.log10(np.abs(a))))
    return np.round(a / 10.0 ** (p - k + 1)) * 10.0 ** (p - k + 1)


def bfloat(a):
    m, e = np.frexp(a)
    return np.ldexp(np.round(np.ldexp(m, 8)), e - 8)


def answers(truth, mistakes, other):
    yield truth
    for m in mistakes.values():
        yield m
        for k in truth:
            yield {k: m[k]}
        spoilt = copy(m)
        spoilt["y"] = spoilt["y"] * 1.01 + 0.3
        yield spoilt
        yield {**m, "x": significant(m["x"], 4)}
        yield {**m, "y": significant(m["y"], 3)}
    yield {**mistakes["shifted"], "y": mistakes["halved"]["y"]}
    yield {**mistakes["both"], "n": mistakes["counted"]["n"]}
    yield other
    yield {"x": other["x"], "y": truth["y"]}
    yield {**other, "y": mistakes["halved"]["y"]}
    for k in ("x", "y", "n"):
        yield {**truth, k: -truth[k]}
        yield {**truth, k: truth[k][::-1]}
        yield {**truth, k: np.roll(truth[k], 1, axis=0)}
        yield {**truth, k: np.roll(truth[k], -1, axis=0)}
    for c in (2, 0.5, np.pi, np.log(2), 1 / np.log(2), 6, 1 / 6, 1.2, 5 / 6, 3, 1 / 3, 1.5, 2 / 3, -2, -6, 1.2345, -0.377, 1.0005, 1.002):
        yield {"x": truth["x"] * c}
        yield {"y": truth["y"] * c}
    yield {"x": truth["x"].T}
    for k in ("x", "y"):
        yield {k: truth[k].astype(np.float16).astype(float)}
        yield {k: bfloat(truth[k])}
        for n in range(0, 5):
            yield {k: np.round(truth[k], n)}
        for n in range(2, 6):
            yield {k: significant(truth[k], n)}
        yield {k: truth[k] + 1e-3 * rng.uniform(-1, 1, truth[k].shape)}
        yield {k: truth[k] + rng.normal(0, 1, truth[k].shape)}
        spoilt = truth[k].copy()
        spoilt.flat[0] = np.nan
        yield {**truth, k: spoilt}


def line(kind, name, a):
    shape = ",".join(map(str, a.shape))
    print(kind, name, shape or "-", " ".join(repr(float(v)) if a.dtype.kind == "f" else str(int(v)) for v in a.ravel()))


def main():
    number = 0
    for _ in range(2):
        truth, mistakes = instance()
        other, _ = instance()
        print("instance")
        for k in truth:
            line("truth", k, truth[k])
            line("other", k, other[k])
            for m, values in mistakes.items():
                line("mistake:" + m, k, values[k])
        for answer in answers(truth, mistakes, other):
            found = recognise(truth, mistakes, answer, lambda k: TOL[k], AXES, [other])
            print("case", number)
            number += 1
            for k, values in answer.items():
                line("answer", k, values)
            for k, findings in found.items():
                for kind, detail in findings:
                    if kind == "factor":
                        detail = "|".join(detail[1])
                    if kind == "transposed":
                        detail = ",".join(map(str, detail))
                    print("expect", k, kind, detail)
            print()


main()
