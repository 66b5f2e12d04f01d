//! Which homeworks are graded, whose the files are, and against which inputs.

use super::args::Args;
use crate::cli::files::{named, read_arrays, read_limited};
use crate::course::Course;
use crate::folder::{People, Source};
use crate::grading::{Inputs, draw_inputs, inputs_from_file};
use crate::import::logins::logins;
use crate::import::table::{LARGEST, read};
use crate::settings::course_secret;
use assignments::draw::seed;
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::target::folder_of;
use l10n::{Arg, message, nearest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The homeworks to grade, in the order of the course.
pub(super) fn chosen<'c>(args: &Args, course: &'c Course) -> Result<Vec<&'c str>> {
    let all: Vec<&str> = course
        .homeworks
        .iter()
        .map(crate::course::Homework::name)
        .collect();
    let Some(name) = &args.homework else {
        return Ok(all);
    };
    if let Some(homework) = course.homework(name) {
        return Ok(vec![homework.name()]);
    }
    let known = Arg::list(all.iter().copied());
    Err(match nearest(name, all.iter().copied()) {
        Some(near) => message!(
            "course-lacks-homework-near",
            homework = name.as_str(),
            near = near,
            known = known
        ),
        None => message!(
            "course-lacks-homework-known",
            homework = name.as_str(),
            known = known
        ),
    }
    .into())
}

/// Who is who, where a list says it.
pub(super) fn people(args: &Args) -> Result<People> {
    let Some(path) = &args.people else {
        return Ok(People::default());
    };
    let bytes = read_limited(path, LARGEST)?;
    let rows = read(&bytes).and_then(|table| logins(&table));
    Ok(People::new(
        rows.with_context(|| message!("file", file = named(path)))?,
    ))
}

/// The path that a file of ours has when the folder is listed, if it lies there.
pub(super) fn inside(own: &Path, folder: &Path) -> Option<PathBuf> {
    let same = folder_of(own).canonicalize().ok()? == folder.canonicalize().ok()?;
    same.then(|| folder.join(own.file_name().unwrap_or_default()))
}

/// The inputs that everybody's answers were computed from.
pub(super) fn source(args: &Args, course: &Course, homeworks: &[&str]) -> Result<Source> {
    if let Some(path) = &args.secret_file {
        let text = String::from_utf8(read_limited(path, 1024)?).unwrap_or_default();
        let secret = course_secret(&text)
            .with_context(|| message!("grade-secret-digits", file = named(path)))?;
        return Ok(Source::PerStudent(secret));
    }
    let mut shared: BTreeMap<String, Inputs> = BTreeMap::new();
    if let Some(path) = &args.inputs {
        let [homework] = homeworks else {
            return Err(message!("grade-inputs-of-one-homework").into());
        };
        let inputs = inputs_from_file(homework, &read_arrays(path)?)
            .with_context(|| message!("file", file = named(path)))?;
        shared.insert((*homework).to_owned(), inputs);
        return Ok(Source::Shared(shared));
    }
    for homework in homeworks.iter().filter_map(|name| course.homework(name)) {
        let inputs = draw_inputs(homework, seed(args.seed.unwrap_or(0)));
        shared.insert(homework.name().to_owned(), inputs);
    }
    Ok(Source::Shared(shared))
}
