//! What can be wrong with a file of answers.

use super::Found;
use l10n::{Explain, Lang};
use std::fmt;

/// Why a file was refused. `member` is the name of the array within the file, empty for the file's only array;
/// what it says is in `explain.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswersError {
    /// A file of another kind altogether.
    UnsupportedFormat {
        /// What it seems to be.
        found: Found,
    },
    /// The file as sent is over the limit.
    FileTooLarge {
        /// Bytes sent.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The arrays together are over the limit.
    InflatedTooLarge {
        /// The array that did not fit any more.
        member: String,
        /// Bytes allowed.
        limit: usize,
    },
    /// More arrays than allowed.
    TooManyMembers {
        /// How many there are (or how many were seen).
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// More axes than allowed.
    TooManyAxes {
        /// The array.
        member: String,
        /// Its axes.
        found: usize,
        /// Axes allowed.
        limit: usize,
    },
    /// A shape whose product is beyond all bounds.
    ShapeTooLarge {
        /// The array.
        member: String,
        /// The shape as written, `(4, 5)`.
        shape: String,
    },
    /// The file holds no array at all.
    NoArrays,
    /// Two arrays of one name.
    DuplicateName {
        /// The name.
        member: String,
    },
    /// An element type that answers cannot have.
    Dtype {
        /// The array.
        member: String,
        /// The type as the file writes it.
        dtype: String,
        /// The lengths of its axes; none is one element.
        shape: Vec<u64>,
        /// What kind of type it is.
        class: DtypeClass,
    },
    /// Fewer bytes than the shape asks for.
    ArrayTruncated {
        /// The array.
        member: String,
        /// Bytes that the shape asks for.
        expected: u64,
        /// Bytes there are.
        found: usize,
    },
    /// More bytes than the shape asks for.
    TrailingBytes {
        /// The array.
        member: String,
        /// Bytes too many.
        extra: usize,
    },
    /// The `.npy` header is damaged or not one that NumPy writes.
    NpyHeader {
        /// The array.
        member: String,
        /// The part of it: `version`, `length`, `descr`, `shape`…
        part: &'static str,
        /// What stands there.
        found: String,
    },
    /// A zip archive that is cut off, has bytes before or after it, or contradicts itself.
    BrokenArchive {
        /// What the zip reader says, in English.
        detail: String,
    },
    /// A zip archive with a comment, or with bytes behind its end: two readers may see two archives in it.
    BytesBehindArchive,
    /// A member of the archive does not inflate to what the archive says.
    BrokenMember {
        /// The member.
        member: String,
        /// What the zip reader says, in English.
        detail: String,
    },
    /// A member of the archive is encrypted.
    EncryptedMember {
        /// The member.
        member: String,
    },
    /// A member is compressed by a method other than deflate.
    Compression {
        /// The member.
        member: String,
        /// The method.
        method: String,
    },
    /// A member of the archive is not an array.
    NotAnArray {
        /// The member's whole file name.
        member: String,
    },
    /// The header of a safetensors file is damaged.
    SafetensorsHeader {
        /// What is wrong, in English, from the JSON reader or from us.
        detail: String,
    },
    /// A tensor's bytes are not where a safetensors file must have them.
    SafetensorsOffsets {
        /// The tensor.
        member: String,
        /// Where its bytes begin, by the header.
        begin: u64,
        /// Where they end, by the header.
        end: u64,
        /// Where they had to begin: tensors follow each other without gap or overlap.
        expected_begin: u64,
        /// Bytes of data in the file.
        data: usize,
    },
    /// Not JSON from here on.
    JsonSyntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What could have stood here; empty for the end of the file.
        expected: &'static str,
        /// The character that does.
        found: String,
    },
    /// The JSON text stops in the middle.
    JsonEnds {
        /// Line, from 1.
        line: usize,
        /// What could have followed.
        expected: &'static str,
    },
    /// The JSON text is a list or something else where an object is needed.
    JsonNotObject,
    /// A value that is not a number.
    JsonValue {
        /// The array.
        member: String,
        /// Where in it, `[3][0]`.
        place: String,
        /// What it is.
        found: JsonKind,
    },
    /// Lists within lists beyond the limit.
    JsonTooDeep {
        /// The array.
        member: String,
        /// Depth allowed.
        limit: usize,
    },
    /// Rows of different lengths.
    RaggedList {
        /// The array.
        member: String,
        /// Which list differs, `[3]`.
        place: String,
        /// Length of the lists before it.
        expected: usize,
        /// Its own length.
        found: usize,
    },
    /// Numbers and lists side by side.
    MixedList {
        /// The array.
        member: String,
        /// The first element that differs, `[3]`.
        place: String,
    },
    /// An array under a name that `np.savez` made up for it.
    NamelessArray {
        /// The name, `arr_0`.
        member: String,
    },
    /// Two keys name one output.
    SameOutputTwice {
        /// The output, `task.output`.
        output: String,
        /// The two keys.
        keys: [String; 2],
    },
    /// A single unnamed array for a homework of several outputs.
    UnnamedArray {
        /// How many outputs the homework has.
        outputs: usize,
        /// One of them, for an example.
        example: String,
    },
}

/// What kind of element type was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DtypeClass {
    /// Pickled Python objects.
    Object,
    /// A record of several fields.
    Structured,
    /// Complex numbers.
    Complex,
    /// Text.
    Text,
    /// Dates and durations.
    Datetime,
    /// Raw bytes without a meaning.
    Void,
    /// Two raw bytes: what NumPy makes of a bfloat16.
    Bfloat16,
    /// Anything else: long double, float8…
    Other,
}

/// What stands in JSON in a number's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// A string.
    Text,
    /// An object.
    Object,
}

/// What a refusal means to a client: the status code of an HTTP answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Over a limit of size or number.
    TooLarge,
    /// A format that is not read here.
    UnsupportedFormat,
    /// A right format with unusable content.
    Unusable,
}

impl Class {
    /// The HTTP status code.
    pub const fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::UnsupportedFormat => 415,
            Self::Unusable => 422,
        }
    }
}

impl AnswersError {
    /// Too large, unsupported, or unusable.
    pub const fn class(&self) -> Class {
        match self {
            Self::FileTooLarge { .. }
            | Self::InflatedTooLarge { .. }
            | Self::TooManyMembers { .. } => Class::TooLarge,
            Self::UnsupportedFormat { .. } => Class::UnsupportedFormat,
            _ => Class::Unusable,
        }
    }

    /// Whether it concerns one array alone, so that the others of the file can be judged.
    pub const fn is_of_member(&self) -> bool {
        matches!(
            self,
            Self::Dtype { .. }
                | Self::TooManyAxes { .. }
                | Self::ShapeTooLarge { .. }
                | Self::ArrayTruncated { .. }
                | Self::TrailingBytes { .. }
                | Self::NpyHeader { .. }
                | Self::NotAnArray { .. }
                | Self::JsonValue { .. }
                | Self::JsonTooDeep { .. }
                | Self::RaggedList { .. }
                | Self::MixedList { .. }
        )
    }

    /// The array that the refusal is about, if it is about one; empty for the only array of a file without names.
    pub fn member(&self) -> Option<&str> {
        match self {
            Self::InflatedTooLarge { member, .. }
            | Self::TooManyAxes { member, .. }
            | Self::ShapeTooLarge { member, .. }
            | Self::DuplicateName { member }
            | Self::Dtype { member, .. }
            | Self::ArrayTruncated { member, .. }
            | Self::TrailingBytes { member, .. }
            | Self::NpyHeader { member, .. }
            | Self::BrokenMember { member, .. }
            | Self::EncryptedMember { member }
            | Self::Compression { member, .. }
            | Self::NotAnArray { member }
            | Self::SafetensorsOffsets { member, .. }
            | Self::JsonValue { member, .. }
            | Self::JsonTooDeep { member, .. }
            | Self::RaggedList { member, .. }
            | Self::MixedList { member, .. }
            | Self::NamelessArray { member } => Some(member),
            _ => None,
        }
    }

    /// A short name that does not change, for JSON, logs and metrics.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::InflatedTooLarge { .. } => "inflated_too_large",
            Self::TooManyMembers { .. } => "too_many_members",
            Self::TooManyAxes { .. } => "too_many_axes",
            Self::ShapeTooLarge { .. } => "shape_too_large",
            Self::NoArrays => "no_arrays",
            Self::DuplicateName { .. } => "duplicate_name",
            Self::Dtype { class, .. } => class.code(),
            Self::ArrayTruncated { .. } => "array_truncated",
            Self::TrailingBytes { .. } => "trailing_bytes",
            Self::NpyHeader { .. } => "npy_header",
            Self::BrokenArchive { .. } => "broken_archive",
            Self::BytesBehindArchive => "bytes_behind_archive",
            Self::BrokenMember { .. } => "broken_member",
            Self::EncryptedMember { .. } => "encrypted_member",
            Self::Compression { .. } => "compression",
            Self::NotAnArray { .. } => "not_an_array",
            Self::SafetensorsHeader { .. } => "safetensors_header",
            Self::SafetensorsOffsets { .. } => "safetensors_offsets",
            Self::JsonSyntax { .. } => "json_syntax",
            Self::JsonEnds { .. } => "json_ends",
            Self::JsonNotObject => "json_not_object",
            Self::JsonValue { found, .. } => match found {
                JsonKind::Null => "json_null",
                JsonKind::Text => "json_string",
                JsonKind::Object => "json_object",
            },
            Self::JsonTooDeep { .. } => "json_too_deep",
            Self::RaggedList { .. } => "ragged_list",
            Self::MixedList { .. } => "mixed_list",
            Self::NamelessArray { .. } => "nameless_array",
            Self::SameOutputTwice { .. } => "same_output_twice",
            Self::UnnamedArray { .. } => "unnamed_array",
        }
    }
}

impl DtypeClass {
    const fn code(self) -> &'static str {
        match self {
            Self::Object => "object_array",
            Self::Structured => "structured_array",
            Self::Complex => "complex_array",
            Self::Text => "string_array",
            Self::Datetime => "datetime_array",
            Self::Void => "void_array",
            Self::Bfloat16 => "bfloat16_as_void",
            Self::Other => "unsupported_dtype",
        }
    }
}

impl fmt::Display for AnswersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for AnswersError {}
