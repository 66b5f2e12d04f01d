//! Why a command gives up: data until it is said, in the person's language, where the command ends.

use l10n::{Lang, Message, message, system_error};
use std::fmt;
use std::io;

/// Why a command gives up.
#[derive(Clone, Debug, PartialEq)]
pub struct CliError {
    message: Message,
    cause: Option<Box<Self>>,
    system: Option<io::ErrorKind>,
}

/// What a command comes to.
pub type Result<T> = std::result::Result<T, CliError>;

impl CliError {
    /// What is said, and after a colon what the system or the store said.
    pub fn text(&self, lang: Lang) -> String {
        let own = self.message.text(lang);
        match &self.cause {
            Some(cause) => format!("{own}: {}", cause.text(lang)),
            None => own,
        }
    }

    /// What went wrong beneath is said after this.
    fn under(self, message: Message) -> Self {
        Self {
            message,
            system: self.system,
            cause: Some(Box::new(self)),
        }
    }

    /// Whether nobody reads the result any more.
    pub fn is_closed_pipe(&self) -> bool {
        self.system == Some(io::ErrorKind::BrokenPipe)
    }
}

impl From<Message> for CliError {
    fn from(message: Message) -> Self {
        Self {
            message,
            cause: None,
            system: None,
        }
    }
}

/// Lets a command give up with errors that explain themselves.
#[macro_export]
macro_rules! explained {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for $crate::cli::error::CliError {
            fn from(error: $error) -> Self {
                ::l10n::Explain::message(&error).into()
            }
        })+
    };
}

explained!(
    judge::answers::AnswersError,
    judge::formula::FormulaError,
    judge::pack::PackError,
    judge::points::PointsError,
);

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self {
            message: system_error(&error),
            cause: None,
            system: Some(error.kind()),
        }
    }
}

impl CliError {
    /// What never fails but by a fault of the program itself.
    pub fn unexpected(error: &impl fmt::Display) -> Self {
        message!("cli-unexpected", error = error.to_string()).into()
    }
}

/// JSON of its own documents, text written to memory.
macro_rules! unexpected {
    ($($error:ty),+) => {
        $(impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::unexpected(&error)
            }
        })+
    };
}

unexpected!(
    serde_json::Error,
    toml::ser::Error,
    notify::Error,
    fmt::Error
);

/// In English: for logs and tests.
impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for CliError {}

/// Says what could not be done, before what the system says of it.
pub trait Context<T> {
    /// With this message.
    fn context(self, message: Message) -> Result<T>;

    /// With a message that is made where it is needed.
    fn with_context(self, message: impl FnOnce() -> Message) -> Result<T>;
}

impl<T, E: Into<CliError>> Context<T> for std::result::Result<T, E> {
    fn context(self, message: Message) -> Result<T> {
        self.map_err(|error| error.into().under(message))
    }

    fn with_context(self, message: impl FnOnce() -> Message) -> Result<T> {
        self.map_err(|error| error.into().under(message()))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, message: Message) -> Result<T> {
        self.ok_or_else(|| message.into())
    }

    fn with_context(self, message: impl FnOnce() -> Message) -> Result<T> {
        self.ok_or_else(|| message().into())
    }
}
