//! Who may do what: every route of the router with every role.

use crate::callers::{Anonymous, OtherStudent};
use crate::site::{Student, Teacher};
use crate::small::small;
use std::collections::BTreeSet;

/// Method, route as in the router, address asked for, and what nobody, its student, another student and a teacher get.
/// `{id}` stands for the student's submission, `{token}` for the student's token.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, [u16; 4])] = &[
    ("GET", "/", "/", [303, 200, 200, 303]),
    ("GET", "/sign-in", "/sign-in", [200; 4]),
    ("GET", "/sign-in/{secret}", "/sign-in/wrong", [404; 4]),
    ("POST", "/sign-in/{secret}", "/sign-in/wrong", [404; 4]),
    ("POST", "/sign-out", "/sign-out", [303; 4]),
    ("POST", "/language", "/language", [303; 4]),
    ("GET", "/homeworks/{homework}", "/homeworks/elbo", [401, 200, 200, 200]),
    ("GET", "/homeworks/{homework}/inputs.npz", "/homeworks/elbo/inputs.npz", [401, 200, 200, 200]),
    ("GET", "/homeworks/{homework}/inputs.json", "/homeworks/ddpm/inputs.json", [401, 409, 409, 200]),
    ("GET", "/homeworks/{homework}/starter.ipynb", "/homeworks/ddpm/starter.ipynb", [401, 409, 409, 200]),
    // A draft that nobody looked at cannot be sent.
    ("POST", "/homeworks/{homework}/submissions", "/homeworks/elbo/submissions", [401, 409, 409, 409]),
    ("POST", "/homeworks/{homework}/draft", "/homeworks/elbo/draft", [401, 303, 303, 303]),
    ("GET", "/homeworks/{homework}/draft", "/homeworks/elbo/draft", [401, 200, 200, 200]),
    ("POST", "/homeworks/{homework}/numbers", "/homeworks/elbo/numbers", [401, 303, 303, 303]),
    ("GET", "/submissions/{id}", "/submissions/{id}", [401, 200, 404, 200]),
    ("GET", "/submissions/{id}/file", "/submissions/{id}/file", [401, 200, 404, 200]),
    // It was never graded anew; `tests/teacher` asks the same of one that was.
    ("GET", "/submissions/{id}/reports/{number}", "/submissions/{id}/reports/1", [401, 404, 404, 404]),
    ("GET", "/submissions/{id}/receipt.txt", "/submissions/{id}/receipt.txt", [401, 200, 404, 200]),
    ("GET", "/submissions/{id}/receipt.json", "/submissions/{id}/receipt.json", [401, 200, 404, 200]),
    // The small course never reveals the reference to students.
    ("GET", "/submissions/{id}/reference.npz", "/submissions/{id}/reference.npz", [401, 404, 404, 200]),
    ("GET", "/styleguide", "/styleguide", if cfg!(debug_assertions) { [200; 4] } else { [404; 4] }),
    ("GET", "/account/data", "/account/data", [401, 200, 200, 200]),
    ("GET", "/account", "/account", [401, 200, 200, 200]),
    ("POST", "/account/preferences", "/account/preferences", [401, 303, 303, 303]),
    ("POST", "/account/tokens", "/account/tokens", [401, 303, 303, 303]),
    ("POST", "/account/tokens/{id}/revoke", "/account/tokens/{token}/revoke", [401, 303, 404, 404]),
    ("POST", "/account/sessions/{id}/revoke", "/account/sessions/{session}/revoke", [401, 303, 404, 404]),
    ("POST", "/account/sessions/revoke", "/account/sessions/revoke", [401, 303, 303, 303]),
    ("GET", "/gradebook", "/gradebook", [401, 403, 403, 200]),
    ("GET", "/gradebook/export", "/gradebook/export", [401, 403, 403, 200]),
    // The small course has no item that a person grades; `tests/manual` asks the same of one that has.
    ("GET", "/homeworks/{homework}/items/{item}", "/homeworks/elbo/items/proof", [401, 404, 404, 404]),
    ("POST", "/homeworks/{homework}/items/{item}/text", "/homeworks/elbo/items/proof/text", [401, 422, 422, 422]),
    ("POST", "/homeworks/{homework}/items/{item}/file", "/homeworks/elbo/items/proof/file", [401, 422, 422, 422]),
    ("GET", "/answers/{id}/file", "/answers/1/file", [401, 404, 404, 404]),
    ("POST", "/homeworks/{homework}/requests", "/homeworks/elbo/requests", [401, 422, 422, 422]),
    ("GET", "/queue", "/queue", [401, 403, 403, 200]),
    ("GET", "/queue/{homework}/{item}", "/queue/elbo/proof", [401, 403, 403, 404]),
    ("GET", "/queue/{homework}/{item}/next", "/queue/elbo/proof/next", [401, 403, 403, 404]),
    ("GET", "/queue/{homework}/{item}/answers/{id}", "/queue/elbo/proof/answers/1", [401, 403, 403, 404]),
    ("POST", "/queue/{homework}/{item}/answers/{id}", "/queue/elbo/proof/answers/1", [401, 403, 403, 404]),
    ("GET", "/queue/{homework}/{item}/rubric", "/queue/elbo/proof/rubric", [401, 403, 403, 404]),
    ("POST", "/queue/{homework}/{item}/rubric", "/queue/elbo/proof/rubric", [401, 403, 403, 422]),
    ("GET", "/requests", "/requests", [401, 403, 403, 200]),
    ("GET", "/requests/{id}", "/requests/1", [401, 404, 404, 404]),
    ("POST", "/requests/{id}", "/requests/1", [401, 403, 403, 422]),
    ("GET", "/course", "/course", [401, 403, 403, 200]),
    ("POST", "/course/preview", "/course/preview", [401, 403, 403, 422]),
    ("POST", "/course/publish", "/course/publish", [401, 403, 403, 422]),
    ("GET", "/course/versions", "/course/versions", [401, 403, 403, 200]),
    ("GET", "/course/versions/{id}", "/course/versions/1", [401, 403, 403, 200]),
    ("GET", "/regrade", "/regrade", [401, 403, 403, 200]),
    // A regrade names the version that its dry run was for.
    ("POST", "/regrade", "/regrade", [401, 403, 403, 409]),
    ("GET", "/jobs/{id}", "/jobs/1", [401, 403, 403, 404]),
    ("GET", "/jobs/{id}/events", "/jobs/1/events", [401, 403, 403, 404]),
    ("GET", "/exam", "/exam", [401, 403, 403, 200]),
    ("POST", "/exam", "/exam", [401, 403, 403, 200]),
    ("GET", "/insight", "/insight", [401, 403, 403, 200]),
    ("GET", "/insight/{homework}", "/insight/elbo", [401, 403, 403, 200]),
    ("GET", "/audit", "/audit", [401, 403, 403, 200]),
    ("GET", "/roster", "/roster", [401, 403, 403, 200]),
    ("POST", "/roster", "/roster", [401, 403, 403, 200]),
    ("POST", "/links.csv", "/links.csv", [401, 403, 403, 200]),
    ("GET", "/links", "/links?who=all", [401, 403, 403, 200]),
    ("POST", "/links", "/links", [401, 403, 403, 200]),
    ("POST", "/roster/{login}", "/roster/anna", [401, 403, 403, 303]),
    ("POST", "/roster/{login}/link", "/roster/anna/link", [401, 403, 403, 200]),
    ("GET", "/students/{login}/homeworks/{homework}", "/students/anna/homeworks/elbo", [401, 403, 403, 200]),
    ("POST", "/students/{login}/homeworks/{homework}/override", "/students/anna/homeworks/elbo/override", [401, 403, 403, 200]),
    ("POST", "/students/{login}/homeworks/{homework}/extension", "/students/anna/homeworks/elbo/extension", [401, 403, 403, 200]),
    ("GET", "/students/{login}", "/students/anna", [401, 403, 403, 200]),
    ("POST", "/students/{login}/exam", "/students/anna/exam", [401, 403, 403, 303]),
    ("GET", "/api/v1/homeworks", "/api/v1/homeworks", [401, 200, 200, 200]),
    ("GET", "/api/v1/homeworks/{homework}/inputs", "/api/v1/homeworks/elbo/inputs", [401, 200, 200, 200]),
    ("POST", "/api/v1/homeworks/{homework}/submissions", "/api/v1/homeworks/elbo/submissions", [401, 200, 201, 201]),
    ("GET", "/api/v1/submissions/{id}", "/api/v1/submissions/{id}", [401, 200, 404, 200]),
    ("GET", "/api/v1/submissions/{id}/file", "/api/v1/submissions/{id}/file", [401, 200, 404, 200]),
    ("GET", "/api/v1/grade", "/api/v1/grade", [401, 200, 200, 200]),
    ("PUT", "/api/v1/students/{login}/exam", "/api/v1/students/anna/exam", [401, 403, 403, 204]),
    ("PUT", "/api/v1/students/{login}/homeworks/{homework}/override", "/api/v1/students/anna/homeworks/elbo/override", [401, 403, 403, 204]),
    ("PUT", "/api/v1/students/{login}/homeworks/{homework}/extension", "/api/v1/students/anna/homeworks/elbo/extension", [401, 403, 403, 204]),
    ("GET", "/api/v1/course", "/api/v1/course", [401, 403, 403, 200]),
    ("PUT", "/api/v1/course", "/api/v1/course", [401, 403, 403, 422]),
    ("POST", "/api/v1/regrade", "/api/v1/regrade", [401, 403, 403, 200]),
    ("GET", "/api/v1/jobs/{id}", "/api/v1/jobs/1", [401, 403, 403, 404]),
    ("GET", "/api/v1/gradebook", "/api/v1/gradebook", [401, 403, 403, 200]),
    ("POST", "/api/v1/roster", "/api/v1/roster", [401, 403, 403, 200]),
    ("GET", "/api/v1/openapi.json", "/api/v1/openapi.json", [200; 4]),
    ("GET", "/assets/{file}", "/assets/style.css", [200; 4]),
    ("GET", "/health", "/health", [200; 4]),
    // This site was built without a metrics recorder.
    ("GET", "/metrics", "/metrics", [404; 4]),
];

/// What a request of the table carries.
fn body_of(method: &str, route: &str) -> (&'static str, Vec<u8>) {
    const FORM: &str = "application/x-www-form-urlencoded";
    let (kind, body): (_, &[u8]) = match (method, route) {
        ("POST", "/language") => (FORM, b"lang=en&back=/"),
        ("POST", "/homeworks/{homework}/submissions") => (FORM, b"sha256=unseen"),
        ("POST", "/homeworks/{homework}/draft") => (
            "multipart/form-data; boundary=edge",
            b"--edge\r\nContent-Disposition: form-data; name=\"answers\"; filename=\"a\"\r\n\r\n{\"gaussian_kl.kl\": 2}\r\n--edge--\r\n",
        ),
        ("POST", "/homeworks/{homework}/numbers") => (FORM, b"gaussian_kl.kl=3"),
        ("POST", "/account/preferences") => (FORM, b"lang=en&time_zone="),
        ("POST", "/account/tokens") => (FORM, b"name=laptop"),
        ("POST", "/students/{login}/exam") => (FORM, b"points=23,5"),
        ("POST", "/exam") => (
            "multipart/form-data; boundary=edge",
            b"--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nlogin,points\nanna,20\n\r\n--edge--\r\n",
        ),
        ("POST", "/roster") => (
            "multipart/form-data; boundary=edge",
            b"--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nlogin,name\nzoya,Zoya\n\r\n--edge--\r\n",
        ),
        ("POST", "/api/v1/roster") => ("text/csv", b"login,name\nanna,anna\n"),
        ("POST", "/links") => (FORM, b"who=never&days=7"),
        ("POST", "/links.csv") => (FORM, b"links="),
        ("POST", "/roster/{login}") => (FORM, b"active=yes"),
        ("POST", r) if r.ends_with("/override") => (FORM, b"kind=excused&reason=ill"),
        ("POST", r) if r.ends_with("/extension") => (FORM, b"day=2026-03-25&reason=ill"),
        ("PUT", r) if r.ends_with("/override") => (
            "application/json",
            b"{\"points\": \"12.5\", \"excused\": false, \"reason\": \"regraded\"}",
        ),
        ("PUT", r) if r.ends_with("/extension") => (
            "application/json",
            b"{\"deadline\": \"2026-03-25\", \"reason\": \"ill\"}",
        ),
        ("POST", _) if route.starts_with("/api/") => {
            ("application/octet-stream", b"{\"gaussian_kl.kl\": 1}")
        }
        ("PUT", _) => ("application/json", b"{\"points\": \"23.5\"}"),
        _ => (FORM, b""),
    };
    (kind, body.to_vec())
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let site = small(None).await;
    let (student, other, teacher) = (
        Student::of(&site).await,
        OtherStudent::of(&site).await,
        Teacher::of(&site).await,
    );
    let nobody = Anonymous::of(&site);
    let sent = student
        .send(
            "POST",
            "/api/v1/homeworks/elbo/submissions",
            &[],
            b"{\"gaussian_kl.kl\": 1}".to_vec(),
        )
        .await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let receipt: serde_json::Value = serde_json::from_slice(&sent.body).unwrap();
    let submission = receipt["id"].to_string();
    let mut wrong = Vec::new();
    for (method, route, address, expected) in TABLE {
        let (store, now) = (&site.app.store, crate::site::clock());
        let token = store.new_token(student.id, "x", "anna", now).await;
        token.expect("the store answers").expect("a token is made");
        let tokens = store.tokens(student.id).await.unwrap();
        // Another browser of the student's, whose session may be ended.
        let lasts = jiff::SignedDuration::from_hours(1);
        let link = store.new_link(student.id, lasts, "test", now).await;
        site.nobody().enter(&link.expect("a link is made")).await;
        let session = store.sessions(student.id, now).await.unwrap()[0].id;
        // Only so many may be held, so this one goes with its row.
        let token = tokens[0].id;
        let address = address
            .replace("{id}", &submission)
            .replace("{session}", &session.to_string())
            .replace("{token}", &token.to_string());
        // Signing out comes last for everybody, so the caller who does it is a fresh one.
        let doors = [&*nobody, &*student, &*other, &*teacher];
        for (who, (door, expected)) in ["nobody", "student", "other", "teacher"]
            .iter()
            .zip(doors.into_iter().zip(expected))
        {
            let fresh;
            let door = if *route == "/sign-out" {
                fresh = site.nobody();
                &fresh
            } else {
                door
            };
            let (kind, body) = body_of(method, route);
            let answer = door
                .send(method, &address, &[("content-type", kind)], body)
                .await;
            if answer.status != *expected {
                wrong.push(format!(
                    "{method} {route} as {who}: {} instead of {expected}",
                    answer.status
                ));
            }
            let problem = answer.header("content-type") == "application/problem+json";
            if address.starts_with("/api/") && answer.status.as_u16() >= 400 && !problem {
                wrong.push(format!("{method} {route} as {who}: no problem document"));
            }
        }
        let revoked = store.revoke_token(student.id, token, "anna", now).await;
        revoked.expect("the store answers");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_lists_every_route() {
    let listed: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(method, route, ..)| ((*method).to_owned(), (*route).to_owned()))
        .collect();
    assert_eq!(listed, routes_of_the_router());
}

#[tokio::test]
async fn openapi_describes_every_route_of_the_api() {
    let site = small(None).await;
    let answer = Anonymous::of(&site).get("/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let mut routed = routes_of_the_router();
    routed.retain(|(_, path)| path.starts_with("/api/v1/") && !path.ends_with("/openapi.json"));
    assert_eq!(described, routed);
}

/// Method and path of every `.route(…)` in the source of the router.
fn routes_of_the_router() -> BTreeSet<(String, String)> {
    let source = include_str!("../../src/web/router.rs");
    let mut found = BTreeSet::new();
    let (pages, rest) = source.split_once("let programs").expect("the API follows");
    let (programs, others) = rest
        .split_once("Router::new()\n        .merge(pages)")
        .expect("all together follow");
    for (part, prefix) in [(pages, ""), (programs, "/api/v1"), (others, "")] {
        for route in part.split(".route(").skip(1) {
            let mut quoted = route.split('"').skip(1);
            let path = quoted.next().expect("a route has a path");
            let handlers = quoted.next().expect("a route has handlers");
            let until_next = handlers.split("\n        .").next().unwrap_or(handlers);
            for method in ["get", "post", "put", "delete", "patch"] {
                let calls = until_next
                    .split(|c: char| !c.is_alphanumeric() && c != '(' && c != '_')
                    .any(|word| word.starts_with(&format!("{method}(")));
                if calls {
                    found.insert((method.to_uppercase(), format!("{prefix}{path}")));
                }
            }
        }
    }
    assert!(found.len() > 20, "the router's source is read: {found:?}");
    found
}
