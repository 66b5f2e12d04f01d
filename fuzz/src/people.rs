//! Lists of people as CSV: any bytes are a table or refused, and no row is lost between the table and the plan.

use dgm_grader::import::class::Class;
use dgm_grader::import::roster::Namesakes;
use dgm_grader::import::table::{Table, read};
use dgm_grader::import::{exam, roster as list};
use dgm_grader::store::{Details, Role, User};
use judge::points::Points;
use l10n::{Explain as _, Lang};
use std::collections::{HashMap, HashSet};

/// A list as a file.
pub fn roster(bytes: &[u8]) {
    match read(bytes) {
        Ok(table) => plans(&table),
        Err(error) => {
            for lang in Lang::ALL {
                let said = error.explain(lang);
                assert!(!said.starts_with("import-"), "{error:?}");
                assert!(said.chars().count() < 2_000, "{said}");
            }
        }
    }
}

/// What holds for the plans of any table.
pub fn plans(table: &Table) {
    let people = people();
    let class = Class::new(&people, &HashMap::from([("ann".to_owned(), 1.into())]));
    for (actor, namesakes) in [
        (Role::Teacher, Namesakes::Ask),
        (Role::Owner, Namesakes::Same),
        (Role::Owner, Namesakes::New),
    ] {
        if let Ok(plan) = list::plan(table, &class, actor, namesakes) {
            let all = plan.new.len() + plan.changed.len() + plan.same + plan.refused.len();
            assert_eq!(all + plan.passed_over, table.rows.len());
            let logins: HashSet<String> = plan.new.iter().map(|e| e.login.to_lowercase()).collect();
            assert_eq!(logins.len(), plan.new.len(), "somebody is new twice");
            for entry in plan.new.iter().chain(plan.changed.iter().map(|c| &c.after)) {
                assert!(list::is_login(&entry.login), "{entry:?}");
                assert!(
                    actor == Role::Owner || entry.role == Role::Student,
                    "{entry:?}"
                );
            }
            for refused in &plan.refused {
                for lang in Lang::ALL {
                    assert!(!refused.why.explain(lang).starts_with("refused-"));
                }
            }
        }
    }
    if let Ok(plan) = exam::plan(table, &class, &HashMap::new(), Points::whole(26)) {
        let fits = |points| (Points::ZERO..=Points::whole(26)).contains(&points);
        assert!(plan.changes.iter().all(|c| fits(c.after)));
        let all = plan.changes.len() + plan.same + plan.empty + plan.refused.len();
        assert_eq!(all + plan.passed_over, table.rows.len());
    }
}

fn people() -> Vec<User> {
    let one = |(id, login, role): (i64, &str, Role)| User {
        id: id.into(),
        login: login.to_owned(),
        drawn_as: login.to_owned(),
        name: login.to_owned(),
        details: Details {
            email: format!("{login}@x.org"),
            ..Details::default()
        },
        role,
        lang: None,
        first_lang: None,
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
