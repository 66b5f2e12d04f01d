//! Grading configs on the command line.

use super::run::{Work, json, run, text};

#[test]
fn the_default_course_is_valid_and_says_itself() {
    let work = Work::solved("elbo");
    let shown = run(&["course", "show"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let path = work.write("course.toml", shown.out.as_bytes());
    let checked = run(&["course", "check", &path]);
    assert_eq!(
        (checked.code, checked.err.as_str()),
        (Some(0), ""),
        "{checked:?}"
    );
    assert_eq!(checked.out, format!("{path} is valid.\n"));
    assert_eq!(
        run(&["course", "show", &path]).out,
        shown.out,
        "shown again, it is the same"
    );
    let answers = work.path("answers.npz");
    let graded = json(&["check", "elbo", text(&answers), "--course", &path]);
    assert_eq!((graded.0, &graded.1["points"]), (Some(0), &"13".into()));
}

const BAD: &str = r#"title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[[homework]]
id = "elbo"
max_points = "13"
colour = "red"

[[homework.task]]
id = "gausian_kl"
points = 2.5
"#;

#[test]
fn a_wrong_course_is_refused_with_every_problem_and_its_place() {
    let work = Work::solved("elbo");
    let path = work.write("bad.toml", BAD.as_bytes());
    let checked = run(&["course", "check", &path]);
    assert_eq!(checked.code, Some(1), "{checked:?}");
    for part in [
        "bad.toml:8:1",
        "colour",
        "bad.toml:11:6",
        "did you mean `gaussian_kl`",
        "bad.toml:12:10",
        "^",
    ] {
        assert!(checked.out.contains(part), "{part}: {}", checked.out);
    }
    let (code, document) = json(&["course", "check", &path]);
    assert_eq!((code, &document["valid"]), (Some(1), &false.into()));
    let listed = document["diagnostics"].as_array().expect("a list");
    assert!(listed.len() >= 3, "{document}");
    for diagnostic in listed {
        assert!(
            diagnostic["line"].is_number() && diagnostic["column"].is_number(),
            "{diagnostic}"
        );
    }
    let russian = run(&["course", "check", &path, "--lang", "ru"]);
    assert!(russian.out.contains("ошибка"), "{}", russian.out);
    // As the course of a check it is an unusable file.
    let answers = work.path("answers.npz");
    assert_eq!(
        run(&["check", "elbo", text(&answers), "--course", &path]).code,
        Some(2)
    );
    assert_eq!(
        run(&["course", "check", text(&work.path("none.toml"))]).code,
        Some(2)
    );
    let binary = work.write("binary.toml", b"\xff\xff");
    assert_eq!(run(&["course", "check", &binary]).code, Some(2));
}

#[test]
fn a_warning_is_shown_and_refuses_nothing() {
    let work = Work::solved("elbo");
    let toml = BAD
        .split("max_points")
        .next()
        .unwrap_or_default()
        .to_owned()
        + "late = \"free\"\n";
    let path = work.write("warned.toml", toml.as_bytes());
    let checked = run(&["course", "check", &path]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(checked.out.contains("warning"), "{}", checked.out);
    assert!(
        checked.out.ends_with(&format!("\n{path} is valid.\n")),
        "{}",
        checked.out
    );
}
