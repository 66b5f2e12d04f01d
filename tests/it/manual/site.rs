//! The site of tests with items graded by a person, and browsers that ask for English.

use super::course::toml;
use crate::support::audit::checked;
use crate::support::dom::assert_apart;
use crate::support::site::{self as house, Door, clock};
pub use crate::support::site::{Answer, set_clock};
use axum::http::StatusCode;
use dgm_grader::service::app::App;
use dgm_grader::store::{Role, User};
use jiff::SignedDuration;
use std::sync::Arc;

/// The application with the small course.
pub struct Site {
    /// What handlers share.
    pub app: Arc<App>,
    house: house::Site,
}

impl Site {
    /// A site with the small course.
    pub async fn new() -> Self {
        let house = house::Site::empty().await;
        let site = Self {
            app: house.app.clone(),
            house,
        };
        site.publish("1", "2").await;
        site
    }

    /// Publishes the course with this rubric.
    pub async fn publish(&self, idea: &str, rest: &str) {
        let store = &self.app.store;
        let toml = toml(idea, rest);
        let published = store
            .publish_course(&checked(&toml), "", "test", clock())
            .await;
        published.expect("the course is published");
    }

    /// Somebody with this role, signed in.
    pub async fn join(&self, login: &str, role: Role) -> Caller {
        let name = format!("{login} surname");
        let door = self.house.join_as(login, &name, role).await;
        let user = self.app.store.user(login).await.expect("people are kept");
        Caller { door, user }
    }

    /// The browser of one person after another signed in there by a link.
    pub async fn hand_over(&self, browser: &Caller, next: &Caller) -> Caller {
        let (user, day) = (next.user().id, SignedDuration::from_hours(24));
        let store = &self.app.store;
        let secret = store.new_link(user, day, "test", clock()).await;
        let mut door = browser.door.clone();
        door.enter(&secret.expect("a link is made")).await;
        Caller {
            door,
            user: next.user.clone(),
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Caller {
        Caller {
            door: self.house.nobody(),
            user: None,
        }
    }
}

/// A browser.
#[derive(Clone)]
pub struct Caller {
    door: Door,
    user: Option<User>,
}

impl Caller {
    /// Who it is.
    pub fn user(&self) -> &User {
        self.user.as_ref().expect("somebody signed in")
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.door.get(path).await
    }

    /// Asks for a page that must come, in English.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        let text = answer.text();
        assert_apart(&text, path);
        text
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.door.form(path, fields).await
    }

    /// Sends a form that must be taken; where it leads.
    pub async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {text}");
        answer.location().to_owned()
    }

    /// Uploads a document, and lies about what it is.
    pub async fn upload(&self, path: &str, file: &[u8]) -> Answer {
        let claimed = ("a.html", "text/html");
        self.door.send_file(path, "document", claimed, file).await
    }
}
