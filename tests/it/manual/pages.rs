//! The student's side: answers, documents, dates, and who may see what.

#![expect(
    clippy::type_complexity,
    reason = "a table of a test reads best as one literal"
)]

use super::course::{CLOSED, LATE, NOW, course};
use super::site::{Site, set_clock};
use axum::http::StatusCode;
use dgm_grader::store::Role;

const ITEM: &str = "/homeworks/elbo/items/proof";
const TEXT: &str = "/homeworks/elbo/items/proof/text";
const FILE: &str = "/homeworks/elbo/items/proof/file";
const PDF: &[u8] = b"%PDF-1.7\n<script>alert(1)</script>";

#[tokio::test]
async fn a_text_is_looked_at_before_it_is_sent() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let text = "Let $f$ <script>alert(1)</script>";
    let look = anna.post(TEXT, &[("text", text), ("do", "preview")]).await;
    assert_eq!(look.status, StatusCode::OK);
    let page = look.text();
    assert!(page.contains("not sent yet") && page.contains("<math") && page.contains("alert(1)"));
    assert!(!page.contains("<script>alert"), "{page}");
    let none = site
        .app
        .store
        .answers_of(anna.user().id, "elbo")
        .await
        .unwrap();
    assert!(none.is_empty(), "a preview stores nothing");

    let place = anna.done(TEXT, &[("text", text), ("do", "send")]).await;
    assert_eq!(place, format!("{ITEM}?sent=new"));
    let page = anna.page(&place).await;
    assert!(page.contains("has arrived") && page.contains("waiting for the teacher"));
    assert_eq!(
        anna.done(TEXT, &[("text", text)]).await,
        format!("{ITEM}?sent=again")
    );
    for page in ["/homeworks/elbo", "/"] {
        let page = anna.page(page).await;
        assert!(page.contains("✎") && !page.contains("<script>alert"));
    }

    let long = "я".repeat(32_001);
    for (bad, says) in [(" \n ", "Nothing is written"), (long.as_str(), "too long")] {
        let refused = anna.post(TEXT, &[("text", bad)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(says));
    }
    let refused = anna.post(TEXT, &[("text", &long)]).await.text();
    assert!(refused.contains(&long), "what was typed comes back");
}

#[tokio::test]
async fn a_document_is_what_its_content_says() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    assert_eq!(anna.upload(FILE, PDF).await.status, StatusCode::SEE_OTHER);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08".to_vec();
    png.resize(1000, 0);
    assert_eq!(
        anna.upload("/homeworks/elbo/items/plot/file", &png)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let sent = site
        .app
        .store
        .answers_of(anna.user().id, "elbo")
        .await
        .unwrap();
    let grader = site.join("ada", Role::Grader).await;
    let boris = site.join("boris", Role::Student).await;
    for (answer, kind, body) in [
        (&sent[0], "application/pdf", PDF),
        (&sent[1], "image/png", &png),
    ] {
        let path = format!("/answers/{}/file", answer.id);
        for caller in [&anna, &grader] {
            let file = caller.get(&path).await;
            assert_eq!(file.status, StatusCode::OK);
            assert_eq!(file.body, body);
            assert_eq!(file.header("content-type"), kind);
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(
                file.header("content-disposition")
                    .starts_with("attachment; filename=\"elbo-")
            );
            assert!(!file.header("content-disposition").contains("anna"));
        }
        assert_eq!(boris.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    let mut large = PDF.to_vec();
    large.resize((8 << 20) + 1, b' ');
    // What is wrong is said at the field, on the page that has the button.
    for (bad, status, says) in [
        (&b"<html>"[..], 422, "beside the button"),
        (b"", 422, "No file was chosen"),
        (b"\x89PNG\r\n\x1a\n", 422, "beginning is damaged"),
        (&large, 413, "larger than 8 MiB"),
    ] {
        let refused = anna.upload(FILE, bad).await;
        assert_eq!(refused.status, status, "{says}");
        let page = refused.text();
        let told = page.split("id=\"wrong-file-proof\"").nth(1);
        let told = told.unwrap_or_else(|| panic!("{says}: {page}"));
        assert!(told.split("</p>").next().unwrap().contains(says), "{page}");
        assert!(page.contains("aria-describedby=\"wrong-file-proof\""));
        assert!(page.contains("PDF, PNG, JPEG, up to 8 MiB"), "{page}");
    }
    large.truncate(8 << 20);
    assert_eq!(
        anna.upload(FILE, &large).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_dates_are_those_of_the_homework() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let boris = site.join("boris", Role::Student).await;
    let text = |text: &'static str| [("text", text)];
    let later = "/homeworks/ddpm/items/later/text";
    assert_eq!(
        anna.post(later, &text("early")).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        anna.get("/homeworks/ddpm/items/later").await.status,
        StatusCode::CONFLICT
    );
    anna.done(TEXT, &text("in time")).await;

    set_clock(LATE);
    let vain = anna.post(TEXT, &text("late")).await;
    assert_eq!(vain.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(anna.page(ITEM).await.contains("sent in time: it counts"));
    assert!(
        boris
            .page(ITEM)
            .await
            .contains("90% of the points are kept")
    );
    boris.done(TEXT, &text("late")).await;

    set_clock(CLOSED);
    let carl = site.join("carl", Role::Student).await;
    assert_eq!(
        carl.post(TEXT, &text("closed")).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(carl.upload(FILE, PDF).await.status, StatusCode::CONFLICT);
    assert!(!carl.page(ITEM).await.contains("<textarea id=\"text-"));
    let course = course();
    let elbo = course.homework("elbo").unwrap();
    let carl_himself = carl.user();
    let until = Some("2026-03-22T00:00:00Z".parse().unwrap());
    let store = &site.app.store;
    store
        .set_extension(
            carl_himself,
            elbo,
            until,
            "ill",
            "test",
            NOW.parse().unwrap(),
        )
        .await
        .unwrap();
    carl.done(TEXT, &text("extended")).await;
}

#[tokio::test]
async fn every_page_is_for_its_roles() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    anna.done(TEXT, &[("text", "mine")]).await;
    let boris = site.join("boris", Role::Student).await;
    let people = [
        site.nobody(),
        anna.clone(),
        boris,
        site.join("ada", Role::Grader).await,
        site.join("teacher", Role::Teacher).await,
        site.join("owner", Role::Owner).await,
    ];
    let ask = [("task", "proof"), ("text", "please")];
    anna.done("/homeworks/elbo/requests", &ask).await;
    // Nobody, the student whose it is, another student, a grader, a teacher, the owner.
    let pages: [(&str, [u16; 6]); 9] = [
        (ITEM, [401, 200, 200, 200, 200, 200]),
        ("/answers/1/file", [401, 200, 404, 200, 200, 200]),
        ("/queue", [401, 403, 403, 200, 200, 200]),
        ("/queue/elbo/proof", [401, 403, 403, 200, 200, 200]),
        ("/queue/elbo/proof/next", [401, 403, 403, 303, 303, 303]),
        (
            "/queue/elbo/proof/answers/1",
            [401, 403, 403, 200, 200, 200],
        ),
        ("/queue/elbo/proof/rubric", [401, 403, 403, 403, 200, 200]),
        ("/requests", [401, 403, 403, 200, 200, 200]),
        ("/requests/1", [401, 200, 404, 200, 200, 200]),
    ];
    for (path, expected) in pages {
        for (caller, status) in people.iter().zip(expected) {
            assert_eq!(caller.get(path).await.status.as_u16(), status, "{path}");
        }
    }
    let grade = [("points.idea", "1"), ("points.rest", "1"), ("do", "save")];
    let none: &[(&str, &str)] = &[];
    let forms: [(&str, &[(&str, &str)], [u16; 6]); 6] = [
        (TEXT, &[("text", "")], [401, 422, 422, 422, 422, 422]),
        (
            "/homeworks/elbo/requests",
            &[("task", "proof"), ("text", "x")],
            [401, 303, 422, 422, 422, 422],
        ),
        (
            "/queue/elbo/proof/answers/1",
            &[("do", "leave")],
            [401, 403, 403, 303, 303, 303],
        ),
        (
            "/queue/elbo/proof/answers/1",
            &grade,
            [401, 403, 403, 303, 409, 409],
        ),
        (
            "/queue/elbo/proof/rubric",
            &[("digest", "stale")],
            [401, 403, 403, 403, 409, 409],
        ),
        ("/requests/1", none, [401, 403, 403, 422, 422, 422]),
    ];
    for (path, fields, expected) in forms {
        for (caller, status) in people.iter().zip(expected) {
            assert_eq!(
                caller.post(path, fields).await.status.as_u16(),
                status,
                "{path}"
            );
        }
    }
    for (caller, status) in people.iter().zip([401, 422, 422, 422, 422, 422]) {
        assert_eq!(caller.upload(FILE, b"x").await.status.as_u16(), status);
    }
    let owner = people.last().unwrap();
    for missing in [
        "/queue/elbo/none",
        "/queue/none/proof",
        "/queue/elbo/plot/answers/1",
        "/queue/elbo/proof/answers/99",
        "/requests/99",
        "/answers/99/file",
        "/homeworks/elbo/items/none",
        "/queue/elbo/proof%00/next",
    ] {
        assert_eq!(
            owner.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}
