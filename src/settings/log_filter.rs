//! What is logged, as the operator writes it.

use l10n::{Explain, Lang, Message, message, nearest};
use std::fmt;
use std::str::FromStr;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, FilterFn, LevelFilter, Targets};
use tracing_subscriber::layer::Filter;

/// Parts of other people that tell secrets or people's words where they tell much, and the most that they are let tell whatever
/// is asked for: the addresses of requests, of which a sign-in link is one, and the texts that become pages.
const HELD: [(&str, Level); 2] = [
    ("tower_http::csrf", Level::DEBUG),
    ("html5ever", Level::INFO),
];

/// How much can be logged.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// `info`, or `dgm_grader=debug,warn`: how much is logged, of everything or of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct LogFilter(Box<Targets>);

/// A text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFilter(String);

impl Explain for NoFilter {
    fn message(&self) -> Message {
        message!("log-no-filter", filter = self.0.as_str())
    }
}

impl fmt::Display for NoFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for NoFilter {}

impl FromStr for LogFilter {
    type Err = NoFilter;

    fn from_str(text: &str) -> Result<Self, NoFilter> {
        let parts = text.split(',').map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let read = parts.join(",").parse::<Targets>().ok();
        let read = read.filter(|_| !parts.is_empty() && parts.iter().all(|part| names(part)));
        let read = read.ok_or_else(|| NoFilter(text.to_owned()))?;
        Ok(Self(Box::new(read)))
    }
}

/// Whether a part can be what is meant by it. Any text is taken for the name of a module that is to tell everything, and one that no module
/// bears would leave the log empty without a word.
fn names(part: &str) -> bool {
    let module = part.split(['=', '[']).next().unwrap_or_default();
    let is_level = |text: &str| text.parse::<LevelFilter>().is_ok();
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    // A level that is mistyped is no module.
    let is_meant = module != part || is_level(part) || nearest(part, LEVELS).is_none();
    is_meant && !module.is_empty() && module.chars().all(of_name)
}

impl Default for LogFilter {
    fn default() -> Self {
        Self(Box::new(Targets::new().with_default(LevelFilter::INFO)))
    }
}

impl LogFilter {
    /// What lets through what is to be logged, and never what is no log's business.
    pub fn filter<S: Subscriber>(self) -> impl Filter<S> {
        let told = FilterFn::new(is_told as fn(&Metadata<'_>) -> bool);
        // Without a bound of its own both together would have none, and every part would be asked to tell everything.
        let told = told.with_max_level_hint(LevelFilter::TRACE);
        FilterExt::<S>::and(*self.0, told)
    }
}

/// Whether something may be told to whoever asks for it.
fn is_told(what: &Metadata<'_>) -> bool {
    let mut held = HELD.iter();
    held.all(|(part, most)| !what.target().starts_with(part) || what.level() <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::{Layer as _, fmt, registry};

    /// What is logged of a few things that are told.
    fn logged(filter: &str) -> String {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let writer = fmt::layer()
            .with_ansi(false)
            .with_writer(Written(Arc::clone(&lines)));
        let filter: LogFilter = filter.parse().unwrap();
        let layer = writer.with_filter(filter.filter());
        tracing::subscriber::with_default(registry().with(layer), || {
            tracing::trace!(target: "tower_http::csrf::service", uri = "/sign-in/secret", "passed");
            tracing::debug!(target: "tower_http::csrf::layer", "a bypass");
            tracing::debug!(target: "html5ever::tree_builder", "somebody's words");
            tracing::trace!(target: "tower_sessions", "a session");
            tracing::info!(target: "dgm_grader", "answered");
        });
        let lines = lines.lock().unwrap().clone();
        String::from_utf8(lines).unwrap()
    }

    #[derive(Clone)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl fmt::MakeWriter<'_> for Written {
        type Writer = Self;
        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    #[test]
    fn what_would_log_nothing_without_a_word_is_refused() {
        for filter in [
            "(((",
            "inof",
            "debgu",
            "a b",
            "dgm_grader=loud",
            "=info",
            " ",
            "",
        ] {
            let refused = filter.parse::<LogFilter>().expect_err(filter);
            for lang in Lang::ALL {
                let said = refused.explain(lang);
                assert!(said.contains("dgm_grader=debug"), "{said}");
            }
        }
        for filter in [
            "info",
            "OFF",
            "warn, dgm_grader=debug,",
            "dgm_grader",
            "sqlx::query=trace",
        ] {
            assert!(filter.parse::<LogFilter>().is_ok(), "{filter}");
        }
    }

    #[test]
    fn secrets_and_words_are_not_logged_whatever_is_asked_for() {
        for filter in [
            "trace",
            "tower_http=trace,html5ever=debug,info",
            "tower_http::csrf::service[{uri}]=trace,tower_http::csrf=trace,html5ever::tree_builder=trace,info",
        ] {
            let lines = logged(filter);
            for (part, is_there) in [
                ("secret", false),
                ("words", false),
                ("a bypass", true),
                ("a session", filter == "trace"),
                ("answered", true),
            ] {
                assert_eq!(lines.contains(part), is_there, "{filter}: {part}: {lines}");
            }
        }
        let usual = logged("info");
        assert!(
            !usual.contains("a bypass") && usual.contains("answered"),
            "{usual}"
        );
        assert_eq!(logged("off"), "");
    }
}
