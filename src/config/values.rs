//! What a value can be asked for: texts, numbers, points, words of a list, tables. What does not fit is reported.

use super::code::Code;
use super::reader::{Section, Span, Value};
use super::sink::problem;
use super::{slip, slips};
use judge::points::{Points, PointsError};
use l10n::{Localized, Message, message, nearest};
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

/// A whole number in whichever base it is written.
fn number(written: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(written.as_str(), written.radix()).ok()
}

impl<'t> Value<'t> {
    fn expect<T>(&self, value: Option<T>, expected: Message) -> Option<T> {
        if value.is_none() {
            self.wrong_type(expected);
        }
        value
    }

    /// The same of what is written without quotes: a text that `reads` as such a value needs only to lose its own.
    fn expect_bare<T>(
        &self,
        value: Option<T>,
        expected: Message,
        reads: impl Fn(&str) -> bool,
    ) -> Option<T> {
        if value.is_none() {
            let text = self.node.as_str().map(str::trim);
            self.wrong_type_meant(expected, text.filter(|text| reads(text)));
        }
        value
    }

    /// A string.
    pub(crate) fn text(&self) -> Option<&'t str> {
        self.expect(self.node.as_str(), message!("course-type-string"))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Option<bool> {
        let reads = |text: &str| text.parse::<bool>().is_ok();
        self.expect_bare(self.node.as_bool(), message!("course-type-boolean"), reads)
    }

    /// A whole number within bounds.
    pub(crate) fn whole(&self, least: u32, most: u32) -> Option<u32> {
        let expected = message!("course-type-integer");
        let reads = |text: &str| text.parse::<u32>().is_ok();
        let written = self.expect_bare(self.node.as_integer(), expected, reads)?;
        let fits = number(written).and_then(|n| u32::try_from(n).ok());
        let fits = fits.filter(|n| (least..=most).contains(n));
        if fits.is_none() {
            let out = problem(Code::OutOfRange, self.span.clone()).with("key", self.key);
            let out = out.with("least", least.to_string());
            let out = out.with("most", most.to_string());
            self.sink.error(out.example(self.example));
        }
        fits
    }

    /// A real number; whole ones are taken too. NaN and infinities are for the caller to judge.
    pub(crate) fn real(&self) -> Option<f64> {
        let reads = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
        self.expect_bare(self.real_quietly(), message!("course-type-float"), reads)
    }

    /// The same without a report.
    pub(crate) fn real_quietly(&self) -> Option<f64> {
        match self.node {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            DeValue::Integer(integer) => number(integer).map(|n| n as f64),
            _ => None,
        }
    }

    /// A number of points that is not negative.
    pub(crate) fn points(&self) -> Option<Points> {
        let parsed = match self.node {
            DeValue::String(text) => text.parse::<Points>(),
            DeValue::Integer(n) if n.radix() == 10 => {
                n.as_str().trim_start_matches('+').parse::<Points>()
            }
            // `0x6` is a whole number like any other.
            DeValue::Integer(n) => match number(n) {
                Some(n) => n.to_string().parse::<Points>(),
                None => Err(PointsError::TooLarge),
            },
            DeValue::Float(float) => {
                let wrong = problem(Code::PointsFloat, self.span.clone());
                let exact = float.as_str().parse::<Points>().ok();
                let shown = exact.map_or_else(|| "2.5".to_owned(), |p| p.to_string());
                self.sink.error(wrong.with("points", shown));
                return None;
            }
            _ => {
                self.wrong_type(message!("course-type-points"));
                return None;
            }
        };
        let code = match parsed {
            Ok(points) if points >= Points::ZERO => return Some(points),
            Ok(_) => Code::PointsNegative,
            Err(PointsError::NotANumber) => Code::PointsNotANumber,
            Err(PointsError::TooFine) => Code::PointsTooFine,
            Err(PointsError::TooLarge) => Code::PointsTooLarge,
        };
        let wrong = problem(code, self.span.clone());
        let point = self.node.as_str().and_then(slips::with_point);
        self.sink.error(match point {
            Some(number) => wrong.help(slip::write(&format!("{} = \"{number}\"", self.key))),
            None => wrong,
        });
        None
    }

    /// A number of points above zero.
    pub(crate) fn positive_points(&self) -> Option<Points> {
        let points = self.points()?;
        if points == Points::ZERO {
            self.sink
                .error(problem(Code::PointsZero, self.span.clone()));
            return None;
        }
        Some(points)
    }

    /// A text in both languages.
    pub(crate) fn words(&self) -> Option<Localized> {
        let Some(table) = self.node.as_table() else {
            self.wrong_type(message!("course-type-words"));
            return None;
        };
        let mut section = Section::new(table, self.span.clone(), self.sink);
        let (en, ru) = (
            section.optional("en", "en = \"…\""),
            section.optional("ru", "ru = \"…\""),
        );
        if en.is_none() || ru.is_none() {
            let missing = if en.is_some() { "ru" } else { "en" };
            let one = problem(Code::OneLanguage, self.span.clone()).with("key", self.key);
            self.sink.error(one.with("missing", missing));
        }
        section.finish();
        let (en, ru) = (en.map(|v| v.filled()), ru.map(|v| v.filled()));
        Some(Localized { en: en??, ru: ru?? })
    }

    /// A string that is not blank.
    pub(crate) fn filled(&self) -> Option<String> {
        let text = self.text()?.trim();
        if text.is_empty() {
            let empty = problem(Code::EmptyText, self.span.clone()).with("key", self.key);
            self.sink.error(empty);
            return None;
        }
        Some(text.to_owned())
    }

    /// A name: a `snake_case` word.
    pub(crate) fn name(&self) -> Option<&'t str> {
        let name = self.text()?;
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let good = (1..=64).contains(&name.len())
            && name.chars().all(letters)
            && name.starts_with(|c: char| c.is_ascii_lowercase());
        if !good {
            self.sink
                .error(problem(Code::BadName, self.span.clone()).with("name", name));
        }
        good.then_some(name)
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let word = self.text()?;
        let found = choices.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            self.unknown_choice(word, choices.iter().map(|(name, _)| *name));
        }
        found.map(|(_, value)| *value)
    }

    /// Reports a word that is none of those allowed.
    pub(crate) fn unknown_choice(
        &self,
        word: &str,
        choices: impl Iterator<Item = &'static str> + Clone,
    ) {
        let near = nearest(word, choices.clone());
        let quoted: Vec<_> = choices.map(|c| format!("\"{c}\"")).collect();
        let unknown = problem(Code::UnknownChoice, self.span.clone()).with("key", self.key);
        let unknown = unknown
            .with("word", word)
            .with("choices", quoted.join(", "));
        self.sink.error(unknown.near(near));
    }

    /// The strings of an array, each with its place; anything else in it is reported.
    pub(crate) fn texts(&self) -> Vec<(&'t str, Span)> {
        let expected = message!("course-type-array");
        let Some(array) = self.expect(self.node.as_array(), expected) else {
            return Vec::new();
        };
        let element = |element: &'t Spanned<DeValue<'t>>| {
            let span = element.span();
            let value = Value {
                node: element.get_ref(),
                span: span.clone(),
                ..self.clone()
            };
            Some((value.text()?, span))
        };
        array.iter().filter_map(element).collect()
    }

    /// Reports a value that is of the right type and cannot be used, with the reason.
    pub(crate) fn refuse(&self, reason: Message) {
        let bad = problem(Code::BadValue, self.span.clone()).with("key", self.key);
        self.sink
            .error(bad.with("reason", reason).example(self.example));
    }

    /// A table.
    pub(crate) fn section(&self) -> Option<Section<'t>> {
        let table = self.expect(self.node.as_table(), message!("course-type-table"))?;
        Some(Section::new(table, self.span.clone(), self.sink))
    }

    /// The values of an array.
    pub(crate) fn elements(&self) -> Vec<Self> {
        let Some(array) = self.expect(self.node.as_array(), message!("course-type-array")) else {
            return Vec::new();
        };
        let element = |element: &'t Spanned<DeValue<'t>>| Value {
            node: element.get_ref(),
            span: element.span(),
            ..self.clone()
        };
        array.iter().map(element).collect()
    }

    /// An array of tables: `[[key]]`, or `key = []`.
    pub(crate) fn sections(&self) -> Vec<Section<'t>> {
        let Some(array) = self.expect(self.node.as_array(), message!("course-type-tables")) else {
            return Vec::new();
        };
        let element = |element: &'t Spanned<DeValue<'t>>| {
            let value = Value {
                node: element.get_ref(),
                span: element.span(),
                ..self.clone()
            };
            value.section()
        };
        array.iter().filter_map(element).collect()
    }
}
