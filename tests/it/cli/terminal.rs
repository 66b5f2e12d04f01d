//! Colours, languages of the environment, readers that stop reading.

use super::run::{Run, Work, dgm, run, text};
use std::process::{Command, Stdio};

#[test]
fn a_reader_that_stops_is_no_failure() {
    let work = Work::solved("elbo");
    let answers = work.path("answers.npz");
    let wrong = work.write("wrong.json", b"{\"gaussian_kl.kl\": 1}");
    let cases: [(&[&str], i32); 6] = [
        (&["check", "elbo", text(&answers)], 0),
        (&["check", "elbo", &wrong], 1),
        (&["check", "elbo", &wrong, "--format", "json"], 1),
        (&["tasks"], 0),
        (&["course", "show"], 0),
        (&["final", "x", "--format", "json"], 2),
    ];
    for (arguments, code) in cases {
        let mut child = dgm(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        // The reading end is closed before anything is written.
        drop(child.stdout.take());
        let run: Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
        assert!(!run.err.contains("panicked"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let work = Work::solved("elbo");
    let answers = work.path("answers.npz");
    let escape = "\u{1b}[32m";
    assert!(
        !run(&["check", "elbo", text(&answers)]).out.contains(escape),
        "a pipe is no terminal"
    );
    let painted = format!("check elbo {}", text(&answers));
    let Some(coloured) = on_terminal(&painted, "") else {
        // util-linux is wherever Linux is.
        let os = std::env::consts::OS;
        assert_ne!(os, "linux", "there is no `script` to make a terminal with");
        eprintln!("skipped: there is no `script` to make a terminal with");
        return;
    };
    assert!(coloured.contains(escape), "{coloured}");
    // What is wrong with the arguments is painted too.
    for (arguments, said) in [(&*painted, "✓ correct"), ("check --nothing", "--nothing")] {
        let coloured = on_terminal(arguments, "").expect("it ran before");
        assert!(coloured.contains('\u{1b}'), "{coloured}");
        let plain = on_terminal(arguments, "1").expect("it ran before");
        assert!(plain.contains(said) && !plain.contains('\u{1b}'), "{plain}");
    }
}

/// What the program shows on a terminal of its own, which `script` of util-linux makes; nothing where there is none.
fn on_terminal(arguments: &str, no_color: &str) -> Option<String> {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_dgm"));
    let output = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("NO_COLOR", no_color)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output();
    output
        .ok()
        .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
}

#[test]
fn the_environment_chooses_the_language() {
    let spoken = |name: &str, value: &str| -> String {
        let mut command = dgm(&["tasks", "elbo"]);
        command.env_remove("LC_ALL").env(name, value);
        Run::from(command.output().expect("it runs")).out
    };
    assert!(spoken("LANG", "ru_RU.UTF-8").contains("правдоподобие"));
    assert!(spoken("LC_ALL", "en_GB.UTF-8").contains("likelihood"));
    assert!(spoken("LANG", "").contains("likelihood"));
}
