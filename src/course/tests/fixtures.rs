//! The files of `tests/course` and what is said of them.

use crate::course::File;
use assignments::text::Lang;
use std::fs;
use std::path::Path;

#[test]
fn what_is_said_of_every_file_is_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/course");
    let update = std::env::var_os("UPDATE_COURSE").is_some();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let found = match File::parse(&text) {
            Ok((_, warnings)) => warnings,
            Err(found) => found,
        };
        let said = Lang::ALL.map(|lang| found.render(&name, false, lang));
        let said = format!("{}\n\n{}\n", said[0], said[1]);
        let expected = path.with_extension("txt");
        if update {
            fs::write(&expected, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(said, expected, "{name}: see tests/course/README.md");
    }
}
