//! A disk that is full for a while: nothing acknowledged is lost, and writing goes on when there is room, without a restart.

#![cfg(unix)]

use crate::support::binary::{Server, dgm, printed};
use crate::support::disk::Disk;
use std::path::Path;
use std::time::Duration;

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
    let Some(disk) = Disk::mounted(8) else {
        return;
    };
    let data = disk.path().join("data");
    printed(&data, &["user", "add", "anna"]);
    let token = printed(&data, &["user", "token", "anna"]);
    let ballast = disk.path().join("ballast");
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
