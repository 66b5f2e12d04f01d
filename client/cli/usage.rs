//! What is wrong with the arguments. In English clap says it; in Russian it is said here, of the same parts.

use clap::error::{ContextKind as Part, ContextValue, Error, ErrorKind};
use l10n::{Arg, Lang, Message, message};
use std::error::Error as _;
use std::num::{IntErrorKind, ParseIntError};

/// Explains an error of an argument's own, where it knows it.
pub type More = fn(&(dyn std::error::Error + 'static)) -> Option<Message>;

/// The whole of it in Russian: what is wrong, what may be meant, how the command is used.
/// `more` explains what a program's own arguments refuse.
pub fn explain(error: &Error, lang: Lang, more: More) -> String {
    let mut text = message!("usage-error", what = wrong(error, more)).text(lang);
    for hint in hints(error) {
        text.push_str("\n\n  ");
        text.push_str(&hint.text(lang));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(Part::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        text.push_str("\n\n");
        text.push_str(&message!("usage-usage", usage = usage).text(lang));
    }
    text.push_str("\n\n");
    text.push_str(&message!("usage-more").text(lang));
    text.push('\n');
    text
}

fn wrong(error: &Error, more: More) -> Message {
    let part = |part| part_of(error, part);
    let (arg, value) = (part(Part::InvalidArg), part(Part::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => message!("usage-unknown-argument", arg = arg),
        ErrorKind::InvalidSubcommand => {
            message!(
                "usage-unknown-command",
                command = part(Part::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => message!("usage-missing-command"),
        ErrorKind::InvalidValue if value.is_empty() => {
            message!("usage-missing-value", arg = arg)
        }
        ErrorKind::InvalidValue => {
            message!("usage-invalid-value", arg = arg, value = value)
        }
        ErrorKind::ValueValidation => message!(
            "usage-refused-value",
            arg = arg,
            value = value,
            why = why(error, more)
        ),
        ErrorKind::MissingRequiredArgument => message!("usage-missing-argument", arg = arg),
        ErrorKind::ArgumentConflict if part(Part::PriorArg) == arg => {
            message!("usage-twice", arg = arg)
        }
        ErrorKind::ArgumentConflict => {
            message!("usage-conflict", arg = arg, other = part(Part::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            message!("usage-number-of-values", arg = arg)
        }
        ErrorKind::InvalidUtf8 => message!("usage-not-text"),
        // What is rare is named by what clap calls it.
        other => message!("usage-other", kind = format!("{other:?}")),
    }
}

/// Why a value was refused by what reads it.
fn why(error: &Error, more: More) -> Arg {
    let Some(source) = error.source() else {
        return "".into();
    };
    if let Some(why) = more(source) {
        return why.into();
    }
    if let Some(error) = source.downcast_ref::<ParseIntError>() {
        return match error.kind() {
            IntErrorKind::PosOverflow => message!("usage-too-large-number"),
            IntErrorKind::NegOverflow => message!("usage-too-small-number"),
            _ => message!("usage-not-a-whole-number"),
        }
        .into();
    }
    // clap's own ranges: `0 is not in 1..=365`.
    let text = source.to_string();
    match text.split_once(" is not in ") {
        Some((_, range)) => message!("usage-out-of-range", range = range).into(),
        None => text.into(),
    }
}

fn hints(error: &Error) -> Vec<Message> {
    let mut hints = Vec::new();
    for suggested in [
        Part::SuggestedArg,
        Part::SuggestedValue,
        Part::SuggestedSubcommand,
    ] {
        let near = part_of(error, suggested);
        if !near.is_empty() {
            hints.push(message!("usage-suggestion", near = near));
        }
    }
    let valid = part_of(error, Part::ValidValue);
    if !valid.is_empty() {
        hints.push(message!("usage-valid-values", values = valid));
    }
    let commands = part_of(error, Part::ValidSubcommand);
    if !commands.is_empty() {
        hints.push(message!("usage-valid-commands", commands = commands));
    }
    hints
}

/// A part of the error as text; several with commas between.
fn part_of(error: &Error, part: Part) -> String {
    match error.get(part) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            let texts: Vec<_> = texts.iter().map(ToString::to_string).collect();
            texts.join(", ")
        }
        _ => String::new(),
    }
}
