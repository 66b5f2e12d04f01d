//! What a reference returns, and how a wrong shape is named.

use super::*;
use judge::shape::ShapeCause;

#[test]
fn outputs_are_finite_and_shaped_as_documented() {
    over_seeds("finite outputs of documented shape", 0, |task, inputs| {
        let outputs = reference(task, inputs)?;
        let axes = Axes::unify(task.inputs(), inputs).map_err(|fault| format!("{fault:?}"))?;
        for port in task.outputs() {
            let Some(array) = outputs.get(port.name) else {
                return Err(format!("{} is not returned", port.name));
            };
            if !array.is_finite() {
                return Err(format!("{} is not finite", port.name));
            }
            if array.shape().len() != port.axes.len() || array.kind() != port.kind {
                return Err(format!(
                    "{} has shape {:?}, its port says {:?}",
                    port.name,
                    array.shape(),
                    port.axes
                ));
            }
            for (axis, &got) in port.axes.iter().zip(array.shape()) {
                if axes.length(axis).is_some_and(|expected| expected != got) {
                    return Err(format!("{}: axis {axis} has length {got}", port.name));
                }
            }
        }
        Ok(())
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
        compare(task.outputs(), &axes, &truth, &got, |p| task.rule(p))[0]
            .1
            .shape_cause
            .clone()
    };
    assert_eq!(cause(&[16, 1]), Some(ShapeCause::ExtraAxisOfOne));
    assert_eq!(
        cause(&[16, 6]),
        Some(ShapeCause::NotReduced("dim".to_owned()))
    );
    assert_eq!(
        cause(&[6]),
        Some(ShapeCause::WrongAxisReduced {
            wanted: "batch".to_owned(),
            got: "dim".to_owned()
        })
    );
    assert_eq!(cause(&[]), Some(ShapeCause::ReducedToScalar));
}
