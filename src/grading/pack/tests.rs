use super::*;
use crate::grading::{draw_inputs, grade, in_language};
use judge::answers::keys::Sorted;
use judge::arrays::{Array, Arrays};
use judge::pack::Pack;

fn opened(homework: &str) -> (Course, Pack) {
    let course = Course::default_course();
    let bytes = pack(&course, course.homework(homework).unwrap());
    (course, Pack::read(&bytes).unwrap())
}

/// Numbers near the right ones, of which some are off.
fn perturbed(truth: &Arrays) -> Arrays {
    let off = |array: &Array| Array::float(array.to_float().mapv(|v| v * 1.001 + 1e-3));
    truth
        .iter()
        .map(|(name, array)| (name.clone(), off(array)))
        .collect()
}

#[test]
fn a_pack_judges_as_the_catalogue_does() {
    for listed in assignments::catalogue::HOMEWORKS {
        let (course, pack) = opened(listed.name);
        let homework = course.homework(listed.name).unwrap();
        for number in PRACTICE_SEEDS {
            let inputs = draw_inputs(homework, seed(number));
            let kept = pack.inputs(number).unwrap();
            assert_eq!(kept.len(), homework.tasks.len(), "{}", listed.name);
            // The first file is right, the next ones hold one mistake of every task, the last two are off or of other inputs.
            let mut files = vec![Sorted::default(); 2];
            for task in &homework.tasks {
                let own = &inputs[task.name()];
                assert_eq!(own, kept[task.name()], "{}", task.spec.id());
                let (truth, mistaken) = task.spec.solve(own).unwrap();
                let practice = draw_task_inputs(task, seed(0));
                let practice = task.spec.reference(&practice).unwrap();
                let answers = [perturbed(&truth), practice, truth];
                for (at, answer) in answers.into_iter().chain(mistaken).enumerate() {
                    if files.len() == at {
                        files.push(Sorted::default());
                    }
                    files[at].by_task.insert(task.name().to_owned(), answer);
                }
            }
            for answers in files {
                let by_catalogue = grade(homework, &inputs, &answers);
                let by_pack = pack.grade(number, &answers, &[]).unwrap();
                assert_eq!(by_catalogue, by_pack, "{} {number}", listed.name);
                assert_eq!(
                    in_language(by_catalogue, Lang::Ru, Some(homework)),
                    pack.in_language(by_pack, Lang::Ru)
                );
            }
        }
    }
}

#[test]
fn a_pack_says_what_its_course_does() {
    let text = r#"
        title = { en = "T", ru = "T" }
        time_zone = "UTC"
        final_grade = "points"
        [[homework]]
        id = "elbo"
        max_points = "3"
        [[homework.task]]
        id = "gaussian_kl"
        points = "3"
        sizes = { batch = 7 }
        tolerance = { rtol = 1e-3, atol = 1e-3 }
    "#;
    let course = Course::parse(text).unwrap();
    let homework = course.homework("elbo").unwrap();
    let bytes = pack(&course, homework);
    assert_eq!(
        bytes,
        pack(&course, homework),
        "the bytes are the same each time"
    );
    let pack = Pack::read(&bytes).unwrap();
    let task = pack.sheet().task("gaussian_kl").unwrap();
    assert_eq!((task.outputs[0].rtol, task.outputs[0].atol), (1e-3, 1e-3));
    assert_eq!(pack.sheet().max_points.to_string(), "3");
    let inputs = pack.inputs(0).unwrap();
    assert_eq!(inputs["gaussian_kl"]["mean_p"].shape()[0], 7);
}

/// The packs that the student's program carries. Their numbers are compared within what another machine's library of mathematics may
/// differ by; `DGM_BLESS=1` writes them anew where they say something else.
#[test]
fn the_carried_packs_are_those_of_the_default_course() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("client/packs");
    let bless = std::env::var_os("DGM_BLESS").is_some_and(|v| v == "1");
    let (course, mut size) = (Course::default_course(), 0);
    for homework in &course.homeworks {
        let path = folder.join(format!("{}.zip", homework.name()));
        let made = pack(&course, homework);
        let (kept, new) = (std::fs::read(&path).ok(), Pack::read(&made).unwrap());
        let kept = kept.and_then(|bytes| Some((bytes.len(), Pack::read(&bytes).ok()?)));
        let is_same = kept.as_ref().is_some_and(|(_, old)| agree(old, &new));
        if !is_same && bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        assert!(
            is_same || bless,
            "{path:?} is made otherwise now: just bless"
        );
        size += kept
            .filter(|_| is_same)
            .map_or(made.len(), |(length, _)| length);
    }
    assert!(size < 3_000_000, "all packs together: {size} bytes");
}

fn agree(old: &Pack, new: &Pack) -> bool {
    use judge::key::AnswerKey as _;
    use judge::tolerance::{Tolerance, largest_error};
    let tolerance = Tolerance::new(1e-9, 1e-12);
    let close = |a: &Arrays, b: &Arrays| {
        a.len() == b.len()
            && a.iter().all(|(name, array)| {
                let other = b.get(name);
                other.is_some_and(|other| largest_error(array, other, tolerance) <= 1.0)
            })
    };
    let same = |task: &TaskSheet, number: u64| {
        let name = task.task.as_str();
        let [(a, x), (b, y)] = [old, new].map(|pack| {
            (
                pack.key(name, number).unwrap(),
                pack.inputs(number).unwrap()[name].clone(),
            )
        });
        let (one, other) = (a.mistaken().unwrap(), b.mistaken().unwrap());
        close(&x, &y)
            && close(a.truth().unwrap().0, b.truth().unwrap().0)
            && one.iter().zip(other.iter()).all(|(a, b)| close(a, b))
    };
    old.sheet() == new.sheet()
        && PRACTICE_SEEDS
            .iter()
            .all(|number| old.sheet().tasks.iter().all(|task| same(task, *number)))
}

#[test]
fn a_damaged_pack_is_refused_and_nothing_panics() {
    let course = Course::default_course();
    let bytes = pack(&course, course.homework("gan").unwrap());
    for cut in [0, 1, 30, bytes.len() / 2, bytes.len() - 1] {
        assert!(Pack::read(&bytes[..cut]).is_err());
    }
    let (arrays, sheet) = taken_apart(&bytes);
    let write = |sheet: &str, arrays: &Arrays| {
        let bytes = put_together(sheet, arrays);
        Pack::read(&bytes)
    };
    assert!(write(&sheet, &arrays).is_ok());
    for (from, to) in [
        ("\"format\": 1", "\"format\": 2"),
        ("\"homework\": \"gan\"", "\"homework\": \"gan\\u001b[2J\""),
        ("\"float64\"", "\"complex128\""),
        ("    4\n", "    4,\n    5\n"),
        ("\"seeds\"", "\"seed\""),
    ] {
        assert!(sheet.contains(from), "{from}");
        assert!(write(&sheet.replace(from, to), &arrays).is_err(), "{to}");
    }
    for (name, array) in &arrays {
        let mut less = arrays.clone();
        less.remove(name);
        let removed = write(&sheet, &less);
        less.insert(name.clone(), array.reshaped(&[array.len()]).unwrap());
        // Without the right answers a task is one that could not be solved, which is no fault of the file.
        assert!(removed.is_err() || name.contains(".outputs."), "{name}");
        let flat = write(&sheet, &less);
        assert!(flat.is_err() || array.shape().len() == 1, "{name}");
    }
}

fn taken_apart(bytes: &[u8]) -> (Arrays, String) {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let (mut arrays, mut sheet) = (Arrays::new(), String::new());
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        if let Some(key) = name.strip_suffix(".npy") {
            let read = judge::answers::read(&content, &judge::answers::Limits::default());
            arrays.insert(key.to_owned(), read.unwrap().remove("").unwrap());
        } else {
            sheet = String::from_utf8(content).unwrap();
        }
    }
    (arrays, sheet)
}

fn put_together(sheet: &str, arrays: &Arrays) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("pack.json", options).unwrap();
    archive.write_all(sheet.as_bytes()).unwrap();
    for (name, array) in arrays {
        archive.start_file(format!("{name}.npy"), options).unwrap();
        archive
            .write_all(&judge::answers::write_npy(array))
            .unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn the_largest_pack_that_a_config_may_ask_for_is_taken() {
    let text = r#"
title = { en = "C", ru = "К" }
time_zone = "UTC"
final_grade = "points"
homework = [{ id = "elbo", max_points = 1, task = [
    { id = "iwae_bound", points = 1, sizes = { sample = 1024, batch = BATCH } },
] }]
"#;
    let with = |batch: &str| Course::parse(&text.replace("BATCH", batch));
    let refused = with("256").unwrap_err();
    assert!(refused.to_string().contains("practice pack"), "{refused}");
    let course = with("240").unwrap();
    let homework = course.homework("elbo").unwrap();
    let bytes = pack(&course, homework);
    assert!(bytes.len() > 40 << 20, "{}", bytes.len());
    let read = Pack::read(&bytes).unwrap();
    assert_eq!(read.inputs(4).unwrap()["iwae_bound"].len(), 1);
}
