//! No request reads a whole table that grows with the class: SQLite is asked how it goes about every statement that requests run.

use super::calls::call;
use super::world::{Who, World};
use crate::support::site::Student;
use crate::support::small::small;
use dgm_grader::store::{EVERYTHING, FEW_LEFT_OUT};
use dgm_grader::web::table;
use std::collections::{BTreeMap, BTreeSet};

/// Tables that have a row or more a student: for what they sent and were given, for every sign-in, change, letter, answer, request.
const LARGE: [&str; 39] = [
    "audit",
    "canvas_students",
    "claims",
    "compared_submissions",
    "drafts",
    "exams",
    "extensions",
    "former_logins",
    "given_inputs",
    "letter_items",
    "letter_switches",
    "letters",
    "letters_told",
    "limits",
    "links",
    "lti_members",
    "lti_people",
    "lti_scores",
    "lti_used",
    "manual_answers",
    "manual_grades",
    "objects",
    "outcomes",
    "overrides",
    "previews",
    "regrades",
    "report_texts",
    "reports",
    "request_messages",
    "requests",
    "sessions",
    "shared_answers",
    "shared_files",
    "spent_ways",
    "standings",
    "submission_contents",
    "submissions",
    "tallies",
    "tokens",
];
/// The others: what the course is made of, and whom it is for. A list of people is sorted and searched as a whole.
const OTHERS: [&str; 13] = [
    "canvas_assignments",
    "courses",
    "device_codes",
    "inputs_releases",
    "jobs",
    "lti_columns",
    "lti_courses",
    "lti_platforms",
    "lti_turns",
    "ready_comments",
    "settings",
    "turns",
    "users",
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

/// The selects of a statement, each without those inside of it.
fn selects(statement: &str) -> Vec<String> {
    let (mut done, mut open) = (Vec::new(), vec![String::new()]);
    for letter in statement.chars() {
        match letter {
            '(' => open.push(String::new()),
            ')' => done.extend(open.pop()),
            _ => open
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|own| own.push(letter)),
        }
    }
    done.extend(open);
    done
}

/// How many conditions a select has.
fn conditions(select: &str) -> usize {
    let Some((_, conditions)) = select.split_once("where") else {
        return 0;
    };
    let words = conditions.split_whitespace();
    1 + words.filter(|word| ["and", "or"].contains(word)).count()
}

/// What of a plan reads a large table from end to end; or on from a row until there are enough, and leaves out what it reads.
fn scans(statement: &str, plan: &[(i64, String)]) -> Vec<String> {
    let aliases = aliases(statement);
    let selects = selects(statement);
    let is_whole = |(part_of, step): &&(i64, String)| {
        let mut words = step.split(' ');
        let (kind, name) = (words.next(), words.next().unwrap_or_default());
        let found_by = step.split_once('(').map_or("", |(_, by)| by);
        let reads_on = kind == Some("SEARCH")
            && found_by.contains(['<', '>'])
            && !found_by.contains('=')
            && statement.contains("limit")
            && !statement.contains(FEW_LEFT_OUT);
        if !aliases.contains_key(name) || kind != Some("SCAN") && !reads_on {
            return false;
        }
        let sorts = |(of, step): &(i64, String)| of == part_of && step.contains("TEMP B-TREE");
        // In the order of its key, until there are enough: where nothing that is read is left out.
        let ends_early = |select: &String| {
            let mut words = select.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|word| word == name)
                && select.contains("limit")
                && conditions(select) <= found_by.matches('?').count()
        };
        plan.iter().any(sorts) || !selects.iter().any(ends_early)
    };
    let whole = plan.iter().filter(is_whole);
    whole.map(|(_, step)| step.clone()).collect()
}

#[tokio::test]
async fn no_statement_of_a_request_reads_what_grows_with_the_class() {
    let world = World::new().await;
    let store = &world.site.app.store;
    store.note_statements();
    for asked in [
        "kind=exam",
        "person=anna",
        "q=anna",
        "from=2026-03-01&to=2026-03-02",
    ] {
        let found = world.door(Who::Owner).get(&format!("/audit?{asked}")).await;
        assert_eq!(found.status, 200, "{asked}: {}", found.text());
    }
    // A grade is taken away by the form that gives it.
    let (owner, graded) = (world.door(Who::Owner), "/queue/elbo/proof/answers/4");
    let seen = owner.get(graded).await.hidden("seen");
    let taken = owner.form(graded, &[("do", "take"), ("seen", &seen)]).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let again = [("points.idea", "1"), ("points.rest", "1"), ("do", "save")];
    let given = owner.form(graded, &again).await;
    assert_eq!(given.status, 303, "{}", given.text());
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
    // And what is looked at every few minutes.
    let told = store.told(&["digest 2026-03-01"]).await;
    assert!(told.expect("it answers").is_empty());
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
fn every_table_is_said_to_grow_with_the_class_or_not() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/migrations");
    let mut tables = BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("the steps are there") {
        let text = std::fs::read_to_string(file.expect("a step").path()).expect("it is read");
        let made = text.lines().filter(|line| line.starts_with("create"));
        let made = made.filter_map(|line| line.split_once(" table "));
        tables.extend(made.filter_map(|(_, rest)| rest.split(' ').next().map(str::to_owned)));
    }
    let told: BTreeSet<String> = LARGE
        .iter()
        .chain(&OTHERS)
        .map(|t| (*t).to_owned())
        .collect();
    assert_eq!(tables, told);
}

#[test]
fn a_scan_is_told_by_the_name_that_the_statement_gives() {
    let plan = [(0, "SCAN s".to_owned())];
    assert_eq!(scans("select 1 from submissions s", &plan).len(), 1);
    assert_eq!(scans("select 1 from users s", &plan).len(), 0);
    let newest = "select 1 from audit s order by id desc limit 5";
    assert_eq!(scans(newest, &plan).len(), 0);
    let rare = "select 1 from audit s where kind = $1 order by id desc limit 5";
    assert_eq!(scans(rare, &plan).len(), 1);
    let below = [(0, "SEARCH s USING INTEGER PRIMARY KEY (rowid<?)".to_owned())];
    let next = "select 1 from audit s where id < $1 order by id desc limit 5";
    assert_eq!(scans(next, &below).len(), 0);
    let rare = "select 1 from audit s where id < $1 and kind = $2 order by id desc limit 5";
    assert_eq!(scans(rare, &below).len(), 1);
    let inside = "select 1 from users u where u.id in (select s.user_id from audit s limit 5)";
    assert_eq!(scans(inside, &plan).len(), 0);
    let outside = "select (select 1 from users limit 1) from audit s where kind = $1";
    assert_eq!(scans(outside, &plan).len(), 1);
    let sorted = [
        plan[0].clone(),
        (0, "USE TEMP B-TREE FOR ORDER BY".to_owned()),
    ];
    assert_eq!(scans(newest, &sorted).len(), 1);
    let elsewhere = [plan[0].clone(), (1, sorted[1].1.clone())];
    assert_eq!(scans(newest, &elsewhere).len(), 0);
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
