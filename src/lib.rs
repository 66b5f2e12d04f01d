//! # dgm-grader
//!
//! An interactive grader and checker of numeric homework. The path of a submission, in order:
//! [`judge::answers`] reads the file into named arrays, [`grading`] compares them with the reference of every task of
//! [`assignments`] and tells known mistakes, [`store`] makes the result durable, [`service`] is what can be asked
//! for, [`web`] shows it. [`course`] is the grading config; [`cli`] the commands of the binary `dgm`; [`l10n`] what people read;
//! [`report`] standings, plots and exports; [`folder`] grades a folder of files without a server; [`import`] reads lists of people that come as CSV; [`latex`] makes MathML of formulas; [`objects`] are large files outside of the database.

pub mod cli;
pub mod config;
pub mod course;
pub mod demo;
pub mod folder;
pub mod grading;
pub mod ids;
pub mod import;
pub mod latex;
pub mod mail;
pub mod markup;
pub mod objects;
pub mod outgoing;
pub mod report;
pub mod service;
pub mod settings;
pub mod spreadsheet;
pub mod store;
pub mod templates;
pub mod web;
