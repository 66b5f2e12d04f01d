//! A task of a pack, taken out of its arrays and held to its sheet.

use super::error::PackError;
use super::instance::Instance;
use super::layout::{member, take, unstacked};
use super::names;
use super::sheet::{PortSheet, TaskSheet};
use crate::arrays::{Array, Arrays};
use crate::axes::Axes;
use crate::port::Port;

/// A task as the judge takes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// What is given.
    pub inputs: &'static [Port],
    /// What is asked for.
    pub outputs: &'static [Port],
    /// One a seed; none where the reference failed when the pack was made.
    pub instances: Vec<(Instance, Axes)>,
}

impl Kept {
    /// Takes the arrays of a task out of those of the pack.
    pub fn take(task: &TaskSheet, seeds: usize, arrays: &mut Arrays) -> Result<Self, PackError> {
        names::check(&task.task)?;
        let mistakes = task.mistakes.iter().map(|m| &m.id);
        for name in mistakes.chain(task.sizes.iter().map(|s| &s.name)) {
            names::check(name)?;
        }
        let inputs: Result<Vec<Port>, _> = task.inputs.iter().map(PortSheet::port).collect();
        let outputs: Result<Vec<Port>, _> = task.outputs.iter().map(|o| o.port.port()).collect();
        let (inputs, outputs) = (names::kept_ports(inputs?), names::kept_ports(outputs?));
        let first = outputs
            .first()
            .map(|o| member(&task.task, "outputs", o.name));
        let is_solved = first.is_some_and(|name| {
            arrays.contains_key(&name) || arrays.contains_key(&format!("{name}.0"))
        });
        let mut kept = Self {
            inputs,
            outputs,
            instances: Vec::new(),
        };
        if is_solved {
            let instances = kept.instances(task, seeds, arrays)?;
            let fitting = instances.into_iter().map(|i| kept.fitting(task, i));
            kept.instances = fitting.collect::<Result<_, _>>()?;
        }
        Ok(kept)
    }

    fn instances(
        &self,
        task: &TaskSheet,
        seeds: usize,
        arrays: &mut Arrays,
    ) -> Result<Vec<Instance>, PackError> {
        let nothing = Instance {
            inputs: Arrays::new(),
            truth: Arrays::new(),
            mistaken: vec![Arrays::new(); task.mistakes.len()],
        };
        let mut instances = vec![nothing; seeds];
        for port in self.inputs {
            let name = member(&task.task, "inputs", port.name);
            let found = each(arrays, &name, port, seeds)?;
            for (instance, array) in instances.iter_mut().zip(found) {
                instance.inputs.insert(port.name.to_owned(), array);
            }
        }
        for port in self.outputs {
            let name = member(&task.task, "outputs", port.name);
            let found = each(arrays, &name, port, seeds)?;
            for (instance, array) in instances.iter_mut().zip(found) {
                instance.truth.insert(port.name.to_owned(), array);
            }
            for (seed, answers) in mistaken(task, port, seeds, arrays)?.into_iter().enumerate() {
                let of_seed = instances.get_mut(seed).into_iter();
                let of_seed = of_seed.flat_map(|instance| &mut instance.mistaken);
                for (answer, array) in of_seed.zip(answers) {
                    answer.insert(port.name.to_owned(), array);
                }
            }
        }
        Ok(instances)
    }

    /// An instance whose axes agree.
    fn fitting(&self, task: &TaskSheet, instance: Instance) -> Result<(Instance, Axes), PackError> {
        let axes = Axes::unify(self.inputs, &instance.inputs)
            .and_then(|axes| axes.with(self.outputs, &instance.truth));
        let axes = axes.map_err(|fault| PackError::Misfit {
            member: format!("{}.{}", task.task, fault.port),
        })?;
        Ok((instance, axes))
    }
}

/// What the mistakes of a task make of an output, by seed.
fn mistaken(
    task: &TaskSheet,
    port: &Port,
    seeds: usize,
    arrays: &mut Arrays,
) -> Result<Vec<Vec<Array>>, PackError> {
    let (name, count) = (
        member(&task.task, "mistakes", port.name),
        task.mistakes.len(),
    );
    if count == 0 {
        return Ok(Vec::new());
    }
    if arrays.contains_key(&name) {
        let seeds = apart(&take(arrays, &name, port.kind)?, &name, seeds)?;
        let seeds = seeds.iter().map(|seed| apart(seed, &name, count));
        let seeds: Vec<Vec<Array>> = seeds.collect::<Result<_, _>>()?;
        let first = seeds.iter().flatten().next();
        first.map_or(Ok(()), |array| fits(array, port, &name))?;
        return Ok(seeds);
    }
    (0..seeds)
        .map(|seed| each(arrays, &format!("{name}.{seed}"), port, count))
        .collect()
}

/// Arrays of a port that stand in one member, or in one each.
fn each(
    arrays: &mut Arrays,
    name: &str,
    port: &Port,
    count: usize,
) -> Result<Vec<Array>, PackError> {
    let found = if arrays.contains_key(name) {
        apart(&take(arrays, name, port.kind)?, name, count)?
    } else {
        let one = |number| take(arrays, &format!("{name}.{number}"), port.kind);
        (0..count).map(one).collect::<Result<_, _>>()?
    };
    found.iter().try_for_each(|array| fits(array, port, name))?;
    Ok(found)
}

/// The arrays of one member, of which there must be so many.
fn apart(whole: &Array, name: &str, count: usize) -> Result<Vec<Array>, PackError> {
    let parts = unstacked(whole);
    if parts.len() == count {
        return Ok(parts);
    }
    Err(PackError::Misfit {
        member: name.to_owned(),
    })
}

/// Refuses an array of another number of axes.
fn fits(array: &Array, port: &Port, name: &str) -> Result<(), PackError> {
    if array.shape().len() == port.axes.len() {
        return Ok(());
    }
    Err(PackError::Misfit {
        member: name.to_owned(),
    })
}
