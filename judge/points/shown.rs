//! How points are shown: the type itself knows no language.

use super::{Points, PointsError, Share};
use l10n::number::{decimal_mark, typed};
use l10n::{Arg, Explain, Lang, Message, message};

impl Points {
    /// In digits with the language's decimal mark: `9,5` in Russian.
    pub fn show(self, lang: Lang) -> String {
        decimal_mark(self.to_string(), lang)
    }

    /// With its word: `2 points`, `9,5 балла`.
    pub fn with_word(self, lang: Lang) -> String {
        message!("points-n", n = self.number(), shown = self).text(lang)
    }

    /// As a number that a text may count by: 1 балл, 2 балла, 5 баллов, 1,5 балла.
    pub fn number(self) -> f64 {
        self.thousandths() as f64 / 1000.0
    }

    /// As a person types them: spaces around them, and a comma for the point.
    ///
    /// # Errors
    /// When they are no number of points.
    pub fn typed(text: &str) -> Result<Self, PointsError> {
        typed(text).parse()
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

impl From<Points> for Arg {
    fn from(points: Points) -> Self {
        Self::Decimal(points.to_string())
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        share.fraction()
    }
}

impl Explain for PointsError {
    fn message(&self) -> Message {
        match self {
            Self::NotANumber => message!("points-not-a-number"),
            Self::TooFine => message!("points-too-fine"),
            Self::TooLarge => message!("points-too-large"),
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
