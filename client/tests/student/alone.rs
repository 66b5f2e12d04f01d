//! The verbs that need no server.

use super::run::{Machine, right};
use dgm_client::practice::{carried, homeworks};
use judge::arrays::Array;

#[test]
fn right_answers_to_practice_inputs_are_right() {
    let machine = Machine::new();
    for homework in homeworks() {
        let practice = carried(homework).unwrap();
        machine.write("answers.npz", &right(&practice.pack, 0));
        let run = machine.run(&["check", homework, "answers.npz"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains("practice inputs, seed 0"), "{run:?}");
        let (code, report) = machine.json(&["check", homework, "answers.npz"]);
        assert_eq!(code, Some(0));
        assert_eq!(report["points"], report["max_points"], "{homework}");
    }
}

#[test]
fn inputs_written_and_given_back_are_known_by_their_seed() {
    let machine = Machine::new();
    for (lang, says) in [("en", "practice inputs, seed 3"), ("ru", "набор 3")] {
        let run = machine.run(&[
            "inputs", "elbo", "--seed", "3", "-o", "in.npz", "--force", "--lang", lang,
        ]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains(says), "{run:?}");
        let practice = carried("elbo").unwrap();
        assert_eq!(machine.arrays("in.npz"), practice.inputs(3).unwrap());
        machine.write("answers.npz", &right(&practice.pack, 3));
        let check = ["check", "elbo", "answers.npz", "--lang", lang];
        let told = machine.run(&[&check[..], &["--inputs", "in.npz"]].concat());
        assert_eq!(told.code, Some(0), "{told:?}");
        assert!(told.err.contains(says), "{told:?}");
        // Without a word of the seed they are known by what is right; by the mark, whatever is right.
        let untold = machine.run(&check);
        assert_eq!(untold.code, Some(0), "{untold:?}");
        assert!(untold.err.contains(says), "{untold:?}");
    }
}

#[test]
fn a_mark_says_which_inputs_answers_are_for_before_they_are_judged() {
    use judge::answers::InputsId;
    let machine = Machine::new();
    let practice = carried("elbo").unwrap();
    let marked = |seed: u64, mark: Option<InputsId>| {
        let mut answers = right(&practice.pack, seed);
        answers.extend(mark.map(|mark| ("dgm.inputs".to_owned(), mark.to_array())));
        machine.write("answers.npz", &answers);
    };
    let check = |more: &[&str]| machine.run(&[&["check", "elbo", "answers.npz"], more].concat());
    let own = InputsId::own(&[7; 32], "anna", "elbo", 1);

    marked(0, Some(InputsId::practice("elbo", 3)));
    let run = check(&[]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.contains("practice inputs, seed 3"), "{run:?}");
    let run = check(&["--seed", "0"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err
            .contains("answers to practice seed 3; they are checked against seed 0"),
        "{run:?}"
    );
    let (_, report) = machine.json(&["check", "elbo", "answers.npz"]);
    assert_eq!(
        (&report["inputs"]["which"], &report["inputs"]["seed"]),
        (&"practice".into(), &3.into())
    );

    // A seed that is not here is not guessed at, and neither are one's own inputs.
    marked(0, Some(InputsId::practice("elbo", 40)));
    let run = check(&[]);
    assert!(
        run.code == Some(2) && run.err.contains("seed 40"),
        "{run:?}"
    );
    marked(0, Some(own));
    let run = check(&[]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err.contains("judged by the server") && !run.out.contains("of 13"),
        "{run:?}"
    );
    let (_, form) = machine.json(&["check", "elbo", "answers.npz"]);
    assert_eq!(form["judged"], false);
    let run = check(&["--seed", "0"]);
    assert!(
        run.code == Some(0) && run.err.contains("most likely your own"),
        "{run:?}"
    );
    marked(0, Some(InputsId::practice("gan", 1)));
    let run = check(&[]);
    assert!(run.err.contains("These are answers of gan"), "{run:?}");

    // Without a mark all practice seeds are compared.
    marked(4, None);
    let run = check(&["--lang", "ru"]);
    assert!(
        run.code == Some(0) && run.err.contains("набор 4"),
        "{run:?}"
    );
    let answers = [(
        "gaussian_kl.kl".to_owned(),
        Array::float(ndarray::arr1(&[1e6; 16]).into_dyn()),
    )];
    machine.write("answers.npz", &answers.into());
    let run = check(&["--task", "gaussian_kl"]);
    assert!(
        run.code == Some(1) && run.err.contains("right for any of the practice inputs"),
        "{run:?}"
    );
    let run = check(&["--task", "gaussian_kl", "--quiet"]);
    assert!(
        run.code == Some(1) && run.err.is_empty() && !run.out.is_empty(),
        "{run:?}"
    );
    // Answers and inputs that are marked as others.
    machine.write("in.npz", &practice.inputs(1).unwrap());
    marked(1, Some(own));
    let run = check(&["--inputs", "in.npz"]);
    assert!(
        run.code == Some(0) && run.err.contains("is of other inputs than these"),
        "{run:?}"
    );
}

#[test]
fn names_tell_a_file_of_inputs_and_answers_of_another_homework() {
    let machine = Machine::new();
    machine.write("gan.npz", &right(&carried("gan").unwrap().pack, 1));
    let run = machine.run(&["inputs", "flows", "-o", "inputs.npz"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for (file, which, homework, says) in [
        ("gan.npz", "other_homework", "gan", "answers of gan"),
        (
            "inputs.npz",
            "inputs_file",
            "flows",
            "a file of inputs of flows",
        ),
    ] {
        let run = machine.run(&["check", "flows", file]);
        assert!(run.code == Some(1) && run.err.contains(says), "{run:?}");
        let (_, report) = machine.json(&["check", "flows", file]);
        let inputs = &report["inputs"];
        assert_eq!(
            (&inputs["which"], &inputs["homework"]),
            (&which.into(), &homework.into())
        );
    }
}

#[test]
fn completions_pages_and_the_version_are_there() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = machine.run(&["completions", shell]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            run.out.contains("check") && run.out.contains("quiet"),
            "{shell}"
        );
    }
    for (lang, says) in [
        ("en", "Checks answers to practice inputs"),
        ("ru", "Проверяет ответы"),
    ] {
        let folder = format!("man-{lang}");
        let run = machine.run(&["man", &folder, "--lang", lang]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let page = String::from_utf8(machine.read(&format!("{folder}/dgm-check.1"))).unwrap();
        assert!(page.contains(says) && page.starts_with(".ie"), "{page}");
        assert!(machine.path(&format!("{folder}/dgm.1")).is_file());
        let again = machine.run(&["man", &folder, "--lang", lang]);
        assert_eq!(
            again.code,
            Some(2),
            "nothing is replaced unasked: {again:?}"
        );
        assert_eq!(machine.run(&["man", &folder, "--force"]).code, Some(0));
    }
    let run = machine.run(&["--version"]);
    let version = run.out.trim().strip_prefix("dgm ").unwrap();
    assert!(version.starts_with(env!("CARGO_PKG_VERSION")), "{run:?}");
}

#[test]
fn a_mistake_is_named_with_every_number() {
    let machine = Machine::new();
    let practice = carried("elbo").unwrap();
    let mut answers = right(&practice.pack, 0);
    let key = "gaussian_kl.kl";
    let wrong = answers[key].to_float().mapv(|v| v * 2.0);
    answers.insert(key.to_owned(), Array::float(wrong));
    machine.write("answers.npz", &answers);
    let (code, report) = machine.json(&["check", "elbo", "answers.npz", "--task", "gaussian_kl"]);
    assert_eq!(code, Some(1));
    let task = &report["tasks"][0];
    assert_eq!(task["task"], "elbo/gaussian_kl");
    let output = &task["outputs"][0];
    assert_eq!(output["verdict"], "wrong");
    assert!(output["max_abs_error"].is_number() && output["worst_index"].is_array());
    let values = ["worst_expected", "worst_got"].map(|key| output[key].as_f64().unwrap());
    let off = (values[0] - values[1]).abs();
    assert!(
        (off - output["max_abs_error"].as_f64().unwrap()).abs() < 1e-12,
        "{output}"
    );
    let told = machine.run(&["check", "elbo", "answers.npz", "--task", "gaussian_kl"]);
    let words = ["expected", "got"].iter().zip(values);
    for (word, value) in words {
        let value = l10n::number::value(value, l10n::Lang::En);
        assert!(told.out.contains(&format!("{word} {value}")), "{told:?}");
    }
    assert_eq!(
        output["recognised"][0]["kind"]
            .as_str()
            .map(|k| k == "factor" || k == "mistake"),
        Some(true)
    );
    let run = machine.run(&["check", "elbo", "answers.npz", "--lang", "ru"]);
    assert!(
        run.out.contains("Похоже") || run.out.contains("похоже"),
        "{run:?}"
    );
}

#[test]
fn other_inputs_are_looked_at_and_not_judged() {
    let machine = Machine::new();
    let practice = carried("gan").unwrap();
    let mut inputs = practice.inputs(0).unwrap();
    for array in inputs.values_mut() {
        if array.kind() == judge::arrays::Kind::Float {
            *array = Array::float(array.to_float().mapv(|v| v + 1e-9));
        }
    }
    machine.write("own.npz", &inputs);
    let mut answers = right(&practice.pack, 0);
    machine.write("answers.npz", &answers);
    let check = ["check", "gan", "answers.npz", "--inputs", "own.npz"];
    let run = machine.run(&check);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("judged by the server"), "{run:?}");
    let first = answers.keys().next().unwrap().clone();
    answers.insert("gna.x".to_owned(), answers[&first].clone());
    answers.insert(first, Array::float(ndarray::ArrayD::zeros(vec![3, 1, 7])));
    machine.write("answers.npz", &answers);
    let (code, form) = machine.json(&check);
    assert_eq!(
        (code, &form["judged"]),
        (Some(1), &serde_json::json!(false))
    );
    let found: Vec<_> = form["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|o| o["found"] != "fits")
        .collect();
    assert_eq!(found.len(), 1, "{form}");
    assert_eq!(found[0]["found"], "wrong_shape");
    assert_eq!(form["unknown"][0]["key"], "gna.x");
    assert!(!form.to_string().contains("max_abs_error"));
    let russian = machine.run(&[&check[..], &["--lang", "ru"]].concat());
    assert!(russian.err.contains("решит сервер"), "{russian:?}");
}

#[test]
fn tasks_starter_and_final_speak_both_languages() {
    let machine = Machine::new();
    for (lang, word) in [("en", "float64"), ("ru", "Входные данные")] {
        let run = machine.run(&["tasks", "elbo/gaussian_kl", "--lang", lang]);
        assert!(
            run.out.contains(word) && run.out.contains("rtol"),
            "{run:?}"
        );
        let run = machine.run(&["tasks", "--lang", lang]);
        assert_eq!(
            run.out.lines().filter(|l| !l.starts_with(' ')).count(),
            6,
            "{run:?}"
        );
        let run = machine.run(&["starter", "flows", "-o", "-", "--lang", lang]);
        assert!(run.out.contains("flows-practice-inputs.npz"), "{run:?}");
        let run = machine.run(&["final", "95.99", "--lang", lang]);
        assert_eq!(
            (run.code, run.out.contains('9')),
            (Some(0), true),
            "{run:?}"
        );
    }
    let (_, grade) = machine.json(&["final", "96"]);
    assert_eq!(
        (&grade["points"], &grade["final_grade"]),
        (&"96".into(), &10.into())
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let machine = Machine::new();
    std::fs::write(machine.path("bad.npz"), b"PK nothing").unwrap();
    for (arguments, says) in [
        (&["check", "elbow", "x.npz"][..], "elbo"),
        (&["check", "elbo", "x.npz"], "x.npz"),
        (&["check", "elbo", "bad.npz"], "bad.npz"),
        (
            &["inputs", "elbo", "--seed", "9", "-o", "x.npz"],
            "0, 1, 2, 3, 4",
        ),
        (&["tasks", "elbo/gausian_kl"], "gaussian_kl"),
        (&["submit", "elbo", "bad.npz"], "dgm login"),
        (&["inputs", "elbo", "--own", "-o", "x.npz"], "dgm login"),
        (&["solve", "elbo"], "solve"),
        (&["inputs", "elbo", "-o", "x.mat"], ".safetensors"),
        (&["inputs", "elbo", "-o", "x.npy"], "one array"),
    ] {
        let run = machine.run(arguments);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(says), "{run:?}");
    }
    assert!(!machine.path("x.mat").exists() && !machine.path("x.npy").exists());
}

#[test]
fn a_file_has_the_format_that_its_ending_names() {
    let machine = Machine::new();
    let inputs = carried("elbo").unwrap().inputs(0).unwrap();
    for (name, is_zip) in [
        ("x.npz", true),
        ("x", true),
        ("x.JSON", false),
        ("x.safetensors", false),
    ] {
        let run = machine.run(&["inputs", "elbo", "-o", name]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let bytes = std::fs::read(machine.path(name)).unwrap();
        assert_eq!(bytes.starts_with(b"PK"), is_zip, "{name}");
        let read = judge::answers::read(&bytes, &judge::answers::Limits::given()).unwrap();
        assert!(read.keys().eq(inputs.keys()), "{name}");
    }
}

#[test]
fn zeros_for_a_mark_are_passed_over() {
    let machine = Machine::new();
    let mut answers = right(&carried("gan").unwrap().pack, 0);
    let zeros = Array::int(ndarray::ArrayD::zeros(vec![2]));
    answers.insert("dgm.inputs".to_owned(), zeros);
    machine.write("answers.npz", &answers);
    let (code, report) = machine.json(&["check", "gan", "answers.npz"]);
    assert_eq!(
        (code, &report["points"]),
        (Some(0), &"13".into()),
        "{report}"
    );
    assert_eq!(report["inputs"]["unusable_mark"], true, "{report}");
    let run = machine.run(&["check", "gan", "answers.npz"]);
    assert!(run.err.contains("was passed over"), "{run:?}");
}
