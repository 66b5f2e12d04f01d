//! The roster: who is new, who changes, who is gone, which rows are refused and why.

mod plan;
mod reading;
#[cfg(test)]
mod tests;

pub(super) use plan::shown;
pub use plan::{Changed, OtherLogin, Plan, plan};
pub(super) use reading::login_of;
pub use reading::{Entry, Namesakes, is_login};
