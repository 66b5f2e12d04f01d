//! What a wrong output was recognised as: plain data for the report, and its sentence in either language.

use super::report::MistakeFound;
use crate::l10n::{Lang, say, say_with};
use assignments::judge::findings::{Constant, Factor, RowOrder};
use assignments::judge::recognition::Finding;
use assignments::judge::rounding::Rounding;
use assignments::task::{AnyTask, MistakeInfo};
use serde::{Deserialize, Serialize};

/// What a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A known mistake of the task.
    Mistake,
    /// Right for other inputs.
    OtherInputs,
    /// The other sign.
    Sign,
    /// A constant factor.
    Factor,
    /// The axes in another order.
    Transposed,
    /// The rows in another order.
    Order,
    /// Rounded too coarsely.
    Precision,
}

/// One thing that an output was recognised as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Recognised {
    /// What it is.
    pub kind: FindingKind,
    /// The mistake's name within the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is exactly: the usual constants, the order of axes, the rounding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// The sentence that helps. It gives no value of the answer away.
    pub hint: String,
}

impl From<&MistakeFound> for Recognised {
    fn from(mistake: &MistakeFound) -> Self {
        Self {
            kind: FindingKind::Mistake,
            id: Some(mistake.id.clone()),
            details: Vec::new(),
            hint: mistake.hint.clone(),
        }
    }
}

impl Recognised {
    /// A finding as the report keeps it, its sentence in English.
    pub(super) fn new(finding: &Finding, mistakes: &[MistakeInfo], others: &[&str]) -> Self {
        let (kind, id, details) = match finding {
            Finding::Mistake(index) => {
                let id = mistakes.get(*index).map(|m| m.id.to_owned());
                (FindingKind::Mistake, id, Vec::new())
            }
            Finding::OtherInputs(index) => {
                let name = others.get(*index).map(|name| (*name).to_owned());
                (FindingKind::OtherInputs, None, name.into_iter().collect())
            }
            Finding::Sign => (FindingKind::Sign, None, Vec::new()),
            Finding::Factor(factor) => (FindingKind::Factor, None, factor_details(factor)),
            Finding::Transposed(axes) => {
                let axes = axes.iter().map(ToString::to_string).collect();
                (FindingKind::Transposed, None, axes)
            }
            Finding::Order(order) => {
                let order = match order {
                    RowOrder::Reversed => "reversed",
                    RowOrder::Later => "later",
                    RowOrder::Earlier => "earlier",
                };
                (FindingKind::Order, None, vec![order.to_owned()])
            }
            Finding::Precision(rounding) => {
                let details = vec![rounding_detail(*rounding)];
                (FindingKind::Precision, None, details)
            }
        };
        let mut recognised = Self {
            kind,
            id,
            details,
            hint: String::new(),
        };
        recognised.hint = recognised.sentence(mistakes, Lang::En);
        recognised
    }

    /// The same finding with its sentence in another language.
    pub(super) fn translate(&mut self, known: Option<&dyn AnyTask>, lang: Lang) {
        let mistakes = known.map(AnyTask::mistakes).unwrap_or_default();
        // What a newer version of the catalogue does not know keeps the sentence it was stored with.
        let sentence = self.sentence(&mistakes, lang);
        if !sentence.is_empty() {
            self.hint = sentence;
        }
    }

    fn sentence(&self, mistakes: &[MistakeInfo], lang: Lang) -> String {
        let detail = |index: usize| self.details.get(index).map_or("", String::as_str);
        match self.kind {
            FindingKind::Mistake => {
                let info = mistakes.iter().find(|m| Some(m.id) == self.id.as_deref());
                info.map_or_else(String::new, |info| info.hint.get(lang).to_owned())
            }
            FindingKind::OtherInputs => {
                let other = say(lang, &format!("found-inputs-{}", detail(0)));
                say_with(
                    lang,
                    "found-other-inputs",
                    &crate::args! {"inputs" => other},
                )
            }
            FindingKind::Sign => say(lang, "found-sign"),
            FindingKind::Factor => self.factor_sentence(lang),
            FindingKind::Transposed => {
                let axes = self.details.join(", ");
                say_with(lang, "found-transposed", &crate::args! {"axes" => axes})
            }
            FindingKind::Order => say(lang, &format!("found-order-{}", detail(0))),
            FindingKind::Precision => {
                let (kind, count) = detail(0).split_once(':').unwrap_or((detail(0), ""));
                let count = count.parse::<i64>().unwrap_or_default();
                let said = say_with(
                    lang,
                    &format!("found-rounded-{kind}"),
                    &crate::args! {"n" => count},
                );
                format!("{said} {}", say(lang, "found-precision"))
            }
        }
    }

    fn factor_sentence(&self, lang: Lang) -> String {
        let constant = |detail: &String| {
            let (kind, axis) = detail.split_once(':').unwrap_or((detail, ""));
            let id = format!("found-constant-{}", kind.replace('_', "-"));
            say_with(lang, &id, &crate::args! {"axis" => axis.to_owned()})
        };
        let known: Vec<_> = self.details.iter().map(constant).collect();
        if known.is_empty() {
            return say(lang, "found-factor");
        }
        let known = known.join("; ");
        say_with(
            lang,
            "found-usual-factor",
            &crate::args! {"factor" => known},
        )
    }
}

fn factor_details(factor: &Factor) -> Vec<String> {
    let constant = |constant: &Constant| match constant {
        Constant::Two => "two".to_owned(),
        Constant::Half => "half".to_owned(),
        Constant::Pi => "pi".to_owned(),
        Constant::Ln2 => "ln2".to_owned(),
        Constant::Bits => "bits".to_owned(),
        Constant::SumForMean(axis) => format!("sum_for_mean:{axis}"),
        Constant::MeanForSum(axis) => format!("mean_for_sum:{axis}"),
        Constant::UnbiasedForBiased(axis) => format!("unbiased_for_biased:{axis}"),
        Constant::BiasedForUnbiased(axis) => format!("biased_for_unbiased:{axis}"),
    };
    let mut details: Vec<_> = factor.constants.iter().map(constant).collect();
    if !details.is_empty() && factor.value < 0.0 {
        details.push("sign".to_owned());
    }
    details
}

fn rounding_detail(rounding: Rounding) -> String {
    match rounding {
        Rounding::Float16 => "float16".to_owned(),
        Rounding::Bfloat16 => "bfloat16".to_owned(),
        Rounding::Decimals(n) => format!("decimals:{n}"),
        Rounding::Digits(n) => format!("digits:{n}"),
        Rounding::Arithmetic => "arithmetic".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Finding> {
        let constants = vec![
            Constant::Two,
            Constant::Half,
            Constant::Pi,
            Constant::Ln2,
            Constant::Bits,
            Constant::SumForMean("dim".to_owned()),
            Constant::MeanForSum("dim".to_owned()),
            Constant::UnbiasedForBiased("dim".to_owned()),
            Constant::BiasedForUnbiased("dim".to_owned()),
        ];
        let factor = |value, constants| Finding::Factor(Factor { value, constants });
        let mut all = vec![
            Finding::OtherInputs(0),
            Finding::Sign,
            factor(-1.25, Vec::new()),
            factor(-2.0, constants),
            Finding::Transposed(vec![1, 0, 2]),
        ];
        all.extend([RowOrder::Reversed, RowOrder::Later, RowOrder::Earlier].map(Finding::Order));
        let roundings = [
            Rounding::Float16,
            Rounding::Bfloat16,
            Rounding::Decimals(1),
            Rounding::Digits(4),
            Rounding::Arithmetic,
        ];
        all.extend(roundings.map(Finding::Precision));
        all
    }

    #[test]
    fn every_finding_has_a_sentence_in_its_language_and_no_value() {
        for finding in all() {
            let mut found = Recognised::new(&finding, &[], &["practice"]);
            for lang in Lang::ALL {
                found.translate(None, lang);
                let is_russian = found.hint.chars().any(|c| ('а'..='я').contains(&c));
                assert_eq!(is_russian, lang == Lang::Ru, "{}", found.hint);
                assert!(!found.hint.contains("found-"), "{}", found.hint);
                assert!(!found.hint.contains("1.25") && !found.hint.contains("1,25"));
            }
            let json = serde_json::to_string(&found).unwrap();
            assert_eq!(serde_json::from_str::<Recognised>(&json).unwrap(), found);
        }
    }
}
