//! What was acknowledged survives the server's sudden end.

use crate::support::binary::{Server, printed};
use serde_json::Value;

#[test]
fn a_killed_server_keeps_what_it_has_acknowledged() {
    let data = tempfile::tempdir().expect("a folder is made");
    printed(data.path(), &["user", "add", "anna"]);
    let token = printed(data.path(), &["user", "token", "anna"]);
    let bearer = format!("Bearer {token}");
    let file: &[u8] = b"{\"gaussian_kl.kl\": 1}";

    let mut server = Server::start(data.path());
    let mut sent = ureq::post(format!("{}/api/v1/homeworks/elbo/submissions", server.url))
        .header("authorization", &bearer)
        .send(file)
        .expect("it is accepted");
    // Nothing between the answer and the end but this.
    server.child.kill().expect("it is killed (SIGKILL)");
    server.child.wait().expect("it has ended");
    assert_eq!(sent.status(), 201);
    let receipt: Value = read(sent.body_mut());

    let server = Server::start(data.path());
    let get = |path: &str| {
        let asked = ureq::get(format!("{}{path}", server.url)).header("authorization", &bearer);
        asked.call().expect("it is there")
    };
    let path = format!("/api/v1/submissions/{}", receipt["id"]);
    let mut kept: Value = read(get(&path).body_mut());
    assert_eq!(kept, receipt);
    kept = read(get("/api/v1/homeworks").body_mut());
    assert_eq!(kept[0]["homework"], "elbo");
    let bytes = get(&format!("{path}/file")).body_mut().read_to_vec();
    assert_eq!(bytes.expect("it is read"), file);
}

fn read(body: &mut ureq::Body) -> Value {
    let text = body.read_to_string().expect("it is text");
    serde_json::from_str(&text).expect("it is JSON")
}
