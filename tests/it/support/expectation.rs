//! Texts that the program makes and the repository keeps: pages of the documentation, and what is said of files that are wrong.

use std::path::Path;

/// Compares a text with the file that keeps it, given by its path from the root of the repository.
///
/// `DGM_BLESS=1` writes the file instead: `just bless` does so for all of them, and `git diff` then shows what became different.
pub fn assert_expected(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("DGM_BLESS").is_some_and(|v| v == "1") {
        std::fs::write(&file, text).expect("the expectation can be written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let mut lines = 1..;
    let first = text
        .lines()
        .zip(kept.lines())
        .find(|(new, old)| lines.next().is_some() && new != old);
    assert!(
        text == kept,
        "{path}: line {} is now made otherwise: {first:?}; `just bless` writes the file anew",
        lines.start - 1
    );
}
