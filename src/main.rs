//! The binary `dgm`: parses the command line and dispatches.

use dgm_client::cli::exit;
use dgm_grader::cli::{Cli, why};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(exit::run(&arguments, Cli::run, why))
}
