//! What the grade would be with other points: for homeworks not yet closed and for the exam not yet taken.

use super::standing::{CourseStanding, HomeworkStanding};
use crate::course::{Course, Grade};
use judge::points::Points;
use l10n::Lang;

/// The name of the exam among the entries.
pub const EXAM: &str = "exam";

/// One number that may be imagined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The homework, or [`EXAM`].
    pub name: String,
    /// The points so far, if there are any.
    pub actual: Option<Points>,
    /// The most it gives.
    pub max: Points,
    /// What was typed, if anything was.
    pub typed: Option<String>,
    /// The points imagined, or what is wrong with what was typed.
    pub points: Result<Points, EntryError>,
}

/// What is wrong with a number typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryError {
    /// It is no number of points.
    NotPoints,
    /// It is below zero or more than there is to earn.
    Range,
}

/// An imagined course.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The numbers that may be imagined.
    pub entries: Vec<Entry>,
    /// All points with them.
    pub total: Points,
    /// The grade they make.
    pub grade: Grade,
    /// How.
    pub derivation: String,
    /// Whether anything was typed.
    pub asked: bool,
}

/// Imagines. `most` says how much can still be had of a homework, or nothing where nothing more is taken, `typed` gives what was typed by
/// name. Points by hand stay as they are. What is left empty or cannot be read counts as it is.
pub fn what_if(
    course: &Course,
    standing: &CourseStanding,
    most: impl Fn(&HomeworkStanding) -> Option<Points>,
    typed: impl Fn(&str) -> Option<String>,
    lang: Lang,
) -> WhatIf {
    let mut entries = Vec::new();
    let mut total = Points::ZERO;
    let mut imagine = |name: &str, actual: Option<Points>, most: Option<Points>| {
        let Some(max) = most.filter(|most| *most > Points::ZERO) else {
            total += actual.unwrap_or_default();
            return;
        };
        let text = typed(name).map(|t| t.trim().to_owned());
        let text = text.filter(|t| !t.is_empty());
        let points = match &text {
            Some(text) => read(text, max.max(actual.unwrap_or_default())),
            None => Ok(actual.unwrap_or_default()),
        };
        total += points.unwrap_or(actual.unwrap_or_default());
        entries.push(Entry {
            name: name.to_owned(),
            actual,
            max,
            typed: text,
            points,
        });
    };
    for homework in &standing.homeworks {
        let most = most(homework).filter(|_| !homework.is_by_hand());
        imagine(&homework.name, homework.points, most);
    }
    let most = standing.exam.is_none().then_some(standing.exam_max);
    imagine(EXAM, standing.exam, most);
    let exact = standing.exact.with_earned(total);
    WhatIf {
        asked: entries.iter().any(|e| e.typed.is_some()),
        entries,
        grade: course.grade.grade(exact),
        derivation: course.grade.steps(exact, lang),
        total: exact.shown(),
    }
}

fn read(text: &str, max: Points) -> Result<Points, EntryError> {
    if text.chars().count() > 20 {
        return Err(EntryError::NotPoints);
    }
    let points = Points::typed(text).map_err(|_| EntryError::NotPoints)?;
    if points < Points::ZERO || points > max {
        return Err(EntryError::Range);
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::standing::course_standing;
    use crate::store::{Standing, Standings};

    fn ask(typed: &[(&str, &str)]) -> WhatIf {
        ask_where(Standing::default(), typed)
    }

    fn ask_where(flows: Standing, typed: &[(&str, &str)]) -> WhatIf {
        let course = Course::default_course();
        let elbo = Standing {
            computed: Some(Points::whole(9)),
            ..Standing::default()
        };
        let standings = Standings::from([("elbo".to_owned(), elbo), ("flows".to_owned(), flows)]);
        let standing = course_standing(&course, &standings, None);
        let typed = |name: &str| {
            let found = typed.iter().find(|(n, _)| *n == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        let most = |of: &HomeworkStanding| (of.name != "elbo").then_some(of.max);
        what_if(&course, &standing, most, typed, Lang::En)
    }

    #[test]
    fn what_is_imagined_is_added_to_what_is_fixed() {
        let nothing = ask(&[]);
        assert!(!nothing.asked);
        assert_eq!(nothing.total, Points::whole(9));
        assert!(nothing.entries.iter().all(|e| e.name != "elbo"));
        let some = ask(&[("flows", "10,5"), ("exam", "20"), ("elbo", "13")]);
        assert_eq!(some.total.to_string(), "39.5");
        assert_eq!(some.grade, Grade::whole(2));
        assert!(some.derivation.starts_with("floor(relu(39.5 / 8 - 2)) = "));
    }

    /// While points by hand hold, nothing that is sent counts: no other points can be had.
    #[test]
    fn points_by_hand_are_fixed() {
        let given = Standing {
            given: Some(Points::whole(5)),
            ..Standing::default()
        };
        let found = ask_where(given, &[("flows", "13")]);
        assert_eq!((found.total, found.asked), (Points::whole(14), false));
        assert!(found.entries.iter().all(|e| e.name != "flows"));
        let open = ask(&[("flows", "13")]);
        assert_eq!((open.total, open.asked), (Points::whole(22), true));
    }

    /// What comes on top of a homework can be imagined, and brings the next grade near.
    #[test]
    fn a_bonus_can_be_had() {
        let mut course = Course::default_course();
        let flows = course.homeworks.iter_mut().find(|h| h.name() == "flows");
        let flows = flows.expect("it is there");
        let graded = flows.tasks.iter_mut().find(|task| task.is_graded());
        graded.expect("some are graded").bonus = true;
        let most = (flows.max_points + flows.bonus_points()).to_string();
        assert_ne!(most, "13");
        let standing = course_standing(&course, &Standings::new(), None);
        let typed = |name: &str| (name == "flows").then(|| most.clone());
        let all = |of: &HomeworkStanding| Some(of.max + of.bonus);
        let found = what_if(&course, &standing, all, typed, Lang::En);
        assert_eq!(found.total.to_string(), most);
        assert_eq!(
            standing.reachable,
            course.max_points() + course.bonus_points()
        );
    }

    #[test]
    fn what_cannot_be_is_said_and_counts_as_it_is() {
        for (text, error) in [
            ("14", EntryError::Range),
            ("-1", EntryError::Range),
            ("ten", EntryError::NotPoints),
            ("1.2345", EntryError::NotPoints),
            ("999999999999999999999", EntryError::NotPoints),
        ] {
            let found = ask(&[("flows", text)]);
            assert_eq!(found.total, Points::whole(9), "{text}");
            let entry = found.entries.iter().find(|e| e.name == "flows").unwrap();
            assert_eq!(entry.points, Err(error), "{text}");
        }
    }
}
