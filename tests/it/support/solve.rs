//! Answers made with the library from an inputs file, as a student has one.

use assignments::catalogue;
use dgm_grader::grading::{inputs_from_file, run_task};
use judge::answers::{self, Limits};
use judge::arrays::Arrays;

/// The right answers to every task of the homework.
pub fn solved(homework: &str, inputs_file: &[u8]) -> Arrays {
    let file = answers::read(inputs_file, &Limits::default()).expect("the inputs file is read");
    let inputs = inputs_from_file(homework, &file).expect("the inputs fit");
    let mut all = Arrays::new();
    for (task, own) in &inputs {
        let known = catalogue::task(&format!("{homework}/{task}")).expect("it is in the catalogue");
        let truth = run_task(known, |known| known.reference(own)).expect("it can be solved");
        all.extend(
            truth
                .into_iter()
                .map(|(name, array)| (format!("{task}.{name}"), array)),
        );
    }
    all
}

/// The right answers but for one task, where the first known mistake was made.
pub fn spoilt(homework: &str, task: &str, inputs_file: &[u8]) -> Arrays {
    let file = answers::read(inputs_file, &Limits::default()).expect("the inputs file is read");
    let inputs = inputs_from_file(homework, &file).expect("the inputs fit");
    let known = catalogue::task(&format!("{homework}/{task}")).expect("it is in the catalogue");
    let own = inputs.get(task).expect("it has inputs");
    let mistaken = run_task(known, |known| known.mistaken(own)).expect("mistakes can be made");
    let mut all = solved(homework, inputs_file);
    let first = mistaken.into_iter().next().expect("it has known mistakes");
    for (name, array) in first {
        all.insert(format!("{task}.{name}"), array);
    }
    all
}
