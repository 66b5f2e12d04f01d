//! Arguments and files that cannot be used: exit 2, one message, one JSON document.

use super::run::{Work, json, run, text};

#[test]
fn unusable_files_are_told_by_name() {
    let work = Work::solved("elbo");
    let whole = std::fs::read(work.path("answers.npz")).expect("it is read");
    let cases = [
        work.write(
            "pickle.npz",
            b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94\x8c\x01a\x94K\x01s.",
        ),
        work.write("truncated.npz", &whole[..whole.len() / 2]),
        work.write("empty.npz", b""),
        work.write("text.npz", b"these are my answers"),
        work.write("broken.json", b"{\"gaussian_kl.kl\": [1, 2"),
        text(&work.path("")).to_owned(),
        text(&work.path("nothing.npz")).to_owned(),
    ];
    for path in &cases {
        let shown = run(&["check", "elbo", path]);
        assert_eq!(shown.code, Some(2), "{shown:?}");
        assert!(shown.out.is_empty(), "{shown:?}");
        assert!(
            shown.err.starts_with("dgm: ") && shown.err.contains(path.trim_end_matches('/')),
            "{shown:?}"
        );
        assert!(!shown.err.contains("panicked"), "{shown:?}");
        let (code, document) = json(&["check", "elbo", path]);
        assert_eq!(code, Some(2));
        assert!(
            document["error"].as_str().is_some_and(|e| !e.is_empty()),
            "{document}"
        );
        let (code, document) = json(&[
            "solve",
            "elbo",
            "--inputs",
            path,
            "-o",
            text(&work.path("x.npz")),
        ]);
        assert_eq!(code, Some(2), "{document}");
    }
    assert!(!work.path("x.npz").exists(), "nothing is written");
}

#[test]
fn one_answer_is_written_to_npy_and_several_are_not() {
    let work = Work::solved("elbo");
    let (inputs, answers) = (work.path("inputs.npz"), work.path("kl.npy"));
    let (inputs, answers) = (text(&inputs), text(&answers));
    let solve = |name| run(&["solve", name, "--inputs", inputs, "-o", answers]);
    let refused = solve("elbo");
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("one array"), "{refused:?}");
    assert_eq!(solve("elbo/gaussian_kl").code, Some(0));
    let written = std::fs::read(work.path("kl.npy")).expect("it is written");
    assert!(written.starts_with(b"\x93NUMPY"));
    let checked = run(&["check", "elbo", answers, "--task", "gaussian_kl"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn unusable_arguments_are_told() {
    let work = Work::solved("elbo");
    let answers = work.path("answers.npz");
    let answers = text(&answers);
    let cases: [&[&str]; 9] = [
        &["nonsense"],
        &["check"],
        &["check", "elbow", answers],
        &["check", "elbo", answers, "--seed", "x"],
        &["check", "elbo", answers, "--seed", "1", "--inputs", answers],
        &["check", "elbo", answers, "--task", "nothing"],
        &["check", "elbo", answers, "--inputs", answers],
        &["tasks", "elbo/nothing"],
        &["final", "many"],
    ];
    for arguments in cases {
        let shown = run(arguments);
        assert_eq!(shown.code, Some(2), "{arguments:?}: {shown:?}");
        assert!(
            shown.out.is_empty() && !shown.err.is_empty(),
            "{arguments:?}: {shown:?}"
        );
        let (code, document) = json(arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(document["error"].is_string(), "{arguments:?}: {document}");
    }
    let near = run(&["check", "elbow", answers]);
    assert!(near.err.contains("did you mean elbo?"), "{near:?}");
}

#[test]
fn the_catalogue_can_be_read() {
    let all = run(&["tasks"]);
    assert_eq!(all.code, Some(0));
    for homework in assignments::catalogue::HOMEWORKS {
        assert!(
            all.out.contains(&format!("{}: ", homework.name)),
            "{}",
            homework.name
        );
        for task in homework.tasks {
            assert!(
                all.out.contains(&format!("  {} ", task.name())),
                "{}",
                task.id()
            );
            let (code, shown) = json(&["tasks", task.id()]);
            assert_eq!((code, &shown["task"]), (Some(0), &task.id().into()));
            assert_eq!(
                shown["outputs"].as_array().map(Vec::len),
                Some(task.outputs().len())
            );
        }
    }
}
