//! What a homework asks for, in words and numbers: `pack.json`.

use super::error::PackError;
use super::names;
use crate::arrays::Kind;
use crate::points::Points;
use crate::port::Port;
use crate::symmetry::{Rule, Symmetry};
use crate::tolerance::Tolerance;
use l10n::{Lang, Localized};
use serde::{Deserialize, Serialize};

/// The version of what this program writes and reads.
pub const FORMAT: u32 = 1;

/// A homework as a course has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The version of the format.
    pub format: u32,
    /// Its name.
    pub homework: String,
    /// Its title.
    pub title: Localized,
    /// What stands before the first task, as Markdown.
    pub introduction: Localized,
    /// What its graded tasks and items add up to, bonus aside.
    pub max_points: Points,
    /// The title of the course.
    pub course: Localized,
    /// How points of the course become the final grade.
    pub final_grade: String,
    /// What the course can give at most, bonus and exam included; an older pack does not say.
    #[serde(default)]
    pub course_points: Option<Points>,
    /// The practice seeds; the first is the one that is meant where none is told.
    pub seeds: Vec<u64>,
    /// Its tasks in order.
    pub tasks: Vec<TaskSheet>,
    /// What people grade.
    pub manual: Vec<ItemSheet>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskSheet {
    /// Its name within the homework.
    pub task: String,
    /// Its title.
    pub title: Localized,
    /// What is asked, as Markdown.
    pub statement: Localized,
    /// The lectures it belongs to.
    pub lectures: Vec<u8>,
    /// What it gives; 0 for practice.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
    /// Whether right outputs of a task that is not wholly right earn their share.
    pub partial: bool,
    /// Lengths of axes and counts that a course may set.
    pub sizes: Vec<SizeSheet>,
    /// What is given.
    pub inputs: Vec<PortSheet>,
    /// What is asked for.
    pub outputs: Vec<OutputSheet>,
    /// The known mistakes.
    pub mistakes: Vec<MistakeSheet>,
}

/// A size that a course may set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeSheet {
    /// The axis or count.
    pub name: String,
    /// What it is here.
    pub value: usize,
    /// What it is unless told.
    pub default: usize,
    /// The least.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// A named array.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortSheet {
    /// Its name within the task.
    pub name: String,
    /// Its axes.
    pub axes: Vec<String>,
    /// `float64` or `int64`.
    pub dtype: String,
    /// What it is.
    pub doc: String,
}

/// A named array that is asked for, and how it is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputSheet {
    /// The array.
    #[serde(flatten)]
    pub port: PortSheet,
    /// The relative part of the tolerance.
    pub rtol: f64,
    /// The absolute part.
    pub atol: f64,
    /// The freedom of order or sign.
    pub order: Order,
}

/// The freedom of an output.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// None.
    #[default]
    Exact,
    /// One common sign.
    UpToSign,
    /// The order of the slices of this axis.
    UpToPermutation(String),
}

/// A known mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MistakeSheet {
    /// Its name within the task.
    pub id: String,
    /// The sentence that helps to find it.
    pub hint: Localized,
}

/// An item graded by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSheet {
    /// Its title.
    pub title: Localized,
    /// What to do, as Markdown.
    pub statement: Localized,
    /// What it gives at most.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
}

impl Sheet {
    /// The task of this name.
    pub fn task(&self, name: &str) -> Option<&TaskSheet> {
        self.tasks.iter().find(|t| t.task == name)
    }

    /// The tasks with their outputs, as [`crate::answers::keys::sort`] takes them.
    pub fn outputs<'a>(&'a self) -> Vec<(&'a str, Vec<&'a str>)> {
        let of_task = |task: &'a TaskSheet| {
            let outputs = task.outputs.iter().map(|o| o.port.name.as_str());
            (task.task.as_str(), outputs.collect())
        };
        self.tasks.iter().map(of_task).collect()
    }
}

impl TaskSheet {
    /// The sentence of a mistake.
    pub fn hint(&self, mistake: &str, lang: Lang) -> Option<&str> {
        let known = self.mistakes.iter().find(|m| m.id == mistake)?;
        Some(known.hint.get(lang))
    }

    /// Whether it counts.
    pub fn is_graded(&self) -> bool {
        self.points > Points::ZERO
    }

    /// How an output is judged.
    pub fn rule(&self, output: &str) -> Rule<'_> {
        let found = self.outputs.iter().find(|o| o.port.name == output);
        found.map_or(
            Rule {
                tolerance: Tolerance::EXACT,
                symmetry: Symmetry::Exact,
            },
            |output| Rule {
                tolerance: Tolerance::new(output.rtol, output.atol),
                symmetry: output.order.as_symmetry(),
            },
        )
    }
}

impl Order {
    fn as_symmetry(&self) -> Symmetry<'_> {
        match self {
            Self::Exact => Symmetry::Exact,
            Self::UpToSign => Symmetry::Sign,
            Self::UpToPermutation(axis) => Symmetry::Permutation(axis),
        }
    }
}

impl From<Symmetry<'_>> for Order {
    fn from(symmetry: Symmetry<'_>) -> Self {
        match symmetry {
            Symmetry::Exact => Self::Exact,
            Symmetry::Sign => Self::UpToSign,
            Symmetry::Permutation(axis) => Self::UpToPermutation(axis.to_owned()),
        }
    }
}

impl From<&Port> for PortSheet {
    fn from(port: &Port) -> Self {
        Self {
            name: port.name.to_owned(),
            axes: port.axes.iter().map(ToString::to_string).collect(),
            dtype: port.kind.dtype().name().to_owned(),
            doc: port.doc.to_owned(),
        }
    }
}

impl PortSheet {
    /// The kind of its numbers.
    pub fn kind(&self) -> Option<Kind> {
        [Kind::Float, Kind::Int]
            .into_iter()
            .find(|kind| kind.dtype().name() == self.dtype)
    }

    /// As the judge takes it.
    pub(super) fn port(&self) -> Result<Port, PackError> {
        names::check(&self.name)?;
        for axis in &self.axes {
            names::check_axis(axis)?;
        }
        let kind = self.kind().ok_or_else(|| PackError::Dtype {
            dtype: self.dtype.clone(),
        })?;
        Ok(Port {
            name: names::kept(&self.name),
            axes: names::kept_axes(&self.axes),
            kind,
            doc: "",
        })
    }
}
