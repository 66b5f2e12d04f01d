//! Names of a pack that is read: held to letters that are safe in a shell, in Python and on a terminal, and kept for as long as the
//! program runs, since ports name themselves by what a program has in itself. A name is kept once, however often a pack is read.

use super::error::PackError;
use crate::port::Port;
use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The longest name.
const LONGEST: usize = 64;

static NAMES: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
static AXES: LazyLock<Mutex<HashSet<&'static [&'static str]>>> = LazyLock::new(Mutex::default);
static PORTS: LazyLock<Mutex<HashSet<&'static [Port]>>> = LazyLock::new(Mutex::default);

/// Refuses what is no name of a task, an array or a mistake.
pub(super) fn check(name: &str) -> Result<(), PackError> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    if name.len() <= LONGEST && name.starts_with(first) && name.chars().all(letter) {
        return Ok(());
    }
    Err(PackError::Name {
        name: name.to_owned(),
    })
}

/// Refuses what is no axis: a name, a number, or an expression of both.
pub(super) fn check_axis(axis: &str) -> Result<(), PackError> {
    let letter = |c: char| c.is_ascii_alphanumeric() || "_+-*/".contains(c);
    if !axis.is_empty() && axis.len() <= LONGEST && axis.chars().all(letter) {
        return Ok(());
    }
    Err(PackError::Name {
        name: axis.to_owned(),
    })
}

/// A name, kept.
pub(super) fn kept(name: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = names.get(name) {
        return kept;
    }
    let kept: &'static str = Box::leak(name.into());
    names.insert(kept);
    kept
}

/// The axes of an array, kept.
pub(super) fn kept_axes(axes: &[String]) -> &'static [&'static str] {
    let axes: Vec<&'static str> = axes.iter().map(|axis| kept(axis)).collect();
    let mut all = AXES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = all.get(axes.as_slice()) {
        return kept;
    }
    let kept: &'static [&'static str] = Box::leak(axes.into());
    all.insert(kept);
    kept
}

/// The arrays of a task, kept.
pub(super) fn kept_ports(ports: Vec<Port>) -> &'static [Port] {
    let mut all = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = all.get(ports.as_slice()) {
        return kept;
    }
    let kept: &'static [Port] = Box::leak(ports.into());
    all.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_and_a_program_is_no_name() {
        assert!(std::ptr::eq(kept("mean_p"), kept("mean_p")));
        for bad in ["", "a b", "x\"); import os", "1x", "é", &"x".repeat(65)] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check("W1").is_ok() && check_axis("2*dim").is_ok());
        assert!(check_axis("").is_err() && check_axis("a b").is_err());
    }
}
