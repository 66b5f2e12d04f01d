//! What a generator keeps: the redraw rule, its seeds, every size.

use super::*;

#[test]
fn the_generator_keeps_the_redraw_rule() {
    over_seeds("redraw rule", 1, |task, inputs| {
        if crate::draw::is_kept(task, inputs) {
            Ok(())
        } else {
            Err("some mistake is too near".to_owned())
        }
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
fn every_size_that_a_config_may_set_can_be_drawn() {
    over_tasks("sizes", |task| {
        let mut faults = Vec::new();
        let ends = |pick: fn(&Size) -> usize| -> BTreeMap<String, usize> {
            task.sizes()
                .iter()
                .map(|s| (s.name.to_owned(), pick(s)))
                .collect()
        };
        for (end, overrides) in [
            ("least", ends(|s| s.min)),
            ("default", ends(|s| s.default)),
            ("twice the default", ends(|s| (2 * s.default).min(s.max))),
            ("most", ends(|s| s.max)),
        ] {
            let sizes = Sizes::of(task.sizes(), &overrides);
            let drawn = catch_unwind(AssertUnwindSafe(|| {
                let inputs = if end == "most" {
                    // The redraw rule would do the same up to a hundred times.
                    task.draw_once(&mut stream(seed(5), task.id()), &sizes)
                } else {
                    instance(task, seed(5), &sizes)
                };
                let (truth, _) = task.solve(&inputs)?;
                Ok::<_, InputsError>(Extent {
                    inputs: inputs.values().map(Array::len).sum(),
                    outputs: truth.values().map(Array::len).sum(),
                })
            }));
            match drawn {
                // What is told by the shapes is right; an axis that no size sets is reckoned with at its longest.
                Ok(Ok(drawn)) => {
                    let told = Extent::of(task, &sizes);
                    if drawn.inputs > told.inputs || drawn.outputs > told.outputs {
                        faults.push(format!("{end} sizes: {drawn:?}, told {told:?}"));
                    }
                }
                Ok(Err(e)) => faults.push(format!("{end} sizes: {e}")),
                Err(_) => faults.push(format!("{end} sizes: panics")),
            }
        }
        faults
    });
}

#[test]
fn every_promise_of_the_statement_is_kept() {
    over_tasks("promises are sentences of the statement", |task| {
        let inputs = instance(task, seed(0), &default_sizes(task));
        let homework = HOMEWORKS.iter().find(|h| h.name == task.homework());
        let mut faults = Vec::new();
        for promise in task.promises(&inputs).unwrap_or_default() {
            for lang in Lang::ALL {
                let section = homework.and_then(|h| h.statement(lang).section(task.name()));
                let sentence = promise.sentence.get(lang);
                if !section.is_some_and(|s| s.body.contains(sentence)) {
                    faults.push(format!("does not say in {}: {sentence}", lang.code()));
                }
            }
        }
        faults
    });
    over_seeds("promises are kept", 0, |task, inputs| {
        let promises = task.promises(inputs).map_err(|e| e.to_string())?;
        match promises.iter().find(|promise| !promise.is_kept) {
            None => Ok(()),
            Some(broken) => Err(format!("does not keep: {}", broken.sentence.en)),
        }
    });
}

#[test]
fn axes_that_mean_different_things_differ_in_length() {
    over_tasks("axes differ", |task| {
        let inputs = instance(task, seed(0), &default_sizes(task));
        let truth = task.reference(&inputs).expect("a drawn instance is legal");
        let axes = Axes::unify(task.inputs(), &inputs)
            .and_then(|axes| axes.with(task.outputs(), &truth))
            .expect("a drawn instance fits together");
        let named: Vec<_> = axes.named().collect();
        let mut faults = Vec::new();
        for (n, (axis, length)) in named.iter().enumerate() {
            for (other, same) in &named[..n] {
                if length == same {
                    faults.push(format!("{axis} and {other} are both {length} long"));
                }
            }
        }
        faults
    });
}
