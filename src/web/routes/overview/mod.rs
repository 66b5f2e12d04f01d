//! Where do I stand, what is due next, what would it take to reach the next grade?

mod imagined;
mod page;

pub use page::{Looks, View, show, view_of};
