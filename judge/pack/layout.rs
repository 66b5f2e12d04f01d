//! Arrays of several seeds and mistakes in one: how they are put together and taken apart.

use super::error::PackError;
use crate::arrays::{Array, Arrays, Kind, Values};
use ndarray::{ArrayD, Axis, stack};

/// The member that holds a task's inputs, outputs or mistaken outputs of this name.
pub(super) fn member(task: &str, part: &str, name: &str) -> String {
    format!("{task}.{part}.{name}")
}

/// The arrays as one with an axis more; nothing where their shapes or kinds differ, or there are none.
pub(super) fn stacked(arrays: &[&Array]) -> Option<Array> {
    fn all<'a, T: Clone + 'a>(
        arrays: impl Iterator<Item = Option<&'a ArrayD<T>>>,
    ) -> Option<ArrayD<T>> {
        let views: Option<Vec<_>> = arrays.map(|array| Some(array?.view())).collect();
        stack(Axis(0), &views?).ok()
    }
    let real = arrays.iter().map(|array| match &array.values {
        Values::Float(values) => Some(values),
        Values::Int(_) => None,
    });
    let whole = arrays.iter().map(|array| match &array.values {
        Values::Int(values) => Some(values),
        Values::Float(_) => None,
    });
    all(real)
        .map(Array::float)
        .or_else(|| all(whole).map(Array::int))
}

/// The arrays that were put together.
pub(super) fn unstacked(array: &Array) -> Vec<Array> {
    match &array.values {
        Values::Float(values) if values.ndim() > 0 => {
            let parts = values.outer_iter();
            parts.map(|part| Array::float(part.to_owned())).collect()
        }
        Values::Int(values) if values.ndim() > 0 => {
            let parts = values.outer_iter();
            parts.map(|part| Array::int(part.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// Takes an array out of the pack, of this kind.
pub(super) fn take(arrays: &mut Arrays, member: &str, kind: Kind) -> Result<Array, PackError> {
    let array = arrays.remove(member).ok_or_else(|| PackError::Missing {
        member: member.to_owned(),
    })?;
    if array.kind() == kind {
        return Ok(array);
    }
    Err(PackError::Misfit {
        member: member.to_owned(),
    })
}
