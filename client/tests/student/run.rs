//! Running the binary in a folder and a home of its own.

use judge::answers::{Limits, read, write_npz};
use judge::arrays::Arrays;
use judge::key::AnswerKey as _;
use judge::pack::Pack;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A student's machine.
pub struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("it is there")
    }

    pub fn arrays(&self, name: &str) -> Arrays {
        read(&self.read(name), &Limits::default()).expect("it is a file of arrays")
    }

    pub fn write(&self, name: &str, arrays: &Arrays) {
        std::fs::write(self.path(name), write_npz(arrays)).expect("it is written");
    }

    /// Runs the program, with these variables set.
    pub fn run_with(&self, set: &[(&str, &str)], arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dgm-student"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"));
        for name in ["DGM_SERVER", "DGM_TOKEN", "LC_MESSAGES", "LANG", "NO_COLOR"] {
            command.env_remove(name);
        }
        let output = command.envs(set.iter().copied()).output().expect("it runs");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(&[], arguments)
    }

    pub fn json(&self, arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        let document = serde_json::from_str(&run.out);
        (
            run.code,
            document.unwrap_or_else(|e| panic!("{e}: {run:?}")),
        )
    }
}

/// The right answers to the practice inputs of a seed, as the pack has them.
pub fn right(pack: &Pack, seed: u64) -> Arrays {
    let mut answers = Arrays::new();
    for task in &pack.sheet().tasks {
        let key = pack.key(&task.task, seed).expect("the pack has the seed");
        let (truth, _) = key.truth().expect("the pack has the answers");
        let named = truth.iter();
        answers.extend(named.map(|(name, array)| (format!("{}.{name}", task.task), array.clone())));
    }
    answers
}
