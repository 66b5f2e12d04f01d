//! The commands, one verb a file. Results go to standard output, everything else to standard error.

mod backup;
mod base_url;
mod check;
mod course;
mod doctor;
mod error;
mod export;
mod files;
mod final_grade;
mod grade;
pub mod help;
mod inputs;
mod lock;
mod logging;
mod login;
mod migrate;
mod modes;
mod output;
mod regrade;
mod remote;
mod restore;
mod roster;
mod secret;
mod serve;
mod solve;
mod starter;
mod status;
mod store;
mod submit;
mod target;
mod tasks;
mod usage;
mod user;
mod voice;

pub use voice::{Format, Outcome, Voice};

use crate::l10n::Lang;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Checks and grades numeric homework of a course on deep generative models.
#[derive(Parser)]
#[command(name = "dgm", version, about, max_term_width = 100)]
pub struct Cli {
    /// Text for people, or one JSON document.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language of reports; by default that of the environment.
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArg {
    En,
    Ru,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::En => Self::En,
            LangArg::Ru => Self::Ru,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Lists the catalogue, or shows one homework or task.
    Tasks(tasks::Args),
    /// Writes the inputs of every task of a homework.
    Inputs(inputs::Args),
    /// Writes the reference answers for given inputs.
    Solve(solve::Args),
    /// Checks an answers file: the same verdicts, points and hints as the server gives.
    Check(check::Args),
    /// A notebook that loads the inputs, has a cell a task, and saves the answers file.
    Starter(starter::Args),
    /// Grades a folder of answers files.
    Grade(grade::Args),
    /// The final grade of a number of points, and how it comes about.
    Final(final_grade::Args),
    /// Validates or prints a grading config.
    Course(course::Args),
    /// Grades anew what was sent before, where the course version in force grades it otherwise.
    Regrade(regrade::Args),
    /// Sends an answers file to a server and prints the report.
    Submit(submit::Args),
    /// Shows points, deadlines and attempts.
    Status(status::Args),
    /// Keeps a server and a token for submit and status.
    Login(login::Args),
    /// Runs the web server.
    Serve(serve::Args),
    /// Adds people, and makes their sign-in links and tokens.
    User(user::Args),
    /// Adds and changes people by a list.
    Roster(roster::Args),
    /// Writes the gradebook to a file.
    Export(export::Args),
    /// Writes the whole course into one file; the server may be running.
    Backup(backup::Args),
    /// Puts a backup into a data folder.
    Restore(restore::Args),
    /// Brings the database of an earlier version up to date, as serve does at its start.
    Migrate(migrate::Args),
    /// Looks whether all that a server needs is in order, and says what to do where it is not.
    Doctor(doctor::Args),
    /// Accepts another course secret.
    Secret(secret::Args),
}

impl Cli {
    /// The command line of this process, its help in the language asked for.
    ///
    /// # Errors
    /// Where help or the version is asked for, or the arguments cannot be used.
    pub fn of_process() -> Result<Self, clap::Error> {
        let mut command = Self::command();
        if asked_language() == Lang::Ru {
            command = help::in_russian(command);
        }
        let mut matches = command.try_get_matches()?;
        Self::from_arg_matches_mut(&mut matches)
    }

    /// Runs the command and gives its exit code: 0 all right, 1 answers wrong or config refused, 2 unusable arguments or files.
    pub fn run(self) -> ExitCode {
        let lang = self.lang.map_or_else(environment_language, Lang::from);
        let voice = Voice {
            format: self.format,
            lang,
        };
        let result = match self.command {
            Command::Tasks(args) => tasks::run(&args, voice),
            Command::Inputs(args) => inputs::run(&args, voice),
            Command::Solve(args) => solve::run(&args, voice),
            Command::Check(args) => check::run(&args, voice),
            Command::Starter(args) => starter::run(&args, voice),
            Command::Grade(args) => grade::run(&args, voice),
            Command::Final(args) => final_grade::run(&args, voice),
            Command::Course(args) => course::run(&args, voice),
            Command::Regrade(args) => regrade::run(&args, voice),
            Command::Submit(args) => submit::run(&args, voice),
            Command::Status(args) => status::run(&args, voice),
            Command::Login(args) => login::run(&args, voice),
            Command::Serve(args) => serve::run(&args, voice),
            Command::User(args) => user::run(&args, voice),
            Command::Roster(args) => roster::run(&args, voice),
            Command::Export(args) => export::run(&args, voice),
            Command::Backup(args) => backup::back_up(&args, voice),
            Command::Restore(args) => restore::run(&args, voice),
            Command::Migrate(args) => migrate::run(&args, voice),
            Command::Doctor(args) => doctor::run(&args, voice),
            Command::Secret(args) => secret::run(&args, voice),
        };
        match result {
            Ok(Outcome::Right) => ExitCode::SUCCESS,
            Ok(Outcome::Wrong) => ExitCode::from(1),
            Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
            Err(error) => {
                failure(voice.format, &error.text(lang));
                ExitCode::from(2)
            }
        }
    }
}

/// Shows help, the version, or what is wrong with the arguments.
pub fn explain_usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Nobody is left to tell where even this cannot be printed.
        drop(error.print());
        return ExitCode::SUCCESS;
    }
    let lang = asked_language();
    let is_help = error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let russian = (lang == Lang::Ru && !is_help).then(|| usage::explain(error, lang));
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

/// Russian where the environment is Russian, by the order of POSIX; else English.
fn environment_language() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"))
        .unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("ru") {
        Lang::Ru
    } else {
        Lang::En
    }
}
