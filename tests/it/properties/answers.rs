//! Answers files of every format, damaged: no panic, nothing beyond the limits, and a message in both languages.

use super::config;
use super::mutate::{damaged, damages};
use super::targets::read_within;
use judge::answers::Limits;
use proptest::prelude::*;
use std::io::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// Files as NumPy, PyTorch and others wrote them, of every dtype, with those among them that are refused; single arrays apart.
static FILES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| stored(&["npz", "npy", "safetensors", "json"]));
static ARRAYS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| stored(&["npy"]));

fn stored(endings: &[&str]) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/answers");
    let entries = std::fs::read_dir(folder).expect("there are files");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|e| endings.iter().any(|known| e == *known))
        })
        .collect();
    paths.sort();
    assert!(paths.len() > 3, "{paths:?}");
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("it can be read"))
        .collect()
}

/// What the formats are made of.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "\"",
    "'",
    "descr",
    "'<f8'",
    "'|O'",
    "'>i2'",
    "fortran_order",
    "True",
    "shape",
    "(0,)",
    "(99999999999,)",
    "(2, 3)",
    "data_offsets",
    "dtype",
    "F64",
    "BF16",
    "PK\u{1}\u{2}",
    "PK\u{3}\u{4}",
    "NaN",
    "-Infinity",
    "1e999",
    "null",
    "[[[[[[[[",
    "\\u0000",
    "../x.npy",
];

fn limits() -> impl Strategy<Value = Limits> {
    let small = (
        0_usize..4096,
        0_usize..2048,
        0_usize..5,
        0_usize..4,
        0_usize..6,
    );
    let small = small.prop_map(|(file, inflated, members, axes, json_depth)| Limits {
        file,
        inflated,
        members,
        axes,
        json_depth,
    });
    prop_oneof![Just(Limits::default()), small]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_damaged_file_is_read_within_the_limits_or_refused(
        file in prop::sample::select(&**FILES),
        damages in damages(WORDS),
        limits in limits(),
    ) {
        read_within(&damaged(&file, &damages), &limits);
    }

    #[test]
    fn a_damaged_array_in_a_whole_archive_too(
        file in prop::sample::select(&**ARRAYS),
        damages in damages(WORDS),
        name in "[a-z./]{0,8}(\\.npy)?",
        limits in limits(),
        deflated in any::<bool>(),
    ) {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let method = if deflated { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(name, options).expect("a member is begun");
        archive.write_all(&damaged(&file, &damages)).expect("it is written");
        let bytes = archive.finish().expect("the archive ends").into_inner();
        read_within(&bytes, &limits);
    }
}
