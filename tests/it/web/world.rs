//! A course in which everything that a route may be asked for is there, and somebody of every role.

use super::sign_in_provider::ways;
use crate::support::audit::checked;
use crate::support::course::{course, proof};
use crate::support::site::{Answer, Door, SECRET, Site, clock, settings, writing};
use dgm_grader::grading::{draw_inputs, run_task, student_seed};
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use dgm_grader::service::sign_in::Ways;
use dgm_grader::store::Role;
use dgm_grader::web::state::{ServerState, Settings};
use judge::answers::write_npz;
use judge::arrays::Array;

const HOMEWORK: &str = r#"
[[homework]]
id = "elbo"
max_points = "2.5"
deadline = 2026-03-11
closes = 2026-03-20
reveal = "always"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
STRICT

"#;

/// The config in force: its tolerance was too strict before, and its rubric another.
pub fn config() -> String {
    version("", "2", "1")
}

/// The same with another rubric again.
pub fn other_rubric() -> String {
    version("", "1", "2")
}

fn version(strict: &str, idea: &str, rest: &str) -> String {
    let homework = HOMEWORK.replace("STRICT", strict);
    course(&(homework + &proof(idea, rest)))
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody: no session, no token.
    Nobody,
    /// A student to whom nothing belongs that is asked for.
    Other,
    /// A grader.
    Grader,
    /// A teacher.
    Teacher,
    /// An owner of the course.
    Owner,
    /// The student to whom it belongs.
    Anna,
}

impl Who {
    /// Everybody; whoever may change most comes late.
    pub const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Other,
        Self::Grader,
        Self::Teacher,
        Self::Owner,
        Self::Anna,
    ];

    /// The role; `None` of nobody.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Other | Self::Anna => Some(Role::Student),
            Self::Grader => Some(Role::Grader),
            Self::Teacher => Some(Role::Teacher),
            Self::Owner => Some(Role::Owner),
        }
    }

    /// The login.
    pub const fn login(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Other => "boris",
            Self::Grader => "grader",
            Self::Teacher => "teacher",
            Self::Owner => "owner",
            Self::Anna => "anna",
        }
    }
}

/// The course with everything in it: a submission that was graded anew, answers for people to grade, one of them graded by an
/// older rubric, a request, a job. All of it has number 1 and is Anna's, but for the graded answer.
pub struct World {
    /// The site.
    pub site: Site,
    doors: Vec<Door>,
}

/// A site that writes letters, with a provider to sign in by, which nobody asks anything until somebody comes back from it.
async fn offering() -> Site {
    let github = "[[sign_in.oauth]]\nprovider = \"github\"\nclient_id = \"dgm\"";
    let folder = tempfile::tempdir().expect("a folder is made");
    let settings = Settings {
        ways: Ways::new(ways(github)),
        ..settings()
    };
    let server = ServerState::new(writing(folder.path()).await, settings);
    Site::of(server, folder)
}

impl World {
    /// Makes it.
    pub async fn new() -> Self {
        let site = offering().await;
        let store = &site.app.store;
        let strict = "tolerance = { rtol = 1e-14, atol = 1e-14 }";
        let first = version(strict, "1", "2");
        let published = store
            .publish_course(&checked(&first), "first", "test", clock())
            .await;
        published.expect("the course is published");
        let mut doors = Vec::new();
        for who in Who::ALL {
            doors.push(match who.role() {
                None => site.nobody(),
                Some(role) => site.join(who.login(), role).await,
            });
        }
        let world = Self { site, doors };
        let anna = world.door(Who::Anna);
        let near = world.answers(1e-6).await;
        let path = "/api/v1/homeworks/elbo/submissions";
        world
            .done(anna, path, "application/octet-stream", &near)
            .await;
        // Three answers wait, one for each who grades; the fourth has its points.
        let vera = world.site.join("vera", Role::Student).await;
        let gleb = world.site.join("gleb", Role::Student).await;
        for door in [anna, world.door(Who::Other), &vera, &gleb] {
            world
                .form(door, "/homeworks/elbo/items/proof/text", "text=mine")
                .await;
        }
        let grade = "points.idea=1&points.rest=2&comment=&do=save";
        let teacher = world.door(Who::Teacher);
        world
            .form(teacher, "/queue/elbo/proof/answers/4", grade)
            .await;
        world
            .form(anna, "/homeworks/elbo/requests", "task=proof&text=why")
            .await;
        let store = &world.site.app.store;
        let published = store
            .publish_course(&checked(&config()), "second", "test", clock())
            .await;
        published.expect("the course is published");
        let begun = enqueue(&world.site.app, None, "test").await;
        let Ok(Enqueued::Job(job)) = begun else {
            panic!("the submission is to be graded anew");
        };
        resume(&world.site.app, &job)
            .await
            .expect("it is graded anew");
        world
    }

    /// The way in for this caller.
    pub fn door(&self, who: Who) -> &Door {
        &self.doors[who as usize]
    }

    async fn done(&self, door: &Door, path: &str, kind: &str, body: &[u8]) -> Answer {
        let answer = door
            .send("POST", path, &[("content-type", kind)], body.to_vec())
            .await;
        assert!(answer.status.as_u16() < 400, "{path}: {}", answer.text());
        answer
    }

    async fn form(&self, door: &Door, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.done(door, path, kind, form.as_bytes()).await
    }

    /// Anna's right answers, off by this share of their size.
    pub async fn answers(&self, off: f64) -> Vec<u8> {
        let active = self.site.app.course().await.expect("a course");
        let homework = active.course.homework("elbo").expect("it is there");
        let inputs = draw_inputs(homework, student_seed(&SECRET, "anna", "elbo"));
        let known = assignments::catalogue::task("elbo/gaussian_kl").expect("it is there");
        let right = run_task(known, |known| known.reference(&inputs["gaussian_kl"]));
        let keyed = right.expect("it runs").into_iter().map(|(name, array)| {
            let array = Array::float(array.to_float().mapv(|x| x * (1.0 + off)));
            (format!("gaussian_kl.{name}"), array)
        });
        write_npz(&keyed.collect())
    }
}
