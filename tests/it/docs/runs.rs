//! Every command of the pages is run, line by line, in a folder of the page's own, and so is their Python. Of the book the English chapters are
//! run; `book.rs` holds the Russian ones to the same commands.

use super::pages::{Page, lines, pages, root};
use crate::support::binary::of_its_own;
use crate::support::binary::{Server, printed};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Lines that other tests run: how the line begins, the file that runs it, and what stands there.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "cargo run -- serve --demo",
        "tests/browser/demo.rs",
        "\"--demo\"",
    ),
    (
        "cargo test --workspace",
        ".ci/run",
        "cargo test --workspace",
    ),
    ("just benchmarks", "justfile", "benches/peers/run.sh"),
    ("dgm serve", "tests/it/support/binary.rs", "\"serve\""),
    ("dgm login", "tests/it/cli/remote.rs", "\"login\""),
    ("dgm submit", "tests/it/cli/remote.rs", "\"submit\""),
    ("dgm status", "tests/it/cli/remote.rs", "\"status\""),
    (
        "dgm inputs elbo --own",
        "client/tests/student/beside.rs",
        "\"--own\"",
    ),
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

/// What the pages need of Python besides Python itself.
const NUMPY: &str = "import numpy";

/// A folder as somebody has it who reads the page: a class, answers, and a server that runs.
struct Reader {
    folder: tempfile::TempDir,
    server: Server,
    /// Tokens of a student and of a teacher.
    tokens: [String; 2],
}

impl Reader {
    fn new() -> Self {
        let folder = folder();
        let data = folder.path().join("dgm-data");
        let server = Server::start(&data);
        let token = |login: &str, role: &str| {
            printed(&data, &["user", "add", login, "--role", role]);
            printed(&data, &["user", "token", login])
        };
        let tokens = [token("anna", "student"), token("boole", "teacher")];
        Self {
            folder,
            server,
            tokens,
        }
    }

    /// A command in this folder, with what the pages tell people to set.
    fn command(&self, program: &str) -> Command {
        let binary = Path::new(env!("CARGO_BIN_EXE_dgm"));
        let binaries = binary.parent().expect("it lies in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        of_its_own(&mut command)
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{path}", binaries.display()))
            .env("GRADER", &self.server.url)
            .env("TOKEN", &self.tokens[0])
            .env("TEACHER", &self.tokens[1]);
        command
    }

    fn shell(&self, line: &str) -> Output {
        let mut shell = self.command("sh");
        shell.args(["-euc", line]).output().expect("a shell runs")
    }

    fn python(&self, code: &str) -> Output {
        let mut python = self.command("python3");
        python.args(["-c", code]).output().expect("python3 runs")
    }
}

/// Whether there is a Python with NumPy, and curl; where they are required, they must be.
fn tools() -> bool {
    let runs = |program: &str, arguments: [&str; 2]| {
        let output = Command::new(program).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    let there = runs("python3", ["-c", NUMPY]) && runs("curl", ["--version", "--silent"]);
    let required = std::env::var_os("DGM_REQUIRE_PYTHON").is_some();
    assert!(there || !required, "python3 with numpy and curl are needed");
    there
}

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
    std::fs::copy(&inputs, at("elbo-inputs.npz")).expect("it is copied");
    std::fs::create_dir_all(at("answers/anna")).expect("a folder is made");
    std::fs::copy(&answers, at("answers/anna/elbo.npz")).expect("it is copied");
    std::fs::write(
        at("class.csv"),
        "login,name\nanna,Anna\nanna2,Anna B\nboris,Boris\n",
    )
    .expect("it is written");
    // The first start of a server publishes the default course.
    drop(Server::start(&data));
    folder
}

/// Runs the code of a page that no other test runs; how many lines and blocks it was. What needs a tool that is not here ends it.
fn run(page: &Page) -> usize {
    let mut reader = None;
    let mut count = 0;
    for block in page.blocks() {
        let is_python = block.kind == "python";
        if !is_python && !matches!(block.kind.as_str(), "sh" | "console") {
            continue;
        }
        let pieces = if is_python {
            vec![block.code]
        } else {
            lines(&block.code)
        };
        for piece in pieces {
            if elsewhere(&piece) {
                continue;
            }
            let is_curl = piece.starts_with("curl ");
            assert!(
                is_python || is_curl || piece.starts_with("dgm "),
                "{}: {piece}: run it here, or name in ELSEWHERE the test that does",
                page.name
            );
            if (is_python || is_curl) && !tools() {
                return count;
            }
            let reader = reader.get_or_insert_with(Reader::new);
            let output = if is_python {
                reader.python(&piece)
            } else {
                reader.shell(&piece)
            };
            let name = &page.name;
            assert!(output.status.success(), "{name}: {piece}: {output:?}");
            count += 1;
        }
    }
    count
}

#[test]
#[cfg(unix)]
fn every_command_of_the_pages_succeeds() {
    let pages = pages().into_iter();
    let own = pages.filter(|page| !page.name.starts_with("docs/book/ru/"));
    let count: usize = own.map(|page| run(&page)).sum();
    assert!(count > 30, "{count}: the pages hold no commands any more");
}

/// Kinds of code, and what becomes of each.
const KINDS: &[(&str, &str)] = &[
    ("sh", "run here"),
    ("console", "run here"),
    ("python", "run here"),
    ("python notebook", "run by client/python/tests/test_book.py"),
    ("toml", "read by config.rs"),
    ("toml fragment", "read by config.rs"),
    ("toml server", "read by settings.rs"),
    (
        "text",
        "shown: commands of root, what a program prints, files of others",
    ),
    ("rooms", "read by tests/it/rooms"),
    ("packages", "read by tests/it/rooms"),
    ("", "shown: the tree"),
];

#[test]
fn no_code_is_of_an_unknown_kind() {
    for page in pages() {
        for block in page.blocks() {
            // The README's notebook is that of the package, whose own tests run it.
            let known = KINDS.iter().any(|(kind, _)| *kind == block.kind);
            assert!(known, "{}: a block of {:?}", page.name, block.kind);
        }
    }
}
