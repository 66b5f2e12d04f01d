"""Golden outputs of `ddpm`: schedules, the forward and the reverse process, losses."""

from __future__ import annotations

import mpmath as mp
import numpy as np
from scipy.special import logit
from scipy.stats import norm
from sklearn.metrics import mean_squared_error

import digits
from cases import Array, Homework, Outputs
from digits import acos, cos, exp, log, sin, sqrt
from quadrature import normal_kl

task = Homework("ddpm")


@task("NumPy linspace and cumprod")
def linear_schedule(n_steps: Array, beta_start: Array, beta_end: Array) -> Outputs:
    """Evenly spaced variances and the product of what is left (Ho et al. 2020, section 4)."""
    beta = np.linspace(beta_start, beta_end, n_steps)
    return {"beta": beta, "alpha": 1 - beta, "alpha_bar": np.cumprod(1 - beta)}


@task("mpmath", digits=50)
def cosine_schedule(n_steps: Array, s: Array, max_beta: Array) -> Outputs:
    """alpha_bar as a squared cosine, steps cut at max_beta (Nichol and Dhariwal 2021, eq. 17)."""
    n = int(n_steps)
    squares = [mp.cos((mp.mpf(k) / n + s.item()) / (1 + s.item()) * mp.pi / 2) ** 2 for k in range(n + 1)]
    beta = np.array([min(1 - squares[k + 1] / squares[k], max_beta.item()) for k in range(n)])
    return {"beta": beta, "alpha_bar": np.cumprod(1 - beta)}


def angle(alpha_bar: Array, t: Array) -> Array:
    """The angle whose cosine weighs the data and whose sine the noise, as a column (Salimans and Ho 2022)."""
    return acos(sqrt(alpha_bar[t]))[:, None]


def before(alpha_bar: Array, t: Array) -> Array:
    """alpha_bar of the step before t, as a column: 1 for the data."""
    return np.array([alpha_bar[s - 1] if s > 0 else mp.mpf(1) for s in t])[:, None]


@task("mpmath: a rotation of data and noise", digits=50)
def q_sample(x0: Array, t: Array, eps: Array, alpha_bar: Array) -> Outputs:
    """x_t given x_0 in one step (Ho et al. 2020, eq. 4)."""
    return {"x_t": cos(angle(alpha_bar, t)) * x0 + sin(angle(alpha_bar, t)) * eps}


def observed(mean: Array, variance: Array, x_t: Array, alpha: Array, noise: Array) -> tuple[Array, Array]:
    """The law of x of N(mean, variance) once x_t = sqrt(alpha) x + noise is seen: the update of a Kalman filter."""
    gain = variance * sqrt(alpha) / (alpha * variance + noise)
    return mean + gain * (x_t - sqrt(alpha) * mean), variance * (1 - gain * sqrt(alpha))


def one_step_back(x0: Array, x_t: Array, t: Array, beta: Array) -> tuple[Array, Array]:
    """Mean and variance of q(x_{t-1} | x_t, x_0) by Bayes' rule: x_t is a noisy sight of x_{t-1}."""
    prior = before(np.cumprod(1 - beta), t)
    return observed(sqrt(prior) * x0, 1 - prior, x_t, 1 - beta[t][:, None], beta[t][:, None])


@task("mpmath: Bayes' rule as a Kalman update", digits=50)
def posterior(x0: Array, x_t: Array, t: Array, beta: Array) -> Outputs:
    """q(x_{t-1} | x_t, x_0) (Ho et al. 2020, eq. 6 and 7)."""
    mean, variance = one_step_back(x0, x_t, t, beta)
    return {"mean": mean, "variance": variance[:, 0]}


@task("mpmath: the rotation solved for the data", digits=50)
def predict_x0(x_t: Array, eps_pred: Array, t: Array, alpha_bar: Array) -> Outputs:
    """x_0 from x_t and the predicted noise (Ho et al. 2020, eq. 15)."""
    return {"x0": (x_t - sin(angle(alpha_bar, t)) * eps_pred) / cos(angle(alpha_bar, t))}


@task("scikit-learn mean_squared_error")
def simple_loss(x0: Array, t: Array, eps: Array, alpha_bar: Array, weight: Array, bias: Array) -> Outputs:
    """The squared error of the predicted noise, summed over dimensions (Ho et al. 2020, eq. 14)."""
    signal, noise = np.sqrt(alpha_bar[t]), np.sqrt(1 - alpha_bar[t])
    x_t = np.einsum("b,bd->bd", signal, x0) + np.einsum("b,bd->bd", noise, eps)
    predicted = np.einsum("de,be->bd", weight, x_t) + bias[t]
    per_sample = mean_squared_error(eps.T, predicted.T, multioutput="raw_values") * eps.shape[1]
    return {"per_sample": per_sample, "loss": per_sample.mean()}


@task("mpmath for the means; SciPy: Gauss-Hermite quadrature for the KLs, stats.norm for the decoder")
def vlb_terms(x0: Array, eps: Array, eps_pred: Array, beta: Array, log_std: Array) -> Outputs:
    """The variational bound; the model's mean is the posterior's at the predicted x_0 (Ho et al. 2020, eq. 5)."""
    steps, batch = eps.shape[:2]
    means, model_means, deviations = [], [], []
    with mp.workdps(50):
        x0_, eps_, eps_pred_, beta_ = map(digits.lift, (x0, eps, eps_pred, beta))
        alpha_bar = np.cumprod(1 - beta_)
        for step in range(steps):
            t = np.full(batch, step)
            x_t = q_sample(x0_, t, eps_[step], alpha_bar)["x_t"]
            predicted = predict_x0(x_t, eps_pred_[step], t, alpha_bar)["x0"]
            mean, variance = one_step_back(x0_, x_t, t, beta_)
            means.append(digits.rounded(mean))
            deviations.append(digits.rounded(sqrt(variance)))
            model_means.append(digits.rounded(one_step_back(predicted, x_t, t, beta_)[0]))
        signal, noise = (digits.rounded(f(angle(alpha_bar, t))) for f in (cos, sin))
    std = np.exp(log_std)
    terms = [normal_kl(means[t], deviations[t], model_means[t], std[t]).sum(axis=1) for t in range(1, steps)]
    outputs = {
        "prior": normal_kl(signal * x0, noise, 0.0, 1.0).sum(axis=1),
        "kl": np.stack(terms, axis=1),
        "decoder_nll": -norm.logpdf(x0, model_means[0], std[0]).sum(axis=1),
    }
    return outputs | {"total": outputs["prior"] + outputs["kl"].sum(axis=1) + outputs["decoder_nll"]}


@task("mpmath ncdf: the difference of the distribution function", digits=500)
def discretized_gaussian_nll(x: Array, mean: Array, log_std: Array) -> Outputs:
    """The mass of a pixel's bin under a normal law, the outer bins open (Ho et al. 2020, eq. 13)."""
    half, edge = 1 / mp.mpf(255), mp.mpf(999) / 1000
    std = exp(log_std)
    upper = np.where(x > edge, mp.mpf(1), digits.normal_cdf((x + half - mean) / std))
    lower = np.where(x < -edge, mp.mpf(0), digits.normal_cdf((x - half - mean) / std))
    return {"nll": -log(upper - lower).sum(axis=1)}


@task("mpmath: Bayes' rule at the predicted x_0", digits=50)
def ddpm_step(x_t: Array, eps_pred: Array, t: Array, beta: Array, noise: Array) -> Outputs:
    """A step of ancestral sampling with either variance (Ho et al. 2020, algorithm 2 and section 3.2)."""
    predicted = predict_x0(x_t, eps_pred, t, np.cumprod(1 - beta))["x0"]
    mean, variance = one_step_back(predicted, x_t, t, beta)
    large = np.where(t > 0, beta[t], mp.mpf(0))[:, None]
    return {"x_prev_small": mean + sqrt(variance) * noise, "x_prev_large": mean + sqrt(large) * noise}


@task("mpmath: the variance by Bayes' rule", digits=50)
def ddim_step(
    x_t: Array, eps_pred: Array, t: Array, t_prev: Array, alpha_bar: Array, eta: Array, noise: Array
) -> Outputs:
    """A step of eta times the ancestral deviation (Song, Meng and Ermon 2021, eq. 12 and 16)."""
    predicted = predict_x0(x_t, eps_pred, t, alpha_bar)["x0"]
    now, then = alpha_bar[t][:, None], before(alpha_bar, t_prev + 1)
    _, variance = observed(predicted, 1 - then, x_t, now / then, 1 - now / then)
    std = eta * sqrt(variance)
    left = 1 - then - std**2
    direction = sqrt(np.where(left > 0, left, mp.mpf(0)))
    return {"x_prev": sqrt(then) * predicted + direction * eps_pred + std * noise}


@task("mpmath", digits=50)
def score_from_eps(eps: Array, score: Array, t: Array, alpha_bar: Array) -> Outputs:
    """The score of q(x_t | x_0) is -eps over the noise's deviation (Song and Ermon 2019; Ho et al. 2020)."""
    deviation = sin(angle(alpha_bar, t))
    return {"score_from_eps": -eps / deviation, "eps_from_score": -deviation * score}


@task("mpmath: rotations by an angle", digits=50)
def v_prediction(x0: Array, eps: Array, x_t: Array, v_pred: Array, t: Array, alpha_bar: Array) -> Outputs:
    """v is the velocity along the circle of data and noise (Salimans and Ho 2022, section 4 and appendix D)."""
    at = angle(alpha_bar, t)
    ahead = at + mp.pi / 2
    return {
        "v": cos(ahead) * x0 + sin(ahead) * eps,
        "x0_from_v": cos(-at) * x_t + sin(-at) * v_pred,
        "eps_from_v": sin(at) * x_t + cos(at) * v_pred,
    }


@task("SciPy special.logit; mpmath at 50 digits")
def log_snr(alpha_bar: Array) -> Outputs:
    """alpha_bar over 1 - alpha_bar, and its logarithm (Kingma et al. 2021)."""
    with mp.workdps(50):
        snr = digits.rounded(1 / (1 / digits.lift(alpha_bar) - 1))
    return {"snr": snr, "log_snr": logit(alpha_bar)}


@task("mpmath", digits=50)
def classifier_free_guidance(eps_cond: Array, eps_uncond: Array, guidance_scale: Array) -> Outputs:
    """Between the two predictions, 1 being the conditional one (Ho and Salimans 2022; Saharia et al. 2022)."""
    return {"eps_guided": guidance_scale * eps_cond + (1 - guidance_scale) * eps_uncond}


@task("mpmath", digits=50)
def edm_preconditioning(
    sigma: Array, sigma_data: Array, n_steps: Array, sigma_min: Array, sigma_max: Array, rho: Array
) -> Outputs:
    """Unit variance of input and target, least c_out, unit weight (Karras et al. 2022, appendix B.6 and eq. 5)."""
    data, noise = sigma_data.item() ** 2, sigma**2
    # c_skip is the best linear guess of the data from the noised data; c_out^2 is the variance of what it leaves.
    c_skip = data / (data + noise)
    left = (1 - c_skip) ** 2 * data + c_skip**2 * noise
    n, power = int(n_steps), rho.item()
    first, last = sigma_max.item() ** (1 / power), sigma_min.item() ** (1 / power)
    levels = [((first * (n - 1 - i) + last * i) / (n - 1)) ** power if n > 1 else sigma_max.item() for i in range(n)]
    return {
        "c_skip": c_skip,
        "c_out": sqrt(left),
        "c_in": 1 / sqrt(data + noise),
        "c_noise": log(sigma) / 4,
        "weight": 1 / left,
        "schedule": np.array([*levels, mp.mpf(0)]),
    }


@task("mpmath: Bayes' rule with transition matrices, the KL over all states", digits=50)
def absorbing_diffusion_posterior(x0: Array, x_t: Array, t: Array, beta: Array, logits: Array) -> Outputs:
    """q(x_{t-1} | x_t, x_0) and the KL of the mixed model from it, an absorbing state (Austin et al. 2021)."""
    v = logits.shape[-1]
    states = np.eye(v + 1, dtype=int)
    step = [(1 - b) * states + b * np.outer(np.ones(v + 1, dtype=int), states[v]) for b in beta]
    up_to = [states]
    for matrix in step:
        up_to.append(up_to[-1] @ matrix)

    def bayes(s: int, data: int, seen: int) -> Array:
        joint = up_to[s][data] * step[s][:, seen]
        return joint / joint.sum()

    posterior = np.empty((*x0.shape, v + 1), dtype=object)
    weight, kl = np.full(x0.shape, mp.mpf(0)), np.full(x0.shape, mp.mpf(0))
    for b, i in np.ndindex(x0.shape):
        q = posterior[b, i] = bayes(int(t[b]), int(x0[b, i]), int(x_t[b, i]))
        if x_t[b, i] == v:
            guesses = digits.softmax(logits[b, i])
            model = guesses @ np.stack([bayes(int(t[b]), data, v) for data in range(v)])
            weight[b, i] = q[x0[b, i]]
            kl[b, i] = sum(has * mp.log(has / given) for has, given in zip(q, model, strict=True) if has)
    return {"posterior": posterior, "weight": weight, "kl": kl}
