//! Notebooks sent as answers: whatever the bytes are, what is read of them is bounded, and its pictures are pictures.

use dgm_grader::service::notebook::{CellKind, Output, Text, read};

/// A file that may be a notebook.
pub fn notebook(bytes: &[u8]) {
    let Ok(read) = read(bytes) else {
        return;
    };
    assert!(read.cells.len() <= 1_000);
    let held: usize = read
        .pictures
        .iter()
        .map(|picture| picture.bytes.len())
        .sum();
    assert!(held <= bytes.len(), "pictures grow");
    assert!(read.pictures.iter().all(|picture| picture.kind.is_image()));
    let bounded = |text: &Text| assert!(text.shown.len() <= 100_000);
    for cell in &read.cells {
        bounded(&cell.source);
        if cell.kind == CellKind::Markdown {
            super::markdown(cell.source.shown.as_bytes());
        }
        assert!(cell.outputs.len() <= 100);
        for output in &cell.outputs {
            match output {
                Output::Text(text) | Output::Error(text) => bounded(text),
                Output::Picture(number) => assert!(*number < read.pictures.len()),
                Output::Hidden => {}
            }
        }
    }
}
