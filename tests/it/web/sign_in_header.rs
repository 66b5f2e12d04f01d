//! Signing in by the word of a proxy, and what anybody else's word is worth.

use super::sign_in_provider::ways;
use crate::support::audit::{change, of_kind};
use crate::support::site::{Site, application, clock, settings};
use axum::http::StatusCode;
use dgm_grader::service::sign_in::Ways;
use dgm_grader::store::{NewUser, Role};
use dgm_grader::web::address::Proxies;
use dgm_grader::web::state::{ServerState, Settings};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A site whose requests come from this address, with a header of this config.
async fn site(proxy: &str, header: &str) -> Site {
    let folder = tempfile::tempdir().expect("a folder is made");
    let settings = Settings {
        ways: Ways::new(ways(&format!(
            "trust_proxy = [\"{proxy}\"]\n[sign_in]\nheader = {header}"
        ))),
        proxies: Proxies::new(vec![proxy.parse().expect("it is an address")]),
        ..settings()
    };
    let server = ServerState::new(application(folder.path()).await, settings);
    let site = Site::of(server, folder);
    let anna = NewUser {
        login: "anna",
        name: "Анна",
        role: Role::Student,
    };
    site.app
        .store
        .put_user(anna, "test", clock())
        .await
        .expect("she is put");
    site
}

/// Where requests of tests come from.
const HERE: &str = "0.0.0.0";

#[tokio::test]
async fn whom_the_proxy_names_signs_in_by_one_button() {
    let header = "{ name = \"X-Remote-User\", sign_out = \"/oauth2/sign_out\" }";
    let site = site(HERE, header).await;
    let named = ("x-remote-user", "anna");
    let page = site
        .nobody()
        .send("GET", "/sign-in?back=/account", &[named], Vec::new())
        .await;
    let text = page.text();
    assert!(
        text.contains("action=\"/sign-in/header\"") && text.contains("anna"),
        "{text}"
    );
    assert!(
        page.headers.get("set-cookie").is_none(),
        "looking signs nobody in"
    );
    let form = b"back=/account".to_vec();
    let entered = site
        .nobody()
        .send("POST", "/sign-in/header", &[FORM, named], form)
        .await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(entered.header("location"), "/account");
    let entries = of_kind(&site.app.store, "sign-in").await;
    assert_eq!(change(&entries[0])["way"], "header");
    // Signing out leads on to where the proxy signs out.
    let cookie = entered
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let with = [FORM, ("cookie", cookie.as_str())];
    let out = site
        .nobody()
        .send("POST", "/sign-out", &with, Vec::new())
        .await;
    assert_eq!(out.header("location"), "/signed-out");
    let page = site.nobody().get("/signed-out").await.text();
    assert!(page.contains("href=\"/oauth2/sign_out\""), "{page}");
    // Nobody of that name.
    let named = ("x-remote-user", "boris");
    let entered = site
        .nobody()
        .send("POST", "/sign-in/header", &[FORM, named], Vec::new())
        .await;
    assert_eq!(entered.status, StatusCode::FORBIDDEN);
    assert!(
        entered.text().contains("You came as boris"),
        "{}",
        entered.text()
    );
}

#[tokio::test]
async fn nobody_else_is_believed() {
    let site = site("10.0.0.1", "{ name = \"X-Remote-User\" }").await;
    let named = ("x-remote-user", "anna");
    let page = site
        .nobody()
        .send("GET", "/sign-in", &[named], Vec::new())
        .await;
    assert!(!page.text().contains("anna"), "{}", page.text());
    // Nor where the request says that it comes from the proxy.
    let forged = [FORM, named, ("x-forwarded-for", "10.0.0.1")];
    let entered = site
        .nobody()
        .send("POST", "/sign-in/header", &forged, Vec::new())
        .await;
    assert_eq!(entered.header("location"), "/sign-in");
    assert!(entered.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn a_second_name_beside_the_proxys_is_none() {
    let site = site(HERE, "{ name = \"X-Remote-User\" }").await;
    let twice = [FORM, ("x-remote-user", "anna"), ("x-remote-user", "anna")];
    for headers in [&twice[..], &[FORM, ("x-remote-user", " ")], &[FORM]] {
        let entered = site
            .nobody()
            .send("POST", "/sign-in/header", headers, Vec::new())
            .await;
        assert_eq!(entered.header("location"), "/sign-in", "{headers:?}");
        assert!(entered.headers.get("set-cookie").is_none(), "{headers:?}");
    }
}

#[tokio::test]
async fn an_address_in_the_header_finds_its_person() {
    let site = site(HERE, "{ name = \"X-Forwarded-Email\", match = \"email\" }").await;
    let new = dgm_grader::store::Newcomer {
        login: "vera".to_owned(),
        name: "Вера".to_owned(),
        details: dgm_grader::store::Details {
            email: "Vera@Example.org".to_owned(),
            ..Default::default()
        },
    };
    site.app
        .store
        .take_in(&new, clock())
        .await
        .expect("it is done");
    let named = ("x-forwarded-email", "vera@example.org");
    let entered = site
        .nobody()
        .send("POST", "/sign-in/header", &[FORM, named], Vec::new())
        .await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
}
