//! From the sign-in link to the report with Tab, Enter and letters alone: no mouse, and no script of the test's either.

use crate::chromium::Chromium;
use crate::server::{Server, printed};
use crate::visit::Visit;
use thirtyfour::Key;

/// What has the focus: what it is called, and whether that can be seen.
const FOCUSED: &str = r"
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const name = e.getAttribute('aria-label') || e.name || e.textContent.trim();
    const box = e.getBoundingClientRect();
    return [name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0];
";

#[tokio::test]
async fn the_keyboard_alone_leads_from_the_link_to_the_report() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    let window = chromium.window(1280).await;
    let visit = Visit {
        window: &window,
        url: &server.url,
        files: files.path(),
    };
    let secret = link.rsplit('/').next().unwrap_or_default();
    visit.go(&format!("/sign-in/{secret}")).await;

    press(&visit, Key::Tab).await;
    let (first, seen) = focused(&visit).await;
    assert_eq!(first, "Skip to content", "the first stop skips the header");
    assert!(seen, "it can be seen");
    press(&visit, Key::Enter).await;
    // Past the header: the next stop is in the content.
    press(&visit, Key::Tab).await;
    assert_eq!(focused(&visit).await.0, "How the grade comes about");
    press(&visit, Key::Enter).await;
    visit.sees("floor(relu(0 / 8 - 2))").await;

    tab_to(&visit, "ELBO: likelihood, variational bounds and autoregressive models").await;
    press(&visit, Key::Enter).await;
    visit.sees("1. Inputs").await;
    // The chooser of files is the system's own; numbers are typed instead.
    tab_to(&visit, "Type single numbers instead").await;
    press(&visit, Key::Enter).await;
    tab_to(&visit, "elbo_surgery.mean_kl").await;
    type_in(&visit, "1,5").await;
    press(&visit, Key::Enter).await;
    visit.sees("Nothing is sent yet.").await;
    tab_to(&visit, "Send for checking").await;
    press(&visit, Key::Enter).await;
    visit.sees("Received and stored.").await;
    // In the report a task unfolds by Enter.
    tab_to(&visit, "Practice").await;
    press(&visit, Key::Enter).await;
    visit.sees("Companding of audio samples").await;
    tab_to(&visit, "The file as it was sent").await;
    window.quit().await.expect("the window closes");
}

async fn press(visit: &Visit<'_>, key: Key) {
    let chain = visit.window.action_chain().send_keys(key);
    chain.perform().await.expect("the key is pressed");
}

async fn type_in(visit: &Visit<'_>, text: &str) {
    let chain = visit.window.action_chain().send_keys(text);
    chain.perform().await.expect("it is typed");
}

async fn focused(visit: &Visit<'_>) -> (String, bool) {
    visit.run(FOCUSED).await
}

/// Goes on by Tab until the focus is on what begins with this name; every stop on the way can be seen.
async fn tab_to(visit: &Visit<'_>, name: &str) {
    let mut stops = Vec::new();
    for _ in 0..120 {
        press(visit, Key::Tab).await;
        let (what, seen) = focused(visit).await;
        assert!(seen, "the focus on {what} cannot be seen");
        if what.starts_with(name) {
            return;
        }
        stops.push(what);
    }
    panic!("{name} is no stop; these are: {stops:#?}");
}
