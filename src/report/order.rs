//! How the gradebook is ordered, and whose rows are left.

use crate::course::Course;

/// By what the rows are ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The name shown.
    #[default]
    Name,
    /// The login.
    Login,
    /// Points of one homework.
    Homework(String),
    /// The exam's points.
    Exam,
    /// All points.
    Total,
    /// The final grade.
    Grade,
}

/// A column and a direction: `total` or `-total`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

/// Whose rows are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those who sent nothing for some homework that has opened.
    Missing,
    /// Those without exam points.
    Exam,
    /// Those with an override, an excuse or an extension.
    Hand,
}

/// How one homework stands with the students whose rows are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It has opened, and nothing is there for it.
    Missing,
    /// Something is there for it.
    Sent,
    /// What counts was sent after the deadline.
    Late,
    /// Some of its points are missing.
    Partial,
    /// All of its points are there.
    Full,
}

impl Stands {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Missing,
        Self::Sent,
        Self::Late,
        Self::Partial,
        Self::Full,
    ];

    /// The word of the query and of messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Sent => "sent",
            Self::Late => "late",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// The state of this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stands| stands.name() == name)
    }
}

impl Only {
    /// All filters.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Exam, Self::Hand];

    /// The word of the query and of messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Exam => "exam",
            Self::Hand => "hand",
        }
    }

    /// The filter of this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|only| only.name() == name)
    }
}

impl Order {
    /// Reads `name`, `-total`, `elbo`…; anything unknown is the order by name.
    pub fn read(text: &str, course: &Course) -> Self {
        let (descending, word) = match text.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, text),
        };
        let column = match word {
            "login" => Column::Login,
            "exam" => Column::Exam,
            "total" => Column::Total,
            "grade" => Column::Grade,
            name if course.homework(name).is_some() => Column::Homework(name.to_owned()),
            "name" => Column::Name,
            _ => return Self::default(),
        };
        Self { column, descending }
    }

    /// As it is read.
    pub fn written(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.column.name())
    }
}

impl Column {
    /// The word of the query.
    pub fn name(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::Login => "login",
            Self::Homework(name) => name,
            Self::Exam => "exam",
            Self::Total => "total",
            Self::Grade => "grade",
        }
    }
}
