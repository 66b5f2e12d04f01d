//! Regrade requests as pages: the student asks, the teacher answers and closes.

use super::site::Site;
use crate::support::forms::hidden;
use axum::http::StatusCode;
use dgm_grader::store::Role;

#[tokio::test]
async fn a_request_is_answered_in_its_thread() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    let ask = "/homeworks/elbo/requests";
    let fields = |text: &'static str| {
        [
            ("task", "proof"),
            ("text", text),
            ("back", "/homeworks/elbo"),
        ]
    };
    let early = anna.post(ask, &fields("nothing sent")).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    anna.done("/homeworks/elbo/items/proof/text", &[("text", "mine")])
        .await;

    assert_eq!(
        anna.done(ask, &fields("<i>Why</i> $x$?")).await,
        "/homeworks/elbo#requests"
    );
    anna.done(ask, &fields("And this.")).await;
    let evil = [("task", "proof"), ("text", "x"), ("back", "//evil.test")];
    assert_eq!(anna.done(ask, &evil).await, "/#requests");
    let unknown = [("task", "none"), ("text", "x")];
    assert_eq!(anna.post(ask, &unknown).await.status, StatusCode::NOT_FOUND);
    let long = "x".repeat(4001);
    for bad in ["", "  \n", &long] {
        let refused = anna.post(ask, &[("task", "proof"), ("text", bad)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    let list = teacher.page("/requests").await;
    assert!(
        list.contains("1 open request")
            && list.contains("3 messages")
            && list.contains("waits for an answer")
    );
    let page = teacher.page("/requests/1").await;
    assert!(page.contains("<math") && !page.contains("<i>Why"), "{page}");
    assert!(page.contains("/queue/elbo/proof/answers/1"));
    let empty = teacher
        .post("/requests/1", &[("text", " "), ("do", "answer")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    teacher
        .done("/requests/1", &[("text", "Because $y$."), ("do", "answer")])
        .await;
    assert!(anna.page("/homeworks/elbo").await.contains("Because"));
    assert_eq!(
        teacher
            .done("/requests/1", &[("text", ""), ("do", "close")])
            .await,
        "/requests"
    );
    let closed = teacher
        .post("/requests/1", &[("text", "too late"), ("do", "answer")])
        .await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closed.text().contains("closed"));
    let page = anna.page("/requests/1").await;
    assert!(
        page.contains("closed 10 March") && !page.contains("<textarea"),
        "{page}"
    );
    // A closed thread is no obstacle to a new one.
    assert_eq!(
        anna.done(ask, &[("task", "proof"), ("text", "again")])
            .await,
        "/requests/2"
    );
    let noted = crate::support::audit::of_kind(&site.app.store, "request").await;
    assert_eq!(noted.len(), 1);
    assert_eq!(
        (noted[0].subject.as_str(), noted[0].actor.as_str()),
        ("anna/elbo/proof", "teacher")
    );
}

#[tokio::test]
async fn a_report_shows_results_and_requests() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let fields = [("gaussian_kl.none", "1")];
    anna.post("/homeworks/elbo/numbers", &fields).await;
    let draft = anna.page("/homeworks/elbo/draft").await;
    let seen = hidden(&draft, "sha256");
    let confirmed = [("sha256", seen.as_str())];
    anna.post("/homeworks/elbo/submissions", &confirmed).await;
    let page = anna.page("/submissions/1").await;
    assert!(
        page.contains("A proof") && page.contains("not sent"),
        "{page}"
    );
    let ask = [
        ("task", "gaussian_kl"),
        ("text", "look"),
        ("back", "/submissions/1"),
    ];
    assert_eq!(
        anna.done("/homeworks/elbo/requests", &ask).await,
        "/submissions/1#requests"
    );
    let teacher = site.join("teacher", Role::Teacher).await;
    for reader in [&anna, &teacher] {
        assert!(reader.page("/submissions/1").await.contains("look</p>"));
    }
    let form = "<select id=\"request-task\"";
    assert!(anna.page("/submissions/1").await.contains(form));
    assert!(
        !teacher.page("/submissions/1").await.contains(form),
        "only the student asks"
    );
}

#[tokio::test]
async fn a_request_is_on_the_homeworks_page_and_on_the_overview() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    let (page, form) = ("/homeworks/elbo", "<select id=\"request-task\"");
    assert!(
        !anna.page(page).await.contains(form),
        "there is nothing to ask about"
    );
    anna.done("/homeworks/elbo/items/proof/text", &[("text", "mine")])
        .await;
    assert!(anna.page(page).await.contains(form));
    assert!(!anna.page("/").await.contains("regrade request"));
    for (task, text) in [("gaussian_kl", "of the task"), ("proof", "of the item")] {
        let ask = [("task", task), ("text", text), ("back", page)];
        anna.done("/homeworks/elbo/requests", &ask).await;
    }
    let shown = anna.page(page).await;
    for text in ["of the task</p>", "of the item</p>"] {
        assert_eq!(shown.matches(text).count(), 1, "{text}: {shown}");
    }
    let waits = "regrade request waits for an answer";
    assert!(anna.page("/").await.contains(waits));
    let reply = [("text", "I looked."), ("do", "close")];
    teacher.done("/requests/1", &reply).await;
    assert!(anna.page("/").await.contains(waits), "the other one waits");
    teacher.done("/requests/2", &reply).await;
    let overview = anna.page("/").await;
    assert!(overview.contains("regrade request answered"), "{overview}");
    assert!(overview.contains("href=\"/homeworks/elbo#requests\""));
    assert!(anna.page(page).await.contains("I looked."));
    let as_teacher = teacher.page("/students/anna/homeworks/elbo/page").await;
    assert!(as_teacher.contains("I looked.") && !as_teacher.contains(form));
}
