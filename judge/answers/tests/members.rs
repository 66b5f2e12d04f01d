//! One member that cannot be used, and what systems and people put beside the arrays.

use super::super::{AnswersError, Limits, Opened, open};
use super::made_elsewhere::{COMPLEX, SCALAR, STRING};
use super::{ours, stored};
use l10n::{Explain as _, Lang};

fn opened(bytes: &[u8]) -> Opened {
    open(bytes, &Limits::default()).expect("it can be opened")
}

fn keys(bytes: &[u8]) -> Vec<String> {
    ours(bytes).expect("it is read").into_keys().collect()
}

/// An array of Python objects of this shape: nothing behind its header is ever looked at.
fn objects(shape: &str) -> Vec<u8> {
    let header = format!("{{'descr': '|O', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [
        b"\x93NUMPY\x01\x00",
        &length[..],
        header.as_bytes(),
        b"\x80",
    ]
    .concat()
}

#[test]
fn a_member_that_cannot_be_used_keeps_no_other_from_being_judged() {
    let file = stored(&[
        ("a.npy", SCALAR),
        ("author.npy", STRING),
        ("b.npy", COMPLEX),
        ("c.npy", &objects("(3,)")),
        ("d.npy", b"not an array"),
        ("notes.txt", b"5"),
        ("long.npy", &[SCALAR, b"xx"].concat()),
    ]);
    let Opened { arrays, faults } = opened(&file);
    assert_eq!(arrays.into_keys().collect::<Vec<_>>(), ["a"]);
    let codes: Vec<_> = faults.iter().map(|(k, e)| (k.as_str(), e.code())).collect();
    assert_eq!(
        codes,
        [
            ("author", "string_array"),
            ("b", "complex_array"),
            ("c", "object_array"),
            ("d", "npy_header"),
            ("long", "trailing_bytes"),
            ("notes.txt", "not_an_array"),
        ]
    );
    assert!(ours(&file).is_err(), "inputs must be whole");

    let json = br#"{"a": 1, "b": [1, [null, "]"], {"x": [2]}], "c": null, "d": [[1], [2, 3]], "e": [2.5]}"#;
    let Opened { arrays, faults } = opened(json);
    assert_eq!(arrays.into_keys().collect::<Vec<_>>(), ["a", "e"]);
    let codes: Vec<_> = faults.values().map(AnswersError::code).collect();
    assert_eq!(codes, ["mixed_list", "json_null", "ragged_list"]);
    for cut in [
        &b"{\"a\": 1, \"b\": [null"[..],
        b"{\"a\": 1, \"b\": [null}",
        b"{\"a\": 1, \"b\": \"x",
    ] {
        assert!(open(cut, &Limits::default()).is_err());
    }

    let header = br#"{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"C64","shape":[1],"data_offsets":[8,16]},"c":{"dtype":"F64","shape":[],"data_offsets":[16,24]}}"#;
    let file = [
        &(header.len() as u64).to_le_bytes(),
        &header[..],
        &[0; 24][..],
    ]
    .concat();
    let Opened { arrays, faults } = opened(&file);
    assert_eq!(arrays.into_keys().collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(faults["b"].code(), "complex_array");
}

#[test]
fn what_systems_add_to_an_archive_is_passed_over() {
    let plain = ["elbo.elbo", "elbo.gap"];
    for members in [
        &["elbo.elbo.npy", "elbo.gap.npy"][..],
        &[
            "__MACOSX/._elbo.elbo.npy",
            ".DS_Store",
            "__MACOSX/._answers",
            "elbo.elbo.npy",
            "elbo.gap.npy",
        ],
        &[
            "Thumbs.db",
            "desktop.ini",
            "elbo.elbo.npy",
            "._elbo.gap.npy",
            "elbo.gap.npy",
        ],
    ] {
        let members: Vec<_> = members.iter().map(|name| (*name, SCALAR)).collect();
        assert_eq!(keys(&stored(&members)), plain, "{members:?}");
    }
    let inside = ours(&stored(&[("answers.npz", b"PK")])).unwrap_err();
    assert!(inside.explain(Lang::En).contains("Unpack it"), "{inside}");
}

#[test]
fn objects_are_named_by_what_was_done() {
    let said = |name: &str, shape: &str| {
        ours(&stored(&[(name, &objects(shape))]))
            .unwrap_err()
            .explain(Lang::En)
    };
    assert!(said("arr_0.npy", "()").contains("np.savez(\"answers.npz\", **answers)"));
    assert!(said("elbo.npy", "()").contains("a dictionary or None"));
    assert!(said("elbo.gap.npy", "(3,)").contains("Lists of different lengths"));
    let alone = ours(&objects("()")).unwrap_err().explain(Lang::En);
    assert!(alone.contains("**answers"), "{alone}");
}

#[test]
fn types_are_read_as_other_programs_write_them() {
    let plain = ["=f8", "|f8", "f8", "float64", "double", "float", "d", "<d"];
    let quoted = plain.map(|descr| format!("'{descr}'"));
    for descr in quoted.into_iter().chain(["u'<f8'".to_owned()]) {
        let header = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1L,), }}\n");
        let length = u16::try_from(header.len()).unwrap().to_le_bytes();
        let file = [
            b"\x93NUMPY\x01\x00",
            &length[..],
            header.as_bytes(),
            &0.5_f64.to_le_bytes(),
        ]
        .concat();
        let array = &ours(&file).expect(&descr)[""];
        assert_eq!(
            array.to_float(),
            ndarray::arr1(&[0.5]).into_dyn(),
            "{descr}"
        );
    }
}
