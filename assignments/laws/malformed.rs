//! Inputs and answers of every broken kind.

use super::*;

#[test]
fn malformed_inputs_are_an_error_or_an_answer_and_never_a_panic() {
    over_tasks("malformed inputs", |task| {
        let good = instance(task, seed(3), &default_sizes(task));
        let mut faults = Vec::new();
        let mut attempt = |what: String, inputs: &Arrays, must_fail: bool| {
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
                // One element of any shape is a number.
                !array.shape().is_empty(),
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
            with("all NaN", filled(f64::NAN), true);
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
                let checks = compare(task.outputs(), &axes, &truth, &got, |p| task.rule(p));
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
            let longer = Array::float(floats.clone().insert_axis(Axis(0)));
            let verdict = if floats.ndim() == 0 {
                // One element of any shape is a number.
                Verdict::Correct
            } else {
                Verdict::WrongShape
            };
            expect("with an extra axis", Some(longer), &[verdict]);
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
