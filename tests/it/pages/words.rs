//! One word for one thing, and two for two: the same in all texts of a language.

use super::locales::files;
use l10n::{Lang, message};
use std::path::Path;

#[test]
fn a_notebook_has_one_name_in_russian() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = [
        ("locales/ru", "ftl"),
        ("locales/ru", "toml"),
        ("docs/book/ru", "md"),
    ];
    for (folder, ending) in texts {
        for file in files(&root.join(folder), ending) {
            let text = std::fs::read_to_string(&file).expect("it is read");
            // The editor of Windows keeps the name that it has.
            let text = text.replace("в Блокноте", "").to_lowercase();
            for other in ["тетрад", "блокнот"] {
                assert!(!text.contains(other), "{other} in {}", file.display());
            }
        }
    }
}

#[test]
fn leaving_the_queue_is_not_called_as_signing_out() {
    for lang in Lang::ALL {
        let (leave, sign_out) = (message!("grade-leave"), message!("sign-out"));
        assert_ne!(leave.text(lang), sign_out.text(lang));
    }
}
