//! Files made by NumPy and safetensors, then every way to damage them: nothing panics, and memory stays bounded.

use super::{AnswersError, Class, Found, Limits, read};
use crate::words::Explain;
use assignments::arrays::{Dtype, Named, Values};
use assignments::text::Lang;
use ndarray::{ArrayD, arr1, arr2};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

macro_rules! files {
    ($($name:ident: $file:literal,)*) => {
        $(const $name: &[u8] = include_bytes!(concat!("../../tests/answers/", $file));)*
        /// Every file with its name.
        const ALL: &[(&str, &[u8])] = &[$(($file, $name)),*];
    };
}

files! {
    SCALAR: "scalar.npy",
    FORTRAN: "fortran.npy",
    BIG_ENDIAN: "big_endian.npy",
    VERSION2: "version2.npy",
    OBJECT: "object.npy",
    COMPLEX: "complex.npy",
    STRUCTURED: "structured.npy",
    STRING: "string.npy",
    DATETIME: "datetime.npy",
    VOID: "void.npy",
    LONG_DOUBLE: "longdouble.npy",
    STORED: "stored.npz",
    DEFLATED: "deflated.npz",
    OBJECT_NPZ: "object.npz",
    STREAMED: "streamed.npz",
    BZIP2: "bzip2.npz",
    FOLDER: "folder.npz",
    SAFETENSORS: "all.safetensors",
    BFLOAT16: "bfloat16.safetensors",
    JSON: "python.json",
}

fn ours(bytes: &[u8]) -> Result<Named, AnswersError> {
    read(bytes, &Limits::default())
}

fn quarters() -> ArrayD<f64> {
    arr2(&[[0.0, 0.25, 0.5], [0.75, 1.0, 1.25]]).into_dyn()
}

/// The only array of a file.
fn only(bytes: &[u8]) -> (String, Values) {
    let mut named = ours(bytes).unwrap();
    assert_eq!(named.len(), 1);
    let (key, array) = named.pop_first().unwrap();
    (key, array.values)
}

#[test]
fn numpys_arrays_are_read() {
    assert_eq!(
        only(SCALAR),
        (String::new(), Values::Float(ndarray::arr0(0.5).into_dyn()))
    );
    for bytes in [FORTRAN, BIG_ENDIAN, VERSION2] {
        assert_eq!(only(bytes), (String::new(), Values::Float(quarters())));
    }
}

#[test]
fn numpys_archives_and_safetensors_are_read_in_every_dtype() {
    let grid = arr2(&[[0_i64, 1, 2], [3, 4, 5]]).into_dyn();
    for bytes in [STORED, DEFLATED, SAFETENSORS] {
        let named = ours(bytes).unwrap();
        assert_eq!(named.len(), 12);
        for (key, array) in &named {
            assert_eq!(key, &format!("grid.{}", array.dtype));
            match (&array.values, array.dtype) {
                (Values::Int(values), Dtype::Bool) => assert_eq!(values, grid.mapv(|v| v.min(1))),
                (Values::Int(values), _) => assert_eq!(values, grid),
                (Values::Float(values), Dtype::F16 | Dtype::F32 | Dtype::F64) => {
                    assert_eq!(values, grid.mapv(|v| v as f64));
                }
                (Values::Float(_), other) => panic!("{other} became real"),
            }
        }
    }
    let bfloat16 = Values::Float(arr1(&[0.5, -1.5, f64::INFINITY]).into_dyn());
    assert_eq!(only(BFLOAT16), ("w.x".to_owned(), bfloat16));
}

#[test]
fn pythons_json_is_read() {
    let named = ours(JSON).unwrap();
    assert_eq!(named["grid.float64"].values, Values::Float(quarters()));
    assert_eq!(named["grid.int64"].dtype, Dtype::I64);
    assert!(named["odd.x"].to_float().iter().next().unwrap().is_nan());
}

#[test]
fn archives_of_other_programs_are_read_where_they_are_sound() {
    assert_eq!(
        only(STREAMED),
        ("a.b".to_owned(), Values::Float(quarters()))
    );
    assert_eq!(
        only(FOLDER),
        ("elbo/a.b".to_owned(), Values::Float(quarters()))
    );
}

#[test]
fn arrays_of_no_numbers_are_refused_by_name() {
    for (bytes, code) in [
        (OBJECT, "object_array"),
        (OBJECT_NPZ, "object_array"),
        (COMPLEX, "complex_array"),
        (STRUCTURED, "structured_array"),
        (STRING, "string_array"),
        (DATETIME, "datetime_array"),
        (VOID, "bfloat16_as_void"),
        (LONG_DOUBLE, "unsupported_dtype"),
        (BZIP2, "compression"),
    ] {
        let error = ours(bytes).unwrap_err();
        assert_eq!((error.code(), error.class()), (code, Class::Unusable));
    }
    assert!(
        ours(OBJECT_NPZ)
            .unwrap_err()
            .to_string()
            .starts_with("“bad”: an array of Python objects (dtype |O)")
    );
}

/// An archive of these members, each by the method.
fn archive(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(
                *name,
                SimpleFileOptions::default().compression_method(method),
            )
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn stored(members: &[(&str, &[u8])]) -> Vec<u8> {
    archive(members, CompressionMethod::Stored)
}

/// The places of `needle`.
fn places(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(needle.len()).enumerate();
    windows
        .filter(|(_, window)| *window == needle)
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn archives_that_are_no_npz_are_refused() {
    let code = |bytes: &[u8]| ours(bytes).unwrap_err().code();
    assert_eq!(code(&stored(&[])), "no_arrays");
    assert_eq!(code(&stored(&[("a.txt", b"5")])), "not_an_array");
    assert_eq!(code(&stored(&[(".npy", SCALAR)])), "not_an_array");
    assert_eq!(code(&stored(&[("a.npy", b"5")])), "npy_header");
    assert_eq!(code(&stored(&[("a.npy", b"")])), "npy_header");
    for (name, found) in [
        ("archive/data.pkl", Found::PyTorch),
        ("[Content_Types].xml", Found::Office),
    ] {
        let error = ours(&stored(&[(name, b"x")])).unwrap_err();
        assert_eq!(error, AnswersError::UnsupportedFormat { found });
        assert_eq!(error.class().status(), 415);
    }
}

#[test]
fn an_archive_must_be_the_same_to_every_reader() {
    let good = stored(&[("a.npy", SCALAR), ("b.npy", SCALAR)]);
    assert!(ours(&good).is_ok());
    let broken = |bytes: &[u8]| assert_eq!(ours(bytes).unwrap_err().code(), "broken_archive");

    broken(&[&good[..], b"x"].concat());
    broken(&[&good[..], &good[good.len() - 22..]].concat());
    broken(&[b"PK\x03\x04", &good[..]].concat());
    broken(&good[..good.len() - 1]);
    // The name of the second member, there and in the directory, becomes that of the first.
    let mut twice = good.clone();
    for at in places(&good, b"b.npy") {
        twice[at] = b'a';
    }
    assert_eq!(
        ours(&twice).unwrap_err(),
        AnswersError::DuplicateName {
            member: "a".to_owned()
        }
    );
    // Only in the directory: the archive contradicts itself.
    let mut cloaked = good.clone();
    cloaked[*places(&good, b"b.npy").last().unwrap()] = b'c';
    broken(&cloaked);
    // The second entry of the directory points to the first member.
    let mut overlapping = twice.clone();
    let entry = *places(&good, b"PK\x01\x02").last().unwrap();
    overlapping[entry + 46] = b'b';
    overlapping[entry + 42..entry + 46].fill(0);
    broken(&overlapping);
    // Fewer members than the directory has: one would be there for some readers only.
    let mut hidden = good.clone();
    let end = good.len() - 22;
    hidden[end + 8] = 1;
    hidden[end + 10] = 1;
    broken(&hidden);
    let mut encrypted = good.clone();
    for signature in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        for at in places(&good, signature) {
            encrypted[at + signature.len() + 2 + usize::from(signature[2] == 1) * 2] |= 1;
        }
    }
    assert_eq!(ours(&encrypted).unwrap_err().code(), "encrypted_member");
}

#[test]
fn a_wrong_checksum_is_refused() {
    for file in [STORED, DEFLATED] {
        let mut damaged = file.to_vec();
        // Within the elements or the deflated bytes of the first member, well after its header.
        damaged[130] ^= 0x10;
        assert_eq!(ours(&damaged).unwrap_err().code(), "broken_member");
    }
}

/// A float64 array of so many zeros.
fn zeros(elements: usize) -> Vec<u8> {
    super::write_npy(&assignments::arrays::Array::float(ArrayD::zeros(vec![
        elements,
    ])))
}

#[test]
fn a_bomb_is_stopped_while_it_inflates() {
    let limits = Limits {
        inflated: 1 << 20,
        ..Limits::default()
    };
    let bomb = archive(&[("a.b.npy", &zeros(4 << 20))], CompressionMethod::Deflated);
    assert!(bomb.len() < 40_000, "{}", bomb.len());
    let error = read(&bomb, &limits).unwrap_err();
    assert_eq!(
        (error.code(), error.class().status()),
        ("inflated_too_large", 413)
    );
    // One after the other, each within the limit.
    let part = zeros(100_000);
    let parts = archive(
        &[("a.npy", &part), ("b.npy", &part)],
        CompressionMethod::Deflated,
    );
    assert_eq!(
        read(&parts, &limits).unwrap_err().code(),
        "inflated_too_large"
    );
    let wide = Limits {
        inflated: 2 << 20,
        ..Limits::default()
    };
    assert_eq!(read(&parts, &wide).unwrap().len(), 2);
}

#[test]
fn members_and_bytes_are_counted_before_they_are_read() {
    let limits = Limits {
        members: 2,
        file: 1000,
        ..Limits::default()
    };
    let three = stored(&[("a.npy", SCALAR), ("b.npy", SCALAR), ("c.npy", SCALAR)]);
    assert_eq!(
        read(&three, &limits).unwrap_err(),
        AnswersError::TooManyMembers { found: 3, limit: 2 }
    );
    let error = read(&[b' '; 1001], &limits).unwrap_err();
    assert_eq!(
        (error.code(), error.class().status()),
        ("file_too_large", 413)
    );
}

/// Whatever comes out, it can be said in both languages.
fn survives(bytes: &[u8]) {
    if let Err(error) = ours(bytes) {
        for lang in Lang::ALL {
            let said = error.explain(lang);
            assert!(
                !said.starts_with("answers-") && !said.contains('\n'),
                "{said}"
            );
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for (name, bytes) in ALL {
        for end in 0..bytes.len() {
            let cut = &bytes[..end];
            survives(cut);
            assert!(ours(cut).is_err(), "{name} up to {end}");
        }
    }
}

#[test]
fn a_file_with_any_byte_changed_never_panics() {
    for (_, bytes) in ALL {
        let mut changed = bytes.to_vec();
        for at in 0..bytes.len() {
            for mask in [0x01, 0x80, 0xff] {
                changed[at] ^= mask;
                survives(&changed);
                changed[at] ^= mask;
            }
        }
    }
}

/// A small generator: the test needs many bytes, not good ones.
struct Bytes(u64);

impl Bytes {
    fn next(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }

    fn below(&mut self, limit: usize) -> usize {
        (usize::from(self.next()) << 8 | usize::from(self.next())) % limit.max(1)
    }
}

#[test]
fn random_bytes_after_any_beginning_never_panic() {
    let mut random = Bytes(1);
    let beginnings: [&[u8]; 8] = [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x93NUMPY\x01\x00\x20\x00{'descr': '",
        b"\x93NUMPY\x02\x00",
        b"\x20\0\0\0\0\0\0\0{\"a\":",
        b"{\"a\": [",
        b"{",
    ];
    for round in 0..4000 {
        let mut bytes = beginnings[round % beginnings.len()].to_vec();
        let length = random.below(300);
        // Half of the rounds stay within what the text formats are made of.
        let alphabet = b"{}[]():,'\"<>|0123456789.-eE ntrufalsNIO\\";
        bytes.extend((0..length).map(|_| match round % 2 {
            0 => random.next(),
            _ => alphabet[random.below(alphabet.len())],
        }));
        survives(&bytes);
    }
    for _ in 0..4000 {
        let (_, file) = ALL[random.below(ALL.len())];
        let mut bytes = file.to_vec();
        for _ in 0..=random.below(8) {
            let at = random.below(bytes.len());
            bytes[at] = random.next();
        }
        survives(&bytes);
    }
}

/// Virtual memory at its highest, in bytes: it counts what was asked for, touched or not.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmPeak:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// Claims of 2^31 and more bytes, in every format that can claim.
#[cfg(target_os = "linux")]
#[test]
fn claims_do_not_allocate() {
    let header = |shape: &str| {
        let text = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
        let mut bytes = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
        bytes.extend_from_slice(text.as_bytes());
        bytes.resize(128, b' ');
        bytes
    };
    let mut claims: Vec<Vec<u8>> = [
        "(1099511627776,)",
        "(268435456,)",
        "(2147483648, 2147483648)",
        "(4294967296, 4294967296, 4294967296)",
        "(0, 1099511627776)",
    ]
    .map(header)
    .to_vec();
    claims.extend(claims.clone().iter().map(|npy| stored(&[("a.npy", npy)])));
    let mut length = header("(1,)");
    length[6] = 2;
    length[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    claims.push(length);
    claims.push(b"\xff\xff\xff\xff\0\0\0\0{}".to_vec());
    claims.push(
        [b"\x40\0\0\0\0\0\0\0", &br#"{"a":{"dtype":"F64","shape":[1099511627776],"data_offsets":[0,8796093022208]}}"#[..]].concat(),
    );
    // Sizes of 4 GiB in the local header and in the directory of an archive, and 65,535 members in its end record.
    let good = stored(&[("a.npy", SCALAR)]);
    let (local, entry, end) = (18, places(&good, b"PK\x01\x02")[0] + 20, good.len() - 22);
    let mut sizes = good.clone();
    sizes[local..local + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    sizes[entry..entry + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    claims.push(sizes);
    let mut inflated = good.clone();
    inflated[local + 4..local + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
    inflated[entry + 4..entry + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
    claims.push(inflated);
    let mut members = good.clone();
    members[end + 8..end + 12].fill(0xff);
    claims.push(members);

    let before = peak();
    for claim in &claims {
        assert!(ours(claim).is_err(), "{claim:?}");
    }
    // The other tests of the process allocate meanwhile, though far less than any claim.
    let grown = peak() - before;
    assert!(grown < 2 << 30, "{grown}");
}
