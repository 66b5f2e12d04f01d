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
pub struct Cell {
    /// What its text is.
    pub kind: CellKind,
    /// The text.
    pub source: Text,
    /// What was pasted into it, and what its code printed.
    pub outputs: Vec<Output>,
}

/// What the text of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Prose.
    Markdown,
    /// Code.
    Code,
    /// Neither.
    Raw,
}

/// What code printed, or what was pasted beside a text.
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
    let first = json(bytes).iter().find(|b| !b.is_ascii_whitespace());
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
    serde_json::from_slice::<Head>(json(bytes)).is_ok()
}

/// The file without the mark that some programs write before a text in UTF-8.
fn json(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Reads a notebook of version 4.
///
/// # Errors
/// When it is none, or has more cells, outputs or attachments than are read.
pub fn read(bytes: &[u8]) -> Result<Notebook, NoNotebook> {
    let file: File = serde_json::from_slice(json(bytes)).map_err(|_| NoNotebook)?;
    if file.nbformat != 4 {
        return Err(NoNotebook);
    }
    let mut notebook = Notebook::default();
    for cell in file.cells.0 {
        let kind = match cell.cell_type.as_str() {
            "markdown" => CellKind::Markdown,
            "code" => CellKind::Code,
            _ => CellKind::Raw,
        };
        let pasted = cell.attachments.0.into_iter();
        let mut outputs: Vec<_> = pasted.map(|data| notebook.data(data)).collect();
        // Only code prints.
        if kind == CellKind::Code {
            let printed = cell.outputs.0.into_iter();
            outputs.extend(printed.map(|output| notebook.output(output)));
        }
        notebook.cells.push(Cell {
            kind,
            source: Text::of(&cell.source.0),
            outputs,
        });
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
mod tests;
