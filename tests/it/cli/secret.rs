//! The course secret: lost or another one, it is refused; accepting another is deliberate.

use super::run::{Run, dgm, json, run, text};
use crate::support::binary::{Server, printed};
use std::path::Path;

/// A folder that a server has run on.
fn served(folder: &Path) -> std::path::PathBuf {
    let data = folder.join("data");
    drop(Server::start(&data));
    data
}

/// What a server says that will not start.
fn refused(data: &Path, secret: Option<&str>) -> Run {
    let mut serve = dgm(&["serve", "--listen", "127.0.0.1:0", "--data", text(data)]);
    if let Some(secret) = secret {
        serve.env("DGM_SECRET_KEY", secret);
    }
    let run: Run = serve.output().expect("it runs").into();
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(!run.out.contains("listening"), "{run:?}");
    run
}

#[test]
fn a_lost_secret_is_not_replaced_in_silence() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = served(folder.path());
    let key = data.join("secret.key");
    let was = std::fs::read_to_string(&key).expect("it is there");
    std::fs::remove_file(&key).expect("it is lost");
    let told = refused(&data, None);
    assert!(told.err.contains("the course secret is lost"), "{told:?}");
    assert!(told.err.contains("dgm secret accept"), "{told:?}");
    assert!(!key.exists(), "none was made in its place");
    let regrade = run(&["regrade", "--dry-run", "--data", text(&data)]);
    assert_eq!(regrade.code, Some(2), "{regrade:?}");
    assert!(!key.exists());

    let other = "cd".repeat(32);
    let told = refused(&data, Some(&other));
    assert!(
        told.err.contains("DGM_SECRET_KEY is not the secret"),
        "{told:?}"
    );
    std::fs::write(&key, &other).expect("it is written");
    let told = refused(&data, None);
    assert!(
        told.err.contains("is not the secret of this database"),
        "{told:?}"
    );
    let looked = json(&["doctor", "--data", text(&data)]);
    assert_eq!(looked.0, Some(1), "{looked:?}");
    // A backup of both would be one that cannot be used.
    let file = folder.path().join("b");
    let backup = run(&["backup", text(&file), "--data", text(&data)]);
    assert_eq!((backup.code, file.exists()), (Some(2), false), "{backup:?}");

    std::fs::write(&key, was).expect("it is back");
    drop(Server::start(&data));
}

#[test]
fn another_secret_is_accepted_on_purpose_alone() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = served(folder.path());
    let accept = ["secret", "accept", "--data", text(&data)];
    let same = run(&accept);
    assert_eq!(same.code, Some(0), "{same:?}");
    assert!(same.out.contains("nothing to accept"), "{same:?}");
    std::fs::remove_file(data.join("secret.key")).expect("it is lost");
    let told = run(&accept);
    assert_eq!(told.code, Some(1), "{told:?}");
    for says in ["other inputs", "a regrade", "--yes"] {
        assert!(told.out.contains(says), "{says}: {told:?}");
    }
    refused(&data, None);
    let (code, done) = json(&[&accept[..], &["--yes"]].concat());
    assert_eq!((code, &done["accepted"]), (Some(0), &true.into()), "{done}");
    drop(Server::start(&data));
    // One that is given is accepted likewise, and then no other.
    let given = "cd".repeat(32);
    let mut command = dgm(&[&accept[..], &["--yes"]].concat());
    let run: Run = command
        .env("DGM_SECRET_KEY", &given)
        .output()
        .expect("it runs")
        .into();
    assert_eq!(run.code, Some(0), "{run:?}");
    refused(&data, None);
}

#[test]
fn a_course_of_an_earlier_version_has_no_fingerprint_and_had_a_secret() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = served(folder.path());
    let old = folder.path().join("dgm.sqlite");
    super::upkeep::forget_fingerprint(&data.join("dgm.sqlite"));
    std::fs::copy(data.join("dgm.sqlite"), old).expect("it is copied");
    let key = data.join("secret.key");
    let was = std::fs::read(&key).expect("it is there");
    std::fs::remove_file(&key).expect("it is lost");
    refused(&data, None);
    std::fs::write(&key, was).expect("it is back");
    drop(Server::start(&data));
    // Known from now on.
    refused(&data, Some(&"cd".repeat(32)));
    // People can be added before the first start: that makes no secret and needs none.
    let new = folder.path().join("new");
    printed(&new, &["user", "add", "anna"]);
    drop(Server::start(&new));
}
