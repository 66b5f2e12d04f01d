//! What the server says while it runs: lines for people, or one JSON object a line for programs, to standard error.

use clap::ValueEnum;
use dgm_client::cli::error::{Context as _, Result};
use l10n::message;
use std::io::IsTerminal as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged, and how.
#[derive(clap::Args)]
pub struct Log {
    /// What is logged, such as info or dgm_grader=debug.
    #[arg(long, value_name = "FILTER", env = "DGM_LOG", default_value = "info")]
    log: String,
    /// How it is logged.
    #[arg(long, value_enum, env = "DGM_LOG_FORMAT", default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

impl Log {
    /// Begins to log.
    pub fn begin(&self) -> Result<()> {
        let filter: Targets = (self.log.parse().ok())
            .with_context(|| message!("log-no-filter", filter = self.log.as_str()))?;
        let lines = fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(colours());
        let lines = match self.log_format {
            LogFormat::Text => lines.boxed(),
            LogFormat::Json => lines
                .json()
                .flatten_event(true)
                .with_span_list(false)
                .boxed(),
        };
        registry().with(lines.with_filter(filter)).init();
        Ok(())
    }
}

/// Colours are for a terminal that has them, and for somebody who wants them.
fn colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}
