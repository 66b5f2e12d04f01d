//! Rows → CSV.

use super::rows::Row;
use crate::course::Course;
use crate::grading::TaskVerdict;
use crate::spreadsheet::Table;
use judge::points::Points;
use l10n::visible::{self, visible};
use std::collections::{BTreeMap, BTreeSet};

/// A row a file: login, homework, points, the points of every graded task, what is not right and why,
/// keys that nobody asked for, and what is wrong with the file.
///
/// # Errors
/// When memory cannot be written to.
pub fn csv(course: &Course, rows: &[Row]) -> Result<Vec<u8>, csv::Error> {
    let present: BTreeSet<&str> = rows.iter().map(|r| r.homework.as_str()).collect();
    let tasks: Vec<String> = course
        .homeworks
        .iter()
        .filter(|h| present.contains(h.name()))
        .flat_map(|h| {
            let graded = h.tasks.iter().filter(|t| t.is_graded());
            graded.map(|t| format!("{}/{}", h.name(), t.name()))
        })
        .collect();
    let mut table = Table::default();
    let before = ["login", "homework", "points", "max_points"];
    let header = before
        .into_iter()
        .chain(tasks.iter().map(String::as_str))
        .chain(["verdicts", "unknown_keys", "error"]);
    table.row(header)?;
    for row in rows {
        let graded = row.graded.as_ref();
        let shown = |points: Option<Points>| points.map_or_else(String::new, |p| p.to_string());
        let mut cells = vec![
            visible(&row.login).into_owned(),
            row.homework.clone(),
            shown(graded.map(|g| g.points)),
            shown(graded.map(|g| g.max_points)),
        ];
        for task in &tasks {
            let line = graded.and_then(|g| g.tasks.iter().find(|t| t.task == *task));
            cells.push(shown(line.map(|t| t.points)));
        }
        cells.push(verdicts(row));
        cells.push(unknown_keys(row));
        cells.push(row.error.clone().unwrap_or_default());
        table.row(&cells)?;
    }
    Ok(table.into_bytes())
}

/// What is not right: `gaussian_kl: wrong (forgot_half); iwae_bound: missing`.
fn verdicts(row: &Row) -> String {
    let lines = row.graded.iter().flat_map(|g| &g.tasks);
    let wrong = lines.filter(|t| t.verdict != TaskVerdict::Correct);
    let told = wrong.map(|t| {
        let name = t.task.rsplit('/').next().unwrap_or_default();
        let verdict = t.verdict.name();
        match &t.mistake {
            Some(id) => format!("{name}: {verdict} ({id})"),
            None => format!("{name}: {verdict}"),
        }
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Keys that no task asks for, with what was probably meant: `gausian_kl.kl (gaussian_kl.kl?)`.
fn unknown_keys(row: &Row) -> String {
    /// A file of hundreds of wrong keys says with the first few what is wrong with it.
    const MOST: usize = 10;
    let keys: Vec<_> = row.graded.iter().flat_map(|g| &g.unknown).collect();
    let mut told: Vec<_> = keys
        .iter()
        .take(MOST)
        .map(|unknown| match &unknown.nearest {
            Some(nearest) => format!("{} ({nearest}?)", visible::name(&unknown.key)),
            None => visible::name(&unknown.key).into_owned(),
        })
        .collect();
    let more: usize = row.graded.iter().map(|g| g.unknown_more).sum();
    let all = keys.len() + more;
    if all > MOST {
        told.push(format!("… {all}"));
    }
    told.join("; ")
}

/// A row a person: the points of every homework of the course, their sum, and the grade that the sum makes without an exam.
///
/// # Errors
/// When memory cannot be written to.
pub fn totals(course: &Course, rows: &[Row]) -> Result<Vec<u8>, csv::Error> {
    let mut people: BTreeMap<&str, BTreeMap<&str, Points>> = BTreeMap::new();
    for row in rows {
        let person = people.entry(&row.login).or_default();
        if let Some(graded) = &row.graded {
            person.insert(&row.homework, graded.points);
        }
    }
    let mut table = Table::default();
    let homeworks = course.homeworks.iter().map(crate::course::Homework::name);
    let header = ["login"]
        .into_iter()
        .chain(homeworks.clone())
        .chain(["total", "grade_without_exam"]);
    table.row(header)?;
    for (login, points) in people {
        let mut cells = vec![visible(login).into_owned()];
        // An empty cell is not a zero: nothing was handed in, or it could not be read.
        let each = homeworks.clone().map(|h| points.get(h));
        cells.extend(each.map(|p| p.map_or_else(String::new, ToString::to_string)));
        let total: Points = points.values().copied().sum();
        cells.push(total.to_string());
        cells.push(course.grade.grade(total).to_string());
        table.row(&cells)?;
    }
    Ok(table.into_bytes())
}
