//! `dgm completions`: what a shell completes commands and options by.

use super::error::Result;
use super::output::{put_file, put_json};
use super::{Format, Outcome, Voice};
use clap::CommandFactory;
use clap_complete::Shell;

/// For which shell.
#[derive(clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command for a program.
pub fn run<C: CommandFactory>(args: &Args, voice: Voice) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut C::command(), "dgm", &mut script);
    let script = String::from_utf8_lossy(&script);
    match voice.format {
        Format::Text => put_file(&script)?,
        Format::Json => {
            put_json(&serde_json::json!({ "shell": args.shell.to_string(), "script": script }))?;
        }
    }
    Ok(Outcome::Right)
}
