//! Messages: a text by its id with the values it names, said in a language only when it is shown.

use super::locales::lookup;
use super::localized::Localized;
use super::number::decimal_mark;
use super::text::Lang;
use crate::visible::visible;
use fluent_bundle::FluentValue;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::path::Path;

/// What a person reads, before it is known in which language: the id of a text in `locales/`, and the values it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    id: Cow<'static, str>,
    args: Vec<(&'static str, Arg)>,
}

/// A value of a message; what differs by language is said in the language of the message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A name, a path, a number that no plural rule may round.
    Text(String),
    /// A number that a text may count by.
    Number(f64),
    /// Digits whose decimal mark is that of the language.
    Decimal(String),
    /// Another message.
    Message(Message),
    /// A text in both languages.
    Localized(Localized),
    /// Several, with this between them.
    List(Vec<Self>, &'static str),
}

/// A message of an id and its values, `name = value`: the one way to ask for a text, so that a test finds every id asked for.
#[macro_export]
macro_rules! message {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::Message::new($id, vec![$((stringify!($name), $crate::Arg::from($value))),*])
    };
}

impl Message {
    /// For [`message!`](crate::message), and for the tables of ids whose tests walk them.
    pub fn new(id: impl Into<Cow<'static, str>>, args: Vec<(&'static str, Arg)>) -> Self {
        Self {
            id: id.into(),
            args,
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text in one language. Where there is none it is the id, and a test that looks for it fails.
    pub fn text(&self, lang: Lang) -> String {
        self.found(lang)
            .unwrap_or_else(|| self.id.clone().into_owned())
    }

    fn found(&self, lang: Lang) -> Option<String> {
        let value = |(name, arg): &(&'static str, Arg)| (Cow::Borrowed(*name), arg.value(lang));
        lookup(lang, &self.id, &self.args.iter().map(value).collect())
    }

    /// The text in both languages.
    pub fn localized(&self) -> Localized {
        Localized {
            en: self.text(Lang::En),
            ru: self.text(Lang::Ru),
        }
    }

    /// Whether there is such a text, which names no value that is not given.
    pub fn exists(&self) -> bool {
        // Without its values a text that names some is not found.
        Lang::ALL.into_iter().all(|lang| self.found(lang).is_some())
    }
}

impl Arg {
    fn value(&self, lang: Lang) -> FluentValue<'static> {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.clone().into(),
            other => other.text(lang).into(),
        }
    }

    /// As text, in one language.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Decimal(digits) => decimal_mark(digits.clone(), lang),
            Self::Message(message) => message.text(lang),
            Self::Localized(text) => text.get(lang).to_owned(),
            Self::List(args, between) => {
                let texts: Vec<_> = args.iter().map(|arg| arg.text(lang)).collect();
                texts.join(between)
            }
        }
    }

    /// Names, paths and the like, with commas between.
    pub fn list<T: Into<Self>>(args: impl IntoIterator<Item = T>) -> Self {
        Self::List(args.into_iter().map(Into::into).collect(), ", ")
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What a terminal would obey is written out.
impl From<&Path> for Arg {
    fn from(path: &Path) -> Self {
        Self::Text(visible(&path.to_string_lossy()).into_owned())
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Localized> for Arg {
    fn from(text: Localized) -> Self {
        Self::Localized(text)
    }
}

macro_rules! counts {
    ($($number:ty),+) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        })+
    };
}

counts!(usize, u64, i64);

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// In both languages, as [`Localized`].
impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.localized().serialize(serializer)
    }
}

/// Anything that explains itself to a person in both languages.
pub trait Explain {
    /// What it says.
    fn message(&self) -> Message;

    /// The same in one language.
    fn explain(&self, lang: Lang) -> String {
        self.message().text(lang)
    }
}
