//! What a student does in a window besides: chooses a file, looks, confirms, reads what a field holds.

use crate::person::Person;
use std::ops::Deref;
use std::path::Path;
use thirtyfour::{By, WebDriver};

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
    pub fn new(window: &'a WebDriver, width: u32, url: &'a str, files: &'a Path) -> Self {
        Self {
            person: Person { window, url, width },
            files,
        }
    }

    /// The page, as it is now, does not show this.
    pub async fn lacks(&self, what: &str) {
        let text = self.text_of("body").await;
        assert!(!text.contains(what), "{what} is on the page: {text}");
    }

    /// How many elements of this kind there are now.
    pub async fn count(&self, css: &str) -> usize {
        let found = self.window.find_all(By::Css(css)).await;
        found.expect("the page answers").len()
    }

    /// The visible text of the first element of this kind.
    pub async fn text_of(&self, css: &str) -> String {
        let found = self.find(css).await.text().await;
        let text = found.expect("the page answers");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What stands in a field.
    pub async fn value(&self, css: &str) -> String {
        let found = self.find(css).await.prop("value").await;
        found.expect("the page answers").unwrap_or_default()
    }

    /// Opens what is folded on the page.
    pub async fn unfold(&self) {
        let script = "for (const d of document.querySelectorAll('details')) d.open = true";
        self.asks::<Option<bool>>(script).await;
    }

    /// Has a file looked at: chooses it on the homework's page and presses the button.
    pub async fn look(&self, homework: &str, name: &str, bytes: &[u8]) {
        let path = self.files.join(name);
        std::fs::write(&path, bytes).expect("it is written");
        self.go(&format!("/homeworks/{homework}")).await;
        let field = self.find("#answers").await;
        let chosen = field.send_keys(path.to_string_lossy()).await;
        chosen.expect("a file is chosen");
        self.click(".file-drop button").await;
    }

    /// Sends the file that was looked at.
    pub async fn confirm(&self) {
        self.sees("Nothing is sent yet.").await;
        self.click("form.confirm button").await;
    }

    /// The student's inputs, fetched with the session of the browser.
    pub async fn inputs(&self, homework: &str) -> Vec<u8> {
        let cookie = self.window.get_named_cookie("dgm_session").await;
        let cookie = cookie.expect("there is a session");
        let mut answer = ureq::get(format!("{}/homeworks/{homework}/inputs.npz", self.url))
            .header("cookie", format!("dgm_session={}", cookie.value))
            .call()
            .expect("the inputs come");
        answer.body_mut().read_to_vec().expect("to their end")
    }
}
