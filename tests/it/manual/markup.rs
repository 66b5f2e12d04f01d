//! What people write is text in another's page: it adds no control, and changes none.

use super::site::{Caller, Site};
use crate::support::dom::{assert_apart, buttons, skeleton};
use dgm_grader::store::Role;
use std::fmt::Display;

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
