//! Answers and inputs files: `.npz`, `.npy`, `.safetensors`, `.json` told apart by content, and numbers typed into a form,
//! read into named arrays under hard limits.
use assignments::arrays::Named; use std::collections::BTreeMap;
/// x
pub struct Sorted { /// x
 pub by_task: BTreeMap<String, Named>, /// x
 pub unknown: Vec<U> }
/// x
pub struct U { /// x
 pub key: String, /// x
 pub nearest: Option<String> }
