//! The real binary: a command in an environment of its own, and a server on a free port.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server. It ends with the value.
pub struct Server {
    /// The process.
    pub child: Child,
    /// Where it is reached, without a slash at the end.
    pub url: String,
}

impl Server {
    /// Starts the server on this data folder and waits until it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same, with more arguments.
    pub fn start_with(data: &Path, more: &[&str]) -> Self {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--log", "warn"];
        Self::of(dgm(data, &[&serve, more].concat()))
    }

    /// Runs a command that serves and waits until it listens.
    pub fn of(mut command: Command) -> Self {
        let command = command.stdout(Stdio::piped());
        let mut child = command.spawn().expect("the server starts");
        let output = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output).lines();
        let url = loop {
            let line = lines.next().expect("it says where it listens");
            let line = line.expect("it says it in UTF-8");
            if let Some(url) = line.strip_prefix("dgm is listening on ") {
                break url.to_owned();
            }
        };
        Self { child, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed before.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A command of the binary on this data folder, free of the environment's own settings.
pub fn dgm(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dgm"));
    of_its_own(&mut command)
        .args(arguments)
        .env("DGM_DATA", data);
    command
}

/// What a command prints, without the line's end.
pub fn printed(data: &Path, arguments: &[&str]) -> String {
    let output = dgm(data, arguments).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Gives a command an environment of its own: English, plain, no data and no server of anybody's.
pub fn of_its_own(command: &mut Command) -> &mut Command {
    command.env("LC_ALL", "C.UTF-8");
    for name in [
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
        "DGM_BASE_URL",
        "DGM_CLIENT_WHEELS",
        "DGM_CONFIG",
        "DGM_COURSE",
        "DGM_DATA",
        "DGM_DATABASE_URL",
        "DGM_LISTEN",
        "DGM_LOG",
        "DGM_LOG_FORMAT",
        "DGM_MAX_CONNECTIONS",
        "DGM_MAX_FILE",
        "DGM_MAX_INFLATED",
        "DGM_MAX_IN_FLIGHT",
        "DGM_METRICS_LISTEN",
        "DGM_OBJECT_STORAGE_KEY_ID",
        "DGM_OBJECT_STORAGE_SECRET",
        "DGM_SECRET_KEY",
        "DGM_SECURITY_CONTACT",
        "DGM_SERVER",
        "DGM_TEMPLATES",
        "DGM_TOKEN",
        "DGM_TRUST_PROXY",
    ] {
        command.env_remove(name);
    }
    command
}
