//! Lists of people as CSV: any bytes are a table or refused, and no row is lost between the table and the plan.

use crate::config;
use crate::mutate::{damaged, damages};
use dgm_grader::import::table::{Table, read};
use dgm_grader::import::{exam, roster};
use dgm_grader::points::Points;
use dgm_grader::store::{Role, User};
use dgm_grader::words::{Explain as _, Lang};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};

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

fn people() -> Vec<User> {
    let one = |(id, login, role): (i64, &str, Role)| User {
        id,
        login: login.to_owned(),
        name: login.to_owned(),
        role,
        lang: None,
        time_zone: None,
        active: true,
    };
    [
        (1, "anna", Role::Student),
        (4, "vera@x.org", Role::Student),
        (2, "boris", Role::Student),
        (3, "owner", Role::Owner),
    ]
    .map(one)
    .to_vec()
}

/// What holds for the plans of any table.
fn plans(table: &Table) -> Result<(), TestCaseError> {
    let people = people();
    for actor in [Role::Teacher, Role::Owner] {
        if let Ok(plan) = roster::plan(table, &people, actor) {
            let all = plan.new.len() + plan.changed.len() + plan.same + plan.refused.len();
            prop_assert!(all <= table.rows.len());
            let logins: HashSet<String> = plan.new.iter().map(|e| e.login.to_lowercase()).collect();
            prop_assert_eq!(logins.len(), plan.new.len(), "somebody is new twice");
            for entry in plan.new.iter().chain(plan.changed.iter().map(|c| &c.after)) {
                prop_assert!(roster::is_login(&entry.login), "{entry:?}");
                prop_assert!(
                    actor == Role::Owner || entry.role == Role::Student,
                    "{entry:?}"
                );
            }
            for refused in &plan.refused {
                prop_assert!(
                    Lang::ALL
                        .iter()
                        .all(|lang| !refused.why.explain(*lang).starts_with("refused-"))
                );
            }
        }
    }
    if let Ok(plan) = exam::plan(table, &people, &HashMap::new(), Points::whole(26)) {
        prop_assert!(
            plan.changes
                .iter()
                .all(|c| (Points::ZERO..=Points::whole(26)).contains(&c.after))
        );
        let all = plan.changes.len() + plan.same + plan.empty + plan.refused.len();
        prop_assert_eq!(all, table.rows.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_damaged_list_is_a_table_or_refused(damages in damages(WORDS)) {
        match read(&damaged(LIST.as_bytes(), &damages)) {
            Ok(table) => plans(&table)?,
            Err(error) => {
                prop_assert!(Lang::ALL.iter().all(|lang| !error.explain(*lang).starts_with("import-")), "{error:?}");
            }
        }
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
        let trimmed = |row: &Vec<String>| row.iter().map(|c| c.trim().to_owned()).collect::<Vec<_>>();
        let expected: Vec<_> = rows.iter().map(trimmed).filter(|row| row.iter().any(|c| !c.is_empty())).collect();
        let cells: Vec<_> = table.rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(cells, expected);
        plans(&table)?;
    }
}
