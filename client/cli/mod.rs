//! The commands, one verb a file. Results go to standard output, everything else to standard error.

mod browser;
pub mod check;
pub mod completions;
pub mod error;
pub mod exit;
pub mod files;
pub mod final_grade;
pub mod help;
pub mod inputs;
pub mod login;
pub mod man;
pub mod output;
mod report;
pub mod starter;
pub mod status;
pub mod submit;
pub mod target;
pub mod tasks;
mod usage;
mod version;
pub mod voice;
mod watch;

pub use version::VERSION;
pub use voice::{Format, Outcome, Said, Voice};

use clap::{Parser, Subcommand};

/// Practice, self-checks and sending of numeric homework of a course on deep generative models.
#[derive(Parser)]
#[command(name = "dgm", version = VERSION, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    said: Said,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the catalogue, or shows one homework or task.
    Tasks(tasks::Args),
    /// Writes practice inputs of every task of a homework, or one's own.
    ///
    /// It goes by the course of the server signed in to, else by the default one; another config (--course) takes the server's dgm, since
    /// only that holds what makes inputs and answers.
    Inputs(inputs::Args),
    /// Checks answers to practice inputs: the same verdicts, points and hints as the server gives.
    ///
    /// It goes by the course of the server signed in to, else by the default one; another config (--course) takes the server's dgm, since
    /// only that holds what makes inputs and answers.
    Check(check::Args),
    /// A notebook that loads the inputs, has a cell a task, and saves the answers file.
    ///
    /// It goes by the course of the server signed in to, else by the default one; another config (--course) takes the server's dgm, since
    /// only that holds what makes inputs and answers.
    Starter(starter::Args),
    /// Sends an answers file to a server and prints the report.
    Submit(submit::Args),
    /// Shows points, deadlines and attempts.
    Status(status::Args),
    /// Signs in to a server, by a page in the browser, for submit, status and one's own inputs.
    Login(login::Args),
    /// The final grade of a number of points, and how it comes about.
    Final(final_grade::Args),
    /// Prints what a shell completes commands and options by.
    Completions(completions::Args),
    /// Writes the manual pages.
    Man(man::Args),
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> exit::Done {
        let voice = self.said.voice();
        let result = match self.command {
            Command::Tasks(args) => tasks::run(&args, voice),
            Command::Inputs(args) => inputs::run(&args, voice),
            Command::Check(args) => check::run(&args, voice),
            Command::Starter(args) => starter::run(&args, voice),
            Command::Submit(args) => submit::run(&args, voice),
            Command::Status(args) => status::run(&args, voice),
            Command::Login(args) => login::run(&args, voice),
            Command::Final(args) => final_grade::run(&args, voice),
            Command::Completions(args) => completions::run::<Self>(&args, voice),
            Command::Man(args) => man::run::<Self>(&args, voice),
        };
        (result, voice)
    }
}
