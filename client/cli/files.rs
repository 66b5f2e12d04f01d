//! Reading and writing the files that commands name.

use super::error::{Context as _, Result};
use super::target::Target;
use super::{Format, Voice};
use judge::answers::keys::INPUTS;
use judge::answers::{self, Limits, Opened};
use judge::arrays::{Array, Arrays};
use l10n::{Arg, message, size};
use std::io::{ErrorKind, Read as _, stdin};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The arrays of a file of inputs; never more of it is read than the limits allow.
pub fn read_arrays(path: &Path) -> Result<Arrays> {
    let limits = Limits::given();
    let bytes = read_limited(path, limits.file)?;
    answers::read(&bytes, &limits).with_context(|| message!("file", file = named(path)))
}

/// What an answers file holds: an array that cannot be used does not keep the others from being judged.
///
/// # Errors
/// When the file cannot be read, or no array of it can be used.
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
        let file = std::fs::File::open(path).map_err(|error| {
            // Windows only says that it may not be opened.
            if path.is_dir() {
                ErrorKind::IsADirectory.into()
            } else {
                error
            }
        });
        let file = file.with_context(|| message!("file-unopened", file = path))?;
        file.take(most as u64 + 1).read_to_end(&mut bytes)
    };
    read.with_context(|| message!("file-unreadable", file = named(path)))?;
    if bytes.len() > most {
        return Err(message!("file-too-large", file = named(path), most = size(most)).into());
    }
    Ok(bytes)
}

/// Writes arrays in the format that the file's ending names; to standard output in that of the command.
///
/// # Errors
/// When the ending names another format than those that are read again, or one of a single array for several; and when the file cannot
/// be written.
pub fn write_arrays(target: &Target, path: &Path, arrays: &Arrays, voice: Voice) -> Result<()> {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let bytes = match ending.to_str() {
        Some("npz") => answers::write_npz(arrays),
        Some("json") => answers::write_json(arrays).into_bytes(),
        Some("safetensors") => answers::write_safetensors(arrays),
        Some("npy") => answers::write_npy(only(path, arrays)?),
        _ if target.is_output() && voice.format == Format::Json => {
            answers::write_json(arrays).into_bytes()
        }
        // A pipe or a device may be called anything, and a name without an ending names no format.
        _ if target.is_stream() || ending.is_empty() => answers::write_npz(arrays),
        _ => return Err(message!("arrays-ending", file = path).into()),
    };
    target.write(&bytes)
}

/// The only array beside the mark of the inputs: a file of a single array has no names to tell several apart.
fn only<'a>(path: &Path, arrays: &'a Arrays) -> Result<&'a Array> {
    let named = || arrays.iter().filter(|(key, _)| *key != INPUTS);
    match (named().next(), named().count()) {
        (Some((_, only)), 1) => Ok(only),
        (_, count) => Err(message!("arrays-not-one", file = path, arrays = count).into()),
    }
}
