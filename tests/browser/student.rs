//! From the sign-in link to the total, on a phone and on a desk.

use crate::chromium::Chromium;
use crate::server::{Server, printed};
use crate::solve::{solved, spoilt};
use dgm_grader::answers::write_npz;
use std::path::Path;
use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, WebDriver};

/// What one window does, with the server and the folder for files.
struct Visit<'a> {
    window: &'a WebDriver,
    url: &'a str,
    files: &'a Path,
}

#[tokio::test]
async fn a_student_sends_answers_from_a_desk_and_from_a_phone() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let logins = [("desk", 1280), ("phone", 390)];
    let links = logins.map(|(login, _)| printed(data.path(), &["user", "add", login]));
    let server = Server::start(data.path());
    for ((_, width), link) in logins.into_iter().zip(links) {
        let window = chromium.window(width).await;
        let visit = Visit {
            window: &window,
            url: &server.url,
            files: files.path(),
        };
        let secret = link.rsplit('/').next().unwrap_or_default();
        visit.go(&format!("/sign-in/{secret}")).await;
        visit.evening(i64::from(width)).await;
        window.quit().await.expect("the window closes");
    }
}

impl Visit<'_> {
    async fn go(&self, path: &str) {
        let address = format!("{}{path}", self.url);
        self.window.goto(address).await.expect("the page opens");
    }

    /// The text that a person sees, if the page stays while it is read.
    async fn text(&self) -> Option<String> {
        let body = self.window.find(By::Tag("body")).await.ok()?;
        body.text().await.ok()
    }

    /// Waits until the page shows this: a click leads on after a moment.
    async fn sees(&self, what: &str) {
        let mut text = None;
        for _ in 0..50 {
            text = self.text().await;
            if text.as_ref().is_some_and(|t| t.contains(what)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        assert_eq!(text.as_deref(), Some(what), "is not on the page");
    }

    async fn evening(&self, width: i64) {
        self.fits(width, "the overview").await;
        self.sees("0 of 104 points: grade 0").await;
        self.go("/homeworks/elbo").await;
        self.fits(width, "the homework").await;

        let inputs = self.inputs().await;
        self.upload(
            "spoilt.npz",
            &write_npz(&spoilt("elbo", "gaussian_kl", &inputs)),
        )
        .await;
        self.sees("Received and stored.").await;
        self.sees("12 of 13 points; 1 of 9 tasks not right yet.")
            .await;
        self.sees("This looks like:").await;
        self.fits(width, "the report with a hint").await;

        self.go("/homeworks/elbo").await;
        self.upload("answers.npz", &write_npz(&solved("elbo", &inputs)))
            .await;
        self.sees("13 of 13 points: every graded task is right.")
            .await;
        self.fits(width, "the report").await;
        self.go("/").await;
        self.sees("13 of 104 points").await;

        let switch = self
            .window
            .query(By::Css("form.language button"))
            .first()
            .await;
        switch
            .expect("there is a switch")
            .click()
            .await
            .expect("it is pressed");
        self.sees("13 из 104").await;
        self.fits(width, "the overview in Russian").await;
        for path in ["/homeworks/elbo", "/account"] {
            self.go(path).await;
            self.fits(width, path).await;
        }
    }

    /// The student's inputs, fetched with the session of the browser.
    async fn inputs(&self) -> Vec<u8> {
        let cookie = self.window.get_named_cookie("dgm_session").await;
        let cookie = cookie.expect("there is a session");
        let mut answer = ureq::get(format!("{}/homeworks/elbo/inputs.npz", self.url))
            .header("cookie", format!("dgm_session={}", cookie.value))
            .call()
            .expect("the inputs come");
        answer.body_mut().read_to_vec().expect("to their end")
    }

    async fn upload(&self, name: &str, bytes: &[u8]) {
        let path = self.files.join(name);
        std::fs::write(&path, bytes).expect("it is written");
        let field = self
            .window
            .find(By::Id("answers"))
            .await
            .expect("there is a field");
        field
            .send_keys(path.to_string_lossy())
            .await
            .expect("a file is chosen");
        let button = self.window.find(By::Css("button.primary")).await;
        button
            .expect("there is a button")
            .click()
            .await
            .expect("it is pressed");
        // The script sends the file and then opens what was found in it.
        let confirm = self
            .window
            .query(By::Css("form.confirm button"))
            .first()
            .await;
        self.sees("Nothing is sent yet.").await;
        confirm
            .expect("there is a button to confirm")
            .click()
            .await
            .expect("it is pressed");
    }

    /// The page is as wide as the window: nothing of it is reached by scrolling sideways.
    async fn fits(&self, width: i64, what: &str) {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth]";
        let found = self
            .window
            .execute(script, Vec::new())
            .await
            .expect("it runs");
        let found: Vec<i64> = found.convert().expect("three numbers");
        // The window is as wide as asked for, so the test is about this width and no other.
        assert!(found[0] <= width, "{what}: the window is {} wide", found[0]);
        assert!(
            found[1] <= width && found[2] <= width,
            "{what} is {found:?} wide at {width}"
        );
    }
}
