//! The course of the story: the default six homeworks; the first has dates, an item for a person to grade, and a slip.

use crate::support::course::{course, proof};

/// What the teacher typed: only the very same digits are right.
const SLIP: &str = "tolerance = { rtol = 1e-12, atol = 1e-12 }\n";

const HOMEWORK: &str = r#"[[homework]]
id = "elbo"
deadline = 2026-03-10
closes = 2026-03-20
late = { per_day = "10%", most = "50%" }

[[homework.task]]
id = "gaussian_kl"
points = "1"

[[homework.task]]
id = "elbo"
points = "2"

[[homework.task]]
id = "iwae_bound"
points = "2"
TOLERANCE
[[homework.task]]
id = "gmm_e_step"
points = "1.5"

[[homework.task]]
id = "gmm_m_step"
points = "1.5"

[[homework.task]]
id = "elbo_surgery"
points = "1"

[[homework.task]]
id = "discretized_logistic_mixture"
points = "2"

[[homework.task]]
id = "made_masks"
points = "1"

[[homework.task]]
id = "pixelcnn_receptive_field"
points = "1"

"#;

const OTHERS: &str = r#"
[[homework]]
id = "reparameterization"

[[homework]]
id = "flows"

[[homework]]
id = "gan"

[[homework]]
id = "fid"

[[homework]]
id = "ddpm"
"#;

/// The task that has the slip.
pub const SLIPPED: &str = "iwae_bound";

/// The config as it was published at first.
pub fn slipped() -> String {
    with(SLIP)
}

/// The config as it was meant.
pub fn meant() -> String {
    with("")
}

fn with(tolerance: &str) -> String {
    let homework = HOMEWORK.replace("TOLERANCE\n", tolerance);
    course(&[&homework, &proof("1", "2"), OTHERS].concat())
}
