//! The words of every refusal, in both languages. The message of a refusal is `answers-` and its code.

use super::AnswersError;
use crate::args;
use crate::l10n::{Args, Explain, say, say_with};
use crate::visible;
use assignments::text::Lang;

impl Explain for AnswersError {
    fn explain(&self, lang: Lang) -> String {
        say_with(lang, &id(self.code()), &self.values(lang))
    }
}

/// The message of a code: Fluent's names have dashes.
pub(super) fn id(code: &str) -> String {
    format!("answers-{}", code.replace('_', "-"))
}

impl AnswersError {
    fn values(&self, lang: Lang) -> Args {
        let mut values = self.details(lang);
        if let Some(member) = self.member() {
            values.insert("member".into(), name(lang, member).into());
        }
        values
    }

    /// What a message says besides the member.
    fn details(&self, lang: Lang) -> Args {
        match self {
            Self::NoArrays
            | Self::JsonNotObject
            | Self::DuplicateName { .. }
            | Self::EncryptedMember { .. }
            | Self::NotAnArray { .. } => args! {},
            Self::UnsupportedFormat { found } => args! { "found" => say(lang, &id(found.code())) },
            Self::FileTooLarge { found, limit } => args! {
                "found" => size(lang, *found),
                "limit" => size(lang, *limit),
            },
            Self::InflatedTooLarge { limit, .. } => args! { "limit" => size(lang, *limit) },
            Self::TooManyMembers { limit, .. } | Self::JsonTooDeep { limit, .. } => {
                args! { "limit" => *limit }
            }
            Self::TooManyAxes { found, limit, .. } => {
                args! { "found" => *found, "limit" => *limit }
            }
            Self::ShapeTooLarge { shape, .. } => args! { "shape" => clip(shape) },
            Self::Dtype { dtype, .. } => args! { "dtype" => clip(dtype) },
            // As text: a count of bytes that a header made up is not for a plural rule to round.
            Self::ArrayTruncated {
                expected, found, ..
            } => args! {
                "expected" => expected.to_string(),
                "found" => found.to_string(),
            },
            Self::TrailingBytes { extra, .. } => args! { "extra" => *extra },
            Self::NpyHeader { part, found, .. } => {
                args! { "part" => *part, "found" => clip(found) }
            }
            Self::BrokenArchive { detail }
            | Self::BrokenMember { detail, .. }
            | Self::SafetensorsHeader { detail } => args! { "detail" => clip(detail) },
            Self::Compression { method, .. } => args! { "method" => clip(method) },
            Self::SafetensorsOffsets {
                begin,
                end,
                expected_begin,
                data,
                ..
            } => args! {
                "begin" => begin.to_string(),
                "end" => end.to_string(),
                "expected" => expected_begin.to_string(),
                "data" => data.to_string(),
            },
            Self::JsonSyntax {
                line,
                column,
                expected,
                found,
            } => args! {
                "line" => *line,
                "column" => *column,
                "expected" => tokens(lang, expected),
                "found" => clip(found),
            },
            Self::JsonEnds { line, expected } => args! {
                "line" => *line,
                "expected" => tokens(lang, expected),
            },
            Self::JsonValue { place, .. } | Self::MixedList { place, .. } => {
                args! { "place" => place.clone() }
            }
            Self::RaggedList {
                place,
                expected,
                found,
                ..
            } => args! {
                "place" => place.clone(),
                "expected" => *expected,
                "found" => *found,
            },
            Self::SameOutputTwice {
                output,
                keys: [first, second],
            } => args! {
                "output" => clip(output),
                "first" => clip(first),
                "second" => clip(second),
            },
            Self::UnnamedArray { outputs, example } => args! {
                "outputs" => *outputs,
                "example" => clip(example),
            },
        }
    }
}

/// A member's name in quotes, or what stands for the array of a file that holds one without a name.
fn name(lang: Lang, member: &str) -> String {
    if member.is_empty() {
        say(lang, "answers-only-array")
    } else {
        say_with(
            lang,
            "answers-named-array",
            &args! { "name" => clip(member) },
        )
    }
}

/// What JSON could have had in a place, each in quotes; nothing is the end of the file.
fn tokens(lang: Lang, expected: &str) -> String {
    if expected.is_empty() {
        return say(lang, "answers-json-end-of-file");
    }
    let quoted: Vec<String> = expected
        .split_whitespace()
        .map(|token| name(lang, token))
        .collect();
    quoted.join(" / ")
}

/// Text from a stranger's file, made fit for one line of a terminal or a page.
pub(super) fn clip(text: &str) -> String {
    const LONGEST: usize = 80;
    visible::cut(text, LONGEST).into_owned()
}

/// A number of bytes as a person says it.
fn size(lang: Lang, bytes: usize) -> String {
    const UNITS: [(&str, usize); 2] =
        [("answers-size-mib", 1 << 20), ("answers-size-kib", 1 << 10)];
    let (id, value) = UNITS
        .into_iter()
        .find(|(_, unit)| bytes >= *unit)
        .map_or_else(
            || ("answers-size-bytes", bytes.to_string()),
            |(id, unit)| (id, hundredths(lang, bytes, unit)),
        );
    say_with(lang, id, &args! { "value" => value })
}

/// Bytes in a unit to two places, rounded up: what is over a limit must not look equal to it.
fn hundredths(lang: Lang, bytes: usize, unit: usize) -> String {
    let hundredths = bytes.saturating_mul(100).div_ceil(unit);
    let mark = match lang {
        Lang::En => '.',
        Lang::Ru => ',',
    };
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}{mark}{rest:02}"),
    }
}

#[cfg(test)]
mod tests;
