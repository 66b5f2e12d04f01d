//! A report on a student's own inputs before anything is revealed: what is right and what a wrong output looks like, and
//! nothing from which the answer could be worked out.

use assignments::catalogue;
use assignments::task::AnyTask;
use judge::grade::is_small;
use judge::report::{FindingKind, MistakeFound, OutputReport, Recognised, TaskReport};

/// So many digits are told to be right of a small output. With fewer, somebody who sends 1, 2, 3, … would be led to the
/// answer digit by digit: ten attempts each.
const FEWEST_DIGITS: u32 = 3;

/// Takes out the numbers that say how far off an output is, and where.
///
/// Of at least [`FEWEST_CLASSED`](judge::grade::FEWEST_CLASSED) elements the page may say which are off, and in which of three classes:
/// where each is known to be within a thousand tolerances or not, twenty attempts do not find all of them. Of fewer the verdict alone is told.
pub fn make_blunt(task: &mut TaskReport) {
    let known = catalogue::task(&task.task);
    if known.is_some_and(AnyTask::has_few_values) {
        name_whole_alone(task);
    }
    for output in &mut task.outputs {
        output.within_tolerance = None;
        output.max_abs_error = None;
        output.max_rel_error = None;
        output.worst_index = None;
        // Of a mistake that is named beside too few digits, it would be its value that they lead to, and many a mistake is a known
        // multiple of the answer.
        let small = is_small(&output.expected_shape);
        if small && output.recognised.iter().any(leads_to_digits) {
            output.recognised.clear();
        }
    }
    let all = task.outputs.iter().flat_map(|output| &output.recognised);
    let told = all.filter_map(|found| Some((found.id.as_ref()?, &found.hint)));
    let told: Vec<_> = told.collect();
    let is_told = |mistake: &MistakeFound| told.iter().any(|(id, _)| **id == mistake.id);
    if !task.mistake.as_ref().is_none_or(is_told) {
        // The first of the task's list again; what a course names stands behind it.
        let listed = known.map(AnyTask::mistakes).unwrap_or_default();
        let place = |id: &str| listed.iter().position(|mistake| mistake.id == id);
        let first = told
            .iter()
            .min_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
        task.mistake = first.map(|&(id, hint)| MistakeFound {
            id: id.clone(),
            hint: hint.clone(),
        });
    }
}

/// Leaves of what was recognised in small outputs what all of them are at once: a mistake that is named of one of a few likely values would say
/// how the next one is to be guessed.
fn name_whole_alone(task: &mut TaskReport) {
    let small = |output: &&mut OutputReport| is_small(&output.expected_shape);
    let found = |output: &mut OutputReport| std::mem::take(&mut output.recognised);
    let all: Vec<Vec<Recognised>> = task.outputs.iter_mut().filter(small).map(found).collect();
    let is_of_all = |one: &Recognised| {
        let same = |other: &Recognised| (other.kind, &other.id) == (one.kind, &one.id);
        all.iter().all(|of| of.iter().any(same))
    };
    for (output, found) in task.outputs.iter_mut().filter(small).zip(&all) {
        let named = found.iter().filter(|one| is_of_all(one));
        output.recognised = named.cloned().collect();
    }
}

fn leads_to_digits(found: &Recognised) -> bool {
    let count = |detail: &String| match detail.split_once(':') {
        Some(("digits", digits)) => digits.parse::<u32>().ok(),
        // How many of the digits after the point are significant depends on the answer.
        Some(("decimals", _)) => Some(0),
        // 8 bits are 2.4 digits.
        None if detail == "bfloat16" => Some(2),
        _ => None,
    };
    found.kind == FindingKind::Precision
        && found
            .details
            .iter()
            .filter_map(count)
            .any(|digits| digits < FEWEST_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::{Cause, TaskVerdict};
    use judge::points::Points;

    fn found(kind: FindingKind, detail: &str) -> Recognised {
        Recognised {
            kind,
            id: None,
            details: vec![detail.to_owned()],
            hint: "…".to_owned(),
        }
    }

    fn report(shape: &[usize], recognised: Vec<Recognised>) -> TaskReport {
        let output = OutputReport {
            within_tolerance: Some(0.5),
            max_abs_error: Some(0.25),
            max_rel_error: Some(0.125),
            worst_index: Some(vec![3]),
            expected_shape: shape.to_vec(),
            got_shape: Some(shape.to_vec()),
            got_dtype: Some("float64".to_owned()),
            rtol: 1e-4,
            atol: 1e-4,
            shape_cause: Some(Cause {
                cause: "transposed".to_owned(),
                axis: None,
                got: None,
            }),
            recognised,
            ..OutputReport::bare("kl", TaskVerdict::Wrong)
        };
        TaskReport {
            task: "elbo/gaussian_kl".to_owned(),
            points: Points::ZERO,
            max_points: Points::whole(2),
            verdict: TaskVerdict::Wrong,
            outputs: vec![output],
            mistake: None,
        }
    }

    #[test]
    fn verdict_shape_and_dtype_stay_and_numbers_go() {
        let whole = report(&[16], Vec::new());
        let mut blunt = whole.clone();
        make_blunt(&mut blunt);
        let (before, after) = (&whole.outputs[0], &blunt.outputs[0]);
        assert_eq!(
            (
                after.within_tolerance,
                after.max_abs_error,
                after.max_rel_error,
                &after.worst_index
            ),
            (None, None, None, &None)
        );
        assert_eq!(
            (
                after.verdict,
                &after.got_shape,
                &after.got_dtype,
                &after.shape_cause
            ),
            (
                before.verdict,
                &before.got_shape,
                &before.got_dtype,
                &before.shape_cause
            )
        );
        assert_eq!((blunt.points, blunt.verdict), (whole.points, whole.verdict));
    }

    fn named(id: &str) -> Recognised {
        let mut found = found(FindingKind::Mistake, "");
        found.id = Some(id.to_owned());
        found
    }

    #[test]
    fn a_mistake_is_not_named_beside_too_few_digits() {
        let rounded = |detail: &str| vec![named("nats"), found(FindingKind::Precision, detail)];
        for (shape, detail, told) in [
            (&[][..], "digits:2", false),
            (&[][..], "digits:3", true),
            (&[2, 4][..], "digits:2", true),
        ] {
            let mut blunt = report(shape, rounded(detail));
            let hint = "…".to_owned();
            let id = "nats".to_owned();
            blunt.mistake = Some(MistakeFound { id, hint });
            make_blunt(&mut blunt);
            assert_eq!(blunt.outputs[0].recognised.len(), if told { 2 } else { 0 });
            assert_eq!(blunt.mistake.is_some(), told);
            // What another output is stays told, in its place.
            let mut two = report(shape, rounded(detail));
            two.outputs
                .push(report(shape, vec![named("bits")]).outputs.remove(0));
            let (id, hint) = ("nats".to_owned(), "…".to_owned());
            two.mistake = Some(MistakeFound { id, hint });
            make_blunt(&mut two);
            let stays = two.mistake.map(|mistake| mistake.id);
            assert_eq!(stays.as_deref(), Some(if told { "nats" } else { "bits" }));
        }
    }

    #[test]
    fn the_first_mistake_of_the_list_takes_the_place_of_one_that_is_not_told() {
        let known = catalogue::task("elbo/gaussian_kl").expect("it is there");
        let listed: Vec<&str> = known.mistakes().iter().map(|mistake| mistake.id).collect();
        let [first, second, third, ..] = listed[..] else {
            panic!("{listed:?}");
        };
        let rounded = vec![named(first), found(FindingKind::Precision, "digits:2")];
        let mut several = report(&[], rounded);
        for others in [
            vec![named("of-the-course")],
            vec![named(third)],
            vec![named(second)],
        ] {
            several.outputs.extend(report(&[], others).outputs);
        }
        let (id, hint) = (first.to_owned(), "…".to_owned());
        several.mistake = Some(MistakeFound { id, hint });
        make_blunt(&mut several);
        let told = several.mistake.map(|mistake| mistake.id);
        assert_eq!(told.as_deref(), Some(second));
    }

    #[test]
    fn a_number_is_not_found_digit_by_digit() {
        use FindingKind::{Factor, Precision, Sign};
        let findings = [
            (Precision, "decimals:0", false),
            (Precision, "decimals:4", false),
            (Precision, "digits:2", false),
            (Precision, "digits:3", true),
            (Precision, "float16", true),
            (Precision, "bfloat16", false),
            (Sign, "", true),
            (Factor, "half", true),
        ];
        for (kind, detail, told) in findings {
            let kept = |shape: &[usize]| {
                let mut blunt = report(shape, vec![found(kind, detail)]);
                make_blunt(&mut blunt);
                !blunt.outputs[0].recognised.is_empty()
            };
            assert_eq!(kept(&[]), told, "{detail}");
            assert_eq!(kept(&[7]), told, "{detail}");
            assert!(kept(&[2, 4]), "all eight elements have to agree: {detail}");
        }
    }

    #[test]
    fn what_has_few_values_is_named_of_all_alone() {
        let hint = "…".to_owned();
        let of = |shapes: [(&[usize], &[&str]); 2]| {
            let [mut one, other] = shapes.map(|(shape, ids)| {
                let named = ids.iter().map(|id| named(id)).collect();
                report(shape, named)
            });
            one.outputs.extend(other.outputs);
            let (id, hint) = ("swapped".to_owned(), hint.clone());
            one.mistake = Some(MistakeFound { id, hint });
            one
        };
        let told = |name: &str, mut task: TaskReport| {
            name.clone_into(&mut task.task);
            make_blunt(&mut task);
            let counts = task.outputs.iter().map(|output| output.recognised.len());
            (counts.collect::<Vec<_>>(), task.mistake.is_some())
        };
        let (few, many) = ("fid/precision_recall", "elbo/gaussian_kl");
        let both: [(&[usize], &[&str]); 2] = [(&[], &["swapped", "k"]), (&[], &["swapped"])];
        let single: [(&[usize], &[&str]); 2] = [(&[], &["swapped"]), (&[], &[])];
        let large: [(&[usize], &[&str]); 2] = [(&[2, 4], &["swapped"]), (&[], &[])];
        assert_eq!(told(few, of(both)), (vec![1, 1], true));
        assert_eq!(told(few, of(single)), (vec![0, 0], false));
        assert_eq!(told(few, of(large)), (vec![1, 0], true));
        assert_eq!(told(many, of(both)), (vec![2, 1], true));
        assert_eq!(told(many, of(single)), (vec![1, 0], true));
    }
}
