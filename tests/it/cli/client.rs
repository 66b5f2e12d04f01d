//! A client that is made from the OpenAPI document talks to a real server.

use crate::support::binary::{Server, printed};
use std::process::Command;

#[test]
fn a_generated_client_works() {
    let mut python = Command::new("python3");
    let found = python
        .args(["-c", "import openapi_python_client, httpx, attrs"])
        .output();
    if !found.is_ok_and(|output| output.status.success()) {
        assert!(
            std::env::var_os("DGM_REQUIRE_PYTHON").is_none(),
            "python3 with openapi-python-client is required here"
        );
        return;
    }
    let data = tempfile::tempdir().expect("a folder is made");
    printed(data.path(), &["user", "add", "anna"]);
    let token = printed(data.path(), &["user", "token", "anna"]);
    let server = Server::start(data.path());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/client.py");
    let output = Command::new("python3")
        .args([script, &server.url, &token])
        .output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "elbo 13", "{said}");
    assert_eq!(
        lines[lines.len() - 2..],
        ["final 0", "problem sign-in"],
        "{said}"
    );
}
