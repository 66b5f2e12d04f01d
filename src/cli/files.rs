//! Reading and writing the files that commands name.

use super::error::{CliError, Context as _, Result};
use super::target::Target;
use super::{Format, Voice};
use crate::answers::{self, Limits, Opened};
use crate::course::{Course, Diagnostics};
use crate::l10n::{Arg, Lang, Localized, nearest, size};
use crate::message;
use assignments::catalogue;
use assignments::judge::arrays::Arrays;
use std::io::{Read as _, stdin};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The arrays of a file; never more of it is read than the limits allow.
pub fn read_arrays(path: &Path) -> Result<Arrays> {
    let limits = Limits::default();
    let bytes = read_limited(path, limits.file)?;
    answers::read(&bytes, &limits).with_context(|| message!("file", file = named(path)))
}

/// What an answers file holds: an array that cannot be used does not keep the others from being judged.
pub fn open_answers(path: &Path) -> Result<Opened> {
    let limits = Limits::default();
    let bytes = read_limited(path, limits.file)?;
    answers::open(&bytes, &limits).with_context(|| message!("file", file = named(path)))
}

/// A file's name as messages say it.
pub fn named(path: &Path) -> Arg {
    if is_input(path) {
        message!("input-name").into()
    } else {
        path.into()
    }
}

/// Whether `-` is said instead of a file.
pub fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of a file or of standard input, at most `most` and one, so that a larger one is seen to be larger.
pub fn read_limited(path: &Path, most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if is_input(path) {
        // A second reader would find nothing and say that the file is empty.
        static TAKEN: AtomicBool = AtomicBool::new(false);
        if TAKEN.swap(true, Ordering::Relaxed) {
            return Err(message!("input-twice").into());
        }
        stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes)
    } else {
        let file =
            std::fs::File::open(path).with_context(|| message!("file-unopened", file = path))?;
        file.take(most as u64 + 1).read_to_end(&mut bytes)
    };
    read.with_context(|| message!("file-unreadable", file = named(path)))?;
    if bytes.len() > most {
        return Err(message!("file-too-large", file = named(path), most = size(most)).into());
    }
    Ok(bytes)
}

/// The text of a grading config.
pub fn read_config(path: &Path) -> Result<String> {
    String::from_utf8(read_limited(path, 1024 * 1024)?)
        .map_err(|_| message!("file-not-text", file = named(path)).into())
}

/// The course of a file, or the default one.
pub fn course(path: Option<&Path>) -> Result<Course> {
    let Some(path) = path else {
        return Ok(Course::default_course());
    };
    let text = read_config(path)?;
    Course::parse(&text).map_err(|problems| refused(path, &problems))
}

/// A grading config with its problems.
pub fn refused(path: &Path, problems: &Diagnostics) -> CliError {
    let shown = |lang| problems.render(&named(path).text(lang), false, lang);
    let problems = Localized {
        en: shown(Lang::En),
        ru: shown(Lang::Ru),
    };
    message!(
        "course-refused-file",
        file = named(path),
        problems = problems
    )
    .into()
}

/// Writes arrays in the format that the file's ending names; to standard output in that of the command.
pub fn write_arrays(target: &Target, path: &Path, arrays: &Arrays, voice: Voice) -> Result<()> {
    let json = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let bytes = if json || target.is_output() && voice.format == Format::Json {
        answers::write_json(arrays).into_bytes()
    } else {
        answers::write_npz(arrays)
    };
    target.write(&bytes)
}

/// A homework of the catalogue, or what was probably meant.
pub fn homework_name(name: &str) -> Result<&'static catalogue::Homework> {
    catalogue::homework(name).ok_or_else(|| {
        let names = || catalogue::HOMEWORKS.iter().map(|h| h.name);
        let known = Arg::list(names());
        match nearest(name, names()) {
            Some(near) => message!("no-homework-near", name = name, near = near, known = known),
            None => message!("no-homework", name = name, known = known),
        }
        .into()
    })
}

/// There is no task of this name in a homework; `said` is how it was written.
pub fn no_task(homework: &catalogue::Homework, said: &str, name: &str) -> CliError {
    match nearest(name, homework.tasks.iter().map(|t| t.name())) {
        Some(near) => {
            message!(
                "no-task-near",
                task = said,
                near = near,
                homework = homework.name
            )
        }
        None => message!("no-task", task = said, homework = homework.name),
    }
    .into()
}
