//! Files made by NumPy, safetensors and Python's zipfile (see `tests/fixtures/answers/README.md`).

use super::super::Class;
use super::ours;
use crate::arrays::{Dtype, Values};
use ndarray::{ArrayD, arr1, arr2};

macro_rules! files {
    ($($name:ident: $file:literal,)*) => {
        $(pub(super) const $name: &[u8] = include_bytes!(concat!("../../../tests/fixtures/answers/", $file));)*
        /// Every file with its name.
        pub(super) const ALL: &[(&str, &[u8])] = &[$(($file, $name)),*];
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
