//! A whole homework, from the bytes of an answers file to the report: `cargo bench --bench check`.

use assignments::catalogue;
use assignments::draw::seed;
use dgm_grader::course::{Course, Homework};
use dgm_grader::grading::{Inputs, Report, Solved, draw_inputs, grade, sort_answers};
use divan::Bencher;
use judge::answers::{Limits, read, write_npz};
use judge::arrays::Arrays;

const HOMEWORKS: [&str; 6] = ["elbo", "reparameterization", "flows", "gan", "fid", "ddpm"];

fn main() {
    divan::main();
}

/// A homework of the default course with the inputs of seed 0.
fn homework(name: &str) -> (Homework, Inputs) {
    let course = Course::default_course();
    let homework = course.homework(name).expect("in the course").clone();
    let inputs = draw_inputs(&homework, seed(0));
    (homework, inputs)
}

/// The file of somebody whose every answer is right, or is the first known mistake.
fn file(homework: &Homework, inputs: &Inputs, right: bool) -> Vec<u8> {
    let mut answers = Arrays::new();
    for (name, own) in inputs {
        let known = catalogue::task(&format!("{}/{name}", homework.name())).expect("a task");
        let answer = if right {
            known.reference(own)
        } else {
            known.mistaken(own).map(|mut all| all.swap_remove(0))
        };
        for (output, array) in answer.expect("inputs that fit") {
            answers.insert(format!("{name}.{output}"), array);
        }
    }
    write_npz(&answers)
}

fn checked(
    bytes: &[u8],
    homework: &Homework,
    grade: impl FnOnce(&judge::answers::keys::Sorted) -> Report,
) -> Report {
    let named = read(bytes, &Limits::default()).expect("an answers file");
    grade(&sort_answers(named, homework).expect("keys that fit"))
}

/// The references are computed for this file, as the server does for a student's own inputs.
#[divan::bench(args = HOMEWORKS)]
fn right(bencher: Bencher, name: &str) {
    let (homework, inputs) = homework(name);
    let bytes = file(&homework, &inputs, true);
    bencher.bench(|| checked(&bytes, &homework, |a| grade(&homework, &inputs, a)));
}

/// Every answer is wrong, so that every known mistake is computed as well.
#[divan::bench(args = HOMEWORKS)]
fn all_mistaken(bencher: Bencher, name: &str) {
    let (homework, inputs) = homework(name);
    let bytes = file(&homework, &inputs, false);
    bencher.bench(|| checked(&bytes, &homework, |a| grade(&homework, &inputs, a)));
}

/// The references are kept from file to file, as `dgm grade` does where inputs are shared.
#[divan::bench(args = HOMEWORKS)]
fn right_solved_before(bencher: Bencher, name: &str) {
    let (homework, inputs) = homework(name);
    let bytes = file(&homework, &inputs, true);
    let solved = Solved::new(&homework, &inputs);
    bencher.bench(|| checked(&bytes, &homework, |a| solved.grade(&homework, a)));
}

/// A student's inputs, drawn anew.
#[divan::bench(args = HOMEWORKS)]
fn draw(bencher: Bencher, name: &str) {
    let (homework, _) = homework(name);
    bencher.bench(|| draw_inputs(&homework, seed(1)));
}
