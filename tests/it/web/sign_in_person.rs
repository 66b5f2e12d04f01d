//! Who is found by what a provider says, who is taken in, and what those are told who are not.

use super::sign_in_provider::{anna, go, provider, put, set, site, through, who};
use crate::support::site::clock;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use dgm_grader::store::audit::Person;
use serde_json::{Value, json};

#[tokio::test]
async fn whoever_is_not_found_is_told_whom_to_ask() {
    let provider = provider();
    let site = site(&provider, "").await;
    provider.set(|m| m.person = json!({"sub": "248289761001"}));
    put(&site, "anna", "anna@example.org", "").await;
    for login in ["twin", "other-twin"] {
        put(&site, login, "twins@example.org", "").await;
    }
    let gone = put(&site, "gone", "gone@example.org", "").await;
    let person = Person {
        name: gone.name.clone(),
        role: Role::Student,
        active: false,
        details: gone.details.clone(),
    };
    let renamed = site
        .app
        .store
        .rename(&gone, "gone", &person, "test", clock())
        .await;
    renamed.expect("it is done");
    for (claims, said) in [
        (
            json!({"email": "anna@example.org", "email_verified": false}),
            "not verified",
        ),
        (json!({"email": "anna@example.org"}), "not verified"),
        (
            json!({"email": "anna@example.org", "email_verified": "false"}),
            "not verified",
        ),
        (
            json!({"email": "who@example.org", "email_verified": true}),
            "You came as who@example.org",
        ),
        (
            json!({"email": "twins@example.org", "email_verified": true}),
            "several people",
        ),
        (
            json!({"email": "gone@example.org", "email_verified": true}),
            "switched it off",
        ),
        (
            json!({"email": "a&b@example.org", "email_verified": true}),
            "a&amp;b@example.org",
        ),
        (json!({}), "does not say who you are"),
    ] {
        provider.set(|m| m.claims = claims.clone());
        let answer = through(&site, "sso").await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{claims}: {text}");
        assert!(text.contains(said), "{claims}: {text}");
        assert_eq!(set(&answer, "dgm_session"), None, "{claims}");
    }
    // Nobody was made of whoever came.
    assert_eq!(site.app.store.users().await.expect("it answers").len(), 4);
    // In Russian, too.
    let (path, cookie) = go(&site, "sso", "/").await;
    let headers = [("cookie", cookie.as_str()), ("accept-language", "ru")];
    let answer = site.nobody().send("GET", &path, &headers, Vec::new()).await;
    assert!(
        answer.text().contains("Сервис входа не говорит, кто вы"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn people_are_found_by_what_the_config_names() {
    let provider = provider();
    let by_login = site(&provider, "match = \"preferred_username\"").await;
    put(&by_login, "anna", "", "").await;
    provider.set(|m| m.claims = json!({"preferred_username": "anna"}));
    let answer = through(&by_login, "sso").await;
    assert_eq!(who(&by_login, &answer).await.as_deref(), Some("anna"));

    // A number that only the page of people tells.
    let by_card = site(
        &provider,
        "match = { claim = \"card\", with = \"student_id\" }",
    )
    .await;
    put(&by_card, "boris", "", "1042").await;
    provider.set(|m| {
        m.claims = json!({});
        m.person = json!({"sub": "248289761001", "card": 1042});
    });
    let answer = through(&by_card, "sso").await;
    assert_eq!(who(&by_card, &answer).await.as_deref(), Some("boris"));
    provider.set(|m| m.person = json!({"sub": "another", "card": 1042}));
    let answer = through(&by_card, "sso").await;
    assert_eq!(
        set(&answer, "dgm_session"),
        None,
        "it tells of another person"
    );

    let trusting = site(&provider, "trust_email = true\ndomains = [\"example.org\"]").await;
    put(&trusting, "anna", "anna@example.org", "").await;
    put(&trusting, "vera", "vera@elsewhere.org", "").await;
    provider.set(|m| m.claims = json!({"email": "anna@example.org"}));
    let answer = through(&trusting, "sso").await;
    assert_eq!(who(&trusting, &answer).await.as_deref(), Some("anna"));
    provider.set(|m| m.claims = json!({"email": "vera@elsewhere.org"}));
    let answer = through(&trusting, "sso").await;
    assert!(
        answer.text().contains("does not sign in here"),
        "{}",
        answer.text()
    );
}

/// Whoever is found by something else than an address is asked after where an address decides, and where somebody new is entered.
#[tokio::test]
async fn the_page_of_people_is_asked_for_what_its_word_leaves_out() {
    let provider = provider();
    let found = "match = { claim = \"sub\", with = \"student_id\" }";
    let admitted = site(&provider, &format!("{found}\ndomains = [\"example.org\"]")).await;
    put(&admitted, "anna", "", "248289761001").await;
    provider.set(|m| {
        m.person = anna();
        m.person["sub"] = json!("248289761001");
    });
    let answer = through(&admitted, "sso").await;
    assert_eq!(who(&admitted, &answer).await.as_deref(), Some("anna"));
    provider.set(|m| m.person["email"] = json!("anna@elsewhere.org"));
    let refused = through(&admitted, "sso").await;
    assert!(
        refused.text().contains("does not sign in here"),
        "{}",
        refused.text()
    );
    // What its word says is not asked for.
    let asks = || {
        let asked = provider.asked();
        asked.iter().filter(|path| *path == "/userinfo").count()
    };
    let before = asks();
    provider.set(|m| m.claims = anna());
    let answer = through(&admitted, "sso").await;
    assert_eq!(who(&admitted, &answer).await.as_deref(), Some("anna"));
    assert_eq!(asks(), before);

    let open = site(&provider, "match = \"preferred_username\"\ncreate = true").await;
    provider.set(|m| {
        m.claims = json!({"preferred_username": "boris"});
        m.person = json!({
            "sub": "248289761001", "preferred_username": "somebody-else",
            "name": "Boris B", "email": "boris@example.org", "email_verified": true,
        });
    });
    let answer = through(&open, "sso").await;
    assert_eq!(who(&open, &answer).await.as_deref(), Some("boris"));
    let boris = open.app.store.user("boris").await.expect("it answers");
    let boris = boris.expect("he is there");
    assert_eq!(
        (boris.name.as_str(), boris.details.email.as_str()),
        ("Boris B", "boris@example.org")
    );
    // For want of a name nobody is kept out.
    provider.set(|m| {
        m.claims = json!({"preferred_username": "vera"});
        m.person = Value::Null;
    });
    let answer = through(&open, "sso").await;
    assert_eq!(who(&open, &answer).await.as_deref(), Some("vera"));
}

#[tokio::test]
async fn newcomers_are_taken_in_where_the_config_says_so() {
    let provider = provider();
    let site = site(&provider, "create = true\ndomains = [\"example.org\"]").await;
    provider.set(|m| m.claims = anna());
    let answer = through(&site, "sso").await;
    assert_eq!(
        who(&site, &answer).await.as_deref(),
        Some("anna@example.org")
    );
    let user = site.app.store.user("anna@example.org").await;
    let user = user.expect("it answers").expect("she is there");
    assert_eq!((user.name.as_str(), user.role), ("Anna A", Role::Student));
    assert_eq!(user.details.email, "Anna@Example.org");
    // The second time she is found.
    through(&site, "sso").await;
    assert_eq!(site.app.store.users().await.expect("it answers").len(), 1);
    // A teacher's login is nobody else's, whatever somebody is called elsewhere.
    let teacher = dgm_grader::store::NewUser {
        login: "prof@example.org",
        name: "Prof",
        role: Role::Teacher,
    };
    site.app
        .store
        .put_user(teacher, "test", clock())
        .await
        .expect("it is put");
    provider.set(|m| m.claims = json!({"email": "prof@example.org", "email_verified": true}));
    let answer = through(&site, "sso").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
}
