//! What is said of one output.

use super::cause::Cause;
use super::reason::Reason;
use super::recognised::{FindingKind, Recognised};
use super::verdict::TaskVerdict;
use crate::comparison::Comparison;
use crate::tolerance::Tolerance;
use l10n::{Lang, message, number};
use serde::{Deserialize, Serialize};

/// The report on one output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OutputReport {
    /// The output's name.
    pub output: String,
    /// The verdict.
    pub verdict: TaskVerdict,
    /// The share of elements within tolerance, where shapes agree.
    pub within_tolerance: Option<f64>,
    /// The largest absolute error; `None` where it is infinite or there is none to tell.
    pub max_abs_error: Option<f64>,
    /// The largest relative error; `None` where it is infinite or there is none to tell.
    pub max_rel_error: Option<f64>,
    /// The element furthest off in units of its tolerance.
    pub worst_index: Option<Vec<usize>>,
    /// What was expected there, where that may be told and both are finite.
    #[serde(default)]
    pub worst_expected: Option<f64>,
    /// What was got there.
    #[serde(default)]
    pub worst_got: Option<f64>,
    /// The shape asked for.
    pub expected_shape: Vec<usize>,
    /// The shape found.
    pub got_shape: Option<Vec<usize>>,
    /// The dtype found.
    #[serde(default)]
    pub got_dtype: Option<String>,
    /// The relative part of the tolerance applied.
    #[serde(default)]
    pub rtol: f64,
    /// The absolute part of the tolerance applied.
    #[serde(default)]
    pub atol: f64,
    /// Why the shape is wrong, where it can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape_cause: Option<Cause>,
    /// Why what the file has for it is no array of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What it was recognised as, where it is wrong.
    #[serde(default)]
    pub recognised: Vec<Recognised>,
}

impl OutputReport {
    /// Whether it is known why it is wrong: a listed mistake, or right for other inputs.
    pub fn is_explained(&self) -> bool {
        let explains = |kind| matches!(kind, FindingKind::Mistake | FindingKind::OtherInputs);
        self.recognised.iter().any(|found| explains(found.kind))
    }

    /// Takes out what gives a value of the answer away.
    pub fn hide_values(&mut self) {
        self.worst_expected = None;
        self.worst_got = None;
    }

    /// What was expected at the element furthest off, and what was got, in a reader's language; of a right output there is nothing to tell.
    pub fn values(&self, lang: Lang) -> Option<String> {
        let (expected, got) = self.worst_expected.zip(self.worst_got)?;
        let is_off = self.verdict != TaskVerdict::Correct;
        let [expected, got] = [expected, got].map(|value| number::value(value, lang));
        is_off.then(|| message!("worst-values", expected = expected, got = got).text(lang))
    }

    /// A verdict of which nothing more is known.
    pub fn bare(output: &str, verdict: TaskVerdict) -> Self {
        Self {
            output: output.to_owned(),
            verdict,
            within_tolerance: None,
            max_abs_error: None,
            max_rel_error: None,
            worst_index: None,
            worst_expected: None,
            worst_got: None,
            expected_shape: Vec::new(),
            got_shape: None,
            got_dtype: None,
            rtol: 0.0,
            atol: 0.0,
            shape_cause: None,
            reason: None,
            recognised: Vec::new(),
        }
    }

    /// The report of one comparison.
    pub fn new(output: &str, comparison: &Comparison, tolerance: Tolerance) -> Self {
        let distance = comparison.distance.as_ref();
        let values = distance.and_then(|d| d.worst_values);
        let values = values.filter(|(expected, got)| expected.is_finite() && got.is_finite());
        Self {
            within_tolerance: distance.map(|d| d.within),
            max_abs_error: distance.map(|d| d.max_abs).filter(|e| e.is_finite()),
            max_rel_error: distance.map(|d| d.max_rel).filter(|e| e.is_finite()),
            worst_index: distance.map(|d| d.worst_index.clone()),
            worst_expected: values.map(|(expected, _)| expected),
            worst_got: values.map(|(_, got)| got),
            expected_shape: comparison.expected_shape.clone(),
            got_shape: comparison.got_shape.clone(),
            got_dtype: comparison.got_dtype.map(ToOwned::to_owned),
            rtol: tolerance.rtol,
            atol: tolerance.atol,
            shape_cause: comparison.shape_cause.as_ref().map(Cause::from),
            ..Self::bare(output, comparison.verdict.into())
        }
    }
}
