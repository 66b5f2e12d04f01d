//! The roster: who is new, who changes, who is gone, which rows are refused and why.

mod plan;
mod reading;
#[cfg(test)]
mod tests;

pub use super::login::is_login;
pub(super) use plan::shown;
pub use plan::{Changed, OtherLogin, Plan, plan};
pub use reading::{Entry, Namesakes};
