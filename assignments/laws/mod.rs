//! Laws that hold of every task of the catalogue. A failing message names the task and the output.
//!
//! The ordinary run takes a sample of seeds; `DGM_LAW_SEEDS=1000` (`just laws`) runs them in full, `.ci/run` a quarter of that.
//! `DGM_LAW_TASK=flows/` keeps to the tasks whose id begins so.

mod draws;
mod malformed;
mod mistakes;
mod near_misses;
mod outputs;
mod parameters;
mod texts;
mod tolerance;

use crate::catalogue::{HOMEWORKS, tasks};
use crate::draw::{instance, seed, stream};
use crate::task::{AnyTask, Extent, InputsError, Size, Sizes};
use judge::arrays::{Array, Arrays, Kind, Values};
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::outputs::compare;
use judge::port::Port;
use l10n::text::Lang;
use ndarray::{ArrayD, Axis, IxDyn};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

const SAMPLE: u64 = 12;

fn seeds() -> u64 {
    std::env::var("DGM_LAW_SEEDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(SAMPLE)
}

fn chosen() -> Vec<&'static dyn AnyTask> {
    let prefix = std::env::var("DGM_LAW_TASK").unwrap_or_default();
    tasks().filter(|t| t.id().starts_with(&prefix)).collect()
}

fn default_sizes(task: &dyn AnyTask) -> Sizes {
    Sizes::of(task.sizes(), &BTreeMap::new())
}

/// Runs a law over every task and seed; `law` says what is wrong. At most `allowed` in 1,000 seeds may break it, which may be among the
/// first hundreds; none of a sample.
fn over_seeds(
    name: &str,
    allowed: u64,
    law: impl Fn(&dyn AnyTask, &Arrays) -> Result<(), String> + Sync,
) {
    let tasks = chosen();
    let seeds = seeds();
    let most = if seeds <= SAMPLE {
        0
    } else {
        (allowed * seeds).div_ceil(1000)
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let run = |task: &dyn AnyTask| {
        let broken: Vec<_> = (0..seeds)
            .filter_map(|n| {
                law(task, &instance(task, seed(n), &default_sizes(task)))
                    .err()
                    .map(|what| format!("{} seed {n}: {what}", task.id()))
            })
            .collect();
        (broken.len() as u64 > most).then_some(broken)
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = tasks
            .chunks(tasks.len().div_ceil(threads).max(1))
            .map(|part| {
                scope.spawn(|| {
                    part.iter()
                        .filter_map(|t| run(*t))
                        .flatten()
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().expect("a law panicked"))
            .collect()
    });
    println!(
        "{name}: {} tasks × {seeds} seeds, {} broken",
        tasks.len(),
        faults.len()
    );
    assert!(
        faults.is_empty(),
        "{name}:\n{}",
        faults
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Collects what is wrong with every task and fails once.
fn over_tasks(name: &str, law: impl Fn(&dyn AnyTask) -> Vec<String>) {
    let faults: Vec<_> = chosen()
        .iter()
        .flat_map(|t| {
            law(*t)
                .into_iter()
                .map(|what| format!("{}: {what}", t.id()))
        })
        .collect();
    println!("{name}: {} tasks, {} broken", chosen().len(), faults.len());
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
}

fn all_correct(
    task: &dyn AnyTask,
    inputs: &Arrays,
    expected: &Arrays,
    got: &Arrays,
) -> Result<(), String> {
    let axes = Axes::unify(task.inputs(), inputs).map_err(|fault| format!("{fault:?}"))?;
    let wrong: Vec<_> = compare(task.outputs(), &axes, expected, got, |p| task.rule(p))
        .iter()
        .filter(|(_, c)| c.verdict != Verdict::Correct)
        .map(|(p, c)| format!("{}: {c:?}", p.name))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

fn reference(task: &dyn AnyTask, inputs: &Arrays) -> Result<Arrays, String> {
    let refused = |e| format!("refuses its own draw: {e}");
    task.reference(inputs).map_err(refused)
}

fn map_floats(named: &Arrays, f: impl Fn(&str, f64) -> f64) -> Arrays {
    let map = |(name, array): (&String, &Array)| {
        let values = match &array.values {
            Values::Float(a) => Values::Float(a.mapv(|v| f(name, v))),
            whole @ Values::Int(_) => whole.clone(),
        };
        (
            name.clone(),
            Array {
                values,
                dtype: array.dtype,
            },
        )
    };
    named.iter().map(map).collect()
}
