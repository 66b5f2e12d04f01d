//! Archives that lie, contradict themselves or are something else.

use super::super::{AnswersError, Found, Limits, read, write_npy};
use super::made_elsewhere::{DEFLATED, SCALAR, STORED};
use super::{archive, ours, places, stored};
use crate::arrays::Array;
use ndarray::ArrayD;
use zip::CompressionMethod;

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

    let mut comment = good.clone();
    let length = comment.len() - 2;
    comment[length] = 4;
    comment.extend(b"note");
    for behind in [comment, [&good[..], b"x"].concat()] {
        assert_eq!(ours(&behind).unwrap_err(), AnswersError::BytesBehindArchive);
    }
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
    write_npy(&Array::float(ArrayD::zeros(vec![elements])))
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
