//! # dgm-grader
//!
//! An interactive grader and checker of numeric homework. The path of a submission, in order:
//! [`answers`] reads the file into named arrays, [`grading`] compares them with the reference of every task of
//! [`assignments`] and tells known mistakes, [`store`] makes the result durable, [`web`] shows it.
//! [`course`] is the grading config; [`regrade`] grades what is stored anew when it changed; [`cli`] the commands of the binary
//! `dgm`; [`report`] standings, plots and exports; [`folder`] grades a folder of files without a server; [`starter`] makes the
//! notebook that a homework starts from; [`import`] reads lists of people that come as CSV; [`latex`] makes MathML of formulas.

pub mod answers;
pub mod cli;
pub mod course;
pub mod demo;
pub mod folder;
pub mod grading;
pub mod import;
pub mod l10n;
pub mod latex;
pub mod markup;
pub mod points;
pub mod report;
pub mod service;
pub mod spreadsheet;
pub mod starter;
pub mod store;
pub mod visible;
pub mod web;
