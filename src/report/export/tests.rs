use super::*;
use crate::course::Course;
use crate::report::gradebook::Gradebook;
use crate::report::roll::Roll;
use crate::store::{CanvasAssignment, CanvasStudent, Enrolled, Standing, Standings};
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
    let students: Vec<Enrolled> = (1_i64..)
        .zip(NAMES)
        .map(|(id, name)| Enrolled::student(id, &format!("s{id}"), name))
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
        1.into(),
        Standings::from([("elbo".to_owned(), sent), ("flows".to_owned(), excused)]),
    )]);
    let exams = HashMap::from([(1.into(), "25.5".parse().unwrap())]);
    let book = Gradebook::of(&course, &Roll::of(students), &standings, &exams);
    (course, book)
}

/// A file as it was written, and what was said of it.
struct Whole {
    name: String,
    content_type: &'static str,
    bytes: Vec<u8>,
    gaps: usize,
}

fn write(export: &Export, book: &Gradebook, course: &Course) -> Whole {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    let (sender, mut pieces) = tokio::sync::mpsc::channel(1);
    let (exported, bytes) = runtime.block_on(async {
        let class = Class::whole(book, course);
        let write = async move { export.write(&class, &{ sender }).await.unwrap() };
        let take = async {
            let mut bytes = Vec::new();
            while let Some(piece) = pieces.recv().await {
                bytes.extend(piece.unwrap());
            }
            bytes
        };
        tokio::join!(write, take)
    });
    Whole {
        name: export.name(),
        content_type: export.content_type(),
        bytes,
        gaps: exported.gaps,
    }
}

fn export(format: Format, wanted: &Wanted, canvas: &Canvas) -> Export {
    Export {
        format,
        wanted: wanted.clone(),
        canvas: canvas.clone(),
        lang: Lang::En,
    }
}

fn bytes_of(format: Format, book: &Gradebook, course: &Course, wanted: &Wanted) -> Vec<u8> {
    write(&export(format, wanted, &Canvas::default()), book, course).bytes
}

fn gaps(format: Format, book: &Gradebook, course: &Course, wanted: &Wanted) -> usize {
    write(&export(format, wanted, &Canvas::default()), book, course).gaps
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
    let bytes = bytes_of(Format::Csv, &book, &course, &Wanted::default());
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
    let bytes = bytes_of(Format::Xlsx, &book, &course, &Wanted::default());
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

/// The columns named.
fn only(items: &[&str]) -> Wanted {
    Wanted {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        ..Wanted::default()
    }
}

#[test]
fn canvas_finds_its_columns() {
    let (course, book) = book();
    let (head, rows) = records(&bytes_of(
        Format::Canvas,
        &book,
        &course,
        &Wanted::default(),
    ));
    assert_eq!(
        head,
        [
            "Student",
            "ID",
            "SIS User ID",
            "SIS Login ID",
            "Section",
            "elbo",
            "flows",
            "exam"
        ],
        "homeworks without anything are left out; names are the same in every language"
    );
    assert_eq!(rows[0][0], "    Points Possible");
    assert_eq!(rows[0][5..], ["13", "13", "26"]);
    assert_eq!(rows.len(), 2, "nobody else has anything");
    let row = row_of(&head, &rows, "s1");
    assert_eq!(
        (row["SIS Login ID"], row["elbo"], row["flows"]),
        ("s1", "8.335", "EX")
    );
}

#[test]
fn canvas_is_given_the_numbers_that_it_told() {
    let (course, book) = book();
    let student = CanvasStudent {
        canvas_id: "4711".to_owned(),
        sis_user_id: "20-17".to_owned(),
        sis_login_id: "anna@example.org".to_owned(),
        section: "DGM 1".to_owned(),
    };
    let canvas = Canvas {
        assignments: vec![CanvasAssignment {
            heading: "ДЗ 1 (2026) (101)".to_owned(),
            item: Some("elbo".to_owned()),
        }],
        students: HashMap::from([(1.into(), student)]),
    };
    let file = export(Format::Canvas, &only(&["elbo"]), &canvas);
    let file = write(&file, &book, &course);
    assert_eq!(file.name, "gradebook-canvas-elbo.csv");
    let (head, rows) = records(&file.bytes);
    assert_eq!(head[5], "ДЗ 1 (2026) (101)");
    assert_eq!(
        rows[1][1..],
        ["4711", "20-17", "anna@example.org", "DGM 1", "8.335"]
    );
}

#[test]
fn moodle_is_told_nothing_that_would_take_a_grade_away() {
    let (course, book) = book();
    let (head, rows) = records(&bytes_of(
        Format::Moodle,
        &book,
        &course,
        &Wanted::default(),
    ));
    assert_eq!(head, ["username", "fullname", "elbo", "exam"]);
    assert_eq!(rows.len(), 1, "who has nothing is not in the file");
    let row = row_of(&head, &rows, "s1");
    assert_eq!((row["elbo"], row["exam"]), ("8.335", "25.5"));
    // Excused, which cannot be told: not in the file at all.
    let (head, rows) = records(&bytes_of(Format::Moodle, &book, &course, &only(&["flows"])));
    assert_eq!((head.len(), rows.len()), (2, 0));
    // The total is over 100 with luck, which breaks off an import: only on request.
    let total = Wanted {
        total: true,
        ..Wanted::default()
    };
    let (head, rows) = records(&bytes_of(Format::Moodle, &book, &course, &total));
    assert_eq!(head[4..], ["total", "final_grade"]);
    let gap = rows.iter().find(|row| row[0] == "s2").unwrap();
    assert_eq!(gap[2..4], ["-", "-"]);
    assert_eq!(gaps(Format::Moodle, &book, &course, &total), 2 * 5);
    assert_eq!(gaps(Format::Moodle, &book, &course, &only(&["elbo"])), 0);
}

#[test]
fn a_file_a_column_has_no_gaps() {
    let (course, book) = book();
    let split = Wanted {
        split: true,
        total: true,
        ..Wanted::default()
    };
    for (format, names) in [
        (
            Format::Moodle,
            vec![
                "moodle-elbo.csv",
                "moodle-exam.csv",
                "moodle-total.csv",
                "moodle-final_grade.csv",
            ],
        ),
        (
            Format::Canvas,
            vec!["canvas-elbo.csv", "canvas-flows.csv", "canvas-exam.csv"],
        ),
    ] {
        let split = Wanted {
            total: format == Format::Moodle,
            ..split.clone()
        };
        let file = write(&export(format, &split, &Canvas::default()), &book, &course);
        assert_eq!(file.content_type, "application/zip");
        assert_eq!(file.name, format!("gradebook-{}.zip", format.name()));
        assert_eq!(file.gaps, 0);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
        let listed: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        assert_eq!(listed, names);
        for name in names {
            let mut bytes = Vec::new();
            let mut member = archive.by_name(name).unwrap();
            std::io::Read::read_to_end(&mut member, &mut bytes).unwrap();
            let (_, rows) = records(&bytes);
            for row in rows.iter().filter(|row| !row[0].starts_with("    ")) {
                let last = row.last().unwrap();
                assert!(!matches!(last.as_str(), "" | "-"), "{name}: {row:?}");
            }
        }
    }
}

#[test]
fn excel_reads_decimal_commas_between_semicolons() {
    let (course, book) = book();
    let excel = Wanted {
        excel: true,
        ..only(&["elbo", "exam"])
    };
    let bytes = bytes_of(Format::Csv, &book, &course, &excel);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{feff}login;name;elbo;exam;total;final_grade\n"));
    assert!(text.contains(";8,335;25,5;38,669;2\n"), "{text}");
}

#[test]
fn columns_are_named_by_words_with_commas() {
    let course = Course::default_course();
    let items = Wanted::items(&course, ["elbo,exam", " flows ", "elbo", ""]);
    assert_eq!(items.unwrap(), ["elbo", "exam", "flows"]);
    assert_eq!(Wanted::items(&course, ["elbo,elbow"]), Err("elbow"));
}

#[test]
fn json_keeps_points_as_text() {
    let (course, book) = book();
    let bytes = bytes_of(Format::Json, &book, &course, &Wanted::default());
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
fn every_format_is_in_its_row() {
    for (row, format) in Format::all().enumerate() {
        assert_eq!(format as usize, row, "{format:?}");
    }
}
