//! JSON's numbers: whole as long as all of them are, real from the first that is not.

use crate::arrays::{Array, Dtype, Values};
use ndarray::{ArrayD, IxDyn};

/// One number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Bool(bool),
    Whole(i64),
    Real(f64),
}

/// The numbers of one array, in order.
pub(super) struct Numbers {
    elements: Elements,
    all_bool: bool,
}

enum Elements {
    Whole(Vec<i64>),
    Real(Vec<f64>),
}

impl Numbers {
    pub fn new() -> Self {
        Self {
            elements: Elements::Whole(Vec::new()),
            all_bool: true,
        }
    }

    pub fn len(&self) -> usize {
        match &self.elements {
            Elements::Whole(all) => all.len(),
            Elements::Real(all) => all.len(),
        }
    }

    pub fn push(&mut self, number: Number) {
        self.all_bool &= matches!(number, Number::Bool(_));
        match (&mut self.elements, number) {
            (Elements::Whole(all), Number::Whole(n)) => all.push(n),
            (Elements::Whole(all), Number::Bool(b)) => all.push(b.into()),
            (Elements::Whole(all), Number::Real(x)) => {
                let mut real: Vec<f64> = all.iter().map(|n| *n as f64).collect();
                real.push(x);
                self.elements = Elements::Real(real);
            }
            (Elements::Real(all), Number::Whole(n)) => all.push(n as f64),
            (Elements::Real(all), Number::Bool(b)) => all.push(f64::from(u8::from(b))),
            (Elements::Real(all), Number::Real(x)) => all.push(x),
        }
    }

    /// The array, if the shape is that of so many elements.
    pub fn shaped(self, shape: &[usize]) -> Option<Array> {
        // An empty list says nothing of its type: NumPy calls it float64, and so do we.
        let all_bool = self.all_bool && self.len() > 0;
        let (values, whole) = match self.elements {
            Elements::Whole(all) if !all.is_empty() => (
                Values::Int(ArrayD::from_shape_vec(IxDyn(shape), all).ok()?),
                true,
            ),
            Elements::Whole(_) => (
                Values::Float(ArrayD::from_shape_vec(IxDyn(shape), Vec::new()).ok()?),
                false,
            ),
            Elements::Real(all) => (
                Values::Float(ArrayD::from_shape_vec(IxDyn(shape), all).ok()?),
                false,
            ),
        };
        Some(Array {
            values,
            dtype: dtype_of(all_bool, whole),
        })
    }
}

/// The number that stands at the beginning of `text` by JSON's grammar, and its length.
pub(super) fn literal(text: &[u8]) -> Option<(Number, usize)> {
    let digits = |from: usize| {
        text.iter()
            .skip(from)
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let at = |index: usize| text.get(index).copied();

    let first = usize::from(at(0) == Some(b'-'));
    let count = digits(first);
    if count == 0 || (at(first) == Some(b'0') && count > 1) {
        return None;
    }
    let mut end = first + count;
    let whole = end;
    if at(end) == Some(b'.') {
        let count = digits(end + 1);
        end = (count > 0).then_some(end + 1 + count)?;
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        end = (count > 0).then_some(end + 1 + sign + count)?;
    }
    let written = std::str::from_utf8(text.get(..end)?).ok()?;
    let number = match written.parse::<i64>() {
        Ok(n) if end == whole => Number::Whole(n),
        _ => Number::Real(written.parse().ok()?),
    };
    Some((number, end))
}

/// What JSON's numbers become.
pub(super) const fn dtype_of(all_bool: bool, all_whole: bool) -> Dtype {
    match (all_bool, all_whole) {
        (true, _) => Dtype::Bool,
        (false, true) => Dtype::I64,
        (false, false) => Dtype::F64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_grammar_of_json() {
        let good = [
            ("0", Number::Whole(0)),
            ("-12", Number::Whole(-12)),
            ("9223372036854775807", Number::Whole(i64::MAX)),
            (
                "9223372036854775808",
                Number::Real(9_223_372_036_854_775_808.0),
            ),
            ("1.0", Number::Real(1.0)),
            ("-0.5e-3", Number::Real(-0.5e-3)),
            ("1E+2", Number::Real(100.0)),
            ("1e400", Number::Real(f64::INFINITY)),
        ];
        for (text, number) in good {
            assert_eq!(
                literal(text.as_bytes()),
                Some((number, text.len())),
                "{text}"
            );
            assert_eq!(
                literal(format!("{text}, 5").as_bytes()),
                Some((number, text.len()))
            );
        }
        for bad in [
            "", "-", "+1", ".5", "1.", "01", "1e", "1e+", "x", "-x", "--1",
        ] {
            assert_eq!(literal(bad.as_bytes()), None, "{bad}");
        }
    }
}
