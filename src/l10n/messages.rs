//! Messages by id: Fluent texts from `locales/`, embedded in the binary.
//!
//! Every message exists in both languages with the same variables; a test holds the files to that.

pub use assignments::text::Lang;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::loader::Loader;
use std::borrow::Cow;
use std::collections::HashMap;

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // No invisible isolation marks around variables: they end up in terminals and in copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Values to put into a message.
pub type Args = HashMap<Cow<'static, str>, FluentValue<'static>>;

/// The message in one language. A missing message shows its id, and a test that looks for it fails.
pub fn say(lang: Lang, id: &str) -> String {
    LOCALES
        .try_lookup(&identifier(lang), id)
        .unwrap_or_else(|| id.to_owned())
}

/// The message in one language with values put in.
pub fn say_with(lang: Lang, id: &str, args: &Args) -> String {
    LOCALES
        .try_lookup_with_args(&identifier(lang), id, args)
        .unwrap_or_else(|| id.to_owned())
}

fn identifier(lang: Lang) -> fluent_templates::LanguageIdentifier {
    match lang {
        Lang::En => fluent_templates::langid!("en"),
        Lang::Ru => fluent_templates::langid!("ru"),
    }
}

/// `args! { "name" => value, … }`: the values of a message.
#[macro_export]
macro_rules! args {
    ($($name:literal => $value:expr),* $(,)?) => {
        $crate::l10n::Args::from([$((std::borrow::Cow::Borrowed($name), $value.into())),*])
    };
}

/// Anything that explains itself to a person in both languages.
pub trait Explain {
    /// What it says.
    fn explain(&self, lang: Lang) -> String;
}
