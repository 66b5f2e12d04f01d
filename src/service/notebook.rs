//! Jupyter notebooks sent as answers, read as text, code and pictures. Nothing of them is run; HTML, scripts and drawings are not even kept,
//! only that they were there. A notebook comes from a stranger: how much of everything is read is bounded while it is read.

use super::document;
use crate::course::AnswerKind;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// The most cells, and the most outputs of one.
const MOST_CELLS: usize = 1_000;
const MOST_OUTPUTS: usize = 50;
/// The longest text of a cell or an output that is shown, in bytes.
const LONGEST: usize = 100_000;

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

/// A text, cut where it is long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What is shown.
    pub shown: String,
    /// Whether that is not all.
    pub is_cut: bool,
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

impl Text {
    fn of(text: &str) -> Self {
        let text = uncoloured(text);
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let is_cut = end < text.len();
        let mut shown = text;
        shown.truncate(end);
        Self { shown, is_cut }
    }
}

/// A text without what colours it on a terminal: `ESC [ … letter`.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';'));
        let rest = end.and_then(|end| part.get(end..)).unwrap_or_default();
        let mut rest = rest.chars();
        rest.next();
        plain.push_str(rest.as_str());
    }
    plain
}

/// The file as far as it is read; everything else is passed over without being kept.
#[derive(Deserialize)]
struct File {
    nbformat: u64,
    cells: Few<FileCell, MOST_CELLS>,
}

#[derive(Deserialize)]
struct FileCell {
    cell_type: String,
    #[serde(default)]
    source: Lines,
    #[serde(default)]
    outputs: Few<FileOutput, MOST_OUTPUTS>,
}

#[derive(Deserialize)]
struct FileOutput {
    output_type: String,
    #[serde(default)]
    text: Lines,
    #[serde(default)]
    data: FileData,
    #[serde(default)]
    traceback: Traceback,
    #[serde(default)]
    ename: String,
    #[serde(default)]
    evalue: String,
}

#[derive(Default, Deserialize)]
struct FileData {
    #[serde(default, rename = "text/plain")]
    plain: Option<Lines>,
    #[serde(default, rename = "image/png")]
    png: Option<Lines>,
    #[serde(default, rename = "image/jpeg")]
    jpeg: Option<Lines>,
}

/// A list of at most so many.
struct Few<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> Default for Few<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Few<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FewVisitor(PhantomData))
    }
}

struct FewVisitor<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for FewVisitor<T, MOST> {
    type Value = Few<T, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MOST}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut few = Vec::new();
        while few.len() < MOST {
            match list.next_element()? {
                Some(one) => few.push(one),
                None => return Ok(Few(few)),
            }
        }
        match list.next_element::<IgnoredAny>()? {
            None => Ok(Few(few)),
            Some(_) => Err(A::Error::invalid_length(MOST + 1, &self)),
        }
    }
}

/// A text, or a list of its pieces.
#[derive(Default)]
struct Lines(String);

/// A list of lines without their ends.
#[derive(Default)]
struct Traceback(String);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor("")).map(Self)
    }
}

impl<'de> Deserialize<'de> for Traceback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor("\n")).map(Self)
    }
}

/// Joins pieces with this between them.
struct TextVisitor(&'static str);

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<String, A::Error> {
        let mut text = String::new();
        while let Some(piece) = list.next_element::<std::borrow::Cow<'_, str>>()? {
            if !text.is_empty() {
                text.push_str(self.0);
            }
            text.push_str(&piece);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn colours_of_a_terminal_are_left_out() {
        assert_eq!(uncoloured("\u{1b}[1;31mа\u{1b}[0m b"), "а b");
        assert_eq!(uncoloured("\u{1b}["), "");
        assert_eq!(uncoloured("\u{1b}[12"), "");
        assert_eq!(uncoloured("a\u{1b}]x"), "a\u{1b}]x");
    }
}
