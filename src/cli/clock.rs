//! The clock, which enters here and is a parameter everywhere else.

use jiff::Timestamp;

/// The time of the machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the clock enters"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}
