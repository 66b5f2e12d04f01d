//! A link by letter: asked for on the sign-in page, opened from the letter; letters switched off and on.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::smtp::Smtp;
use crate::visit::Visit;

#[test]
fn a_link_is_asked_for_comes_by_letter_and_signs_in() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let smtp = Smtp::start();
    let config = format!(
        "[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"Course <dgm@dgm.test>\"\n",
        smtp.port
    );
    std::fs::write(data.path().join("dgm.toml"), config).expect("it is written");
    let add = [
        "user",
        "add",
        "anna",
        "--name",
        "Anna Student",
        "--email",
        "anna@example.org",
    ];
    printed(data.path(), &add);
    let server = Server::start(data.path());
    let window = chromium.window(390);
    let visit = Visit::new(&window, 390, &server.url, files.path());

    visit.go("/sign-in");
    visit.fill("input[name='email']", "anna@example.org");
    visit.click("form[action='/sign-in/letter'] button");
    visit.sees("If the course knows this address");
    let letter = smtp.more_than(0).remove(0);
    let link = letter.link(&format!("{}/sign-in/", server.url));
    visit.sign_in(&link);
    visit.go("/account");
    visit.sees("Letters go to anna@example.org.");

    visit.click("#letters input[name='receipt']");
    visit.click("#letters button");
    visit.sees("Letters go to");
    let switched = "#letters input[name='receipt']:not(:checked)";
    visit.find(switched);
    visit.find("#letters input[name='graded']:checked");

    // The link has done what it was for.
    visit.click(".leave form button");
    visit.sees("Open the sign-in link");
    visit.go(link.trim_start_matches(&server.url));
    visit.sees("This link was used already");
    window.quit().expect("the window closes");
}
