//! What a config means, and where and with what words a wrong one is refused.

mod mail;
mod object_storage;
mod refused;
mod whole;

use super::{Around, File};
use crate::config::Diagnostics;
use l10n::Lang;
use std::path::Path;

fn read_beside(
    folder: &Path,
    text: &str,
    variables: &[(&str, &str)],
) -> Result<(File, Diagnostics), Diagnostics> {
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let variable = &variable;
    File::read(text, Around { folder, variable })
}

fn read(text: &str) -> Result<(File, Diagnostics), Diagnostics> {
    read_beside(Path::new("/nowhere"), text, &[])
}

const PROVIDER: &str = "[[sign_in.oidc]]\nid = \"sso\"\ntitle = { en = \"U\", ru = \"У\" }\nclient_id = \"dgm\"\nissuer = \"https://sso.example.org\"\n";

/// That the first problem of a config has this code, and that this is said of it.
fn assert_refused(text: &str, code: &str, said: &str) {
    let found = read(text).expect_err(text);
    let first = found.errors().next().expect("it has one");
    assert_eq!(first.code.name(), code, "{text}\n{found}");
    let shown = found.render("dgm.toml", false, Lang::En);
    assert!(shown.contains(said), "{text}\n{shown}");
    let russian = first.message.ru.chars();
    let mut russian = russian.filter(|c| ('а'..='я').contains(c));
    assert!(russian.next().is_some(), "{text}");
}
