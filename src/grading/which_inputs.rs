//! Which inputs a file of answers is for, as far as the file itself tells: by its mark `dgm.inputs`, its names, or answers to the
//! practice inputs, which everybody may know. Whether anything is right for a student's own inputs is never asked here, so that what
//! this says can be told before an attempt is spent.

use super::inputs_id::InputsId;
use super::practice::solved_practice;
use crate::answers::Arrays;
use crate::answers::keys::{self, Sorted};
use crate::course::Homework;
use crate::l10n::{Lang, Message};
use crate::message;
use assignments::catalogue;
use assignments::task::AnyTask;
use judge::arrays::Kind;
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::outputs::compare;
use judge::port::Port;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// So many practice seeds are known by their marks.
const PRACTICE_SEEDS: u64 = 100;
/// Of fewer whole numbers that are right nothing follows: they are hit by trying.
const FEWEST_WHOLE: usize = 8;

/// Which inputs they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WhichInputsKind)]
pub enum Which {
    /// Those that the answers are judged by.
    Own,
    /// Those that the student had before new ones were given out.
    Earlier,
    /// Practice inputs.
    Practice,
    /// None: it is a file of inputs and not of answers.
    InputsFile,
    /// Those of another homework.
    OtherHomework,
    /// Others: the mark is of none that are known here.
    Other,
    /// It cannot be told.
    #[default]
    Unknown,
}

/// Which inputs a file of answers is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WhichInputs {
    /// Which.
    pub which: Which,
    /// The homework that the file is of, where it is another one or a file of inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<String>,
    /// The seed of practice inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Whether the file's `dgm.inputs` says so; else its content does.
    #[serde(default)]
    pub by_mark: bool,
    /// Whether `dgm.inputs` is there and is no mark; then it is as if it were not there.
    #[serde(default)]
    pub unusable_mark: bool,
    /// The sentence that helps; empty where nothing is to be said.
    #[serde(default)]
    pub told: String,
}

/// A student's own inputs by their marks: the homework, and the release of its inputs.
pub type OwnMarks = HashMap<InputsId, (String, i64)>;

/// The marks of a student's inputs of these homeworks, up to a release of each.
pub fn own_marks(secret: &[u8; 32], login: &str, homeworks: &[(&str, i64)]) -> OwnMarks {
    let releases = |(homework, newest): &(&str, i64)| {
        let homework = (*homework).to_owned();
        let mark = move |release| {
            let mark = InputsId::own(secret, login, &homework, release);
            (mark, (homework.clone(), release))
        };
        (1..=*newest).map(mark).collect::<Vec<_>>()
    };
    homeworks.iter().flat_map(releases).collect()
}

/// What a file says about its inputs, and the release of the student's own that its mark names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is told.
    pub which: WhichInputs,
    /// The release of this homework's inputs that the mark names.
    pub release: Option<i64>,
}

static PRACTICE: LazyLock<HashMap<InputsId, (&'static str, u64)>> = LazyLock::new(|| {
    let seeds = |homework: &'static str| {
        (0..PRACTICE_SEEDS).map(move |seed| (InputsId::practice(homework, seed), (homework, seed)))
    };
    let homeworks = catalogue::HOMEWORKS.iter();
    homeworks.flat_map(|h| seeds(h.name)).collect()
});

/// What a file says about its inputs. `current` is the release of the student's own that is in force.
pub fn which_inputs(
    homework: &Homework,
    file: &Names,
    sorted: &Sorted,
    own: &OwnMarks,
    current: i64,
) -> Said {
    let mark = sorted.inputs.as_ref().map(InputsId::of);
    let mut release = None;
    let mut found = if sorted.by_task.is_empty() {
        file.of_another(homework.name())
    } else {
        None
    };
    if found.is_none()
        && let Some(Some(mark)) = mark
    {
        let (which, of) = known(mark, own);
        let is_this = of.is_none_or(|of| of == homework.name());
        found = Some(match which {
            Marked::Own(number) if is_this => {
                release = Some(number);
                WhichInputs::of(if number == current {
                    Which::Own
                } else {
                    Which::Earlier
                })
            }
            Marked::Practice(seed) if is_this => WhichInputs::practice(seed),
            Marked::Nothing => WhichInputs::of(Which::Other),
            _ => WhichInputs::of_homework(Which::OtherHomework, of.unwrap_or_default()),
        });
        if let Some(found) = &mut found {
            found.by_mark = true;
        }
    }
    let mut which = found.unwrap_or_else(|| {
        if answers_practice(homework, sorted) {
            WhichInputs::practice(0)
        } else {
            WhichInputs::default()
        }
    });
    which.unusable_mark = mark == Some(None);
    which.translate(Lang::En);
    Said { which, release }
}

/// Whose inputs a mark is of.
enum Marked {
    Own(i64),
    Practice(u64),
    Nothing,
}

fn known(mark: InputsId, own: &OwnMarks) -> (Marked, Option<&str>) {
    if let Some((homework, release)) = own.get(&mark) {
        return (Marked::Own(*release), Some(homework));
    }
    match PRACTICE.get(&mark) {
        Some((homework, seed)) => (Marked::Practice(*seed), Some(homework)),
        None => (Marked::Nothing, None),
    }
}

impl WhichInputs {
    fn of(which: Which) -> Self {
        Self {
            which,
            ..Self::default()
        }
    }

    fn of_homework(which: Which, homework: &str) -> Self {
        Self {
            homework: Some(homework.to_owned()),
            ..Self::of(which)
        }
    }

    fn practice(seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..Self::of(Which::Practice)
        }
    }

    /// Answers found to be right for the inputs that they are judged by, whatever was said of them before.
    #[must_use]
    pub fn proven(self) -> Self {
        let mut proven = Self {
            unusable_mark: self.unusable_mark,
            ..Self::of(Which::Own)
        };
        proven.translate(Lang::En);
        proven
    }

    /// Answers that are judged by inputs that the student had before.
    #[must_use]
    pub(super) fn earlier(self) -> Self {
        let mut earlier = Self {
            by_mark: self.by_mark && self.which == Which::Earlier,
            unusable_mark: self.unusable_mark,
            ..Self::of(Which::Earlier)
        };
        earlier.translate(Lang::En);
        earlier
    }

    /// Whether the file is for something else than what it would be judged by, so that sending it would waste an attempt.
    pub fn is_beside(&self) -> bool {
        match self.which {
            Which::Practice | Which::InputsFile => true,
            // With its own names and the mark of another homework it may be right all the same.
            Which::OtherHomework => !self.by_mark,
            Which::Own | Which::Earlier | Which::Other | Which::Unknown => false,
        }
    }

    /// Whether its names are of something else: then which of them are unknown is no news.
    pub fn is_another_file(&self) -> bool {
        !self.by_mark && matches!(self.which, Which::InputsFile | Which::OtherHomework)
    }

    /// What is told of it; nothing where there is nothing to tell.
    pub fn message(&self) -> Option<Message> {
        let homework = || self.homework.clone().unwrap_or_default();
        let told = match self.which {
            Which::Own | Which::Unknown => None,
            Which::Earlier => Some(message!("which-earlier")),
            Which::Practice => Some(message!("which-practice", seed = self.seed.unwrap_or(0))),
            Which::InputsFile => Some(message!("which-inputs-file", homework = homework())),
            Which::OtherHomework => Some(message!("which-other-homework", homework = homework())),
            Which::Other => Some(message!("which-other")),
        };
        told.or_else(|| self.unusable_mark.then(|| message!("which-unusable")))
    }

    /// The same with its sentence in another language.
    pub(super) fn translate(&mut self, lang: Lang) {
        self.told = self.message().map_or_else(String::new, |m| m.text(lang));
    }
}

/// The names in a file, as far as they belong to the catalogue.
#[derive(Clone, Debug)]
pub struct Names {
    /// Homework by homework: how many names are outputs of its tasks, and how many are inputs.
    counts: Vec<(&'static str, usize, usize)>,
}

impl Names {
    /// Looks at the names of a file.
    pub fn of(file: &Arrays) -> Self {
        let count = |homework: &catalogue::Homework,
                     ports: &dyn Fn(&dyn AnyTask) -> &'static [Port]| {
            let names = |task: &&dyn AnyTask| ports(*task).iter().map(|p| p.name).collect();
            let of_tasks: Vec<(&str, Vec<&str>)> = homework
                .tasks
                .iter()
                .map(|task| (task.name(), names(task)))
                .collect();
            let of_tasks: Vec<(&str, &[&str])> = of_tasks
                .iter()
                .map(|(task, names)| (*task, names.as_slice()))
                .collect();
            keys::count(file.keys(), homework.name, &of_tasks)
        };
        let counts = catalogue::HOMEWORKS.iter().map(|homework| {
            let outputs = count(homework, &|task| task.outputs());
            (
                homework.name,
                outputs,
                count(homework, &|task| task.inputs()),
            )
        });
        Self {
            counts: counts.collect(),
        }
    }

    /// What a file without any output of this homework is.
    fn of_another(&self, homework: &str) -> Option<WhichInputs> {
        let outputs = self.counts.iter().max_by_key(|(_, outputs, _)| *outputs)?;
        let inputs = self.counts.iter().max_by_key(|(_, _, inputs)| *inputs)?;
        if inputs.2 > outputs.1 {
            return Some(WhichInputs::of_homework(Which::InputsFile, inputs.0));
        }
        (outputs.1 > 0 && outputs.0 != homework)
            .then(|| WhichInputs::of_homework(Which::OtherHomework, outputs.0))
    }
}

/// Whether half or more of what can be compared is right for the practice inputs of seed 0.
fn answers_practice(homework: &Homework, sorted: &Sorted) -> bool {
    let (mut right, mut all) = (0, 0);
    for task in &homework.tasks {
        let (Some(got), Some(solved)) = (sorted.by_task.get(task.name()), solved_practice(task))
        else {
            continue;
        };
        let (inputs, truth) = &*solved;
        let known = task.spec;
        let Ok(axes) = Axes::unify(known.inputs(), inputs) else {
            continue;
        };
        for (port, compared) in compare(known.outputs(), &axes, truth, got, |p| task.rule(p)) {
            let elements: usize = compared.expected_shape.iter().product();
            if port.kind == Kind::Float || elements >= FEWEST_WHOLE {
                right += usize::from(compared.verdict == Verdict::Correct);
                let same = matches!(compared.verdict, Verdict::Correct | Verdict::Wrong);
                all += usize::from(same);
            }
        }
    }
    right > 0 && 2 * right >= all
}
