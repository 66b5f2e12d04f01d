//! Laws that hold of every task of the catalogue. A failing message names the task and the output.
//!
//! The ordinary run takes a sample of seeds; `DGM_LAW_SEEDS=1000` (set by `.ci/run`, in release mode) runs them in full.
//! `DGM_LAW_TASK=flows/` keeps to the tasks whose id begins so.

use crate::arrays::{Array, Kind, Named, Values};
use crate::catalogue::{HOMEWORKS, tasks};
use crate::compare::{self, Rule, Verdict, check_task};
use crate::contract::{AnyTask, Sizes};
use crate::diagnose::{matches, recognise};
use crate::draw::{instance, seed};
use crate::ports::{Axes, Port, all_finite};
use crate::text::Lang;
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

/// Runs a law over every task and seed; `law` returns what is wrong. At most `allowed` in 1,000 seeds may break it.
fn over_seeds(
    name: &str,
    allowed: u64,
    law: impl Fn(&dyn AnyTask, &Named) -> Option<String> + Sync,
) {
    let tasks = chosen();
    let seeds = seeds();
    let run = |task: &dyn AnyTask| {
        let broken: Vec<_> = (0..seeds)
            .filter_map(|n| {
                law(task, &instance(task, seed(n), &default_sizes(task)))
                    .map(|what| format!("{} seed {n}: {what}", task.id()))
            })
            .collect();
        (broken.len() as u64 > allowed * seeds / 1000).then_some(broken)
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = tasks
            .chunks(tasks.len().div_ceil(2).max(1))
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

fn by_default(task: &dyn AnyTask) -> impl Fn(&Port) -> Rule<'static> {
    move |port| Rule {
        tolerance: task.tolerance(port.name),
        order: task.order(port.name),
    }
}

fn all_correct(
    task: &dyn AnyTask,
    inputs: &Named,
    expected: &Named,
    got: &Named,
) -> Option<String> {
    let axes = Axes::unify(task.inputs(), inputs).ok()?;
    let checks = check_task(task, &axes, expected, got, by_default(task));
    let wrong: Vec<_> = checks
        .iter()
        .filter(|(_, c)| c.verdict != Verdict::Correct)
        .map(|(p, c)| format!("{}: {c:?}", p.name))
        .collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

fn map_floats(named: &Named, f: impl Fn(&str, f64) -> f64) -> Named {
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

#[test]
fn outputs_are_finite_and_shaped_as_documented() {
    over_seeds("finite outputs of documented shape", 0, |task, inputs| {
        let outputs = task.reference(inputs).map_err(|e| e.to_string());
        let outputs = match outputs {
            Ok(outputs) => outputs,
            Err(e) => return Some(format!("refuses its own draw: {e}")),
        };
        let axes = Axes::unify(task.inputs(), inputs).ok()?;
        for port in task.outputs() {
            let Some(array) = outputs.get(port.name) else {
                return Some(format!("{} is not returned", port.name));
            };
            if !all_finite(array) {
                return Some(format!("{} is not finite", port.name));
            }
            if array.shape().len() != port.axes.len() || array.kind() != port.kind {
                return Some(format!(
                    "{} has shape {:?}, its port says {:?}",
                    port.name,
                    array.shape(),
                    port.axes
                ));
            }
            for (axis, &got) in port.axes.iter().zip(array.shape()) {
                if axes.length(axis).is_some_and(|expected| expected != got) {
                    return Some(format!("{}: axis {axis} has length {got}", port.name));
                }
            }
        }
        None
    });
}

#[test]
fn a_correct_float32_answer_passes() {
    over_seeds("float32 answers pass", 1, |task, inputs| {
        let truth = task.reference(inputs).ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "rounding to float32 is the point"
        )]
        let rounded = map_floats(&truth, |_, v| f64::from(v as f32));
        all_correct(task, inputs, &truth, &rounded)
    });
}

#[test]
fn nine_tenths_of_the_tolerance_pass_and_eleven_tenths_fail() {
    over_seeds("tolerance edges", 0, |task, inputs| {
        let truth = task.reference(inputs).ok()?;
        let shifted =
            |share: f64| map_floats(&truth, |name, v| v + share * task.tolerance(name).bound(v));
        if let Some(wrong) = all_correct(task, inputs, &truth, &shifted(0.9)) {
            return Some(format!("0.9 of the tolerance fails: {wrong}"));
        }
        let outside = shifted(1.1);
        let axes = Axes::unify(task.inputs(), inputs).ok()?;
        let passed = check_task(task, &axes, &truth, &outside, by_default(task))
            .into_iter()
            .find(|(p, c)| p.kind == Kind::Float && c.verdict == Verdict::Correct);
        passed.map(|(p, _)| format!("{}: 1.1 of the tolerance passes", p.name))
    });
}

#[test]
fn every_mistake_fails_and_is_recognised_as_itself() {
    over_seeds("mistakes fail and are recognised", 1, |task, inputs| {
        let truth = task.reference(inputs).ok()?;
        let mistaken = task.mistaken(inputs).ok()?;
        let tolerance = |p: &Port| task.tolerance(p.name);
        for (i, (info, answer)) in task.mistakes().iter().zip(&mistaken).enumerate() {
            if matches(task.outputs(), &truth, answer, tolerance) {
                return Some(format!("{} passes as the truth", info.id));
            }
            let axes = Axes::unify(task.inputs(), inputs).ok()?;
            if check_task(task, &axes, &truth, answer, by_default(task))
                .iter()
                .all(|(_, c)| c.verdict == Verdict::Correct)
            {
                return Some(format!("{} is accepted", info.id));
            }
            #[expect(
                clippy::cast_possible_truncation,
                reason = "rounding to float32 is the point"
            )]
            let rounded = map_floats(answer, |_, v| f64::from(v as f32));
            let found = recognise(task, &mistaken, &rounded, tolerance);
            if found != Some(i) {
                return Some(format!("{} in float32 is taken for {found:?}", info.id));
            }
        }
        None
    });
}

#[test]
fn the_generator_keeps_the_redraw_rule() {
    over_seeds("redraw rule", 1, |task, inputs| {
        (!crate::draw::tells_mistakes_apart(task, inputs))
            .then(|| "some mistake is too near".to_owned())
    });
}

#[test]
fn same_seed_same_bytes_other_seed_other_bytes() {
    over_tasks("seeds decide", |task| {
        let draw = |n| instance(task, seed(n), &default_sizes(task));
        let mut faults = Vec::new();
        if draw(1) != draw(1) {
            faults.push("two draws of one seed differ".to_owned());
        }
        if draw(1) == draw(2) && draw(1) == draw(3) {
            faults.push("the seed changes nothing".to_owned());
        }
        faults
    });
}

#[test]
fn ids_and_streams_are_unique_and_ports_documented() {
    let ids: BTreeSet<_> = tasks().map(AnyTask::id).collect();
    assert_eq!(ids.len(), tasks().count(), "two tasks share an id");
    let streams: BTreeSet<_> = tasks()
        .map(|t| crate::draw::stream(seed(0), &t.id()).get_stream())
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
        for port in task.inputs().iter().chain(task.outputs()) {
            if port.doc.trim().is_empty() {
                faults.push(format!("{} has no doc", port.name));
            }
        }
        if task.lectures().is_empty() || task.lectures().iter().any(|l| !(1..=14).contains(l)) {
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

#[test]
fn every_size_that_a_config_may_set_can_be_drawn() {
    over_tasks("sizes", |task| {
        let mut faults = Vec::new();
        let ends = |pick: fn(&crate::contract::Size) -> usize| -> BTreeMap<String, usize> {
            task.sizes()
                .iter()
                .map(|s| (s.name.to_owned(), pick(s)))
                .collect()
        };
        for (end, overrides) in [
            ("least", ends(|s| s.min)),
            ("default", ends(|s| s.default)),
            ("twice the default", ends(|s| (2 * s.default).min(s.max))),
        ] {
            let drawn = catch_unwind(AssertUnwindSafe(|| {
                let inputs = instance(task, seed(5), &Sizes::of(task.sizes(), &overrides));
                task.reference(&inputs)
                    .and(task.mistaken(&inputs))
                    .map(|_| ())
            }));
            match drawn {
                Ok(Ok(())) => {}
                Ok(Err(e)) => faults.push(format!("{end} sizes: {e}")),
                Err(_) => faults.push(format!("{end} sizes: panics")),
            }
        }
        faults
    });
}

#[test]
fn malformed_inputs_are_an_error_or_an_answer_and_never_a_panic() {
    over_tasks("malformed inputs", |task| {
        let good = instance(task, seed(3), &default_sizes(task));
        let mut faults = Vec::new();
        let mut attempt = |what: String, inputs: &Named, must_fail: bool| {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                task.reference(inputs).and(task.mistaken(inputs)).is_err()
            }));
            match outcome {
                Err(_) => faults.push(format!("{what}: panics")),
                Ok(false) if must_fail => faults.push(format!("{what}: accepted")),
                Ok(_) => {}
            }
        };
        for port in task.inputs() {
            let array = &good[port.name];
            let mut with = |what: &str, replacement: Option<Array>, must_fail: bool| {
                let mut inputs = good.clone();
                match replacement {
                    Some(array) => inputs.insert(port.name.to_owned(), array),
                    None => inputs.remove(port.name),
                };
                attempt(format!("{} {what}", port.name), &inputs, must_fail);
            };
            with("missing", None, true);
            let more = |a: &ArrayD<f64>| a.clone().insert_axis(Axis(0));
            with(
                "with an extra axis",
                Some(Array::float(more(&array.to_float()))),
                true,
            );
            for (axis, &length) in array.shape().iter().enumerate() {
                let mut empty = array.shape().to_vec();
                empty[axis] = 0;
                with(
                    "empty",
                    Some(Array::float(ArrayD::zeros(IxDyn(&empty)))),
                    true,
                );
                let longer = ndarray::concatenate![
                    Axis(axis),
                    array.to_float(),
                    array.to_float().slice_axis(Axis(axis), (0..1).into())
                ];
                with(
                    &format!("with axis {axis} longer than {length}"),
                    Some(Array::float(longer)),
                    false,
                );
            }
            let filled = |v: f64| Some(Array::float(ArrayD::from_elem(array.shape(), v)));
            with("all NaN", filled(f64::NAN), port.kind == Kind::Int);
            for v in [0.0, -1.0, 1.0, -1e9, 1e15, 9.2e18, -9.2e18] {
                with(&format!("all {v:e}"), filled(v), false);
            }
            if port.kind == Kind::Float {
                for v in [f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 1e-300] {
                    with(&format!("all {v:e}"), filled(v), false);
                }
            }
        }
        faults
    });
}

#[test]
fn malformed_answers_are_a_verdict_and_never_a_panic() {
    over_tasks("malformed answers", |task| {
        let inputs = instance(task, seed(4), &default_sizes(task));
        let axes = Axes::unify(task.inputs(), &inputs).expect("a drawn instance fits together");
        let truth = task.reference(&inputs).expect("a drawn instance is legal");
        let mut faults = Vec::new();
        for port in task.outputs() {
            let right = &truth[port.name];
            let mut expect = |what: &str, answer: Option<Array>, allowed: &[Verdict]| {
                let mut got = truth.clone();
                match answer {
                    Some(array) => got.insert(port.name.to_owned(), array),
                    None => got.remove(port.name),
                };
                let checks = check_task(task, &axes, &truth, &got, by_default(task));
                let verdict = checks
                    .iter()
                    .find(|(p, _)| p.name == port.name)
                    .expect("an output a check")
                    .1
                    .verdict;
                if !allowed.contains(&verdict) {
                    faults.push(format!("{} {what}: {verdict:?}", port.name));
                }
            };
            let floats = right.to_float();
            expect("missing", None, &[Verdict::Missing]);
            expect(
                "with an extra axis",
                Some(Array::float(floats.clone().insert_axis(Axis(0)))),
                &[Verdict::WrongShape],
            );
            expect(
                "as NaN",
                Some(Array::float(floats.mapv(|_| f64::NAN))),
                &[Verdict::NotFinite],
            );
            expect(
                "as infinity",
                Some(Array::float(floats.mapv(|_| f64::INFINITY))),
                &[Verdict::NotFinite],
            );
            expect(
                "as whole floats or floats",
                Some(Array::float(floats.clone())),
                &[Verdict::Correct],
            );
            if port.kind == Kind::Int {
                expect(
                    "as halves",
                    Some(Array::float(floats.mapv(|v| v + 0.5))),
                    &[Verdict::WrongDtype],
                );
            } else {
                expect(
                    "as integers",
                    Some(Array::int(floats.mapv(|_| 123_456_789))),
                    &[Verdict::Wrong],
                );
            }
        }
        faults
    });
}

#[test]
fn unlike_shapes_are_named() {
    let task = crate::catalogue::task("elbo/gaussian_kl").expect("in the catalogue");
    let inputs = instance(task, seed(0), &default_sizes(task));
    let axes = Axes::unify(task.inputs(), &inputs).expect("fits");
    let truth = task.reference(&inputs).expect("legal");
    let cause = |shape: &[usize]| {
        let got = [("kl".to_owned(), Array::float(ArrayD::zeros(IxDyn(shape))))].into();
        check_task(task, &axes, &truth, &got, by_default(task))[0]
            .1
            .shape_cause
            .clone()
    };
    assert_eq!(cause(&[16, 1]), Some(compare::ShapeCause::ExtraAxisOfOne));
    assert_eq!(
        cause(&[16, 6]),
        Some(compare::ShapeCause::NotReduced("dim".to_owned()))
    );
    assert_eq!(
        cause(&[6]),
        Some(compare::ShapeCause::WrongAxisReduced {
            wanted: "batch".to_owned(),
            got: "dim".to_owned()
        })
    );
    assert_eq!(cause(&[]), Some(compare::ShapeCause::ReducedToScalar));
}
