//! What a check says: plain data, the JSON of the contract between the grader and everybody else.

use super::findings::{MistakeFound, Recognised};
use crate::l10n::{Explain, Lang, Message};
use crate::message;
use crate::points::Points;
use assignments::judge::comparison::{Comparison, Verdict};
use assignments::judge::shape::ShapeCause;
use serde::{Deserialize, Serialize};

/// The report on one answers file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Report {
    /// The homework.
    pub homework: String,
    /// Points of all tasks, before any late penalty.
    pub points: Points,
    /// The most that the tasks checked here give.
    pub max_points: Points,
    /// A report a task, in the order of the catalogue.
    pub tasks: Vec<TaskReport>,
    /// Keys of the file that no task asks for; the first hundred.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown_more: usize,
}

/// The report on one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TaskReport {
    /// `homework/task`.
    pub task: String,
    /// Points earned.
    pub points: Points,
    /// Points possible; 0 for practice.
    pub max_points: Points,
    /// The verdict on the whole task.
    pub verdict: TaskVerdict,
    /// A report an output.
    pub outputs: Vec<OutputReport>,
    /// The first known mistake that any output is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<MistakeFound>,
}

/// The verdict on a task: the gravest of its outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskVerdict {
    /// Every output is right.
    Correct,
    /// Some output is off.
    Wrong,
    /// Some output is NaN or infinite.
    NotFinite,
    /// Some output has another shape.
    WrongShape,
    /// Some output has another kind of number.
    WrongDtype,
    /// Some output is not there.
    Missing,
    /// The grader itself failed. It costs neither points nor an attempt.
    GraderFault,
}

impl TaskVerdict {
    /// The word of JSON, templates and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Wrong => "wrong",
            Self::NotFinite => "not_finite",
            Self::WrongShape => "wrong_shape",
            Self::WrongDtype => "wrong_dtype",
            Self::Missing => "missing",
            Self::GraderFault => "grader_fault",
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Correct,
        Self::Wrong,
        Self::NotFinite,
        Self::WrongShape,
        Self::WrongDtype,
        Self::Missing,
        Self::GraderFault,
    ];

    /// The word for people.
    pub fn message(self) -> Message {
        match self {
            Self::Correct => message!("verdict-correct"),
            Self::Wrong => message!("verdict-wrong"),
            Self::NotFinite => message!("verdict-not-finite"),
            Self::WrongShape => message!("verdict-wrong-shape"),
            Self::WrongDtype => message!("verdict-wrong-dtype"),
            Self::Missing => message!("verdict-missing"),
            Self::GraderFault => message!("verdict-grader-fault"),
        }
    }

    /// The sign shown beside the word, so that no state is told by colour alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Correct => "✓",
            Self::Wrong => "✗",
            Self::NotFinite => "∞",
            Self::WrongShape | Self::WrongDtype => "≠",
            Self::Missing => "◌",
            Self::GraderFault => "⚠",
        }
    }
}

impl From<Verdict> for TaskVerdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Correct => Self::Correct,
            Verdict::Wrong => Self::Wrong,
            Verdict::NotFinite => Self::NotFinite,
            Verdict::WrongShape => Self::WrongShape,
            Verdict::WrongDtype => Self::WrongDtype,
            Verdict::Missing => Self::Missing,
        }
    }
}

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

/// What was wrong with a member of a file, as it was said when the file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// In English.
    pub en: String,
    /// In Russian.
    pub ru: String,
}

impl Reason {
    /// The words of an error, to be kept.
    pub fn of(error: &impl Explain) -> Self {
        Self {
            en: error.explain(Lang::En),
            ru: error.explain(Lang::Ru),
        }
    }

    /// In one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }
}

/// Why a shape is wrong, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cause {
    /// The cause's name.
    pub cause: String,
    /// The axis that should be left, or that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<String>,
    /// The axis that is left instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
}

impl Explain for Cause {
    fn message(&self) -> Message {
        let axis = self.axis.as_deref().unwrap_or_default();
        match self.cause.as_str() {
            "transposed" => message!("shape-transposed"),
            "extra_axis_of_one" => message!("shape-extra-axis-of-one"),
            "axis_of_one_dropped" => message!("shape-axis-of-one-dropped"),
            "flattened" => message!("shape-flattened"),
            "reduced_to_scalar" => message!("shape-reduced-to-scalar"),
            "not_reduced" => message!("shape-not-reduced", axis = axis),
            "wrong_axis_reduced" => message!(
                "shape-wrong-axis-reduced",
                axis = axis,
                got = self.got.as_deref().unwrap_or_default()
            ),
            // Stored by a newer version.
            other => message!("shape-other", cause = other),
        }
    }
}

impl From<&ShapeCause> for Cause {
    fn from(cause: &ShapeCause) -> Self {
        let (name, axis, got) = match cause {
            ShapeCause::Transposed => ("transposed", None, None),
            ShapeCause::ExtraAxisOfOne => ("extra_axis_of_one", None, None),
            ShapeCause::AxisOfOneDropped => ("axis_of_one_dropped", None, None),
            ShapeCause::Flattened => ("flattened", None, None),
            ShapeCause::ReducedToScalar => ("reduced_to_scalar", None, None),
            ShapeCause::NotReduced(axis) => ("not_reduced", Some(axis.clone()), None),
            ShapeCause::WrongAxisReduced { wanted, got } => (
                "wrong_axis_reduced",
                Some(wanted.clone()),
                Some(got.clone()),
            ),
        };
        Self {
            cause: name.to_owned(),
            axis,
            got,
        }
    }
}

/// A key that no task asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unknown {
    /// The key.
    pub key: String,
    /// The nearest right one.
    pub nearest: Option<String>,
    /// What is wrong with what stands under it, where it could not be read either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl OutputReport {
    /// The report of one comparison.
    pub fn new(
        output: &str,
        comparison: &Comparison,
        tolerance: judge::tolerance::Tolerance,
    ) -> Self {
        let distance = comparison.distance.as_ref();
        Self {
            output: output.to_owned(),
            verdict: comparison.verdict.into(),
            within_tolerance: distance.map(|d| d.within),
            max_abs_error: distance.map(|d| d.max_abs).filter(|e| e.is_finite()),
            max_rel_error: distance.map(|d| d.max_rel).filter(|e| e.is_finite()),
            worst_index: distance.map(|d| d.worst_index.clone()),
            expected_shape: comparison.expected_shape.clone(),
            got_shape: comparison.got_shape.clone(),
            got_dtype: comparison.got_dtype.map(ToOwned::to_owned),
            rtol: tolerance.rtol,
            atol: tolerance.atol,
            shape_cause: comparison.shape_cause.as_ref().map(Cause::from),
            reason: None,
            recognised: Vec::new(),
        }
    }
}

impl TaskReport {
    /// The task's name within its homework.
    pub fn name(&self) -> &str {
        self.task.rsplit('/').next().unwrap_or_default()
    }

    /// What was recognised, each with the outputs that it was found in; what several outputs share is told once.
    pub fn findings(&self) -> Vec<(Recognised, Vec<&str>)> {
        let mut findings: Vec<(Recognised, Vec<&str>)> = Vec::new();
        for output in &self.outputs {
            for found in &output.recognised {
                match findings.iter_mut().find(|(other, _)| other == found) {
                    Some((_, outputs)) => outputs.push(&output.output),
                    None => findings.push((found.clone(), vec![&output.output])),
                }
            }
        }
        // A report stored by version 0.1 knows a mistake of the whole task only.
        if findings.is_empty()
            && let Some(mistake) = &self.mistake
        {
            let wrong = |o: &&OutputReport| o.verdict != TaskVerdict::Correct;
            let outputs = self.outputs.iter().filter(wrong);
            let outputs = outputs.map(|o| o.output.as_str()).collect();
            findings.push((Recognised::from(mistake), outputs));
        }
        findings
    }

    /// Whether the student sent anything for this task.
    pub fn is_attempted(&self) -> bool {
        self.verdict == TaskVerdict::GraderFault
            || self
                .outputs
                .iter()
                .any(|o| o.verdict != TaskVerdict::Missing)
    }
}

impl Report {
    /// Whether everything asked for is right: every graded task, and every practice task that was attempted.
    pub fn all_right(&self) -> bool {
        let right = |t: &TaskReport| {
            let needed = t.max_points > Points::ZERO || t.is_attempted();
            !needed || t.verdict == TaskVerdict::Correct
        };
        self.tasks.iter().all(right)
    }

    /// Whether the grader failed on some task.
    pub fn has_fault(&self) -> bool {
        self.tasks
            .iter()
            .any(|t| t.verdict == TaskVerdict::GraderFault)
    }

    /// The same report with its hints in another language.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        for task in &mut self.tasks {
            let known = assignments::catalogue::task(&task.task);
            for found in task.outputs.iter_mut().flat_map(|o| &mut o.recognised) {
                found.translate(known, lang);
            }
            if let (Some(found), Some(known)) = (&mut task.mistake, known)
                && let Some(info) = known.mistakes().iter().find(|m| m.id == found.id)
            {
                info.hint.get(lang).clone_into(&mut found.hint);
            }
        }
        self
    }

    /// The same report without hints: the mistakes are known to be known, and not named yet.
    #[must_use]
    pub fn without_hints(mut self) -> Self {
        for task in &mut self.tasks {
            task.mistake = None;
            for output in &mut task.outputs {
                output.recognised.clear();
            }
        }
        self
    }
}
