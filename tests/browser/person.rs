//! What a person does in a window: opens, looks, clicks, types.

use std::time::Duration;
use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, Key, WebDriver, WebElement};

/// Somebody who sits at a window, signed in or not.
pub struct Person<'a> {
    pub window: &'a WebDriver,
    /// Where the server is reached.
    pub url: &'a str,
    /// How wide the window was asked to be.
    pub width: u32,
}

impl<'a> Person<'a> {
    /// Somebody who came by this sign-in link to a window so many points wide.
    pub async fn signed_in(window: &'a WebDriver, width: u32, url: &'a str, link: &str) -> Self {
        let person = Self { window, url, width };
        person.sign_in(link).await;
        person
    }

    /// Opens a sign-in link, in the form that the command line prints, and presses its button.
    pub async fn sign_in(&self, link: &str) {
        let secret = link.rsplit('/').next().unwrap_or_default();
        let path = format!("/sign-in/{secret}");
        self.go(&path).await;
        self.click(&format!("form[action='{path}'] button")).await;
        // Somebody else may be signed in on the page of the link: it is the next page that counts.
        for _ in 0..100 {
            if !self.place().await.starts_with("/sign-in/") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.find(".leave form").await;
    }

    /// Opens a page.
    pub async fn go(&self, path: &str) {
        let address = format!("{}{path}", self.url);
        self.window.goto(address).await.expect("the page opens");
    }

    /// The part of the address after the server's.
    pub async fn place(&self) -> String {
        let address = self.window.current_url().await.expect("an address");
        let address = address.as_str();
        address.strip_prefix(self.url).unwrap_or(address).to_owned()
    }

    /// Waits until the page shows this: a click leads on after a moment.
    pub async fn sees(&self, what: &str) {
        let mut text = None;
        for _ in 0..100 {
            text = match self.window.find(By::Tag("body")).await {
                Ok(body) => body.text().await.ok(),
                Err(_) => None,
            };
            if text.as_ref().is_some_and(|t| t.contains(what)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(text.as_deref(), Some(what), "is not on the page");
    }

    /// The first element of this kind; it is waited for.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self.window.query(By::Css(css)).first().await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Presses a button or follows a link.
    pub async fn click(&self, css: &str) {
        let found = self.find(css).await;
        found.click().await.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Puts a text into a field in place of what was there.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it is emptied");
        field.send_keys(text).await.expect("it is typed");
    }

    /// The visible texts of all elements of this kind.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let found = self.window.find_all(By::Css(css)).await;
        let mut texts = Vec::new();
        for element in found.expect("it can be looked for") {
            texts.push(element.text().await.expect("a text"));
        }
        texts
    }

    /// Presses one key.
    pub async fn press(&self, key: Key) {
        let chain = self.window.action_chain().send_keys(key);
        chain.perform().await.expect("the key is pressed");
    }

    /// Types where the focus is.
    pub async fn types(&self, text: &str) {
        let chain = self.window.action_chain().send_keys(text);
        chain.perform().await.expect("it is typed");
    }

    /// Goes on with the tab key until the focus is here; whatever is passed must show that it has the focus.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..80 {
            self.press(Key::Tab).await;
            let script = format!(
                "const e = document.activeElement; return [String(e.matches('{css}')), getComputedStyle(e).outlineStyle, e.outerHTML.slice(0, 120)]"
            );
            let answer = self.window.execute(script, Vec::new()).await;
            let found: Vec<String> = answer.expect("it runs").convert().expect("three texts");
            assert_ne!(found[1], "none", "the focus on {} cannot be seen", found[2]);
            if found[0] == "true" {
                return;
            }
        }
        panic!("{css} is no stop of the tab key");
    }

    /// Runs a script that gives something.
    pub async fn asks<T: serde::de::DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.window.execute(script, Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{script}: {error}"));
        answer.convert().expect("it gives what was asked for")
    }

    /// Nothing of the page is reached by scrolling the page sideways.
    pub async fn fits(&self, what: &str) {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth]";
        let found: Vec<u32> = self.asks(script).await;
        // A phone's window grows with a page that is too wide for it, so the width asked for is what counts.
        let fits = found.iter().all(|wide| *wide <= self.width);
        assert!(fits, "{what} is {found:?} wide at {}", self.width);
    }
}
