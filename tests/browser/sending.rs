//! What is sent is looked at first: numbers typed, a file dropped, the same bytes once more, a file that is none.

use crate::scene;
use crate::visit::Visit;
use crate::window::{Answer, By};

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

#[test]
fn nothing_is_sent_before_it_was_looked_at() {
    scene::student(|visit| {
        numbers(visit);
        refused(visit);
        let report = dropped(visit);
        again(visit, &report);
    });
}

fn field(key: &str) -> String {
    format!("form.numbers input[name='{key}']")
}

fn numbers(visit: &Visit<'_>) {
    visit.go("/homeworks/elbo");
    visit.unfold();
    let [first, second] = FIELDS.map(field);
    visit.fill(&first, "1,234.5");
    visit.fill(&second, "0,5");
    visit.click("form.numbers button");
    visit.sees("can be read in two ways");
    visit.sees("It looks like 1234.5");
    // What was typed is still there, the right one and the wrong one.
    assert_eq!(visit.value(&first), "1,234.5");
    assert_eq!(visit.value(&second), "0,5");
    let wrong = "form.numbers [aria-invalid='true']";
    assert_eq!(visit.count(wrong), 1, "one field is wrong");

    visit.fill(&first, "-1234,5");
    visit.click("form.numbers button");
    visit.sees("Nothing is sent yet.");
    visit.go("/homeworks/elbo/draft");
    visit.sees("1 of 22 graded outputs are there and fit. Practice: 1 of ");
    for key in FIELDS {
        visit.sees(key);
    }
    visit.go("/");
    visit.lacks("1 attempt");
}

fn refused(visit: &Visit<'_>) {
    visit.look("elbo", "notes.txt", b"just some words");
    visit.sees("Not a file of answers: some text.");
    let address = visit.window.current_url().expect("an address");
    assert!(
        address.path().ends_with("/homeworks/elbo"),
        "the page stays: {address}"
    );
    let described = visit.find("#answers").attribute("aria-describedby");
    let described = described.expect("the page answers");
    assert_eq!(described.as_deref(), Some("answers-error"));
    // What is refused before its field is known is told with its headline.
    visit.look("elbo", "large.npz", &vec![0; 17 << 20]);
    visit.sees("The file is too large. It has 17");
}

/// Drops a file with something of everything, looks, and sends it. The address of the report.
fn dropped(visit: &Visit<'_>) -> String {
    visit.go("/homeworks/elbo");
    let lit: Answer<bool> = visit.window.execute(DROP, &[FILE.into()]);
    assert!(lit.expect("it drops"), "the form shows where to drop");
    visit.sees("Nothing is sent yet.");
    visit.sees("1 of ");
    visit.sees("1 is there and does not fit.");
    visit.sees("1 key is unknown.");
    let seen: Option<String> = visit.asks("return sessionStorage.getItem('progress')");
    assert_eq!(seen.as_deref(), Some("seen"), "the progress bar came up");
    let row = |key: &str, state: &str| {
        let row =
            format!("//tr[th[contains(., '{key}')]]//span[contains(@class, 'found-{state}')]");
        By::XPath(row)
    };
    for (key, state, word) in [
        ("elbo_surgery.mean_kl", "fits", "found"),
        ("gaussian_kl.kl", "wrong_shape", "⌗ wrong shape"),
        ("elbo.elbo", "missing", "missing"),
    ] {
        let cell = visit.window.find(&row(key, state));
        let cell = cell.unwrap_or_else(|error| panic!("{key} is {state}: {error}"));
        let said = cell.text().expect("a text");
        assert!(said.contains(word), "{key}: {said}");
    }
    visit.sees("gaussian_log_prb.log_prob — did you mean gaussian_log_prob.log_prob?");
    visit.sees("(1, 2)");
    visit.confirm();
    visit.sees("Received and stored.");
    let address = visit.window.current_url().expect("an address");
    visit.go("/");
    visit.sees("1 attempt");
    address.path().to_owned()
}

/// The same bytes once more: the earlier report, and no attempt.
fn again(visit: &Visit<'_>, report: &str) {
    visit.look("elbo", "same.json", FILE.as_bytes());
    visit.sees("This costs no attempt");
    visit.confirm();
    visit.sees("this is the earlier report");
    let address = visit.window.current_url().expect("an address");
    assert_eq!(address.path(), report);
    visit.go("/");
    visit.sees("1 attempt");
    visit.lacks("2 attempts");
}
