//! A disk that is full for a while: nothing acknowledged is lost, and writing goes on when there is room, without a restart.

#![cfg(unix)]

use crate::support::binary::{Server, dgm, printed};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// A small file system of its own; unmounted with the value.
struct Small(tempfile::TempDir);

impl Small {
    /// Nothing where this user may mount nothing.
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder is made");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs"])
            .arg(folder.path())
            .output();
        if mount.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        assert!(
            std::env::var_os("DGM_REQUIRE_TMPFS").is_none_or(|v| v != "1"),
            "DGM_REQUIRE_TMPFS=1, and no tmpfs can be mounted"
        );
        eprintln!("skipped: no tmpfs can be mounted");
        None
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

/// Asks without taking a refusal for an error.
fn web() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.build().into()
}

fn send(server: &Server, token: &str, number: usize) -> u16 {
    // Random digits, so that nothing is the same file, and large, so that the disk is soon full.
    let file = format!("{{\"gaussian_kl.kl\": {number}}}{}", " ".repeat(300_000));
    let sent = web()
        .post(format!("{}/api/v1/homeworks/elbo/submissions", server.url))
        .header("authorization", format!("Bearer {token}"))
        .send(file.as_bytes());
    sent.expect("it is answered").status().as_u16()
}

fn ready(server: &Server) -> u16 {
    let asked = web().get(format!("{}/health/ready", server.url)).call();
    asked.expect("it is answered").status().as_u16()
}

#[test]
fn a_full_disk_stops_the_server_only_while_it_is_full() {
    let Some(disk) = Small::mounted() else {
        return;
    };
    let data = disk.0.path().join("data");
    printed(&data, &["user", "add", "anna"]);
    let token = printed(&data, &["user", "token", "anna"]);
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![1; 5 << 20]).expect("there is room yet");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--log", "error"];
    let server = Server::of(dgm(&data, &[&serve[..], &["--max-file", "1"]].concat()));
    assert_eq!(ready(&server), 200);
    let mut number = 0;
    let mut stored = 0;
    let refused = loop {
        number += 1;
        assert!(number < 28, "the disk is never full");
        match send(&server, &token, number) {
            201 => stored += 1,
            other => break other,
        }
    };
    assert_eq!(refused, 503, "after {stored}");
    assert_ne!(stored, 0);
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(ready(&server), 503);
    // Reading goes on.
    let grade = web()
        .get(format!("{}/api/v1/grade", server.url))
        .header("authorization", format!("Bearer {token}"))
        .call();
    assert_eq!(grade.expect("it is answered").status(), 200);

    std::fs::remove_file(&ballast).expect("there is room again");
    // The very file that was refused, and no attempt was lost on it.
    assert_eq!(send(&server, &token, number), 201);
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(ready(&server), 200);
    drop(server);
    assert_eq!(submissions(&data), stored + 1, "each that was acknowledged");
}

fn submissions(data: &Path) -> usize {
    let copy = tempfile::tempdir().expect("a folder is made");
    let file = copy.path().join("b");
    let file = file.to_str().expect("a text");
    printed(data, &["backup", file]);
    let new = copy.path().join("new");
    let told = printed(&new, &["restore", file, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    let count = told["submissions"].as_u64().expect("a number");
    usize::try_from(count).expect("it is small")
}
