//! Grading configs: a course that says itself again, or problems at places of the file; and formulas that rise.

use dgm_grader::course::{Course, File};
use judge::points::Points;
use l10n::Lang;

/// A course whose final grade is all that matters.
const PLAIN: &str = r#"title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = FORMULA

[[homework]]
id = "elbo"
"#;

/// A grading config; what is no text is read as one with marks in it.
pub fn course(bytes: &[u8]) {
    config(&String::from_utf8_lossy(bytes));
}

/// What holds for any config.
pub fn config(text: &str) {
    match Course::parse(text) {
        Ok(course) => {
            let shown = course.to_toml();
            let again = Course::parse(&shown);
            assert!(
                again.as_ref() == Ok(&course),
                "{text}\n---\n{shown}\n{again:?}"
            );
        }
        Err(problems) => {
            assert!(problems.has_errors());
            for lang in Lang::ALL {
                let shown = problems.render("course.toml", false, lang);
                // A message that does not exist would be its own name.
                assert!(!shown.contains(": course-"), "{shown}");
            }
            for problem in problems.list() {
                assert!(
                    text.get(problem.start..problem.end).is_some(),
                    "{problem:?}"
                );
            }
        }
    }
    // The grading of one homework goes another way through the same readers.
    drop(File::parse(text));
}

/// A formula of the final grade.
pub fn formula(bytes: &[u8]) {
    rises(&String::from_utf8_lossy(bytes));
}

/// The grade of a formula never falls with more points, or the formula is refused.
pub fn rises(formula: &str) {
    let quoted = toml::Value::String(formula.to_owned()).to_string();
    if let Ok(course) = Course::parse(&PLAIN.replace("FORMULA", &quoted)) {
        let grades: Vec<_> = (0..=32)
            .map(|n| course.grade.grade(Points::whole(n)))
            .collect();
        assert!(grades.is_sorted(), "{formula}: {grades:?}");
        for lang in Lang::ALL {
            assert!(!course.grade.steps(Points::whole(7), lang).is_empty());
        }
    }
}
