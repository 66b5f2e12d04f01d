//! What the TOML parser found, in words that say what to write, in both languages.

use l10n::{Explain, Message, message};

/// A problem that the parser found.
pub(super) struct Syntax<'a> {
    /// What it says, such as "unclosed array, expected `]`".
    pub message: &'a str,
    /// The piece of the file that it points at.
    pub at: &'a str,
}

impl Syntax<'_> {
    /// The message that says the same to a person; what is rare is quoted as the parser says it.
    fn said(&self, what: &str, expected: &str) -> Message {
        match what {
            "duplicate key" => message!("course-toml-duplicate"),
            "missing opening quote" | "missing escaped value" => message!("course-toml-string"),
            // The parser takes nothing at all for a string without quotes.
            "string values must be quoted" if self.at.trim().is_empty() => {
                message!("course-toml-value")
            }
            "string values must be quoted" => message!("course-toml-quotes"),
            "missing value" | "missing value for key" | "key with no value" => {
                message!("course-toml-value")
            }
            "missing assignment between key-value pairs"
            | "missing key for inline table element" => message!("course-toml-assignment"),
            "extra `=`" | "extra assignment between key-value pairs" => {
                message!("course-toml-extra-sign")
            }
            "extra comma in array" | "extra comma in inline table" => {
                message!("course-toml-extra-comma")
            }
            "invalid unquoted key" | "unquoted keys cannot be empty" => message!("course-toml-key"),
            "unexpected content" | "unexpected key or value" | "invalid value" => {
                message!("course-toml-unexpected")
            }
            "`_` may only go between digits" | "unexpected sign" => message!("course-toml-number"),
            "cannot recurse further; max recursion depth met" | "recursion limit" => {
                message!("course-toml-deep")
            }
            _ => self.family(what, expected),
        }
    }

    /// Messages that differ in their last words alone.
    fn family(&self, what: &str, expected: &str) -> Message {
        let starts = |start: &str| what.starts_with(start);
        if starts("unclosed ") && self.message.contains(", expected ") {
            message!("course-toml-unclosed", expected = expected)
        } else if starts("missing comma ") {
            message!("course-toml-comma")
        } else if starts("invalid ") && what.ends_with(" string") {
            message!("course-toml-string")
        } else if starts("invalid boolean") {
            message!("course-toml-boolean")
        } else if ["invalid date", "invalid time", "invalid offset"]
            .iter()
            .any(|s| starts(s))
        {
            message!("course-toml-date")
        } else if what.ends_with(" number")
            || starts("invalid float")
            || starts("unexpected leading zero")
            || starts("redundant ")
        {
            message!("course-toml-number")
        } else {
            message!("course-toml-other", words = self.message)
        }
    }
}

impl Explain for Syntax<'_> {
    fn message(&self) -> Message {
        let (what, expected) = self
            .message
            .split_once(", expected ")
            .unwrap_or((self.message, ""));
        self.said(what, expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Lang;
    use toml::de::DeTable;

    /// The message that the first problem of this file becomes, and the whole of it in Russian.
    fn said(file: &str) -> (String, String) {
        let (_, errors) = DeTable::parse_recoverable(file);
        let first = errors.first().expect("it is no TOML");
        let found = Syntax {
            message: first.message(),
            at: file.get(first.span().unwrap()).unwrap(),
        };
        (found.message().id().to_owned(), found.explain(Lang::Ru))
    }

    #[test]
    fn what_people_get_wrong_is_said_in_both_languages() {
        let mut wrong = Vec::new();
        for (file, id) in [
            ("a = 1\na = 2", "course-toml-duplicate"),
            ("[a]\n[a]", "course-toml-duplicate"),
            ("a = \"text", "course-toml-string"),
            ("a = 'text", "course-toml-string"),
            ("a = \"C:\\path\"", "course-toml-string"),
            ("a = word", "course-toml-quotes"),
            ("a = text", "course-toml-boolean"),
            ("a = ", "course-toml-value"),
            ("a = # nothing\nb = 1", "course-toml-value"),
            ("a", "course-toml-value"),
            ("a = 1 = 2", "course-toml-unexpected"),
            ("[[homework]", "course-toml-unclosed"),
            ("[homework", "course-toml-unclosed"),
            ("a = [1, 2", "course-toml-unclosed"),
            ("a = { b = 1", "course-toml-unclosed"),
            ("a = [1 2]", "course-toml-quotes"),
            ("a = [\"x\" \"y\"]", "course-toml-comma"),
            ("a = { b = 1 c = 2 }", "course-toml-extra-sign"),
            ("a = True", "course-toml-boolean"),
            ("a = tru", "course-toml-boolean"),
            ("a = [1,, 2]", "course-toml-extra-comma"),
            ("a = 1,5", "course-toml-unexpected"),
            ("a = 1 2", "course-toml-quotes"),
            ("срок = 1", "course-toml-key"),
            ("a = 010", "course-toml-number"),
            ("a = 1__0", "course-toml-number"),
            ("a = 2026-13-01", "course-toml-date"),
            ("a = 12:70:00", "course-toml-date"),
            ("a = 2026-10-06T10:00:00+25:00", "course-toml-date"),
        ] {
            let (found, ru) = said(file);
            if found != id {
                wrong.push(format!("{file}: {found}, not {id}"));
            }
            assert!(
                !ru.contains("expected") && !ru.starts_with("course-"),
                "{ru}"
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // What is rare keeps the parser's own words.
        let rare = Syntax {
            message: "too few unicode value digits, expected unicode hexadecimal value",
            at: "12",
        };
        for lang in Lang::ALL {
            assert!(rare.explain(lang).contains(rare.message));
        }
    }
}
