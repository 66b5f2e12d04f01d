//! Answers files: nothing beyond the limits, nothing lost by writing, and a refusal in both languages.

use judge::answers::{Limits, read, write_json, write_npz, write_safetensors};
use judge::arrays::{Array, Arrays};
use l10n::{Explain as _, Lang};
use std::io::Write as _;

/// Small ones, so that what passes them is soon found.
const LIMITS: Limits = Limits {
    file: 1 << 20,
    inflated: 1 << 20,
    members: 64,
    axes: 8,
    json_depth: 64,
};

/// An archive of arrays.
pub fn npz(bytes: &[u8]) {
    read_within(bytes, &LIMITS);
}

/// One array: by itself, and as a member of a whole archive.
pub fn npy(bytes: &[u8]) {
    read_within(bytes, &LIMITS);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive
        .start_file("task.output.npy", stored)
        .expect("a member is begun");
    archive.write_all(bytes).expect("it is written");
    let archive = archive.finish().expect("the archive ends").into_inner();
    read_within(&archive, &LIMITS);
}

/// A file of safetensors: as it is, and with a header's length that fits what follows.
pub fn safetensors(bytes: &[u8]) {
    read_within(bytes, &LIMITS);
    let header = bytes.iter().rposition(|b| *b == b'}').map_or(0, |n| n + 1);
    let mut framed = (header as u64).to_le_bytes().to_vec();
    framed.extend_from_slice(bytes);
    read_within(&framed, &LIMITS);
}

/// Arrays as JSON.
pub fn json(bytes: &[u8]) {
    read_within(bytes, &LIMITS);
}

/// What holds for any file under any limits.
pub fn read_within(bytes: &[u8], limits: &Limits) {
    match read(bytes, limits) {
        Ok(arrays) => {
            let held: usize = arrays.values().map(|a| a.len() * 8).sum();
            assert!(
                bytes.len() <= limits.file,
                "the file is larger than allowed"
            );
            assert!(held <= limits.inflated, "{held} bytes are held");
            assert!((1..=limits.members).contains(&arrays.len()) || arrays.contains_key(""));
            assert!(arrays.values().all(|a| a.shape().len() <= limits.axes));
            again(&arrays);
        }
        Err(error) => {
            for lang in Lang::ALL {
                let said = error.explain(lang);
                assert!(
                    !said.starts_with("answers-") && !said.contains('\n'),
                    "{said}"
                );
                // A message is a message, however long the names in the file.
                assert!(said.chars().count() < 2_000, "{}", said.chars().count());
            }
        }
    }
}

/// What was read is written and read again with nothing lost, in every format that has names.
fn again(arrays: &Arrays) {
    if arrays.contains_key("") {
        return;
    }
    let most = Limits::default();
    // Debug output: NaN is itself there.
    let same = |file: Vec<u8>| read(&file, &most).map(|read| format!("{:?}", values(&read)));
    let expected = Ok(format!("{:?}", values(arrays)));
    assert_eq!(same(write_npz(arrays)), expected, "npz");
    assert_eq!(same(write_safetensors(arrays)), expected, "safetensors");
    assert!(read(write_json(arrays).as_bytes(), &most).is_ok(), "json");
}

fn values(arrays: &Arrays) -> Vec<(String, Vec<usize>, Vec<f64>)> {
    let one = |(name, array): (&String, &Array)| {
        let values = array.to_float().into_iter().collect();
        (name.clone(), array.shape().to_vec(), values)
    };
    arrays.iter().map(one).collect()
}
