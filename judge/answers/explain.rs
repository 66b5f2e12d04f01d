//! What every refusal says.

use super::{AnswersError, Damage, DtypeClass, Found, JsonKind};
use l10n::{Arg, Explain, Message, message, size, visible};
use std::path::Path;

impl Explain for AnswersError {
    #[expect(
        clippy::too_many_lines,
        reason = "a table: every refusal with its message"
    )]
    fn message(&self) -> Message {
        match self {
            Self::UnsupportedFormat { found } => {
                message!("answers-unsupported-format", found = kind(*found))
            }
            Self::FileTooLarge { found, limit } => message!(
                "answers-file-too-large",
                found = size(*found),
                limit = size(*limit)
            ),
            Self::InflatedTooLarge { member, limit } => message!(
                "answers-inflated-too-large",
                member = name(member),
                limit = size(*limit)
            ),
            Self::TooManyMembers { limit, .. } => {
                message!("answers-too-many-members", limit = *limit)
            }
            Self::TooManyAxes {
                member,
                found,
                limit,
            } => message!(
                "answers-too-many-axes",
                member = name(member),
                found = *found,
                limit = *limit
            ),
            Self::ShapeTooLarge { member, shape } => message!(
                "answers-shape-too-large",
                member = name(member),
                shape = clip(shape)
            ),
            Self::NoArrays => message!("answers-no-arrays"),
            Self::DuplicateName { member } => {
                message!("answers-duplicate-name", member = name(member))
            }
            Self::Dtype {
                member,
                dtype,
                shape,
                class: DtypeClass::Object,
            } => objects(member, clip(dtype), shape),
            Self::Dtype {
                member,
                dtype,
                class,
                ..
            } => wrong_dtype(*class, name(member), clip(dtype)),
            // As text: a count of bytes that a header made up is not for a plural rule to round.
            Self::ArrayTruncated {
                member,
                expected,
                found,
            } => message!(
                "answers-array-truncated",
                member = name(member),
                expected = expected.to_string(),
                found = found.to_string()
            ),
            Self::TrailingBytes { member, extra } => message!(
                "answers-trailing-bytes",
                member = name(member),
                extra = *extra
            ),
            Self::NpyHeader {
                member,
                part,
                found,
            } => message!(
                "answers-npy-header",
                member = name(member),
                part = *part,
                found = clip(found)
            ),
            Self::BytesBehindArchive => message!("answers-bytes-behind-archive"),
            Self::BrokenArchive { damage } => {
                message!("answers-broken-archive", detail = damaged(damage))
            }
            Self::BrokenMember { member, damage } => message!(
                "answers-broken-member",
                member = name(member),
                detail = damaged(damage)
            ),
            Self::EncryptedMember { member } => {
                message!("answers-encrypted-member", member = name(member))
            }
            Self::Compression { member, method } => message!(
                "answers-compression",
                member = name(member),
                method = clip(method)
            ),
            Self::NotAnArray { member }
                if Path::new(member).extension() == Some("npz".as_ref()) =>
            {
                message!("answers-npz-inside", member = name(member))
            }
            Self::NotAnArray { member } => {
                message!("answers-not-an-array", member = name(member))
            }
            Self::SafetensorsHeader { detail } => {
                message!("answers-safetensors-header", detail = clip(detail))
            }
            Self::SafetensorsOffsets {
                member,
                begin,
                end,
                expected_begin,
                data,
            } if begin == expected_begin && begin <= end => message!(
                "answers-safetensors-cut",
                member = name(member),
                end = end.to_string(),
                data = data.to_string()
            ),
            Self::SafetensorsOffsets {
                member,
                begin,
                end,
                expected_begin,
                data,
            } => message!(
                "answers-safetensors-offsets",
                member = name(member),
                begin = begin.to_string(),
                end = end.to_string(),
                expected = expected_begin.to_string(),
                data = data.to_string()
            ),
            Self::JsonSyntax {
                line,
                column,
                expected,
                found,
            } => message!(
                "answers-json-syntax",
                line = *line,
                column = *column,
                expected = tokens(expected),
                found = clip(found)
            ),
            Self::JsonEnds { line, expected } => message!(
                "answers-json-ends",
                line = *line,
                expected = tokens(expected)
            ),
            Self::JsonNotObject => message!("answers-json-not-object"),
            Self::JsonValue {
                member,
                place,
                found,
            } => not_a_number(*found, name(member), place.clone()),
            Self::JsonTooDeep { member, limit } => message!(
                "answers-json-too-deep",
                member = name(member),
                limit = *limit
            ),
            Self::RaggedList {
                member,
                place,
                expected,
                found,
            } => message!(
                "answers-ragged-list",
                member = name(member),
                place = place.clone(),
                expected = *expected,
                found = *found
            ),
            Self::MixedList { member, place } => message!(
                "answers-mixed-list",
                member = name(member),
                place = place.clone()
            ),
            Self::NamelessArray { member } => {
                message!("answers-nameless-array", member = name(member))
            }
            Self::SameOutputTwice {
                output,
                keys: [first, second],
            } => message!(
                "answers-same-output-twice",
                output = clip(output),
                first = clip(first),
                second = clip(second)
            ),
            Self::UnnamedArray { outputs, example } => message!(
                "answers-unnamed-array",
                outputs = *outputs,
                example = clip(example)
            ),
        }
    }
}

fn kind(found: Found) -> Message {
    match found {
        Found::Empty => message!("answers-found-empty"),
        Found::Pickle => message!("answers-found-pickle"),
        Found::PyTorch => message!("answers-found-pytorch"),
        Found::Hdf5 => message!("answers-found-hdf5"),
        Found::Matlab => message!("answers-found-matlab"),
        Found::Notebook => message!("answers-found-notebook"),
        Found::Office => message!("answers-found-office"),
        Found::Pdf => message!("answers-found-pdf"),
        Found::Image => message!("answers-found-image"),
        Found::Parquet => message!("answers-found-parquet"),
        Found::Archive => message!("answers-found-archive"),
        Found::Csv => message!("answers-found-csv"),
        Found::Html => message!("answers-found-html"),
        Found::Text => message!("answers-found-text"),
        Found::Utf16 => message!("answers-found-utf16"),
        Found::Unknown => message!("answers-found-unknown"),
    }
}

/// Objects are not opened, and their shape alone tells what was saved: one object is a dictionary or `None`, several are lists
/// of different lengths or numbers with `None` among them.
fn objects(member: &str, dtype: String, shape: &[u64]) -> Message {
    let is_nameless = member.is_empty() || super::keys::is_numbered(member);
    match (shape.is_empty(), is_nameless) {
        (true, true) => message!("answers-object-nameless", member = name(member)),
        (true, false) => message!(
            "answers-object-single",
            member = name(member),
            dtype = dtype
        ),
        (false, _) => message!("answers-object-array", member = name(member), dtype = dtype),
    }
}

fn wrong_dtype(class: DtypeClass, member: Message, dtype: String) -> Message {
    match class {
        DtypeClass::Object | DtypeClass::Other => {
            message!("answers-unsupported-dtype", member = member, dtype = dtype)
        }
        DtypeClass::Structured => {
            message!("answers-structured-array", member = member, dtype = dtype)
        }
        DtypeClass::Complex => message!("answers-complex-array", member = member, dtype = dtype),
        DtypeClass::Text => message!("answers-string-array", member = member, dtype = dtype),
        DtypeClass::Datetime => message!("answers-datetime-array", member = member, dtype = dtype),
        DtypeClass::Void => message!("answers-void-array", member = member, dtype = dtype),
        DtypeClass::Bfloat16 => {
            message!("answers-bfloat16-as-void", member = member, dtype = dtype)
        }
    }
}

fn not_a_number(found: JsonKind, member: Message, place: String) -> Message {
    match found {
        JsonKind::Null => message!("answers-json-null", member = member, place = place),
        JsonKind::Text => message!("answers-json-string", member = member, place = place),
        JsonKind::Object => message!("answers-json-object", member = member, place = place),
    }
}

/// A member's name in quotes, or what stands for the array of a file that holds one without a name.
fn name(member: &str) -> Message {
    if member.is_empty() {
        message!("answers-only-array")
    } else {
        message!("answers-named-array", name = clip(member))
    }
}

/// The part of a sentence that says what is damaged. The words of the zip reader are English, and are shown as its words.
fn damaged(damage: &Damage) -> Message {
    match damage {
        Damage::NoEnd => message!("answers-damage-no-end"),
        Damage::SeveralDisks => message!("answers-damage-several-disks"),
        Damage::Comment => message!("answers-damage-comment"),
        Damage::NoDirectory => message!("answers-damage-no-directory"),
        Damage::Length { found, claimed } => message!(
            "answers-damage-length",
            found = found.to_string(),
            claimed = claimed.to_string()
        ),
        Damage::Reader(words) => message!("answers-damage-reader", words = clip(words)),
    }
}

/// What JSON could have had in a place, each in quotes; nothing is the end of the file.
fn tokens(expected: &str) -> Arg {
    if expected.is_empty() {
        return message!("answers-json-end-of-file").into();
    }
    let quoted = expected.split_whitespace().map(|token| name(token).into());
    Arg::List(quoted.collect(), " / ")
}

/// Text from a stranger's file, made fit for one line of a terminal or a page.
pub(super) fn clip(text: &str) -> String {
    const LONGEST: usize = 80;
    visible::cut(text, LONGEST).into_owned()
}

#[cfg(test)]
mod tests;
