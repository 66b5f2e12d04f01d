//! Between a student and the teacher: a hint that waits, an answer in words, its grade, a request and what was said to it.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::solve::spoilt;
use crate::visit::Visit;
use dgm_grader::answers::write_npz;

const ITEM: &str = "/homeworks/elbo/items/proof";

#[tokio::test]
async fn what_a_person_grades_and_answers_comes_back_to_the_student() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let course = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/course.toml");
    let anna = printed(
        data.path(),
        &["user", "add", "anna", "--name", "Anna Student"],
    );
    let ada = [
        "user",
        "add",
        "ada",
        "--name",
        "Ada Teacher",
        "--role",
        "teacher",
    ];
    let ada = printed(data.path(), &ada);
    let server = Server::start_with(data.path(), &["--course", course]);
    let window = chromium.window(1280).await;
    let visit = Visit::new(&window, 1280, &server.url, files.path());
    visit.sign_in(&anna).await;
    let report = hint_that_waits(&visit).await;
    request(&visit, &report).await;
    answer(&visit).await;

    visit.sign_in(&ada).await;
    grade(&visit).await;
    reply(&visit).await;

    visit.sign_in(&anna).await;
    for page in [report.as_str(), ITEM] {
        visit.go(page).await;
        visit.sees("2.5 of 3 points").await;
        visit.sees("graded").await;
        visit.sees("1.5 of 2").await;
        visit.sees("Say where equality holds.").await;
    }
    visit.go(&report).await;
    let thread = visit.text_of("article.thread").await;
    let asked = thread
        .find("is the joint divergence")
        .expect("what was asked");
    let said = thread.find("one number an object").expect("what was said");
    assert!(asked < said, "{thread}");
    assert!(thread.contains("Ada Teacher · teacher"), "{thread}");
    assert!(thread.contains("closed"), "{thread}");
    assert!(visit.count("article.thread math").await > 0, "the formula");
    window.quit().await.expect("the window closes");
}

/// A known mistake whose hint the config holds back until the second attempt. The address of the second report.
async fn hint_that_waits(visit: &Visit<'_>) -> String {
    let inputs = visit.inputs("elbo").await;
    let mut answers = spoilt("elbo", "discretized_logistic_mixture", &inputs);
    visit.look("elbo", "one.npz", &write_npz(&answers)).await;
    visit.confirm().await;
    visit.sees("Received and stored.").await;
    visit.sees("The hint is shown from attempt 2 on.").await;
    visit.lacks("This looks like:").await;
    answers.remove("elbo.elbo");
    visit.look("elbo", "two.npz", &write_npz(&answers)).await;
    visit.confirm().await;
    visit.sees("This looks like:").await;
    visit.sees("not right any more").await;
    visit.lacks("The hint is shown from attempt").await;
    visit.place().await
}

async fn request(visit: &Visit<'_>, report: &str) {
    visit.go(report).await;
    visit.click("#requests summary").await;
    visit
        .click("#request-task option[value='discretized_logistic_mixture']")
        .await;
    let text = "$KL(p\\|q)$ is the joint divergence, isn't it?";
    visit.fill("#request-text", text).await;
    visit.click("#requests form button").await;
    visit.sees("is the joint divergence, isn't it?").await;
    let thread = visit.text_of("article.thread").await;
    assert!(thread.contains("✎ open"), "{thread}");
    assert!(thread.contains("Anna Student"), "{thread}");
}

async fn answer(visit: &Visit<'_>) {
    visit.go(ITEM).await;
    let text = "The tangent of $\\log$ at $1$ is $x - 1$.";
    visit.fill("textarea[name='text']", text).await;
    visit.click("button[value='preview']").await;
    visit.sees("It is not sent yet.").await;
    assert!(visit.count(".panel .prose math").await >= 3, "formulas");
    assert_eq!(visit.value("textarea[name='text']").await.trim(), text);
    visit.click("button[value='send']").await;
    visit.sees("Your answer has arrived.").await;
    visit.sees("waiting for the teacher").await;
}

async fn grade(visit: &Visit<'_>) {
    visit.go("/queue/elbo/proof/next").await;
    visit.sees("The tangent of").await;
    visit.fill("input[name='points.idea']", "1").await;
    visit.fill("input[name='points.rest']", "2,5").await;
    visit.fill("#comment", "Say where equality holds.").await;
    visit.click("button[value='save']").await;
    visit.sees("Nothing was saved").await;
    assert_eq!(visit.value("#comment").await, "Say where equality holds.");
    visit.fill("input[name='points.rest']", "1,5").await;
    visit.click("button[value='save']").await;
    visit.sees("Saved.").await;
}

async fn reply(visit: &Visit<'_>) {
    visit.go("/requests").await;
    visit.sees("1 open request.").await;
    visit.click("main table a").await;
    let text = "It is, and it gives one number an object.";
    visit.fill("#text", text).await;
    visit.click("button[value='close']").await;
    visit.sees("No open requests.").await;
}
