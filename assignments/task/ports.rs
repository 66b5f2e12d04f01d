//! Structs of named, typed arrays, as a task takes and returns them.
//!
//! The [`ports!`](crate::ports) macro makes them, with the port table, `read` and `write`.

use super::inputs_error::InputsError;
use judge::arrays::{Array, Arrays, Kind};
use judge::port::Port;
use ndarray::{Array1, Array2, Array3, Array4, Array5, ArrayD, Dimension};

/// A struct of ports.
pub trait Ports: Sized + Clone {
    /// Every port in order.
    const PORTS: &'static [Port];

    /// Reads the arrays by name and checks kinds, ranks and axes. Arrays that are not ports are left alone.
    ///
    /// # Errors
    /// The first array that is missing, of the wrong kind or rank, or whose axes contradict another's.
    fn read(arrays: &Arrays) -> Result<Self, InputsError>;

    /// The arrays by name.
    fn write(&self) -> Arrays;
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
pub fn read_port<V: PortValue>(arrays: &Arrays, port: &Port) -> Result<V, InputsError> {
    let array = arrays
        .get(port.name)
        .ok_or(InputsError::Missing { port: port.name })?;
    // One element of any shape is a number where a number is asked.
    let number = (V::RANK == 0).then(|| array.reshaped(&[])).flatten();
    let array = number.as_ref().unwrap_or(array);
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

/// What a task takes and returns. [`ports!`](crate::ports) states it.
pub trait Signature {
    /// What the student is given.
    type Inputs: Ports;
    /// What the student computes.
    type Outputs: Ports;
}

/// Declares a task and the arrays that it takes and returns, a line an array: its name, its kind (`f64` or `i64`) with named axes,
/// and what it is. Where there is one output, `Outputs::from` makes the answer of it.
///
/// ```
/// assignments::ports! { WeightedKl:
///     Inputs {
///         mean_p: f64["batch", "latent"] "Means of p.";
///         beta: f64[] "Weight of the KL term.";
///     }
///     Outputs {
///         kl: f64["batch"] "KL of every object.";
///     }
/// }
/// let inputs = Inputs { mean_p: ndarray::Array2::zeros((2, 3)), beta: 1.0 };
/// let outputs = Outputs::from(inputs.mean_p.sum_axis(ndarray::Axis(1)));
/// ```
#[macro_export]
macro_rules! ports {
    ($task:ident: $( $(#[$meta:meta])* $name:ident { $($ports:tt)+ } )+) => {
        /// The task of this page.
        pub struct $task;

        impl $crate::task::Signature for $task {
            type Inputs = Inputs;
            type Outputs = Outputs;
        }

        $( $crate::port_struct! { $(#[$meta])* $name { $($ports)+ } } )+
    };
}

/// A struct of ports.
#[doc(hidden)]
#[macro_export]
macro_rules! port_struct {
    ($(#[$meta:meta])* $name:ident {
        $( $field:ident : $kind:tt [$($axis:literal),*] $doc:literal ; )+
    }) => {
        $(#[$meta])*
        #[doc = concat!(stringify!($name), " of the task, by name.")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( #[doc = $doc] pub $field: $crate::port_type!($kind; $($axis)*), )+
        }

        $crate::only_port! { $name $( $field: $crate::port_type!($kind; $($axis)*), )+ }

        impl $crate::task::Ports for $name {
            const PORTS: &'static [::judge::port::Port] = &[$(
                ::judge::port::Port {
                    name: stringify!($field),
                    axes: &[$($axis),*],
                    kind: <$kind as $crate::task::PortValue>::KIND,
                    doc: $doc,
                },
            )+];

            fn read(
                arrays: &::judge::arrays::Arrays,
            ) -> Result<Self, $crate::task::InputsError> {
                let mut ports = Self::PORTS.iter();
                let read = Self {
                    $( $field: $crate::task::read_port(
                        arrays,
                        ports.next().expect("a port a field"),
                    )?, )+
                };
                ::judge::axes::Axes::unify(Self::PORTS, &read.write())?;
                Ok(read)
            }

            fn write(&self) -> ::judge::arrays::Arrays {
                [$( (
                    stringify!($field).to_owned(),
                    $crate::task::PortValue::to_array(&self.$field),
                ) ),+]
                .into()
            }
        }
    };
}

/// One port alone is the struct.
#[doc(hidden)]
#[macro_export]
macro_rules! only_port {
    ($name:ident $field:ident: $type:ty,) => {
        impl From<$type> for $name {
            fn from($field: $type) -> Self {
                Self { $field }
            }
        }
    };
    ($name:ident $($field:ident: $type:ty,)+) => {};
}

/// The type of a port: a number, or an array of as many axes as are named.
#[doc(hidden)]
#[macro_export]
macro_rules! port_type {
    ($kind:tt;) => { $kind };
    ($kind:tt; $a:literal) => { ::ndarray::Array1<$kind> };
    ($kind:tt; $a:literal $b:literal) => { ::ndarray::Array2<$kind> };
    ($kind:tt; $a:literal $b:literal $c:literal) => { ::ndarray::Array3<$kind> };
    ($kind:tt; $a:literal $b:literal $c:literal $d:literal) => { ::ndarray::Array4<$kind> };
    ($kind:tt; $a:literal $b:literal $c:literal $d:literal $e:literal) => { ::ndarray::Array5<$kind> };
}
