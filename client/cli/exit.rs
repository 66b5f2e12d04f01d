//! How a program ends: its exit code, and what is said where it could not do what was asked.

use super::error;
use super::help;
use super::output;
use super::usage::{self, More};
use super::version::VERSION;
use super::voice::{Format, LangArg, Outcome, Voice, environment_language};
use clap::error::ErrorKind;
use clap::{Arg, Command, Parser, ValueEnum};
use l10n::Lang;
use std::ffi::OsString;

/// What a command did, and how to speak of it.
pub type Done = (error::Result<Outcome>, Voice);

/// Runs a program with these arguments, the first its name, and gives its exit code: 0 all right, 1 answers wrong or config refused,
/// 2 unusable arguments or files. `more` explains what the program's own arguments refuse.
pub fn run<C: Parser>(arguments: &[OsString], run: fn(C) -> Done, more: More) -> u8 {
    match read::<C>(arguments) {
        Ok(command) => {
            let (result, voice) = run(command);
            code(result, voice)
        }
        Err(error) => explain_usage(&error, arguments, more),
    }
}

/// The arguments, their help in the language asked for.
fn read<C: Parser>(arguments: &[OsString]) -> Result<C, clap::Error> {
    let mut command = without_empty(C::command());
    if asked_language(arguments) == Lang::Ru {
        command = help::in_russian(command);
    }
    let mut matches = command.try_get_matches_from(arguments)?;
    C::from_arg_matches_mut(&mut matches)
}

/// A variable that is set to nothing says nothing, as one that is not set.
fn without_empty(command: Command) -> Command {
    let is_empty = |argument: &Arg| {
        let value = argument.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.is_empty())
    };
    command
        .mut_args(|argument| {
            if is_empty(&argument) {
                argument.env(None::<&'static str>)
            } else {
                argument
            }
        })
        .mut_subcommands(without_empty)
}

fn code(result: error::Result<Outcome>, voice: Voice) -> u8 {
    match result {
        Ok(Outcome::Right) => 0,
        Ok(Outcome::Wrong) => 1,
        Ok(Outcome::Unusable) => 2,
        Err(error) if error.is_closed_pipe() => 0,
        Err(error) => {
            failure(voice.format, &error.text(voice.lang));
            2
        }
    }
}

/// Shows help, the version, or what is wrong with the arguments.
fn explain_usage(error: &clap::Error, arguments: &[OsString], more: More) -> u8 {
    if !error.use_stderr() {
        // Nobody is left to tell where even this cannot be printed.
        drop(match asked("--format", arguments) {
            Some(Format::Json) => output::put_json(&document(error)),
            _ => error.print(),
        });
        return 0;
    }
    let lang = asked_language(arguments);
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let russian = (lang == Lang::Ru && !is_help).then(|| usage::explain(error, lang, more));
    match (asked("--format", arguments), russian) {
        (Some(Format::Json), Some(text)) => failure(Format::Json, &text),
        (Some(Format::Json), None) => failure(Format::Json, &error.to_string()),
        (_, Some(text)) => output::insist(&text.trim_end()),
        (_, None) => drop(output::put_usage(error)),
    }
    2
}

/// The version or the help as one document.
fn document(shown: &clap::Error) -> serde_json::Value {
    match shown.kind() {
        ErrorKind::DisplayVersion => serde_json::json!({ "version": VERSION }),
        _ => serde_json::json!({ "help": shown.to_string() }),
    }
}

/// The language asked for, before it is known whether the arguments can be read.
fn asked_language(arguments: &[OsString]) -> Lang {
    asked::<LangArg>("--lang", arguments).map_or_else(environment_language, Lang::from)
}

/// The value of an option of the command line, before it is known whether the others can be read.
fn asked<T: ValueEnum>(option: &str, arguments: &[OsString]) -> Option<T> {
    let arguments = arguments.iter().skip(1);
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
        Format::Text => output::insist(&format_args!("dgm: {message}")),
        // Where nobody reads, the exit code is all that is left to say.
        Format::Json => drop(output::put_json(&serde_json::json!({ "error": message }))),
    }
}
