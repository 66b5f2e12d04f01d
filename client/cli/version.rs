//! Which version this is, and where the build knew it, of which commit and day.

/// `0.2.0 (1a2b3c4d5e6f 2026-11-28)`.
pub const VERSION: &str = env!("DGM_VERSION");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_with_the_version_and_names_a_commit_and_a_day_or_nothing() {
        let rest = VERSION.strip_prefix(env!("CARGO_PKG_VERSION")).unwrap();
        if rest.is_empty() {
            return;
        }
        let inside = rest.strip_prefix(" (").and_then(|r| r.strip_suffix(')'));
        let (commit, day) = inside.unwrap().split_once(' ').unwrap();
        assert!(commit.len() >= 7 && commit.chars().all(|c| c.is_ascii_hexdigit()));
        assert!(day.parse::<jiff::civil::Date>().is_ok(), "{day}");
    }
}
