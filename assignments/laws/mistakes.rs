//! Every known mistake fails and is recognised: whole, alone, beside missing and spoilt outputs, and beside another mistake.

use super::*;
use judge::recognition::{Finding, Known, recognise};
use judge::tolerance::largest_error;

/// An instance solved: the right answer, the mistakes' answers, and the axes of both.
struct Solved {
    truth: Arrays,
    mistaken: Vec<Arrays>,
    axes: Axes,
}

impl Solved {
    fn new(task: &dyn AnyTask, inputs: &Arrays) -> Result<Self, String> {
        let truth = task.reference(inputs).map_err(|e| e.to_string())?;
        let axes = Axes::unify(task.inputs(), inputs)
            .and_then(|axes| axes.with(task.outputs(), &truth))
            .map_err(|fault| format!("{fault:?}"))?;
        let mistaken = task.mistaken(inputs).map_err(|e| e.to_string())?;
        Ok(Self {
            truth,
            mistaken,
            axes,
        })
    }

    fn found(&self, task: &dyn AnyTask, got: &Arrays) -> BTreeMap<&'static str, Vec<Finding>> {
        let known = Known {
            ports: task.outputs(),
            axes: &self.axes,
            truth: &self.truth,
            mistaken: &self.mistaken,
            others: &Vec::new,
        };
        recognise(&known, got, |p| task.rule(p))
    }

    /// The outputs that a mistake changes.
    fn changed(&self, task: &dyn AnyTask, index: usize) -> Vec<&'static str> {
        let answer = &self.mistaken[index];
        let is_changed = |p: &&Port| {
            largest_error(&self.truth[p.name], &answer[p.name], task.tolerance(p.name)) > 1.0
        };
        let changed = task.outputs().iter().filter(is_changed);
        changed.map(|p| p.name).collect()
    }

    /// Whether every one of these outputs is found to be this mistake, and what is found where not.
    fn named(
        &self,
        task: &dyn AnyTask,
        got: &Arrays,
        index: usize,
        outputs: &[&'static str],
    ) -> Result<(), String> {
        let found = self.found(task, got);
        let wanted = Finding::Mistake(index);
        match outputs
            .iter()
            .find(|output| !found.get(*output).is_some_and(|f| f.contains(&wanted)))
        {
            None => Ok(()),
            Some(output) => Err(format!(
                "{output} of {} is taken for {:?}",
                task.mistakes()[index].id,
                found.get(output)
            )),
        }
    }
}

fn in_float32(answer: &Arrays) -> Arrays {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounding to float32 is the point"
    )]
    map_floats(answer, |_, v| f64::from(v as f32))
}

#[test]
fn every_mistake_fails_and_is_recognised_from_the_whole_answer() {
    over_seeds("mistakes fail and are recognised", 1, |task, inputs| {
        let solved = Solved::new(task, inputs)?;
        for (i, answer) in solved.mistaken.iter().enumerate() {
            let verdicts = compare(task.outputs(), &solved.axes, &solved.truth, answer, |p| {
                task.rule(p)
            });
            if verdicts.iter().all(|(_, c)| c.verdict == Verdict::Correct) {
                return Err(format!("{} is accepted", task.mistakes()[i].id));
            }
            let changed = solved.changed(task, i);
            solved.named(task, &in_float32(answer), i, &changed)?;
        }
        Ok(())
    });
}

#[test]
fn every_mistake_is_recognised_from_each_output_that_it_changes() {
    over_seeds("mistakes are recognised alone", 1, |task, inputs| {
        let solved = Solved::new(task, inputs)?;
        for (i, answer) in solved.mistaken.iter().enumerate() {
            for output in solved.changed(task, i) {
                let alone = [(output.to_owned(), answer[output].clone())].into();
                solved.named(task, &alone, i, &[output])?;
                let mut beside = solved.truth.clone();
                beside.insert(output.to_owned(), answer[output].clone());
                solved.named(task, &beside, i, &[output])?;
                // What the mistake leaves right is spoilt, by so much that it is not by chance what another mistake makes of it.
                let spoilt = map_floats(
                    answer,
                    |name, v| {
                        if name == output { v } else { 1.7 * v + 1.3 }
                    },
                );
                solved.named(task, &spoilt, i, &[output])?;
            }
        }
        Ok(())
    });
}

#[test]
fn two_mistakes_on_different_outputs_are_both_named() {
    over_seeds("two mistakes at once", 1, |task, inputs| {
        let solved = Solved::new(task, inputs)?;
        let changed: Vec<_> = (0..solved.mistaken.len())
            .map(|i| solved.changed(task, i))
            .collect();
        for (i, one) in changed.iter().enumerate() {
            for (j, other) in changed.iter().enumerate().skip(i + 1) {
                if one.iter().any(|output| other.contains(output)) {
                    continue;
                }
                let mut both = solved.mistaken[i].clone();
                for output in other {
                    both.insert((*output).to_owned(), solved.mistaken[j][*output].clone());
                }
                solved.named(task, &both, i, one)?;
                solved.named(task, &both, j, other)?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_right_answer_is_nothing_and_noise_is_no_mistake() {
    over_seeds("nothing false is named", 1, |task, inputs| {
        let solved = Solved::new(task, inputs)?;
        let found = solved.found(task, &in_float32(&solved.truth));
        if !found.is_empty() {
            return Err(format!("the truth is taken for {found:?}"));
        }
        // Off by hundreds of tolerances, each element by another factor: a mistake nobody knows.
        let noise = map_floats(&solved.truth, |_, v| {
            v * (2.0 + (v * 1e3).sin()) + (1.0 + v.abs()) * (3.0 + (v * 7e2).cos())
        });
        let found = solved.found(task, &noise);
        let mistake = found
            .iter()
            .find(|(_, findings)| matches!(findings[0], Finding::Mistake(_)));
        match mistake {
            None => Ok(()),
            Some((output, found)) => Err(format!("noise in {output} is taken for {found:?}")),
        }
    });
}
