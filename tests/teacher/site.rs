//! The application on a temporary SQLite, callers by role, and a small course.

use assignments::arrays::Array;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use dgm_grader::answers::{Limits, write_npz};
use dgm_grader::grading::{draw_inputs, run_task, student_seed};
use dgm_grader::store::{NewUser, Role, Store, User};
use dgm_grader::web::render::Renderer;
use dgm_grader::web::router::router;
use dgm_grader::web::state::{App, AppState, Settings};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use tower::ServiceExt as _;

/// A course whose tolerance is far too strict: only the very same digits are right.
pub const STRICT: &str = r#"title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[[homework]]
id = "elbo"
max_points = "2.5"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
tolerance = { rtol = 1e-14, atol = 1e-14 }
"#;

/// The same with the task's own tolerance.
pub fn right() -> String {
    STRICT.replace("tolerance = { rtol = 1e-14, atol = 1e-14 }\n", "")
}

/// The course secret of these tests.
const SECRET: [u8; 32] = [7; 32];

fn clock() -> Timestamp {
    "2026-03-10T09:00:00Z".parse().expect("it is an instant")
}

/// The application and the folder of its database.
pub struct Site {
    pub app: AppState,
    pub folder: tempfile::TempDir,
    router: Router,
}

/// A fresh application on the database of a folder, as after a restart.
pub async fn start(folder: &Path) -> AppState {
    let store = Store::open_file(&folder.join("test.sqlite"))
        .await
        .expect("the store opens");
    App::new(Settings {
        store,
        secret: SECRET,
        renderer: Renderer::new(None).expect("the templates are right"),
        limits: Limits::default(),
        base_url: "http://dgm.test".to_owned(),
        clock,
        metrics: None,
    })
}

impl Site {
    /// A site with the strict course.
    pub async fn strict() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        let app = start(folder.path()).await;
        app.store
            .publish_course(STRICT, "first", "test", clock())
            .await
            .expect("the course is published");
        Self {
            router: router(app.clone()),
            app,
            folder,
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Door {
        Door {
            router: self.router.clone(),
            cookie: None,
            token: None,
        }
    }

    /// Somebody with this role, signed in and with a token.
    pub async fn join(&self, login: &str, role: Role) -> (Door, User) {
        let store = &self.app.store;
        let new = NewUser {
            login,
            name: login,
            role,
        };
        let (user, _) = store.put_user(new, "test", clock()).await.expect("a user");
        let hour = SignedDuration::from_hours(1);
        let link = store
            .new_link(user.id, hour, clock())
            .await
            .expect("a link");
        let token = store
            .new_token(user.id, "test", clock())
            .await
            .expect("a token");
        let mut door = self.nobody();
        let answer = door.get(&format!("/sign-in/{link}")).await;
        let cookie = answer.headers.get(header::SET_COOKIE).expect("a cookie");
        let cookie = cookie.to_str().expect("text").split(';').next();
        door.cookie = cookie.map(ToOwned::to_owned);
        door.token = Some(token);
        (door, user)
    }

    /// A student who has sent the right answers of the graded task, off by `off` of their size.
    pub async fn sends(&self, login: &str, off: f64) -> (User, i64) {
        let (door, user) = self.join(login, Role::Student).await;
        let answers = self.answers(login, off).await;
        let path = "/api/v1/homeworks/elbo/submissions";
        let sent = door.send("POST", path, &[], answers).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        let id = sent.json()["id"].as_i64().expect("an id");
        (user, id)
    }

    /// The bytes of such answers.
    pub async fn answers(&self, login: &str, off: f64) -> Vec<u8> {
        let active = self.app.course().await.expect("a course");
        let homework = active.course.homework("elbo").expect("it is there");
        let inputs = draw_inputs(homework, student_seed(&SECRET, login, "elbo"));
        let known = assignments::catalogue::task("elbo/gaussian_kl").expect("it is there");
        let own = &inputs["gaussian_kl"];
        let right = run_task(known, |known| known.reference(own)).expect("it runs");
        let keyed = right.into_iter().map(|(name, array)| {
            let array = Array::float(array.to_float().mapv(|x| x * (1.0 + off)));
            (format!("gaussian_kl.{name}"), array)
        });
        write_npz(&keyed.collect())
    }
}

/// The way in for one caller: the session for pages, the token for the API.
pub struct Door {
    router: Router,
    cookie: Option<String>,
    token: Option<String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |v| v.to_str().expect("text"))
    }
}

impl Door {
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Vec::new()).await
    }

    /// Sends a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| {
            text.bytes()
                .map(|b| format!("%{b:02X}"))
                .collect::<String>()
        };
        let pairs: Vec<_> = fields
            .iter()
            .map(|(k, v)| format!("{k}={}", encoded(v)))
            .collect();
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &kind, pairs.join("&").into_bytes())
            .await
    }

    /// Sends a form as one with files is sent.
    pub async fn multipart(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += "--edge--\r\n";
        let kind = [("content-type", "multipart/form-data; boundary=edge")];
        self.send("POST", path, &kind, body.into_bytes()).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let (Some(token), true) = (&self.token, path.starts_with("/api/")) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, 1 << 24).await.expect("a body").to_vec(),
        }
    }
}
