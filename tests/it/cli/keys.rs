//! A course secret that lies elsewhere than in the data folder: who can read it, and what messages call it.

use super::run::{dgm, json, run, text};
use crate::support::binary::Server;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A data folder whose secret is beside it.
fn course(folder: &Path) -> (PathBuf, PathBuf) {
    let (data, key) = (folder.join("data"), folder.join("course.key"));
    std::fs::create_dir(&data).expect("it is made");
    let config = format!("secret_file = \"{}\"\n", text(&key));
    std::fs::write(data.join("dgm.toml"), config).expect("it is written");
    drop(Server::start(&data));
    assert!(key.is_file() && !data.join("secret.key").exists());
    (data, key)
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("it is set");
}

#[test]
fn a_secret_elsewhere_that_others_can_read_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, key) = course(folder.path());
    let looked = || run(&["doctor", "--data", text(&data)]).out;
    assert!(!looked().contains("chmod"), "{}", looked());
    set_mode(&key, 0o644);
    let next = format!("chmod 600 {}", text(&key));
    assert!(looked().contains(&next), "{}", looked());
    let checked = run(&["serve", "--check-config", "--data", text(&data)]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(checked.out.contains(&next), "{checked:?}");
    let log = folder.path().join("log");
    let mut serve = dgm(&["serve", "--listen", "127.0.0.1:0", "--data", text(&data)]);
    serve.stderr(std::fs::File::create(&log).expect("the log is made"));
    drop(Server::of(serve));
    let log = std::fs::read_to_string(&log).expect("it is read");
    assert!(log.contains(&next), "{log}");
}

#[test]
fn messages_name_the_file_that_holds_the_secret() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, key) = course(folder.path());
    let backup = folder.path().join("x.backup");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    let doctor = ["doctor", "--data", text(&data)];
    let refused = || {
        let (refused, looked) = (run(&serve), run(&doctor));
        assert_eq!(
            (refused.code, looked.code),
            (Some(2), Some(1)),
            "{refused:?}"
        );
        for said in [refused.err, looked.out] {
            assert!(
                said.contains(text(&key)) && !said.contains("secret.key"),
                "{said}"
            );
        }
    };
    std::fs::write(&key, "cd".repeat(32)).expect("it is written");
    refused();
    std::fs::remove_file(&key).expect("it is lost");
    refused();
    let told = run(&["backup", text(&backup), "--data", text(&data)]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.err.contains(text(&key)), "{told:?}");
}

#[test]
fn a_file_that_holds_no_secret_makes_no_valid_config() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("it is made");
    std::fs::write(data.join("dgm.toml"), "secret_file = \"/etc/passwd\"\n")
        .expect("it is written");
    let check = ["serve", "--check-config", "--data", text(&data)];
    let (code, checked) = json(&check);
    assert_eq!(
        (code, &checked["valid"]),
        (Some(1), &false.into()),
        "{checked}"
    );
    let told = run(&[&check[..], &["--lang", "ru"]].concat());
    assert!(
        told.out.contains("в файле /etc/passwd нет секрета курса"),
        "{told:?}"
    );
    let mut known = dgm(&check);
    known.env("DGM_SECRET_KEY", "07".repeat(32));
    assert!(
        known.status().expect("it runs").success(),
        "the file is not asked"
    );
}
