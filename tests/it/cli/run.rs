//! Running the binary.

use crate::support::binary::of_its_own;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The binary with an environment of its own.
pub fn dgm(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dgm"));
    of_its_own(&mut command).args(arguments);
    command
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}

/// Runs the binary to its end.
pub fn run(arguments: &[&str]) -> Run {
    dgm(arguments).output().expect("it runs").into()
}

/// Runs it with `--format json`: one document on standard output and nothing else there.
pub fn json(arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
    let run = run(&[arguments, &["--format", "json"]].concat());
    let document = serde_json::from_str(&run.out);
    (
        run.code,
        document.unwrap_or_else(|e| panic!("{arguments:?}: {e}: {run:?}")),
    )
}

/// A temporary folder with the inputs of `elbo` and their reference answers.
pub struct Work {
    folder: tempfile::TempDir,
}

impl Work {
    /// Draws and solves.
    pub fn solved(homework: &str) -> Self {
        let work = Self {
            folder: tempfile::tempdir().expect("a folder is made"),
        };
        let (inputs, answers) = (work.path("inputs.npz"), work.path("answers.npz"));
        let drawn = run(&["inputs", homework, "-o", text(&inputs)]);
        assert_eq!(drawn.code, Some(0), "{drawn:?}");
        let solved = run(&[
            "solve",
            homework,
            "--inputs",
            text(&inputs),
            "-o",
            text(&answers),
        ]);
        assert_eq!(solved.code, Some(0), "{solved:?}");
        work
    }

    /// A file of the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of the folder with these bytes.
    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("it is written");
        text(&path).to_owned()
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}
