//! An object storage that speaks S3: one bucket, in which an object is named by the SHA-256 of its bytes.
//!
//! So an object is never changed: putting it twice is harmless, and whoever reads it can tell whether it is what was put. No name is made of
//! anything that a person typed.

mod error;
mod exchange;
mod pause;
mod signature;
mod storage;

pub use error::ObjectError;
pub use storage::{Deletion, ObjectStorage};
