//! What a person does in a window: opens, looks, clicks, types.

use crate::window::{Answer, By, Element, Key, Window};
use std::time::{Duration, Instant};

/// Somebody who sits at a window, signed in or not.
pub struct Person<'a> {
    pub window: &'a Window,
    /// Where the server is reached.
    pub url: &'a str,
    /// How wide the window was asked to be.
    pub width: u32,
}

impl<'a> Person<'a> {
    /// Somebody who came by this sign-in link to a window so many points wide.
    pub fn signed_in(window: &'a Window, width: u32, url: &'a str, link: &str) -> Self {
        let person = Self { window, url, width };
        person.sign_in(link);
        person
    }

    /// Opens a sign-in link, in the form that the command line prints, and presses its button.
    pub fn sign_in(&self, link: &str) {
        let secret = link.rsplit('/').next().unwrap_or_default();
        let path = format!("/sign-in/{secret}");
        self.go(&path);
        self.click(&format!("form[action='{path}'] button"));
        // Somebody else may be signed in on the page of the link: it is the next page that counts.
        for _ in 0..100 {
            if !self.place().starts_with("/sign-in/") {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        self.find(".leave form");
    }

    /// Opens a page.
    pub fn go(&self, path: &str) {
        let address = format!("{}{path}", self.url);
        self.window.goto(&address).expect("the page opens");
    }

    /// The part of the address after the server's.
    pub fn place(&self) -> String {
        let address = self.window.current_url().expect("an address");
        let address = address.to_string();
        address
            .strip_prefix(self.url)
            .unwrap_or(&address)
            .to_owned()
    }

    /// Waits until the page shows this: a click leads on after a moment.
    pub fn sees(&self, what: &str) {
        let mut text = None;
        for _ in 0..100 {
            text = match self.window.find(&By::Css("body".to_owned())) {
                Ok(body) => body.text().ok(),
                Err(_) => None,
            };
            if text.as_ref().is_some_and(|t| t.contains(what)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        assert_eq!(text.as_deref(), Some(what), "is not on the page");
    }

    /// The first element of this kind; it is waited for.
    pub fn find(&self, css: &str) -> Element<'_> {
        let by = By::Css(css.to_owned());
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            match self.window.find(&by) {
                Ok(found) => return found,
                Err(error) => assert!(Instant::now() < patience, "{css}: {error}"),
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Presses a button or follows a link.
    pub fn click(&self, css: &str) {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method by its name is that of elements of one lifetime"
        )]
        self.acts(css, |element| element.click());
    }

    /// Puts a text into a field in place of what was there.
    pub fn fill(&self, css: &str, text: &str) {
        self.acts(css, |field| {
            field.clear()?;
            field.types(text)
        });
    }

    /// Does something to the first element of this kind. A page that is just leaving takes its elements along between the look and the
    /// act, so both are tried again.
    fn acts(&self, css: &str, act: impl Fn(&Element<'_>) -> Answer<()>) {
        let patience = Instant::now() + Duration::from_secs(20);
        while let Err(error) = act(&self.find(css)) {
            assert!(Instant::now() < patience, "{css}: {error}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The visible texts of all elements of this kind.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let found = self.window.find_all(&By::Css(css.to_owned()));
        let mut texts = Vec::new();
        for element in found.expect("it can be looked for") {
            texts.push(element.text().expect("a text"));
        }
        texts
    }

    /// Presses one key.
    pub fn press(&self, key: Key) {
        self.types(key.text());
    }

    /// Types where the focus is.
    pub fn types(&self, text: &str) {
        self.window.types(text).expect("it is typed");
    }

    /// Goes on with the tab key until the focus is here; whatever is passed must show that it has the focus.
    pub fn tab_to(&self, css: &str) {
        for _ in 0..80 {
            self.press(Key::Tab);
            let script = format!(
                "const e = document.activeElement; return [String(e.matches('{css}')), getComputedStyle(e).outlineStyle, e.outerHTML.slice(0, 120)]"
            );
            let found: Vec<String> = self.asks(&script);
            assert_ne!(found[1], "none", "the focus on {} cannot be seen", found[2]);
            if found[0] == "true" {
                return;
            }
        }
        panic!("{css} is no stop of the tab key");
    }

    /// Runs a script that gives something.
    pub fn asks<T: serde::de::DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.window.execute(script, &[]);
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Nothing of the page is reached by scrolling the page sideways.
    pub fn fits(&self, what: &str) {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth]";
        let found: Vec<u32> = self.asks(script);
        // A phone's window grows with a page that is too wide for it, so the width asked for is what counts.
        let fits = found.iter().all(|wide| *wide <= self.width);
        assert!(fits, "{what} is {found:?} wide at {}", self.width);
    }
}
