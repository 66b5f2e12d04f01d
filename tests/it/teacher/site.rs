//! The site of tests of the grading config: a small course that is too strict, and students who sent for it.

use crate::support::audit::checked;
pub use crate::support::site::Door;
use crate::support::site::{self as house, SECRET, clock};
use axum::http::StatusCode;
use dgm_grader::grading::{draw_inputs, run_task, student_seed};
use dgm_grader::ids::SubmissionId;
use dgm_grader::service::app::App;
use dgm_grader::store::{Role, User};
use judge::answers::write_npz;
use judge::arrays::Array;
use std::path::PathBuf;
use std::sync::Arc;

/// A course whose tolerance is far too strict: only the very same digits are right.
pub const STRICT: &str = concat!(
    include_str!("../../fixtures/courses/head.toml"),
    r#"
[[homework]]
id = "elbo"
max_points = "2.5"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
tolerance = { rtol = 1e-14, atol = 1e-14 }
"#
);

/// The same with the task's own tolerance.
pub fn right() -> String {
    STRICT.replace("tolerance = { rtol = 1e-14, atol = 1e-14 }\n", "")
}

/// The application with the strict course.
pub struct Site {
    /// What handlers share.
    pub app: Arc<App>,
    /// Where the database lies.
    pub folder: PathBuf,
    house: house::Site,
}

impl Site {
    /// A site with the strict course.
    pub async fn strict() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        let path = folder.path().to_owned();
        let house = house::Site::within(folder).await;
        house
            .app
            .store
            .publish_course(&checked(STRICT), "first", "test", clock())
            .await
            .expect("the course is published");
        Self {
            app: house.app.clone(),
            folder: path,
            house,
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Door {
        self.house.nobody()
    }

    /// Somebody with this role, signed in and with a token.
    pub async fn join(&self, login: &str, role: Role) -> (Door, User) {
        let door = self.house.join(login, role).await;
        let user = self.app.store.user(login).await.expect("people are kept");
        (door, user.expect("somebody joined"))
    }

    /// A student who has sent the right answers of the graded task, off by `off` of their size.
    pub async fn sends(&self, login: &str, off: f64) -> (User, SubmissionId) {
        let (door, user) = self.join(login, Role::Student).await;
        let answers = self.answers(login, off).await;
        let path = "/api/v1/homeworks/elbo/submissions";
        let sent = door.send("POST", path, &[], answers).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        let id = sent.json()["id"].as_i64().expect("an id");
        (user, id.into())
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
