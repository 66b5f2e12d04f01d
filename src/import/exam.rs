//! Points of the exam: whose change, from what to what, which rows are refused and why.

use super::columns::Column;
use super::table::{Needed, Table, TableError};
use super::{Refused, Why};
use crate::points::Points;
use crate::store::{Role, User};
use std::collections::HashMap;

/// A student whose points change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The student.
    pub student: User,
    /// The points so far.
    pub before: Option<Points>,
    /// The points of the file.
    pub after: Points,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Students whose points change.
    pub changes: Vec<Change>,
    /// How many have these points already.
    pub same: usize,
    /// How many rows have no points: not graded is not zero, so they change nothing.
    pub empty: usize,
    /// Rows that are left out.
    pub refused: Vec<Refused>,
}

/// Compares a table of logins and points with the points there are.
///
/// # Errors
/// When a column is missing.
pub fn plan(
    table: &Table,
    people: &[User],
    exams: &HashMap<i64, Points>,
    most: Points,
) -> Result<Plan, TableError> {
    let missing = |needed| TableError::Column {
        needed,
        found: table.head.clone(),
    };
    let (login, email) = (
        Column::Login.find(&table.head),
        Column::Email.find(&table.head),
    );
    let login = login.or(email).ok_or_else(|| missing(Needed::Login))?;
    let points = Column::Points.find(&table.head);
    let points = points.ok_or_else(|| missing(Needed::Points))?;
    let students: HashMap<String, &User> = people
        .iter()
        .filter(|u| u.role == Role::Student)
        .map(|u| (u.login.to_lowercase(), u))
        .collect();
    let mut plan = Plan::default();
    let mut seen: HashMap<i64, u64> = HashMap::new();
    for row in &table.rows {
        let name = row.cell(Some(login));
        let found = students.get(&name.to_lowercase()).copied();
        let checked = match found {
            _ if name.is_empty() => Err(Why::NoLogin),
            None => Err(Why::NoStudent),
            Some(student) => match seen.insert(student.id, row.line) {
                Some(line) => Err(Why::Twice(line)),
                None => read_points(row.cell(Some(points)), most).map(|p| (student, p)),
            },
        };
        match checked {
            Err(why) => plan.refused.push(Refused {
                line: row.line,
                login: name.chars().take(64).collect(),
                why,
            }),
            Ok((_, None)) => plan.empty += 1,
            Ok((student, Some(after))) => {
                let before = exams.get(&student.id).copied();
                if before == Some(after) {
                    plan.same += 1;
                } else {
                    plan.changes.push(Change {
                        student: student.clone(),
                        before,
                        after,
                    });
                }
            }
        }
    }
    Ok(plan)
}

/// Points of a cell; nothing for an empty one or a dash.
fn read_points(text: &str, most: Points) -> Result<Option<Points>, Why> {
    if matches!(text, "" | "-" | "–" | "—") {
        return Ok(None);
    }
    let points = Points::typed(text).map_err(|_| Why::NoPoints(text.to_owned()))?;
    if points < Points::ZERO || points > most {
        return Err(Why::Range(most));
    }
    Ok(Some(points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::read;

    fn student(id: i64, login: &str) -> User {
        User {
            id,
            login: login.to_owned(),
            name: login.to_owned(),
            role: Role::Student,
            lang: None,
            time_zone: None,
            active: true,
        }
    }

    #[test]
    fn points_change_stay_or_are_refused() {
        let people = [
            student(1, "anna"),
            student(2, "boris"),
            student(3, "vera"),
            student(4, "zoya"),
        ];
        let exams = HashMap::from([(1, Points::whole(20)), (2, Points::whole(10))]);
        let text = "login;баллы\nanna;20\nBoris;22,5\nvera;—\nboris;1\nnobody;3\nzoya;27\n;5\nx;\n";
        let table = read(text.as_bytes()).unwrap();
        let plan = plan(&table, &people, &exams, Points::whole(26)).unwrap();
        let changes: Vec<_> = plan
            .changes
            .iter()
            .map(|c| (c.student.login.as_str(), c.before, c.after.to_string()))
            .collect();
        assert_eq!(
            changes,
            [("boris", Some(Points::whole(10)), "22.5".to_owned())]
        );
        assert_eq!((plan.same, plan.empty), (1, 1));
        let why: Vec<_> = plan
            .refused
            .iter()
            .map(|r| (r.line, r.why.clone()))
            .collect();
        assert_eq!(
            why,
            [
                (5, Why::Twice(3)),
                (6, Why::NoStudent),
                (7, Why::Range(Points::whole(26))),
                (8, Why::NoLogin),
                (9, Why::NoStudent),
            ]
        );
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        for text in ["login,name\na,b", "name,points\na,1"] {
            let table = read(text.as_bytes()).unwrap();
            let found = plan(&table, &[], &HashMap::new(), Points::whole(26));
            assert!(matches!(found, Err(TableError::Column { .. })), "{text}");
        }
    }
}
