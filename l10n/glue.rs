//! What a line break must not part: in Russian a number from the word that it counts, and a short preposition from the number behind it.
//!
//! It is done where texts are put together, for all of them alike; the spaces of values, such as a file's name, stay what they are.

use fluent_bundle::FluentValue;

const NO_BREAK: char = '\u{a0}';
/// What stands for a space of a value until the text around it is whole. No text has it: it is no character.
const KEPT: char = '\u{fdd0}';

/// A value that keeps its spaces.
pub fn kept(value: &FluentValue<'static>) -> FluentValue<'static> {
    match value {
        FluentValue::String(text) => text.replace(' ', KEPT.encode_utf8(&mut [0; 4])).into(),
        other => other.clone(),
    }
}

/// A text of such values with no-break spaces where they belong.
pub fn glued(text: &str) -> String {
    let mut glued = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        let next = rest.peek().copied();
        glued.push(match letter {
            KEPT => ' ',
            ' ' if next.is_some_and(|next| is_one(&glued, next)) => NO_BREAK,
            letter => letter,
        });
    }
    glued
}

/// Whether what stands before a space and what comes after it are to be read as one.
fn is_one(before: &str, next: char) -> bool {
    if next.is_ascii_digit() {
        let word = before.rsplit([' ', NO_BREAK, '(', '«']).next();
        let word = word.unwrap_or_default();
        let is_short = word == "№" || word.chars().count() <= 2 && word.chars().all(is_russian);
        return is_short && !word.is_empty();
    }
    before.ends_with(|last: char| last.is_ascii_digit()) && (is_russian(next) || next == '%')
}

fn is_russian(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

#[cfg(test)]
mod tests {
    use crate::{Lang, Message, message};

    fn shown(message: &Message) -> String {
        message.text(Lang::Ru).replace('\u{a0}', "~")
    }

    #[test]
    fn a_number_stays_with_its_word() {
        assert_eq!(shown(&message!("time-days", n = 5_u32)), "5~дней");
        assert_eq!(
            shown(&message!("points-of", points = "7,5", max = "13")),
            "7,5~из~13"
        );
        let english = message!("time-days", n = 5_u32).text(Lang::En);
        assert!(!english.contains('\u{a0}'), "{english}");
    }

    #[test]
    fn a_value_keeps_its_spaces() {
        let name = "Задание 2 из 3.npz";
        let said = message!("file", file = name).text(Lang::Ru);
        assert!(said.contains(name), "{said}");
        // Also of a text within a text.
        let outer = message!("file", file = message!("file", file = name));
        assert!(outer.text(Lang::Ru).contains(name));
    }
}
