//! What looks right to the eye and is not: characters of word processors, letters of another alphabet, numbers and dates as they are
//! written elsewhere. Each is called what it is, and the line is written as it was meant.

use super::characters::{foreign_word, odd_character};
use super::dates;
use super::slip::{Slip, write};
use l10n::message;

/// Tables of which there are several.
const SEVERAL: [&str; 13] = [
    "homework",
    "homework.task",
    "homework.task.mistake",
    "homework.manual",
    "homework.manual.criterion",
    "homework.expect",
    "task",
    "manual",
    "expect",
    "criterion",
    "mistake",
    "sign_in.oidc",
    "sign_in.oauth",
];

/// The known slip on the line of this place, in a file that is no TOML.
pub(super) fn on_line(text: &str, at: usize) -> Option<Slip> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = text.get(start..)?.lines().next()?;
    odd_character(line, start)
        .or_else(|| foreign_word(line, start))
        .or_else(|| single_brackets(line, start))
        .or_else(|| value(line, start))
}

/// `[homework]`, of which there are several.
pub(super) fn single_brackets(line: &str, start: usize) -> Option<Slip> {
    let name = line.trim_start().strip_prefix('[')?;
    let (name, _) = name.split_once(']')?;
    let name = name.trim();
    SEVERAL.contains(&name).then(|| {
        let indent = line.len() - line.trim_start().len();
        Slip {
            span: start + indent..start + line.trim_end().len(),
            reason: message!("course-toml-brackets", name = name),
            help: write(&format!("[[{name}]]")),
            is_table: true,
        }
    })
}

/// A number or a date as it is written elsewhere.
fn value(line: &str, start: usize) -> Option<Slip> {
    let (key, rest) = line.split_once('=')?;
    let value = rest.split('#').next().unwrap_or_default();
    let (key, written) = (key.trim(), value.trim());
    let at = start + line.len() - rest.len() + (value.len() - value.trim_start().len());
    let slip = |reason, meant: String| Slip {
        span: at..at + written.len(),
        reason,
        help: write(&format!("{key} = {meant}")),
        is_table: false,
    };
    if let Some(meant) = dates::meant(written) {
        return Some(slip(meant.reason, meant.date));
    }
    let number = with_point(written)?;
    // Points are texts, so that they are exact.
    let meant = if matches!(key, "points" | "max_points") {
        format!("\"{number}\"")
    } else {
        number
    };
    Some(slip(message!("course-toml-comma-number"), meant))
}

/// A number with a decimal comma, with a point.
pub(super) fn with_point(written: &str) -> Option<String> {
    let (whole, fraction) = written.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = whole.trim_end();
    let fraction = fraction.trim_start();
    let unsigned = whole.trim_start_matches(['-', '+']);
    (digits(unsigned) && digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use crate::course::Course;
    use l10n::{Lang, Localized};

    /// The first problem of a course with this line in its first homework, and its help.
    fn said(line: &str) -> (String, Localized, Localized) {
        let course = Course::default_course().to_toml();
        let broken = course.replacen("[[homework]]\n", &format!("[[homework]]\n{line}\n"), 1);
        let found = Course::parse(&broken).expect_err("it is refused");
        let first = &found.list()[0];
        (
            first.code.name().to_owned(),
            first.message.clone(),
            first.help.clone().expect("it says what to write"),
        )
    }

    #[test]
    fn what_only_looks_right_is_called_what_it_is() {
        for (line, named, written) in [
            (
                "\u{feff}attempts = 3",
                Some("U+FEFF"),
                "write `attempts = 3`",
            ),
            ("attempts\u{a0}= 3", Some("U+00A0"), "write `attempts = 3`"),
            ("reveal = “never”", Some("“"), "write `reveal = \"never\"`"),
            ("reveal = «never»", Some("«"), "write `reveal = \"never\"`"),
            ("аttempts = 3", Some("«а»"), "write `attempts = 3`"),
            ("attempts = −3", Some("U+2212"), "write `attempts = -3`"),
            ("points = 2,5", None, "write `points = \"2.5\"`"),
            ("share = 2,5 # x", None, "write `share = 2.5`"),
            ("opens = 22.09.2026", None, "write `opens = 2026-09-22`"),
            (
                "opens = 22.09.2026 9:05",
                None,
                "write `opens = 2026-09-22T09:05:00`",
            ),
            ("opens = 22/9/2026", None, "write `opens = 2026-09-22`"),
        ] {
            let (code, message, help) = said(line);
            assert_eq!(code, "syntax", "{line}: {message:?}");
            for said in [&message.en, &message.ru] {
                assert!(
                    named.is_none_or(|named| said.contains(named)),
                    "{line}: {said}"
                );
            }
            assert_eq!(help.en, written, "{line}");
            assert!(help.ru.starts_with("напишите `"), "{}", help.ru);
        }
    }

    #[test]
    fn values_in_the_wrong_clothes_are_written_right() {
        for (line, written) in [
            ("attempts = \"3\"", "write `attempts = 3`"),
            (
                "hints_from_attempt = \"2\"",
                "write `hints_from_attempt = 2`",
            ),
            ("deadline = \"22.09.2026\"", "write `deadline = 2026-09-22`"),
            ("deadline = \"2026-09-22\"", "write `deadline = 2026-09-22`"),
            ("max_points = \"12,5\"", "write `max_points = \"12.5\"`"),
        ] {
            let key = line.split(' ').next().unwrap_or_default();
            let course = Course::default_course().to_toml();
            let first = course.find("[[homework]]").unwrap();
            let (head, rest) = course.split_at(first);
            let own: String = rest
                .split_inclusive('\n')
                .scan(false, |done, row| {
                    let is_own = !*done && row.starts_with(&format!("{key} ="));
                    *done |= is_own;
                    Some(if is_own {
                        String::new()
                    } else {
                        row.to_owned()
                    })
                })
                .collect();
            let own = own.replacen("[[homework]]\n", &format!("[[homework]]\n{line}\n"), 1);
            let found = Course::parse(&format!("{head}{own}")).expect_err("it is refused");
            let help = found.list()[0].help.clone().expect("it says what to write");
            assert_eq!(help.get(Lang::En), written, "{line}: {found}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_named_also_where_the_file_is_toml() {
        let course = Course::default_course().to_toml();
        let broken = course.replacen("id = \"elbo\"", "id = \"еlbo\"", 1);
        let found = Course::parse(&broken).expect_err("it is refused");
        let help = found.list()[0].help.clone().expect("it says what to write");
        assert!(
            help.en.contains("«е»") && help.en.contains("elbo"),
            "{}",
            help.en
        );
    }

    #[test]
    fn one_of_several_tables_has_two_brackets() {
        for file in [
            "[homework]\nid = \"elbo\"\n\n[homework]\nid = \"gan\"\n",
            "[homework]\nid = \"elbo\"\n",
        ] {
            let found = Course::parse(file).expect_err("it is refused");
            let helps: Vec<_> = found
                .list()
                .iter()
                .filter_map(|d| d.help.as_ref())
                .collect();
            assert!(
                helps.iter().any(|help| help.en == "write `[[homework]]`"),
                "{found}"
            );
        }
    }
}
