//! Fixed addresses that programs look at.

use super::callers::Anonymous;
use crate::support::site::{Site, application, settings};
use crate::support::small::small;
use dgm_grader::web::state::{ServerState, Settings};

#[tokio::test]
async fn search_engines_are_shown_the_help_and_no_course() {
    let site = small(None).await;
    let robots = Anonymous::of(&site).get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    let text = robots.text();
    assert!(
        text.contains("Allow: /help\n") && text.ends_with("Disallow: /\n"),
        "{text}"
    );
}

#[tokio::test]
async fn the_icons_are_there() {
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    let icon = nobody.get("/favicon.ico").await;
    assert_eq!(icon.status, 200);
    assert!(icon.body.starts_with(&[0, 0, 1, 0]), "an icon file");
    let manifest = nobody.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest = manifest.json();
    for icon in manifest["icons"].as_array().expect("it has icons") {
        let path = icon["src"].as_str().expect("an icon has an address");
        let answer = nobody.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), icon["type"], "{path}");
        let size = icon["sizes"].as_str().and_then(|s| s.split_once('x'));
        if let Some((side, _)) = size {
            let side: u32 = side.parse().expect("a size is a number");
            // The head of a PNG has its width.
            assert_eq!(answer.body[16..20], side.to_be_bytes(), "{path}");
        }
    }
}

#[tokio::test]
async fn a_hole_is_told_to_whom_the_operator_named() {
    let site = small(None).await;
    let told = Anonymous::of(&site).get("/.well-known/security.txt").await;
    let text = told.text();
    let line = |name: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    assert_eq!(line("Contact: "), "mailto:security@dgm.test");
    assert_eq!(
        line("Canonical: "),
        "http://dgm.test/.well-known/security.txt"
    );
    let until: jiff::Timestamp = line("Expires: ").parse().expect("it is an instant");
    let days = until.duration_since(site.app.now()).as_hours() / 24;
    assert!((100..365).contains(&days), "{text}");

    let folder = tempfile::tempdir().expect("a folder is made");
    let silent = Settings {
        security_contact: None,
        ..settings()
    };
    let server = ServerState::new(application(folder.path()).await, silent);
    let site = Site::of(server, folder);
    let told = Anonymous::of(&site).get("/.well-known/security.txt").await;
    assert_eq!(told.status, 404);
}
