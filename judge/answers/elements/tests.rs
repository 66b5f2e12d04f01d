//! Elements of every type and order, and shapes that the bytes do not fill.

use super::super::Limits;
use super::*;

fn layout(dtype: Dtype, shape: &[u64]) -> Layout {
    Layout {
        dtype,
        big_endian: false,
        fortran: false,
        shape: shape.to_vec(),
    }
}

fn decoded(layout: &Layout, raw: &[u8]) -> Result<Array, AnswersError> {
    decode("a", layout, raw, &mut Budget::new(&Limits::default()))
}

#[test]
fn every_dtype_is_widened_without_loss() {
    use Dtype::{Bf16, Bool, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64};
    let real: [(Dtype, &[u8], f64); 4] = [
        (F16, &[0x00, 0xbe], -1.5),
        (Bf16, &[0xc0, 0xbf], -1.5),
        (F32, &(-1.5_f32).to_le_bytes(), -1.5),
        (F64, &(-1.5_f64).to_le_bytes(), -1.5),
    ];
    let whole: [(Dtype, &[u8], i64); 9] = [
        (I8, &[0x80], -128),
        (I16, &i16::MIN.to_le_bytes(), i16::MIN.into()),
        (I32, &i32::MIN.to_le_bytes(), i32::MIN.into()),
        (I64, &i64::MIN.to_le_bytes(), i64::MIN),
        (U8, &[0xff], 255),
        (U16, &u16::MAX.to_le_bytes(), u16::MAX.into()),
        (U32, &u32::MAX.to_le_bytes(), u32::MAX.into()),
        (U64, &i64::MAX.to_le_bytes(), i64::MAX),
        (Bool, &[2], 1),
    ];
    for big_endian in [false, true] {
        let ordered = |bytes: &[u8]| -> Vec<u8> {
            if big_endian {
                bytes.iter().rev().copied().collect()
            } else {
                bytes.to_vec()
            }
        };
        for (dtype, bytes, value) in real {
            let layout = Layout {
                big_endian,
                ..layout(dtype, &[])
            };
            let array = decoded(&layout, &ordered(bytes)).unwrap();
            assert_eq!(
                array.values,
                Values::Float(ndarray::arr0(value).into_dyn()),
                "{dtype}"
            );
            assert_eq!(array.dtype, dtype);
        }
        for (dtype, bytes, value) in whole {
            let layout = Layout {
                big_endian,
                ..layout(dtype, &[])
            };
            let array = decoded(&layout, &ordered(bytes)).unwrap();
            assert_eq!(
                array.values,
                Values::Int(ndarray::arr0(value).into_dyn()),
                "{dtype}"
            );
            assert_eq!(array.dtype, dtype);
        }
    }
}

#[test]
fn unsigned_integers_beyond_int64_become_real_all_together() {
    let raw = [u64::MAX.to_le_bytes(), 3_u64.to_le_bytes()].concat();
    let array = decoded(&layout(Dtype::U64, &[2]), &raw).unwrap();
    assert_eq!(
        array.values,
        Values::Float(ndarray::arr1(&[18_446_744_073_709_551_615.0, 3.0]).into_dyn())
    );
    assert_eq!(array.dtype, Dtype::U64);
}

#[test]
fn fortran_order_becomes_c_order() {
    let fortran = Layout {
        fortran: true,
        ..layout(Dtype::U8, &[2, 3])
    };
    let array = decoded(&fortran, &[1, 2, 3, 4, 5, 6]).unwrap();
    let Values::Int(values) = array.values else {
        panic!("whole")
    };
    assert_eq!(values, ndarray::arr2(&[[1, 3, 5], [2, 4, 6]]).into_dyn());
    assert!(values.is_standard_layout());
}

#[test]
fn the_bytes_must_be_exactly_those_of_the_shape() {
    let short = decoded(&layout(Dtype::F64, &[2]), &[0; 15]).unwrap_err();
    assert_eq!(
        (short.code(), short.class().status()),
        ("array_truncated", 422)
    );
    let long = decoded(&layout(Dtype::F64, &[2]), &[0; 17]).unwrap_err();
    assert_eq!(long.code(), "trailing_bytes");
    let huge = decoded(&layout(Dtype::F64, &[1 << 40]), &[0; 16]).unwrap_err();
    assert!(matches!(huge, AnswersError::ArrayTruncated { expected, .. } if expected == 1 << 43));
}

#[test]
fn shapes_beyond_all_bounds_are_refused_even_where_they_are_empty() {
    for shape in [
        &[1_u64 << 33, 1 << 33][..],
        &[u64::MAX],
        &[u64::MAX, 2],
        &[0, 1 << 40],
        &[1 << 63, 0, 4],
    ] {
        let error = decoded(&layout(Dtype::F64, shape), &[]).unwrap_err();
        assert!(
            matches!(error.code(), "shape_too_large"),
            "{shape:?} {error}"
        );
    }
    assert_eq!(
        decoded(&layout(Dtype::F64, &[3, 0]), &[]).unwrap().shape(),
        [3, 0]
    );
    let deep = decoded(&layout(Dtype::F64, &[1; 9]), &[0; 8]).unwrap_err();
    assert_eq!(deep.code(), "too_many_axes");
}

#[test]
fn small_elements_are_counted_as_what_they_become() {
    let limits = Limits {
        inflated: 80,
        ..Limits::default()
    };
    let mut budget = Budget::new(&limits);
    assert!(decode("a", &layout(Dtype::Bool, &[10]), &[1; 10], &mut budget).is_ok());
    let error = decode("b", &layout(Dtype::Bool, &[1]), &[1], &mut budget).unwrap_err();
    assert_eq!(
        (error.code(), error.class().status()),
        ("inflated_too_large", 413)
    );
}
