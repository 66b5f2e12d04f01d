//! A window of the browser, driven by the W3C WebDriver protocol: a command is a request with JSON, and its answer has a `value`.

use axum::http::Uri;
use base64::Engine as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

/// What a command gives, or what the driver says instead.
pub type Answer<T> = Result<T, String>;

/// Longer than any command takes: a driver that is gone does not hold a test up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The name under which the protocol hands elements out.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A window. It goes with the browser at the latest.
pub struct Window {
    agent: ureq::Agent,
    session: String,
}

/// How elements are looked for.
pub enum By {
    /// By a selector.
    Css(String),
    /// By a path.
    XPath(String),
}

/// A key that is no character.
#[derive(Clone, Copy)]
pub enum Key {
    Tab,
    Enter,
    End,
    Left,
}

/// An element of the page that is open.
pub struct Element<'a> {
    window: &'a Window,
    path: String,
}

fn spoken<T: DeserializeOwned>(value: Value) -> Answer<T> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

impl Window {
    /// Opens one with the driver at this address.
    pub fn open(driver: &str, options: &Value) -> Answer<Self> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        let wishes = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let mut window = Self {
            agent,
            session: format!("{driver}/session"),
        };
        let begun: Value = window.post("", &wishes)?;
        let id = begun["sessionId"].as_str().ok_or("a session has an id")?;
        window.session = format!("{}/{id}", window.session);
        Ok(window)
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.session)
    }

    fn told<T: DeserializeOwned>(
        answer: Result<axum::http::Response<ureq::Body>, ureq::Error>,
    ) -> Answer<T> {
        let mut answer = answer.map_err(|error| error.to_string())?;
        let is_success = answer.status().is_success();
        let text = answer.body_mut().read_to_string();
        let text = text.map_err(|error| error.to_string())?;
        let mut told: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let value = told["value"].take();
        if is_success {
            spoken(value)
        } else {
            Err(value.to_string())
        }
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Answer<T> {
        let request = self.agent.post(self.address(path));
        let request = request.header("content-type", "application/json");
        Self::told(request.send(body.to_string()))
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Answer<T> {
        Self::told(self.agent.get(self.address(path)).call())
    }

    /// Closes it.
    pub fn quit(&self) -> Answer<()> {
        Self::told(self.agent.delete(self.address("")).call())
    }

    /// Opens a page.
    pub fn goto(&self, address: &str) -> Answer<()> {
        self.post("/url", &json!({ "url": address }))
    }

    /// Looks from now on at what a frame of the page shows.
    pub fn enter(&self, frame: &Element<'_>) -> Answer<()> {
        let id = frame.path.trim_start_matches("/element/");
        self.post("/frame", &json!({ "id": { ELEMENT: id } }))
    }

    /// Looks at the whole page again.
    pub fn leave(&self) -> Answer<()> {
        self.post("/frame", &json!({ "id": null }))
    }

    /// The tabs that are open.
    pub fn tabs(&self) -> Answer<Vec<String>> {
        self.get("/window/handles")
    }

    /// The tab that is looked at.
    pub fn tab(&self) -> Answer<String> {
        self.get("/window")
    }

    /// Looks at another tab.
    pub fn turn_to(&self, tab: &str) -> Answer<()> {
        self.post("/window", &json!({ "handle": tab }))
    }

    /// Closes the tab that is looked at; another must be turned to.
    pub fn close_tab(&self) -> Answer<Vec<String>> {
        Self::told(self.agent.delete(self.address("/window")).call())
    }

    /// The address of the page.
    pub fn current_url(&self) -> Answer<Uri> {
        let address: String = self.get("/url")?;
        address.parse().map_err(|_| address)
    }

    /// The first element found.
    pub fn find(&self, by: &By) -> Answer<Element<'_>> {
        let found: Value = self.post("/element", &by.wire())?;
        Element::of(self, &found)
    }

    /// All elements found.
    pub fn find_all(&self, by: &By) -> Answer<Vec<Element<'_>>> {
        let found: Vec<Value> = self.post("/elements", &by.wire())?;
        let elements = found.iter().map(|element| Element::of(self, element));
        elements.collect()
    }

    /// What a script returns.
    pub fn execute<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Answer<T> {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/sync", &body)
    }

    /// What a script hands to the function that is its last argument.
    pub fn execute_async<T: DeserializeOwned>(&self, script: &str) -> Answer<T> {
        self.post("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Types where the focus is.
    pub fn types(&self, text: &str) -> Answer<()> {
        let strokes = text
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })));
        let strokes: Vec<_> = strokes.collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", &json!({ "actions": [keyboard] }))
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Answer<String> {
        let cookie: Value = self.get(&format!("/cookie/{name}"))?;
        spoken(cookie["value"].clone())
    }

    /// A picture of what is seen, as PNG.
    pub fn picture(&self) -> Answer<Vec<u8>> {
        let text: String = self.get("/screenshot")?;
        let decoded = base64::prelude::BASE64_STANDARD.decode(text);
        decoded.map_err(|error| error.to_string())
    }
}

impl By {
    fn wire(&self) -> Value {
        let (using, value) = match self {
            Self::Css(selector) => ("css selector", selector),
            Self::XPath(path) => ("xpath", path),
        };
        json!({ "using": using, "value": value })
    }
}

impl Key {
    /// The key as text that is typed.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Tab => "\u{e004}",
            Self::Enter => "\u{e007}",
            Self::End => "\u{e010}",
            Self::Left => "\u{e012}",
        }
    }
}

impl<'a> Element<'a> {
    fn of(window: &'a Window, found: &Value) -> Answer<Self> {
        let id = found[ELEMENT].as_str().ok_or("an element has an id")?;
        let path = format!("/element/{id}");
        Ok(Self { window, path })
    }

    fn post(&self, command: &str, body: &Value) -> Answer<()> {
        self.window.post(&format!("{}{command}", self.path), body)
    }

    /// Presses it, or follows it.
    pub fn click(&self) -> Answer<()> {
        self.post("/click", &json!({}))
    }

    /// Empties it.
    pub fn clear(&self) -> Answer<()> {
        self.post("/clear", &json!({}))
    }

    /// Types into it, or chooses a file with it.
    pub fn types(&self, text: &str) -> Answer<()> {
        self.post("/value", &json!({ "text": text }))
    }

    /// Its visible text.
    pub fn text(&self) -> Answer<String> {
        self.window.get(&format!("{}/text", self.path))
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Answer<Option<String>> {
        self.window.get(&format!("{}/attribute/{name}", self.path))
    }

    /// A property.
    pub fn property(&self, name: &str) -> Answer<Option<String>> {
        self.window.get(&format!("{}/property/{name}", self.path))
    }
}
