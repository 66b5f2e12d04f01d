//! Answers and inputs files: `.npz`, `.npy`, `.safetensors`, `.json` told apart by content, and numbers typed into a form,
//! read into named arrays under hard limits.
//!
//! A file comes from a stranger. [`read`] believes nothing that it says of itself: sizes are counted while inflating, an array
//! is allocated only when its bytes are there, nothing is ever unpickled, and whatever is wrong is one [`AnswersError`]
//! that names the place, what was found, what was expected and what to do.
//!
//! | file | job |
//! | --- | --- |
//! | `limits` | how much of everything is read |
//! | `format` | the format of a file, told by its content |
//! | `found` | what a file of another format seems to be |
//! | `npz`, `npy`, `npy_header`, `safetensors`, `json` | one reader a format |
//! | `elements` | raw bytes of an array → widened elements |
//! | `keys` | names of a file → tasks and outputs |
//! | `form` | numbers typed by a person |
//! | `write` | the same files, written |
//! | `opened` | what was read of a file: arrays, and faults of single members |
//! | `error`, `damage`, `class`, `explain` | what can be wrong, what that means to a program, and how it is said in both languages |

mod class;
mod damage;
mod elements;
mod error;
mod explain;
pub mod form;
mod format;
mod found;
mod inputs_id;
mod json;
pub mod keys;
mod limits;
mod npy;
mod npy_header;
mod npz;
mod opened;
mod safetensors;
#[cfg(test)]
mod tests;
mod write;

pub use crate::arrays::Arrays;
pub use class::Class;
pub use damage::Damage;
pub use error::{AnswersError, DtypeClass, JsonKind};
pub use found::Found;
pub use inputs_id::InputsId;
pub use limits::Limits;
pub use opened::Opened;
pub use write::{write_json, write_npy, write_npz, write_safetensors};

use format::Format;
use limits::Budget;

/// Reads an archive of arrays, and the bytes of a member of this name beside them.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_beside(
    bytes: &[u8],
    beside: &str,
    limits: &Limits,
) -> Result<(Arrays, Option<Vec<u8>>), AnswersError> {
    if bytes.len() > limits.file {
        return Err(AnswersError::FileTooLarge {
            found: bytes.len(),
            limit: limits.file,
        });
    }
    let (opened, found) = npz::read_beside(bytes, Some(beside), &mut Budget::new(limits))?;
    Ok((opened.whole()?, found))
}

/// The ending that files of this format have, told by content; nothing where it is none that is read here.
pub fn ending(bytes: &[u8]) -> Option<&'static str> {
    Some(match format::tell(bytes).ok()? {
        Format::Npz => "npz",
        Format::Npy => "npy",
        Format::Safetensors => "safetensors",
        Format::Json => "json",
    })
}

/// Reads a file of which every array is needed, of whichever format its content shows.
///
/// A single `.npy` has no name for its array: it is returned under the key `""`, "the only output" (see [`keys::sort`]).
///
/// # Errors
/// Whatever is wrong with the file, in words; [`AnswersError::class`] tells too large from unsupported from unusable.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Arrays, AnswersError> {
    open(bytes, limits)?.whole()
}

/// Reads an answers file. An array that cannot be used is a fault of that array alone.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, AnswersError> {
    if bytes.len() > limits.file {
        return Err(AnswersError::FileTooLarge {
            found: bytes.len(),
            limit: limits.file,
        });
    }
    let mut budget = Budget::new(limits);
    let opened = match format::tell(bytes)? {
        Format::Npz => npz::read(bytes, &mut budget)?,
        Format::Npy => {
            let mut opened = Opened::default();
            opened.take(String::new(), npy::read("", bytes, &mut budget))?;
            opened
        }
        Format::Safetensors => safetensors::read(bytes, &mut budget)?,
        Format::Json => json::read(bytes, &mut budget)?,
    };
    if opened.len() == 0 {
        return Err(AnswersError::NoArrays);
    }
    Ok(opened)
}
