//! What a wrong output was recognised as: plain data for the report, and its sentence in either language.

use crate::findings::{Constant, Factor, RowOrder};
use crate::recognition::Finding;
use crate::rounding::Rounding;
use l10n::{Arg, Lang, Message, message};
use serde::{Deserialize, Serialize};

/// A known mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MistakeFound {
    /// Its name within the task.
    pub id: String,
    /// The sentence that helps.
    pub hint: String,
}

/// What a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
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
    /// A finding as the report keeps it, its sentence in English: `mistakes` are the names of the known mistakes, `hint` gives their
    /// sentences, `others` names the other inputs that were tried.
    pub fn new(
        finding: &Finding,
        mistakes: &[&str],
        others: &[&str],
        hint: impl Fn(&str, Lang) -> Option<String>,
    ) -> Self {
        let (kind, id, details) = match finding {
            Finding::Mistake(index) => {
                let id = mistakes.get(*index).map(|id| (*id).to_owned());
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
        recognised.hint = recognised.sentence(Lang::En, hint);
        recognised
    }

    /// The same finding with its sentence in another language.
    pub(super) fn translate(&mut self, lang: Lang, hint: impl Fn(&str, Lang) -> Option<String>) {
        // A mistake that nobody knows any more keeps the sentence it was stored with.
        let sentence = self.sentence(lang, hint);
        if !sentence.is_empty() {
            self.hint = sentence;
        }
    }

    fn sentence(&self, lang: Lang, hint: impl Fn(&str, Lang) -> Option<String>) -> String {
        let detail = |index: usize| self.details.get(index).map_or("", String::as_str);
        match self.kind {
            FindingKind::Mistake => {
                let known = self.id.as_deref().and_then(|id| hint(id, lang));
                known.unwrap_or_default()
            }
            FindingKind::OtherInputs => match detail(0) {
                "practice" => message!(
                    "found-other-inputs",
                    inputs = message!("found-inputs-practice")
                )
                .text(lang),
                _ => String::new(),
            },
            FindingKind::Sign => message!("found-sign").text(lang),
            FindingKind::Factor => self.factor_sentence(lang),
            FindingKind::Transposed => {
                message!("found-transposed", axes = self.details.join(", ")).text(lang)
            }
            FindingKind::Order => match detail(0) {
                "reversed" => message!("found-order-reversed").text(lang),
                "later" => message!("found-order-later").text(lang),
                "earlier" => message!("found-order-earlier").text(lang),
                _ => String::new(),
            },
            FindingKind::Precision => match rounded(detail(0)) {
                Some(rounded) => format!(
                    "{} {}",
                    rounded.text(lang),
                    advice(&self.details).text(lang)
                ),
                None => String::new(),
            },
        }
    }

    fn factor_sentence(&self, lang: Lang) -> String {
        let known: Option<Vec<_>> = self.details.iter().map(|d| constant(d)).collect();
        match known {
            None => String::new(),
            Some(known) if known.is_empty() => message!("found-factor").text(lang),
            Some(known) => {
                let known = known.into_iter().map(Into::into).collect();
                message!("found-usual-factor", factor = Arg::List(known, "; ")).text(lang)
            }
        }
    }
}

/// A constant as [`factor_details`] writes it; nothing where a newer version knows more of them.
fn constant(detail: &str) -> Option<Message> {
    let (kind, axis) = detail.split_once(':').unwrap_or((detail, ""));
    Some(match kind {
        "two" => message!("found-constant-two"),
        "half" => message!("found-constant-half"),
        "pi" => message!("found-constant-pi"),
        "ln2" => message!("found-constant-ln2"),
        "bits" => message!("found-constant-bits"),
        "sign" => message!("found-constant-sign"),
        "sum_for_mean" => message!("found-constant-sum-for-mean", axis = axis),
        "mean_for_sum" => message!("found-constant-mean-for-sum", axis = axis),
        "unbiased_for_biased" => message!("found-constant-unbiased-for-biased", axis = axis),
        "biased_for_unbiased" => message!("found-constant-biased-for-unbiased", axis = axis),
        _ => return None,
    })
}

/// What to do about a rounding: numbers of a half-precision type are mended where they are saved.
fn advice(details: &[String]) -> Message {
    let is_half = |detail: &String| matches!(detail.as_str(), "float16" | "bfloat16");
    if details.iter().any(is_half) {
        message!("found-precision-half")
    } else {
        message!("found-precision")
    }
}

/// A rounding as [`rounding_detail`] writes it; nothing where a newer version knows more of them.
fn rounded(detail: &str) -> Option<Message> {
    let (kind, count) = detail.split_once(':').unwrap_or((detail, ""));
    let count = count.parse::<i64>().unwrap_or_default();
    Some(match kind {
        "float16" => message!("found-rounded-float16"),
        "bfloat16" => message!("found-rounded-bfloat16"),
        "decimals" => message!("found-rounded-decimals", n = count),
        "digits" => message!("found-rounded-digits", n = count),
        "arithmetic" => message!("found-rounded-arithmetic"),
        _ => return None,
    })
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
            let mut found = Recognised::new(&finding, &[], &["practice"], |_, _| None);
            for lang in Lang::ALL {
                found.translate(lang, |_, _| None);
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
