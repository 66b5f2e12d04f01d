//! Arrays as they come from files and go to files: a value of one of two kinds, and the dtype it was sent in.
//!
//! Everything that reads a file ends in [`Arrays`]; everything a task takes or returns is read from one.

use ndarray::{ArrayD, CowArray, IxDyn, arr0};
use std::collections::BTreeMap;
use std::fmt;

/// Arrays by name. Inside a task the names are those of its ports (`mean_p`); in a file they carry the task (`gaussian_kl.mean_p`).
pub type Arrays = BTreeMap<String, Array>;

/// The element type an array was stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dtype {
    /// IEEE half precision.
    F16,
    /// The upper half of a float32.
    Bf16,
    /// IEEE single precision.
    F32,
    /// IEEE double precision.
    F64,
    /// Signed 8-bit integer.
    I8,
    /// Signed 16-bit integer.
    I16,
    /// Signed 32-bit integer.
    I32,
    /// Signed 64-bit integer.
    I64,
    /// Unsigned 8-bit integer.
    U8,
    /// Unsigned 16-bit integer.
    U16,
    /// Unsigned 32-bit integer.
    U32,
    /// Unsigned 64-bit integer.
    U64,
    /// True or false.
    Bool,
}

impl Dtype {
    /// NumPy's name of the type (`bfloat16` is PyTorch's).
    pub const fn name(self) -> &'static str {
        match self {
            Self::F16 => "float16",
            Self::Bf16 => "bfloat16",
            Self::F32 => "float32",
            Self::F64 => "float64",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::I64 => "int64",
            Self::U8 => "uint8",
            Self::U16 => "uint16",
            Self::U32 => "uint32",
            Self::U64 => "uint64",
            Self::Bool => "bool",
        }
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The two kinds of number a task knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A real number, compared within a tolerance.
    Float,
    /// A whole number (an index, a label, a count), compared exactly.
    Int,
}

impl Kind {
    /// The dtype files of ours use for this kind.
    pub const fn dtype(self) -> Dtype {
        match self {
            Self::Float => Dtype::F64,
            Self::Int => Dtype::I64,
        }
    }
}

/// Elements, widened without loss: every float to float64, every integer and bool to int64. Where an unsigned integer is above
/// `i64::MAX`, its array is rounded to float64 instead.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Floating-point elements; also those of an array with an unsigned integer above `i64::MAX`.
    Float(ArrayD<f64>),
    /// Whole elements.
    Int(ArrayD<i64>),
}

/// One array of a file, with the dtype it was sent in.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// The elements.
    pub values: Values,
    /// How they were stored.
    pub dtype: Dtype,
}

impl Array {
    /// A float64 array.
    pub fn float(values: ArrayD<f64>) -> Self {
        Self {
            values: Values::Float(values),
            dtype: Dtype::F64,
        }
    }

    /// An int64 array.
    pub fn int(values: ArrayD<i64>) -> Self {
        Self {
            values: Values::Int(values),
            dtype: Dtype::I64,
        }
    }

    /// The length of every axis; empty for a scalar.
    pub fn shape(&self) -> &[usize] {
        match &self.values {
            Values::Float(a) => a.shape(),
            Values::Int(a) => a.shape(),
        }
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Float(a) => a.len(),
            Values::Int(a) => a.len(),
        }
    }

    /// Whether some axis has length 0.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every element is a finite number. Whole numbers always are.
    pub fn is_finite(&self) -> bool {
        match &self.values {
            Values::Float(a) => a.iter().all(|v| v.is_finite()),
            Values::Int(_) => true,
        }
    }

    /// Whether some element is NaN.
    pub fn has_nan(&self) -> bool {
        match &self.values {
            Values::Float(a) => a.iter().any(|v| v.is_nan()),
            Values::Int(_) => false,
        }
    }

    /// Whether the elements are real or whole.
    pub fn kind(&self) -> Kind {
        match &self.values {
            Values::Float(_) => Kind::Float,
            Values::Int(_) => Kind::Int,
        }
    }

    /// The same elements in another shape; `None` where their number differs.
    pub fn reshaped(&self, shape: &[usize]) -> Option<Self> {
        let values = match &self.values {
            Values::Float(a) => Values::Float(a.to_shape(shape).ok()?.into_owned()),
            Values::Int(a) => Values::Int(a.to_shape(shape).ok()?.into_owned()),
        };
        Some(Self {
            values,
            dtype: self.dtype,
        })
    }

    /// The elements as float64. An integer above 2^53 is rounded.
    pub fn to_float(&self) -> ArrayD<f64> {
        match &self.values {
            Values::Float(a) => a.clone(),
            Values::Int(a) => a.mapv(|v| v as f64),
        }
    }

    /// The same, without a copy of what is float64 already.
    pub fn as_float(&self) -> CowArray<'_, f64, IxDyn> {
        match &self.values {
            Values::Float(a) => a.view().into(),
            Values::Int(a) => a.mapv(|v| v as f64).into(),
        }
    }

    /// Drops the axes of an array of one element; any other is left as it is.
    pub fn make_number(&mut self) {
        fn number<T: Copy>(array: &mut ArrayD<T>) {
            if array.len() == 1
                && let Some(only) = array.first().copied()
            {
                *array = arr0(only).into_dyn();
            }
        }
        match &mut self.values {
            Values::Float(array) => number(array),
            Values::Int(array) => number(array),
        }
    }

    /// The elements as int64, or `None` where some element is not a whole number that int64 holds.
    ///
    /// A whole number is taken in any dtype: JSON knows one kind of number, and `torch.floor` returns floats.
    pub fn to_int(&self) -> Option<ArrayD<i64>> {
        match &self.values {
            Values::Int(a) => Some(a.clone()),
            Values::Float(a) => a.iter().all(|v| is_whole(*v)).then(|| a.mapv(to_whole)),
        }
    }
}

fn is_whole(v: f64) -> bool {
    // 2^63 itself does not fit; -2^63 does.
    v.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&v)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "called on whole numbers within int64 only"
)]
fn to_whole(v: f64) -> i64 {
    v as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn one_element_of_any_shape_becomes_a_number() {
        let mut one = Array::int(arr1(&[7]).into_dyn().insert_axis(ndarray::Axis(0)));
        one.make_number();
        assert_eq!((one.shape(), one.to_float().first()), (&[][..], Some(&7.0)));
        let mut two = Array::float(arr1(&[1.0, 2.0]).into_dyn());
        two.make_number();
        assert_eq!(two.shape(), [2]);
    }

    #[test]
    fn whole_floats_are_integers_and_others_are_not() {
        let whole = Array::float(arr1(&[3.0, -0.0, 255.0]).into_dyn());
        assert_eq!(whole.to_int(), Some(arr1(&[3, 0, 255]).into_dyn()));
        for bad in [0.5, f64::NAN, f64::INFINITY, 9.3e18] {
            assert_eq!(
                Array::float(arr1(&[bad]).into_dyn()).to_int(),
                None,
                "{bad}"
            );
        }
    }
}
