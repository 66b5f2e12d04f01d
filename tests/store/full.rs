//! A disk that is full, and has room again: what was acknowledged is there, and writing goes on by itself.
//!
//! It takes a small disk of its own, which only an administrator can mount: tried where `DGM_REQUIRE_TMPFS=1`.

#![cfg(target_os = "linux")]

use crate::server::{Server, printed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Long enough for a server to see that there is room again.
const PATIENCE: Duration = Duration::from_secs(20);

/// A disk of eight megabytes in memory.
struct Disk(PathBuf);

impl Disk {
    fn mounted(at: &Path) -> Self {
        let options = ["-t", "tmpfs", "-o", "size=8m", "tmpfs"];
        let done = Command::new("mount").args(options).arg(at).status();
        assert!(
            done.expect("it runs").success(),
            "DGM_REQUIRE_TMPFS=1 and none can be mounted"
        );
        Self(at.to_owned())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_loses_nothing_and_writing_resumes() {
    if std::env::var_os("DGM_REQUIRE_TMPFS").is_none_or(|v| v != "1") {
        eprintln!("skipped: DGM_REQUIRE_TMPFS is not 1");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder is made");
    let disk = Disk::mounted(folder.path());
    let data = &disk.0;
    printed(data, &["user", "add", "anna"]);
    let bearer = format!("Bearer {}", printed(data, &["user", "token", "anna"]));
    let server = Server::start(data);
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    let agent: ureq::Agent = config.build().into();
    let send = |number: usize| {
        // Noise, so that no file is like another and none is small.
        let noise = "x".repeat(200_000);
        let body = format!("{{\"gaussian_kl.kl\": {number}, \"{noise}\": 1}}");
        let url = format!("{}/api/v1/homeworks/elbo/submissions", server.url);
        let mut answer = agent
            .post(url)
            .header("authorization", &bearer)
            .send(body.as_bytes())
            .expect("it answers");
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        (answer.status().as_u16(), text, body)
    };
    let ballast = data.join("ballast");
    std::fs::write(&ballast, vec![0; 4 << 20]).expect("there is room yet");
    let mut kept = Vec::new();
    let refused = loop {
        let (status, text, body) = send(kept.len());
        if status != 201 {
            break (status, text);
        }
        kept.push((text, body));
        assert!(kept.len() < 30, "the disk never fills");
    };
    assert!(
        matches!(refused.0, 500 | 503 | 507),
        "told as a fault of ours: {refused:?}"
    );
    assert!(!kept.is_empty());
    std::fs::remove_file(&ballast).expect("there is room again");
    let begun = Instant::now();
    let again = loop {
        let (status, text, body) = send(1_000);
        if status == 201 {
            break (text, body);
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "writing does not resume: {status} {text:.300}"
        );
        std::thread::sleep(Duration::from_millis(500));
    };
    kept.push(again);
    for (receipt, body) in &kept {
        let receipt: serde_json::Value = serde_json::from_str(receipt).expect("it is JSON");
        let url = format!("{}/api/v1/submissions/{}/file", server.url, receipt["id"]);
        let mut answer = agent
            .get(url)
            .header("authorization", &bearer)
            .call()
            .expect("it answers");
        let file = answer.body_mut().read_to_string().expect("to its end");
        assert_eq!(&file, body);
    }
}
