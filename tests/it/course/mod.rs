//! What is said of every course file of `tests/fixtures/course`, in both languages.

use crate::support::expectation::assert_expected;
use dgm_grader::course::File;
use l10n::text::Lang;
use std::fs;
use std::path::Path;

const FOLDER: &str = "tests/fixtures/course";

#[test]
fn diagnostics_are_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let files = fs::read_dir(folder).expect("there is a folder of them");
    let mut names: Vec<_> = files
        .map(|entry| entry.expect("it can be listed").file_name())
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".toml")?.to_owned()))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    for name in names {
        let file = format!("{name}.toml");
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(FOLDER)
            .join(&file);
        let text = fs::read_to_string(path).expect("it is text");
        let found = match File::parse(&text) {
            Ok((_, warnings)) => warnings,
            Err(found) => found,
        };
        let said = Lang::ALL.map(|lang| found.render(&file, false, lang));
        let said = format!("{}\n\n{}\n", said[0], said[1]);
        assert_expected(&format!("{FOLDER}/{name}.txt"), &said);
    }
}
