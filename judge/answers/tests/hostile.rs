//! Every way to damage a file: nothing panics, and memory stays bounded.

use super::made_elsewhere::{ALL, SCALAR};
use super::{ours, places, stored};
use l10n::{Explain, Lang};

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
                let _ = ours(&changed);
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
