//! Where most tests begin: somebody signed in at a desk, on a server of their own.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use crate::visit::Visit;
use std::path::Path;

/// How wide a window is on a desk.
const DESK: u32 = 1280;

/// A teacher of the demo, and the server's folder. Where there is no browser, nothing is done.
pub fn teacher(test: impl FnOnce(&Person<'_>, &Path)) {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let window = chromium.window(DESK);
    let teacher = Person::signed_in(&window, DESK, &demo.url, &demo.teacher);
    test(&teacher, data.path());
    window.quit().expect("the window closes");
}

/// A student of the default course, who has done nothing yet. Where there is no browser, nothing is done.
pub fn student(test: impl FnOnce(&Visit<'_>)) {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    let window = chromium.window(DESK);
    let visit = Visit::new(&window, DESK, &server.url, files.path());
    visit.sign_in(&link);
    test(&visit);
    window.quit().expect("the window closes");
}
