//! A program in Python that others wrote the most of: what it is told and says is JSON, a line each.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A program that runs.
pub struct Python {
    child: Child,
    input: ChildStdin,
    said: UnboundedReceiver<String>,
}

impl Drop for Python {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Python {
    /// Starts a script of the fixtures, where this module of it is installed; it must be where `DGM_REQUIRE_PYTHON` is set.
    pub fn start(module: &str, script: &str, arguments: &[&str]) -> Option<Self> {
        let asked = Command::new("python3")
            .args(["-c", &format!("import {module}")])
            .output();
        if !asked.is_ok_and(|asked| asked.status.success()) {
            assert!(
                std::env::var_os("DGM_REQUIRE_PYTHON").is_none(),
                "DGM_REQUIRE_PYTHON is set, and {module} is not installed"
            );
            eprintln!("skipped: {module} is not installed");
            return None;
        }
        let mut child = Command::new("python3")
            .arg(format!("tests/fixtures/lti/{script}"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let input = child.stdin.take().expect("it listens");
        let output = BufReader::new(child.stdout.take().expect("it speaks"));
        let (sender, said) = unbounded_channel();
        // A simulator of this thread has to answer it meanwhile.
        std::thread::spawn(move || {
            for line in output.lines() {
                let Ok(line) = line else { return };
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Some(Self { child, input, said })
    }

    /// What it says next.
    pub async fn said(&mut self) -> Value {
        let line = self.said.recv().await.expect("it goes on");
        serde_json::from_str(&line).expect("it is JSON")
    }

    /// Tells it something.
    pub fn tell(&mut self, told: &Value) {
        writeln!(self.input, "{told}").expect("it listens");
    }
}
