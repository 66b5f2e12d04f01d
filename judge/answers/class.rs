//! What a refusal means to a program: its class, its name, and the array that it is about.

use super::error::{AnswersError, DtypeClass, JsonKind};

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
