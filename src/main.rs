//! The binary `dgm`: parses the command line and dispatches.

use dgm_grader::cli::{Cli, explain_usage};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::of_process() {
        Ok(cli) => cli.run(),
        Err(error) => explain_usage(&error),
    }
}
