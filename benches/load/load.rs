//! The last ten minutes before a deadline, and what they are measured against. On this machine alone: it speaks to loopback addresses only.
//!
//! `load seed` makes a course of any size; `load run` plays a class that sends before a deadline, by session and by token;
//! `load bare` answers submissions as shortly as one can, durably: a digest and one row; `load proxy` stands before several servers.

mod answers;
mod bare;
mod client;
mod keys;
mod proxy;
mod run;
mod seed;
mod tally;

use clap::Parser;

/// What to do.
#[derive(Parser)]
enum Command {
    /// Makes a course: people, submissions, and keys to come in by.
    Seed(seed::Args),
    /// Plays a class that sends before a deadline.
    Run(run::Args),
    /// Serves the shortest handler that makes what is sent last.
    Bare(bare::Args),
    /// Stands before several servers, and gives every connection to the next.
    Proxy(proxy::Args),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Seed(args) => seed::seed(&args).await,
        Command::Run(args) => run::run(&args).await,
        Command::Bare(args) => bare::serve(&args).await,
        Command::Proxy(args) => proxy::serve(&args).await,
    }
}
