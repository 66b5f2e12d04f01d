//! Wrong methods that are not listed mistakes, since what they give is near the truth or is no number.

mod convention;
mod method;
mod numeric;

use super::*;
use convention::CONVENTION;
use method::NearMiss;
use numeric::NUMERIC;

fn near_misses() -> impl Iterator<Item = &'static NearMiss> {
    NUMERIC.iter().chain(CONVENTION)
}

/// Whether the method's output is refused.
fn is_refused(task: &dyn AnyTask, inputs: &Arrays, near_miss: &NearMiss) -> Result<bool, String> {
    let (_, _, output, answer) = near_miss;
    let truth = reference(task, inputs)?;
    let got = [((*output).to_owned(), Array::float(answer(inputs)))].into();
    let axes = Axes::unify(task.inputs(), inputs).map_err(|fault| format!("{fault:?}"))?;
    let verdicts = compare(task.outputs(), &axes, &truth, &got, |p| task.rule(p));
    let judged = verdicts.iter().find(|(port, _)| port.name == *output);
    let verdict = judged.map(|(_, comparison)| comparison.verdict);
    Ok(matches!(verdict, Some(Verdict::Wrong | Verdict::NotFinite)))
}

#[test]
fn every_near_miss_is_refused() {
    let mut passing = Vec::new();
    println!("task | wrong method | accepted");
    for near_miss @ (id, method, ..) in near_misses() {
        let task = crate::catalogue::task(id).expect("in the catalogue");
        if !chosen().contains(&task) {
            continue;
        }
        let accepted = (0..seeds()).filter(|n| {
            let inputs = instance(task, seed(*n), &default_sizes(task));
            !is_refused(task, &inputs, near_miss).expect("a drawn instance is legal")
        });
        let accepted = accepted.count();
        println!("{id} | {method} | {accepted} of {}", seeds());
        if accepted > 0 {
            passing.push(format!("{id}: {method} passes {accepted} times"));
        }
    }
    assert!(passing.is_empty(), "{}", passing.join("\n"));
}
