//! The data folder: who holds it, who can read it, which database is meant.

use super::run::{dgm, run, text};
use crate::support::binary::{Server, printed};
use std::path::Path;

fn tempdir() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder is made")
}

#[test]
fn a_folder_in_use_is_held_against_servers_and_restores_alone() {
    let folder = tempdir();
    let (data, backup) = (
        folder.path().join("data"),
        folder.path().join("course.backup"),
    );
    let server = Server::start(&data);
    let process = server.child.id().to_string();
    printed(&data, &["user", "add", "anna"]);
    printed(&data, &["backup", text(&backup)]);
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["serve", "--demo", "--listen", "127.0.0.1:0"],
        &["restore", text(&backup), "--force"],
        &["restore", text(&backup)],
        &["migrate"],
        &["secret", "accept", "--yes"],
    ] {
        let refused = run(&[arguments, &["--data", text(&data)]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
        for says in [&process, text(&data), "stop that one first"] {
            assert!(refused.err.contains(says), "{says}: {refused:?}");
        }
    }
    let told = run(&["migrate", "--data", text(&data), "--lang", "ru"]);
    assert!(told.err.contains("уже использует другой dgm"), "{told:?}");
    // The link is still good: nothing was replaced under the server.
    printed(&data, &["user", "link", "anna"]);
    drop(server);
    let restored = run(&["restore", text(&backup), "--force", "--data", text(&data)]);
    assert_eq!(
        restored.code,
        Some(0),
        "a killed server holds nothing: {restored:?}"
    );
}

#[test]
fn what_only_reads_or_changes_makes_nothing_in_a_mistyped_folder() {
    let folder = tempdir();
    let data = folder.path().join("mistyped");
    for arguments in [
        &["export", "gradebook", "-o", "-"][..],
        &["user", "link", "anna"],
        &["user", "links", "--all", "-o", "-"],
        &["user", "token", "anna"],
        &["user", "change", "anna", "--name", "Anna"],
        &["user", "merge", "anna2", "anna"],
        &["user", "part", "anna2"],
        &["roster", "take-back", "1"],
        &["regrade"],
        &["storage", "check"],
        &["secret", "accept", "--yes"],
        &["backup", "-"],
        &["migrate"],
        &["move", "--to", "sqlite://other.sqlite"],
    ] {
        let refused = run(&[arguments, &["--data", text(&data)]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
        assert!(
            refused.err.contains("--data names another data folder"),
            "{arguments:?}: {refused:?}"
        );
        assert!(!data.exists(), "{arguments:?}");
    }
    printed(&data, &["user", "add", "anna"]);
    printed(&data, &["user", "link", "anna"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| {
        let found = std::fs::metadata(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        found.permissions().mode() & 0o777
    };
    let folder = tempdir();
    let (data, backup) = (
        folder.path().join("data"),
        folder.path().join("course.backup"),
    );
    printed(&data, &["user", "add", "anna"]);
    let server = Server::start(&data);
    printed(&data, &["backup", text(&backup)]);
    let all = |data: &Path| {
        let mut seen = 0;
        for entry in std::fs::read_dir(data).expect("it is read") {
            let path = entry.expect("an entry").path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            seen += 1;
        }
        seen
    };
    assert!(
        all(&data) >= 5,
        "the database, its journals, the secret, the lock"
    );
    assert_eq!((mode(&data), mode(&backup)), (0o700, 0o600));
    drop(server);

    // As an earlier version left it.
    let set = |path: &Path, mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, permissions).expect("it is set");
    };
    set(&data, 0o755);
    for name in ["dgm.sqlite", "secret.key"] {
        set(&data.join(name), 0o644);
    }
    let log = folder.path().join("log");
    let mut serve = dgm(&["serve", "--listen", "127.0.0.1:0", "--data", text(&data)]);
    serve.stderr(std::fs::File::create(&log).expect("the log is made"));
    let server = Server::of(serve);
    all(&data);
    assert_eq!(mode(&data), 0o700);
    let log = std::fs::read_to_string(&log).expect("it is read");
    assert!(log.contains("could read the course secret"), "{log}");
    drop(server);

    // What is restored too, and at no moment otherwise: the copy is made with its mode.
    let new = folder.path().join("new");
    printed(&new, &["restore", text(&backup)]);
    assert!(all(&new) >= 2);
    assert_eq!(mode(&new), 0o700);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_used_is_named() {
    use std::process::Command;
    let folder = tempdir();
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("it is written");
    let under = file.join("data");
    for verb in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["user", "add", "anna"],
    ] {
        let refused = run(&[verb, &["--data", text(&under)]].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(text(&under)), "{refused:?}");
    }
    // A folder that may not be written to. Root may, unless that is taken away; who cannot take it away has nothing to try.
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).expect("it is made");
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o555);
    std::fs::set_permissions(&closed, permissions).expect("it is set");
    let root =
        std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    let lesser = ["--bounding-set", "-dac_override"];
    let can_be_less = || {
        let tried = Command::new("setpriv").args(lesser).arg("true").status();
        tried.is_ok_and(|status| status.success())
    };
    if root && !can_be_less() {
        return;
    }
    for verb in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["user", "add", "anna"],
    ] {
        let mut command = if root {
            let mut command = Command::new("setpriv");
            command.args(lesser).arg(env!("CARGO_BIN_EXE_dgm"));
            command
        } else {
            Command::new(env!("CARGO_BIN_EXE_dgm"))
        };
        command
            .args(verb)
            .args(["--lang", "en", "--data", text(&closed)]);
        let refused = command.output().expect("it runs");
        assert_eq!(refused.status.code(), Some(2));
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains(text(&closed)), "{said}");
    }
}

#[test]
fn a_demo_in_the_folder_is_told_of() {
    let folder = tempdir();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("it is made");
    let add = ["user", "add", "anna", "--data", text(&data)];
    let alone = run(&add);
    assert_eq!((alone.code, alone.err.as_str()), (Some(0), ""));
    std::fs::write(data.join("demo.sqlite"), "").expect("it is written");
    let told = run(&add);
    assert_eq!(told.code, Some(0), "{told:?}");
    for says in ["demo.sqlite", "dgm.sqlite", "--database sqlite://"] {
        assert!(told.err.contains(says), "{says}: {told:?}");
    }
    let demo = format!("sqlite://{}/demo.sqlite", text(&data));
    let there = run(&[
        "user",
        "add",
        "anna",
        "--database",
        &demo,
        "--data",
        text(&data),
    ]);
    assert_eq!((there.code, there.err.as_str()), (Some(0), ""));
}
