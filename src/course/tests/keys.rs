//! What holds of every key of every table: it is documented, written as it is read, and seen where two versions differ.

use super::full;
use crate::course::keys::{Key, Keyed};
use crate::course::model::{Criterion, Manual, NamedMistake};
use crate::course::{Course, Expect, Homework, Task, changes};
use std::collections::BTreeSet;

/// A file in which every key of every table can be set.
const BASE: &str = r#"
title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "points"
exam = { max_points = "26" }
#course

[[homework]]
id = "elbo"
max_points = "5"
deadline = 2022-10-06
#homework

[[homework.task]]
id = "gmm_e_step"
points = "2"
#task

[[homework.task.mistake]]
id = "halved"
hint = { en = "Twice.", ru = "Дважды." }
like.log_likelihood = "factor 7"

[[homework.manual]]
id = "proof"
title = { en = "A proof", ru = "Доказательство" }
statement = { en = "Prove it.", ru = "Докажите." }
points = "3"
#manual

[[homework.manual.criterion]]
id = "idea"
text = { en = "The idea", ru = "Идея" }
points = "3"

[[expect]]
homework = "elbo"
task = "gmm_e_step"
correct = true
points = "2"
"#;

/// For every key a line of [`BASE`] and what takes its place, so that the key says something else.
const CHANGED: &[(&str, &str, &str, &str)] = &[
    (
        "course",
        "title",
        "title = { en = \"Course\"",
        "title = { en = \"Another\"",
    ),
    (
        "course",
        "time_zone",
        "\"Europe/Moscow\"",
        "\"Europe/Berlin\"",
    ),
    ("course", "final_grade", "\"points\"", "\"points / 8\""),
    ("course", "exam", "\"26\"", "\"20\""),
    ("course", "excused", "#course", "excused = \"zero\""),
    (
        "course",
        "defaults",
        "#course",
        "defaults = { attempts = 3 }",
    ),
    (
        "course",
        "homework",
        "\n[[homework]]\nid = \"elbo\"",
        "\n[[homework]]\nid = \"gan\"\n\n[[homework]]\nid = \"elbo\"",
    ),
    ("course", "expect", "correct = true", "missing = true"),
    ("homework", "id", "#course", "[[homework]]\nid = \"flows\""),
    (
        "homework",
        "title",
        "#homework",
        "title = { en = \"Bounds\", ru = \"Оценки\" }",
    ),
    (
        "homework",
        "max_points",
        "max_points = \"5\"",
        "max_points = \"6\"",
    ),
    ("homework", "opens", "#homework", "opens = 2022-09-22"),
    ("homework", "deadline", "2022-10-06", "2022-10-07"),
    (
        "homework",
        "closes",
        "#homework",
        "late = \"free\"\ncloses = 2022-10-20",
    ),
    (
        "homework",
        "late",
        "#homework",
        "late = { per_day = \"10%\" }",
    ),
    ("homework", "attempts", "#homework", "attempts = 7"),
    ("homework", "reveal", "#homework", "reveal = \"always\""),
    ("homework", "feedback", "#homework", "feedback = \"full\""),
    (
        "homework",
        "hints_from_attempt",
        "#homework",
        "hints_from_attempt = 3",
    ),
    ("homework", "storage_mib", "#homework", "storage_mib = 64"),
    ("homework", "partial", "#homework", "partial = false"),
    (
        "homework",
        "task",
        "max_points = \"5\"",
        "max_points = \"6\"",
    ),
    (
        "homework",
        "manual",
        "#task",
        "[[homework.manual]]\nid = \"plot\"\ntitle = { en = \"A\", ru = \"А\" }\nstatement = { en = \"B\", ru = \"Б\" }\npoints = 1\nbonus = true",
    ),
    ("task", "id", "\"gmm_e_step\"", "\"gmm_m_step\""),
    ("task", "points", "max_points = \"5\"", "max_points = \"6\""),
    (
        "task",
        "bonus",
        "points = \"2\"\n#task",
        "points = \"2\"\nbonus = true",
    ),
    ("task", "partial", "#task", "partial = false"),
    ("task", "tolerance", "#task", "tolerance = { rtol = 1e-5 }"),
    (
        "task",
        "tolerances",
        "#task",
        "tolerances.log_likelihood = { rtol = 1e-6 }",
    ),
    (
        "task",
        "order",
        "#task",
        "order.responsibilities = \"up_to_permutation:component\"",
    ),
    ("task", "sizes", "#task", "sizes.object = 9"),
    (
        "task",
        "mistake",
        "#task",
        "[[homework.task.mistake]]\nid = \"thirds\"\nhint = { en = \"A third.\", ru = \"Треть.\" }\nlike.log_likelihood = \"factor 0.3\"",
    ),
    ("mistake", "id", "\"halved\"", "\"half\""),
    ("mistake", "hint", "\"Twice.\"", "\"Two times.\""),
    ("mistake", "like", "\"factor 7\"", "\"factor 8\""),
    ("manual", "id", "\"proof\"", "\"proof_two\""),
    ("manual", "title", "\"A proof\"", "\"The proof\""),
    (
        "manual",
        "statement",
        "\"Prove it.\"",
        "\"Prove it twice.\"",
    ),
    ("manual", "points", "points = \"3\"", "points = \"4\""),
    ("manual", "bonus", "#manual", "bonus = true"),
    (
        "manual",
        "accept",
        "#manual",
        "accept = [\"ipynb\", \"pdf\"]",
    ),
    ("manual", "criterion", "\"idea\"", "\"thought\""),
    ("criterion", "id", "\"idea\"", "\"thought\""),
    ("criterion", "text", "\"The idea\"", "\"The thought\""),
    ("criterion", "points", "points = \"3\"", "points = \"4\""),
];

/// Another task, and then the item.
const MORE: &str = "[[homework.task]]\nid = \"iwae_bound\"\npoints = 1\n\n[[homework.manual]]";

/// Lines that must follow a change, so that everything still adds up.
const BALANCE: &[(&str, &str, &str)] = &[
    ("homework.max_points", "[[homework.manual]]", MORE),
    ("homework.task", "[[homework.manual]]", MORE),
    (
        "task.points",
        "id = \"gmm_e_step\"\npoints = \"2\"",
        "id = \"gmm_e_step\"\npoints = \"3\"",
    ),
    ("task.id", "task = \"gmm_e_step\"", "task = \"gmm_m_step\""),
    ("task.id", "like.log_likelihood", "like.weights"),
    ("task.bonus", "max_points = \"5\"", "max_points = \"3\""),
    ("manual.points", "max_points = \"5\"", "max_points = \"6\""),
    (
        "criterion.points",
        "max_points = \"5\"",
        "max_points = \"6\"",
    ),
    ("manual.bonus", "max_points = \"5\"", "max_points = \"2\""),
];

fn parse(text: &str) -> Course {
    Course::parse(text).unwrap_or_else(|found| panic!("{found}\n{text}"))
}

fn names<T: Keyed>() -> Vec<&'static str> {
    T::KEYS.iter().map(|key: &Key<T>| key.name).collect()
}

fn tables() -> [(&'static str, Vec<&'static str>); 7] {
    [
        ("course", names::<Course>()),
        ("homework", names::<Homework>()),
        ("task", names::<Task>()),
        ("mistake", names::<NamedMistake>()),
        ("manual", names::<Manual>()),
        ("criterion", names::<Criterion>()),
        ("expect", names::<Expect>()),
    ]
}

#[test]
fn a_change_of_every_key_is_seen_and_read_back() {
    let before = parse(BASE);
    for (table, keys) in tables() {
        // An expectation is of the course as a whole: its list is the key `expect`.
        for key in keys.into_iter().filter(|_| table != "expect") {
            let id = format!("{table}.{key}");
            let row = CHANGED.iter().find(|(t, k, _, _)| (*t, *k) == (table, key));
            let (_, _, old, new) = row.unwrap_or_else(|| panic!("how does {id} change?"));
            assert!(BASE.contains(old), "{id}: {old}");
            let mut text = BASE.replacen(old, new, if table == "criterion" { 2 } else { 1 });
            for (_, old, new) in BALANCE.iter().filter(|(of, _, _)| *of == id) {
                text = text.replace(old, new);
            }
            if id == "manual.points" {
                text = text.replace("points = \"3\"", "points = \"4\"");
            }
            let after = parse(&text);
            assert_ne!(
                changes(&before, &after),
                [],
                "{id} changed and nothing is told"
            );
            assert_eq!(parse(&after.to_toml()), after, "{id}: {}", after.to_toml());
        }
    }
}

#[test]
fn every_row_of_changes_is_a_key() {
    let keys: BTreeSet<String> = tables()
        .iter()
        .flat_map(|(table, keys)| keys.iter().map(move |key| format!("{table}.{key}")))
        .collect();
    for (table, key, ..) in CHANGED {
        assert!(keys.contains(&format!("{table}.{key}")), "{table}.{key}");
    }
}

#[test]
fn every_key_stands_in_the_page_on_the_config() {
    let page = include_str!("../../../docs/book/en/grading-config.md");
    for (table, keys) in tables() {
        for key in keys {
            let named = [format!("`{key}`"), format!("`{key}."), format!("`{key} ")]
                .iter()
                .any(|written| page.contains(written.as_str()))
                || page.contains(&format!(".{key}]]"));
            assert!(
                named,
                "docs/book/en/grading-config.md says nothing of {table}.{key}"
            );
        }
    }
}

#[test]
fn the_line_of_an_example_names_its_key() {
    fn check<T: Keyed>(table: &str) {
        for key in T::KEYS {
            let (name, line) = (key.name, key.example);
            let right = line.starts_with(&format!("{name} = "))
                || line.starts_with(&format!("{name}."))
                || line.ends_with(&format!("{name}]]"));
            assert!(right, "{table}.{name}: {line}");
        }
    }
    check::<Course>("course");
    check::<Homework>("homework");
    check::<Task>("task");
    check::<NamedMistake>("mistake");
    check::<Manual>("manual");
    check::<Criterion>("criterion");
    check::<Expect>("expect");
    assert_eq!(changes(&full(), &full()), []);
}
