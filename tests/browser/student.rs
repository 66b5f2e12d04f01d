//! From the sign-in link to the total, on a phone and on a desk.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::solve::{solved, spoilt};
use crate::visit::Visit;
use dgm_grader::answers::write_npz;

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
        let visit = Visit::new(&window, width, &server.url, files.path());
        visit.sign_in(&link).await;
        evening(&visit).await;
        window.quit().await.expect("the window closes");
    }
}

async fn evening(visit: &Visit<'_>) {
    visit.fits("the overview").await;
    visit.sees("0 of 104 points: grade 0").await;
    visit.go("/homeworks/elbo").await;
    visit.fits("the homework").await;

    let inputs = visit.inputs("elbo").await;
    let bytes = write_npz(&spoilt("elbo", "discretized_logistic_mixture", &inputs));
    visit.look("elbo", "spoilt.npz", &bytes).await;
    visit.confirm().await;
    visit.sees("Received and stored.").await;
    visit
        .sees("11.5 of 13 points; 1 of 9 tasks not right yet.")
        .await;
    visit.sees("This looks like:").await;
    visit.fits("the report with a hint").await;

    let bytes = write_npz(&solved("elbo", &inputs));
    visit.look("elbo", "answers.npz", &bytes).await;
    visit.confirm().await;
    visit
        .sees("13 of 13 points: every graded task is right.")
        .await;
    visit.fits("the report").await;
    visit.go("/").await;
    visit.sees("13 of 104 points").await;

    visit.click("form.language button").await;
    visit.sees("13 из 104").await;
    visit.fits("the overview in Russian").await;
    for path in ["/homeworks/elbo", "/account"] {
        visit.go(path).await;
        visit.fits(path).await;
    }
}
