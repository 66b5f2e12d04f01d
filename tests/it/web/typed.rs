//! A refused form comes back with what was typed, with the reason at its field and a way back; also where the session has ended.

use crate::support::forms::{MULTIPART, encoded, parts};
use crate::support::site::{Door, Site, Student, Teacher};
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
    let long = "x".repeat(1_100_000);
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

/// A letter of Russian takes six bytes in a form; a text has as many letters as an answer may.
#[tokio::test]
async fn a_long_text_outlasts_the_session() {
    let site: Site = small(None).await;
    let text = "я".repeat(31_999);
    let headers = [FORM, ("cookie", "dgm=ended")];
    let body = format!("do=send&text={}", encoded(&text)).into_bytes();
    assert!(body.len() > 150_000, "{}", body.len());
    let path = "/homeworks/elbo/items/proof/text";
    let answer = site.nobody().send("POST", path, &headers, body).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains(&text));
}

#[tokio::test]
async fn a_form_with_room_for_a_file_outlasts_the_session() {
    let site: Site = small(None).await;
    let headers = [("content-type", MULTIPART), ("cookie", "dgm=ended")];
    for (path, name, text, file) in [
        ("/course/preview", "toml", "title = \"Курс\"", ""),
        ("/roster", "text", "login,name\nanna,Анна", ""),
        ("/exam", "text", "login,points\nanna,20", "login"),
    ] {
        let body = parts(&[("base", "1"), (name, text), ("file", file)]);
        let answer = site.nobody().send("POST", path, &headers, body).await;
        let html = answer.text();
        assert_eq!(answer.status, 401, "{path}: {html}");
        let form = format!("action=\"{path}\" enctype=\"multipart/form-data\"");
        let text = text.replace('"', "&quot;");
        for kept in [&form, &text, "name=\"base\" value=\"1\""] {
            assert!(html.contains(kept), "{path}: no {kept} in {html}");
        }
        // A page cannot choose a file; it can ask for it.
        let asked = html.contains("<input type=\"file\" name=\"file\">");
        assert_eq!(asked, !file.is_empty(), "{path}: {html}");
    }
}

/// The address of a form may take forms alone: its answer leads to the page.
#[tokio::test]
async fn an_answer_to_a_form_leads_to_pages() {
    let site: Site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let lists = "http://dgm.test/exam?q=anna";
    for (path, form, from, page) in [
        ("/students/anna/exam", "points=99", lists, "/exam?q=anna"),
        ("/students/anna/exam", "points=99", "", "/students/anna"),
        ("/course/publish", "toml=x&note=y", "", "/course"),
        (
            "/roster/anna/rename",
            "login=b+c&name=A",
            "",
            "/roster/anna",
        ),
    ] {
        let headers = [FORM, ("referer", from)];
        let send = async |door: &Door| {
            let answer = door.send("POST", path, &headers, form.as_bytes().to_vec());
            answer.await.text()
        };
        let html = send(&teacher).await;
        let field = format!("name=\"back\" value=\"{page}\"");
        assert_eq!(html.matches(&field).count(), 2, "{path}: {html}");
        let html = send(&site.nobody()).await;
        if from.is_empty() {
            let link = format!("/sign-in?back={}", encoded(page));
            assert!(html.contains(&format!("href=\"{link}\"")), "{html}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_its_size_and_the_way_back() {
    let site: Site = small(None).await;
    let anna = Student::of(&site).await;
    let page = "/homeworks/elbo";
    for (bytes, told) in [(3 << 20, "It has 3"), (9 << 20, "It has 9")] {
        let mut body = parts(&[("answers", "")]);
        body.resize(bytes, b' ');
        let length = body.len().to_string();
        let headers = [
            ("content-type", MULTIPART),
            ("content-length", &length),
            ("referer", "http://dgm.test/homeworks/elbo"),
        ];
        let answer = anna.send("POST", "/homeworks/elbo/draft", &headers, body);
        let answer = answer.await;
        let html = answer.text().replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(answer.status, 413, "{html}");
        for words in [
            "The file is too large",
            told,
            "at most 1 MiB",
            "only the arrays",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(html.contains(&format!("{page}\"")), "{html}");
    }
}

#[tokio::test]
async fn what_is_refused_by_its_length_is_not_cut_short() {
    let site: Site = small(None).await;
    let anna = Student::of(&site).await;
    for (letters, status, tokens) in [(61, 422, 1), (60, 303, 2)] {
        let name = "я".repeat(letters);
        let answer = anna.form("/account/tokens", &[("name", &name)]).await;
        let told = answer.text().contains("at most 60");
        assert_eq!((answer.status.as_u16(), told), (status, status == 422));
        let held = site.app.store.tokens(anna.id).await;
        assert_eq!(held.map(|held| held.len()).ok(), Some(tokens));
    }
}

#[tokio::test]
async fn a_day_and_a_time_are_told_apart() {
    let site: Site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let path = "/students/anna/homeworks/elbo/extension";
    for (day, time, words) in [
        ("2026-03-15", "25:70", "Write the time as"),
        ("15.03.2026", "18:30", "Write the day as"),
        ("15.03.2026", "", "Write the day as"),
        ("", "18:30", "Write the day as"),
    ] {
        let typed = [("day", day), ("time", time), ("reason", "ill")];
        let answer = teacher.form(path, &typed).await;
        let html = answer.text();
        assert_eq!(answer.status, 422, "{html}");
        let (_, at) = html.split_once("class=\"field-error\"").expect("a field");
        let (at, _) = at.split_once("</label>").expect("its label");
        let wrong = if words.contains("time") {
            "time"
        } else {
            "day"
        };
        assert!(at.contains(words), "{at}");
        assert!(at.contains(&format!("name=\"{wrong}\"")), "{at}");
    }
    let typed = [("day", "2026-03-15"), ("time", "18:30"), ("reason", "ill")];
    assert_eq!(teacher.form(path, &typed).await.status, 200);
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
