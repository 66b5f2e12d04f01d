//! Numbers and names that the pages state, against the thing itself.

use super::pages::{Page, root};
use assignments::catalogue::{HOMEWORKS, tasks};
use dgm_grader::course::Course;
use std::collections::BTreeSet;

fn readme() -> String {
    Page::named("README.md").text
}

#[test]
fn the_catalogue_is_as_large_as_is_said() {
    assert_eq!(HOMEWORKS.len(), 6);
    let readme = readme();
    // In tens, so that a new task is not a new README.
    let said = format!(
        "More than {} tasks in six homeworks",
        (tasks().count() - 1) / 10 * 10
    );
    assert!(readme.contains(&said), "{said}");
}

#[test]
fn the_example_of_a_grade_is_right() {
    let points: judge::points::Points = "95.99".parse().expect("they are points");
    let course = Course::default_course();
    let formula = course.grade.text().replace("points", "95.99");
    let line = format!("{formula} = {}", course.grade.grade(points));
    assert!(readme().contains(&line), "{line}");
}

#[test]
fn the_version_of_rust_is_the_one_of_the_manifest() {
    let version = concat!("Rust ", env!("CARGO_PKG_RUST_VERSION"));
    assert!(readme().contains(version), "{version}");
    let toolchain = std::fs::read_to_string(root().join("rust-toolchain.toml"));
    let channel = concat!("channel = \"", env!("CARGO_PKG_RUST_VERSION"));
    assert!(
        toolchain.is_ok_and(|text| text.contains(channel)),
        "{channel}"
    );
}

#[test]
fn the_tree_shows_every_folder_of_the_machine() {
    let page = Page::named("README.md");
    let blocks = page.blocks();
    let tree = blocks.iter().find(|b| b.kind.is_empty());
    let tree = &tree.expect("the README has a tree").code;
    let (_, below) = tree.split_once("src/").expect("it has src");
    let lines = below.lines().skip(1);
    let shown: BTreeSet<String> = lines
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.trim_start().split_once('/'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let entries = std::fs::read_dir(root().join("src")).expect("there is src");
    let folders: BTreeSet<String> = entries
        .map(|entry| entry.expect("it can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        // The demo course is one file with a part of its own.
        .filter(|name| name != "demo")
        .collect();
    assert_eq!(shown, folders);
}
