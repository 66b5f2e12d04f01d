//! What the tolerance lets pass: float32, and nothing beyond its edge.

use super::*;

#[test]
fn a_correct_float32_answer_passes() {
    over_seeds("float32 answers pass", 1, |task, inputs| {
        let truth = reference(task, inputs)?;
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
        let truth = reference(task, inputs)?;
        let shifted =
            |share: f64| map_floats(&truth, |name, v| v + share * task.tolerance(name).bound(v));
        all_correct(task, inputs, &truth, &shifted(0.9))
            .map_err(|wrong| format!("0.9 of the tolerance fails: {wrong}"))?;
        let outside = shifted(1.1);
        let axes = Axes::unify(task.inputs(), inputs).map_err(|fault| format!("{fault:?}"))?;
        let passed = compare(task.outputs(), &axes, &truth, &outside, |p| task.rule(p))
            .into_iter()
            .find(|(p, c)| p.kind == Kind::Float && c.verdict == Verdict::Correct);
        match passed {
            None => Ok(()),
            Some((p, _)) => Err(format!("{}: 1.1 of the tolerance passes", p.name)),
        }
    });
}
