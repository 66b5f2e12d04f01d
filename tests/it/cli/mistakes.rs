//! Answers that are not right: every known mistake of the catalogue, and what else can be wrong with a file.

use super::run::{Work, json, run, text};
use assignments::catalogue;
use assignments::draw::seed;
use dgm_grader::course::Course;
use dgm_grader::grading::{TaskVerdict, draw_inputs, grade, run_task, sort_answers};
use judge::answers::{self, Limits, write_npz};
use judge::arrays::{Array, Arrays};
use judge::points::Points;

#[test]
fn every_known_mistake_is_wrong_and_named() {
    let course = Course::default_course();
    let mut tried = 0;
    for homework in &course.homeworks {
        for task in &homework.tasks {
            let (known, id) = (task.spec, task.spec.id());
            let mut alone = homework.clone();
            alone.tasks.retain(|t| t.name() == task.name());
            let inputs = draw_inputs(&alone, seed(0));
            let own = &inputs[task.name()];
            let mistaken =
                run_task(known, |known| known.mistaken(own)).expect("mistakes can be made");
            assert_eq!(mistaken.len(), known.mistakes().len(), "{id}");
            for (info, answer) in known.mistakes().iter().zip(mistaken) {
                let named = answer
                    .into_iter()
                    .map(|(name, array)| (format!("{}.{name}", task.name()), array));
                let sorted =
                    sort_answers(named.collect::<Arrays>(), &alone).expect("the keys are right");
                let report = grade(&alone, &inputs, &sorted);
                let found = &report.tasks[0];
                let wrong = matches!(found.verdict, TaskVerdict::Wrong | TaskVerdict::NotFinite);
                assert!(wrong, "{id}: {} is {:?}", info.id, found.verdict);
                let findings = found.findings();
                let named = findings
                    .iter()
                    .any(|(f, _)| f.id.as_deref() == Some(info.id));
                assert!(named, "{id}: {} is {findings:?}", info.id);
                assert!(!report.all_right(), "{id}: {}", info.id);
                let full = found.points == found.max_points && found.max_points > Points::ZERO;
                assert!(!full, "{id}: {} gives all points", info.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "the catalogue has mistakes: {tried}");
}

/// The reference answers of a folder.
fn right(work: &Work) -> Arrays {
    let bytes = std::fs::read(work.path("answers.npz")).expect("it is read");
    answers::read(&bytes, &Limits::default()).expect("it is read")
}

/// The report on these answers, which are not all right.
fn wrong(work: &Work, answers: &Arrays) -> serde_json::Value {
    let path = work.write("wrong.npz", &write_npz(answers));
    let (code, report) = json(&["check", "elbo", &path]);
    assert_eq!(code, Some(1), "{report}");
    report
}

fn task<'a>(report: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    let tasks = report["tasks"].as_array().expect("tasks are a list");
    tasks
        .iter()
        .find(|t| t["task"] == id)
        .expect("the task is in the report")
}

#[test]
fn a_mistake_is_hinted_at_by_the_binary_too() {
    let work = Work::solved("elbo");
    let known =
        catalogue::task("elbo/discretized_logistic_mixture").expect("it is in the catalogue");
    let inputs = std::fs::read(work.path("inputs.npz")).expect("it is read");
    let inputs = answers::read(&inputs, &Limits::default()).expect("it is read");
    let inputs = dgm_grader::grading::inputs_from_file("elbo", &inputs).expect("they fit");
    let mistaken = known
        .mistaken(&inputs["discretized_logistic_mixture"])
        .expect("mistakes can be made");
    for (info, answer) in known.mistakes().iter().zip(mistaken) {
        let mut answers = right(&work);
        answers.extend(
            answer
                .into_iter()
                .map(|(name, array)| (format!("discretized_logistic_mixture.{name}"), array)),
        );
        let report = wrong(&work, &answers);
        let found = task(&report, "elbo/discretized_logistic_mixture");
        assert_eq!(
            (&found["verdict"], &found["points"]),
            (&"wrong".into(), &"0".into())
        );
        assert_eq!(found["mistake"]["id"], info.id);
        assert_eq!(report["points"], "11.5");
        let path = work.path("wrong.npz");
        let shown = run(&["check", "elbo", text(&path), "--lang", "ru"]);
        assert!(shown.out.contains(info.hint.ru), "{shown:?}");
    }
}

#[test]
fn a_missing_key_is_missing_and_an_unknown_one_is_named() {
    let work = Work::solved("elbo");
    let mut answers = right(&work);
    let kl = answers
        .remove("discretized_logistic_mixture.log_prob")
        .expect("it is there");
    let report = wrong(&work, &answers);
    assert_eq!(
        task(&report, "elbo/discretized_logistic_mixture")["verdict"],
        "missing"
    );
    assert_eq!(
        task(&report, "elbo/discretized_logistic_mixture")["outputs"][0]["got_shape"],
        serde_json::Value::Null
    );
    answers.insert(
        "discretised_logistic_mixture.log_prob".to_owned(),
        kl.clone(),
    );
    let report = wrong(&work, &answers);
    let unknown = serde_json::json!([{"key": "discretised_logistic_mixture.log_prob", "nearest": "discretized_logistic_mixture.log_prob"}]);
    assert_eq!(report["unknown"], unknown);
    let shown = run(&["check", "elbo", text(&work.path("wrong.npz"))]);
    assert!(
        shown
            .out
            .contains("discretised_logistic_mixture.log_prob — did you mean discretized_logistic_mixture.log_prob?"),
        "{shown:?}"
    );

    // The task's name alone, where it has one output; and a further key that costs nothing.
    let mut answers = right(&work);
    answers.remove("discretized_logistic_mixture.log_prob");
    answers.insert("discretized_logistic_mixture".to_owned(), kl.clone());
    answers.insert("notes".to_owned(), kl);
    let path = work.write("short.npz", &write_npz(&answers));
    let (code, report) = json(&["check", "elbo", &path]);
    assert_eq!((code, &report["points"]), (Some(0), &"13".into()));
    assert_eq!(report["unknown"][0]["key"], "notes");
}

#[test]
fn a_wrong_shape_is_told_with_both_shapes() {
    let work = Work::solved("elbo");
    let mut answers = right(&work);
    answers.insert(
        "discretized_logistic_mixture.log_prob".to_owned(),
        Array::float(ndarray::ArrayD::zeros(vec![6, 1])),
    );
    let report = wrong(&work, &answers);
    let output = &task(&report, "elbo/discretized_logistic_mixture")["outputs"][0];
    assert_eq!(output["verdict"], "wrong_shape");
    assert_eq!(
        (&output["expected_shape"], &output["got_shape"]),
        (&serde_json::json!([6]), &serde_json::json!([6, 1]))
    );
    assert_eq!(output["shape_cause"]["cause"], "extra_axis_of_one");
    let shown = run(&["check", "elbo", text(&work.path("wrong.npz"))]);
    let told = "Expected shape (6,), got (6, 1). There is an extra axis of length 1: squeeze it.";
    assert!(shown.out.contains(told), "{shown:?}");
    answers.insert(
        "discretized_logistic_mixture.log_prob".to_owned(),
        Array::float(ndarray::ArrayD::from_elem(vec![6], f64::NAN)),
    );
    let report = wrong(&work, &answers);
    assert_eq!(
        task(&report, "elbo/discretized_logistic_mixture")["verdict"],
        "not_finite"
    );
}
