//! A course with two items graded by a person.

use crate::support::course as support;
use dgm_grader::course::Course;

/// Before the deadline, which is the end of 10 March in Moscow.
pub const NOW: &str = "2026-03-10T09:00:00Z";
/// One started day late: 90 percent are kept.
pub const LATE: &str = "2026-03-11T09:00:00Z";
/// Closed.
pub const CLOSED: &str = "2026-03-21T09:00:00Z";

const HOMEWORK: &str = r#"
[[homework]]
id = "elbo"
opens = 2026-03-01
deadline = 2026-03-10
closes = 2026-03-20
late = { per_day = "10%", most = "50%" }

"#;

const OTHERS: &str = r#"
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
    support::course(&[HOMEWORK, &support::proof(idea, rest), OTHERS].concat())
}

/// The course with the rubric 1 + 2.
pub fn course() -> Course {
    parse("1", "2")
}

/// The course with this rubric.
pub fn parse(idea: &str, rest: &str) -> Course {
    Course::parse(&toml(idea, rest)).unwrap_or_else(|found| panic!("{found}"))
}
