//! A refused form comes back with what was typed, with the reason at its field and a way back; also where the session has ended.

use crate::support::site::{Site, Student, Teacher};
use crate::support::small::small;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn what_was_typed_comes_back_with_the_reason_at_its_field() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for (path, form, kept) in [
        (
            "/students/anna/exam",
            "points=99&back=exam",
            &[
                "name=\"points\" value=\"99\" ",
                "aria-invalid=\"true\"",
                "name=\"back\" value=\"exam\"",
            ][..],
        ),
        (
            "/students/anna/homeworks/elbo/override",
            "kind=points&points=3&reason=",
            &[
                "name=\"points\" value=\"3\"",
                "name=\"reason\" value=\"\"",
                "aria-invalid",
            ][..],
        ),
        (
            "/roster/anna/rename",
            "login=b+c&name=%3Cb%3EAnna",
            &[
                "name=\"login\" value=\"b c\"",
                "aria-invalid",
                "&lt;b&gt;Anna",
            ][..],
        ),
        (
            "/roster/anna/merge",
            "into=nobody",
            &["name=\"into\" value=\"nobody\"", "aria-invalid"][..],
        ),
    ] {
        let headers = [
            FORM,
            ("host", "dgm.test"),
            ("referer", "http://dgm.test/exam?x=1"),
        ];
        let answer = teacher
            .send("POST", path, &headers, form.as_bytes().to_vec())
            .await;
        let html = answer.text();
        assert_eq!(answer.status, 422, "{path}: {html}");
        assert!(html.contains(&format!("action=\"{path}\"")), "{html}");
        for part in kept {
            assert!(html.contains(part), "{path}: no {part} in {html}");
        }
        assert!(
            html.contains("href=\"/exam?x=1\"") || html.contains("&#x2F;exam?x=1"),
            "{html}"
        );
        assert!(!html.contains("<b>Anna"), "{html}");
    }
    // Nobody is told what others may do, and nothing comes back of it.
    let refused = teacher.post("/roster/teacher", "active=no").await;
    assert_eq!(refused.status, 403);
    assert!(!refused.text().contains("name=\"active\""));
}

#[tokio::test]
async fn the_form_of_an_ended_session_is_sent_after_signing_in() {
    let site: Site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let headers = [FORM, ("cookie", "dgm=ended")];
    let long = "x".repeat(70_000);
    for (body, kept) in [("points=20&back=exam", true), (long.as_str(), false)] {
        let answer = site
            .nobody()
            .send(
                "POST",
                "/students/anna/exam",
                &headers,
                body.as_bytes().to_vec(),
            )
            .await;
        let html = answer.text();
        assert_eq!(
            html.contains("name=\"points\" value=\"20\""),
            kept,
            "{html}"
        );
        assert_eq!(answer.status, 401);
    }
    assert_eq!(
        teacher
            .post("/students/anna/exam", "points=20&back=exam")
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_list_that_is_none_is_refused_at_its_field() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    for path in ["/roster", "/exam"] {
        for (text, kept) in [("colour;size\nred;1\n", "colour;size"), ("", "table-error")] {
            let answer = teacher.table(path, text, &[]).await;
            let html = answer.text();
            assert_eq!(answer.status, 422, "{path}: {html}");
            assert!(
                html.contains("id=\"table-error\"") && html.contains(kept),
                "{html}"
            );
            assert!(
                html.contains("name=\"file\" aria-invalid=\"true\""),
                "{html}"
            );
        }
    }
}
