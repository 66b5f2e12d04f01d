//! The logistic function and its logarithm, exact for logits of any size.

/// softplus(a) = log(1 + exp(a)) = max(a, 0) + log1p(exp(−|a|)).
pub fn softplus(a: f64) -> f64 {
    relu(a) + (-a.abs()).exp().ln_1p()
}

/// log σ(a) = −softplus(−a).
pub fn log_sigmoid(a: f64) -> f64 {
    -softplus(-a)
}

/// σ(a) = 1 / (1 + exp(−a)), with the full relative precision in both tails.
pub fn sigmoid(a: f64) -> f64 {
    if a >= 0.0 {
        1.0 / (1.0 + (-a).exp())
    } else {
        let e = a.exp();
        e / (1.0 + e)
    }
}

/// Log-likelihood in nats of a binary `x` under a Bernoulli with logit `a`: −softplus((1 − 2x)·a).
///
/// x·a − softplus(a) would lose all digits where the pixel is certain and right.
pub fn bernoulli_log_prob(x: i64, a: f64) -> f64 {
    -softplus(if x == 0 { a } else { -a })
}

/// max(a, 0); NaN stays NaN, which `f64::max` would turn into 0.
pub fn relu(a: f64) -> f64 {
    if a < 0.0 { 0.0 } else { a }
}
