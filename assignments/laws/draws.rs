//! What a generator keeps: the redraw rule, its seeds, every size.

use super::*;

#[test]
fn the_generator_keeps_the_redraw_rule() {
    over_seeds("redraw rule", 1, |task, inputs| {
        if crate::draw::tells_mistakes_apart(task, inputs) {
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
