//! What a valid config says: plain data, every default filled in.

use super::answer_kind::AnswerKind;
use assignments::catalogue;
use assignments::task::AnyTask;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::arrays::Arrays;
use judge::likeness::Transformation;
use judge::points::{Points, Share};
use judge::port::Port;
use judge::symmetry::{Rule, Symmetry};
use judge::tolerance::Tolerance;
use l10n::Localized;
use l10n::text::Lang;
use std::collections::BTreeMap;

/// A whole course.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Its name.
    pub title: Localized,
    /// The zone in which its dates are meant and shown unless a person chose another.
    pub time_zone: TimeZone,
    /// The most that the oral exam gives.
    pub exam_max: Points,
    /// How points become the final grade.
    pub grade: judge::formula::Formula,
    /// What it means to be excused from a homework.
    pub excused: Excused,
    /// The homeworks in order.
    pub homeworks: Vec<Homework>,
    /// What the config expects of itself.
    pub expects: Vec<super::expectation::Expect>,
}

/// What becomes of the total of somebody who is excused from a homework.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Excused {
    /// The homework is left out: what was earned elsewhere is scaled to the whole.
    #[default]
    Scaled,
    /// The homework gives no points, and the whole stays what it is.
    Zero,
}

/// One homework of a course.
#[derive(Clone, Debug, PartialEq)]
pub struct Homework {
    /// What the catalogue has of it: name, statement, tasks.
    pub listed: &'static catalogue::Homework,
    /// Its title.
    pub title: Localized,
    /// The zone of the course, so that its days are counted where they are meant.
    pub time_zone: TimeZone,
    /// What its graded tasks and manual items add up to, bonus aside.
    pub max_points: Points,
    /// Not open before.
    pub opens: Option<Timestamp>,
    /// Late from here on.
    pub deadline: Option<Timestamp>,
    /// Closed from here on; where it is missing and there is no late policy, the deadline closes.
    pub closes: Option<Timestamp>,
    /// What being late costs.
    pub late: Late,
    /// How many submissions count; `None` for any number.
    pub attempts: Option<u32>,
    /// When the expected values may be seen.
    pub reveal: Reveal,
    /// How much a report on a student's own inputs says before that.
    pub feedback: Feedback,
    /// From which attempt on hints are shown; 1 for the first.
    pub hints_from_attempt: u32,
    /// How many MiB a student's files and their reports may take.
    pub storage_mib: u32,
    /// Every automatic task, graded or practice, in the order of the catalogue.
    pub tasks: Vec<Task>,
    /// Items graded by a person.
    pub manual: Vec<Manual>,
}

/// What being late costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Late {
    /// Nothing is accepted after the deadline.
    #[default]
    Refused,
    /// Every started day after the deadline takes a share of the points earned, up to `most` of them.
    PerDay {
        /// What a day takes.
        share: Share,
        /// The most that is taken.
        most: Share,
    },
    /// Accepted without loss until the homework closes.
    Free,
}

/// When a student may see the expected values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// Never.
    #[default]
    Never,
    /// Once the homework is closed.
    AfterClose,
    /// Once every point of the task is earned.
    WhenSolved,
    /// At once.
    Always,
}

/// How much a report on a student's own inputs says of what is off, before its values may be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// What is right and what a wrong output looks like, and nothing from which the answer follows.
    #[default]
    Blunt,
    /// How far off every output is, and where.
    Full,
}

/// One automatic task of a homework.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The task of the catalogue.
    pub spec: &'static dyn AnyTask,
    /// What it gives; 0 for practice.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
    /// Whether right outputs of a task that is not wholly right earn their share.
    pub partial: bool,
    /// Tolerances other than the task's own, by output.
    pub tolerances: BTreeMap<String, Tolerance>,
    /// Freedoms other than the task's own, by output.
    pub orders: BTreeMap<String, Order>,
    /// Sizes other than the task's own.
    pub sizes: BTreeMap<String, usize>,
    /// Mistakes that the config names, beside the task's own.
    pub mistakes: Vec<NamedMistake>,
}

/// A mistake that a config names.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedMistake {
    /// Its name within the task.
    pub name: String,
    /// The sentence that helps to find it.
    pub hint: Localized,
    /// What it makes of the right answer, by output; the others stay right.
    pub like: BTreeMap<String, Transformation>,
}

impl NamedMistake {
    /// What one answers who makes it.
    pub fn answer(&self, right: &Arrays) -> Arrays {
        let mut answer = right.clone();
        for (output, like) in &self.like {
            if let Some(array) = answer.get_mut(output) {
                *array = like.of(array);
            }
        }
        answer
    }
}

impl Task {
    /// A task of the catalogue for practice, under its own rules.
    pub fn practice(spec: &'static dyn AnyTask) -> Self {
        Self {
            spec,
            points: Points::ZERO,
            bonus: false,
            partial: true,
            tolerances: BTreeMap::new(),
            orders: BTreeMap::new(),
            sizes: BTreeMap::new(),
            mistakes: Vec::new(),
        }
    }

    /// The names of all known mistakes: the task's own, then those of the config.
    pub fn mistake_names(&self) -> Vec<&str> {
        let own = self.spec.mistakes().into_iter().map(|m| m.id);
        own.chain(self.mistakes.iter().map(|m| m.name.as_str()))
            .collect()
    }

    /// What each mistake of the config answers where this is right.
    pub fn named_answers(&self, right: &Arrays) -> Vec<Arrays> {
        self.mistakes.iter().map(|m| m.answer(right)).collect()
    }

    /// The sentence of a mistake.
    pub fn hint(&self, mistake: &str, lang: Lang) -> Option<&str> {
        let mut own = self.spec.mistakes().into_iter();
        let named = || self.mistakes.iter().find(|m| m.name == mistake);
        own.find(|m| m.id == mistake)
            .map(|m| m.hint.get(lang))
            .or_else(|| Some(named()?.hint.get(lang)))
    }

    /// Its name within the homework.
    pub fn name(&self) -> &'static str {
        self.spec.name()
    }

    /// Whether it counts towards the grade.
    pub fn is_graded(&self) -> bool {
        self.points > Points::ZERO
    }

    /// How one output is judged: as the config says, else as the task itself does. Whole outputs are always exact.
    pub fn rule(&self, port: &Port) -> Rule<'_> {
        let tolerance = self.tolerances.get(port.name);
        let order = self.orders.get(port.name);
        Rule {
            tolerance: tolerance
                .copied()
                .unwrap_or_else(|| self.spec.tolerance(port.name)),
            symmetry: order.map_or_else(|| self.spec.symmetry(port.name), Order::as_symmetry),
        }
    }
}

/// A freedom of order or sign, set by a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Element by element.
    Exact,
    /// Up to one common sign.
    UpToSign,
    /// Up to the order of the slices of this axis.
    UpToPermutation(String),
}

impl Order {
    /// As the comparison takes it.
    pub fn as_symmetry(&self) -> Symmetry<'_> {
        match self {
            Self::Exact => Symmetry::Exact,
            Self::UpToSign => Symmetry::Sign,
            Self::UpToPermutation(axis) => Symmetry::Permutation(axis),
        }
    }
}

/// An item graded by a person: a proof, a derivation, a plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual {
    /// Its name within the homework.
    pub name: String,
    /// Its title.
    pub title: Localized,
    /// What to do, in Markdown.
    pub statement: Localized,
    /// What it gives at most.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
    /// What an answer may be, in the order of all kinds.
    pub accept: Vec<AnswerKind>,
    /// The rubric: parts with their points and what is asked for.
    pub rubric: Vec<Criterion>,
}

/// One part of a rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name within the item.
    pub name: String,
    /// What is asked for.
    pub text: Localized,
    /// What it gives at most.
    pub points: Points,
}

impl Course {
    /// The homework of this name.
    pub fn homework(&self, name: &str) -> Option<&Homework> {
        self.homeworks.iter().find(|h| h.name() == name)
    }

    /// The title of the homework of this name; the name itself where the course has no such homework, or has it no more.
    pub fn homework_title(&self, name: &str, lang: Lang) -> String {
        let title = self.homework(name).map(|h| h.title.get(lang));
        title.unwrap_or(name).to_owned()
    }

    /// What all homeworks and the exam add up to, bonus aside.
    pub fn max_points(&self) -> Points {
        self.homeworks.iter().map(|h| h.max_points).sum::<Points>() + self.exam_max
    }

    /// What can be earned on top.
    pub fn bonus_points(&self) -> Points {
        self.homeworks.iter().map(Homework::bonus_points).sum()
    }
}

impl Homework {
    /// Its name in the catalogue, URLs and files.
    pub fn name(&self) -> &'static str {
        self.listed.name
    }

    /// The task of this name.
    pub fn task(&self, name: &str) -> Option<&Task> {
        self.tasks.iter().find(|t| t.name() == name)
    }

    /// The item of this name that a person grades.
    pub fn item(&self, name: &str) -> Option<&Manual> {
        self.manual.iter().find(|m| m.name == name)
    }

    /// How many bytes a student's files and their reports may take.
    pub fn storage_bytes(&self) -> u64 {
        u64::from(self.storage_mib) << 20
    }

    /// Whether it has an item of this name that a person grades.
    pub fn has_item(&self, name: &str) -> bool {
        self.manual.iter().any(|m| m.name == name)
    }

    /// What can be earned on top of its maximum.
    pub fn bonus_points(&self) -> Points {
        let tasks = self.tasks.iter().filter(|t| t.bonus).map(|t| t.points);
        let manual = self.manual.iter().filter(|m| m.bonus).map(|m| m.points);
        tasks.chain(manual).sum()
    }
}
