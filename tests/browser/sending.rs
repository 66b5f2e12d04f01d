//! What is sent is looked at first: numbers typed, a file dropped, the same bytes once more, a file that is none.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::visit::Visit;

/// Two outputs of `elbo` that are one number each.
const FIELDS: [&str; 2] = ["elbo_surgery.mean_kl", "dip_vae_penalty.penalty"];

/// A file with something of everything.
const FILE: &str = r#"{"elbo_surgery.mean_kl": 0.5, "gaussian_kl.kl": [[1, 2]], "gaussian_log_prb.log_prob": [1]}"#;

/// Drops a file onto the form as a mouse does, and notes whether the progress bar came up meanwhile.
const DROP: &str = r"
    const form = document.querySelector('form[data-upload]');
    const bar = form.querySelector('.progress');
    new MutationObserver(() => {
        if (!bar.hidden) sessionStorage.setItem('progress', 'seen');
    }).observe(bar, { attributes: true });
    const data = new DataTransfer();
    data.items.add(new File([arguments[0]], 'answers.json'));
    const over = new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true });
    form.dispatchEvent(over);
    const lit = form.classList.contains('over');
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    return lit && over.defaultPrevented;
";

#[tokio::test]
async fn nothing_is_sent_before_it_was_looked_at() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    let window = chromium.window(1280).await;
    let visit = Visit::new(&window, 1280, &server.url, files.path());
    visit.sign_in(&link).await;
    numbers(&visit).await;
    refused(&visit).await;
    let report = dropped(&visit).await;
    again(&visit, &report).await;
    window.quit().await.expect("the window closes");
}

fn field(key: &str) -> String {
    format!("form.numbers input[name='{key}']")
}

async fn numbers(visit: &Visit<'_>) {
    visit.go("/homeworks/elbo").await;
    visit.unfold().await;
    let [first, second] = FIELDS.map(field);
    visit.fill(&first, "1,234.5").await;
    visit.fill(&second, "0,5").await;
    visit.click("form.numbers button").await;
    visit.sees("can be read in two ways").await;
    visit.sees("It looks like 1234.5").await;
    // What was typed is still there, the right one and the wrong one.
    assert_eq!(visit.value(&first).await, "1,234.5");
    assert_eq!(visit.value(&second).await, "0,5");
    let wrong = "form.numbers [aria-invalid='true']";
    assert_eq!(visit.count(wrong).await, 1, "one field is wrong");

    visit.fill(&first, "-1234,5").await;
    visit.click("form.numbers button").await;
    visit.sees("Nothing is sent yet.").await;
    visit.go("/homeworks/elbo/draft").await;
    visit.sees("2 of ").await;
    for key in FIELDS {
        visit.sees(key).await;
    }
    visit.go("/").await;
    visit.lacks("1 attempt").await;
}

async fn refused(visit: &Visit<'_>) {
    visit.look("elbo", "notes.txt", b"just some words").await;
    visit.sees("Not a file of answers: some text.").await;
    let address = visit.window.current_url().await.expect("an address");
    assert!(
        address.path().ends_with("/homeworks/elbo"),
        "the page stays: {address}"
    );
    let described = visit.find("#answers").await.attr("aria-describedby").await;
    let described = described.expect("the page answers");
    assert_eq!(described.as_deref(), Some("answers-error"));
}

/// Drops a file with something of everything, looks, and sends it. The address of the report.
async fn dropped(visit: &Visit<'_>) -> String {
    visit.go("/homeworks/elbo").await;
    let lit = visit.window.execute(DROP, vec![FILE.into()]).await;
    let lit: bool = lit.expect("it drops").convert().expect("it answers");
    assert!(lit, "the form shows where to drop");
    visit.sees("Nothing is sent yet.").await;
    visit.sees("1 of ").await;
    visit.sees("1 is there and does not fit.").await;
    visit.sees("1 key is unknown.").await;
    let seen: Option<String> = visit
        .asks("return sessionStorage.getItem('progress')")
        .await;
    assert_eq!(seen.as_deref(), Some("seen"), "the progress bar came up");
    let row = |key: &str, state: &str| {
        let row =
            format!("//tr[th[contains(., '{key}')]]//span[contains(@class, 'found-{state}')]");
        thirtyfour::By::XPath(row)
    };
    for (key, state, word) in [
        ("elbo_surgery.mean_kl", "fits", "found"),
        ("gaussian_kl.kl", "wrong_shape", "≠ wrong shape"),
        ("elbo.elbo", "missing", "missing"),
    ] {
        let cell = visit.window.find(row(key, state)).await;
        let cell = cell.unwrap_or_else(|error| panic!("{key} is {state}: {error}"));
        let said = cell.text().await.expect("a text");
        assert!(said.contains(word), "{key}: {said}");
    }
    visit
        .sees("gaussian_log_prb.log_prob — did you mean gaussian_log_prob.log_prob?")
        .await;
    visit.sees("(1, 2)").await;
    visit.confirm().await;
    visit.sees("Received and stored.").await;
    let address = visit.window.current_url().await.expect("an address");
    visit.go("/").await;
    visit.sees("1 attempt").await;
    address.path().to_owned()
}

/// The same bytes once more: the earlier report, and no attempt.
async fn again(visit: &Visit<'_>, report: &str) {
    visit.look("elbo", "same.json", FILE.as_bytes()).await;
    visit.sees("This costs no attempt").await;
    visit.confirm().await;
    visit.sees("this is the earlier report").await;
    let address = visit.window.current_url().await.expect("an address");
    assert_eq!(address.path(), report);
    visit.go("/").await;
    visit.sees("1 attempt").await;
    visit.lacks("2 attempts").await;
}
