//! The student's `dgm`: parses the command line and dispatches.

use dgm_client::cli::{Cli, exit};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(exit::run(&arguments, Cli::run, |_| None))
}
