//! What must hold for any bytes that a stranger can send, a function a kind of input.
//!
//! The fuzzer calls these, and so do the ordinary tests, over each target's corpus and damages of it: a failure is a panic.

mod answers;
mod config;
pub mod html;
mod notebooks;
mod pages;
mod people;
mod requests;

pub use answers::{json, npy, npz, read_within, safetensors};
pub use config::{config, course, formula, rises};
pub use notebooks::notebook;
pub use pages::markdown;
pub use people::{plans, roster};
pub use requests::{accept_language, multipart};

/// What a fuzzer calls with bytes.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its corpus.
pub const TARGETS: [(&str, Target); 11] = [
    ("npz", npz),
    ("npy", npy),
    ("safetensors", safetensors),
    ("json", json),
    ("course", course),
    ("roster", roster),
    ("formula", formula),
    ("markdown", markdown),
    ("notebook", notebook),
    ("multipart", multipart),
    ("accept_language", accept_language),
];
