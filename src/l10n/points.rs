//! How points are shown: the type itself knows no language.

use super::messages::{Lang, say_with};
use super::number::decimal_mark;
use crate::points::Points;

impl Points {
    /// In digits with the language's decimal mark: `9,5` in Russian.
    pub fn show(self, lang: Lang) -> String {
        decimal_mark(self.to_string(), lang)
    }

    /// With its word: `2 points`, `9,5 балла`.
    pub fn with_word(self, lang: Lang) -> String {
        let n = self.thousandths() as f64 / 1000.0;
        say_with(
            lang,
            "points-n",
            &crate::args! {"n" => n, "shown" => self.show(lang)},
        )
    }

    /// As a difference, with its sign: `+1.5`, `−2`, `±0`.
    pub fn difference(self, lang: Lang) -> String {
        match self.cmp(&Self::ZERO) {
            std::cmp::Ordering::Greater => format!("+{}", self.show(lang)),
            std::cmp::Ordering::Less => format!("−{}", (-self).show(lang)),
            std::cmp::Ordering::Equal => "±0".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_agree_with_their_number() {
        let shown = |text: &str, lang| text.parse::<Points>().unwrap().with_word(lang);
        for (text, en, ru) in [
            ("1", "1 point", "1 балл"),
            ("2", "2 points", "2 балла"),
            ("5", "5 points", "5 баллов"),
            ("11", "11 points", "11 баллов"),
            ("21", "21 points", "21 балл"),
            ("1.5", "1.5 points", "1,5 балла"),
            ("0", "0 points", "0 баллов"),
        ] {
            assert_eq!(shown(text, Lang::En), en);
            assert_eq!(shown(text, Lang::Ru), ru);
        }
        assert_eq!((-Points::whole(2)).difference(Lang::En), "−2");
        assert_eq!(
            "0.5".parse::<Points>().unwrap().difference(Lang::Ru),
            "+0,5"
        );
    }
}
