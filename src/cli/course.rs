//! `dgm course check` and `dgm course show`.

use super::files::{course, read_limited};
use super::output::{put, put_line};
use super::{Format, Outcome, Voice};
use crate::course::{Course, File};
use crate::grading::unmet;
use crate::words::say_with;
use anyhow::Context as _;
use clap::Subcommand;
use std::io::{IsTerminal as _, stdout};
use std::path::PathBuf;

/// What to do with a config.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Validates a grading config, tries what it expects of itself, and shows all problems at once.
    Check {
        /// The TOML file.
        file: PathBuf,
    },
    /// Prints the effective config with every default filled in.
    Show {
        /// The TOML file; the default course where it is left out.
        file: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    match &args.verb {
        Verb::Check { file } => {
            let text = String::from_utf8(read_limited(file, 1024 * 1024)?)
                .with_context(|| format!("{} is not UTF-8 text", file.display()))?;
            let name = file.display().to_string();
            let problems = match File::parse(&text) {
                Ok((File::Course(course), warnings)) => match unmet(&course) {
                    unmet if unmet.is_empty() => warnings,
                    unmet => Course::unmet(&text, &unmet),
                },
                Ok((File::Grading(_), warnings)) => warnings,
                Err(problems) => problems,
            };
            let refused = problems.has_errors();
            match voice.format {
                Format::Json => put_line(
                    &serde_json::json!({ "valid": !refused, "diagnostics": problems.list() }),
                )?,
                Format::Text => {
                    let colour = stdout().is_terminal()
                        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
                    let shown = problems.render(&name, colour, voice.lang);
                    if !shown.is_empty() {
                        put_line(&shown.trim_end_matches('\n'))?;
                    }
                    if !refused {
                        put_line(&say_with(
                            voice.lang,
                            "check-config-valid",
                            &crate::args! {"file" => name},
                        ))?;
                    }
                }
            }
            Ok(if refused {
                Outcome::Wrong
            } else {
                Outcome::Right
            })
        }
        Verb::Show { file } => {
            let toml = course(file.as_deref(), voice)?.to_toml();
            match voice.format {
                Format::Text => put(&toml)?,
                Format::Json => put_line(&serde_json::json!({ "toml": toml }))?,
            }
            Ok(Outcome::Right)
        }
    }
}
