//! A window of the browser.

use crate::chromium::Chromium;
use std::ops::Deref;
use std::time::{Duration, Instant};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;

/// A window. The browser that it belongs to closes it at the latest.
pub struct Window(WebDriver);

impl Window {
    /// A window of a session that was begun.
    pub const fn of(session: WebDriver) -> Self {
        Self(session)
    }

    /// Closes it.
    pub async fn quit(&self) -> WebDriverResult<()> {
        self.0.clone().quit().await
    }
}

impl Deref for Window {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.0
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // A session that was not ended is ended by its own drop, which waits for an answer that does not come: a test that
        // panics would stand still for minutes. So nobody ends it; the browser goes with its processes.
        drop(self.0.clone().leak());
    }
}

#[tokio::test]
async fn a_window_that_nobody_closed_holds_nobody_up() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let window = chromium.window(1280).await;
    let begun = Instant::now();
    // As where a test panics.
    drop(window);
    drop(chromium);
    assert!(begun.elapsed() < Duration::from_secs(5));
}
