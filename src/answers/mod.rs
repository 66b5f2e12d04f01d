//! Answers and inputs files: `.npz`, `.npy`, `.safetensors`, `.json` told apart by content, and numbers typed into a form,
//! read into named arrays under hard limits.
