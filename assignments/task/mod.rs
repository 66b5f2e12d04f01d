//! What a task is, and everything that a task's file is written with.

mod contract;
mod extent;
mod inputs_error;
mod listed;
mod ports;
mod sizes;

pub use contract::{Mistake, MistakenAnswer, Promise, Rng, Task};
pub use extent::Extent;
pub use inputs_error::{Domain, InputsError};
pub use listed::{AnyTask, Listed, MistakeInfo, PromiseInfo, Solution};
pub use ports::{PortValue, Ports, Signature, read_port};
pub use sizes::{Size, Sizes};

/// What a task's file needs: `use crate::task::prelude::*;`.
pub mod prelude {
    pub use super::{Domain, InputsError, Mistake, Promise, Rng, Size, Sizes, Task};
    pub use crate::draw::*;
    pub use crate::{mistakes, ports, sizes};
    pub use judge::symmetry::Symmetry;
    pub use judge::tolerance::Tolerance;
    pub use l10n::text::Text;
    pub use ndarray::{
        Array1, Array2, Array3, Array4, Array5, ArrayView1, ArrayView2, ArrayView3, Axis, Zip,
    };
}
