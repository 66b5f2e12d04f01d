//! The student's `dgm`: parses the command line and dispatches.

use dgm_client::cli::{Cli, exit};
use std::process::ExitCode;

fn main() -> ExitCode {
    match exit::arguments::<Cli>() {
        Ok(cli) => cli.run(),
        Err(error) => exit::explain_usage(&error, |_| None),
    }
}
