//! The gradebook as files, opened again: every cell of every student against sums made here in whole thousandths.

use super::class::{ByHand, CLASS, HOMEWORKS, Person, class};
use super::term::Sent;
use crate::support::site::Door;
use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use judge::points::Points;
use std::io::Cursor;

/// What a cell must show.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Text(String),
    /// Thousandths of a point.
    Points(i64),
    Grade(i64),
    Excused,
    Nothing,
}

/// The row of a student: login, name, homeworks, exam, total, final grade.
fn row(who: Person, sent: &[Sent], worth: fn(&Sent) -> i64, exam: Option<i64>) -> Vec<Cell> {
    let homework = |name: &&str| {
        let given = who.by_hand().filter(|_| *name == "elbo");
        let own = sent.iter().filter(|s| s.who == who && s.homework == *name);
        let proof = who.proof().filter(|_| *name == "elbo");
        match (given, own.map(worth).max()) {
            (Some(ByHand::Excused), _) => Cell::Excused,
            (Some(ByHand::Points(points)), _) => {
                let points: Points = points.parse().expect("points");
                Cell::Points(points.thousandths())
            }
            (None, Some(best)) => Cell::Points(best + proof.map_or(0, |p| p[0] + p[1])),
            (None, None) => Cell::Nothing,
        }
    };
    let mut row = vec![Cell::Text(who.login()), Cell::Text(who.name())];
    row.extend(HOMEWORKS.iter().map(homework));
    row.push(exam.map_or(Cell::Nothing, Cell::Points));
    let points = |cell: &Cell| match cell {
        Cell::Points(points) => *points,
        _ => 0,
    };
    let earned: i64 = row.iter().map(points).sum();
    // Who is excused from 13 of the 104 points has earned out of 91.
    let (whole, counted) = if row.contains(&Cell::Excused) {
        (104, 91)
    } else {
        (1, 1)
    };
    let total = (2 * earned * whole + counted).div_euclid(2 * counted);
    // floor(relu(points / 8 - 2)), both sides times 8000, of the exact points.
    let grade = (earned * whole - 16_000 * counted).max(0);
    let grade = grade.div_euclid(8_000 * counted);
    row.extend([Cell::Points(total), Cell::Grade(grade)]);
    row
}

/// The files of the gradebook say of every student what was sent, given and examined.
pub async fn is_right(
    teacher: &Door,
    sent: &[Sent],
    worth: fn(&Sent) -> i64,
    exam: fn(Person) -> Option<i64>,
) {
    let rows = class().map(|who| row(who, sent, worth, exam(who)));
    let rows: Vec<Vec<Cell>> = rows.collect();
    workbook(teacher, &rows).await;
    for format in ["csv", "canvas", "moodle"] {
        runs_nothing(&export(teacher, format).await);
    }
    text(&export(teacher, "csv").await, &rows);
}

async fn export(teacher: &Door, format: &str) -> Vec<u8> {
    let path = format!("/gradebook/export?format={format}");
    let answer = teacher.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.body
}

async fn workbook(teacher: &Door, rows: &[Vec<Cell>]) {
    let bytes = export(teacher, "xlsx").await;
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("it is a workbook");
    let sheet = book.worksheet_range("gradebook").expect("it has the sheet");
    let formulas = book
        .worksheet_formula("gradebook")
        .expect("it has the sheet");
    assert!(formulas.is_empty(), "{formulas:?}");
    assert_eq!(sheet.height(), 1 + CLASS);
    for expected in rows {
        let [Cell::Text(login), ..] = &expected[..] else {
            panic!("a row begins with a login");
        };
        let found = sheet.rows().find(|r| r[0] == Data::String(login.clone()));
        let found = found.unwrap_or_else(|| panic!("no row of {login}"));
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let same = match expected {
                Cell::Text(text) => *found == Data::String(text.clone()),
                Cell::Excused => *found == Data::String("excused".to_owned()),
                Cell::Nothing => *found == Data::Empty,
                Cell::Points(thousandths) => {
                    let points = number(found).and_then(|n| n.parse::<Points>().ok());
                    points.map(Points::thousandths) == Some(*thousandths)
                }
                Cell::Grade(grade) => number(found) == Some(grade.to_string()),
            };
            assert!(same, "{login}: {found:?} is not {expected:?}");
        }
    }
}

/// A number as the workbook's reader has it, in its shortest decimal form.
fn number(cell: &Data) -> Option<String> {
    match cell {
        Data::Float(x) => Some(x.to_string()),
        Data::Int(n) => Some(n.to_string()),
        _ => None,
    }
}

fn records(bytes: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(bytes);
    let records: Result<_, _> = reader.records().collect();
    records.expect("it is CSV")
}

/// No cell begins as a formula does; a dash alone is none.
fn runs_nothing(bytes: &[u8]) {
    for cell in records(bytes).iter().flatten() {
        assert!(
            cell == "-" || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell:?}"
        );
    }
}

fn text(bytes: &[u8], rows: &[Vec<Cell>]) {
    let records = records(bytes);
    assert_eq!(records.len(), CLASS);
    let written = |cell: &Cell| match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Points(thousandths) => Points::from_thousandths(*thousandths).to_string(),
        Cell::Grade(grade) => grade.to_string(),
        Cell::Excused => "excused".to_owned(),
        Cell::Nothing => String::new(),
    };
    for expected in rows {
        let expected: Vec<String> = expected.iter().map(written).collect();
        let found = records.iter().find(|r| r.get(0) == Some(&*expected[0]));
        let found = found.unwrap_or_else(|| panic!("no row of {}", expected[0]));
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
    }
}
