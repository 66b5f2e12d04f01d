//! Practice packs: one file with everything that a homework asks for and, for a few practice seeds, the inputs, the right answers and
//! those of every known mistake. Whoever has it can check answers to these inputs as the server does, and has no reference.
//!
//! A pack is a zip that NumPy reads. `pack.json` in it is a [`Sheet`]: titles, statements, hints, arrays, tolerances, points.
//! Beside it stand arrays of all seeds, `SEEDS` the first axis and `MISTAKES` the second:
//!
//! | member | shape |
//! | --- | --- |
//! | `TASK.inputs.NAME.npy` | `(SEEDS, …)` |
//! | `TASK.outputs.NAME.npy` | `(SEEDS, …)` |
//! | `TASK.mistakes.NAME.npy` | `(SEEDS, MISTAKES, …)` |
//!
//! Where shapes differ from seed to seed, or from mistake to mistake, each array is a member of its own: the number of the seed, and of
//! the mistake, follows the name. The reader takes a pack from wherever it comes, under [limits](crate::answers::Limits::given) that a course's
//! sizes are held to before it is published.

mod error;
mod instance;
mod key;
mod layout;
mod names;
mod read;
mod sheet;
mod task;
mod write;

pub use error::PackError;
pub use instance::{Instance, PRACTICE_SEEDS};
pub use key::PackKey;
pub use read::Pack;
pub use sheet::{
    FORMAT, ItemSheet, MistakeSheet, Order, OutputSheet, PortSheet, Sheet, SizeSheet, TaskSheet,
};
pub use write::write;
