//! Reading and writing the files that commands name.

use super::Voice;
use crate::answers::{self, Limits};
use crate::course::Course;
use crate::words::Explain as _;
use anyhow::{Context as _, anyhow, bail};
use assignments::catalogue;
use assignments::judge::arrays::Arrays;
use std::io::Read as _;
use std::path::Path;

/// The arrays of a file; never more of it is read than the limits allow.
pub fn read_arrays(path: &Path, voice: Voice) -> anyhow::Result<Arrays> {
    let limits = Limits::default();
    let bytes = read_limited(path, limits.file)?;
    answers::read(&bytes, &limits)
        .map_err(|e| anyhow!("{}: {}", path.display(), e.explain(voice.lang)))
}

/// The bytes of a file, at most `most` and one, so that a larger one is seen to be larger.
pub fn read_limited(path: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    let file = std::fs::File::open(path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    if bytes.len() > most {
        bail!(
            "{} is larger than {} MiB, the most that is read",
            path.display(),
            most / (1024 * 1024)
        );
    }
    Ok(bytes)
}

/// Writes a file whole or not at all: a neighbour is written and renamed.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path
        .file_name()
        .ok_or_else(|| anyhow!("{} names no file", path.display()))?;
    let mut partial = name.to_owned();
    partial.push(".part");
    let partial = path.with_file_name(partial);
    std::fs::write(&partial, bytes)
        .and_then(|()| std::fs::rename(&partial, path))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// The course of a file, or the default one.
pub fn course(path: Option<&Path>, voice: Voice) -> anyhow::Result<Course> {
    let Some(path) = path else {
        return Ok(Course::default_course());
    };
    let text = String::from_utf8(read_limited(path, 1024 * 1024)?)
        .with_context(|| format!("{} is not UTF-8 text", path.display()))?;
    let name = path.display().to_string();
    Course::parse(&text).map_err(|problems| {
        anyhow!(
            "{name} is no valid grading config\n{}",
            problems.render(&name, false, voice.lang)
        )
    })
}

/// Arrays in the format that the file's ending names.
pub fn write_arrays(path: &Path, arrays: &Arrays) -> anyhow::Result<()> {
    let bytes = if path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("json"))
    {
        answers::write_json(arrays).into_bytes()
    } else {
        answers::write_npz(arrays)
    };
    write(path, &bytes)
}

/// A homework of the catalogue, or what was probably meant.
pub fn homework_name(name: &str) -> anyhow::Result<&'static catalogue::Homework> {
    catalogue::homework(name).ok_or_else(|| {
        let names: Vec<_> = catalogue::HOMEWORKS.iter().map(|h| h.name).collect();
        anyhow!(
            "there is no homework {name}{}; the homeworks are {}",
            did_you_mean(name, names.iter().copied()),
            names.join(", ")
        )
    })
}

/// ` (did you mean X?)`, or nothing.
pub fn did_you_mean<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known
        .map(|k| (strsim::damerau_levenshtein(text, k), k))
        .min()
        .filter(|(d, k)| *d <= 1 + k.len() / 4);
    near.map(|(_, k)| format!(" (did you mean {k}?)"))
        .unwrap_or_default()
}
