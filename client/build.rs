//! The version with its commit and day: of `DGM_COMMIT`, else of an archive that git made, else in a release of the working copy.
//!
//! A build for work knows no commit: it would be linked anew after each.

use std::process::Command;

/// Filled in by `git archive`, so that what is built from an archive knows where it came from.
const ARCHIVED: &str = include_str!("commit.txt");

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=commit.txt");
    println!("cargo::rerun-if-env-changed=DGM_COMMIT");
    let given = std::env::var("DGM_COMMIT").ok();
    let commit = given
        .and_then(|text| commit(&text))
        .or_else(|| commit(ARCHIVED))
        .or_else(of_release);
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo::rustc-env=DGM_VERSION={version}");
}

/// The commit of the working copy, where a release is built of one.
fn of_release() -> Option<String> {
    if std::env::var("PROFILE").ok()? != "release" {
        return None;
    }
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    commit(&git(&["log", "-1", "--format=%h %cs", "--abbrev=12"])?)
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// `1a2b3c4d5e6f 2026-11-28`, where the text is such.
fn commit(text: &str) -> Option<String> {
    let (hash, day) = text.trim().split_once(' ')?;
    let is_hash = hash.len() >= 7 && hash.chars().all(|c| c.is_ascii_hexdigit());
    let is_day = day.len() == 10 && day.chars().all(|c| c.is_ascii_digit() || c == '-');
    (is_hash && is_day).then(|| format!("{hash} {day}"))
}
