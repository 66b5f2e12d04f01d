//! What a gradebook that Canvas exported says of its assignments and students: their numbers, by which an import finds them again.

use super::class::Class;
use super::person::Columns;
use super::table::{Table, TableError};
use crate::ids::UserId;
use crate::store::{CanvasAssignment, CanvasStudent};
use std::collections::HashMap;

/// The longest name of an assignment that is kept, in characters.
const LONGEST: usize = 300;

/// What was found in an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The assignments in their order.
    pub assignments: Vec<CanvasAssignment>,
    /// The students who are here too, by their rows.
    pub students: HashMap<UserId, CanvasStudent>,
    /// How many rows are of nobody here.
    pub strangers: usize,
}

/// Reads an export. `items` are the homeworks and the exam, each with what it may be called: assignments of these names are theirs.
///
/// # Errors
/// When no column says who.
pub fn read(
    table: &Table,
    class: &Class<'_>,
    items: &[(String, Vec<String>)],
) -> Result<Found, TableError> {
    let columns = Columns::of(table)?;
    let mut found = Found::default();
    for heading in table.head.iter().filter(|heading| is_assignment(heading)) {
        // Twice the same would be one assignment.
        if found.assignments.iter().any(|a| a.heading == *heading) {
            continue;
        }
        let name = plain(title(heading));
        let taken = |item: &str| {
            let mut kept = found.assignments.iter();
            kept.any(|a| a.item.as_deref() == Some(item))
        };
        let item = items
            .iter()
            .find(|(item, names)| {
                !taken(item) && (plain(item) == name || names.iter().any(|n| plain(n) == name))
            })
            .map(|(item, _)| item.clone());
        found.assignments.push(CanvasAssignment {
            heading: heading.clone(),
            item,
        });
    }
    let place = |name: &str| {
        let mut head = table.head.iter();
        head.position(|heading| heading.eq_ignore_ascii_case(name))
    };
    let [id, sis_user, sis_login, section] =
        ["ID", "SIS User ID", "SIS Login ID", "Section"].map(place);
    for row in &table.rows {
        if columns.is_of_platform(row) {
            continue;
        }
        let Ok(Some(user)) = class.find(columns.keys(row)) else {
            found.strangers += 1;
            continue;
        };
        let cell = |at: Option<usize>| {
            let cell = row.cell(at).chars().filter(|c| !c.is_control());
            cell.take(LONGEST).collect::<String>()
        };
        let student = CanvasStudent {
            canvas_id: cell(id),
            sis_user_id: cell(sis_user),
            sis_login_id: cell(sis_login),
            section: cell(section),
        };
        found.students.insert(user.id, student);
    }
    Ok(found)
}

/// Whether a column is an assignment's: Canvas writes its number behind its name, and behind nothing else.
fn is_assignment(heading: &str) -> bool {
    let number = heading
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("))
        .map(|(_, number)| number);
    heading.chars().count() <= LONGEST
        && !heading.contains(char::is_control)
        && number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}

/// The name of an assignment without its number.
fn title(heading: &str) -> &str {
    heading
        .rsplit_once(" (")
        .map_or(heading, |(title, _)| title)
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('ё', "е").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table;
    use crate::store::{Details, User};

    /// As Canvas writes it: a mark, a line of how grades are posted, one of the points possible, a student for trying out.
    const EXPORT: &str = "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,elbo (101),Normalizing flows (102),Essay (2026) (103),Current Score,Final Score\n\
        \"    Manual Posting\",,,,,,Manual Posting,,,\n\
        \"    Points Possible\",,,,,13.00,13.00,10.00,(read only),(read only)\n\
        \"Smirnova, Anna\",4711,20-17,anna@example.org,DGM 1,12.5,,,96,50\n\
        \"Volkova, Vera\",4712,20-18,vera,DGM 1,,,,,\n\
        \"Stranger, A\",4713,,nobody,DGM 1,,,,,\n\
        \"Student, Test\",4714,,abcdef,DGM 1,,,,,\n";

    fn user(id: i64, login: &str, email: &str) -> User {
        User {
            details: Details {
                email: email.to_owned(),
                ..Details::default()
            },
            ..User::student(id, login)
        }
    }

    #[test]
    fn assignments_and_students_are_found_by_what_they_are_called() {
        let table = table::read(EXPORT.as_bytes()).unwrap();
        let people = [user(1, "anna", "anna@example.org"), user(2, "vera", "")];
        let class = Class::new(&people, &HashMap::new());
        let items = [
            ("elbo".to_owned(), vec!["ELBO".to_owned()]),
            ("flows".to_owned(), vec!["Normalizing flows".to_owned()]),
            ("exam".to_owned(), vec!["Exam".to_owned()]),
        ];
        let found = read(&table, &class, &items).unwrap();
        let known: Vec<_> = found
            .assignments
            .iter()
            .map(|a| (a.heading.as_str(), a.item.as_deref()))
            .collect();
        assert_eq!(
            known,
            [
                ("elbo (101)", Some("elbo")),
                ("Normalizing flows (102)", Some("flows")),
                ("Essay (2026) (103)", None),
            ]
        );
        assert_eq!((found.students.len(), found.strangers), (2, 1));
        let anna = &found.students[&1.into()];
        assert_eq!(
            (anna.canvas_id.as_str(), anna.section.as_str()),
            ("4711", "DGM 1")
        );
        assert_eq!(anna.sis_login_id, "anna@example.org");
    }

    #[test]
    fn a_table_of_something_else_is_refused() {
        let table = table::read(b"colour,weight\nred,3\n").unwrap();
        assert!(read(&table, &Class::new([], &HashMap::new()), &[]).is_err());
    }
}
