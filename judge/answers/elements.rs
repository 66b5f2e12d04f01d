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
mod tests;
