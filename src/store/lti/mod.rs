//! Learning platforms: who they are, whom they send, what stands in their gradebooks.

mod addresses;
mod columns;
mod courses;
mod meant;
mod people;
mod platforms;
mod scores;
mod settings;
mod turns;
mod used;

pub use columns::{ColumnState, PlatformColumn, Switch};
pub use courses::{NewPlatformCourse, PlatformCourse, PlatformMember};
pub use people::PlatformPerson;
pub use platforms::Platform;
pub use scores::{PassFault, PassedScore, Wait};
pub use settings::{MatchBy, PlatformSettings, PlatformState};
