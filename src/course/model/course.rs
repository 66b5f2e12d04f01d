//! A whole course.

use super::homework::Homework;
use crate::course::expectation::Expect;
use jiff::tz::TimeZone;
use judge::formula::Formula;
use judge::points::Points;
use l10n::Localized;
use l10n::text::Lang;

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
    pub grade: Formula,
    /// What it means to be excused from a homework.
    pub excused: Excused,
    /// The homeworks in order.
    pub homeworks: Vec<Homework>,
    /// What the config expects of itself.
    pub expects: Vec<Expect>,
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
