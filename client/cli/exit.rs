//! How a program ends: its exit code, and what is said where it could not do what was asked.

use super::error;
use super::help;
use super::output;
use super::usage::{self, More};
use super::voice::{Format, LangArg, Outcome, Voice, environment_language};
use clap::{Parser, ValueEnum};
use l10n::Lang;
use std::process::ExitCode;

/// The arguments of this process, their help in the language asked for.
///
/// # Errors
/// Where help or the version is asked for, or the arguments cannot be used.
pub fn arguments<C: Parser>() -> Result<C, clap::Error> {
    let mut command = C::command();
    if asked_language() == Lang::Ru {
        command = help::in_russian(command);
    }
    let mut matches = command.try_get_matches()?;
    C::from_arg_matches_mut(&mut matches)
}

/// The exit code: 0 all right, 1 answers wrong or config refused, 2 unusable arguments or files.
pub fn code(result: error::Result<Outcome>, voice: Voice) -> ExitCode {
    match result {
        Ok(Outcome::Right) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::from(1),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            failure(voice.format, &error.text(voice.lang));
            ExitCode::from(2)
        }
    }
}

/// Shows help, the version, or what is wrong with the arguments.
/// `more` explains what the program's own arguments refuse.
pub fn explain_usage(error: &clap::Error, more: More) -> ExitCode {
    if !error.use_stderr() {
        // Nobody is left to tell where even this cannot be printed.
        drop(error.print());
        return ExitCode::SUCCESS;
    }
    let lang = asked_language();
    let is_help = error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let russian = (lang == Lang::Ru && !is_help).then(|| usage::explain(error, lang, more));
    match (asked("--format"), russian) {
        (Some(Format::Json), Some(text)) => failure(Format::Json, &text),
        (Some(Format::Json), None) => failure(Format::Json, &error.to_string()),
        (_, Some(text)) => output::tell(&text.trim_end()),
        (_, None) => drop(output::put_usage(error)),
    }
    ExitCode::from(2)
}

/// The language asked for, before it is known whether the arguments can be read.
fn asked_language() -> Lang {
    asked::<LangArg>("--lang").map_or_else(environment_language, Lang::from)
}

/// The value of an option of the command line, before it is known whether the others can be read.
fn asked<T: ValueEnum>(option: &str) -> Option<T> {
    let arguments = std::env::args_os().skip(1);
    let arguments: Vec<String> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let value = |n: usize, argument: &String| match argument.strip_prefix(option)? {
        "" => arguments.get(n + 1).cloned(),
        rest => rest.strip_prefix('=').map(str::to_owned),
    };
    let found = arguments
        .iter()
        .enumerate()
        .find_map(|(n, a)| value(n, a))?;
    T::from_str(&found, false).ok()
}

fn failure(format: Format, message: &str) {
    match format {
        Format::Text => output::tell(&format_args!("dgm: {message}")),
        // Where nobody reads, the exit code is all that is left to say.
        Format::Json => drop(output::put_json(&serde_json::json!({ "error": message }))),
    }
}
