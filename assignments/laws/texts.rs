//! Names, manual pages, statements and hints.

use super::*;

/// The lectures as a page names them: `lecture 9`, `lectures 2, 3 and 4`; none for a task of the next edition.
fn lectures_named(lectures: &[u8]) -> String {
    let named: Vec<_> = lectures.iter().map(u8::to_string).collect();
    match &named[..] {
        [] => String::new(),
        [one] => format!("lecture {one}"),
        [first @ .., last] => format!("lectures {} and {last}", first.join(", ")),
    }
}

#[test]
fn ids_and_streams_are_unique_and_ports_documented() {
    let ids: BTreeSet<_> = tasks().map(AnyTask::id).collect();
    assert_eq!(ids.len(), tasks().count(), "two tasks share an id");
    let streams: BTreeSet<_> = tasks()
        .map(|t| stream(seed(0), t.id()).get_stream())
        .collect();
    assert_eq!(streams.len(), ids.len(), "two tasks share a stream");
    over_tasks("documented", |task| {
        let mut faults = Vec::new();
        let manual = task.manual();
        if !manual.starts_with("# ") || !manual.contains("Source:") || !manual.contains("$$") {
            faults.push(
                "the manual page needs a heading, a formula between $$ and a line `Source:`"
                    .to_owned(),
            );
        }
        if !manual.contains(&format!("Source: {}", lectures_named(task.lectures()))) {
            faults.push("the source of the manual page names other lectures".to_owned());
        }
        for port in task.inputs().iter().chain(task.outputs()) {
            if port.doc.trim().is_empty() {
                faults.push(format!("{} has no doc", port.name));
            }
        }
        // A task of none is for the next edition of the course.
        if task.lectures().iter().any(|l| !(1..=14).contains(l)) {
            faults.push("lectures must be 1 to 14".to_owned());
        }
        faults
    });
}

#[test]
fn every_file_is_listed_and_every_task_stated_in_both_languages() {
    for homework in HOMEWORKS {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(homework.name);
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the homework's folder")
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok()?;
                let stem = name.strip_suffix(".rs")?;
                // A file in a homework's folder is a task unless it is the index.
                (stem != "mod").then(|| stem.to_owned())
            })
            .collect();
        let listed: BTreeSet<String> = homework.tasks.iter().map(|t| t.name().to_owned()).collect();
        assert_eq!(files, listed, "{}: files and index differ", homework.name);
        for lang in Lang::ALL {
            let statement = homework.statement(lang);
            let stated: Vec<_> = statement.sections.iter().map(|s| s.task).collect();
            let indexed: Vec<_> = homework.tasks.iter().map(|t| t.name()).collect();
            assert_eq!(
                stated,
                indexed,
                "{} statement in {}: other tasks or another order",
                homework.name,
                lang.code()
            );
            for task in homework.tasks {
                assert_eq!(
                    task.homework(),
                    homework.name,
                    "{} is listed in {}",
                    task.id(),
                    homework.name
                );
                let section = statement.section(task.name()).expect("checked above");
                for port in task.outputs() {
                    assert!(
                        section.body.contains(&format!("`{}`", port.name)),
                        "{} in {} does not speak of `{}`",
                        task.id(),
                        lang.code(),
                        port.name
                    );
                }
                let cyrillic = section.body.chars().any(|c| ('а'..='я').contains(&c));
                assert_eq!(
                    cyrillic,
                    lang == Lang::Ru,
                    "{} in {}: the wrong language",
                    task.id(),
                    lang.code()
                );
            }
        }
    }
}

#[test]
fn hints_are_short_and_in_both_languages() {
    over_tasks("hints", |task| {
        let mut faults = Vec::new();
        let ids: BTreeSet<_> = task.mistakes().iter().map(|m| m.id).collect();
        if ids.len() != task.mistakes().len() || ids.is_empty() {
            faults.push("mistake ids must be unique, and there must be some".to_owned());
        }
        for lang in Lang::ALL {
            let statement = HOMEWORKS
                .iter()
                .find(|h| h.name == task.homework())
                .map(|h| h.statement(lang));
            let section = statement.and_then(|s| s.section(task.name()));
            let written: Vec<_> = section
                .map(|s| s.hints().map(|(id, _)| id).collect())
                .unwrap_or_default();
            let listed: Vec<_> = task.mistakes().iter().map(|m| m.id).collect();
            if written != listed {
                faults.push(format!(
                    "the hints in {} are {written:?}, the mistakes {listed:?}",
                    lang.code()
                ));
            }
        }
        for m in task.mistakes() {
            for lang in Lang::ALL {
                let hint = m.hint.get(lang);
                if hint.is_empty() || hint.chars().count() > 280 {
                    faults.push(format!(
                        "{}: hint in {} has {} characters",
                        m.id,
                        lang.code(),
                        hint.chars().count()
                    ));
                }
                if hint.chars().any(|c| ('а'..='я').contains(&c)) != (lang == Lang::Ru) {
                    faults.push(format!(
                        "{}: hint in {} is in the wrong language",
                        m.id,
                        lang.code()
                    ));
                }
            }
        }
        faults
    });
}
