//! The course as a whole: where bad files are refused, what a good file means, and that no text panics.

mod bad;
mod edit;
mod good;
mod keys;
mod named;
mod sizes;
mod toys;

use super::Course;

/// A file with everything in it that a course can say and that the catalogue allows for one task.
const FULL: &str = r#"
title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[defaults]
late = { per_day = "10%", most = "50%" }
attempts = 20
reveal = "after_close"
hints_from_attempt = 2
partial = false

[[homework]]
id = "elbo"
title = { en = "Bounds", ru = "Оценки" }
max_points = "5.5"
opens = 2022-09-22T00:00:00
deadline = 2022-10-06
closes = 2022-10-20T18:00:00+03:00
reveal = "when_solved"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
partial = true
tolerance = { rtol = 1e-3, atol = 1e-5 }
tolerances.kl = { rtol = 2e-3 }
order.kl = "exact"
sizes.batch = 32

[[homework.manual]]
id = "proof"
title = { en = "A proof", ru = "Доказательство" }
statement = { en = "Prove that $\\log x \\le x - 1$.\n\nOnce.", ru = "Докажите, что $\\log x \\le x - 1$." }
points = 3

[[homework.manual.criterion]]
id = "idea"
text = { en = "The idea", ru = "Идея" }
points = 1

[[homework.manual.criterion]]
id = "rest"
text = { en = "The \"rest\"", ru = "«Остальное»" }
points = 2

[[homework.manual]]
id = "plot"
title = { en = "A plot", ru = "График" }
statement = { en = "Draw it.", ru = "Нарисуйте." }
points = "1"
bonus = true
"#;

fn full() -> Course {
    Course::parse(FULL).unwrap_or_else(|found| panic!("{found}"))
}
