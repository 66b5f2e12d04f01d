//! Whose points and grades a course would move, as pages show it.

use crate::ids::SubmissionId;
use crate::service::impact::{AboveMaximum, GradeMoved, Impact, Leaving, Moved, Skipped};
use crate::web::paging::Part;
use judge::points::Points;
use l10n::Lang;
use serde::Serialize;

/// What a course would do.
#[derive(Serialize)]
pub struct ImpactView {
    grades: Vec<GradeRow>,
    /// How many there are, on this page or another.
    grades_all: usize,
    /// How many final grades rise, and how many fall.
    grades_up: usize,
    grades_down: usize,
    distribution: Vec<CountRow>,
    above: Vec<AboveRow>,
    above_all: usize,
    leaving: Vec<LeavingRow>,
    /// Whether totals change.
    totals: bool,
    students: Vec<MovedRow>,
    students_all: usize,
    left: Vec<LeftRow>,
    left_all: usize,
    up: usize,
    down: usize,
    graded: usize,
    total: usize,
    partial: bool,
}

#[derive(Serialize)]
struct GradeRow {
    login: String,
    name: String,
    total_before: String,
    total_after: String,
    grade_before: String,
    grade_after: String,
    /// Which way the grade goes; empty where it stays.
    sign: &'static str,
}

#[derive(Serialize)]
struct CountRow {
    grade: String,
    before: usize,
    after: usize,
}

#[derive(Serialize)]
struct AboveRow {
    login: String,
    name: String,
    of: String,
    points: String,
    max: String,
}

#[derive(Serialize)]
struct LeavingRow {
    homework: String,
    item: Option<String>,
    by_hand: bool,
    count: usize,
}

#[derive(Serialize)]
struct MovedRow {
    login: String,
    name: String,
    homework: String,
    before: String,
    after: String,
    sign: &'static str,
    difference: Option<String>,
    held: bool,
}

#[derive(Serialize)]
struct LeftRow {
    submission: SubmissionId,
    name: String,
    homework: String,
    outcome: &'static str,
    points: String,
}

/// Which way something goes; empty where it stays.
pub fn sign<T: Ord>(before: &T, after: &T) -> &'static str {
    match after.cmp(before) {
        std::cmp::Ordering::Greater => "↑",
        std::cmp::Ordering::Less => "↓",
        std::cmp::Ordering::Equal => "",
    }
}

impl MovedRow {
    fn new(m: &Moved, lang: Lang) -> Self {
        let after = m.after;
        let shown = |p: Option<Points>| p.map_or_else(|| "—".to_owned(), |p| p.show(lang));
        Self {
            login: m.login.clone(),
            name: m.name.clone(),
            homework: m.homework.clone(),
            before: shown(m.before),
            after: shown(after),
            sign: sign(&m.before, &after),
            difference: m.before.zip(after).map(|(b, a)| (a - b).difference(lang)),
            held: m.held,
        }
    }
}

impl ImpactView {
    /// How many rows an estimate has in all.
    pub fn rows(impact: &Impact) -> usize {
        let moved = impact.students.iter().filter(|m| m.after != m.before);
        let grades = impact.grades.iter().filter(|row| row.lasts());
        grades.count() + impact.above.len() + moved.count() + impact.skipped.len()
    }

    /// The rows of an estimate that are on a page.
    pub fn new(impact: &Impact, part: &mut Part, lang: Lang) -> Self {
        let moved = impact.students.iter().filter(|m| m.after != m.before);
        let moved: Vec<&Moved> = moved.collect();
        let totals: Vec<&GradeMoved> = impact.grades.iter().filter(|row| row.lasts()).collect();
        let grades = |wanted: &str| {
            let of = |row: &&GradeMoved| sign(&row.grade_before, &row.grade_after) == wanted;
            impact.grades.iter().filter(of).count()
        };
        let grade = |row: &&GradeMoved| GradeRow {
            login: row.login.clone(),
            name: row.name.clone(),
            total_before: row.total_before.show(lang),
            total_after: row.total_after.show(lang),
            grade_before: row.grade_before.show(lang),
            grade_after: row.grade_after.show(lang),
            sign: sign(&row.grade_before, &row.grade_after),
        };
        let above = |row: &AboveMaximum| AboveRow {
            login: row.login.clone(),
            name: row.name.clone(),
            of: row.of.clone(),
            points: row.points.show(lang),
            max: row.max.show(lang),
        };
        let leaving = |row: &Leaving| LeavingRow {
            homework: row.homework.clone(),
            item: row.item.clone(),
            by_hand: row.by_hand,
            count: row.count,
        };
        let left = |l: &Skipped| LeftRow {
            submission: l.submission,
            name: l.name.clone(),
            homework: l.homework.clone(),
            outcome: l.outcome,
            points: l.points.show(lang),
        };
        let counts = impact.distribution.iter().map(|row| CountRow {
            grade: row.grade.show(lang),
            before: row.before,
            after: row.after,
        });
        let up = moved.iter().filter(|m| m.after > m.before).count();
        Self {
            grades: part.of(&totals).iter().map(grade).collect(),
            grades_all: totals.len(),
            totals: totals.iter().any(|row| row.total_after != row.total_before),
            grades_up: grades("↑"),
            grades_down: grades("↓"),
            distribution: counts.collect(),
            above: part.of(&impact.above).iter().map(above).collect(),
            above_all: impact.above.len(),
            leaving: impact.leaving.iter().map(leaving).collect(),
            down: moved.len() - up,
            up,
            students: part
                .of(&moved)
                .iter()
                .map(|m| MovedRow::new(m, lang))
                .collect(),
            students_all: moved.len(),
            left: part.of(&impact.skipped).iter().map(left).collect(),
            left_all: impact.skipped.len(),
            graded: impact.graded,
            total: impact.total,
            partial: impact.graded < impact.total,
        }
    }
}
