//! Lists of people as CSV: any bytes are a table or refused, and no row is lost between the table and the plan.

use super::config;
use super::mutate::{damaged, damages};
use super::targets;
use dgm_grader::import::table::read;
use dgm_grader::spreadsheet::meant;
use proptest::collection::vec;
use proptest::prelude::*;

const LIST: &str = "sep=;\r\nЛогин;ФИО;role;points\r\nanna;\"Анна; А\";student;12,5\r\nboris;Борис;teacher;—\r\n\r\nvera@x.org;\"В\r\nера\";;27\r\n";

const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r",
    "login",
    "email",
    "points",
    "anna",
    "ANNA",
    "owner",
    "PK\u{3}\u{4}",
    "\u{feff}",
    "\0",
    "sep=,\n",
    "я",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_damaged_list_is_a_table_or_refused(damages in damages(WORDS)) {
        targets::roster(&damaged(LIST.as_bytes(), &damages));
    }

    #[test]
    fn a_table_is_read_as_it_was_written(
        rows in vec(vec("[a-zа-я0-9 ,;\"'=\\-]{0,8}", 2..3), 1..8),
        separator in prop::sample::select(&[b',', b';', b'\t'][..]),
    ) {
        let mut written = csv::WriterBuilder::new().delimiter(separator).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        written.write_record(["login", "name"]).expect("it is written");
        for row in &rows {
            written.write_record(row).expect("it is written");
        }
        let bytes = written.into_inner().expect("it ends");
        let table = read(&bytes).expect("it is a table");
        prop_assert_eq!(&table.head, &["login", "name"]);
        // An apostrophe before what a spreadsheet would run was put there by a list of ours.
        let plain = |cell: &String| meant(cell.trim()).trim().to_owned();
        let trimmed = |row: &Vec<String>| row.iter().map(plain).collect::<Vec<_>>();
        let expected: Vec<_> = rows.iter().map(trimmed).filter(|row| row.iter().any(|c| !c.is_empty())).collect();
        let cells: Vec<_> = table.rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(cells, expected);
        targets::plans(&table);
    }
}
