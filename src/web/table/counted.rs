//! How requests of those who are not signed in are counted by the address that they come from.

/// How a row is counted. A lecture hall shares an address, and so does whoever wants to keep it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A form as most are: only so many are worked on.
    Form,
    /// A choice of how pages look, which is a cookie and nothing else: only so many, and beside all others.
    Choice,
    /// Only where it is refused: what is right is somebody's way in, and passes whatever others send.
    Refusal,
}
