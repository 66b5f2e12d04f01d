//! Why a shape is wrong.

use super::axes::Axes;
use super::port::Port;

/// Why a shape is wrong, where it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeCause {
    /// The axes are right but in another order.
    Transposed,
    /// There are extra axes of length 1.
    ExtraAxisOfOne,
    /// Axes of length 1 were dropped.
    AxisOfOneDropped,
    /// All elements in one axis.
    Flattened,
    /// The axis was kept that should have been summed or averaged over.
    NotReduced(String),
    /// The first axis was summed or averaged over, the second kept; it should be the other way round.
    WrongAxisReduced {
        /// The axis that should be left.
        wanted: String,
        /// The axis that is left.
        got: String,
    },
    /// Everything was summed or averaged into one number.
    ReducedToScalar,
}

/// The cause of a wrong shape, where it can be told.
pub(super) fn shape_cause(
    port: &Port,
    axes: &Axes,
    expected: &[usize],
    got: &[usize],
) -> Option<ShapeCause> {
    let without_ones = |shape: &[usize]| {
        shape
            .iter()
            .copied()
            .filter(|n| *n != 1)
            .collect::<Vec<_>>()
    };
    let sorted = |shape: &[usize]| {
        let mut s = shape.to_vec();
        s.sort_unstable();
        s
    };
    if got.is_empty() {
        return Some(ShapeCause::ReducedToScalar);
    }
    // With as many axes none is there in vain and none is missing: they stand in another order.
    if got.len() != expected.len() && without_ones(expected) == without_ones(got) {
        return Some(if got.len() > expected.len() {
            ShapeCause::ExtraAxisOfOne
        } else {
            ShapeCause::AxisOfOneDropped
        });
    }
    if sorted(expected) == sorted(got) {
        return Some(ShapeCause::Transposed);
    }
    if got.len() == 1
        && expected.len() > 1
        && got.iter().product::<usize>() == expected.iter().product::<usize>()
    {
        return Some(ShapeCause::Flattened);
    }
    let name_of = |length: usize| {
        let mut names = axes
            .named()
            .filter(|(name, n)| *n == length && !port.axes.contains(name));
        let first = names.next()?;
        names.next().is_none().then(|| first.0.to_owned())
    };
    if got.len() == expected.len() + 1 {
        let extra = (0..got.len()).find(|&i| {
            let mut rest = got.to_vec();
            rest.remove(i);
            rest == expected
        })?;
        return Some(ShapeCause::NotReduced(name_of(got[extra])?));
    }
    if got.len() == expected.len() {
        let mut differing = expected
            .iter()
            .zip(got)
            .enumerate()
            .filter(|(_, (e, g))| e != g);
        let (position, (_, &length)) = differing.next()?;
        if differing.next().is_none() {
            let wanted = (*port.axes.get(position)?).to_owned();
            return Some(ShapeCause::WrongAxisReduced {
                wanted,
                got: name_of(length)?,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrays::Kind;

    #[test]
    fn an_axis_of_one_is_missing_only_where_there_are_fewer() {
        let port = Port {
            name: "z",
            axes: &["batch", "dim"],
            kind: Kind::Float,
            doc: "",
        };
        let cause = |got: &[usize]| shape_cause(&port, &Axes::default(), &[8, 1], got);
        assert_eq!(cause(&[1, 8]), Some(ShapeCause::Transposed));
        assert_eq!(cause(&[8]), Some(ShapeCause::AxisOfOneDropped));
        assert_eq!(cause(&[8, 1, 1]), Some(ShapeCause::ExtraAxisOfOne));
    }
}
