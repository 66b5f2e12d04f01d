//! The real server is killed after a letter was handed over and before that is noted.

use crate::support::binary::{Server, printed};
use crate::support::smtp::{Mood, Smtp};

#[test]
fn a_server_that_is_killed_while_it_sends_sends_once_more() {
    let data = tempfile::tempdir().expect("a folder is made");
    let smtp = Smtp::start();
    let config = format!(
        "[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"dgm@dgm.test\"\n",
        smtp.port
    );
    std::fs::write(data.path().join("dgm.toml"), config).expect("it is written");
    let add = ["user", "add", "anna", "--email", "anna@example.org"];
    printed(data.path(), &add);

    smtp.next(&[Mood::Holds]);
    let mut server = Server::start(data.path());
    let asked = ureq::post(format!("{}/sign-in/letter", server.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .send("email=anna%40example.org");
    assert!(asked.expect("it is taken").status().is_success());
    let first = smtp.more_than(0).remove(0);
    server.child.kill().expect("it is killed (SIGKILL)");
    server.child.wait().expect("it has ended");

    let server = Server::start(data.path());
    let again = smtp.more_than(1).remove(1);
    assert_eq!(first.header("message-id"), again.header("message-id"));
    let link = again.link("http");
    assert!(link.contains("/sign-in/"), "{link}");
    // The link is the same, apart from where the server is reached now: whichever letter is opened signs in.
    let secret = |link: &str| link.rsplit('/').next().unwrap_or_default().to_owned();
    assert_eq!(secret(&first.link("http")), secret(&link));
    let page = ureq::get(&link).call().expect("the link works");
    assert!(page.status().is_success());
    drop(server);
}
