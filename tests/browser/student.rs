//! From the sign-in link to the total, on a phone and on a desk.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::solve::{solved, spoilt};
use crate::visit::Visit;
use judge::answers::write_npz;

#[test]
fn a_student_sends_answers_from_a_desk_and_from_a_phone() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let logins = [("desk", 1280), ("phone", 390)];
    // A name without a space makes no page wider than the window.
    let name = "Ж".repeat(200);
    let added = |login| printed(data.path(), &["user", "add", login, "--name", &name]);
    let links = logins.map(|(login, _)| added(login));
    let server = Server::start(data.path());
    for ((_, width), link) in logins.into_iter().zip(links) {
        let window = chromium.window(width);
        let visit = Visit::new(&window, width, &server.url, files.path());
        visit.sign_in(&link);
        evening(&visit);
        window.quit().expect("the window closes");
    }
}

fn evening(visit: &Visit<'_>) {
    visit.fits("the overview");
    visit.sees("0 of 104 points: grade 0");
    visit.go("/homeworks/elbo");
    visit.fits("the homework");

    let inputs = visit.inputs("elbo");
    let bytes = write_npz(&spoilt("elbo", "discretized_logistic_mixture", &inputs));
    visit.look("elbo", "spoilt.npz", &bytes);
    visit.confirm();
    visit.sees("Received and stored.");
    visit.sees("11.5 of 13 points; 1 of 9 tasks not right yet.");
    visit.unfold();
    visit.sees("This looks like:");
    visit.fits("the report with a hint");

    let bytes = write_npz(&solved("elbo", &inputs));
    visit.look("elbo", "answers.npz", &bytes);
    visit.confirm();
    visit.sees("13 of 13 points: every graded task is right.");
    visit.fits("the report");
    visit.go("/");
    visit.sees("13 of 104 points");

    visit.click("form.language button");
    visit.sees("13 из 104");
    visit.fits("the overview in Russian");
    for path in ["/homeworks/elbo", "/account"] {
        visit.go(path);
        visit.fits(path);
    }
}
