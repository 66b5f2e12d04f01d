//! What people write is text in another's page: it adds no control, and changes none.

use super::site::{Caller, Site};
use crate::support::dom::{assert_apart, buttons, skeleton};
use dgm_grader::store::Role;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

const TEXT: &str = "/homeworks/elbo/items/proof/text";

/// Texts that try to stand around the reader's own controls.
const HOSTILE: &[&str] = &[
    r"The map is triangular, so $\operatorname{</mi></math><form method=post action=/roster/anna><input type=hidden name=role value=owner><math><mi>}(J)=1$ holds.",
    r"$\mathop{</mi></math></div></section><form method=post action=/roster/anna><button>}$",
    "$$\\text{</mtext></math><button form=grade name=do value=save>}$$",
    "</div></section><form method=post action=/roster/anna>\n\n<input type=hidden name=role value=owner>",
    "$x$</annotation></semantics></math><form action=/roster/anna>",
    "| a | b |\n|---|---|\n| </table><form action=/roster/anna> | $\\operatorname{</table><form>}$ |",
    "[x](javascript:alert(1)) <textarea> <!-- <plaintext>",
];
const HARMLESS: &str = "See above.";

async fn grading_page(teacher: &Caller, id: impl Display) -> String {
    teacher
        .page(&format!("/queue/elbo/proof/answers/{id}"))
        .await
}

#[tokio::test]
async fn an_answer_changes_nothing_of_the_page_that_grades_it() {
    let site = Site::new().await;
    let teacher = site.join("tea", Role::Teacher).await;
    let anna = site.join("anna", Role::Student).await;
    anna.done(TEXT, &[("text", HARMLESS)]).await;
    let harmless = grading_page(&teacher, 1).await;
    let place = "/queue/elbo/proof/answers/1";
    let acting = ["Save and next", "Save", "Skip", "Leave"];
    for (text, action) in buttons(&harmless) {
        if acting.iter().any(|start| text.starts_with(start)) {
            assert_eq!(action, place, "{text}");
        }
    }
    assert!(
        buttons(&harmless)
            .iter()
            .filter(|(_, action)| action == place)
            .count()
            >= 5,
        "{:?}",
        buttons(&harmless)
    );
    let own = anna.page("/homeworks/elbo/items/proof").await;
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let site = Site::new().await;
        let teacher = site.join("tea", Role::Teacher).await;
        let anna = site.join("anna", Role::Student).await;
        anna.done(TEXT, &[("text", hostile)]).await;
        let page = grading_page(&teacher, 1).await;
        assert_apart(&page, hostile);
        assert_eq!(skeleton(&page), skeleton(&harmless), "{n}: {hostile}");
        assert_eq!(buttons(&page), buttons(&harmless), "{n}: {hostile}");
        let page = anna.page("/homeworks/elbo/items/proof").await;
        assert_apart(&page, hostile);
        assert_eq!(skeleton(&page), skeleton(&own), "{n}: {hostile}");
    }
}

#[tokio::test]
async fn a_comment_and_a_request_change_nothing_of_their_pages() {
    let mut before: Option<[Vec<String>; 3]> = None;
    for text in std::iter::once(&HARMLESS).chain(HOSTILE) {
        let site = Site::new().await;
        let teacher = site.join("tea", Role::Teacher).await;
        let anna = site.join("anna", Role::Student).await;
        anna.done(TEXT, &[("text", text)]).await;
        let grade = [
            ("points.idea", "1"),
            ("points.rest", "1"),
            ("comment", text),
            ("do", "save"),
        ];
        teacher.done("/queue/elbo/proof/answers/1", &grade).await;
        let ask = [
            ("task", "proof"),
            ("back", "/homeworks/elbo"),
            ("text", text),
        ];
        anna.done("/homeworks/elbo/requests", &ask).await;
        let mut pages = Vec::new();
        for (caller, path) in [
            (&teacher, "/requests/1"),
            (&anna, "/requests/1"),
            (&anna, "/homeworks/elbo/items/proof"),
        ] {
            let page = caller.page(path).await;
            assert_apart(&page, text);
            pages.push(skeleton(&page));
        }
        let pages: [Vec<String>; 3] = pages.try_into().expect("there are three");
        match &before {
            None => before = Some(pages),
            Some(before) => assert_eq!(&pages, before, "{text}"),
        }
    }
}

/// A text can be written that takes long. It waits for its turn among what is computed, and keeps nobody waiting who reads something else.
#[tokio::test]
async fn texts_are_made_beside_everything_else() {
    const SOON: Duration = Duration::from_millis(300);
    const OWN: &str = "/homeworks/elbo/items/proof";
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    // From here on nothing more is computed, until this is dropped.
    let full = async || {
        let permits = Arc::clone(&site.app.compute_permits);
        let all = u32::try_from(permits.available_permits()).expect("there are few");
        permits.acquire_many_owned(all).await.expect("it is open")
    };
    let answer = "An answer of this test alone: $a_1$";
    let draft = [
        ("text", "A draft of this test alone: $d_1$"),
        ("do", "preview"),
    ];
    let question = "A question of this test alone: $q_1$";

    let held = full().await;
    timeout(SOON, anna.page(OWN)).await.expect("nothing waits");
    let shown = timeout(SOON, anna.post(TEXT, &draft)).await;
    assert!(shown.is_err(), "a draft");
    drop(held);
    anna.done(TEXT, &[("text", answer)]).await;
    let held = full().await;
    let shown = timeout(SOON, anna.page(OWN)).await;
    assert!(shown.is_err(), "an answer");
    drop(held);
    anna.page(OWN).await;
    let ask = [("task", "proof"), ("text", question)];
    let thread = anna.done("/homeworks/elbo/requests", &ask).await;
    let held = full().await;
    let shown = timeout(SOON, anna.page(&thread)).await;
    assert!(shown.is_err(), "a question");
    drop(held);
    let page = anna.page(&thread).await;
    assert!(page.contains("<math"), "{page}");
    // What was made once is there.
    let _held = full().await;
    let shown = timeout(SOON, anna.page(&thread)).await;
    shown.expect("nothing waits");
}
