//! Signing in by a provider: the way there and back, and every lie that a provider or a browser may tell.

use crate::support::audit::{change, of_kind};
use crate::support::provider::{CLIENT, Manner, Provider, Signature};
use crate::support::site::{Answer, NOW, Site, application, clock, settings};
use crate::support::small::small;
use axum::http::{Request, StatusCode};
use dgm_grader::outgoing;
use dgm_grader::service::sign_in::Ways;
use dgm_grader::settings::{Around, File, SignIn};
use dgm_grader::store::{Details, Newcomer, User};
use dgm_grader::web::state::{ServerState, Settings};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::path::Path;

/// The ways of a config, whose secrets are the one that the provider knows.
pub fn ways(text: &str) -> SignIn {
    let variable = |_: &str| Some(CLIENT.1.to_owned());
    let around = Around {
        folder: Path::new(""),
        variable: &variable,
    };
    let (file, _) = File::read(text, around).unwrap_or_else(|problems| panic!("{problems}"));
    file.sign_in
}

pub(super) fn provider() -> Provider {
    Provider::start(NOW.parse::<Timestamp>().expect("an instant").as_second())
}

/// A site with one provider `sso`, which the config says this more of.
pub(super) async fn site(provider: &Provider, more: &str) -> Site {
    let folder = tempfile::tempdir().expect("a folder is made");
    let server = server(folder.path(), &oidc(provider, more)).await;
    Site::of(server, folder)
}

fn oidc(provider: &Provider, more: &str) -> String {
    format!(
        "[sign_in]\ncontact = \"dean@example.org\"\n[[sign_in.oidc]]\nid = \"sso\"\n\
         title = {{ en = \"University\", ru = \"Университет\" }}\nissuer = \"{}\"\nclient_id = \"{}\"\n{more}\n",
        provider.url, CLIENT.0
    )
}

async fn server(folder: &Path, text: &str) -> ServerState {
    let settings = Settings {
        ways: Ways::new(ways(text)),
        ..settings()
    };
    ServerState::new(application(folder).await, settings)
}

/// Somebody on the roster.
pub(super) async fn put(site: &Site, login: &str, email: &str, student_id: &str) -> User {
    let new = Newcomer {
        login: login.to_owned(),
        name: format!("Name of {login}"),
        details: Details {
            email: email.to_owned(),
            student_id: student_id.to_owned(),
            ..Details::default()
        },
    };
    let put = site.app.store.take_in(&new, clock()).await;
    put.expect("the store answers")
        .expect("nobody has the login")
}

/// A browser without a session, with this cookie.
async fn get(site: &Site, path: &str, cookie: &str) -> Answer {
    let headers = [("cookie", cookie)];
    site.nobody().send("GET", path, &headers, Vec::new()).await
}

/// The cookie of this name that an answer sets.
pub(super) fn set(answer: &Answer, name: &str) -> Option<String> {
    let lines = answer.headers.get_all("set-cookie").iter();
    let lines = lines.filter_map(|line| line.to_str().ok()?.split(';').next());
    let found = lines.filter(|line| line.starts_with(&format!("{name}=")));
    found.map(str::to_owned).next()
}

/// To the provider: the address on which it sends the browser back, and the browser's cookie.
pub(super) async fn go(site: &Site, id: &str, back: &str) -> (String, String) {
    let answer = get(site, &format!("/sign-in/with/{id}?back={back}"), "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookie = set(&answer, "dgm_way").expect("the browser keeps something");
    let address = answer.header("location").to_owned();
    let sent = tokio::task::spawn_blocking(move || {
        let request = Request::get(address).body(Vec::new()).expect("a request");
        outgoing::send(request).expect("the provider answers")
    });
    let sent = sent.await.expect("it is sent");
    let location = sent.headers().get("location").expect("it sends back");
    let location = location.to_str().expect("it is text");
    let path = location.strip_prefix("http://dgm.test").expect("to us");
    (path.to_owned(), cookie)
}

/// There and back.
pub(super) async fn through(site: &Site, id: &str) -> Answer {
    let (path, cookie) = go(site, id, "/account").await;
    get(site, &path, &cookie).await
}

/// Who is signed in by an answer; nobody where it is a refusal.
pub(super) async fn who(site: &Site, answer: &Answer) -> Option<String> {
    let session = set(answer, "dgm_session")?;
    let page = get(site, "/sign-in", &session).await;
    assert!(
        page.text().contains("action=\"/sign-out\""),
        "{}",
        page.text()
    );
    let entries = of_kind(&site.app.store, "sign-in").await;
    Some(entries.first()?.subject.clone())
}

/// What a provider says that does not hold.
type Lie = (&'static str, fn(&mut Manner));

pub(super) fn anna() -> Value {
    json!({"email": "Anna@Example.org", "email_verified": true, "name": "Anna A"})
}

#[tokio::test]
async fn the_button_leads_there_and_back_to_the_page_wanted() {
    let provider = provider();
    provider.set(|m| m.claims = anna());
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.ORG", "").await;
    // A page that wants somebody leads to the way in, and from there back.
    let page = get(&site, "/account", "").await;
    assert!(
        page.text().contains("/sign-in?back=%2Faccount"),
        "{}",
        page.text()
    );
    let page = get(&site, "/sign-in?back=%2Faccount", "").await.text();
    assert!(
        page.contains("href=\"/sign-in/with/sso?back=%2Faccount\""),
        "{page}"
    );
    assert!(
        page.contains("University") && page.contains("dean@example.org"),
        "{page}"
    );
    let answer = through(&site, "sso").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.header("location"), "/account");
    assert_eq!(
        set(&answer, "dgm_way").as_deref(),
        Some("dgm_way="),
        "it led back once"
    );
    assert_eq!(who(&site, &answer).await.as_deref(), Some("anna"));
    let entries = of_kind(&site.app.store, "sign-in").await;
    assert_eq!(change(&entries[0])["way"], json!({"provider": "sso"}));
    // What it is was asked once, and is known for the next one.
    through(&site, "sso").await;
    let asked = provider.asked();
    let discovered = asked.iter().filter(|path| path.starts_with("/.well-known"));
    assert_eq!(discovered.count(), 1);
}

#[tokio::test]
async fn what_is_true_and_an_instant_may_be_texts() {
    let provider = provider();
    let claims = json!({
        "email": "Anna@Example.org", "email_verified": "true", "updated_at": "2026-03-01T09:00:00.000Z",
    });
    provider.set(|m| m.claims = claims);
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.org", "").await;
    let answer = through(&site, "sso").await;
    assert_eq!(who(&site, &answer).await.as_deref(), Some("anna"));
}

#[tokio::test]
async fn a_way_leads_back_once_and_in_the_browser_that_went() {
    let provider = provider();
    provider.set(|m| m.claims = anna());
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.org", "").await;
    let (path, cookie) = go(&site, "sso", "/").await;
    let stale = async |path: &str, cookie: &str, what: &str| {
        let answer = get(&site, path, cookie).await;
        assert_eq!(
            answer.header("location"),
            "/sign-in?again=true",
            "{what}: {}",
            answer.text()
        );
        assert_eq!(set(&answer, "dgm_session"), None, "{what}");
    };
    let (other_path, other_cookie) = go(&site, "sso", "/").await;
    stale(&path, "", "another browser").await;
    stale(&path, &other_cookie, "another tab's state").await;
    stale(&other_path, &cookie, "and the other way round").await;
    stale("/sign-in/with/sso/back", &cookie, "nothing came with it").await;
    stale("/sign-in/with/sso/back?code=x&state=x", &cookie, "made up").await;
    let spoilt = cookie.replace("sso", "oss");
    stale(&path, &spoilt, "a changed cookie").await;
    assert!(
        !provider.asked().contains(&"/token".to_owned()),
        "nobody asked for a token"
    );
    let answer = get(&site, &path, &cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    stale(&path, &cookie, "a second time").await;
    crate::support::site::set_clock("2026-03-10T09:20:00Z");
    stale(&other_path, &other_cookie, "after a quarter of an hour").await;
}

#[tokio::test]
async fn what_was_begun_before_a_restart_is_finished_after_it() {
    let provider = provider();
    provider.set(|m| m.claims = anna());
    let folder = tempfile::tempdir().expect("a folder is made");
    let text = oidc(&provider, "");
    let before = Site::of(
        server(folder.path(), &text).await,
        tempfile::tempdir().expect("one"),
    );
    put(&before, "anna", "anna@example.org", "").await;
    let (path, cookie) = go(&before, "sso", "/").await;
    before.app.store.close().await;
    let after = Site::of(server(folder.path(), &text).await, folder);
    let answer = get(&after, &path, &cookie).await;
    assert_eq!(who(&after, &answer).await.as_deref(), Some("anna"));
}

#[tokio::test]
async fn a_word_that_does_not_hold_signs_nobody_in() {
    let provider = provider();
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.org", "").await;
    let lies: [Lie; 13] = [
        ("another nonce", |m| m.claims["nonce"] = json!("another")),
        ("no nonce", |m| m.claims["nonce"] = Value::Null),
        ("another audience", |m| m.claims["aud"] = json!("somebody")),
        ("a second audience", |m| {
            m.claims["aud"] = json!(["dgm", "somebody"]);
        }),
        ("another issuer", |m| {
            m.claims["iss"] = json!("https://evil.example.org");
        }),
        ("expired", |m| m.claims["exp"] = json!(m.now - 61)),
        ("no end", |m| m.claims["exp"] = Value::Null),
        ("another access token", |m| {
            m.claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
        }),
        ("no subject", |m| m.claims["sub"] = Value::Null),
        ("a foreign key", |m| m.signature = Signature::Foreign),
        ("a shared secret", |m| m.signature = Signature::Shared),
        ("the public key as a secret", |m| {
            m.signature = Signature::Confused;
        }),
        ("no signature", |m| m.signature = Signature::Nothing),
    ];
    for (what, lie) in lies {
        provider.set(|m| {
            m.claims = anna();
            m.signature = Signature::Own;
            lie(m);
        });
        let answer = through(&site, "sso").await;
        let (status, text) = (answer.status, answer.text());
        assert!(
            !status.is_success() && !status.is_redirection(),
            "{what}: {text}"
        );
        assert!(
            status != StatusCode::INTERNAL_SERVER_ERROR,
            "{what}: {text}"
        );
        assert!(text.contains("dean@example.org"), "{what}: {text}");
        assert_eq!(set(&answer, "dgm_session"), None, "{what}");
    }
    provider.set(|m| {
        m.claims = anna();
        m.signature = Signature::Own;
    });
    assert_eq!(through(&site, "sso").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn new_keys_are_believed_at_once() {
    let provider = provider();
    provider.set(|m| m.claims = anna());
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.org", "").await;
    for rotated in 0..3 {
        provider.set(|m| m.rotated = rotated);
        let answer = through(&site, "sso").await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{rotated}: {}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn a_provider_that_is_away_or_somebody_else_is_told_plainly() {
    let provider = provider();
    provider.set(|m| m.fails = true);
    let site = site(&provider, "").await;
    let answer = get(&site, "/sign-in/with/sso", "").await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{}", answer.text());
    assert!(answer.text().contains("does not answer"));
    provider.set(|m| {
        m.fails = false;
        m.issuer = Some("https://evil.example.org".to_owned());
    });
    let answer = get(&site, "/sign-in/with/sso", "").await;
    assert_eq!(
        answer.status,
        StatusCode::BAD_GATEWAY,
        "not who it was asked as"
    );
    provider.set(|m| {
        m.issuer = None;
        m.declines = true;
    });
    let answer = through(&site, "sso").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.text().contains("you said no there"),
        "{}",
        answer.text()
    );
    let answer = get(&site, "/sign-in/with/nobody", "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn github_and_yandex_sign_in_by_their_own_ways() {
    let provider = provider();
    let url = &provider.url;
    let at = |name: &str| {
        format!(
            "[[sign_in.oauth]]\nprovider = \"{name}\"\nclient_id = \"{}\"\nauthorize = \"{url}/authorize\"\n\
             token = \"{url}/token\"\nuser = \"{url}/user\"\n",
            CLIENT.0
        )
    };
    let text = format!("{}{}", at("github"), at("yandex"));
    let folder = tempfile::tempdir().expect("a folder is made");
    let site = Site::of(server(folder.path(), &text).await, folder);
    put(&site, "anna", "anna@example.org", "").await;
    let page = get(&site, "/sign-in", "").await.text();
    assert!(
        page.contains("GitHub") && page.contains("Yandex ID"),
        "{page}"
    );
    provider.set(|m| {
        m.person = json!({"login": "anna-hub", "id": 1, "email": null});
        m.emails = json!([
            {"email": "other@example.org", "primary": true, "verified": true},
            {"email": "anna@example.org", "primary": false, "verified": true},
        ]);
    });
    let answer = through(&site, "github").await;
    assert_eq!(who(&site, &answer).await.as_deref(), Some("anna"));
    provider.set(|m| {
        m.emails = json!([{"email": "anna@example.org", "primary": true, "verified": false}]);
    });
    let answer = through(&site, "github").await;
    assert!(answer.text().contains("not verified"), "{}", answer.text());
    provider.set(|m| m.person = json!({"login": "anna", "default_email": "anna@example.org"}));
    let answer = through(&site, "yandex").await;
    assert_eq!(who(&site, &answer).await.as_deref(), Some("anna"));
    // The way to one does not lead back from the other.
    let (path, cookie) = go(&site, "github", "/").await;
    let answer = get(&site, &path.replace("github", "yandex"), &cookie).await;
    assert_eq!(answer.header("location"), "/sign-in?again=true");
    let page = get(&site, "/sign-in?again=true", "").await.text();
    assert!(
        page.contains("took too long") && page.contains("GitHub"),
        "{page}"
    );
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let provider = provider();
    provider.set(|m| m.claims = anna());
    let site = site(&provider, "").await;
    put(&site, "anna", "anna@example.org", "").await;
    for back in [
        "https://evil.example.org",
        "//evil.example.org",
        "/%5Cevil.example.org",
        "%09//evil",
    ] {
        let (path, cookie) = go(&site, "sso", back).await;
        let answer = get(&site, &path, &cookie).await;
        assert_eq!(answer.header("location"), "/", "{back}");
    }
    let page = small(None)
        .await
        .nobody()
        .get("/sign-in?back=//evil.example.org")
        .await;
    // The choice of a language comes back to this very page, and nothing on it leads further.
    let page = page.text();
    let own = "value=\"/sign-in?back=//evil.example.org\"";
    assert!(!page.replace(own, "").contains("evil"), "{page}");
}
