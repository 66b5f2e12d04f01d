//! What a person does in a window: opens, reads, presses, types, chooses a file.

use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;
use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, WebDriver, WebElement};

/// A window on a server, with a folder for files.
pub struct Visit<'a> {
    pub window: &'a WebDriver,
    pub url: &'a str,
    pub files: &'a Path,
}

impl Visit<'_> {
    /// Opens a page of the server.
    pub async fn go(&self, path: &str) {
        let address = format!("{}{path}", self.url);
        self.window.goto(address).await.expect("the page opens");
    }

    /// The text that a person sees, if the page stays while it is read.
    async fn text(&self) -> Option<String> {
        let body = self.window.find(By::Tag("body")).await.ok()?;
        body.text().await.ok()
    }

    /// Waits until the page shows this: a click leads on after a moment.
    pub async fn sees(&self, what: &str) {
        let mut text = None;
        for _ in 0..50 {
            text = self.text().await;
            if text.as_ref().is_some_and(|t| t.contains(what)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(text.as_deref(), Some(what), "is not on the page");
    }

    /// The page, as it is now, does not show this.
    pub async fn lacks(&self, what: &str) {
        let text = self.text().await.expect("the page has a text");
        assert!(!text.contains(what), "{what} is on the page: {text}");
    }

    /// The first element of this kind; it is waited for.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self.window.query(By::Css(css)).first().await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// How many elements of this kind there are now.
    pub async fn count(&self, css: &str) -> usize {
        let found = self.window.find_all(By::Css(css)).await;
        found.expect("the page answers").len()
    }

    /// The text of the first element of this kind, folded or not.
    pub async fn text_of(&self, css: &str) -> String {
        let found = self.find(css).await.prop("textContent").await;
        let text = found.expect("the page answers").unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What stands in a field.
    pub async fn value(&self, css: &str) -> String {
        let found = self.find(css).await.prop("value").await;
        found.expect("the page answers").unwrap_or_default()
    }

    /// Presses a button or a link.
    pub async fn press(&self, css: &str) {
        let found = self.find(css).await;
        found.scroll_into_view().await.expect("it is reached");
        found.click().await.expect("it is pressed");
    }

    /// Writes into a field in place of what stands there.
    pub async fn write(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it is emptied");
        field.send_keys(text).await.expect("it is written");
    }

    /// Opens what is folded on the page.
    pub async fn unfold(&self) {
        let script = "for (const d of document.querySelectorAll('details')) d.open = true";
        self.run::<Option<bool>>(script).await;
    }

    /// Runs a script on the page.
    pub async fn run<T: DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.window.execute(script, Vec::new()).await;
        let answer = answer.expect("the script runs").convert();
        answer.expect("it gives what is asked for")
    }

    /// A file on the disk of the person.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files.join(name);
        std::fs::write(&path, bytes).expect("it is written");
        path
    }

    /// Has a file looked at: chooses it on the homework's page and presses the button.
    pub async fn look(&self, homework: &str, name: &str, bytes: &[u8]) {
        let path = self.file(name, bytes);
        self.go(&format!("/homeworks/{homework}")).await;
        let field = self.find("#answers").await;
        let chosen = field.send_keys(path.to_string_lossy()).await;
        chosen.expect("a file is chosen");
        self.press(".file-drop button").await;
    }

    /// Sends the file that was looked at.
    pub async fn confirm(&self) {
        self.sees("Nothing is sent yet.").await;
        self.press("form.confirm button").await;
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

    /// The page is as wide as the window: nothing of it is reached by scrolling sideways.
    pub async fn fits(&self, width: i64, what: &str) {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth]";
        let found: Vec<i64> = self.run(script).await;
        // The window is as wide as asked for, so the test is about this width and no other.
        assert!(found[0] <= width, "{what}: the window is {} wide", found[0]);
        assert!(
            found[1] <= width && found[2] <= width,
            "{what} is {found:?} wide at {width}"
        );
    }
}
