//! The commands, one verb a file. Results go to standard output, everything else to standard error.

mod backup;
mod base_url;
mod check;
mod clock;
mod course;
mod doctor;
mod explained;
mod export;
mod files;
mod grade;
mod inputs;
mod lock;
mod logging;
mod migrate;
mod modes;
mod moving;
mod partial;
mod person;
mod regrade;
mod restore;
mod roster;
mod secret;
mod serve;
mod settings;
mod solve;
mod starter;
mod storage;
mod store;
mod user;

use clap::{Parser, Subcommand};
use dgm_client::cli::{
    Said, VERSION, completions, exit, final_grade, login, man, status, submit, tasks,
};
pub use explained::why;

/// Checks and grades numeric homework of a course on deep generative models.
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
    /// Signs in to a server, by a page in the browser, for submit, status and one's own inputs.
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
    /// Moves a course from SQLite to PostgreSQL or back, and compares everything afterwards.
    Move(moving::Args),
    /// Moves large files between the database and the object storage, and looks whether they are whole.
    Storage(storage::Args),
    /// Looks whether all that a server needs is in order, and says what to do where it is not.
    Doctor(doctor::Args),
    /// Accepts another course secret.
    Secret(secret::Args),
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
            Command::Move(args) => moving::run(&args, voice),
            Command::Storage(args) => storage::run(&args, voice),
            Command::Doctor(args) => doctor::run(&args, voice),
            Command::Secret(args) => secret::run(&args, voice),
            Command::Completions(args) => completions::run::<Self>(&args, voice),
            Command::Man(args) => man::run::<Self>(&args, voice),
        };
        (result, voice)
    }
}
