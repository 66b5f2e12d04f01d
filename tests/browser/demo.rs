//! The demo course as a server, with its sign-in links.

use crate::binary::dgm;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

/// A running demo. It ends with the value.
pub struct Demo {
    child: Child,
    /// Where it is reached.
    pub url: String,
    /// The student's sign-in link.
    pub student: String,
    /// The teacher's.
    pub teacher: String,
}

impl Demo {
    /// Starts it on this data folder.
    pub fn start(data: &Path) -> Self {
        let arguments = [
            "serve",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "warn",
        ];
        let mut child = dgm(data, &arguments)
            // Who has which task right follows from the secret: another one each time would be another class.
            .env("DGM_SECRET_KEY", "5e".repeat(32))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let output = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output).lines();
        let mut after = |start: &str| loop {
            let line = lines.next().expect("it says its links");
            let line = line.expect("it says them in UTF-8");
            if let Some(rest) = line.strip_prefix(start) {
                break rest.to_owned();
            }
        };
        Self {
            url: after("dgm is listening on "),
            teacher: after("teacher: "),
            student: after("student: "),
            child,
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
