"""Golden outputs of `gan`: adversarial losses, divergences of tables, optimal transport, Lipschitz critics."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from fractions import Fraction

import mpmath as mp
import numpy as np
import ot
from scipy.spatial.distance import jensenshannon, pdist
from scipy.special import logit
from scipy.stats import chisquare, entropy, wasserstein_distance
from sklearn.metrics import mean_squared_error

import digits
from cases import Array, Homework, Outputs
from derivatives import jax, jnp, values
from digits import exp, log

task = Homework("gan")


def mean_log_sigmoid(logits: Array) -> mp.mpf:
    """The mean of log D: the logarithm of the sigmoid itself, which takes as many digits as the logit is large."""
    return digits.mean(log(digits.sigmoid(logits)))


@task("mpmath: log of the sigmoid", digits=500)
def discriminator_loss(logits_real: Array, logits_fake: Array) -> Outputs:
    """-E log D(real) - E log(1 - D(fake)) (Goodfellow et al. 2014, eq. 1)."""
    return {"loss": -mean_log_sigmoid(logits_real) - mean_log_sigmoid(-logits_fake)}


@task("mpmath at 500 digits: log of the sigmoid; JAX: reverse mode")
def generator_loss(logits_fake: Array) -> Outputs:
    """E log(1 - D) and -E log D, and their gradients (Goodfellow et al. 2014, section 3)."""
    with mp.workdps(500):
        lifted = digits.lift(logits_fake)
        saturating, non_saturating = mean_log_sigmoid(-lifted), -mean_log_sigmoid(lifted)
    gradient = jax.jit(jax.grad(lambda logits: jnp.mean(jax.nn.log_sigmoid(logits))))
    return {
        "saturating": saturating,
        "non_saturating": non_saturating,
        "grad_saturating": -gradient(-logits_fake),
        "grad_non_saturating": -gradient(logits_fake),
    }


def times_log(a: Array, b: Array) -> Array:
    """a log b with 0 log 0 = 0."""
    return np.array([x * mp.log(y) if x else mp.mpf(0) for x, y in zip(a.flat, b.flat, strict=True)]).reshape(a.shape)


@task("mpmath: the value at the optimum", digits=50)
def optimal_discriminator(p: Array, q: Array) -> Outputs:
    """D = p / (p + q) and the value of the game there (Goodfellow et al. 2014, proposition 1)."""
    d = p / (p + q)
    return {"d_star": d, "value": (times_log(p, d) + times_log(q, q / (p + q))).sum()}


@task("SciPy spatial.distance.jensenshannon, squared")
def js_divergence(p: Array, q: Array) -> Outputs:
    """The Jensen-Shannon divergence of every row (Lin 1991)."""
    return {"jsd": jensenshannon(p, q, axis=1) ** 2}


@task("SciPy stats.entropy")
def mode_covering_kl(target: Array, models: Array) -> Outputs:
    """Forward and reverse KL of each model, and which is least (Bishop 2006, section 10.1.2)."""
    forward = np.array([entropy(target, model) for model in models])
    reverse = np.array([entropy(model, target) for model in models])
    return {
        "forward_kl": forward,
        "reverse_kl": reverse,
        "best_forward": forward.argmin(),
        "best_reverse": reverse.argmin(),
    }


@task("SciPy special.logit; Python fractions")
def density_ratio_kl(d: Array) -> Outputs:
    """q1 / q2 = D / (1 - D), and the mean of its logarithm (Sugiyama et al. 2012; Mescheder et al. 2017)."""
    ratio = [float(Fraction(v) / (1 - Fraction(v))) for v in d.tolist()]
    return {"ratio": np.array(ratio), "kl": statistics.fmean(logit(d))}


@task("scikit-learn mean_squared_error")
def lsgan_loss(d_real: Array, d_fake: Array, a: Array, b: Array, c: Array) -> Outputs:
    """Least squares with the targets a, b, c (Mao et al. 2017, eq. 2, both terms for the generator)."""

    def halves(real_target: Array, fake_target: Array) -> float:
        real = mean_squared_error(np.full_like(d_real, real_target), d_real)
        return (real + mean_squared_error(np.full_like(d_fake, fake_target), d_fake)) / 2

    return {"discriminator_loss": halves(b, a), "generator_loss": halves(c, c)}


@task("NumPy average with weights; SciPy stats.chisquare")
def lsgan_optimal_discriminator(p: Array, q: Array, a: Array, b: Array, c: Array) -> Outputs:
    """The least-squares optimum, the generator's value there, Pearson's chi-square (Mao et al. 2017)."""
    d = np.array([np.average([b, a], weights=pair) for pair in zip(p, q, strict=True)])
    value = np.average((d - c) ** 2, weights=p) * p.sum() + np.average((d - c) ** 2, weights=q) * q.sum()
    return {"d_star": d, "generator_value": value / 2, "pearson": chisquare(q, (p + q) / 2).statistic}


@task("Python statistics.fmean (exact sums)")
def hinge_loss(d_real: Array, d_fake: Array) -> Outputs:
    """Hinges for the discriminator, none for the generator (Lim and Ye 2017; Miyato et al. 2018, eq. 16 and 17)."""
    real = statistics.fmean(1 - min(1.0, v) for v in d_real.tolist())
    fake = statistics.fmean(1 + max(-1.0, v) for v in d_fake.tolist())
    return {"discriminator_loss": real + fake, "generator_loss": -statistics.fmean(d_fake)}


@task("Python statistics.fmean (exact sums)")
def wasserstein_critic_loss(f_real: Array, f_fake: Array) -> Outputs:
    """The critic's and the generator's loss (Arjovsky et al. 2017, algorithm 1)."""
    fake = statistics.fmean(f_fake)
    return {"critic_loss": fake - statistics.fmean(f_real), "generator_loss": -fake}


@task("NumPy median of the weight and both bounds")
def weight_clipping(weight: Array, c: Array) -> Outputs:
    """Weights moved into the box [-c, c] (Arjovsky et al. 2017, algorithm 1)."""
    bounds = np.broadcast_to(c, weight.shape)
    return {"clipped": np.median([-bounds, weight, bounds], axis=0)}


@task("SciPy stats.wasserstein_distance")
def wasserstein1_1d(x: Array, y: Array) -> Outputs:
    """The integral of |F - G| (Vallender 1974)."""
    return {"w1": wasserstein_distance(x, y)}


@task("POT emd2 (network simplex)")
def wasserstein_discrete(p: Array, q: Array, cost: Array) -> Outputs:
    """The least cost of moving p onto q (Peyre and Cuturi 2019, eq. 2.11)."""
    return {"transport_cost": ot.emd2(p, q, cost, check_marginals=False)}


@task("mpmath: rows and columns of the plan scaled in turn", digits=50)
def sinkhorn(p: Array, q: Array, cost: Array, eps: Array, n_iters: Array) -> Outputs:
    """exp(-cost / eps) fitted to p by its rows, then to q by its columns (Cuturi 2013, algorithm 1)."""
    plan = exp(-cost / eps.item())
    for _ in range(int(n_iters)):
        plan = plan * (p / plan.sum(axis=1))[:, None]
        plan = plan * (q / plan.sum(axis=0))
    return {"plan": plan, "transport_cost": (plan * cost).sum()}


@task("SciPy spatial.distance.pdist")
def kantorovich_dual_bound(x: Array, p: Array, q: Array, f: Array) -> Outputs:
    """E_p f - E_q f over the Lipschitz constant of f on the points (Villani 2009, chapter 5)."""
    lipschitz = (pdist(f[:, None]) / pdist(x)).max()
    return {"lipschitz": lipschitz, "bound": (p - q) @ f / lipschitz}


def critic(x: jax.Array, W1: Array, b1: Array, w2: Array, b2: Array) -> jax.Array:
    """tanh(x W1 + b1) w2 + b2 at one point."""
    return jnp.tanh(x @ W1 + b1) @ w2 + b2


@task("JAX: a gradient a point")
def gradient_penalty(
    real: Array, fake: Array, t: Array, gp_weight: Array, W1: Array, b1: Array, w2: Array, b2: Array
) -> Outputs:
    """The critic's loss with the two-sided penalty between real and fake (Gulrajani et al. 2017, eq. 3)."""
    f = lambda x: critic(x, W1, b1, w2, b2)
    x_t = np.stack([np.average([r, g], axis=0, weights=[s, 1 - s]) for r, g, s in zip(real, fake, t, strict=True)])
    norms = np.linalg.norm(values(jax.grad(f), x_t), axis=1)
    penalty = np.mean((norms - 1) ** 2)
    critic_loss = values(f, fake).mean() - values(f, real).mean() + gp_weight * penalty
    return {"x_t": x_t, "grad_norm": norms, "penalty": penalty, "critic_loss": critic_loss}


@task("JAX: a gradient a point")
def r1_penalty(real: Array, gamma: Array, W1: Array, b1: Array, w2: Array, b2: Array) -> Outputs:
    """gamma / 2 times the mean squared gradient on the data (Mescheder et al. 2018, eq. 9)."""
    gradients = values(jax.grad(lambda x: critic(x, W1, b1, w2, b2)), real)
    squares = np.einsum("bd,bd->b", gradients, gradients)
    return {"grad_norm_squared": squares, "penalty": gamma / 2 * squares.mean()}


@task("mpmath: powers of W W'", digits=50)
def spectral_norm(W: Array, u0: Array, n_iters: Array) -> Outputs:
    """Power iteration, u along (W W')^n u0 and v along W' (W W')^(n - 1) u0 (Miyato et al. 2018, algorithm 1)."""
    unit = lambda a: a / mp.sqrt((a * a).sum())
    power = digits.array(digits.matrix(W @ W.T) ** (int(n_iters) - 1))
    v = unit(W.T @ power @ u0)
    u = unit(W @ W.T @ power @ u0)
    sigma = u @ W @ v
    return {"sigma": sigma, "u": u, "v": v, "W_sn": W / sigma}


def log_or_zero(u: Array) -> Array:
    """u log u, 0 at 0."""
    return times_log(u, u)


HALF = mp.mpf(1) / 2
# f of D_f(p || q) = E_q f(p / q) (Nowozin et al. 2016; Liese and Vajda 2006).
GENERATORS: dict[str, Callable[[Array], Array]] = {
    "kl": log_or_zero,
    "reverse_kl": lambda u: -log(u),
    "pearson": lambda u: (u - 1) ** 2,
    "squared_hellinger": lambda u: (digits.sqrt(u) - 1) ** 2,
    "js": lambda u: HALF * (log_or_zero(u) - (u + 1) * log((u + 1) * HALF)),
    "gan": lambda u: log_or_zero(u) - (u + 1) * log(u + 1),
    "total_variation": lambda u: HALF * abs(u - 1),
}


@task("mpmath: the generators f", digits=50)
def f_divergences(p: Array, q: Array) -> Outputs:
    """E_q f(p / q) for seven generators f (Nowozin et al. 2016)."""
    return {name: (q * f(p / q)).sum() for name, f in GENERATORS.items()}


# Output activation, and where u t - f(u) is largest: f'(u) = t (Nowozin et al. 2016).
CRITICS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "kl": (lambda v: v, lambda t: exp(t - 1)),
    "reverse_kl": (lambda v: -exp(-v), lambda t: -1 / t),
    "pearson": (lambda v: v, lambda t: t / 2 + 1),
    "squared_hellinger": (lambda v: 1 - exp(-v), lambda t: (1 - t) ** -2),
    "gan": (lambda v: -log(1 + exp(-v)), lambda t: exp(t) / (1 - exp(t))),
    "total_variation": (lambda v: digits.tanh(v) / 2, lambda t: t * 0 + 1),
}


@task("mpmath: the Fenchel conjugate as the maximum of u t - f(u)", digits=50)
def f_gan_bound(v_real: Array, v_fake: Array) -> Outputs:
    """E T(real) - E f*(T(fake)) (Nowozin et al. 2016)."""
    bounds = {}
    for name, (activation, maximum) in CRITICS.items():
        t, f = activation(v_fake), GENERATORS[name]
        # For the Pearson divergence the maximum is where f, a polynomial, is taken beyond u = 0.
        conjugate = maximum(t) * t - f(maximum(t))
        bounds[name] = digits.mean(activation(v_real)) - digits.mean(conjugate)
    return bounds
