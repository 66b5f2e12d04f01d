//! From the sign-in link to the report with Tab, Enter and letters alone: no mouse, and no script of the test's either.

use crate::scene;
use crate::window::Key;

#[test]
fn the_keyboard_alone_leads_from_the_link_to_the_report() {
    scene::student(|visit| {
        visit.press(Key::Tab);
        let first: String = visit.asks("return document.activeElement.className");
        assert_eq!(first, "skip", "the first stop skips the header");
        visit.press(Key::Enter);
        // Past the header: the next stop is in the content.
        visit.press(Key::Tab);
        let next: bool = visit.asks("return document.activeElement.closest('main') !== null");
        assert!(next, "the header is skipped");
        visit.tab_to("main details > summary");
        visit.press(Key::Enter);
        visit.sees("floor(relu(0 / 8 - 2))");

        visit.tab_to("a[href=\"/homeworks/elbo\"]");
        visit.press(Key::Enter);
        visit.sees("1. Inputs");
        // The chooser of files is the system's own; numbers are typed instead.
        visit.tab_to("details:has(form.numbers) > summary");
        visit.press(Key::Enter);
        visit.tab_to("[name=\"elbo_surgery.mean_kl\"]");
        visit.types("1,5");
        visit.press(Key::Enter);
        visit.sees("Nothing is sent yet.");
        visit.tab_to("form.confirm button");
        visit.press(Key::Enter);
        visit.sees("Received and stored.");
        // In the report a task unfolds by Enter.
        visit.tab_to("details.practice > summary");
        visit.press(Key::Enter);
        visit.sees("Companding of audio samples");
        visit.tab_to("a[href$=\"/file\"]");
    });
}
