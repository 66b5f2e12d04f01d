//! A folder of 1,000 answers files, as `dgm grade` grades it: `cargo bench --bench folder`.

use assignments::catalogue;
use assignments::draw::seed;
use dgm_grader::course::Course;
use dgm_grader::folder::{People, Source, csv, find, grade_entries};
use dgm_grader::grading::draw_inputs;
use divan::Bencher;
use divan::counter::ItemsCount;
use judge::answers::{Limits, write_npz};
use judge::arrays::Arrays;
use l10n::Lang;
use std::collections::BTreeMap;
use tempfile::TempDir;

const FILES: usize = 1000;
const HOMEWORK: &str = "elbo";

fn main() {
    divan::main();
}

/// Files of a class: of every ten, six are right and four make a mistake in every task.
fn folder(course: &Course) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let homework = course.homework(HOMEWORK).expect("in the course");
    let (mut right, mut mistaken) = (Arrays::new(), Arrays::new());
    for (name, own) in draw_inputs(homework, seed(0)) {
        let known = catalogue::task(&format!("{HOMEWORK}/{name}")).expect("a task");
        for (output, array) in known.reference(&own).expect("inputs that fit") {
            right.insert(format!("{name}.{output}"), array);
        }
        let first = known
            .mistaken(&own)
            .expect("inputs that fit")
            .swap_remove(0);
        for (output, array) in first {
            mistaken.insert(format!("{name}.{output}"), array);
        }
    }
    let files = [write_npz(&right), write_npz(&mistaken)];
    for i in 0..FILES {
        let path = folder.path().join(format!("student{i:04}.npz"));
        let file = files.get(usize::from(i % 10 >= 6)).expect("two files");
        std::fs::write(path, file).expect("a file");
    }
    folder
}

fn bench(bencher: Bencher, source: impl Fn(&Course) -> Source) {
    let course = Course::default_course();
    let folder = folder(&course);
    bencher.counter(ItemsCount::new(FILES)).bench_local(|| {
        let source = source(&course);
        let found =
            find(folder.path(), &[HOMEWORK], None, &[], &People::default()).expect("a layout");
        let limits = Limits::default();
        let rows = grade_entries(&course, &found.entries, &source, &limits, Lang::En, || {});
        assert_eq!(rows.len(), FILES);
        csv(&course, &rows).expect("a table")
    });
}

/// Everybody has the same inputs.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn shared_inputs(bencher: Bencher) {
    bench(bencher, |course| {
        let homework = course.homework(HOMEWORK).expect("in the course");
        let inputs = draw_inputs(homework, seed(0));
        Source::Shared(BTreeMap::from([(HOMEWORK.to_owned(), inputs)]))
    });
}

/// Everybody has inputs of their own, drawn and solved for every file.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn inputs_of_their_own(bencher: Bencher) {
    bench(bencher, |_| Source::PerStudent([7; 32]));
}
