"""What an answer is recognised as, in NumPy: to compare the judge with.

  recognise(truth, mistakes, answer, tol, axes, others) -> {output: [finding, ...]}
  keep(truth, mistakes, tol) -> whether the redraw rule keeps the instance

truth, answer: {output: array}; mistakes: {id: {output: array}} in the order of the task's list, each with all outputs; tol(output) = (rtol, atol);
axes: {name: length} of the task's inputs and outputs; others: the truths of other inputs, for instance of the practice seeds.
A finding is (kind, detail); kinds: mistake, other_inputs, sign, factor, transposed, order, precision. Outputs that are right or missing have none.
"""
import itertools, math
import numpy as np

CONSTANTS = [("2", 2.0), ("1/2", 0.5), ("pi", math.pi), ("ln 2", math.log(2)), ("1/ln 2", 1 / math.log(2))]


def distance(a, b, rtol, atol):
    """the largest |a - b| in units of atol + rtol |b|; 0 for equal elements, NaN with NaN, equal infinities; infinite for another shape or any other NaN or infinity"""
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        return math.inf
    with np.errstate(all="ignore"):
        t = atol + rtol * np.abs(b)
        d = np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0.0, np.abs(a - b) / np.where(t == 0, 1e-300, t))
    return float(np.where(np.isnan(d), math.inf, d).max(initial=0.0))


def listed(truth, mistakes, answer, tol):
    """{mistake: outputs that it explains}; one whose outputs are a proper subset of another's is left out"""
    hit = {}
    for m, out in mistakes.items():
        ks = {k for k in answer if k in truth and distance(out[k], truth[k], *tol(k)) > 1 and distance(answer[k], truth[k], *tol(k)) > 1 and distance(answer[k], out[k], *tol(k)) <= 1}
        if ks:
            hit[m] = ks
    return {m: ks for m, ks in hit.items() if not any(ks < o for o in hit.values())}


def keep(truth, mistakes, tol):
    """the redraw rule: whether a drawn instance is kept"""
    d = lambda x, y, k: min(distance(x[k], y[k], *tol(k)), distance(y[k], x[k], *tol(k)))
    away = {m: {k: distance(out[k], truth[k], *tol(k)) for k in truth} for m, out in mistakes.items()}
    if any(max(v.values()) < 100 for v in away.values()) or any(0.01 < x < 10 for v in away.values() for x in v.values()):
        return False
    for m, n in itertools.combinations(mistakes, 2):
        if max(d(mistakes[m], mistakes[n], k) for k in truth) < 10:
            return False
        if any(0.01 < d(mistakes[m], mistakes[n], k) < 10 for k in truth if min(away[m][k], away[n][k]) >= 10):
            return False
    return True


def is_sign(a, b, rtol, atol):
    return distance(-a, b, rtol, atol) <= 1


def factor(a, b, rtol, atol, axes):
    """None, or (c, names of the usual constants that |c| is)"""
    big = np.abs(b) >= 100 * (atol + rtol * np.abs(b))
    if a.shape != b.shape or big.sum() < 4:
        return None
    c = float(np.median(a[big] / b[big]))
    if c == 0 or abs(c - 1) <= 10 * max(rtol, 1e-5) or distance(a / c, b, rtol, atol) > 1:
        return None
    flat = np.ptp(b[big]) < 100 * (atol + rtol * np.abs(b[big]).max())                # one number many times: any answer of the kind is a factor
    usual = CONSTANTS + [x for n, l in axes.items() if l > 1 for x in ((f"length of {n}", float(l)), (f"1/length of {n}", 1 / l), (f"{n}: N/(N-1)", l / (l - 1)), (f"{n}: (N-1)/N", (l - 1) / l))]
    names = [n for n, v in usual if abs(abs(c) / v - 1) <= 2 * max(rtol, 1e-5)]
    return (c, names) if names or not flat else None


def transposed(a, b, rtol, atol):
    if not 2 <= b.ndim <= 4 or a.ndim != b.ndim:
        return None
    return next((p for p in itertools.permutations(range(a.ndim)) if list(p) != list(range(a.ndim)) and distance(a.transpose(p), b, rtol, atol) <= 1), None)


def order(a, b, rtol, atol):
    if b.ndim == 0 or a.shape != b.shape or len(b) < 4 or distance(b[1:], b[:-1], rtol, atol) <= 1:
        return None
    if distance(a[::-1], b, rtol, atol) <= 1:
        return "reversed"
    if distance(a[1:], b[:-1], rtol, atol) <= 1:
        return "shifted down by one"
    if distance(a[:-1], b[1:], rtol, atol) <= 1:
        return "shifted up by one"
    return None


def to_bits(a, bits):
    """rounded to `bits` significant bits"""
    m, e = np.frexp(a)
    return np.ldexp(np.round(np.ldexp(m, bits)), e - bits)


def significant(a, k):
    with np.errstate(all="ignore"):
        p = np.where(a == 0, 0, np.floor(np.log10(np.abs(a))))
    return np.round(a / 10.0 ** (p - k + 1)) * 10.0 ** (p - k + 1)


def rounded(a, b, rtol, atol):
    """how a is b rounded: the type, the decimals or the digits; None where it is not"""
    if a.shape != b.shape or not np.isfinite(b).all():
        return None
    t, err = atol + rtol * np.abs(b), np.abs(a - b)
    for name, bits, tiny in (("float16", 11, 2.0 ** -25), ("bfloat16", 8, 0.0)):
        if (to_bits(a, bits) == a).all() and (err <= 2.0 ** -bits * np.abs(b) + tiny + t).all():
            return name
    near = lambda x: bool((np.abs(x - a) <= 1e-6 * np.abs(a)).all())
    for k in range(7):
        if near(np.round(a, k)) and (err <= 0.5 * 10.0 ** -k * (1 + 1e-6) + t).all():
            return f"{k} decimals"
    for k in range(2, 7):
        if near(significant(a, k)):
            with np.errstate(all="ignore"):
                p = np.where(a == 0, 0, np.floor(np.log10(np.abs(a))))
            if (err <= 0.5 * 10.0 ** (p - k + 1) * (1 + 1e-6) + t).all():
                return f"{k} significant digits"
    return None


def precision(a, b, rtol, atol):
    r = rounded(a, b, rtol, atol)
    if r is None and a.shape == b.shape and b.size >= 8 and np.abs(a - b).max() <= 2.0 ** -9 * np.abs(b).max():
        return "size of TF32"
    return r


def generic(a, b, rtol, atol, axes):
    if not np.isfinite(a).all() or not np.isfinite(b).all():
        return []
    real = np.asarray(b).dtype.kind == "f"
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape == b.shape and is_sign(a, b, rtol, atol):
        return [("sign", "")]
    if real and (f := factor(a, b, rtol, atol, axes)):
        return [("factor", f)]
    if (p := transposed(a, b, rtol, atol)):
        return [("transposed", p)]
    if (o := order(a, b, rtol, atol)):
        return [("order", o)]
    if real and (p := precision(a, b, rtol, atol)):
        return [("precision", p)]
    return []


def recognise(truth, mistakes, answer, tol, axes=(), others=()):
    wrong = [k for k in truth if k in answer and distance(answer[k], truth[k], *tol(k)) > 1]
    found, hit = {k: [] for k in wrong}, listed(truth, mistakes, answer, tol)
    for m in mistakes:
        for k in wrong:
            if k in hit.get(m, ()):
                found[k].append(("mistake", m))
    rest = [k for k in wrong if not found[k]]
    for n, other in enumerate(others):
        if rest and len(rest) == len(wrong) and all(distance(answer[k], other[k], *tol(k)) <= 1 for k in rest):
            return {k: [("other_inputs", n)] for k in rest}
    for k in rest:
        a, b = np.asarray(answer[k]), np.asarray(truth[k])
        found[k] = generic(a, b, *tol(k), dict(axes))
        if not found[k] and b.dtype.kind == "f" and np.isfinite(np.asarray(a, float)).all():
            near = {m: rounded(np.asarray(a, float), np.asarray(out[k], float), *tol(k)) for m, out in mistakes.items() if distance(out[k], b, *tol(k)) > 1}
            near = {m: r for m, r in near.items() if r}
            if len(near) == 1:
                found[k] = [("mistake", m) for m in near] + [("precision", r) for r in near.values()]
    return found
