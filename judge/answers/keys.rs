//! From the names in a file to tasks and outputs.

use super::{AnswersError, Arrays, Opened};
use crate::arrays::Array;
use l10n::slips;
use std::collections::BTreeMap;

/// The arrays of a file, by task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sorted {
    /// For every task that the file says something about, its outputs by name.
    pub by_task: BTreeMap<String, Arrays>,
    /// For every task, what is wrong with outputs that the file has and that cannot be used.
    pub faults: BTreeMap<String, BTreeMap<String, AnswersError>>,
    /// The first [`MOST_UNKNOWN`] keys that name no output, in the order of the file.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    pub unknown_more: usize,
    /// What stands under [`INPUTS`], whatever it is.
    pub inputs: Option<Array>,
}

/// A key that names no output of the homework. It costs nothing, but its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The key as it stands in the file, cut after [`LONGEST`] characters.
    pub key: String,
    /// The key that was probably meant.
    pub nearest: Option<String>,
    /// What is wrong with what stands under it, where it could not be read either.
    pub fault: Option<AnswersError>,
}

/// The longest key that can name an output, in characters. A longer one is unknown and named cut: a report is kept for years,
/// and a stranger's file must not decide how large it is.
pub const LONGEST: usize = 200;
/// The key by which a file says which inputs it is for. It may be left out and is never unknown.
pub const INPUTS: &str = "dgm.inputs";
/// Unknown keys that are named. Whoever has more of them has another file in hand, and a suggestion for each is no help.
pub const MOST_UNKNOWN: usize = 100;

/// Sorts the arrays of a file by the tasks of a homework, each task given with its outputs.
///
/// Understood are `task.output`, `task` alone where the task has one output, and `""` where the homework has one output;
/// each may carry the homework before it, `homework/` or `homework.`, or the folder that all of an archive lie in. A key longer than [`LONGEST`] names nothing.
///
/// # Errors
/// [`AnswersError::SameOutputTwice`] where two keys mean one output, [`AnswersError::UnnamedArray`] where the file is a
/// single array without a name and the homework has several outputs, and the first fault where nothing can be used and nothing is an output.
pub fn sort(
    opened: Opened,
    homework: &str,
    tasks: &[(&str, &[&str])],
) -> Result<Sorted, AnswersError> {
    let mut sorted = Sorted::default();
    let folder = common_folder(opened.arrays.keys().chain(opened.faults.keys()));
    let mut taken: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let many = opened.len() > 1;
    let is_unusable = opened.arrays.is_empty();
    let arrays = opened
        .arrays
        .into_iter()
        .map(|(key, array)| (key, Ok(array)));
    let faults = opened
        .faults
        .into_iter()
        .map(|(key, fault)| (key, Err(fault)));
    for (key, read) in arrays.chain(faults) {
        let inner = inner(&key, folder.as_deref());
        if inner == INPUTS {
            // What cannot be read says nothing, and costs nothing.
            sorted.inputs = read.ok();
            continue;
        }
        let whole = match meant(&key, homework, tasks) {
            // Among others an array without a name is one that nobody asked for.
            Err(AnswersError::UnnamedArray { .. }) if many => None,
            meant => meant?,
        };
        let meant = match whole {
            None if inner != key => meant(&inner, homework, tasks)?,
            meant => meant,
        };
        let Some((task, output)) = meant else {
            if sorted.unknown.len() < MOST_UNKNOWN {
                sorted.unknown.push(Unknown {
                    // What looks like a folder may be a task: `task/output`.
                    nearest: nearest(&inner, homework, tasks)
                        .or_else(|| nearest(&key, homework, tasks)),
                    fault: read.err().or_else(|| {
                        let said = sorted.unknown.iter().any(|u| is_numbered(&u.key));
                        let member = || key.clone();
                        (is_numbered(&key) && !said)
                            .then(|| AnswersError::NamelessArray { member: member() })
                    }),
                    key: cut(key),
                });
            } else {
                sorted.unknown_more += 1;
            }
            continue;
        };
        if let Some(first) = taken.get(&(task, output)) {
            return Err(AnswersError::SameOutputTwice {
                output: format!("{task}.{output}"),
                keys: [first.clone(), key],
            });
        }
        taken.insert((task, output), key);
        match read {
            Ok(array) => {
                let of_task = sorted.by_task.entry(task.to_owned()).or_default();
                of_task.insert(output.to_owned(), array);
            }
            Err(fault) => {
                let of_task = sorted.faults.entry(task.to_owned()).or_default();
                of_task.insert(output.to_owned(), fault);
            }
        }
    }
    let is_for_nothing = sorted.by_task.is_empty() && sorted.faults.is_empty();
    if is_unusable && is_for_nothing {
        let fault = sorted.unknown.iter_mut().find_map(|of| of.fault.take());
        return fault.map_or(Ok(sorted), Err);
    }
    Ok(sorted)
}

/// How many of these names are outputs of a homework, however they are written.
pub fn count<'k>(
    names: impl Iterator<Item = &'k String>,
    homework: &str,
    tasks: &[(&str, &[&str])],
) -> usize {
    let is_meant = |key: &&String| {
        !key.is_empty() && meant(key, homework, tasks).is_ok_and(|output| output.is_some())
    };
    names.filter(is_meant).count()
}

/// The folder that every key lies in, where somebody unpacked an archive and packed it again.
fn common_folder<'k>(mut keys: impl Iterator<Item = &'k String>) -> Option<String> {
    let folder = |key: &str| Some(plain(key).split_once('/')?.0.to_owned());
    let first = folder(keys.next()?)?;
    keys.all(|key| folder(key).as_ref() == Some(&first))
        .then_some(first)
}

/// A key as it is within that folder.
fn inner(key: &str, folder: Option<&str>) -> String {
    let key = plain(key);
    folder
        .and_then(|folder| key.strip_prefix(folder)?.strip_prefix('/'))
        .unwrap_or(&key)
        .to_owned()
}

/// A key without what packing it again puts before it and between its parts.
fn plain(key: &str) -> String {
    key.replace('\\', "/").trim_start_matches("./").to_owned()
}

/// Whether it is a name that `np.savez` gives to what it is handed without one: `arr_0`, `arr_1`…
pub fn is_numbered(key: &str) -> bool {
    key.strip_prefix("arr_")
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A key as it is named, which is never longer than a line or two.
fn cut(mut key: String) -> String {
    if let Some((end, _)) = key.char_indices().nth(LONGEST) {
        key.truncate(end);
        key.push('…');
        // The letters cut off would otherwise stay in memory.
        key.shrink_to_fit();
    }
    key
}

/// The task and output that a key means, if it means one.
fn meant<'a>(
    key: &str,
    homework: &str,
    tasks: &[(&'a str, &[&'a str])],
) -> Result<Option<(&'a str, &'a str)>, AnswersError> {
    if key.is_empty() {
        let mut all = tasks
            .iter()
            .flat_map(|(task, outputs)| outputs.iter().map(|output| (*task, *output)));
        return match (all.next(), all.count()) {
            (Some(only), 0) => Ok(Some(only)),
            (Some((task, output)), others) => Err(AnswersError::UnnamedArray {
                outputs: others + 1,
                example: format!("{task}.{output}"),
            }),
            (None, _) => Ok(None),
        };
    }
    if key.chars().nth(LONGEST).is_some() {
        return Ok(None);
    }
    // The key as it is comes first: a homework may have a task of its own name.
    Ok(exactly(key, tasks).or_else(|| exactly(without_homework(key, homework)?, tasks)))
}

fn exactly<'a>(key: &str, tasks: &[(&'a str, &[&'a str])]) -> Option<(&'a str, &'a str)> {
    tasks.iter().find_map(|(task, outputs)| {
        let rest = key.strip_prefix(task)?;
        match (rest.strip_prefix('.'), *outputs) {
            (Some(output), _) => outputs
                .iter()
                .find(|known| **known == output)
                .map(|known| (*task, *known)),
            (None, [only]) if rest.is_empty() => Some((*task, *only)),
            (None, _) => None,
        }
    })
}

fn without_homework<'k>(key: &'k str, homework: &str) -> Option<&'k str> {
    key.strip_prefix(homework)?.strip_prefix(['/', '.'])
}

/// The right key that somebody who wrote this one probably meant.
fn nearest(key: &str, homework: &str, tasks: &[(&str, &[&str])]) -> Option<String> {
    // `Gaussian-KL.kl`: another case and another dash are no difference worth counting.
    let whole = key.trim().to_lowercase().replace(['-', ' '], "_");
    let short = without_homework(&whole, homework)
        .unwrap_or(&whole)
        .replace('/', ".");
    let all = || {
        tasks
            .iter()
            .flat_map(|(task, outputs)| outputs.iter().map(move |output| (*task, *output)))
    };

    let typo = all()
        .flat_map(|(task, output)| {
            let full = format!("{task}.{output}");
            [(&whole, full.as_str()), (&short, &full), (&short, task)]
                .map(|(key, right)| slips(key, right).map(|slips| (slips, full.clone())))
        })
        .flatten()
        .min_by_key(|(slips, _)| *slips);
    // A right task with a wrong output, then a right output without its task: each only where it leaves one choice.
    let head = short.split('.').next().unwrap_or_default();
    let only = |wanted: &dyn Fn(&str, &str) -> bool| {
        let mut fitting = all().filter(|(task, output)| wanted(task, output));
        fitting
            .next()
            .filter(|_| fitting.next().is_none())
            .map(|(task, output)| format!("{task}.{output}"))
    };
    typo.map(|(_, full)| full)
        .or_else(|| only(&|task, _| task == head))
        .or_else(|| only(&|_, output| output == short))
}

#[cfg(test)]
mod tests;
