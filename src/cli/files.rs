//! Reading the grading configs that commands name, and homeworks and tasks by their names.

use crate::config::{Diagnostics, text};
use crate::course::{Course, Homework};
use assignments::catalogue;
use dgm_client::cli::error::{CliError, Context as _, Result};
pub use dgm_client::cli::files::{
    is_input, named, open_answers, read_arrays, read_limited, write_arrays,
};
use l10n::{Arg, Lang, Localized, message, nearest};
use std::path::Path;

/// The text of a grading config.
pub fn read_config(path: &Path) -> Result<String> {
    text(&read_limited(path, 1024 * 1024)?).with_context(|| message!("file", file = named(path)))
}

/// The course of a file, or the default one.
pub fn course(path: Option<&Path>) -> Result<Course> {
    let Some(path) = path else {
        return Ok(Course::default_course());
    };
    let text = read_config(path)?;
    Course::parse(&text).map_err(|problems| refused(path, &problems))
}

/// A homework of the course of a file, or of the default one.
pub fn course_homework(path: Option<&Path>, name: &str) -> Result<(Course, Homework)> {
    let known = homework_name(name)?;
    let course = course(path)?;
    let homework = course.homework(known.name).cloned();
    let homework =
        homework.with_context(|| message!("course-lacks-homework", homework = known.name))?;
    Ok((course, homework))
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
