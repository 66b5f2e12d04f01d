//! A course with two items graded by a person.

use dgm_grader::course::Course;

/// Before the deadline, which is the end of 10 March in Moscow.
pub const NOW: &str = "2026-03-10T09:00:00Z";
/// One started day late: 90 percent are kept.
pub const LATE: &str = "2026-03-11T09:00:00Z";
/// Closed.
pub const CLOSED: &str = "2026-03-21T09:00:00Z";

const TOML: &str = r#"
title = { en = "Small course", ru = "Малый курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[[homework]]
id = "elbo"
opens = 2026-03-01
deadline = 2026-03-10
closes = 2026-03-20
late = { per_day = "10%", most = "50%" }

[[homework.manual]]
id = "proof"
title = { en = "A proof", ru = "Доказательство" }
statement = { en = "Prove that $\\log x \\le x - 1$.", ru = "Докажите, что $\\log x \\le x - 1$." }
points = "3"
bonus = true

[[homework.manual.criterion]]
id = "idea"
text = { en = "The idea", ru = "Идея" }
points = "IDEA"

[[homework.manual.criterion]]
id = "rest"
text = { en = "The rest", ru = "Остальное" }
points = "REST"

[[homework.manual]]
id = "plot"
title = { en = "A plot", ru = "График" }
statement = { en = "Draw it.", ru = "Нарисуйте." }
points = "1"
bonus = true

[[homework]]
id = "ddpm"
opens = 2026-04-01

[[homework.manual]]
id = "later"
title = { en = "Later", ru = "Позже" }
statement = { en = "Later.", ru = "Позже." }
points = "1"
bonus = true
"#;

/// The config with these points of the rubric, which add up to 3.
pub fn toml(idea: &str, rest: &str) -> String {
    TOML.replace("IDEA", idea).replace("REST", rest)
}

/// The course with the rubric 1 + 2.
pub fn course() -> Course {
    parse("1", "2")
}

/// The course with this rubric.
pub fn parse(idea: &str, rest: &str) -> Course {
    Course::parse(&toml(idea, rest)).unwrap_or_else(|found| panic!("{found}"))
}
