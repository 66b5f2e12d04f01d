//! Courses of tests: what they have in common is in `tests/fixtures/courses`.

/// How a course begins: title, time zone, formula of the grade, exam.
const HEAD: &str = include_str!("../../fixtures/courses/head.toml");

/// A course with these homeworks.
pub fn course(homeworks: &str) -> String {
    format!("{HEAD}\n{homeworks}")
}

/// An item `proof` that a person grades by a rubric of an idea and the rest, with these points, which add up to 3.
pub fn proof(idea: &str, rest: &str) -> String {
    include_str!("../../fixtures/courses/proof.toml")
        .replace("IDEA", idea)
        .replace("REST", rest)
}
