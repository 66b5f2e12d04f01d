//! Where somebody is led once they are signed in.

/// Addresses of ours are shorter.
const LONGEST: usize = 2_000;

/// A path on this server; anything else leads home. An address is written in visible ASCII; browsers drop tabs and line ends from it and
/// take `\` for `/`, so that what looks like a path may lead elsewhere.
pub fn local(back: &str) -> &str {
    let safe = back.len() <= LONGEST
        && back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if safe { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        let long = format!("/{}", "a".repeat(3_000));
        for bad in [
            "https://evil",
            "//evil",
            "/\\evil",
            "\\\\evil",
            "evil",
            "/a\r\nx: y",
            "/\t/evil",
            "\t//evil",
            "/\u{0}",
            "/\u{b}",
            "/\u{7f}",
            "/ /evil",
            "/дом",
            "//evil?code=1",
            "/\\evil?code=1",
            "/device?code=\\1",
            "/device?code=1\r\nx: y",
            "/device?code=\t1",
            "/device?q=дом",
            &long,
            "",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        for good in [
            "/",
            "/homeworks/elbo",
            "/audit?q=%D0%90&before=3#x",
            "/device?code=WDJB-MJHT",
            "/gradebook?q=//evil&only=all",
        ] {
            assert_eq!(local(good), good);
        }
    }
}
