//! # dgm-grader
//!
//! An interactive grader and checker of numeric homework. The path of a submission, in order:
//! [`answers`] reads the file into named arrays, [`grading`] compares them with the reference of every task of
//! [`assignments`] and tells known mistakes, [`store`] makes the result durable, [`web`] shows it.
//! [`course`] is the grading config; [`cli`] the commands of the binary `dgm`; [`report`] plots, statistics and exports.

pub mod answers;
pub mod course;
pub mod points;
pub mod words;
