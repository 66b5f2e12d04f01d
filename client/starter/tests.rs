use super::*;
use crate::practice::{carried, homeworks};
use std::collections::BTreeSet;

fn source(cell: &Value) -> String {
    let lines = cell["source"].as_array().unwrap();
    lines.iter().map(|l| l.as_str().unwrap()).collect()
}

/// What nbformat 4.5 asks for.
fn assert_valid(notebook: &Value) {
    assert_eq!(
        (&notebook["nbformat"], &notebook["nbformat_minor"]),
        (&json!(4), &json!(5))
    );
    let mut ids = BTreeSet::new();
    for cell in notebook["cells"].as_array().unwrap() {
        let keys: BTreeSet<_> = cell
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let id = cell["id"].as_str().unwrap();
        assert!(!id.is_empty() && id.len() <= 64, "{id}");
        assert!(
            id.chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        );
        assert!(ids.insert(id.to_owned()), "{id} twice");
        match cell["cell_type"].as_str().unwrap() {
            "markdown" => assert_eq!(
                keys,
                BTreeSet::from(["cell_type", "id", "metadata", "source"])
            ),
            "code" => {
                assert!(keys.contains("outputs") && keys.contains("execution_count"));
                assert_eq!(cell["outputs"], json!([]));
            }
            other => panic!("{other}"),
        }
        let text = source(cell);
        assert!(!text.trim().is_empty() && !text.ends_with('\n'), "{id}");
        assert!(
            !text.contains("starter-"),
            "{id} shows a message's id: {text}"
        );
    }
}

#[test]
fn every_notebook_asks_for_every_output_of_its_homework() {
    for name in homeworks() {
        let practice = carried(name).unwrap();
        let homework = practice.pack.sheet();
        for lang in Lang::ALL {
            let notebook = starter(homework, lang, "inputs.npz", None);
            assert_valid(&notebook);
            let cells = notebook["cells"].as_array().unwrap();
            let all: String = cells.iter().map(source).collect();
            for task in &homework.tasks {
                for output in &task.outputs {
                    let call = format!("answer(\"{}.{}\", ", task.task, output.port.name);
                    assert_eq!(all.matches(&call).count(), 1, "{call}");
                }
                for port in &task.inputs {
                    let key = format!("inputs[\"{}.{}\"]", task.task, port.name);
                    assert_eq!(all.matches(&key).count(), 1, "{key}");
                }
            }
        }
    }
}

#[test]
fn a_file_name_cannot_leave_its_string() {
    let practice = carried("elbo").unwrap();
    let name = "x\"); import os; ('\\\n.npz";
    let notebook = starter(practice.pack.sheet(), Lang::En, name, None);
    let load = source(&notebook["cells"][1]);
    assert!(
        load.contains(r#"INPUTS = Path("x\"); import os; ('\\\n.npz")"#),
        "{load}"
    );
}

#[test]
fn points_have_the_right_plural_in_russian() {
    let mut homework = carried("elbo").unwrap().pack.sheet().clone();
    for (points, words) in [
        ("1", "1 балл\n"),
        ("2", "2 балла\n"),
        ("5", "5 баллов\n"),
        ("1.5", "1,5 балла\n"),
        ("0", "тренировка, без баллов\n"),
    ] {
        homework.tasks[0].points = points.parse().unwrap();
        let notebook = starter(&homework, Lang::Ru, "inputs.npz", None);
        let text = source(&notebook["cells"][2]);
        assert!(text.contains(&format!("· {words}")), "{text}");
    }
}

#[test]
fn shapes_are_told_by_the_inputs() {
    let practice = carried("elbo").unwrap();
    let server = Some(Server {
        url: "https://grader.example.org",
        has_package: true,
    });
    let notebook = starter(practice.pack.sheet(), Lang::En, "in.npz", server);
    let cells = notebook["cells"].as_array().unwrap();
    let all: String = cells.iter().map(source).collect();
    let call = r#"answer("gaussian_kl.kl", kl, [length("gaussian_kl.mean_p", 0)])"#;
    assert!(all.contains(call), "{all}");
    assert!(all.contains("mean_p = inputs[\"gaussian_kl.mean_p\"].copy()"));
    assert!(all.contains("SERVER = \"https://grader.example.org\"\nSEND = False"));
}

#[test]
fn it_names_an_install_only_where_there_is_one() {
    let practice = carried("elbo").unwrap();
    let cell = |server| {
        let notebook = starter(practice.pack.sheet(), Lang::En, "in.npz", server);
        let cells = notebook["cells"].as_array().unwrap();
        source(cells.iter().find(|cell| cell["id"] == "check").unwrap())
    };
    let of = |has_package| {
        Some(Server {
            url: "https://a.org",
            has_package,
        })
    };
    assert!(cell(of(true)).contains("%pip install -r https://a.org/client/requirements.txt\""));
    for (text, next) in [
        (cell(of(false)), "https://a.org/homeworks/elbo\""),
        (
            cell(None),
            "dgm check elbo elbo-answers.npz --inputs in.npz\"",
        ),
    ] {
        assert!(text.contains(next) && !text.contains("pip"), "{text}");
    }
}
