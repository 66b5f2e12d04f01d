//! Behind a proxy and by https: cookies, whose forms are taken, from where a request comes, and how often it may.

use super::callers::Anonymous;
use crate::support::site::{Answer, Door, Site, Student, application, clock, settings};
use crate::support::small::{open, small};
use dgm_grader::store::Role;
use dgm_grader::web::address::Proxies;
use dgm_grader::web::state::{ServerState, Settings};
use jiff::SignedDuration;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A site that people reach by https at a name that its proxy does not pass on; requests come from the proxy's address.
async fn proxied() -> Site {
    let proxy = "0.0.0.0".parse().expect("it is an address");
    let folder = tempfile::tempdir().expect("a folder is made");
    let settings = Settings {
        base_url: "https://Grader.Example.org:443".to_owned(),
        proxies: Proxies::new(vec![proxy]),
        ..settings()
    };
    let server = ServerState::new(application(folder.path()).await, settings);
    open(Site::of(server, folder), None).await
}

async fn language(door: &Door, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[FORM], headers].concat();
    let body = b"lang=ru&back=/".to_vec();
    door.send("POST", "/language", &headers, body).await
}

#[tokio::test]
async fn own_forms_pass_and_foreign_ones_do_not() {
    let (proxied, direct) = (proxied().await, small(None).await);
    // Which site, whether the browser tells of fetches, the origin; whether it may.
    let cases: [(&Site, Option<&str>, Option<&str>, bool); 14] = [
        (
            &proxied,
            Some("same-origin"),
            Some("https://grader.example.org"),
            true,
        ),
        (&proxied, Some("same-origin"), None, true),
        (&proxied, Some("none"), None, true),
        (&proxied, None, Some("https://grader.example.org"), true),
        (&proxied, None, None, true),
        (
            &proxied,
            None,
            Some("https://grader.example.org.evil.test"),
            false,
        ),
        (&proxied, None, Some("http://grader.example.org"), false),
        (&proxied, None, Some("null"), false),
        (
            &proxied,
            Some("cross-site"),
            Some("https://evil.test"),
            false,
        ),
        (
            &proxied,
            Some("same-site"),
            Some("https://other.example.org"),
            false,
        ),
        (&direct, None, Some("http://dgm.test"), true),
        (&direct, None, Some("https://grader.example.org"), false),
        (&direct, None, Some("http://dgm.test:8080"), false),
        (&direct, Some("cross-site"), None, false),
    ];
    for (site, fetch, origin, may) in cases {
        let fetch = fetch.map(|value| ("sec-fetch-site", value));
        let origin = origin.map(|value| ("origin", value));
        let headers: Vec<_> = fetch.into_iter().chain(origin).collect();
        let answer = language(&Anonymous::of(site), &headers).await;
        let expected = if may { 303 } else { 403 };
        assert_eq!(answer.status, expected, "{headers:?}");
    }
}

#[tokio::test]
async fn by_https_cookies_are_of_this_host_and_never_go_in_clear() {
    let site = proxied().await;
    let student = Student::of(&site).await;
    let lasts = SignedDuration::from_hours(1);
    let link = site.app.store.new_link(student.id, lasts, "test", clock());
    let path = format!("/sign-in/{}", link.await.expect("a link is made"));
    let nobody = Anonymous::of(&site);
    let entered = nobody.post(&path, "").await;
    let switched = language(&nobody, &[]).await;
    let left = student.post("/sign-out", "").await;
    for (answer, name) in [
        (&entered, "__Host-dgm_session="),
        (&switched, "__Host-dgm_language="),
        (&left, "__Host-dgm_session=; "),
    ] {
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(name), "{cookie}");
        for part in ["; Secure", "; Path=/"] {
            assert_eq!(cookie.matches(part).count(), 1, "{part}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000"
        );
    }
    assert!(left.header("set-cookie").contains("Max-Age=0"));

    let site = small(None).await;
    let answer = language(&Anonymous::of(&site), &[]).await;
    assert_eq!(answer.header("strict-transport-security"), "");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("dgm_language=") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

#[tokio::test]
async fn an_address_may_send_so_many_forms_and_is_told_how_long_to_wait() {
    let site = proxied().await;
    let (student, nobody) = (Student::of(&site).await, Anonymous::of(&site));
    let from = async |address: &str| language(&nobody, &[("x-forwarded-for", address)]).await;
    let mut refused = None;
    for n in 0..400 {
        // What stands left of the proxy's word is made up.
        let answer = from(&format!("10.1.1.{}, 8.8.8.8", n % 200)).await;
        if answer.status != 303 {
            refused = Some((n, answer));
            break;
        }
    }
    let (n, refused) = refused.expect("there is an end");
    assert!(n >= 300, "a lecture hall shares an address: {n}");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), "1");
    assert!(
        refused.text().contains("Wait 1 second and try again."),
        "{}",
        refused.text()
    );
    assert_eq!(from("9.9.9.9").await.status, 303, "another address");
    // Whoever is signed in is known by name.
    let headers = [("x-forwarded-for", "8.8.8.8")];
    assert_eq!(language(&student, &headers).await.status, 303);
}

#[tokio::test]
async fn what_a_neighbour_sends_keeps_nobody_from_signing_in() {
    for (path, form, usual) in [
        ("/theme", "theme=dark&back=/", 303),
        ("/sign-out", "", 303),
        ("/sign-in/0123", "", 404),
        ("/lti/launch", "state=x&id_token=y", 403),
        ("/lti/login", "iss=https://x.test&login_hint=1", 403),
    ] {
        let site = small(None).await;
        let student = site.join("anna", Role::Student).await;
        let nobody = Anonymous::of(&site);
        let lasts = SignedDuration::from_hours(1);
        let link = site.app.store.new_link(student.id, lasts, "test", clock());
        let link = link.await.expect("a link is made");
        let mut last = nobody.post(path, form).await.status;
        assert_eq!(last, usual, "{path}");
        for _ in 0..400 {
            last = nobody.post(path, form).await.status;
            if last == 429 {
                break;
            }
        }
        assert_eq!(last, 429, "{path}: there is an end");
        site.nobody().enter(&link).await;
    }
    // Nor does what others choose keep anybody from other forms.
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    while language(&nobody, &[]).await.status == 303 {}
    assert_eq!(nobody.post("/sign-out", "").await.status, 303);
}

#[tokio::test]
async fn who_signs_in_again_and_again_is_stopped_and_others_are_not() {
    let site = small(None).await;
    let lasts = SignedDuration::from_hours(1);
    let mut links = Vec::new();
    for login in ["anna", "boris"] {
        let student = site.join(login, Role::Student).await;
        let link = site.app.store.new_link(student.id, lasts, "test", clock());
        links.push(link.await.expect("a link is made"));
    }
    let nobody = Anonymous::of(&site);
    let path = format!("/sign-in/{}", links[0]);
    let refused = async {
        for _ in 0..100 {
            let answer = nobody.post(&path, "").await;
            if answer.status != 303 {
                return Some(answer);
            }
        }
        None
    };
    let refused = refused.await.expect("there is an end");
    assert_eq!(refused.status, 429);
    site.nobody().enter(&links[1]).await;
}

#[tokio::test]
async fn nobody_chooses_an_address_for_themselves() {
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    let mut last = 303;
    for n in 0..400 {
        let address = format!("10.1.{}.{}", n / 200, n % 200);
        let headers = [("x-forwarded-for", address.as_str())];
        last = language(&nobody, &headers).await.status.as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn guessing_links_ends_and_a_right_one_still_opens() {
    let site = small(None).await;
    let student = site.join("anna", Role::Student).await;
    let nobody = Anonymous::of(&site);
    let mut statuses = Vec::new();
    for n in 0..40 {
        let method = ["GET", "POST"][n % 2];
        let path = format!("/sign-in/{n}");
        statuses.push(nobody.send(method, &path, &[FORM], Vec::new()).await);
    }
    assert_eq!(statuses[0].status, 404);
    let last = statuses.last().expect("it is answered");
    assert_eq!(last.status, 429);
    let wait: u64 = last.header("retry-after").parse().expect("seconds");
    assert!((1..=2).contains(&wait), "{wait}");
    let lasts = SignedDuration::from_hours(1);
    let link = site.app.store.new_link(student.id, lasts, "test", clock());
    site.nobody()
        .enter(&link.await.expect("a link is made"))
        .await;
}

#[tokio::test]
async fn guessing_tokens_ends_and_a_right_one_still_works() {
    let site = small(None).await;
    let student = site.join("anna", Role::Student).await;
    let nobody = Anonymous::of(&site);
    let ask = async |token: &str| {
        let token = format!("Bearer {token}");
        let headers = [("authorization", token.as_str())];
        let asked = nobody.send("GET", "/api/v1/grade", &headers, Vec::new());
        asked.await
    };
    let mut statuses = Vec::new();
    for n in 0..40 {
        statuses.push(ask(&format!("dgm_{n}")).await.status.as_u16());
    }
    assert_eq!((statuses[0], statuses[39]), (401, 429));
    let token = site
        .app
        .store
        .new_token(student.id, "laptop", "test", clock());
    let token = token.await.expect("it is stored").expect("a token is made");
    assert_eq!(ask(&token).await.status, 200);
}

/// RFC 9110, 11.1: the name of a scheme is the same however it is written.
#[tokio::test]
async fn a_token_comes_by_its_scheme_however_that_is_written() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let token = student.token.clone().expect("there is one");
    let nobody = Anonymous::of(&site);
    for (scheme, status) in [
        ("Bearer", 200),
        ("bearer", 200),
        ("BEARER", 200),
        ("Bearer ", 200),
        ("Basic", 401),
        ("Bearer:", 401),
    ] {
        let value = format!("{scheme} {token}");
        let headers = [("authorization", value.as_str())];
        let asked = nobody.send("GET", "/api/v1/grade", &headers, Vec::new());
        assert_eq!(asked.await.status, status, "{scheme}");
    }
}

#[tokio::test]
async fn a_program_is_told_how_long_to_wait() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let path = "/api/v1/homeworks/elbo/submissions";
    for n in 0..40 {
        let body = format!("{{\"gaussian_kl.kl\": {n}}}").into_bytes();
        let answer = student.send("POST", path, &[], body).await;
        if answer.status == 429 {
            let wait: u64 = answer.header("retry-after").parse().expect("seconds");
            assert!((1..=2).contains(&wait), "{wait}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            return;
        }
    }
    panic!("there is no end");
}
