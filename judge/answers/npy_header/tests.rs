//! Headers as NumPy and others write them, and what is refused.

use super::*;

fn file(header: &str) -> Vec<u8> {
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [MAGIC, &[1, 0], &length, header.as_bytes()].concat()
}

fn error(header: &str) -> AnswersError {
    read("a", &file(header)).unwrap_err()
}

#[test]
fn what_numpy_writes_is_read() {
    let bytes = file("{'descr': '>f4', 'fortran_order': True, 'shape': (3, 4), }      \n");
    let (layout, rest) = read("a", &bytes).unwrap();
    assert!(rest.is_empty());
    assert_eq!(
        layout,
        Layout {
            dtype: Dtype::F32,
            big_endian: true,
            fortran: true,
            shape: vec![3, 4],
        }
    );
    for (shape, axes) in [
        ("()", &[][..]),
        ("(7,)", &[7]),
        ("(7, )", &[7]),
        ("( 7 , 0)", &[7, 0]),
    ] {
        let bytes = file(&format!(
            "{{\"shape\":{shape},'fortran_order':False,'descr':'|b1'}}"
        ));
        assert_eq!(read("a", &bytes).unwrap().0.shape, axes);
    }
}

#[test]
fn versions_two_and_three_have_a_longer_length() {
    let header = "{'descr': '<i8', 'fortran_order': False, 'shape': (), }";
    let length = u32::try_from(header.len()).unwrap().to_le_bytes();
    for major in [2, 3] {
        let bytes = [MAGIC, &[major, 0], &length, header.as_bytes(), b"rest"].concat();
        assert_eq!(read("a", &bytes).unwrap().1, b"rest");
    }
    let bytes = [MAGIC, &[2, 0], &u32::MAX.to_le_bytes(), header.as_bytes()].concat();
    assert!(matches!(
        read("a", &bytes),
        Err(AnswersError::NpyHeader { part: "length", .. })
    ));
    let bytes = [MAGIC, &[4, 0], &length, header.as_bytes()].concat();
    assert!(matches!(
        read("a", &bytes),
        Err(AnswersError::NpyHeader {
            part: "version",
            ..
        })
    ));
}

#[test]
fn types_that_are_no_numbers_are_refused_by_name() {
    let cases = [
        ("'|O'", "object_array"),
        ("[('x', '<f4'), ('y', '<i8')]", "structured_array"),
        ("'<c8'", "complex_array"),
        ("'<c16'", "complex_array"),
        ("'<U3'", "string_array"),
        ("'|S2'", "string_array"),
        ("'<M8[s]'", "datetime_array"),
        ("'<m8[D]'", "datetime_array"),
        ("'|V12'", "void_array"),
        ("'|V2'", "bfloat16_as_void"),
        ("'<V2'", "bfloat16_as_void"),
        ("'<f16'", "unsupported_dtype"),
        ("'longdouble'", "unsupported_dtype"),
        ("''", "unsupported_dtype"),
        ("'<'", "unsupported_dtype"),
        ("'я'", "unsupported_dtype"),
    ];
    for (descr, code) in cases {
        let error = error(&format!(
            "{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}"
        ));
        assert_eq!(error.code(), code, "{descr}");
    }
}

#[test]
fn anything_but_the_three_keys_is_refused() {
    let good = "'descr': '<f8', 'fortran_order': False, 'shape': (1,)";
    assert!(read("a", &file(&format!("{{{good}}}"))).is_ok());
    let cases = [
        String::new(),
        "{}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False}".to_owned(),
        format!("{{{good}"),
        format!("{{{good}}} x"),
        format!("{{{good}, 'shape': (2,)}}"),
        format!("{{{good}, 'extra': 1}}"),
        good.to_owned(),
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}".to_owned(),
        "{'descr': '<f8".to_owned(),
        "{'descr': 5, 'fortran_order': False, 'shape': (1,)}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3)}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1.5,)}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999,)}".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,".to_owned(),
        "{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os')}".to_owned(),
    ];
    for header in cases {
        assert_eq!(error(&header).code(), "npy_header", "{header}");
    }
}
