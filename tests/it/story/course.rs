//! The course of the story: the default six homeworks; the first has dates, an item for a person to grade, and a slip.

/// What the teacher typed: only the very same digits are right.
const SLIP: &str = "tolerance = { rtol = 1e-12, atol = 1e-12 }\n";

const TOML: &str = r#"title = { en = "Deep generative models", ru = "Глубокие генеративные модели" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[[homework]]
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

[[homework.manual]]
id = "proof"
title = { en = "A proof", ru = "Доказательство" }
statement = { en = "Prove that $\\log x \\le x - 1$.", ru = "Докажите, что $\\log x \\le x - 1$." }
points = "3"
bonus = true

[[homework.manual.criterion]]
id = "idea"
text = { en = "The idea", ru = "Идея" }
points = "1"

[[homework.manual.criterion]]
id = "rest"
text = { en = "The rest", ru = "Остальное" }
points = "2"

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
    TOML.replace("TOLERANCE\n", SLIP)
}

/// The config as it was meant.
pub fn meant() -> String {
    TOML.replace("TOLERANCE\n", "")
}
