//! Style, scripts, icons, the font of formulas and the pictures of the help, embedded in the binary.
//!
//! Each is reached under a name with the beginning of its hash in it, `style.0123456789abcdef.css`, which a browser may keep for ever: other
//! bytes have another name. Under its plain name, or one with another hash, as a page of another release asks for it, it is there too,
//! and a browser asks every time.

use super::book;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where they are reached.
const FOLDER: &str = "/assets/";
/// How many digits of a hash stand in a name.
const DIGITS: usize = 16;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// A file of the pages.
#[derive(Debug)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub kind: &'static str,
    /// The beginning of the hash of its bytes.
    pub hash: String,
}

/// By their plain names. Read once, as templates are.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let mut assets = BTreeMap::new();
    let mut styles = Vec::new();
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else {
            continue;
        };
        if kind(&name) == CSS {
            styles.push((name.into_owned(), file.data));
        } else {
            assets.insert(name.to_string(), asset(&name, file.data));
        }
    }
    for (name, bytes) in book::files::pictures() {
        let asset = asset(&name, bytes);
        assets.insert(name, asset);
    }
    // A style sheet names other files, by the names under which they may be kept.
    for (name, bytes) in styles {
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        for (other, asset) in &assets {
            text = text.replace(&format!("{FOLDER}{other}"), &place(other, asset));
        }
        let asset = asset(&name, text.into_bytes().into());
        assets.insert(name, asset);
    }
    assets
});

const CSS: &str = "text/css; charset=utf-8";

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => CSS,
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn asset(name: &str, bytes: Cow<'static, [u8]>) -> Asset {
    let mut hash = hex::encode(Sha256::digest(&bytes));
    hash.truncate(DIGITS);
    Asset {
        kind: kind(name),
        bytes,
        hash,
    }
}

fn place(name: &str, asset: &Asset) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{FOLDER}{stem}.{}.{ending}", asset.hash)
}

/// The file of this plain name.
pub fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.get(name)
}

/// The path under which a browser may keep the file of this plain name.
pub fn path(name: &str) -> Option<String> {
    named(name).map(|asset| place(name, asset))
}

/// The file that is asked for, and whether the name is that of these very bytes.
pub fn asked(name: &str) -> Option<(&'static Asset, bool)> {
    if let Some(asset) = named(name) {
        return Some((asset, false));
    }
    let (rest, ending) = name.rsplit_once('.')?;
    let (stem, hash) = rest.rsplit_once('.')?;
    let is_hash = hash.len() == DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let asset = named(&format!("{stem}.{ending}")).filter(|_| is_hash)?;
    Some((asset, asset.hash == hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_its_hash_is_that_file_and_no_other() {
        let style = path("style.css").expect("there is a style sheet");
        let (_, name) = style.rsplit_once('/').expect("it lies in a folder");
        let (asset, exact) = asked(name).expect("it is there");
        assert!(exact && asset.kind == CSS, "{style}");
        let other = name.replace(&asset.hash, "0123456789abcdef");
        assert!(asked(&other).is_some_and(|(_, exact)| !exact), "{other}");
        assert!(asked("style.css").is_some_and(|(_, exact)| !exact));
        for nothing in [
            "style",
            "style.x.css",
            "x.0123456789abcdef.css",
            "",
            ".",
            "../Cargo.toml",
        ] {
            assert!(asked(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn a_style_sheet_names_the_font_by_its_hash() {
        let style = named("style.css").expect("there is a style sheet");
        let font = path("math.woff2").expect("there is a font");
        assert!(String::from_utf8_lossy(&style.bytes).contains(&font));
    }
}
