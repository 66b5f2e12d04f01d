//! NumPy's archive: a zip whose members are `NAME.npy`, stored or deflated.
//!
//! The archive must be one that every zip reader understands alike: nothing before it, nothing after it, no member twice,
//! no member within another, local and central headers that agree.

use super::damage::Damage;
use super::limits::Budget;
use super::{AnswersError, Opened, npy};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// Reads a whole `.npz`.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Opened, AnswersError> {
    let (opened, _) = read_beside(bytes, None, budget)?;
    Ok(opened)
}

/// Reads a whole `.npz`, and the bytes of a member of this name beside the arrays.
pub(super) fn read_beside(
    bytes: &[u8],
    beside: Option<&str>,
    budget: &mut Budget<'_>,
) -> Result<(Opened, Option<Vec<u8>>), AnswersError> {
    let (members, directory) = end(bytes)?;
    // Before the directory is read: each entry of it costs several times its bytes in memory.
    budget.check_members(members)?;
    let config = Config {
        archive_offset: ArchiveOffset::Known(0),
    };
    let mut archive = ZipArchive::with_config(config, Cursor::new(bytes)).map_err(broken)?;
    if archive.has_duplicate_names() {
        return Err(AnswersError::DuplicateName {
            member: first_duplicate(directory),
        });
    }
    let members = members_of(&archive)?;
    archive.validate_header_consistency().map_err(broken)?;

    let (mut opened, mut found) = (Opened::default(), None);
    for (index, name) in members {
        if beside == Some(&*name) {
            found = Some(inflate(&mut archive, index, &name, budget)?);
            continue;
        }
        let read = match name.strip_suffix(".npy").filter(|key| !key.is_empty()) {
            Some(key) => {
                let raw = inflate(&mut archive, index, key, budget)?;
                npy::read(key, &raw, budget)
            }
            None => Err(AnswersError::NotAnArray {
                member: name.clone(),
            }),
        };
        let key = name.strip_suffix(".npy").unwrap_or(&name);
        opened.take(key.to_owned(), read)?;
    }
    Ok((opened, found))
}

fn broken(error: ZipError) -> AnswersError {
    AnswersError::BrokenArchive {
        damage: Damage::Reader(error.to_string()),
    }
}

/// The number of members and the directory of them, from an end record that must be the last 22 bytes and describe exactly the bytes before it.
///
/// Archives with a comment, bytes appended or 64-bit end records are refused: NumPy writes none of these within our limits,
/// and each lets two readers see two different archives.
fn end(bytes: &[u8]) -> Result<(usize, &[u8]), AnswersError> {
    const END: usize = 22;
    let refused = |damage: Damage| AnswersError::BrokenArchive { damage };
    let (before, end) = bytes
        .split_last_chunk::<END>()
        .ok_or_else(|| refused(Damage::NoEnd))?;
    let [b'P', b'K', 5, 6, fields @ ..] = end else {
        // A comment has at most 65,535 bytes; what is appended usually has fewer.
        let tail = &bytes[bytes.len().saturating_sub(END + 65_535)..];
        return Err(
            if tail
                .windows(END)
                .any(|record| record.starts_with(b"PK\x05\x06"))
            {
                AnswersError::BytesBehindArchive
            } else {
                refused(Damage::NoEnd)
            },
        );
    };
    let [disk, start_disk, here, total, rest @ ..] = fields.as_chunks::<2>().0 else {
        return Err(refused(Damage::NoEnd));
    };
    let [size_low, size_high, start_low, start_high, comment] = rest else {
        return Err(refused(Damage::NoEnd));
    };
    let long = |low: &[u8; 2], high: &[u8; 2]| {
        u64::from(u16::from_le_bytes(*high)) << 16 | u64::from(u16::from_le_bytes(*low))
    };
    let (size, start) = (long(size_low, size_high), long(start_low, start_high));
    if *disk != [0, 0] || *start_disk != [0, 0] || here != total {
        return Err(refused(Damage::SeveralDisks));
    }
    if *comment != [0, 0] {
        return Err(refused(Damage::Comment));
    }
    let directory = usize::try_from(start)
        .ok()
        .and_then(|start| before.get(start..))
        .filter(|directory| directory.len() as u64 == size)
        .ok_or_else(|| refused(Damage::NoDirectory))?;
    Ok((usize::from(u16::from_le_bytes(*total)), directory))
}

/// The first name that the directory has twice: the zip reader only says that there is one.
fn first_duplicate(mut directory: &[u8]) -> String {
    const FIXED: usize = 46;
    let mut seen = BTreeSet::new();
    while let Some((entry, rest)) = directory.split_at_checked(FIXED) {
        let lengths = entry.get(28..34).unwrap_or_default().as_chunks::<2>().0;
        let mut lengths = lengths
            .iter()
            .map(|length| usize::from(u16::from_le_bytes(*length)));
        let Some((name, rest)) = rest.split_at_checked(lengths.next().unwrap_or_default()) else {
            break;
        };
        if !seen.insert(name) {
            return String::from_utf8_lossy(name.strip_suffix(b".npy").unwrap_or(name))
                .into_owned();
        }
        directory = rest.get(lengths.sum()..).unwrap_or_default();
    }
    String::new()
}

/// The name of every member with its place in the directory. Folders hold nothing and are passed over, and so is what an operating
/// system adds where somebody unpacked an archive and packed it again: `__MACOSX/`, `.DS_Store`, the one folder around everything.
fn members_of(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<Vec<(usize, String)>, AnswersError> {
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?;
        if !entry.is_dir() && !is_of_system(&name) {
            refuse_packing(&entry, &name)?;
            members.push((index, name.into_owned()));
        }
    }
    Ok(members)
}

/// Whether an operating system put it there, and nobody sees it.
fn is_of_system(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/")
        || file.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&file)
}

/// Refuses what is packed in another way than NumPy packs.
fn refuse_packing(entry: &ZipFileEntry<'_>, name: &str) -> Result<(), AnswersError> {
    if entry.encrypted() {
        return Err(AnswersError::EncryptedMember {
            member: name.to_owned(),
        });
    }
    let method = entry.compression();
    if !matches!(
        method,
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        return Err(AnswersError::Compression {
            member: name.to_owned(),
            method: method.to_string(),
        });
    }
    Ok(())
}

/// The bytes of a member, counted as they come out.
fn inflate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    key: &str,
    budget: &mut Budget<'_>,
) -> Result<Vec<u8>, AnswersError> {
    let broken = |damage: Damage| AnswersError::BrokenMember {
        member: key.to_owned(),
        damage,
    };
    let unread = |error: &dyn std::fmt::Display| broken(Damage::Reader(error.to_string()));
    let file = archive.by_index(index).map_err(|error| unread(&error))?;
    let claimed = file.size();
    let mut raw = Vec::new();
    // One byte more than allowed is enough to know. The checksum is compared when the member ends.
    let most = budget.inflatable() as u64 + 1;
    file.take(most)
        .read_to_end(&mut raw)
        .map_err(|error| unread(&error))?;
    budget.inflate(key, raw.len())?;
    if raw.len() as u64 != claimed {
        return Err(broken(Damage::Length {
            found: raw.len() as u64,
            claimed,
        }));
    }
    Ok(raw)
}
