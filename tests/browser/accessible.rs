//! axe-core finds nothing on any page, narrow and wide, light and dark; and the keyboard alone suffices.

use crate::chromium::Chromium;
use crate::demo::Demo;
use std::path::Path;
use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, Key, WebDriver};

const AXE: &str = include_str!("axe.min.js");

/// Opens everything that is folded and gives one line a violation.
const RUN: &str = r"
    const done = arguments[arguments.length - 1];
    document.querySelectorAll('details').forEach((d) => { d.open = true; });
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)),
        (error) => done([String(error)]),
    );
";

async fn go(window: &WebDriver, address: &str) {
    window.goto(address).await.expect("the page opens");
}

/// What axe-core finds on the page that is open, a line each.
pub async fn violations(window: &WebDriver, what: &str, found: &mut Vec<String>) {
    window
        .execute(AXE, Vec::new())
        .await
        .expect("axe-core loads");
    let answer = window
        .execute_async(RUN, Vec::new())
        .await
        .expect("axe-core runs");
    let lines: Vec<String> = answer.convert().expect("it gives lines");
    found.extend(lines.into_iter().map(|line| format!("{what}: {line}")));
}

/// Has a file looked at: a wrong shape, an unknown key and numbers that are not finite.
async fn look(window: &WebDriver, url: &str, files: &Path, text: &str) {
    let path = files.join("answers.json");
    std::fs::write(&path, text).expect("it is written");
    go(window, &format!("{url}/homeworks/flows")).await;
    let field = window.find(By::Id("answers")).await.expect("a field");
    field
        .send_keys(path.to_string_lossy())
        .await
        .expect("a file is chosen");
    let button = window.find(By::Css(".file-drop button")).await;
    button
        .expect("a button")
        .click()
        .await
        .expect("it is pressed");
}

#[tokio::test]
async fn axe_finds_nothing() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let url = demo.url.as_str();
    let mut found = Vec::new();
    for width in [390, 1280] {
        let window = chromium.window(width).await;
        go(&window, &format!("{url}/sign-in")).await;
        violations(&window, "signing in", &mut found).await;
        go(&window, &demo.student).await;
        let pages = [
            "/",
            "/?if.flows=10&if.exam=99",
            "/homeworks/elbo",
            "/homeworks/flows",
            "/submissions/1",
            "/submissions/2",
            "/account",
            "/nothing",
            "/styleguide",
        ];
        for page in pages {
            go(&window, &format!("{url}{page}")).await;
            violations(&window, &format!("{page} at {width}"), &mut found).await;
        }
        look(&window, url, files.path(), "hello").await;
        let refused = window.query(By::Css("#answers-error")).first().await;
        refused.expect("it is refused at the field");
        violations(&window, &format!("a refusal at {width}"), &mut found).await;
        let odd = format!(
            r#"{{"affine_coupling.z": [1, 2], "affine_coupling.log_dt": [{width}], "cnf_log_prob.log_prob": [1, 2, 3, 4, 5, 6]}}"#
        );
        look(&window, url, files.path(), &odd).await;
        let confirm = window.query(By::Css("form.confirm button")).first().await;
        let confirm = confirm.expect("it waits");
        violations(&window, &format!("a draft at {width}"), &mut found).await;
        confirm.click().await.expect("it is pressed");
        let map = window.query(By::Css("svg.error-map")).first().await;
        map.expect("the error is drawn");
        violations(&window, &format!("a report at {width}"), &mut found).await;
        go(&window, &demo.teacher).await;
        for page in ["/gradebook", "/students/boris", "/submissions/3"] {
            go(&window, &format!("{url}{page}")).await;
            violations(&window, &format!("{page} at {width}"), &mut found).await;
        }
        window.quit().await.expect("the window closes");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn the_keyboard_alone_suffices() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let window = chromium.window(1280).await;
    go(&window, &demo.student).await;
    let focused = async || -> (String, String) {
        let script = "const e = document.activeElement; return [e.className || e.id || e.textContent.trim(), getComputedStyle(e).outlineStyle]";
        let answer = window.execute(script, Vec::new()).await.expect("it runs");
        answer.convert().expect("two texts")
    };
    let press = async |key: Key| {
        let chain = window.action_chain().send_keys(key);
        chain.perform().await.expect("the key is pressed");
    };
    press(Key::Tab).await;
    assert_eq!(focused().await.0, "skip", "the first stop skips the header");
    // Every stop can be seen, and the what-if is reached and answers without a mouse.
    let mut reached = false;
    for _ in 0..60 {
        press(Key::Tab).await;
        let (what, outline) = focused().await;
        assert_ne!(outline, "none", "the focus on {what} cannot be seen");
        if what == "if.exam" {
            reached = true;
            break;
        }
    }
    assert!(reached, "the exam's field is a stop");
    window
        .action_chain()
        .send_keys("26")
        .perform()
        .await
        .expect("it is typed");
    press(Key::Enter).await;
    let answer = window.query(By::Css("#what-if-result")).first().await;
    let text = answer.expect("an answer").text().await.expect("a text");
    assert!(text.contains("points: grade "), "{text}");
    let address = window.current_url().await.expect("an address");
    assert!(address.as_str().contains("if.exam=26"), "{address}");
    window.quit().await.expect("the window closes");
}
