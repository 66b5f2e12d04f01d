//! Reading and writing the files that commands name.

use super::target::Target;
use super::{Format, Voice};
use crate::answers::{self, Limits};
use crate::course::Course;
use crate::l10n::{Explain as _, Lang, say};
use crate::visible::visible;
use anyhow::{Context as _, anyhow, bail};
use assignments::catalogue;
use assignments::judge::arrays::Arrays;
use std::io::{Read as _, stdin};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The arrays of a file; never more of it is read than the limits allow.
pub fn read_arrays(path: &Path, voice: Voice) -> anyhow::Result<Arrays> {
    let limits = Limits::default();
    let bytes = read_limited(path, limits.file, voice.lang)?;
    answers::read(&bytes, &limits)
        .map_err(|e| anyhow!("{}: {}", shown(path, voice.lang), e.explain(voice.lang)))
}

/// A file's name as messages say it.
pub fn shown(path: &Path, lang: Lang) -> String {
    if is_input(path) {
        say(lang, "input-name")
    } else {
        visible(&path.to_string_lossy()).into_owned()
    }
}

/// Whether `-` is said instead of a file.
pub fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of a file or of standard input, at most `most` and one, so that a larger one is seen to be larger.
pub fn read_limited(path: &Path, most: usize, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let name = || shown(path, lang);
    let mut bytes = Vec::new();
    let read = if is_input(path) {
        // A second reader would find nothing and say that the file is empty.
        static TAKEN: AtomicBool = AtomicBool::new(false);
        if TAKEN.swap(true, Ordering::Relaxed) {
            bail!("{}", say(lang, "input-twice"));
        }
        stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes)
    } else {
        let file =
            std::fs::File::open(path).with_context(|| format!("{} cannot be opened", name()))?;
        file.take(most as u64 + 1).read_to_end(&mut bytes)
    };
    read.with_context(|| format!("{} cannot be read", name()))?;
    if bytes.len() > most {
        bail!(
            "{} is larger than {} MiB, the most that is read",
            name(),
            most / (1024 * 1024)
        );
    }
    Ok(bytes)
}

/// The text of a grading config.
pub fn read_config(path: &Path, lang: Lang) -> anyhow::Result<String> {
    String::from_utf8(read_limited(path, 1024 * 1024, lang)?)
        .with_context(|| format!("{} is not UTF-8 text", shown(path, lang)))
}

/// The course of a file, or the default one.
pub fn course(path: Option<&Path>, voice: Voice) -> anyhow::Result<Course> {
    let Some(path) = path else {
        return Ok(Course::default_course());
    };
    let text = read_config(path, voice.lang)?;
    let name = shown(path, voice.lang);
    Course::parse(&text).map_err(|problems| {
        anyhow!(
            "{name} is no valid grading config\n{}",
            problems.render(&name, false, voice.lang)
        )
    })
}

/// Writes arrays in the format that the file's ending names; to standard output in that of the command.
pub fn write_arrays(
    target: &Target,
    path: &Path,
    arrays: &Arrays,
    voice: Voice,
) -> anyhow::Result<()> {
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
