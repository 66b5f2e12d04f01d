//! `dgm.inputs`: the mark by which a file of answers says which inputs it was computed from.

use crate::arrays::{Array, Values};
use hmac::{Hmac, KeyInit as _, Mac as _};
use ndarray::arr1;
use sha2::{Digest as _, Sha256};

/// Two numbers that look random. Nobody without the course secret can tell whose own inputs they mark;
/// those of practice inputs are the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InputsId([i64; 2]);

/// As many bits as every reader of JSON and every float64 keeps: a mark survives a way through either.
const BITS: u32 = 53;

impl InputsId {
    /// The mark of a student's own inputs; a release is what a homework's inputs are given out as, counted from 1.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn own(secret: &[u8; 32], login: &str, homework: &str, release: i64) -> Self {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        for part in [&b"dgm.inputs"[..], login.as_bytes(), homework.as_bytes()] {
            mac.update(part);
            mac.update(&[0]);
        }
        mac.update(&release.to_be_bytes());
        Self::of_bytes(&mac.finalize().into_bytes())
    }

    /// The mark of the practice inputs of a seed.
    pub fn practice(homework: &str, seed: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"dgm.inputs practice\0");
        hash.update(homework.as_bytes());
        hash.update([0]);
        hash.update(seed.to_be_bytes());
        Self::of_bytes(&hash.finalize())
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        let number = |at: usize| {
            let eight = bytes.iter().skip(at).take(8);
            let all = eight.fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            i64::try_from(all >> (u64::BITS - BITS)).unwrap_or_default()
        };
        Self([number(0), number(8)])
    }

    /// Whether a mark read from a file is this one: also where all arrays of the file were made float32, which keeps 24 bits of it. Both
    /// numbers together still tell it from every other.
    pub fn is_meant_by(self, read: Self) -> bool {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "it is what float32 does"
        )]
        let rounded = |number: i64| (number as f32) as i64;
        self == read || self.0.map(rounded) == read.0
    }

    /// The array that files carry.
    pub fn to_array(self) -> Array {
        Array::int(arr1(&self.0).into_dyn())
    }

    /// The mark that an array is, if it is one: two whole numbers of any dtype, not both of them zero.
    pub fn of(array: &Array) -> Option<Self> {
        if array.shape() != [2] {
            return None;
        }
        let numbers: Vec<i64> = match &array.values {
            Values::Int(numbers) => numbers.iter().copied().collect(),
            Values::Float(numbers) => numbers.iter().filter_map(|n| whole(*n)).collect(),
        };
        let numbers: [i64; 2] = numbers.try_into().ok()?;
        // Zeros are what `np.zeros_like` makes of a mark, and the mark of no inputs.
        let is_mark = numbers != [0, 0] && numbers.iter().all(|n| *n >= 0);
        is_mark.then_some(Self(numbers))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "whole and within the bits that a float64 keeps"
)]
fn whole(number: f64) -> Option<i64> {
    let most = f64::from(BITS).exp2();
    (number.fract() == 0.0 && (0.0..most).contains(&number)).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_comes_back_from_every_dtype_that_holds_it() {
        let mark = InputsId::own(&[7; 32], "anna", "elbo", 1);
        assert_eq!(InputsId::of(&mark.to_array()), Some(mark));
        let float = Array::float(mark.to_array().to_float());
        assert_eq!(InputsId::of(&float), Some(mark));
    }

    #[test]
    fn zeros_are_no_mark() {
        assert_eq!(InputsId::of(&InputsId([0, 0]).to_array()), None);
        let mark = InputsId([0, 1]);
        assert_eq!(InputsId::of(&mark.to_array()), Some(mark));
    }

    #[test]
    fn a_mark_is_known_after_float32() {
        let mark = InputsId::own(&[7; 32], "anna", "elbo", 1);
        #[expect(clippy::cast_possible_truncation, reason = "it is what float32 does")]
        let single = mark.to_array().to_float().mapv(|n| f64::from(n as f32));
        let read = InputsId::of(&Array::float(single)).expect("two whole numbers");
        assert_ne!(read, mark);
        assert!(mark.is_meant_by(read) && mark.is_meant_by(mark));
        let others = (0..100).map(|seed| InputsId::practice("elbo", seed));
        assert!(others.into_iter().all(|other| !other.is_meant_by(read)));
        let half = InputsId([mark.0[0], 1]);
        assert!(!mark.is_meant_by(half));
    }

    #[test]
    fn everything_that_inputs_depend_on_changes_the_mark() {
        let marks = [
            InputsId::own(&[7; 32], "anna", "elbo", 1),
            InputsId::own(&[8; 32], "anna", "elbo", 1),
            InputsId::own(&[7; 32], "boris", "elbo", 1),
            InputsId::own(&[7; 32], "anna", "gan", 1),
            InputsId::own(&[7; 32], "anna", "elbo", 2),
            InputsId::practice("elbo", 0),
            InputsId::practice("elbo", 1),
            InputsId::practice("gan", 0),
        ];
        let different: std::collections::HashSet<_> = marks.iter().collect();
        assert_eq!(different.len(), marks.len());
    }

    #[test]
    fn practice_marks_are_the_same_for_ever() {
        assert_eq!(InputsId::practice("elbo", 0), PRACTICE_ELBO_0);
    }

    /// Files out in the world carry it.
    const PRACTICE_ELBO_0: InputsId = InputsId([6_638_919_538_018_255, 7_678_274_146_012_535]);

    #[test]
    fn whatever_else_it_holds_is_no_mark() {
        let float = |values: &[f64]| Array::float(arr1(values).into_dyn());
        for array in [
            Array::int(arr1(&[1, 2, 3]).into_dyn()),
            Array::int(arr1(&[1, -2]).into_dyn()),
            Array::int(ndarray::arr2(&[[1, 2]]).into_dyn()),
            float(&[0.5, 1.0]),
            float(&[f64::NAN, 1.0]),
            float(&[f64::INFINITY, 1.0]),
            float(&[1e300, 1.0]),
            float(&[]),
        ] {
            assert_eq!(InputsId::of(&array), None, "{array:?}");
        }
    }
}
