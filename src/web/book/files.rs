//! The files of the book, embedded in the binary.

use l10n::Lang;
use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "docs/book/"]
struct Book;

/// The text of a chapter, by the name that the table of contents has for its file.
pub fn text(lang: Lang, file: &str) -> String {
    let file = Book::get(&format!("{}/{file}", lang.code()));
    let bytes = file.map(|file| file.data).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The name that a picture of a chapter has among the assets.
pub fn asset(lang: Lang, picture: &str) -> String {
    format!("help-{}-{picture}", lang.code())
}

/// How wide and how high a picture is: a PNG says so in its first chunk.
pub fn size(picture: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(*picture.get(at..)?.first_chunk()?));
    Some((number(16)?, number(20)?))
}

/// The pictures, by the names that they have among the assets.
pub fn pictures() -> Vec<(String, Cow<'static, [u8]>)> {
    let mut pictures = Vec::new();
    for path in Book::iter() {
        for lang in Lang::ALL {
            let name = path
                .strip_prefix(lang.code())
                .and_then(|rest| rest.strip_prefix("/pictures/"));
            if let (Some(name), Some(file)) = (name, Book::get(&path)) {
                pictures.push((asset(lang, name), file.data));
            }
        }
    }
    pictures
}
