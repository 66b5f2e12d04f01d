//! Inputs, answers, check: all points, as text and as the JSON of the contract.

use super::run::{Work, json, run, text};

#[test]
fn the_reference_answers_give_all_points() {
    let work = Work::solved("elbo");
    let answers = work.path("answers.npz");
    let by_seed = run(&["check", "elbo", text(&answers)]);
    assert_eq!(by_seed.code, Some(0), "{by_seed:?}");
    assert!(
        by_seed
            .out
            .ends_with("13 of 13 points: every graded task is right.\n"),
        "{by_seed:?}"
    );
    assert!(
        by_seed.err.contains("practice inputs, seed 0"),
        "{by_seed:?}"
    );
    let by_file = run(&[
        "check",
        "elbo",
        text(&answers),
        "--inputs",
        text(&work.path("inputs.npz")),
    ]);
    assert_eq!((by_file.code, by_file.out), (Some(0), by_seed.out));
    let russian = run(&["check", "elbo", text(&answers), "--lang", "ru"]);
    assert!(russian.out.contains("13 из 13"), "{russian:?}");
    let other = run(&["check", "elbo", text(&answers), "--seed", "1"]);
    assert_eq!(other.code, Some(1), "answers to other inputs are wrong");
}

#[test]
fn any_seed_that_is_named_is_known_by_its_mark() {
    let work = Work::solved("elbo");
    let (inputs, answers) = (work.path("150.npz"), work.path("of-150.npz"));
    let (inputs, answers) = (text(&inputs), text(&answers));
    run(&["inputs", "elbo", "--seed", "150", "-o", inputs]);
    run(&["solve", "elbo", "--inputs", inputs, "-o", answers]);
    let check = ["check", "elbo", answers, "--seed", "150"];
    let checked = run(&check);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(
        checked.err.contains("practice inputs, seed 150"),
        "{checked:?}"
    );
    assert!(!checked.err.contains("other inputs"), "{checked:?}");
    let (_, report) = json(&check);
    let which = (&report["inputs"]["which"], &report["inputs"]["seed"]);
    assert_eq!(which, (&"practice".into(), &150.into()));
    let other = run(&["check", "elbo", answers, "--seed", "151"]);
    assert!(other.err.contains("other inputs"), "{other:?}");
}

#[test]
fn the_json_is_that_of_the_contract() {
    let work = Work::solved("elbo");
    let (code, report) = json(&["check", "elbo", text(&work.path("answers.npz"))]);
    assert_eq!(code, Some(0));
    assert_eq!(report["homework"], "elbo");
    assert_eq!(
        (&report["points"], &report["max_points"]),
        (&"13".into(), &"13".into())
    );
    assert_eq!(report["unknown"], serde_json::json!([]));
    let tasks = report["tasks"].as_array().expect("tasks are a list");
    assert!(tasks.len() >= 9);
    for task in tasks {
        assert!(
            task["task"]
                .as_str()
                .is_some_and(|id| id.starts_with("elbo/")),
            "{task}"
        );
        assert!(
            task["points"].is_string() && task["max_points"].is_string(),
            "{task}"
        );
        assert_eq!(task["verdict"], "correct", "{task}");
        for output in task["outputs"].as_array().expect("outputs are a list") {
            assert!(output["output"].is_string(), "{output}");
            assert_eq!(output["verdict"], "correct");
            for number in ["within_tolerance", "max_abs_error", "max_rel_error"] {
                assert!(output[number].is_number(), "{number} of {output}");
            }
            for list in ["worst_index", "expected_shape", "got_shape"] {
                assert!(output[list].is_array(), "{list} of {output}");
            }
        }
    }
}

#[test]
fn every_homework_can_be_solved() {
    for homework in assignments::catalogue::HOMEWORKS
        .iter()
        .filter(|h| !h.tasks.is_empty())
    {
        let work = Work::solved(homework.name);
        let (code, report) = json(&["check", homework.name, text(&work.path("answers.npz"))]);
        assert_eq!(
            (code, &report["points"]),
            (Some(0), &report["max_points"]),
            "{}",
            homework.name
        );
    }
}

#[test]
fn one_task_can_be_solved_and_checked_alone() {
    let work = Work::solved("elbo");
    let one = work.path("one.json");
    let inputs = work.path("inputs.npz");
    let solved = run(&[
        "solve",
        "elbo/discretized_logistic_mixture",
        "--inputs",
        text(&inputs),
        "-o",
        text(&one),
    ]);
    assert_eq!(solved.code, Some(0), "{solved:?}");
    let (code, report) = json(&[
        "check",
        "elbo",
        text(&one),
        "--task",
        "discretized_logistic_mixture",
    ]);
    assert_eq!(
        (code, &report["points"], &report["max_points"]),
        (Some(0), &"1.5".into(), &"1.5".into())
    );
    let (code, report) = json(&["check", "elbo", text(&one)]);
    assert_eq!(
        (code, &report["points"]),
        (Some(1), &"1.5".into()),
        "the others are missing"
    );
    let unknown = run(&["check", "elbo", text(&one), "--task", "gausian_kl"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.err.contains("did you mean gaussian_kl?"),
        "{unknown:?}"
    );
}

#[test]
fn files_of_other_programs_give_all_points() {
    for name in ["numpy.npz", "numpy-compressed.npz", "float32.safetensors"] {
        let path = format!(
            "{}/tests/fixtures/outputs/{name}",
            env!("CARGO_MANIFEST_DIR")
        );
        let (code, report) = json(&["check", "elbo", &path]);
        assert_eq!(
            (code, &report["points"]),
            (Some(0), &"13".into()),
            "{name}: {report}"
        );
        assert_eq!(report["unknown"], serde_json::json!([]), "{name}");
    }
}

#[test]
fn an_inputs_file_is_the_same_whenever_it_is_drawn() {
    let (first, second) = (Work::solved("elbo"), Work::solved("elbo"));
    let bytes = |work: &Work| std::fs::read(work.path("inputs.npz")).expect("it is read");
    assert_eq!(bytes(&first), bytes(&second));
}
