//! One array in NumPy's own format.

use super::limits::Budget;
use super::{AnswersError, elements, npy_header};
use crate::arrays::Array;

/// Reads a whole `.npy`.
pub(super) fn read(
    member: &str,
    bytes: &[u8],
    budget: &mut Budget<'_>,
) -> Result<Array, AnswersError> {
    let (layout, data) = npy_header::read(member, bytes)?;
    elements::decode(member, &layout, data, budget)
}

#[cfg(test)]
mod tests {
    use super::super::{AnswersError, Limits, read};

    /// A header that claims the moon, over 128 bytes in all.
    #[test]
    fn a_claim_is_not_an_allocation() {
        let mut bytes = b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }".to_vec();
        bytes.resize(128, b' ');
        let error = read(&bytes, &Limits::default()).unwrap_err();
        assert_eq!(
            error,
            AnswersError::ArrayTruncated {
                member: String::new(),
                expected: 1 << 43,
                found: 0,
            }
        );
    }
}
