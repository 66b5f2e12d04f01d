//! From the sign-in link to the report with Tab, Enter and letters alone: no mouse, and no script of the test's either.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::visit::Visit;
use thirtyfour::Key;

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
    let visit = Visit::new(&window, 1280, &server.url, files.path());
    visit.sign_in(&link).await;

    visit.press(Key::Tab).await;
    let first: String = visit.asks("return document.activeElement.className").await;
    assert_eq!(first, "skip", "the first stop skips the header");
    visit.press(Key::Enter).await;
    // Past the header: the next stop is in the content.
    visit.press(Key::Tab).await;
    let next: bool = visit
        .asks("return document.activeElement.closest('main') !== null")
        .await;
    assert!(next, "the header is skipped");
    visit.press(Key::Enter).await;
    visit.sees("floor(relu(0 / 8 - 2))").await;

    visit.tab_to("a[href=\"/homeworks/elbo\"]").await;
    visit.press(Key::Enter).await;
    visit.sees("1. Inputs").await;
    // The chooser of files is the system's own; numbers are typed instead.
    visit.tab_to("details:has(form.numbers) > summary").await;
    visit.press(Key::Enter).await;
    visit.tab_to("[name=\"elbo_surgery.mean_kl\"]").await;
    visit.types("1,5").await;
    visit.press(Key::Enter).await;
    visit.sees("Nothing is sent yet.").await;
    visit.tab_to("form.confirm button").await;
    visit.press(Key::Enter).await;
    visit.sees("Received and stored.").await;
    // In the report a task unfolds by Enter.
    visit.tab_to("details.practice > summary").await;
    visit.press(Key::Enter).await;
    visit.sees("Companding of audio samples").await;
    visit.tab_to("a[href$=\"/file\"]").await;
    window.quit().await.expect("the window closes");
}
