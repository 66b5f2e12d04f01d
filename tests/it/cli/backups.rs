//! Where a backup goes: to a file of its own, whole or not at all, or through a pipe.

use super::run::{Run, dgm, run, text};
use crate::support::binary::printed;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A data folder with one person in it.
fn course(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    printed(&data, &["user", "add", "anna"]);
    data
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is read");
    let names = entries.map(|e| e.expect("an entry").file_name().into_string());
    let mut names: Vec<_> = names.map(|name| name.expect("it is text")).collect();
    names.sort();
    names
}

#[test]
fn what_a_killed_backup_left_is_in_nobodys_way() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    let file = folder.path().join("x.backup");
    for left in ["x.backup.part", "x.backup.abcdefgh1234.part"] {
        std::fs::write(folder.path().join(left), "").expect("it is written");
    }
    printed(&data, &["backup", text(&file)]);
    let left = ["data", "x.backup", "x.backup.part"];
    assert_eq!(names(folder.path()), left, "that of nobody else's name");
    let again = run(&["backup", text(&file), "--data", text(&data)]);
    assert_eq!(again.code, Some(2), "{again:?}");
    assert!(again.err.contains("exists already"), "{again:?}");
}

#[test]
fn of_two_backups_of_one_name_one_is_there() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    for round in 0..5 {
        let file = folder.path().join(format!("{round}.backup"));
        let started: Vec<_> = (0..2)
            .map(|_| {
                let mut command = dgm(&["backup", text(&file), "--data", text(&data)]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("it starts")
            })
            .collect();
        let ended = started.into_iter().map(|child| {
            let run: Run = child.wait_with_output().expect("it ends").into();
            run
        });
        let (well, refused): (Vec<_>, Vec<_>) = ended.partition(|run| run.code == Some(0));
        assert_eq!(well.len(), 1, "{round}: {refused:?}");
        assert!(refused[0].err.contains("exists already"), "{refused:?}");
        let new = folder.path().join(format!("new-{round}"));
        printed(&new, &["restore", text(&file)]);
    }
    let parts = names(folder.path());
    assert!(!parts.iter().any(|n| n.contains(".part")), "{parts:?}");
}

#[test]
fn a_folder_that_is_not_there_is_named_before_anything_is_done() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    let file = folder.path().join("gone/x.backup");
    let told = run(&["backup", text(&file), "--data", text(&data)]);
    assert_eq!(told.code, Some(2), "{told:?}");
    let next = format!(
        "install -d -m 0700 {}",
        folder.path().join("gone").display()
    );
    assert!(told.err.contains(&next), "{told:?}");
    let told = run(&["--lang", "ru", "backup", text(&file), "--data", text(&data)]);
    assert!(told.err.contains("нет; создайте её"), "{told:?}");
    let folder = run(&["backup", text(&data), "--data", text(&data)]);
    assert!(folder.err.contains("is a folder"), "{folder:?}");
}

#[test]
fn a_backup_goes_through_a_pipe_and_comes_back_through_one() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    let (here, new) = (folder.path().join("here"), folder.path().join("new"));
    std::fs::create_dir(&here).expect("it is made");
    let mut command = dgm(&["backup", "-", "--data", text(&data)]);
    let made = command.current_dir(&here).output().expect("it runs");
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(made.stdout.starts_with(b"SQLite format 3\0"));
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(said.contains("standard output"), "{said}");
    let own = names(&data);
    assert!(!own.iter().any(|n| n.starts_with("dgm.backup")), "{own:?}");

    let file = folder.path().join("x.backup");
    std::fs::write(&file, &made.stdout).expect("it is written");
    let restore = ["restore", "-", "--data", text(&new)];
    let mut command = dgm(&restore);
    let piped = std::fs::File::open(&file).expect("it is opened");
    let command = command.current_dir(&here).stdin(piped);
    let restored: Run = command.output().expect("it runs").into();
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(restored.out.contains("standard input holds one person"));
    printed(&new, &["user", "link", "anna"]);
    assert_eq!(names(&here).len(), 0, "no file is called -");

    let none: Run = dgm(&restore)
        .stdin(Stdio::null())
        .output()
        .expect("it runs")
        .into();
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(none.err.contains("standard input is no backup"), "{none:?}");
    let both = run(&["backup", "-", "--format", "json", "--data", text(&data)]);
    assert_eq!(both.code, Some(2), "{both:?}");
    assert!(both.out.contains("a document of its own"), "{both:?}");
}

/// What is no file takes the backup as any other result, and a link to nothing leads to the new file.
#[cfg(unix)]
#[test]
fn a_backup_goes_into_pipes_and_devices_and_where_links_lead() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    printed(&data, &["backup", "/dev/null"]);
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).expect("it is read")
    });
    printed(&data, &["backup", text(&pipe)]);
    let read = reader.join().expect("it ends");
    assert!(read.starts_with(b"SQLite format 3\0"));
    let own = names(&data);
    assert!(!own.iter().any(|n| n.starts_with("dgm.backup")), "{own:?}");

    let link = folder.path().join("link");
    symlink("new.backup", &link).expect("it is made");
    printed(&data, &["backup", text(&link)]);
    assert!(folder.path().join("new.backup").is_file() && link.is_symlink());
    let again = run(&["backup", text(&link), "--data", text(&data)]);
    assert!(again.err.contains("exists already"), "{again:?}");
}

/// A part of a backup is none, so whoever stops reading it is no reason to say that it was made.
#[cfg(unix)]
#[test]
fn a_backup_that_is_not_read_to_its_end_has_failed() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = course(folder.path());
    let mut command = dgm(&["backup", "-", "--data", text(&data)]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    drop(child.stdout.take());
    let ended: Run = child.wait_with_output().expect("it ends").into();
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(
        ended.err.contains("does not take the whole backup"),
        "{ended:?}"
    );
}
