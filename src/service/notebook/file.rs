//! The file of a notebook, as far as it is read; how much of it is bounded while it is read.

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// The most cells, and the most outputs and as many attachments of one.
pub(super) const MOST_CELLS: usize = 1_000;
pub(super) const MOST_OUTPUTS: usize = 50;

/// The file as far as it is read; everything else is passed over without being kept.
#[derive(Deserialize)]
pub(super) struct File {
    pub nbformat: u64,
    pub cells: Few<FileCell, MOST_CELLS>,
}

#[derive(Deserialize)]
pub(super) struct FileCell {
    pub cell_type: String,
    #[serde(default)]
    pub source: Lines,
    #[serde(default)]
    pub outputs: Few<FileOutput, MOST_OUTPUTS>,
    #[serde(default)]
    pub attachments: Attachments,
}

#[derive(Deserialize)]
pub(super) struct FileOutput {
    pub output_type: String,
    #[serde(default)]
    pub text: Lines,
    #[serde(default)]
    pub data: FileData,
    #[serde(default)]
    pub traceback: Traceback,
    #[serde(default)]
    pub ename: String,
    #[serde(default)]
    pub evalue: String,
}

#[derive(Default, Deserialize)]
pub(super) struct FileData {
    #[serde(default, rename = "text/plain")]
    pub plain: Option<Lines>,
    #[serde(default, rename = "image/png")]
    pub png: Option<Lines>,
    #[serde(default, rename = "image/jpeg")]
    pub jpeg: Option<Lines>,
}

/// A list of at most so many.
pub(super) struct Few<T, const MOST: usize>(pub Vec<T>);

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

/// What was pasted into a cell, by names that are not kept: at most as many as a cell has outputs.
#[derive(Default)]
pub(super) struct Attachments(pub Vec<FileData>);

impl<'de> Deserialize<'de> for Attachments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AttachmentsVisitor)
    }
}

struct AttachmentsVisitor;

impl<'de> Visitor<'de> for AttachmentsVisitor {
    type Value = Attachments;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {MOST_OUTPUTS} attachments")
    }

    fn visit_unit<E>(self) -> Result<Attachments, E> {
        Ok(Attachments::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attachments, A::Error> {
        let mut all = Vec::new();
        while map.next_key::<IgnoredAny>()?.is_some() {
            if all.len() == MOST_OUTPUTS {
                return Err(A::Error::invalid_length(MOST_OUTPUTS + 1, &self));
            }
            all.push(map.next_value()?);
        }
        Ok(Attachments(all))
    }
}

/// A text, or a list of its pieces.
#[derive(Default)]
pub(super) struct Lines(pub String);

/// A list of lines without their ends.
#[derive(Default)]
pub(super) struct Traceback(pub String);

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
