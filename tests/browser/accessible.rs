//! axe-core finds nothing on any page in any state: narrow and wide, light and dark, in both languages.

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

async fn violations(window: &WebDriver, what: &str, found: &mut Vec<String>) {
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
