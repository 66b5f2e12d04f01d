//! Points of the exam: whose change, from what to what, which rows are refused and why.

use super::class::Class;
use super::columns::Column;
use super::person::Columns;
use super::roster::shown;
use super::table::{Needed, Table, TableError};
use super::{Refused, Why};
use crate::ids::UserId;
use crate::store::User;
use jiff::civil::Date;
use judge::points::Points;
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
    /// How many rows a platform wrote for itself.
    pub passed_over: usize,
}

/// Compares a table with the points that the students of `class` have.
///
/// # Errors
/// When a column is missing.
pub fn plan(
    table: &Table,
    class: &Class<'_>,
    exams: &HashMap<UserId, Points>,
    most: Points,
) -> Result<Plan, TableError> {
    let columns = Columns::of(table)?;
    let points = Column::Points.only(&table.head)?;
    let points = points.ok_or_else(|| TableError::Column {
        needed: Needed::Points,
        found: table.head.clone(),
    })?;
    let mut plan = Plan::default();
    let mut seen: HashMap<UserId, u64> = HashMap::new();
    for row in &table.rows {
        if columns.is_of_platform(row) {
            plan.passed_over += 1;
            continue;
        }
        let keys = columns.keys(row);
        let is_nobody =
            keys.login.is_empty() && keys.email.is_empty() && keys.student_id.is_empty();
        let checked = match class.find(keys) {
            _ if row.is_broken => Err(Why::Quote),
            _ if is_nobody => Err(Why::NoLogin),
            Err(why) => Err(why),
            Ok(None) => Err(Why::NoStudent),
            Ok(Some(student)) => match seen.insert(student.id, row.line) {
                Some(line) => Err(Why::Twice(line)),
                None => read_points(row.cell(Some(points)), most).map(|p| (student, p)),
            },
        };
        match checked {
            Err(why) => plan.refused.push(Refused {
                line: row.line,
                login: shown(keys, row),
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
    // Some spreadsheets make a day of 20.5, and what was meant cannot be told from it.
    let day = text.split(' ').next().unwrap_or_default();
    if day.len() == "2026-05-20".len() && day.parse::<Date>().is_ok() {
        return Err(Why::Date(text.to_owned()));
    }
    let points = Points::typed(text).map_err(|why| Why::NoPoints(text.to_owned(), why))?;
    if points < Points::ZERO || points > most {
        return Err(Why::Range { points, most });
    }
    Ok(Some(points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::read;
    use crate::store::Details;
    use l10n::{Explain as _, Lang};

    fn student(id: i64, login: &str) -> User {
        User {
            details: Details {
                email: format!("{login}@example.org"),
                student_id: format!("B{id}"),
                ..Details::default()
            },
            ..User::student(id, login)
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
        let exams = HashMap::from([(1.into(), Points::whole(20)), (2.into(), Points::whole(10))]);
        let text = "login;баллы\nanna;20\nBoris;22,5\nvera;—\nboris;1\nnobody;3\nzoya;27\n;5\nx;\n";
        let table = read(text.as_bytes()).unwrap();
        let class = Class::new(&people, &HashMap::new());
        let plan = plan(&table, &class, &exams, Points::whole(26)).unwrap();
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
                (
                    7,
                    Why::Range {
                        points: Points::whole(27),
                        most: Points::whole(26)
                    }
                ),
                (8, Why::NoLogin),
                (9, Why::NoStudent),
            ]
        );
    }

    #[test]
    fn what_is_no_number_of_points_is_told_with_its_reason() {
        let most = Points::whole(26);
        let told = |text: &str, lang| match read_points(text, most) {
            Ok(points) => panic!("{text}: {points:?}"),
            Err(why) => why.explain(lang),
        };
        for (text, en, ru) in [
            (
                "20.1234",
                "“20.1234”: points have at most three digits after the decimal point.",
                "«20.1234»: у баллов не больше трёх цифр после запятой.",
            ),
            (
                "many",
                "“many”: points are a decimal number such as 2 or 2.5.",
                "«many»: баллы — десятичное число, например 2 или 2,5.",
            ),
            (
                "27.5",
                "27.5: the exam gives from 0 to 26.",
                "27,5: за экзамен можно поставить от 0 до 26.",
            ),
        ] {
            assert_eq!(told(text, Lang::En), en);
            assert_eq!(told(text, Lang::Ru), ru);
        }
        for date in ["2026-05-20", "2026-05-20 12:30:00"] {
            let why = read_points(date, most);
            assert_eq!(why, Err(Why::Date(date.to_owned())));
            assert!(told(date, Lang::En).contains("is a date"), "{date}");
        }
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        for text in ["login,name\na,b", "name,points\na,1"] {
            let table = read(text.as_bytes()).unwrap();
            let class = Class::new(&[], &HashMap::new());
            let found = plan(&table, &class, &HashMap::new(), Points::whole(26));
            assert!(matches!(found, Err(TableError::Column { .. })), "{text}");
        }
    }

    #[test]
    fn students_are_found_by_any_key_and_rows_of_platforms_are_passed_over() {
        let people = [student(1, "anna"), student(2, "boris"), student(3, "vera")];
        let class = Class::new(&people, &HashMap::from([("ann".to_owned(), 1.into())]));
        for text in [
            "Email,Points\nanna@example.org,20\nBORIS@example.org,21\n",
            "login,points\nann,20\nboris@example.org,21\n",
            "Student number,points\nB1,20\nb2,21\n",
            "Student,ID,SIS User ID,SIS Login ID,Section,Oral exam (12345)\n,,,,,Manual Posting\n    Points Possible,,,,,26\nAnna,7,,anna,,20\nBoris,8,B2,,,21\n\"Student, Test\",9,,5a1b,,\n",
            "OrgDefinedId,Username,Last Name,First Name,Oral exam Points Grade <Numeric MaxPoints:26>,End-of-Line Indicator\n#B1,#anna,A,A,20,#\n#B2,#boris,B,B,21,#\n",
            "Last Name,First Name,Email Address,Oral exam\nDate,,,2026-12-20\nPoints,,,26\nClass Average,,,20.5\nA,A,anna@example.org,20\nB,B,boris@example.org,21\n",
        ] {
            let table = read(text.as_bytes()).unwrap();
            let found = plan(&table, &class, &HashMap::new(), Points::whole(26)).unwrap();
            let given: Vec<_> = found.changes.iter().map(|c| c.student.id).collect();
            assert_eq!(
                (given.as_slice(), found.refused.as_slice()),
                (&[1.into(), 2.into()][..], &[][..]),
                "{text}"
            );
        }
        let table = read(b"login,email,points\nanna,boris@example.org,3\nvera,\"x,4\n").unwrap();
        let found = plan(&table, &class, &HashMap::new(), Points::whole(26)).unwrap();
        let why: Vec<_> = found.refused.iter().map(|r| r.why.clone()).collect();
        let two = Why::TwoPeople("anna".to_owned(), "boris".to_owned());
        assert_eq!(why, [two, Why::Quote]);
    }
}
