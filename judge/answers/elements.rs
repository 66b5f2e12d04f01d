//! From the raw bytes of an array to widened elements.

use super::AnswersError;
use super::limits::{Budget, WIDE};
use crate::arrays::{Array, Dtype, Values};
use ndarray::{ArrayD, IxDyn, ShapeBuilder};

/// How the elements of an array lie in its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub dtype: Dtype,
    pub big_endian: bool,
    pub fortran: bool,
    pub shape: Vec<u64>,
}

/// Bytes of one element in a file.
pub(super) const fn width(dtype: Dtype) -> usize {
    match dtype {
        Dtype::I8 | Dtype::U8 | Dtype::Bool => 1,
        Dtype::F16 | Dtype::Bf16 | Dtype::I16 | Dtype::U16 => 2,
        Dtype::F32 | Dtype::I32 | Dtype::U32 => 4,
        Dtype::F64 | Dtype::I64 | Dtype::U64 => 8,
    }
}

/// A shape as Python writes it.
pub(super) fn tuple(shape: &[u64]) -> String {
    match shape {
        [only] => format!("({only},)"),
        axes => format!(
            "({})",
            axes.iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Bytes that a shape asks for, or a refusal where its product is beyond all bounds.
pub(super) fn claimed_bytes(
    member: &str,
    layout: &Layout,
    budget: &Budget<'_>,
) -> Result<u64, AnswersError> {
    budget.check_axes(member, layout.shape.len())?;
    let too_large = || AnswersError::ShapeTooLarge {
        member: member.to_owned(),
        shape: tuple(&layout.shape),
    };
    let filled = layout
        .shape
        .iter()
        .filter(|axis| **axis > 0)
        .try_fold(1_u64, |product, axis| product.checked_mul(*axis))
        .ok_or_else(too_large)?;
    if layout.shape.contains(&0) {
        // No bytes are needed, but whoever walks over 2^60 empty rows walks for long.
        let held = filled.checked_mul(WIDE as u64).ok_or_else(too_large)?;
        return if held > budget.limits.inflated as u64 {
            Err(too_large())
        } else {
            Ok(0)
        };
    }
    filled
        .checked_mul(width(layout.dtype) as u64)
        .ok_or_else(too_large)
}

/// The array that these bytes hold, if they are exactly as many as the shape asks for. Nothing is allocated before that is known.
pub(super) fn decode(
    member: &str,
    layout: &Layout,
    raw: &[u8],
    budget: &mut Budget<'_>,
) -> Result<Array, AnswersError> {
    let expected = claimed_bytes(member, layout, budget)?;
    let present = raw.len() as u64;
    if present < expected {
        return Err(AnswersError::ArrayTruncated {
            member: member.to_owned(),
            expected,
            found: raw.len(),
        });
    }
    if present > expected {
        return Err(AnswersError::TrailingBytes {
            member: member.to_owned(),
            extra: usize::try_from(present - expected).unwrap_or(usize::MAX),
        });
    }
    budget.hold(member, raw.len() / width(layout.dtype))?;
    let values = match layout.dtype {
        Dtype::F16 => floats(member, layout, raw, |b| {
            half::f16::from_le_bytes(b).to_f64()
        }),
        Dtype::Bf16 => floats(member, layout, raw, |b| {
            half::bf16::from_le_bytes(b).to_f64()
        }),
        Dtype::F32 => floats(member, layout, raw, |b| f64::from(f32::from_le_bytes(b))),
        Dtype::F64 => floats(member, layout, raw, f64::from_le_bytes),
        Dtype::I8 => ints(member, layout, raw, |b| i64::from(i8::from_le_bytes(b))),
        Dtype::I16 => ints(member, layout, raw, |b| i64::from(i16::from_le_bytes(b))),
        Dtype::I32 => ints(member, layout, raw, |b| i64::from(i32::from_le_bytes(b))),
        Dtype::I64 => ints(member, layout, raw, i64::from_le_bytes),
        Dtype::U8 => ints(member, layout, raw, |b| i64::from(u8::from_le_bytes(b))),
        Dtype::U16 => ints(member, layout, raw, |b| i64::from(u16::from_le_bytes(b))),
        Dtype::U32 => ints(member, layout, raw, |b| i64::from(u32::from_le_bytes(b))),
        Dtype::U64 => unsigned(member, layout, raw),
        // NumPy takes any byte but 0 for True.
        Dtype::Bool => ints(member, layout, raw, |[b]| i64::from(b != 0)),
    }?;
    Ok(Array {
        values,
        dtype: layout.dtype,
    })
}

/// Unsigned 64-bit integers: whole as long as all fit, real beyond.
fn unsigned(member: &str, layout: &Layout, raw: &[u8]) -> Result<Values, AnswersError> {
    let all: Option<Vec<i64>> =
        elements(layout, raw, |b| i64::try_from(u64::from_le_bytes(b)).ok()).collect();
    match all {
        Some(all) => shaped(member, layout, all).map(Values::Int),
        None => floats(member, layout, raw, |b| u64::from_le_bytes(b) as f64),
    }
}

fn floats<const N: usize>(
    member: &str,
    layout: &Layout,
    raw: &[u8],
    widen: impl Fn([u8; N]) -> f64,
) -> Result<Values, AnswersError> {
    shaped(member, layout, elements(layout, raw, widen).collect()).map(Values::Float)
}

fn ints<const N: usize>(
    member: &str,
    layout: &Layout,
    raw: &[u8],
    widen: impl Fn([u8; N]) -> i64,
) -> Result<Values, AnswersError> {
    shaped(member, layout, elements(layout, raw, widen).collect()).map(Values::Int)
}

/// The elements in the order they lie in, each through `widen` as little-endian bytes.
fn elements<T, const N: usize>(
    layout: &Layout,
    raw: &[u8],
    widen: impl Fn([u8; N]) -> T,
) -> impl Iterator<Item = T> {
    let big_endian = layout.big_endian;
    raw.as_chunks::<N>().0.iter().map(move |chunk| {
        let mut bytes = *chunk;
        if big_endian {
            bytes.reverse();
        }
        widen(bytes)
    })
}

/// The elements as an array in C order, whichever order they came in.
fn shaped<T: Clone>(
    member: &str,
    layout: &Layout,
    flat: Vec<T>,
) -> Result<ArrayD<T>, AnswersError> {
    let too_large = || AnswersError::ShapeTooLarge {
        member: member.to_owned(),
        shape: tuple(&layout.shape),
    };
    let axes: Vec<usize> = layout
        .shape
        .iter()
        .map(|axis| usize::try_from(*axis).map_err(|_| too_large()))
        .collect::<Result<_, _>>()?;
    let array = ArrayD::from_shape_vec(IxDyn(&axes).set_f(layout.fortran), flat)
        .map_err(|_| too_large())?;
    Ok(if array.is_standard_layout() {
        array
    } else {
        array.as_standard_layout().into_owned()
    })
}

#[cfg(test)]
mod tests {
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
        assert!(
            matches!(huge, AnswersError::ArrayTruncated { expected, .. } if expected == 1 << 43)
        );
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
}
