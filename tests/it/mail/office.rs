//! A site that writes letters, the mail server of tests, and whoever carries them there.

use crate::support::audit::checked;
use crate::support::course::{course, proof};
use crate::support::site::{Door, Site, clock};
use crate::support::smtp::{Received, Smtp};
use dgm_grader::mail::Post;
use dgm_grader::mail::worker::{Step, step};
use dgm_grader::settings::Mail;
use dgm_grader::settings::mail::Encryption;
use dgm_grader::store::{Details, LetterKind, Listed, ListedLetter, NewUser, Role};
use dgm_grader::templates::Templates;
use std::sync::Arc;

/// How a letter about points is late: it waits for more of the same.
pub const GATHERED: &str = "2026-03-10T09:20:00Z";

/// Everything that letters need.
pub struct Office {
    /// The site.
    pub site: Site,
    /// The mail server.
    pub smtp: Smtp,
    /// The way there.
    pub post: Post,
}

/// A course with a homework that is due on the evening after tests begin, and an item of it that a person grades.
pub fn toml() -> String {
    let homeworks = r#"[[homework]]
id = "elbo"
opens = 2026-03-01
deadline = 2026-03-11
closes = 2026-03-20
late = { per_day = "10%", most = "50%" }
"#;
    course(&format!("{homeworks}{}", proof("1", "2")))
}

/// The way to this server.
pub fn post(smtp: &Smtp) -> Post {
    let settings = Mail {
        host: "127.0.0.1".to_owned(),
        port: smtp.port,
        encryption: Encryption::None,
        user: None,
        password: None,
        authorities: Vec::new(),
        from: "Курс <dgm@dgm.test>".parse().expect("an address"),
        reply_to: None,
    };
    let templates =
        Templates::new(None, dgm_grader::web::assets::path).expect("the templates are right");
    Post::new(&settings, "http://dgm.test", Arc::new(templates)).expect("there is a way")
}

impl Office {
    /// A site with the course.
    pub async fn open() -> Self {
        let site = Site::writing().await;
        let store = &site.app.store;
        let published = store
            .publish_course(&checked(&toml()), "", "test", clock())
            .await;
        published.expect("the course is published");
        let smtp = Smtp::start();
        let post = post(&smtp);
        Self { site, smtp, post }
    }

    /// Somebody with an address, signed in.
    pub async fn join(&self, login: &str, role: Role) -> Door {
        let email = format!("{login}@example.org");
        self.join_at(login, login, &email, role).await
    }

    /// The same under this name and at this address.
    pub async fn join_at(&self, login: &str, name: &str, email: &str, role: Role) -> Door {
        let door = self.site.join_as(login, name, role).await;
        self.address(login, name, email, role).await;
        door
    }

    /// Gives somebody an address, as a list does.
    pub async fn address(&self, login: &str, name: &str, email: &str, role: Role) {
        let details = Details {
            email: email.to_owned(),
            ..Details::default()
        };
        let user = NewUser { login, name, role };
        let listed = [Listed { user, details }];
        let put = self
            .site
            .app
            .store
            .put_roster(&listed, &[], "test", clock());
        put.await.expect("the address is kept");
    }

    /// Sends what may be sent now, as the server does; what became of the last letter that was tried.
    pub async fn carry(&self) -> Step {
        let mut last = Step::Idle;
        for _ in 0..200 {
            match step(&self.site.app, &self.post).await.expect("it answers") {
                Step::Idle => return last,
                step => last = step,
            }
        }
        panic!("the queue never ends");
    }

    /// Sends what may be sent now: what the mail server has got by it.
    pub async fn sent(&self) -> Vec<Received> {
        let before = self.smtp.letters().len();
        self.carry().await;
        self.smtp.letters().split_off(before)
    }

    /// The one letter that is sent now.
    pub async fn one(&self) -> Received {
        let mut sent = self.sent().await;
        assert_eq!(sent.len(), 1, "{sent:?}; {:?}", self.listed().await);
        sent.remove(0)
    }

    /// The letters as the page lists them.
    pub async fn listed(&self) -> Vec<ListedLetter> {
        let all = self.site.app.store.listed_letters(100).await;
        all.expect("it answers")
    }

    /// How many letters of a kind there are, sent or not.
    pub async fn written(&self, kind: LetterKind) -> usize {
        let all = self.listed().await;
        all.iter().filter(|letter| letter.kind == kind).count()
    }
}
