//! Which server a token goes to, where there are two.

use super::beside::stricter;
use super::run::{Machine, right};
use super::server::{Tokens, listen};
use judge::pack::Pack;

/// A server of another course.
fn another() -> (String, Tokens) {
    let course = stricter("elbo");
    listen(vec![
        ("homeworks", b"[]".to_vec()),
        ("homeworks/elbo/practice", course),
    ])
}

fn seen(tokens: &Tokens) -> Vec<String> {
    let tokens = tokens.lock().expect("nobody panics with it");
    tokens.iter().cloned().collect()
}

#[test]
fn a_token_goes_to_the_server_that_it_is_for() {
    let ((a, of_a), (b, of_b)) = (another(), another());
    let machine = Machine::new();
    let run = machine.run_with(&[("DGM_TOKEN", "dgm_a")], &["login", &a]);
    assert_eq!(run.code, Some(0), "{run:?}");

    let inputs = ["inputs", "elbo", "-o", "p.npz", "--force"];
    let to_b = [&inputs[..], &["--server", &b]].concat();
    let named = [("DGM_SERVER", b.as_str()), ("DGM_TOKEN", "dgm_b")];
    for (set, arguments) in [(&named[..], &inputs[..]), (&named[1..], &to_b)] {
        let run = machine.run_with(set, arguments);
        assert!(run.code == Some(0) && run.err.contains(&b), "{run:?}");
        assert_eq!(seen(&of_b), ["dgm_b"], "{set:?}");
    }
    // Nothing says which server it is for; the config file does so of the token that it holds.
    let run = machine.run_with(&named[1..], &["status"]);
    assert!(
        run.code == Some(2) && run.err.contains("DGM_SERVER"),
        "{run:?}"
    );
    let run = machine.run_with(&[("DGM_TOKEN", "dgm_a")], &inputs);
    assert!(run.code == Some(0) && run.err.contains(&a), "{run:?}");
    // The file's token goes to the file's server.
    let run = machine.run_with(&named[..1], &["status"]);
    assert!(
        run.code == Some(2) && run.err.contains(&format!("not to {b}")),
        "{run:?}"
    );
    let run = machine.run_with(&named[..1], &inputs);
    assert!(
        run.code == Some(0) && run.err.contains(&b),
        "what is kept of it: {run:?}"
    );
    // A server that is named in the command is not the one that the variables are of.
    let run = machine.run_with(&named, &[&inputs[..], &["--server", &a]].concat());
    assert!(run.code == Some(0) && run.err.contains(&a), "{run:?}");
    let run = machine.run_with(&[], &inputs);
    assert!(run.code == Some(0) && run.err.contains(&a), "{run:?}");
    let run = machine.run_with(&named, &["login", &a, "--no-browser"]);
    assert_eq!(
        run.code,
        Some(2),
        "it asks for a page, and has none: {run:?}"
    );
    assert_eq!(
        (seen(&of_a), seen(&of_b)),
        (vec!["dgm_a".to_owned()], vec!["dgm_b".to_owned()])
    );
}

#[test]
fn the_environment_names_the_course() {
    let (url, tokens) = another();
    let set = [("DGM_SERVER", url.as_str()), ("DGM_TOKEN", "dgm_b")];
    for first in ["check", "final", "inputs", "tasks", "starter"] {
        // Each is the first command of a machine that never saw `dgm login`.
        let machine = Machine::new();
        machine.write(
            "answers.npz",
            &right(&Pack::read(&stricter("elbo")).expect("it is a pack"), 0),
        );
        let (arguments, says): (&[&str], &str) = match first {
            "check" => (&["check", "elbo", "answers.npz"], url.as_str()),
            "final" => (&["final", "5.5"], "5.5"),
            "inputs" => (&["inputs", "elbo", "-o", "p.npz"], url.as_str()),
            "tasks" => (&["tasks", "elbo/gaussian_kl"], "rtol 0e0"),
            _ => (&["starter", "elbo", "-o", "-"], url.as_str()),
        };
        let run = machine.run_with(&set, arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            [run.out.as_str(), &run.err].concat().contains(says),
            "{run:?}"
        );
        let default = machine.run(arguments);
        assert!(
            !default.err.contains(&url) && !default.out.contains(&url),
            "{default:?}"
        );
        assert_ne!((run.out, run.err), (default.out, default.err), "{first}");
    }
    assert_eq!(seen(&tokens), ["dgm_b"]);
}
