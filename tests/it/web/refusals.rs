//! What is refused, with which status, as a page for people and as a problem document for programs.

use super::callers::{Anonymous, OtherStudent};
use crate::support::site::{Answer, Student, Teacher};
use crate::support::small::small;

const API: &str = "/api/v1/homeworks/elbo/submissions";

fn problem(answer: &Answer, status: u16, code: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{text}"
    );
    let document = answer.json();
    assert_eq!(document["status"], status, "{text}");
    assert_eq!(document["code"], code, "{text}");
    for key in ["type", "title", "detail"] {
        assert!(
            document[key].as_str().is_some_and(|t| !t.is_empty()),
            "{key}: {text}"
        );
    }
}

#[tokio::test]
async fn programs_get_problem_documents() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let send = async |body: &[u8]| student.send("POST", API, &[], body.to_vec()).await;
    // A pickle, which is never read; a zip that ends early; JSON that is none; a file over the limit of one MiB.
    problem(
        &send(b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94.").await,
        415,
        "answers",
    );
    problem(&send(b"").await, 415, "answers");
    problem(&send(b"PK\x03\x04 and no more").await, 422, "answers");
    // Nothing of it can be used, and nothing is an output.
    problem(&send(b"{\"mine\": [1, [2]]}").await, 422, "answers");
    problem(&send(&vec![b'['; (1 << 20) + 1]).await, 413, "too-large");
    problem(&send(&vec![b'['; 3 << 20]).await, 413, "too-large");

    problem(
        &Anonymous::of(&site).get("/api/v1/grade").await,
        401,
        "sign-in",
    );
    let forged = [("authorization", "Bearer dgm_0000")];
    let forged = site
        .nobody()
        .send("GET", "/api/v1/grade", &forged, Vec::new())
        .await;
    problem(&forged, 401, "sign-in");
    let exam = "/api/v1/students/anna/exam";
    let json = [("content-type", "application/json")];
    let body = || b"{\"points\": \"5\"}".to_vec();
    problem(
        &student.send("PUT", exam, &json, body()).await,
        403,
        "forbidden",
    );
    let nobody = "/api/v1/students/nobody/exam";
    problem(
        &teacher.send("PUT", nobody, &json, body()).await,
        404,
        "not-found",
    );
    problem(
        &teacher.send("PUT", exam, &json, b"{".to_vec()).await,
        422,
        "form",
    );
    let fields = b"points=5".to_vec();
    problem(&teacher.send("PUT", exam, &[], fields).await, 422, "form");
    problem(
        &student.get("/api/v1/homeworks/elba/inputs").await,
        404,
        "not-found",
    );
    problem(
        &student.get("/api/v1/homeworks/ddpm/inputs").await,
        409,
        "not-open",
    );
    problem(
        &student.get("/api/v1/submissions/1").await,
        404,
        "not-found",
    );
    problem(
        &student.get("/api/v1/submissions/x").await,
        404,
        "not-found",
    );
    problem(
        &student
            .get("/api/v1/submissions/99999999999999999999")
            .await,
        404,
        "not-found",
    );
    problem(
        &student.get("/api/v1/no/such/thing").await,
        404,
        "not-found",
    );
    problem(
        &student
            .send("DELETE", "/api/v1/grade", &[], Vec::new())
            .await,
        405,
        "method",
    );
    let missing = "/api/v1/homeworks/nothing/submissions";
    problem(
        &student.send("POST", missing, &[], b"{}".to_vec()).await,
        404,
        "not-found",
    );
}

#[tokio::test]
async fn programs_are_told_what_is_at_no_row_of_theirs() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    for path in ["/api", "/api/v1", "/api/v1/", "/api/v2/grade"] {
        problem(&student.get(path).await, 404, "not-found");
    }
}

#[tokio::test]
async fn people_get_pages_with_a_way_back() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let page = |answer: &Answer, status: u16| {
        let text = answer.text();
        assert_eq!(answer.status, status, "{text}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{text}"
        );
        assert!(
            text.contains("href=\"/\"") || text.contains("href=\"/sign-in\""),
            "{text}"
        );
    };
    for missing in [
        "/nothing",
        "/submissions/x",
        "/submissions/1",
        "/homeworks/elba",
        "/students/%00",
    ] {
        page(&teacher.get(missing).await, 404);
    }
    page(&student.upload("elbo", b"\x80\x04.").await, 415);
    page(&student.upload("elbo", b"").await, 422);
    page(
        &student.upload("elbo", &vec![b'['; (1 << 20) + 1]).await,
        413,
    );
    page(&student.upload("elbo", &vec![b'['; 3 << 20]).await, 413);
    page(
        &student
            .post("/homeworks/elbo/submissions", "answers=1")
            .await,
        422,
    );
    page(&student.post("/submissions/1", "").await, 405);
    page(
        &student.post("/homeworks/elbo/numbers", "%ff=%ff&&==").await,
        422,
    );
    page(&student.post("/homeworks/elbo/numbers", "").await, 422);
    page(&student.post("/account/tokens", "name=").await, 422);
    page(
        &student
            .post("/account/preferences", "lang=fr&time_zone=")
            .await,
        422,
    );
    page(
        &student
            .post("/account/preferences", "lang=en&time_zone=Mars/Base")
            .await,
        422,
    );
    page(&Anonymous::of(&site).get("/homeworks/elbo").await, 401);
}

#[tokio::test]
async fn anothers_submission_does_not_exist() {
    let site = small(None).await;
    let (student, other) = (Student::of(&site).await, OtherStudent::of(&site).await);
    let sent = student.upload("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    let path = sent
        .header("location")
        .split('?')
        .next()
        .unwrap_or_default();
    let id = path.rsplit('/').next().unwrap_or_default();
    for path in [
        format!("/submissions/{id}"),
        format!("/submissions/{id}/file"),
        format!("/api/v1/submissions/{id}"),
        format!("/api/v1/submissions/{id}/file"),
    ] {
        let theirs = other.get(&path).await;
        let nobodys = other
            .get(&path.replace(&format!("submissions/{id}"), "submissions/987654"))
            .await;
        assert_eq!(theirs.status, 404, "{path}");
        let known = theirs
            .text()
            .replace(&format!("submissions/{id}"), "submissions/N");
        assert_eq!(
            known,
            nobodys
                .text()
                .replace("submissions/987654", "submissions/N"),
            "as if there were none"
        );
        assert_eq!(student.get(&path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_deactivated_person_and_a_revoked_token_are_nobody() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let store = &site.app.store;
    let token = store.tokens(student.id).await.unwrap().remove(0);
    assert_eq!(student.get("/api/v1/grade").await.status, 200);
    let revoke = format!("/account/tokens/{}/revoke", token.id);
    assert_eq!(student.post(&revoke, "").await.status, 303);
    assert_eq!(student.get("/api/v1/grade").await.status, 401);
    assert_eq!(student.post("/sign-out", "").await.status, 303);
    assert_eq!(
        student.get("/account").await.status,
        401,
        "the cookie is worth nothing now"
    );
}

/// The browser takes a cookie away when its time is over, or with all others; what stood in the open form is not lost with it.
#[tokio::test]
async fn what_was_typed_comes_back_where_the_cookie_is_gone() {
    let site = small(None).await;
    let nobody = site.nobody();
    let form = b"adjoint.loss=1%2C5&text=My+long+proof".to_vec();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let from_here = ("referer", "http://dgm.test/homeworks/elbo");
    let elsewhere = ("referer", "http://other.test/homeworks/elbo");
    for path in ["/homeworks/elbo/numbers", "/homeworks/elbo/requests"] {
        for (from, comes_back) in [(from_here, true), (elsewhere, false)] {
            let answer = nobody.send("POST", path, &[kind, from], form.clone()).await;
            assert_eq!(answer.status, 401, "{path}");
            let page = answer.text();
            assert_eq!(page.contains("My long proof"), comes_back, "{path}: {page}");
            assert_eq!(page.contains("value=\"1,5\""), comes_back, "{path}: {page}");
            let action = format!("action=\"{path}\"");
            assert_eq!(page.contains(&action), comes_back, "{path}: {page}");
        }
    }
}

/// A refusal says what can be done: when a homework opens, and at which field a form is wrong.
#[tokio::test]
async fn a_refusal_says_when_and_where() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for (lang, opens) in [
        ("en", "It opens on 1 April, 00:00 MSK."),
        ("ru", "Откроется 1 апреля, 00:00 МСК."),
    ] {
        student
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let page = student.get("/homeworks/ddpm").await;
        assert_eq!(page.status, 409);
        assert!(page.text().contains(opens), "{}", page.text());
    }
    let path = "/students/anna/homeworks/elbo";
    for (form, field, said) in [
        (
            "override?kind=points&points=99&reason=x",
            "points",
            "from 0 to 13",
        ),
        (
            "override?kind=points&points=3&reason=",
            "reason",
            "Give a reason",
        ),
        // The instant is said as everywhere: the last minute that counts.
        (
            "extension?day=2026-03-01&time=&reason=x",
            "day",
            "11 March, 23:59 MSK",
        ),
    ] {
        let (action, form) = form.split_once('?').expect("both");
        let page = teacher.post(&format!("{path}/{action}"), form).await;
        assert_eq!(page.status, 422, "{form}");
        let page = page.text();
        let wrong = page.split("aria-invalid").next().unwrap_or_default();
        let field = format!("name=\"{field}\"");
        assert!(
            wrong
                .rsplit('<')
                .next()
                .unwrap_or_default()
                .contains(&field),
            "{form}: {page}"
        );
        assert!(page.contains(said), "{form}: {page}");
    }
}
