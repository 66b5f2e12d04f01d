//! The binary `dgm`: parses the command line and dispatches.

use dgm_client::cli::exit;
use dgm_grader::cli::{Cli, why};
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A submission is many small arrays and texts, made on one thread and let go on another: a sixth of the server's time went into the
/// system's allocator, and more of it where the program is linked with musl.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(exit::run(&arguments, Cli::run, why))
}
