//! Ports: the named, typed arrays that a task takes and returns.
//!
//! The [`ports!`](crate::ports) macro makes a struct of arrays and with it the port table, `read` and `write`.
//! Axes have names; a name has one length within a task, so that a file whose arrays do not fit together
//! is told so by name instead of panicking in a broadcast.

use crate::arrays::{Array, Kind, Named, Values};
use ndarray::{Array1, Array2, Array3, Array4, Array5, ArrayD, Dimension};
use std::collections::BTreeMap;
use std::fmt;

/// One named array of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// The name within the task.
    pub name: &'static str,
    /// The axes in order: a name (`batch`), a number (`3`) or an expression of names and numbers read from left to right (`2*dim`, `height/2`).
    pub axes: &'static [&'static str],
    /// Real or whole.
    pub kind: Kind,
    /// What it is, in one sentence.
    pub doc: &'static str,
}

/// What is wrong with a set of inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputsError {
    /// There is no array of this name.
    Missing {
        /// The port.
        port: &'static str,
    },
    /// The number of axes is wrong.
    Rank {
        /// The port.
        port: &'static str,
        /// The axes it has.
        axes: &'static [&'static str],
        /// The shape found.
        got: Vec<usize>,
    },
    /// An axis contradicts another array, or is empty.
    Axis {
        /// The port.
        port: &'static str,
        /// The axis.
        axis: &'static str,
        /// The length it must have.
        expected: usize,
        /// The length found.
        got: usize,
        /// The port that fixed the length, if one did.
        because: Option<&'static str>,
    },
    /// Whole numbers were needed.
    Kind {
        /// The port.
        port: &'static str,
        /// The dtype found.
        got: &'static str,
    },
    /// The values are outside the task's domain.
    Illegal {
        /// Which rule they break.
        rule: String,
    },
}

impl InputsError {
    /// Values outside the task's domain; `rule` says which rule they break.
    pub fn illegal(rule: impl Into<String>) -> Self {
        Self::Illegal { rule: rule.into() }
    }
}

impl fmt::Display for InputsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { port } => write!(f, "{port} is missing"),
            Self::Rank { port, axes, got } => write!(
                f,
                "{port} must have the axes [{}], its shape is {got:?}",
                axes.join(", ")
            ),
            Self::Axis {
                port,
                axis,
                expected,
                got,
                because: Some(first),
            } => write!(
                f,
                "{port}: axis {axis} is {got}, but {first} makes it {expected}"
            ),
            Self::Axis {
                port, axis, got: 0, ..
            } => write!(f, "{port}: axis {axis} is empty"),
            Self::Axis {
                port,
                axis,
                expected,
                got,
                ..
            } => write!(f, "{port}: axis {axis} is {got}, it must be {expected}"),
            Self::Kind { port, got } => {
                write!(f, "{port} must hold whole numbers (int64), it is {got}")
            }
            Self::Illegal { rule } => f.write_str(rule),
        }
    }
}

impl std::error::Error for InputsError {}

/// A struct of ports.
pub trait Ports: Sized + Clone {
    /// Every port in order.
    const PORTS: &'static [Port];

    /// Reads the arrays by name and checks kinds, ranks and axes. Arrays that are not ports are left alone.
    ///
    /// # Errors
    /// The first array that is missing, of the wrong kind or rank, or whose axes contradict another's.
    fn read(arrays: &Named) -> Result<Self, InputsError>;

    /// The arrays by name.
    fn write(&self) -> Named;
}

/// A type that a port can have: a number, or an array of up to five axes.
pub trait PortValue: Sized + Clone {
    /// Real or whole.
    const KIND: Kind;
    /// The number of axes.
    const RANK: usize;

    /// The value, where kind and rank fit; always in C order.
    fn from_array(array: &Array) -> Option<Self>;

    /// The array of this value.
    fn to_array(&self) -> Array;
}

impl PortValue for f64 {
    const KIND: Kind = Kind::Float;
    const RANK: usize = 0;
    fn from_array(array: &Array) -> Option<Self> {
        array
            .to_float()
            .into_dimensionality()
            .ok()
            .map(|a: ndarray::Array0<f64>| a.into_scalar())
    }
    fn to_array(&self) -> Array {
        Array::float(ndarray::arr0(*self).into_dyn())
    }
}

impl PortValue for i64 {
    const KIND: Kind = Kind::Int;
    const RANK: usize = 0;
    fn from_array(array: &Array) -> Option<Self> {
        let a: ndarray::Array0<Self> = array.to_int()?.into_dimensionality().ok()?;
        Some(a.into_scalar())
    }
    fn to_array(&self) -> Array {
        Array::int(ndarray::arr0(*self).into_dyn())
    }
}

macro_rules! port_arrays {
    ($($array:ident $rank:literal),*) => {$(
        impl PortValue for $array<f64> {
            const KIND: Kind = Kind::Float;
            const RANK: usize = $rank;
            fn from_array(array: &Array) -> Option<Self> {
                in_c_order(array.to_float())
            }
            fn to_array(&self) -> Array {
                Array::float(self.clone().into_dyn())
            }
        }
        impl PortValue for $array<i64> {
            const KIND: Kind = Kind::Int;
            const RANK: usize = $rank;
            fn from_array(array: &Array) -> Option<Self> {
                in_c_order(array.to_int()?)
            }
            fn to_array(&self) -> Array {
                Array::int(self.clone().into_dyn())
            }
        }
    )*};
}
port_arrays!(Array1 1, Array2 2, Array3 3, Array4 4, Array5 5);

fn in_c_order<A: Clone, D: Dimension>(array: ArrayD<A>) -> Option<ndarray::Array<A, D>> {
    let array = if array.is_standard_layout() {
        array
    } else {
        array.as_standard_layout().into_owned()
    };
    array.into_dimensionality().ok()
}

/// Reads one port.
///
/// # Errors
/// When it is missing, of the wrong rank, or not whole where whole numbers are needed.
pub fn read_port<V: PortValue>(arrays: &Named, port: &Port) -> Result<V, InputsError> {
    let array = arrays
        .get(port.name)
        .ok_or(InputsError::Missing { port: port.name })?;
    if array.shape().len() != V::RANK {
        return Err(InputsError::Rank {
            port: port.name,
            axes: port.axes,
            got: array.shape().to_vec(),
        });
    }
    V::from_array(array).ok_or(InputsError::Kind {
        port: port.name,
        got: array.dtype.name(),
    })
}

/// Lengths of named axes, with the port that fixed each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    lengths: BTreeMap<&'static str, (usize, &'static str)>,
}

impl Axes {
    /// Unifies the axes of all ports with the shapes found.
    ///
    /// # Errors
    /// The first axis that is empty or contradicts an earlier array.
    pub fn unify(ports: &'static [Port], arrays: &Named) -> Result<Self, InputsError> {
        let mut axes = Self::default();
        // Plain names bind first, whichever port they stand in, so that `2*dim` can be checked before `dim` is seen.
        for plain in [true, false] {
            for port in ports {
                let Some(array) = arrays.get(port.name) else {
                    continue;
                };
                for (axis, &got) in port.axes.iter().zip(array.shape()) {
                    if is_name(axis) == plain {
                        axes.bind(port.name, axis, got)?;
                    }
                }
            }
        }
        Ok(axes)
    }

    fn bind(
        &mut self,
        port: &'static str,
        axis: &'static str,
        got: usize,
    ) -> Result<(), InputsError> {
        let fault = |expected, because| InputsError::Axis {
            port,
            axis,
            expected,
            got,
            because,
        };
        if got == 0 {
            return Err(fault(1, None));
        }
        if is_name(axis) {
            let &mut (expected, first) = self.lengths.entry(axis).or_insert((got, port));
            return if expected == got {
                Ok(())
            } else {
                Err(fault(expected, Some(first)))
            };
        }
        match self.length(axis) {
            Some(expected) if expected != got => Err(fault(expected, None)),
            _ => Ok(()),
        }
    }

    /// The length of an axis expression, where all its names are bound.
    pub fn length(&self, axis: &str) -> Option<usize> {
        let mut total: Option<usize> = None;
        let mut rest = axis;
        let mut operator = '+';
        loop {
            let end = rest.find(['+', '-', '*', '/']).unwrap_or(rest.len());
            let (term, tail) = rest.split_at(end);
            let value = match term.parse() {
                Ok(number) => number,
                Err(_) => self.lengths.get(term)?.0,
            };
            total = Some(match (total, operator) {
                (None, _) => value,
                (Some(t), '+') => t.checked_add(value)?,
                (Some(t), '-') => t.checked_sub(value)?,
                (Some(t), '*') => t.checked_mul(value)?,
                (Some(t), _) => t.checked_div(value)?,
            });
            let mut chars = tail.chars();
            match chars.next() {
                None => return total,
                Some(next) => operator = next,
            }
            rest = chars.as_str();
        }
    }

    /// The plain names bound, with their lengths.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.lengths
            .iter()
            .map(|(name, (length, _))| (*name, *length))
    }
}

fn is_name(axis: &str) -> bool {
    axis.starts_with(|c: char| c.is_ascii_alphabetic()) && !axis.contains(['+', '-', '*', '/'])
}

/// Whether every element is a finite number. Whole numbers always are.
pub fn all_finite(array: &Array) -> bool {
    match &array.values {
        Values::Float(a) => a.iter().all(|v| v.is_finite()),
        Values::Int(_) => true,
    }
}

/// Makes a struct of ports: fields with a doc comment, a type and named axes.
///
/// ```
/// assignments::ports! {
///     /// What the task takes.
///     pub struct Inputs {
///         /// Means of p.
///         mean_p: ndarray::Array2<f64> ["batch", "latent"],
///         /// Weight of the KL term.
///         beta: f64 [],
///     }
/// }
/// ```
#[macro_export]
macro_rules! ports {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $( $(#[doc = $doc:literal])+ $field:ident : $ty:ty [$($axis:literal),*] ),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $( $(#[doc = $doc])+ pub $field: $ty, )+
        }

        impl $crate::ports::Ports for $name {
            const PORTS: &'static [$crate::ports::Port] = &[$(
                $crate::ports::Port {
                    name: stringify!($field),
                    axes: &[$($axis),*],
                    kind: <$ty as $crate::ports::PortValue>::KIND,
                    doc: concat!($($doc),+),
                },
            )+];

            fn read(arrays: &$crate::arrays::Named) -> Result<Self, $crate::ports::InputsError> {
                let mut ports = Self::PORTS.iter();
                let read = Self {
                    $( $field: $crate::ports::read_port(
                        arrays,
                        ports.next().expect("a port a field"),
                    )?, )+
                };
                $crate::ports::Axes::unify(Self::PORTS, arrays)?;
                Ok(read)
            }

            fn write(&self) -> $crate::arrays::Named {
                [$( (
                    stringify!($field).to_owned(),
                    $crate::ports::PortValue::to_array(&self.$field),
                ) ),+]
                .into()
            }
        }
    };
}
