//! References against expected numbers that `assignments/tests/golden/make.py` computes with SciPy, mpmath, JAX and others.
//!
//! A case is an archive of `in.NAME` and `out.NAME`, `HOMEWORK/TASK-N.npz` there.

use assignments::catalogue::{HOMEWORKS, task};
use judge::answers::{self, Limits};
use judge::arrays::{Array, Arrays, Values};
use judge::tolerance::Tolerance;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Agreement of float64 results of two implementations: 1e-9 relative; 1e-12 absolute, for zeros that come out as rounding noise.
const AGREEMENT: Tolerance = Tolerance::new(1e-9, 1e-12);

/// What is given and what must come out.
fn read(path: &Path) -> (Arrays, Arrays) {
    let file = std::fs::read(path).expect("golden file");
    let members = answers::read(&file, &Limits::default()).expect("golden archive");
    let (mut inputs, mut outputs) = (Arrays::new(), Arrays::new());
    for (name, array) in members {
        if let Some(name) = name.strip_prefix("in.") {
            inputs.insert(name.to_owned(), array);
        } else if let Some(name) = name.strip_prefix("out.") {
            outputs.insert(name.to_owned(), array);
        } else {
            panic!("{}: member {name} is neither in. nor out.", path.display());
        }
    }
    (inputs, outputs)
}

fn worst(expected: &Array, got: &Array) -> f64 {
    let tolerance = if matches!(expected.values, Values::Int(_)) {
        Tolerance::EXACT
    } else {
        AGREEMENT
    };
    judge::tolerance::largest_error(expected, got, tolerance)
}

#[test]
fn every_reference_agrees_with_its_golden_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assignments/tests/golden");
    let (mut faults, mut seen, mut cases) = (Vec::new(), BTreeSet::new(), 0);
    for homework in HOMEWORKS {
        if homework.tasks.is_empty() {
            continue;
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(root.join(homework.name))
            .expect("golden folder")
            .map(|e| e.expect("entry").path())
            .collect();
        files.sort();
        for path in files {
            let stem = path.file_stem().expect("a name").to_str().expect("ASCII");
            let id = format!(
                "{}/{}",
                homework.name,
                stem.rsplit_once('-').expect("TASK-N").0
            );
            let Some(task) = task(&id) else {
                faults.push(format!("{id}: no such task"));
                continue;
            };
            let (inputs, expected) = read(&path);
            let outputs = match task.reference(&inputs) {
                Ok(outputs) => outputs,
                Err(e) => {
                    faults.push(format!("{stem}: refuses the golden inputs: {e}"));
                    continue;
                }
            };
            for (name, expected) in &expected {
                let error = outputs
                    .get(name)
                    .map_or(f64::INFINITY, |got| worst(expected, got));
                if error > 1.0 {
                    faults.push(format!(
                        "{stem}: {name} is off by {error:.3e} of the agreement asked for"
                    ));
                }
            }
            let named: BTreeSet<_> = expected.keys().cloned().collect();
            let ported: BTreeSet<_> = task.outputs().iter().map(|p| p.name.to_owned()).collect();
            if named != ported {
                faults.push(format!(
                    "{stem}: outputs {ported:?}, the case has {named:?}"
                ));
            }
            seen.insert(id);
            cases += 1;
        }
        for task in homework.tasks {
            if !seen.contains(task.id()) {
                faults.push(format!("{}: no golden case", task.id()));
            }
        }
    }
    println!("{cases} golden cases of {} tasks", seen.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
