//! No request reads a whole table that grows with the class: SQLite is asked how it goes about every statement that requests run.

use super::calls::call;
use super::world::{Who, World};
use crate::support::site::Student;
use crate::support::small::small;
use dgm_grader::store::EVERYTHING;
use dgm_grader::web::table;
use std::collections::BTreeMap;

/// Tables that have a row or more a submission, a sign-in, a change, a student's task.
const LARGE: [&str; 18] = [
    "submissions",
    "outcomes",
    "tallies",
    "previews",
    "reports",
    "report_texts",
    "regrades",
    "audit",
    "sessions",
    "tokens",
    "links",
    "given_inputs",
    "shared_answers",
    "shared_files",
    "compared_submissions",
    "manual_answers",
    "requests",
    "request_messages",
];

/// The tables of a statement by the names that it gives them.
fn aliases(statement: &str) -> BTreeMap<&str, &str> {
    let words: Vec<&str> = statement
        .split(|c: char| c.is_whitespace() || "(),".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut aliases = BTreeMap::new();
    for (place, word) in words.iter().enumerate() {
        if LARGE.contains(word) {
            aliases.insert(*word, *word);
            if let Some(alias) = words.get(place + 1) {
                aliases.insert(alias, word);
            }
        }
    }
    aliases
}

/// What of a plan reads a large table from end to end.
fn scans(statement: &str, plan: &[String]) -> Vec<String> {
    let aliases = aliases(statement);
    // In the order of its key, until there are enough.
    let ends_early = statement.contains("limit") && !plan.iter().any(|s| s.contains("TEMP B-TREE"));
    let is_whole = |step: &&String| {
        let scanned = step.strip_prefix("SCAN ");
        let scanned = scanned.and_then(|rest| rest.split(' ').next());
        scanned.is_some_and(|name| aliases.contains_key(name)) && !ends_early
    };
    plan.iter().filter(is_whole).cloned().collect()
}

#[tokio::test]
async fn no_statement_of_a_request_reads_what_grows_with_the_class() {
    let world = World::new().await;
    let store = &world.site.app.store;
    store.note_statements();
    let mut routes = table::all();
    // What changes something comes last, and may find less than it asks for: it is its statements that count.
    routes.sort_by_key(|route| !route.method.is_safe());
    for route in &routes {
        for who in [Who::Anna, Who::Owner] {
            if let Some(call) = call(&world, route, who).await {
                let kind = [("content-type", call.kind)];
                let method = route.method.as_str();
                let door = world.door(who);
                door.send(method, &call.address, &kind, call.body).await;
            }
        }
    }
    let statements = store.noted_statements();
    assert!(statements.len() > 120, "{} statements", statements.len());
    let mut wrong = Vec::new();
    for statement in &statements {
        if statement.contains(EVERYTHING) || statement.starts_with("lock") {
            continue;
        }
        let plan = store.plan(statement).await;
        let plan = plan.unwrap_or_else(|error| panic!("{statement}: {error}"));
        for step in scans(statement, &plan) {
            wrong.push(format!("{step}: {statement}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_scan_is_told_by_the_name_that_the_statement_gives() {
    let plan = ["SCAN s".to_owned()];
    assert_eq!(scans("select 1 from submissions s", &plan).len(), 1);
    assert_eq!(scans("select 1 from users s", &plan).len(), 0);
    let newest = "select 1 from audit s order by id desc limit 5";
    assert_eq!(scans(newest, &plan).len(), 0);
    let sorted = [plan[0].clone(), "USE TEMP B-TREE FOR ORDER BY".to_owned()];
    assert_eq!(scans(newest, &sorted).len(), 1);
}

/// Those who send at once wait for one another at every statement, so there are few: one to know who it is, one before the file is looked
/// at, and in the transaction one to read and one for each table that is written.
#[tokio::test]
async fn a_submission_asks_the_database_for_nothing_twice() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let send = async |value: u8| {
        let api = "/api/v1/homeworks/elbo/submissions";
        let file = format!("{{\"gaussian_kl.kl\": {value}}}").into_bytes();
        let sent = student.send("POST", api, &[], file).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    };
    // The first one is given its inputs on the way.
    send(1).await;
    let store = &site.app.store;
    store.note_statements();
    send(2).await;
    let mut statements = store.noted_statements();
    // Nobody waits for these, and they are written for many at once.
    statements.retain(|statement| !statement.contains("last_used_at ="));
    let of = |part: &str| statements.iter().filter(|s| s.contains(part)).count();
    assert_eq!(of("insert into"), 6, "{statements:#?}");
    assert_eq!(of("octet_length"), 2, "{statements:#?}");
    // Who it is and, since nobody watches what others change here, which course is in force.
    assert_eq!(statements.len(), 10, "{statements:#?}");
}
