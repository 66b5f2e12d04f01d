//! `dgm grade` and `dgm starter` from the outside: the binary, files, exit codes.

use crate::support::binary::of_its_own;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A homework that has tasks.
const HOMEWORK: &str = "elbo";

fn dgm(folder: &Path, arguments: &[&str]) -> Output {
    of_its_own(&mut Command::new(env!("CARGO_BIN_EXE_dgm")))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("dgm runs")
}

/// Runs what must succeed, and gives its standard output.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = dgm(folder, arguments);
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {shown}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs what must be refused as unusable, and gives the reason.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = dgm(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// A folder with a course, the inputs of seed 0 and right answers to them.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("course.toml"), run(at, &["course", "show"])).expect("written");
    run(at, &["inputs", HOMEWORK, "-o", "inputs.npz"]);
    run(
        at,
        &[
            "solve",
            HOMEWORK,
            "--inputs",
            "inputs.npz",
            "-o",
            "right.npz",
        ],
    );
    std::fs::create_dir(at.join("in")).expect("written");
    folder
}

const GRADE: [&str; 8] = [
    "grade",
    "--course",
    "course.toml",
    "--submissions",
    "in",
    "-o",
    "out.csv",
    // One table after another goes to the same file.
    "--force",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    GRADE.iter().copied().chain(more.iter().copied()).collect()
}

/// The rows of a table, each by its header.
fn table(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

#[test]
fn a_folder_is_graded_and_broken_files_are_rows() {
    let folder = prepared();
    let at = folder.path();
    std::fs::copy(at.join("right.npz"), at.join("in/anna.npz")).expect("written");
    let bytes = std::fs::read(at.join("right.npz")).expect("written");
    std::fs::write(at.join("in/boris.npz"), &bytes[..bytes.len() / 2]).expect("written");
    std::fs::write(
        at.join("in/daria.json"),
        r#"{"alpha_divergense.divergence": [1.0], "discretized_logistic_mixture.log_prob": [1, 2]}"#,
    )
    .expect("written");
    std::fs::write(at.join("in/=cmd|' x'!A1.npz"), b"").expect("written");
    std::fs::write(at.join("in/huge.npz"), vec![b'x'; (16 << 20) + 1]).expect("written");
    let graded = dgm(at, &with(&["--homework", HOMEWORK]));
    // Wrong answers are points; files that cannot be used are told by the exit code too.
    assert_eq!(graded.status.code(), Some(2));
    let printed = String::from_utf8(graded.stdout).expect("UTF-8");
    assert!(printed.contains("2 graded, 3 not readable"), "{printed}");

    let rows = table(at.join("out.csv"));
    let logins: Vec<_> = rows.iter().map(|r| r["login"].as_str()).collect();
    assert_eq!(logins, ["'=cmd|' x'!A1", "anna", "boris", "daria", "huge"]);
    let [formula, anna, boris, daria, huge] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    assert_eq!(
        (&*anna["points"], &*anna["max_points"], &*anna["error"]),
        ("13", "13", "")
    );
    assert_eq!(anna["verdicts"], "");
    assert_eq!(boris["points"], "");
    assert!(!boris["error"].is_empty());
    assert_eq!((&*daria["points"], &*daria["error"]), ("0", ""));
    assert!(
        daria["verdicts"].contains("discretized_logistic_mixture: wrong_shape; "),
        "{}",
        daria["verdicts"]
    );
    assert_eq!(
        daria[&format!("{HOMEWORK}/discretized_logistic_mixture")],
        "0"
    );
    assert_eq!(
        daria["unknown_keys"],
        "alpha_divergense.divergence (alpha_divergence.divergence?)"
    );
    assert!(formula["error"].contains("empty"), "{}", formula["error"]);
    assert!(huge["error"].contains("16 MiB"), "{}", huge["error"]);
}

#[test]
fn grading_a_folder_agrees_with_checking_each_file() {
    let folder = prepared();
    let at = folder.path();
    run(at, &["inputs", HOMEWORK, "--seed", "7", "-o", "seven.npz"]);
    // The right answers to other inputs are wrong ones to these, of every shape that is asked for.
    std::fs::copy(at.join("right.npz"), at.join("in/anna.npz")).expect("written");
    for (flag, value) in [("--seed", "7"), ("--inputs", "seven.npz")] {
        let arguments = [
            "check",
            HOMEWORK,
            "right.npz",
            flag,
            value,
            "--format",
            "json",
        ];
        let checked: Value = serde_json::from_slice(&dgm(at, &arguments).stdout).expect("JSON");
        let arguments = with(&["--homework", HOMEWORK, flag, value, "--format", "json"]);
        let graded: Value = serde_json::from_str(&run(at, &arguments)).expect("JSON");
        assert_eq!(graded["layout"], "login");
        assert_eq!(
            (&graded["files"], &graded["failed"]),
            (&1.into(), &0.into())
        );
        let row = &graded["rows"][0];
        assert_eq!(row["points"], checked["points"]);
        assert_ne!(row["points"], "13");
        let lines = row["tasks"].as_array().expect("tasks");
        assert!(!lines.is_empty());
        for line in lines {
            let all = checked["tasks"].as_array().expect("tasks");
            let same = all
                .iter()
                .find(|t| t["task"] == line["task"])
                .expect("checked");
            assert_eq!(
                (&same["verdict"], &same["points"]),
                (&line["verdict"], &line["points"])
            );
        }
    }
}

#[test]
fn everybody_has_inputs_of_their_own_under_a_secret() {
    let folder = prepared();
    let at = folder.path();
    let secret = "00112233445566778899aabbccddeeff".repeat(2);
    std::fs::write(at.join("secret.key"), format!("{secret}\n")).expect("written");
    // What the server draws for anna, answered by anna and copied by boris.
    let mut bytes = [0; 32];
    hex::decode_to_slice(&secret, &mut bytes).expect("written");
    let course = dgm_grader::course::Course::default_course();
    let homework = course.homework(HOMEWORK).expect("in the course");
    let seed = dgm_grader::grading::student_seed(&bytes, "anna", HOMEWORK);
    let inputs = dgm_grader::grading::draw_inputs(homework, seed);
    let mark = dgm_grader::grading::InputsId::own(&bytes, "anna", HOMEWORK, 1);
    let file = dgm_grader::grading::inputs_to_file(&inputs, mark);
    let file = judge::answers::write_npz(&file);
    std::fs::write(at.join("anna-inputs.npz"), file).expect("written");
    std::fs::create_dir_all(at.join("in").join(HOMEWORK)).expect("written");
    let answers = format!("in/{HOMEWORK}/anna.npz");
    run(
        at,
        &[
            "solve",
            HOMEWORK,
            "--inputs",
            "anna-inputs.npz",
            "-o",
            &answers,
        ],
    );
    std::fs::copy(
        at.join(&answers),
        at.join("in").join(HOMEWORK).join("boris.npz"),
    )
    .expect("written");
    run(
        at,
        &with(&["--secret-file", "secret.key", "--totals", "in/totals.csv"]),
    );
    let rows = table(at.join("out.csv"));
    assert_eq!((&*rows[0]["login"], &*rows[0]["points"]), ("anna", "13"));
    assert_eq!(rows[1]["login"], "boris");
    assert_ne!(rows[1]["points"], "13");

    let totals = table(at.join("in/totals.csv"));
    assert_eq!((&*totals[0][HOMEWORK], &*totals[0]["total"]), ("13", "13"));
    // floor(relu(13 / 8 - 2))
    assert_eq!(totals[0]["grade_without_exam"], "0");
    assert_eq!(totals[0]["ddpm"], "");
    // Our own table in the folder is nobody's answers the next time.
    let again = run(
        at,
        &with(&["--secret-file", "secret.key", "--format", "json"]),
    );
    assert_eq!(serde_json::from_str::<Value>(&again).unwrap()["files"], 2);

    std::fs::write(at.join("secret.key"), "short").expect("written");
    assert!(refused(at, &with(&["--secret-file", "secret.key"])).contains("64 hexadecimal"));
}

#[test]
fn what_cannot_be_understood_is_refused_with_the_next_step() {
    let folder = prepared();
    let at = folder.path();
    assert!(refused(at, &GRADE).contains("no answers files"));
    std::fs::copy(at.join("right.npz"), at.join("in/anna.npz")).expect("written");
    assert!(refused(at, &GRADE).contains("--homework"));
    let text = refused(at, &with(&["--homework", "elbow"]));
    assert!(text.contains("did you mean elbo"), "{text}");
    let text = refused(at, &with(&["--inputs", "inputs.npz"]));
    assert!(text.contains("--homework"), "{text}");
    let russian = refused(at, &with(&["--lang", "ru"]));
    assert!(russian.contains("укажите задание"), "{russian}");
    assert!(!at.join("out.csv").exists());
}

/// Python with NumPy, where there is one; must be there where `DGM_REQUIRE_PYTHON` is 1.
fn python() -> Option<&'static str> {
    let found = ["python3", "python"].into_iter().find(|name| {
        let works = Command::new(name).args(["-c", "import numpy"]).output();
        works.is_ok_and(|o| o.status.success())
    });
    let required = std::env::var_os("DGM_REQUIRE_PYTHON").is_some_and(|v| v == "1");
    assert!(found.is_some() || !required, "python3 with numpy is needed");
    found
}

/// Runs the code cells of a notebook as one script; `edit` may fill something in first.
fn execute(python: &str, folder: &Path, notebook: &str, edit: impl Fn(&str) -> String) -> Output {
    let text = std::fs::read_to_string(folder.join(notebook)).expect("a notebook");
    let notebook: Value = serde_json::from_str(&text).expect("JSON");
    let cells = notebook["cells"].as_array().expect("cells");
    let code = cells.iter().filter(|c| c["cell_type"] == "code");
    let mut script = String::new();
    for cell in code {
        for line in cell["source"].as_array().expect("lines") {
            script.push_str(line.as_str().expect("text"));
        }
        script.push('\n');
    }
    std::fs::write(folder.join("cells.py"), edit(&script)).expect("written");
    Command::new(python)
        .args(["-X", "utf8", "-W", "error", "cells.py"])
        .current_dir(folder)
        .output()
        .expect("Python runs")
}

#[test]
fn a_starter_notebook_runs_empty_and_filled_in() {
    let folder = prepared();
    let at = folder.path();
    let Some(python) = python() else {
        eprintln!("skipped: no python3 with numpy here");
        return;
    };
    let course = dgm_grader::course::Course::default_course();
    for homework in &course.homeworks {
        let inputs = format!("{}-practice-inputs.npz", homework.name());
        if homework.tasks.is_empty() {
            continue;
        }
        run(at, &["inputs", homework.name(), "-o", &inputs]);
        for lang in ["en", "ru"] {
            let notebook = [
                "starter",
                homework.name(),
                "--lang",
                lang,
                "--force",
                "-o",
                "starter.ipynb",
            ];
            run(at, &notebook);
            let output = execute(python, at, "starter.ipynb", str::to_owned);
            let shown = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success(),
                "{} {lang}: {shown}",
                homework.name()
            );
            assert!(!at.join(format!("{}-answers.npz", homework.name())).exists());
        }
    }

    run(
        at,
        &[
            "starter",
            HOMEWORK,
            "--lang",
            "ru",
            "-o",
            "starter-ru.ipynb",
        ],
    );
    let place = "kl = None  # (batch,), float64\n# ↑↑↑";
    let output = execute(python, at, "starter-ru.ipynb", |script| {
        let solution = "kl = np.sum(log_std_q - log_std_p - 0.5 + 0.5 * (np.exp(2 * log_std_p) + (mean_p - mean_q) ** 2) * np.exp(-2 * log_std_q), axis=1)\n# ↑↑↑";
        let task = script.find("gaussian_kl.mean_p").expect("the task's cell");
        let (before, after) = script.split_at(task);
        assert!(after.contains(place), "{after}");
        format!("{before}{}", after.replacen(place, solution, 1))
    });
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(printed.contains("gaussian_kl.kl: float64, ("), "{printed}");
    assert!(printed.contains("ответа ещё нет, пропущено"), "{printed}");
    let checked = dgm(
        at,
        &[
            "check",
            HOMEWORK,
            "elbo-answers.npz",
            "--inputs",
            "elbo-practice-inputs.npz",
            "--task",
            "gaussian_kl",
        ],
    );
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
}

#[test]
fn a_starter_loads_what_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let text = refused(
        at,
        &[
            "starter",
            HOMEWORK,
            "--inputs",
            "mine.json",
            "-o",
            "s.ipynb",
        ],
    );
    assert!(text.contains(".npz"), "{text}");
    let arguments = [
        "starter", HOMEWORK, "--inputs", "mine.npz", "-o", "s.ipynb", "--format", "json",
    ];
    let told: Value = serde_json::from_str(&run(at, &arguments)).expect("JSON");
    assert_eq!(
        (&told["file"], &told["inputs"]),
        (&"s.ipynb".into(), &"mine.npz".into())
    );
    let notebook = std::fs::read_to_string(at.join("s.ipynb")).expect("written");
    assert!(notebook.contains(r#"INPUTS = Path(\"mine.npz\")"#));
}

#[test]
fn a_download_of_moodle_is_graded_by_a_list_of_people() {
    let folder = prepared();
    let at = folder.path();
    for name in ["Anna Two_1234567", "Boris Three_1234568"] {
        let own = at.join(format!("in/{name}_assignsubmission_file"));
        std::fs::create_dir(&own).expect("written");
        std::fs::copy(at.join("right.npz"), own.join("answers.npz")).expect("copied");
    }
    let list = "Identifier,Full name,Login\nParticipant 1234567,Anna Two,anna\n";
    std::fs::write(at.join("people.csv"), list).expect("written");
    run(
        at,
        &with(&["--homework", HOMEWORK, "--people", "people.csv"]),
    );
    let table = std::fs::read_to_string(at.join("out.csv")).expect("a table");
    let logins: Vec<_> = table
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(logins, ["Boris Three_1234568", "anna"], "{table}");
    std::fs::write(at.join("people.csv"), "colour\nred\n").expect("written");
    let why = refused(
        at,
        &with(&["--homework", HOMEWORK, "--people", "people.csv"]),
    );
    assert!(why.contains("people.csv"), "{why}");
}
