//! One homework of a course, and its rules.

use super::item::Manual;
use super::task::Task;
use assignments::catalogue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::{Points, Share};
use l10n::Localized;

/// What a student may store for a homework where nothing is said, in MiB: eight files of the largest size, or hundreds of usual ones.
const STORAGE: u32 = 128;

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

impl Homework {
    /// One of which nothing is said: no dates, no tasks, and the rules that hold then.
    pub fn bare(listed: &'static catalogue::Homework, time_zone: TimeZone) -> Self {
        Self {
            listed,
            title: Localized::default(),
            time_zone,
            max_points: Points::ZERO,
            opens: None,
            deadline: None,
            closes: None,
            late: Late::default(),
            attempts: None,
            reveal: Reveal::default(),
            feedback: Feedback::default(),
            hints_from_attempt: 1,
            storage_mib: STORAGE,
            tasks: Vec::new(),
            manual: Vec::new(),
        }
    }

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
