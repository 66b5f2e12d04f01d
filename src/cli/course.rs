//! `dgm course check` and `dgm course show`.

use super::files::{course, named, read_config};
use crate::course::{Course, File};
use crate::grading::unmet;
use clap::Subcommand;
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{colour, put_file, put_json, put_line, put_painted};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::message;
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
        /// The TOML file; - is standard input.
        file: PathBuf,
    },
    /// Prints the effective config with every default filled in.
    Show {
        /// The TOML file; the default course where it is left out, and - is standard input.
        file: Option<PathBuf>,
        /// The file to write; standard output where it is left out.
        #[arg(short, long, value_name = "FILE.toml")]
        output: Option<PathBuf>,
        #[command(flatten)]
        force: Force,
    },
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    match &args.verb {
        Verb::Check { file } => {
            let text = read_config(file)?;
            let name = named(file);
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
                Format::Json => put_json(
                    &serde_json::json!({ "valid": !refused, "diagnostics": problems.list() }),
                )?,
                Format::Text => {
                    let shown = problems.render(&name.text(voice.lang), colour(), voice.lang);
                    if !shown.is_empty() {
                        put_painted(shown.trim_end_matches('\n'))?;
                    }
                    if !refused {
                        put_line(&message!("check-config-valid", file = name).text(voice.lang))?;
                    }
                }
            }
            Ok(if refused {
                Outcome::Wrong
            } else {
                Outcome::Right
            })
        }
        Verb::Show {
            file,
            output,
            force,
        } => {
            let output_path = output.as_ref();
            let output = output_path
                .map(|path| Target::find(path, *force))
                .transpose()?;
            let toml = course(file.as_deref())?.to_toml();
            if let Some(target) = output.filter(|t| !t.is_output()) {
                target.write(toml.as_bytes())?;
                if voice.format == Format::Json {
                    put_json(
                        &serde_json::json!({ "file": output_path.map(|path| path.to_string_lossy()) }),
                    )?;
                }
                return Ok(Outcome::Right);
            }
            match voice.format {
                Format::Text => put_file(&toml)?,
                Format::Json => put_json(&serde_json::json!({ "toml": toml }))?,
            }
            Ok(Outcome::Right)
        }
    }
}
