//! The whole application on a temporary SQLite with a clock that tests set, and callers by role who knock at its router.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use dgm_grader::ids::UserId;
use dgm_grader::service::app::App;
use dgm_grader::service::mail::desk::MailDesk;
use dgm_grader::service::sign_in::Ways;
use dgm_grader::store::{NewUser, Role, Store};
use dgm_grader::web::address::Proxies;
use dgm_grader::web::bounds::Bounds;
use dgm_grader::web::render::Renderer;
use dgm_grader::web::router::router;
use dgm_grader::web::state::{ServerState, Settings};
use dgm_grader::web::wheels::Wheels;
use jiff::{SignedDuration, Timestamp};
use judge::answers::Limits;
use std::cell::Cell;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;

/// Before this instant `elbo` of the small course is due.
pub const NOW: &str = "2026-03-10T09:00:00Z";
/// The course secret of tests.
pub const SECRET: [u8; 32] = [7; 32];

thread_local! {
    // Tests run their futures on their own thread, so each has a clock of its own.
    static CLOCK: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// The clock that the application is given.
pub fn clock() -> Timestamp {
    CLOCK
        .get()
        .unwrap_or_else(|| NOW.parse().expect("it is an instant"))
}

/// Sets this test's clock.
pub fn set_clock(at: &str) {
    CLOCK.set(Some(at.parse().expect("it is an instant")));
}

/// The application, and the folder that its database lives in.
pub struct Site {
    /// The application.
    pub app: Arc<App>,
    /// What handlers share.
    pub server: ServerState,
    router: Router,
    _folder: tempfile::TempDir,
}

/// A fresh application on the database of a folder, as after a restart.
pub async fn start(folder: &Path) -> ServerState {
    start_within(folder, patient()).await
}

/// Usual bounds, but that a page waits for as long as it takes until it is known what a change would do.
pub fn patient() -> Bounds {
    Bounds {
        preview: Duration::from_mins(10),
        ..Bounds::default()
    }
}

/// The same within these bounds.
pub async fn start_within(folder: &Path, bounds: Bounds) -> ServerState {
    ServerState::new(
        application(folder).await,
        Settings {
            bounds,
            ..settings()
        },
    )
}

/// The application on the database of a folder.
pub async fn application(folder: &Path) -> Arc<App> {
    let store = Store::open_file(&folder.join("test.sqlite"))
        .await
        .expect("the store opens");
    let limits = Limits {
        file: 1 << 20,
        ..Limits::default()
    };
    App::new(store, SECRET, limits, clock)
}

/// The same, which writes letters; whoever wants them sent does it.
pub async fn writing(folder: &Path) -> Arc<App> {
    let store = Store::open_file(&folder.join("test.sqlite"))
        .await
        .expect("the store opens");
    let desk = MailDesk::new("mail.test:465".to_owned(), "dgm@dgm.test".to_owned(), true);
    App::with_mail(store, SECRET, Limits::default(), clock, Some(desk))
}

/// How its server is set up.
pub fn settings() -> Settings {
    Settings {
        renderer: Renderer::new(None).expect("the templates are right"),
        wheels: Wheels::of(PathBuf::from("tests/fixtures/client")),
        bounds: patient(),
        base_url: "http://dgm.test".to_owned(),
        proxies: Proxies::default(),
        security_contact: Some("mailto:security@dgm.test".parse().expect("an address")),
        ways: Ways::default(),
    }
}

impl Site {
    /// A site without a course.
    pub async fn empty() -> Self {
        Self::within(tempfile::tempdir().expect("a folder is made")).await
    }

    /// A site without a course, which writes letters.
    pub async fn writing() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        let app = writing(folder.path()).await;
        Self::of(ServerState::new(app, settings()), folder)
    }

    /// The same in this folder.
    pub async fn within(folder: tempfile::TempDir) -> Self {
        let server = start(folder.path()).await;
        Self::of(server, folder)
    }

    /// A site of this server, whose database lives in this folder.
    pub fn of(server: ServerState, folder: tempfile::TempDir) -> Self {
        Self {
            router: router(server.clone()),
            app: Arc::clone(&server.app),
            server,
            _folder: folder,
        }
    }

    /// Somebody with this role, signed in, with a token.
    pub async fn join(&self, login: &str, role: Role) -> Door {
        self.join_as(login, login, role).await
    }

    /// The same under a name.
    pub async fn join_as(&self, login: &str, name: &str, role: Role) -> Door {
        let store = &self.app.store;
        let new = NewUser { login, name, role };
        let (user, _) = store
            .put_user(new, "test", clock())
            .await
            .expect("a user is put");
        let link = store
            .new_link(user.id, SignedDuration::from_hours(1), "test", clock())
            .await
            .expect("a link is made");
        let token = store
            .new_token(user.id, "test", "test", clock())
            .await
            .expect("the store answers")
            .expect("a token is made");
        let mut door = self.nobody();
        door.enter(&link).await;
        door.token = Some(token);
        door.id = user.id;
        door
    }

    /// The same browser and token at this site: another server of the same database.
    pub fn welcome(&self, door: &Door) -> Door {
        Door {
            router: self.router.clone(),
            ..door.clone()
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Door {
        Door {
            router: self.router.clone(),
            cookie: None,
            token: None,
            swapped: false,
            id: UserId::NONE,
        }
    }
}

/// The way in for one caller: the session of a browser for pages, the token for the API.
#[derive(Clone)]
pub struct Door {
    router: Router,
    cookie: Option<String>,
    /// The token for the API, also for those who speak to a socket themselves.
    pub token: Option<String>,
    /// Whether pages get the token and the API the session: the wrong key each.
    pub swapped: bool,
    /// The caller's row, if any.
    pub id: UserId,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Door {
    /// Opens a sign-in link and presses its button, as another browser of the same person.
    pub async fn enter(&mut self, secret: &str) {
        let path = format!("/sign-in/{secret}");
        let page = self.get(&path).await;
        let text = page.text();
        assert_eq!(page.status, StatusCode::OK, "{text}");
        let button = format!("method=\"post\" action=\"{path}\"");
        assert!(text.contains(&button), "there is a button: {text}");
        let answer = self.post(&path, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.cookie = answer.cookie();
        assert!(self.cookie.is_some(), "signing in sets a cookie");
    }

    /// Asks for a page or an API resource.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &kind, form.as_bytes().to_vec())
            .await
    }

    /// Sends a file as a person does: has it looked at, then confirms. A refusal of the first step is the answer.
    pub async fn upload(&self, homework: &str, file: &[u8]) -> Answer {
        let looked = self.look(homework, file).await;
        if looked.status == StatusCode::SEE_OTHER {
            self.confirm(homework).await
        } else {
            looked
        }
    }

    /// Sends the file that waits, by the button of its page.
    pub async fn confirm(&self, homework: &str) -> Answer {
        let page = self.get(&format!("/homeworks/{homework}/draft")).await;
        let text = page.text();
        let Some((_, rest)) = text.split_once("name=\"sha256\" value=\"") else {
            return page;
        };
        let sha256 = rest.split('"').next().unwrap_or_default();
        let path = format!("/homeworks/{homework}/submissions");
        self.post(&path, &format!("sha256={sha256}")).await
    }

    /// Has a file looked at, as the page's form does.
    pub async fn look(&self, homework: &str, file: &[u8]) -> Answer {
        let path = format!("/homeworks/{homework}/draft");
        let kind = "application/octet-stream";
        self.send_file(&path, "answers", ("a.npz", kind), file)
            .await
    }

    /// Sends a form with one file under a name and a type, which nobody has to believe.
    pub async fn send_file(
        &self,
        path: &str,
        field: &str,
        (name, claimed): (&str, &str),
        file: &[u8],
    ) -> Answer {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {claimed}\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
        let kind = [("content-type", "multipart/form-data; boundary=edge")];
        self.send("POST", path, &kind, body).await
    }

    /// Sends anything.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "dgm.test");
        if path.starts_with("/api/") != self.swapped {
            if let Some(token) = &self.token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
        } else if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Body::from(body))
            .expect("it is a right request");
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        // Arrivals are told for as long as somebody listens.
        let body = if path.ends_with("/live/events") {
            Body::empty()
        } else {
            body
        };
        let body = to_bytes(body, usize::MAX).await.expect("the body ends");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        Some(set.split(';').next()?.to_owned())
    }
}

/// A caller is a type: a test that takes a [`Teacher`] cannot be handed a student.
macro_rules! callers {
    ($($(#[$doc:meta])* $name:ident = $login:literal, $role:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(Door);

        impl $name {
            /// Joins the site.
            pub async fn of(site: &Site) -> Self {
                Self(site.join($login, $role).await)
            }
        }

        impl Deref for $name {
            type Target = Door;
            fn deref(&self) -> &Door {
                &self.0
            }
        }
    )*};
}

pub(crate) use callers;

callers! {
    /// A student.
    Student = "anna", Role::Student;
    /// A teacher.
    Teacher = "teacher", Role::Teacher;
}
