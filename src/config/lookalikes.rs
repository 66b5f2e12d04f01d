//! Letters of other alphabets that look like Latin ones.

/// Letters that look like Latin ones.
const LETTERS: [(char, char); 37] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ι', 'i'),
    ('к', 'k'),
    ('м', 'm'),
    ('т', 't'),
    ('в', 'b'),
    ('н', 'h'),
];

/// The word as Latin letters, where it has letters that only look so: the first of them, what it looks like, and the word.
pub(super) fn lookalike(word: &str) -> Option<(char, char, String)> {
    let latin = |c: char| {
        LETTERS
            .iter()
            .find(|(other, _)| *other == c)
            .map(|(_, latin)| *latin)
    };
    let (letter, looks) = word.chars().find_map(|c| Some((c, latin(c)?)))?;
    let meant: String = word.chars().map(|c| latin(c).unwrap_or(c)).collect();
    meant.is_ascii().then_some((letter, looks, meant))
}
