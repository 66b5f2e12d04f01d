//! Grading configs, damaged: a course that says itself again, or problems at places of the file.

use crate::config;
use crate::mutate::{damaged, damages};
use dgm_grader::course::{Course, File};
use dgm_grader::words::Lang;
use proptest::prelude::*;

/// A config with every kind of table.
const CONFIG: &str = r#"title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[defaults]
late = { per_day = "10%", most = "50%" }
attempts = 20

[[homework]]
id = "elbo"
max_points = "5.5"
opens = 2022-09-22T00:00:00
deadline = 2022-10-06
closes = 2022-10-20T18:00:00+03:00
reveal = "when_solved"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
tolerance = { rtol = 1e-3, atol = 1e-5 }
order.kl = "exact"
sizes.batch = 32

[[homework.manual]]
id = "proof"
title = { en = "A proof", ru = "Доказательство" }
statement = { en = "Prove.", ru = "Докажите." }
points = 3

[[homework.manual.criterion]]
id = "idea"
text = { en = "The idea", ru = "Идея" }
points = 3

[[expect]]
homework = "elbo"
task = "gaussian_kl"
missing = true
points = "0"
"#;

/// What a config is made of, and what it trips over.
const WORDS: &[&str] = &[
    "=",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "\"",
    "'''",
    "\n",
    "#",
    "\n[[homework]]\n",
    "\nid = \"elbo\"\n",
    "0",
    "-1",
    "1e-400",
    "nan",
    "inf",
    "0x7fffffffffffffff",
    "99999999999999999999",
    "2022-02-30",
    "9999-12-31",
    "0000-01-01",
    "true",
    "points",
    "points * points",
    "1 / points",
    "min(",
    "relu(",
    "))))",
    "((((",
    "\\u0000",
    "%",
    "\"100%\"",
    "Ж",
    "\u{feff}",
    "late = \"free\"\n",
    "sizes.batch = 1\n",
    "tolerances.kl = { atol = 1e300 }\n",
    "order.kl = \"up_to_permutation:batch\"\n",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_damaged_config_is_a_course_or_problems_with_places(damages in damages(WORDS)) {
        let text = String::from_utf8_lossy(&damaged(CONFIG.as_bytes(), &damages)).into_owned();
        match Course::parse(&text) {
            Ok(course) => {
                let shown = course.to_toml();
                let again = Course::parse(&shown);
                prop_assert!(again.as_ref() == Ok(&course), "{text}\n---\n{shown}\n{again:?}");
            }
            Err(problems) => {
                prop_assert!(problems.has_errors());
                for lang in Lang::ALL {
                    prop_assert!(!problems.render("course.toml", false, lang).contains("course-"), "{problems}");
                }
                for problem in problems.list() {
                    prop_assert!(text.get(problem.start..problem.end).is_some(), "{problem:?}");
                }
            }
        }
        // The grading of one homework goes another way through the same readers.
        drop(File::parse(&text));
    }

    #[test]
    fn any_final_grade_is_a_formula_that_rises_or_refused(
        formula in "(floor|ceil|round|relu|min|max|points|[0-9]{1,3}|[-+*/(),. ]|1e9|0\\.5){1,24}",
    ) {
        let text = CONFIG.replace("floor(relu(points / 8 - 2))", &formula);
        if let Ok(course) = Course::parse(&text) {
            let grades: Vec<_> = (0..=32).map(|n| course.grade.grade(dgm_grader::points::Points::whole(n))).collect();
            prop_assert!(grades.is_sorted(), "{formula}: {grades:?}");
        }
    }
}
