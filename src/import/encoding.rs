//! The text of a list: by its mark, else UTF-8, else that encoding of one byte a letter in which its letters are likeliest.

use super::rows::TableError;
use encoding_rs::{Encoding, IBM866, KOI8_U, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};

/// The text of a list.
///
/// # Errors
/// When it is none.
pub(super) fn decode(bytes: &[u8]) -> Result<String, TableError> {
    let text = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, mark)), _) => {
            let body = bytes.get(mark..).unwrap_or_default();
            let (text, broken) = encoding.decode_without_bom_handling(body);
            if broken {
                return Err(TableError::NotText);
            }
            text.into_owned()
        }
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => of_one_byte(bytes),
    };
    if text.contains('\0') {
        return Err(TableError::NotText);
    }
    Ok(text)
}

/// A text of one byte a letter: what Excel writes in Russia, on MS-DOS, on an older Mac and in the West of Europe, and KOI8-R, whose
/// letters KOI8-U has too.
fn of_one_byte(bytes: &[u8]) -> String {
    // Of equals the last.
    let all = [X_MAC_CYRILLIC, IBM866, KOI8_U, WINDOWS_1252, WINDOWS_1251];
    let read = all.map(|encoding| encoding.decode_without_bom_handling(bytes).0);
    let best = read.into_iter().max_by_key(|text| likelihood(text));
    best.unwrap_or_default().into_owned()
}

/// How well the letters of a text fit together, as what people are called and what columns are.
fn likelihood(text: &str) -> i64 {
    let before = std::iter::once(' ').chain(text.chars());
    before.zip(text.chars()).map(|(b, c)| fits(b, c)).sum()
}

/// How well a letter goes after the one before it.
fn fits(before: char, c: char) -> i64 {
    let latin = before.is_ascii_alphabetic();
    if is_cyrillic(c) {
        let beside = if is_cyrillic(before) {
            after_cyrillic(before, c)
        } else {
            0
        };
        return frequency(c) + beside - if latin { 8 } else { 0 };
    }
    match c {
        // No word begins in one alphabet and goes on in another.
        _ if c.is_ascii_alphabetic() && is_cyrillic(before) => -8,
        _ if c.is_ascii() => 0,
        // Accents of the West stand among plain letters.
        'À'..='ɏ' if c.is_alphabetic() => match before {
            _ if latin || !before.is_alphabetic() => 4,
            _ => -6,
        },
        '«' | '»' | '–' | '—' | '“' | '”' | '„' | '‘' | '’' | '№' | '…' | '§' | '°' | '·'
        | '\u{a0}' => -2,
        _ => -8,
    }
}

/// Vowels and consonants take turns; capitals begin a word, or are the whole of it.
fn after_cyrillic(before: char, c: char) -> i64 {
    let turn = if is_vowel(before) == is_vowel(c) {
        -2
    } else {
        2
    };
    let capital = match (c.is_uppercase(), before.is_uppercase()) {
        (false, _) => 0,
        (true, true) => -1,
        (true, false) => -8,
    };
    turn + capital
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn is_vowel(c: char) -> bool {
    matches!(
        small(c),
        'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я'
    )
}

/// How often a letter is met in Russian.
fn frequency(c: char) -> i64 {
    let small = small(c);
    match small {
        _ if "оеаинтсрвлк".contains(small) => 5,
        _ if "мдпуяыьгзбч".contains(small) => 3,
        _ if "йхжшюцщэфёъ".contains(small) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_their_encoding() {
        let russian = [
            "login;имя\nu1;Анна Ли\n",
            "Логин;ФИО;Группа\nivanov;Иванов Пётр Ильич;101\n",
            "login;name\nu1;ЩУКИНА АННА\nu2;ЦОЙ ЕГОР\n",
            "login;name\nu1;смирнова ольга\n",
            "login;name\nu1;Юлия Хачатурян\nu2;Ян Эмма\n",
        ];
        for text in russian {
            for encoding in [KOI8_U, WINDOWS_1251, IBM866, X_MAC_CYRILLIC] {
                // Small letters are the same on an older Mac, but for one.
                if encoding == X_MAC_CYRILLIC && text.contains("смирнова") {
                    continue;
                }
                let (bytes, _, lost) = encoding.encode(text);
                assert!(!lost, "{}: {text}", encoding.name());
                assert_eq!(decode(&bytes).as_deref(), Ok(text), "{}", encoding.name());
            }
        }
        for text in [
            "login,name\nu1,José García\n",
            "login,name\nu1,Jürgen Müller\nu2,Zoë\n",
            "login,name\nu1,Élodie François\n",
            "login,name\nu1,Þór Æsir\n",
        ] {
            let (bytes, _, _) = WINDOWS_1252.encode(text);
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }
}
