//! A chapter as a page shows it, rendered when it is first asked for.

use super::contents::{entries, position};
use super::files;
use crate::web::assets;
use crate::web::markdown::document::{Document, document};
use l10n::Lang;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

type Rendered = HashMap<(Lang, usize), Arc<Document>>;

static RENDERED: LazyLock<RwLock<Rendered>> = LazyLock::new(RwLock::default);

/// The chapter at this position of the table of contents.
pub fn at(lang: Lang, position: usize) -> Option<Arc<Document>> {
    let entry = entries(lang).get(position)?;
    let known = RENDERED.read().ok()?.get(&(lang, position)).cloned();
    if known.is_some() {
        return known;
    }
    let text = files::text(lang, &entry.file);
    let made = Arc::new(document(&text, &|to| follow(lang, to)));
    let mut rendered = RENDERED.write().ok()?;
    rendered.insert((lang, position), Arc::clone(&made));
    Some(made)
}

/// Where a link of a chapter leads here. In the files it leads to files, so that mdBook and those who read the repository follow it too.
fn follow(lang: Lang, to: &str) -> Option<String> {
    if to.starts_with("https://") || to.starts_with("http://") || to.starts_with('#') {
        return Some(to.to_owned());
    }
    if let Some(picture) = to.strip_prefix("pictures/") {
        return assets::path(&files::asset(lang, picture));
    }
    let (file, anchor) = match to.split_once('#') {
        Some((file, anchor)) => (file, format!("#{anchor}")),
        None => (to, String::new()),
    };
    let at = position(lang, file.strip_suffix(".md")?)?;
    Some(format!("{}{anchor}", entries(lang)[at].path()))
}
