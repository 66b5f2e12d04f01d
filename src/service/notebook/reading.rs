//! What a notebook holds: its cells with what they printed, and its pictures.

use super::file::{File, FileData, FileOutput};
use super::text::Text;
use crate::course::AnswerKind;
use crate::service::document;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A notebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notebook {
    /// The cells in order.
    pub cells: Vec<Cell>,
    /// Its pictures, which cells name by their place here.
    pub pictures: Vec<Picture>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Prose.
    Markdown(Text),
    /// Code with what it printed.
    Code {
        /// The code.
        source: Text,
        /// What it printed.
        outputs: Vec<Output>,
    },
    /// Text that is neither.
    Raw(Text),
}

/// What code printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Text.
    Text(Text),
    /// An error with its traceback.
    Error(Text),
    /// The picture of this number.
    Picture(usize),
    /// Something that is not shown.
    Hidden,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// PNG or JPEG, as told by its content.
    pub kind: AnswerKind,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why something is no notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNotebook;

/// Whether a file begins as one may.
pub fn may_be(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    first == Some(&b'{')
}

/// Whether a file says of itself that it is one, of whichever version and however large.
pub fn is_one(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "nbformat")]
        _version: u64,
        #[serde(rename = "cells")]
        _cells: IgnoredAny,
    }
    serde_json::from_slice::<Head>(bytes).is_ok()
}

/// Reads a notebook of version 4.
///
/// # Errors
/// When it is none, or has more cells or outputs than are read.
pub fn read(bytes: &[u8]) -> Result<Notebook, NoNotebook> {
    let file: File = serde_json::from_slice(bytes).map_err(|_| NoNotebook)?;
    if file.nbformat != 4 {
        return Err(NoNotebook);
    }
    let mut notebook = Notebook::default();
    for cell in file.cells.0 {
        let source = Text::of(&cell.source.0);
        let cell = match cell.cell_type.as_str() {
            "markdown" => Cell::Markdown(source),
            "code" => {
                let outputs = cell.outputs.0.into_iter();
                let outputs = outputs.map(|output| notebook.output(output)).collect();
                Cell::Code { source, outputs }
            }
            _ => Cell::Raw(source),
        };
        notebook.cells.push(cell);
    }
    Ok(notebook)
}

impl Notebook {
    fn output(&mut self, output: FileOutput) -> Output {
        match output.output_type.as_str() {
            "stream" => Output::Text(Text::of(&output.text.0)),
            "error" => {
                let trace = if output.traceback.0.is_empty() {
                    format!("{}: {}", output.ename, output.evalue)
                } else {
                    output.traceback.0
                };
                Output::Error(Text::of(&trace))
            }
            _ => self.data(output.data),
        }
    }

    /// The picture where there is a good one, else the text that is there beside whatever else.
    fn data(&mut self, data: FileData) -> Output {
        let pictures = [data.png, data.jpeg].into_iter().flatten();
        for picture in pictures {
            if let Some(picture) = picture_of(&picture.0) {
                self.pictures.push(picture);
                return Output::Picture(self.pictures.len() - 1);
            }
        }
        match data.plain {
            Some(plain) => Output::Text(Text::of(&plain.0)),
            None => Output::Hidden,
        }
    }
}

/// The picture of a text in base 64.
fn picture_of(encoded: &str) -> Option<Picture> {
    let encoded: Vec<u8> = encoded
        .bytes()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    let kind = document::kind(&bytes).ok().filter(|kind| kind.is_image())?;
    Some(Picture { kind, bytes })
}

#[cfg(test)]
mod tests {
    use super::super::file::{MOST_CELLS, MOST_OUTPUTS};
    use super::super::text::LONGEST;
    use super::*;
    use serde_json::json;

    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(3_u32.to_be_bytes());
        bytes.extend(4_u32.to_be_bytes());
        bytes
    }

    fn text(shown: &str) -> Text {
        Text {
            shown: shown.to_owned(),
            is_cut: false,
        }
    }

    fn of(cells: serde_json::Value) -> Result<Notebook, NoNotebook> {
        let file = json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {"x": [1, {"y": null}]}, "cells": cells});
        read(file.to_string().as_bytes())
    }

    #[test]
    fn text_code_and_pictures_are_read() {
        let encoded = BASE64_STANDARD.encode(png());
        let (head, tail) = encoded.split_at(8);
        let read = of(json!([
            {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "$x$"]},
            {"cell_type": "code", "source": "print(1)", "execution_count": 1, "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["1\n", "2"]},
                {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u{1b}[0;31mE\u{1b}[0m", "v"]},
                {"output_type": "display_data", "data": {"image/png": format!("{head}\n{tail}"), "text/plain": ["<Figure>"]}},
                {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}},
                {"output_type": "execute_result", "data": {"text/html": "<script>1</script>", "text/plain": "table"}},
                {"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}}
            ]},
            {"cell_type": "raw", "source": ""},
        ]))
        .unwrap();
        assert_eq!(read.pictures.len(), 1);
        assert_eq!(
            (read.pictures[0].kind, &read.pictures[0].bytes),
            (AnswerKind::Png, &png())
        );
        let outputs = vec![
            Output::Text(text("1\n2")),
            Output::Error(text("E\nv")),
            Output::Picture(0),
            Output::Text(text("<Figure>")),
            Output::Text(text("table")),
            Output::Hidden,
        ];
        let source = text("print(1)");
        let cells = [
            Cell::Markdown(text("# A\n$x$")),
            Cell::Code { source, outputs },
            Cell::Raw(text("")),
        ];
        assert_eq!(read.cells, cells);
    }

    #[test]
    fn what_is_no_notebook_is_refused() {
        for file in [
            &b""[..],
            b"{}",
            b"[]",
            b"{\"nbformat\": 3, \"worksheets\": []}",
            b"{\"nbformat\": 3, \"cells\": []}",
            b"{\"nbformat\": 4}",
            b"{\"nbformat\": 4, \"cells\": {}}",
            b"{\"nbformat\": 4, \"cells\": [{}]}",
            b"{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 1}]}",
            b"{\"nbformat\": 4, \"cells\": []} x",
            b"{\"nbformat\": 4, \"cells\": [",
        ] {
            assert_eq!(
                read(file),
                Err(NoNotebook),
                "{}",
                String::from_utf8_lossy(file)
            );
        }
        assert!(may_be(b" \n{") && !may_be(b"[") && !may_be(b""));
        let deep = [
            b"{\"nbformat\": 4, \"cells\": [], \"metadata\": ".to_vec(),
            b"[".repeat(200_000),
        ]
        .concat();
        assert_eq!(read(&deep), Err(NoNotebook));
    }

    #[test]
    fn how_much_is_read_is_bounded() {
        let cell = json!({"cell_type": "raw", "source": "x"});
        let cells = |count: usize| of(json!(vec![cell.clone(); count]));
        assert_eq!(cells(MOST_CELLS).unwrap().cells.len(), MOST_CELLS);
        assert_eq!(cells(MOST_CELLS + 1), Err(NoNotebook));
        let output = json!({"output_type": "stream", "text": "x"});
        let outputs = |count: usize| {
            of(json!([{"cell_type": "code", "source": "", "outputs": vec![output.clone(); count]}]))
        };
        assert!(outputs(MOST_OUTPUTS).is_ok());
        assert_eq!(outputs(MOST_OUTPUTS + 1), Err(NoNotebook));
        let long = of(json!([{"cell_type": "raw", "source": "ы".repeat(LONGEST)}])).unwrap();
        let [Cell::Raw(long)] = &long.cells[..] else {
            panic!("{:?}", long.cells);
        };
        assert!(long.is_cut && long.shown.len() <= LONGEST && long.shown.ends_with('ы'));
    }
}
