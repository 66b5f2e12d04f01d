//! What a login is made of.

/// Whether a text can be a login: it goes into URLs and file names.
pub fn is_login(text: &str) -> bool {
    text.len() <= 64
        && text.chars().all(is_of_login)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_of_login(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@')
}

/// The login that a key gives. What an address has that no login may is written `-`: the address itself is kept beside it.
pub(super) fn login_of(key: &str) -> String {
    if key.contains('@') {
        key.replace(|c: char| !is_of_login(c), "-")
    } else {
        key.to_owned()
    }
}
