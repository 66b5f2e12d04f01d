//! How a command speaks, and what it found.

use super::output::set_quiet;
use clap::ValueEnum;
use l10n::Lang;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document and nothing else, also on failure.
    Json,
}

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All right: exit 0.
    Right,
    /// Answers wrong or config refused: exit 1.
    Wrong,
    /// Done, but for files that could not be used: exit 2.
    Unusable,
}

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Text or JSON.
    pub format: Format,
    /// The language.
    pub lang: Lang,
}

/// What every command may be told of how it speaks.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Said {
    /// Text for people, or one JSON document.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language of reports; by default that of the environment.
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// Says nothing but the result and what went wrong.
    #[arg(short, long, global = true)]
    quiet: bool,
}

/// A language as it is said on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LangArg {
    /// English.
    En,
    /// Russian.
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

impl Said {
    /// How the command speaks.
    pub fn voice(self) -> Voice {
        set_quiet(self.quiet);
        Voice {
            format: self.format,
            lang: self.lang.map_or_else(environment_language, Lang::from),
        }
    }
}

/// Russian where the environment is Russian, by the order of POSIX, or the system where the environment says nothing; else English.
pub fn environment_language() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"))
        .or_else(system_locale)
        .unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("ru") {
        Lang::Ru
    } else {
        Lang::En
    }
}

/// The language that the system is set to. Windows has no variable for it, nor has what a window of macOS opened.
#[cfg(any(windows, target_os = "macos"))]
fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(any(windows, target_os = "macos")))]
const fn system_locale() -> Option<String> {
    None
}
