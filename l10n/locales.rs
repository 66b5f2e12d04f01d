//! The texts of `locales/`, a folder a language. A released program has them in itself; one built for development reads them where
//! they lie, so that a changed text is seen without building anything anew.

use super::text::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

#[derive(RustEmbed)]
#[folder = "../locales"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("en"), Lang::En));
static RUSSIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("ru"), Lang::Ru));

fn bundle(language: LanguageIdentifier, lang: Lang) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // No invisible isolation marks around variables: they end up in terminals and in copied text.
    bundle.set_use_isolating(false);
    for (_, text) in texts(lang) {
        // Of a text that is broken the others are kept; a test sees that none is, and that none stands twice.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        drop(bundle.add_resource(resource));
    }
    bundle
}

/// The files of a language, each with its text.
fn texts(lang: Lang) -> impl Iterator<Item = (String, String)> {
    let folder = format!("{}/", lang.code());
    let is_own = move |name: &Cow<str>| name.starts_with(&folder) && name.ends_with(".ftl");
    let names = Files::iter().filter(is_own);
    names.filter_map(|name| {
        let text = String::from_utf8(Files::get(&name)?.data.into_owned()).ok()?;
        Some((name.into_owned(), text))
    })
}

/// A text by its id with the values it names; nothing where there is none, or where it names a value that is not given.
pub fn lookup(
    lang: Lang,
    id: &str,
    args: &HashMap<Cow<'static, str>, FluentValue<'static>>,
) -> Option<String> {
    let bundle = match lang {
        Lang::En => &ENGLISH,
        Lang::Ru => &RUSSIAN,
    };
    let pattern = bundle.get_message(id)?.value()?;
    let args: FluentArgs<'_> = args
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_whole() {
        for lang in Lang::ALL {
            assert!(texts(lang).count() > 10, "the files are read");
            for (name, text) in texts(lang) {
                let broken = FluentResource::try_new(text).err();
                let faults = broken.map(|(_, faults)| faults);
                assert!(faults.is_none(), "{name}: {faults:?}");
            }
        }
    }
}
