//! What the server says while it runs: lines for people, or one JSON object a line for programs, to standard error.

use crate::settings::File;
use crate::settings::log_filter::LogFilter;
use clap::ValueEnum;
use std::io::IsTerminal as _;
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
    /// What is logged, such as dgm_grader=debug; info where it is left out.
    #[arg(long, value_name = "FILTER", env = "DGM_LOG")]
    log: Option<LogFilter>,
    /// How it is logged; as lines for people where it is left out.
    #[arg(long, value_enum, env = "DGM_LOG_FORMAT")]
    log_format: Option<LogFormat>,
}

impl Log {
    /// Begins to log.
    pub fn begin(&self, settings: &File) {
        let told = self.log.as_ref().or(settings.log.as_ref());
        let filter = told.cloned().unwrap_or_default().filter();
        let format = self.log_format.unwrap_or(match settings.log_json {
            Some(true) => LogFormat::Json,
            _ => LogFormat::Text,
        });
        let lines = fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(colours());
        let lines = match format {
            LogFormat::Text => lines.boxed(),
            LogFormat::Json => lines
                .json()
                .flatten_event(true)
                .with_span_list(false)
                .boxed(),
        };
        registry().with(lines.with_filter(filter)).init();
    }
}

/// Colours are for a terminal that has them, and for somebody who wants them.
fn colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}
