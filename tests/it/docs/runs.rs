//! Every command of the pages is run, line by line, in a folder of the page's own.

use super::pages::{Page, pages, root};
use crate::support::binary::of_its_own;
use crate::support::binary::{Server, printed};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Lines that other tests run: how the line begins, the file that runs it, and what stands there.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "cargo run --release -- serve --demo",
        "tests/browser/demo.rs",
        "\"--demo\"",
    ),
    (
        "cargo test --workspace",
        ".ci/run",
        "cargo test --workspace",
    ),
    ("cargo bench", "justfile", "cargo bench"),
    ("benches/peers/run.sh", "benches/peers/run.sh", "compare.py"),
    ("dgm serve", "tests/it/support/binary.rs", "\"serve\""),
    ("dgm login", "tests/it/cli/remote.rs", "\"login\""),
    ("dgm submit", "tests/it/cli/remote.rs", "\"submit\""),
    ("dgm status", "tests/it/cli/remote.rs", "\"status\""),
];

fn elsewhere(line: &str) -> bool {
    ELSEWHERE
        .iter()
        .any(|(start, _, _)| line.starts_with(start))
}

#[test]
fn what_other_tests_run_is_run_there() {
    for (line, file, witness) in ELSEWHERE {
        let text = std::fs::read_to_string(root().join(file)).expect("the file is there");
        assert!(text.contains(witness), "{line}: {file} lacks {witness}");
    }
}

/// A folder as somebody has it who reads the page: a class, answers, and a server that has been running.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder is made");
    let at = |name: &str| folder.path().join(name);
    let text = |path: PathBuf| path.to_str().expect("a temporary path is text").to_owned();
    let data = at("dgm-data");
    let (inputs, answers) = (text(at("given.npz")), text(at("elbo-answers.npz")));
    printed(&data, &["inputs", "elbo", "-o", &inputs]);
    printed(
        &data,
        &["solve", "elbo", "--inputs", &inputs, "-o", &answers],
    );
    std::fs::create_dir_all(at("answers/anna")).expect("a folder is made");
    std::fs::copy(&answers, at("answers/anna/elbo.npz")).expect("it is copied");
    std::fs::write(at("class.csv"), "login,name\nanna,Anna\nboris,Boris\n").expect("it is written");
    // The first start of a server publishes the default course.
    drop(Server::start(&data));
    folder
}

fn shell(line: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_dgm"));
    let binaries = binary.parent().expect("it lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    of_its_own(&mut Command::new("sh"))
        .args(["-euc", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binaries.display()))
        .output()
        .expect("a shell runs")
}

/// Runs the lines of a page that no other test runs; how many they were.
fn run(page: &Page, folder: &Path) -> usize {
    let lines = page.shell_lines();
    let own: Vec<_> = lines.iter().filter(|line| !elsewhere(line)).collect();
    for line in &own {
        assert!(
            line.starts_with("dgm "),
            "{}: {line}: run it here, or name in ELSEWHERE the test that does",
            page.name
        );
        let output = shell(line, folder);
        assert!(output.status.success(), "{}: {line}: {output:?}", page.name);
    }
    own.len()
}

#[test]
#[cfg(unix)]
fn every_command_of_the_pages_succeeds() {
    let mut count = 0;
    for page in pages() {
        if page.shell_lines().iter().any(|line| !elsewhere(line)) {
            count += run(&page, folder().path());
        }
    }
    assert!(count > 10, "{count}: the pages hold no commands any more");
}
