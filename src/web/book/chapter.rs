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
    let mut made = document(&text, &|to| follow(lang, to));
    made.html = with_sizes(made.html);
    let made = Arc::new(made);
    let mut rendered = RENDERED.write().ok()?;
    rendered.insert((lang, position), Arc::clone(&made));
    Some(made)
}

/// Every picture with its size, so that nothing moves when it comes; it is asked for when it is nearly in sight.
fn with_sizes(mut html: String) -> String {
    for (name, file) in files::pictures() {
        if let (Some(path), Some((width, height))) = (assets::path(&name), files::size(&file)) {
            let picture = format!("<img src=\"{path}\"");
            let sized = format!("{picture} width=\"{width}\" height=\"{height}\" loading=\"lazy\"");
            html = html.replace(&picture, &sized);
        }
    }
    html
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_their_sizes_and_come_when_they_are_near() {
        for lang in Lang::ALL {
            let at_student = position(lang, "student").expect("there is a guide for students");
            let html = &at(lang, at_student).expect("it is rendered").html;
            let pictures: Vec<&str> = html.split("<img ").skip(1).collect();
            assert!(!pictures.is_empty());
            for picture in pictures {
                for said in ["width=\"", "height=\"", "loading=\"lazy\""] {
                    assert!(picture.contains(said), "{picture}");
                }
            }
        }
    }
}
