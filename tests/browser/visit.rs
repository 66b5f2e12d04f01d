//! What a student does in a window besides: chooses a file, looks, confirms, reads what a field holds.

use crate::person::Person;
use crate::window::{By, Window};
use std::ops::Deref;
use std::path::Path;

/// A person with a folder for files.
pub struct Visit<'a> {
    person: Person<'a>,
    files: &'a Path,
}

impl<'a> Deref for Visit<'a> {
    type Target = Person<'a>;

    fn deref(&self) -> &Person<'a> {
        &self.person
    }
}

impl<'a> Visit<'a> {
    /// Somebody at this window, so many points wide, on this server.
    pub fn new(window: &'a Window, width: u32, url: &'a str, files: &'a Path) -> Self {
        Self {
            person: Person { window, url, width },
            files,
        }
    }

    /// The page, as it is now, does not show this.
    pub fn lacks(&self, what: &str) {
        let text = self.text_of("body");
        assert!(!text.contains(what), "{what} is on the page: {text}");
    }

    /// How many elements of this kind there are now.
    pub fn count(&self, css: &str) -> usize {
        let found = self.window.find_all(&By::Css(css.to_owned()));
        found.expect("the page answers").len()
    }

    /// The visible text of the first element of this kind.
    pub fn text_of(&self, css: &str) -> String {
        let found = self.find(css).text();
        let text = found.expect("the page answers");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What stands in a field.
    pub fn value(&self, css: &str) -> String {
        let found = self.find(css).property("value");
        found.expect("the page answers").unwrap_or_default()
    }

    /// Opens what is folded on the page.
    pub fn unfold(&self) {
        let script = "for (const d of document.querySelectorAll('details')) d.open = true";
        self.asks::<Option<bool>>(script);
    }

    /// Has a file looked at: chooses it on the homework's page and presses the button.
    pub fn look(&self, homework: &str, name: &str, bytes: &[u8]) {
        let path = self.files.join(name);
        std::fs::write(&path, bytes).expect("it is written");
        self.go(&format!("/homeworks/{homework}"));
        let field = self.find("#answers");
        let chosen = field.types(&path.to_string_lossy());
        chosen.expect("a file is chosen");
        self.click(".file-drop button");
    }

    /// Sends the file that was looked at.
    pub fn confirm(&self) {
        self.sees("Nothing is sent yet.");
        self.click("form.confirm button");
    }

    /// The student's inputs, fetched with the session of the browser.
    pub fn inputs(&self, homework: &str) -> Vec<u8> {
        let cookie = self.window.cookie("dgm_session");
        let cookie = cookie.expect("there is a session");
        let mut answer = ureq::get(format!("{}/homeworks/{homework}/inputs.npz", self.url))
            .header("cookie", format!("dgm_session={cookie}"))
            .call()
            .expect("the inputs come");
        answer.body_mut().read_to_vec().expect("to their end")
    }
}
