use super::*;
use crate::store::{Role, Standing, Standings, User};
use calamine::{Data, Reader as _, Xlsx};
use std::collections::HashMap;

/// Names that a spreadsheet would run, and points that no binary fraction holds.
const NAMES: [&str; 6] = [
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "Анна, \"А\"\nСмирнова",
];

fn book() -> (Course, Gradebook) {
    let course = Course::default_course();
    let users: Vec<User> = (1_i64..)
        .zip(NAMES)
        .map(|(id, name)| User {
            id,
            login: format!("s{id}"),
            drawn_as: String::new(),
            details: crate::store::Details::default(),
            name: name.to_owned(),
            role: Role::Student,
            lang: None,
            first_lang: None,
            time_zone: None,
            active: true,
        })
        .collect();
    let sent = Standing {
        computed: Some("8.335".parse().unwrap()),
        ..Standing::default()
    };
    let excused = Standing {
        excused: true,
        ..Standing::default()
    };
    let standings = HashMap::from([(
        1,
        Standings::from([("elbo".to_owned(), sent), ("flows".to_owned(), excused)]),
    )]);
    let exams = HashMap::from([(1, "25.5".parse().unwrap())]);
    let book = Gradebook::of(&course, &users, &standings, &exams, Lang::En);
    (course, book)
}

fn records(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let texts = |r: &csv::StringRecord| r.iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    let head = texts(reader.headers().unwrap());
    (head, reader.records().map(|r| texts(&r.unwrap())).collect())
}

fn row_of<'a>(head: &[String], rows: &'a [Vec<String>], login: &str) -> HashMap<String, &'a str> {
    let row = rows.iter().find(|r| r.iter().any(|c| c == login)).unwrap();
    head.iter()
        .cloned()
        .zip(row.iter().map(String::as_str))
        .collect()
}

#[test]
fn csv_is_exact_and_runs_nothing() {
    let (course, book) = book();
    let bytes = Format::Csv.write(&book, &course, Lang::En).unwrap();
    let (head, rows) = records(&bytes);
    assert_eq!(rows.len(), NAMES.len());
    for cell in rows.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell:?} would be run"
        );
    }
    let row = row_of(&head, &rows, "s1");
    assert_eq!(row["name"], "'=HYPERLINK(\"http://x\")");
    assert_eq!((row["elbo"], row["exam"]), ("8.335", "25.5"));
    assert_eq!((row["flows"], row["gan"]), ("excused", ""));
    assert_eq!((row["total"], row["final_grade"]), ("38.669", "2"));
    // A name with a comma, quotes and a line break is one cell.
    assert_eq!(row_of(&head, &rows, "s6")["name"], NAMES[5]);
}

#[test]
fn the_workbook_opens_again_with_numbers_and_strings() {
    let (course, book) = book();
    let bytes = Format::Xlsx.write(&book, &course, Lang::En).unwrap();
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range("gradebook").unwrap();
    assert_eq!(sheet.height(), NAMES.len() + 1);
    let head: Vec<String> = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let row = sheet
        .rows()
        .find(|r| r[0] == Data::String("s1".to_owned()))
        .unwrap();
    let cell = |name: &str| &row[head.iter().position(|h| h == name).unwrap()];
    assert_eq!(*cell("name"), Data::String(NAMES[0].to_owned()));
    assert_eq!(*cell("elbo"), Data::Float(8.335));
    assert_eq!(*cell("flows"), Data::String("excused".to_owned()));
    assert_eq!(*cell("gan"), Data::Empty);
    assert_eq!(*cell("total"), Data::Float(38.669));
    assert!(matches!(
        cell("final_grade"),
        Data::Float(2.0) | Data::Int(2)
    ));
    assert!(workbook.worksheet_formula("gradebook").unwrap().is_empty());
}

#[test]
fn canvas_and_moodle_find_their_columns() {
    let (course, book) = book();
    let (head, rows) = records(&Format::Canvas.write(&book, &course, Lang::En).unwrap());
    assert_eq!(
        head[..5],
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    );
    assert_eq!(rows[0][0], "    Points Possible");
    assert_eq!(rows[0][5], "13");
    let first = course.homeworks[0].title.get(Lang::En);
    let third = course.homework("flows").unwrap().title.get(Lang::En);
    let row = row_of(&head, &rows, "s1");
    assert_eq!(
        (row["SIS Login ID"], row[first], row[third]),
        ("s1", "8.335", "EX")
    );

    let (head, rows) = records(&Format::Moodle.write(&book, &course, Lang::En).unwrap());
    let row = row_of(&head, &rows, "s1");
    assert_eq!(
        (row["username"], row[first], row[third]),
        ("s1", "8.335", "")
    );
}

#[test]
fn json_keeps_points_as_text() {
    let (course, book) = book();
    let bytes = Format::Json.write(&book, &course, Lang::En).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let students = json["students"].as_array().unwrap();
    let one = students.iter().find(|s| s["login"] == "s1").unwrap();
    assert_eq!(one["homeworks"]["elbo"]["points"], "8.335");
    assert_eq!(one["homeworks"]["flows"]["excused"], true);
    assert!(one["homeworks"]["gan"]["points"].is_null());
    assert_eq!(
        (&one["total"], &one["final_grade"]),
        (&"38.669".into(), &2.into())
    );
}

#[test]
fn the_accept_header_chooses() {
    let xlsx = Format::Xlsx.content_type();
    for (accept, expected) in [
        ("", Format::Csv),
        ("*/*", Format::Csv),
        ("application/json, */*;q=0.1", Format::Json),
        (xlsx, Format::Xlsx),
        ("image/png", Format::Csv),
    ] {
        assert_eq!(Format::accepted(accept), expected, "{accept}");
    }
}

#[test]
fn every_format_is_in_its_row() {
    for (row, format) in Format::all().enumerate() {
        assert_eq!(format as usize, row, "{format:?}");
    }
}
