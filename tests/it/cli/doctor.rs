//! `dgm doctor` on folders that are in order, and on those that are not.

use super::run::{json, run, text};
use crate::support::binary::Server;
use serde_json::Value;

fn state<'a>(looked: &'a Value, check: &str) -> &'a str {
    let rows = looked["checks"].as_array().expect("rows");
    let states = rows.iter().filter(|row| row["check"] == check);
    let worst = states.map(|row| row["state"].as_str().expect("a word"));
    worst
        .max_by_key(|s| ["ok", "warn", "fail"].iter().position(|k| k == s))
        .expect(check)
}

#[test]
fn a_folder_in_order_is_told_to_be() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let doctor = ["doctor", "--data", text(&data)];
    let (code, looked) = json(&doctor);
    assert_eq!(
        (code, state(&looked, "folder")),
        (Some(0), "warn"),
        "{looked}"
    );
    assert!(!data.exists(), "looking makes nothing");
    let server = Server::start(&data);
    let (code, looked) = json(&[&doctor[..], &["--base-url", "https://dgm.example.org"]].concat());
    assert_eq!(
        (code, &looked["ok"]),
        (Some(0), &Value::Bool(true)),
        "{looked}"
    );
    for check in [
        "version", "folder", "modes", "lock", "database", "clock", "secret", "zones", "base-url",
    ] {
        assert_eq!(state(&looked, check), "ok", "{check}: {looked}");
    }
    let process = server.child.id().to_string();
    let russian = run(&[&doctor[..], &["--lang", "ru"]].concat());
    assert_eq!(russian.code, Some(0), "{russian:?}");
    assert!(
        russian.out.contains(&format!("работает процесс {process}")),
        "{russian:?}"
    );
    assert!(
        !russian.out.contains("doctor-"),
        "every message is there: {russian:?}"
    );
}

#[test]
fn what_is_not_in_order_is_told_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    drop(Server::start(&data));
    let doctor = ["doctor", "--data", text(&data)];
    std::fs::write(data.join("secret.key"), "cd".repeat(32)).expect("it is written");
    let (code, looked) = json(&doctor);
    assert_eq!(
        (code, state(&looked, "secret")),
        (Some(1), "fail"),
        "{looked}"
    );
    std::fs::write(data.join("secret.key"), "short").expect("it is written");
    assert_eq!(state(&json(&doctor).1, "secret"), "fail");
    std::fs::remove_file(data.join("secret.key")).expect("it is gone");
    let lost = run(&doctor);
    assert!(
        lost.out.contains("FAULT") && lost.out.contains("dgm secret accept"),
        "{lost:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let wide = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(data.join("dgm.sqlite"), wide).expect("it is set");
        let looked = run(&doctor);
        assert!(looked.out.contains("chmod 600"), "{looked:?}");
    }
    for (url, expected) in [
        ("dgm.example.org", "fail"),
        ("http://dgm.example.org", "warn"),
    ] {
        let (_, looked) = json(&[&doctor[..], &["--base-url", url]].concat());
        assert_eq!(state(&looked, "base-url"), expected, "{looked}");
    }
    let nowhere = "postgres://nobody@127.0.0.1:1/nothing";
    let (code, looked) = json(&[&doctor[..], &["--database", nowhere]].concat());
    assert_eq!(
        (code, state(&looked, "database")),
        (Some(1), "fail"),
        "{looked}"
    );
}
