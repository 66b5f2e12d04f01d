//! The application with a clock that tests set, and people who knock at its router.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::course::{NOW, toml};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use dgm_grader::answers::Limits;
use dgm_grader::store::{NewUser, Role, Store, User};
use dgm_grader::web::render::Renderer;
use dgm_grader::web::router::router;
use dgm_grader::web::state::{App, AppState, Settings};
use jiff::{SignedDuration, Timestamp};
use std::cell::Cell;
use tower::ServiceExt as _;

thread_local! {
    // Tests run their futures on their own thread, so each has a clock of its own.
    static CLOCK: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// The clock that the application is given.
pub fn clock() -> Timestamp {
    CLOCK.get().unwrap_or_else(|| NOW.parse().unwrap())
}

/// Sets this test's clock.
pub fn set_clock(at: &str) {
    CLOCK.set(Some(at.parse().unwrap()));
}

/// The application, and the folder that its database lives in.
pub struct Site {
    /// What handlers share.
    pub app: AppState,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Site {
    /// A site with the small course.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("test.sqlite"))
            .await
            .unwrap();
        let app = App::new(Settings {
            store,
            secret: [7; 32],
            renderer: Renderer::new(None).expect("the templates are right"),
            limits: Limits::default(),
            base_url: "http://dgm.test".to_owned(),
            clock,
            metrics: None,
        });
        let site = Self {
            router: router(app.clone()),
            app,
            _folder: folder,
        };
        site.publish("1", "2").await;
        site
    }

    /// Publishes the course with this rubric.
    pub async fn publish(&self, idea: &str, rest: &str) {
        let store = &self.app.store;
        let toml = toml(idea, rest);
        let published = store.publish_course(&toml, "", "test", clock()).await;
        published.unwrap();
    }

    /// Somebody with this role, signed in.
    pub async fn join(&self, login: &str, role: Role) -> Caller {
        let store = &self.app.store;
        let name = format!("{login} surname");
        let new = NewUser {
            login,
            name: &name,
            role,
        };
        let (user, _) = store.put_user(new, "test", clock()).await.unwrap();
        let link = store
            .new_link(user.id, SignedDuration::from_hours(999), clock())
            .await
            .unwrap();
        let mut caller = self.nobody();
        let answer = caller.get(&format!("/sign-in/{link}")).await;
        let set = answer.headers.get(header::SET_COOKIE).expect("a session");
        let set = set.to_str().unwrap().split(';').next().unwrap();
        caller.cookie = Some(set.to_owned());
        caller.user = Some(user);
        caller
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Caller {
        Caller {
            router: self.router.clone(),
            cookie: None,
            user: None,
        }
    }
}

/// A browser.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    cookie: Option<String>,
    user: Option<User>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default()
    }
}

impl Caller {
    /// Who it is.
    pub fn user(&self) -> &User {
        self.user.as_ref().expect("somebody signed in")
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, Vec::new()).await
    }

    /// Asks for a page that must come, in English.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = urlencoded(fields).into_bytes();
        let kind = Some("application/x-www-form-urlencoded");
        self.send("POST", path, kind, body).await
    }

    /// Sends a form that must be taken; where it leads.
    pub async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {text}");
        answer.header("location").to_owned()
    }

    /// Uploads a document.
    pub async fn upload(&self, path: &str, file: &[u8]) -> Answer {
        let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.html\"\r\nContent-Type: text/html\r\n\r\n".to_vec();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let kind = Some("multipart/form-data; boundary=edge");
        self.send("POST", path, kind, body).await
    }

    async fn send(&self, method: &str, path: &str, kind: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "dgm.test")
            .header(header::ACCEPT_LANGUAGE, "en");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).unwrap();
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }
}

/// Fields as a form sends them.
fn urlencoded(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut out, b| {
            if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') {
                out.push(char::from(b));
            } else {
                use std::fmt::Write as _;
                write!(out, "%{b:02X}").unwrap();
            }
            out
        })
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}
