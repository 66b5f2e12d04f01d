//! A database that is gone does not become an empty course in silence.

use super::run::{json, run, text};
use crate::support::binary::{Server, printed};
use std::path::{Path, PathBuf};

/// A folder that was served, whose database is gone, and a backup of it.
fn lost(folder: &Path) -> (PathBuf, PathBuf) {
    let (data, backup) = (folder.join("data"), folder.join("course.backup"));
    drop(Server::start(&data));
    printed(&data, &["user", "add", "anna"]);
    printed(&data, &["backup", text(&backup)]);
    for ending in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(
            data.join(format!("dgm.sqlite{ending}")),
        ));
    }
    (data, backup)
}

#[test]
fn nothing_takes_the_place_of_a_course_that_is_lost() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, backup) = lost(folder.path());
    let database = data.join("dgm.sqlite");
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["user", "add", "boris"],
        &["storage", "check"],
        &["regrade", "--dry-run"],
        &["secret", "accept", "--yes"],
    ] {
        let refused = run(&[arguments, &["--data", text(&data)]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
        for said in [
            "dgm restore",
            "--new-course",
            text(&data.join("secret.key")),
        ] {
            assert!(refused.err.contains(said), "{said}: {refused:?}");
        }
        assert!(!database.exists(), "{arguments:?}");
    }
    let (code, looked) = json(&["doctor", "--data", text(&data)]);
    assert_eq!((code, &looked["ok"]), (Some(1), &false.into()), "{looked}");
    // An empty file is no course either.
    std::fs::write(&database, "").expect("it is written");
    let refused = run(&["serve", "--data", text(&data), "--lang", "ru"]);
    assert!(refused.err.contains("здесь уже вели курс"), "{refused:?}");

    printed(&data, &["restore", text(&backup), "--force"]);
    drop(Server::start(&data));
    printed(&data, &["user", "link", "anna"]);
}

#[test]
fn a_new_course_begins_in_its_place_where_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, _) = lost(folder.path());
    let key = std::fs::read(data.join("secret.key")).expect("it is there");
    drop(Server::start_with(&data, &["--new-course"]));
    assert_eq!(std::fs::read(data.join("secret.key")).expect("it is"), key);
    drop(Server::start(&data));
    assert!(
        !run(&["user", "link", "anna", "--data", text(&data)])
            .err
            .is_empty()
    );

    let (other, _) = lost(&folder.path().join("other"));
    std::fs::remove_file(other.join("secret.key")).expect("it is moved away");
    drop(Server::start(&other));
}

#[test]
fn what_is_no_lost_course_is_not_taken_for_one() {
    let folder = tempfile::tempdir().expect("a folder is made");
    // Killed before the schema was there, and before the secret was.
    let killed = folder.path().join("killed");
    std::fs::create_dir(&killed).expect("it is made");
    std::fs::write(killed.join("dgm.sqlite"), "").expect("it is written");
    drop(Server::start(&killed));
    let added = folder.path().join("added");
    printed(&added, &["user", "add", "anna"]);
    drop(Server::start(&added));
    // A demo was tried first, and has a secret.
    let tried = folder.path().join("tried");
    drop(Server::start_with(&tried, &["--demo"]));
    drop(Server::start(&tried));
    assert!(tried.join("dgm.sqlite").is_file());
    // Of a demo nobody asks where the course is.
    let (data, _) = lost(&folder.path().join("lost"));
    drop(Server::start_with(&data, &["--demo"]));
}
