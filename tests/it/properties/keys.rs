//! Names of arrays: whatever they are, each array is taken once or named as unknown.

use super::config;
use assignments::catalogue::HOMEWORKS;
use judge::answers::keys::sort;
use judge::arrays::Array;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Right keys with slips of the pen, their parts in any order, and anything.
fn key() -> impl Strategy<Value = String> {
    let right: Vec<String> = HOMEWORKS
        .iter()
        .flat_map(|h| h.tasks.iter().map(move |t| (h.name, t)))
        .flat_map(|(homework, task)| {
            let output = task.outputs().first().map_or("", |p| p.name);
            let task = task.name();
            [
                format!("{task}.{output}"),
                format!("{homework}/{task}"),
                task.to_owned(),
            ]
        })
        .collect();
    let slip = (
        prop::sample::select(right.clone()),
        any::<prop::sample::Index>(),
        any::<char>(),
    )
        .prop_map(|(key, at, c)| {
            let mut letters: Vec<char> = key.chars().collect();
            let at = at.index(letters.len());
            letters[at] = c;
            letters.into_iter().collect()
        });
    prop_oneof![
        prop::sample::select(right),
        slip,
        "[a-zа-я._/ -]{0,24}",
        any::<String>()
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_array_is_taken_once_or_named(keys in vec(key(), 0..12), homework in 0..HOMEWORKS.len()) {
        let homework = &HOMEWORKS[homework];
        let outputs: Vec<(&str, Vec<&str>)> = homework
            .tasks
            .iter()
            .map(|t| (t.name(), t.outputs().iter().map(|p| p.name).collect()))
            .collect();
        let tasks: Vec<(&str, &[&str])> = outputs.iter().map(|(task, own)| (*task, own.as_slice())).collect();
        let right: BTreeSet<String> = outputs
            .iter()
            .flat_map(|(task, own)| own.iter().map(move |output| format!("{task}.{output}")))
            .collect();
        let number = |n: usize| Array::int(ndarray::arr0(i64::try_from(n).expect("it is small")).into_dyn());
        let file: judge::arrays::Arrays = keys.iter().enumerate().map(|(n, key)| (key.clone(), number(n))).collect();
        let sent = file.len();
        // Two keys for one output are refused, as is a nameless array among many outputs.
        let Ok(sorted) = sort(file.into(), homework.name, &tasks) else { return Ok(()) };
        for (task, own) in &sorted.by_task {
            for output in own.keys() {
                prop_assert!(right.contains(&format!("{task}.{output}")), "{task}.{output}");
            }
        }
        for unknown in &sorted.unknown {
            prop_assert!(keys.contains(&unknown.key));
            prop_assert!(unknown.nearest.as_ref().is_none_or(|near| right.contains(near)), "{unknown:?}");
        }
        let taken: usize = sorted.by_task.values().map(judge::arrays::Arrays::len).sum();
        prop_assert_eq!(taken + sorted.unknown.len(), sent);
    }
}
