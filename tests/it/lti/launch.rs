//! Launches: who comes in, and everything that lets nobody in.

use super::platform::{BASE, Simulator, signed, unsigned};
use super::visit::{begin, launch, page, send, session};
use crate::support::site::{Site, Teacher, set_clock};
use crate::support::small::small;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use dgm_grader::store::{
    AuditFilter, Details, Listed, MatchBy, NewUser, Platform, PlatformSettings, PlatformState, Role,
};
use openidconnect::PrivateSigningKey as _;
use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm};
use serde_json::{Value, json};

const ROLES: &str = "https://purl.imsglobal.org/spec/lti/claim/roles";
const INSTRUCTOR: &str = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";

/// A course with Anna in it, by her address, and a platform.
pub(super) async fn university() -> (Site, Simulator, Platform) {
    let site = small(None).await;
    put(&site, "anna", "Anna", "Anna.S@example.org", Role::Student).await;
    let platform = Simulator::start().await;
    let settings = platform.settings();
    let made = platform.agree(&site, &settings).await;
    (site, platform, made)
}

async fn put(site: &Site, login: &str, name: &str, email: &str, role: Role) {
    let details = Details {
        email: email.to_owned(),
        ..Details::default()
    };
    let user = NewUser { login, name, role };
    let now = site.app.now();
    let listed = [Listed { user, details }];
    let put = site.app.store.put_roster(&listed, &[], "test", now);
    put.await.expect("it is put");
}

pub(super) async fn change(
    site: &Site,
    made: &Platform,
    to: impl FnOnce(&mut PlatformSettings),
) -> Platform {
    let mut settings = made.settings.clone();
    to(&mut settings);
    let store = &site.app.store;
    let done = store.change_platform(made, &settings, "owner", site.app.now());
    assert!(done.await.expect("it answers"));
    let id = made.id;
    Platform { id, settings }
}

#[tokio::test]
async fn a_student_comes_in_and_stays_the_same_person() {
    let (site, platform, made) = university().await;
    let anna = ("u7", "anna.s@EXAMPLE.org");
    let came = launch(&site, &platform, anna, |claims| {
        let target = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri";
        claims[target] = format!("{BASE}/homeworks/elbo").into();
    })
    .await;
    assert_eq!(came.status, 303, "{}", came.text());
    assert_eq!(came.header("location"), "/homeworks/elbo");
    let home = page(&site, &came, "/homeworks/elbo").await;
    assert_eq!(home.status, 200);
    assert!(home.text().contains("Anna"), "{}", home.text());
    // From here on the platform's id is what counts, whatever address it says.
    let again = launch(&site, &platform, ("u7", "else@example.org"), |_| {}).await;
    assert_eq!(again.header("location"), "/");
    assert!(session(&again).is_some());

    let teacher = Teacher::of(&site).await;
    let person = teacher.get("/roster/anna").await.text();
    assert!(
        person.contains("Moodle of the faculty") && person.contains("u7"),
        "{person}"
    );
    let form = format!("platform={}&subject=u7", made.id);
    let gone = teacher.post("/roster/anna/unlink", &form).await;
    assert_eq!(gone.status, 303, "{}", gone.text());
    assert_eq!(teacher.post("/roster/anna/unlink", &form).await.status, 422);
    let other = launch(&site, &platform, ("u7", "else@example.org"), |_| {}).await;
    assert_eq!(other.status, 403, "nobody by that address");
    let kinds: Vec<String> = site
        .app
        .store
        .audit(&AuditFilter::default(), 100, |_| true)
        .await
        .expect("it answers")
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    let linked = kinds.iter().filter(|kind| *kind == "platform-person");
    assert_eq!(linked.count(), 2, "{kinds:?}");
    for lang in ["en", "ru"] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let audit = teacher.get("/audit").await.text();
        let platform = if lang == "ru" {
            "платформа 1"
        } else {
            "platform 1"
        };
        assert!(audit.contains(platform), "{audit}");
        let way = if lang == "ru" {
            "из учебной платформы «Moodle of the faculty»"
        } else {
            "from the learning platform Moodle of the faculty"
        };
        assert!(audit.contains(way), "{audit}");
    }
}

/// Sends a token made of these claims, in answer to what the same browser asked.
async fn refused(
    site: &Site,
    platform: &Simulator,
    what: &str,
    token: impl FnOnce(Value) -> String,
) -> String {
    let door = site.nobody();
    let begun = begin(&door, platform, &format!("{BASE}/lti/launch")).await;
    let claims = platform.claims("u7", "anna.s@example.org", &begun.nonce);
    let answer = send(&door, &begun.state, &token(claims), &begun.cookie).await;
    assert_eq!(answer.status, 403, "{what}: {}", answer.text());
    assert_eq!(session(&answer), None, "{what}");
    answer.text()
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

#[tokio::test]
async fn a_message_that_is_not_meant_lets_nobody_in() {
    let (site, platform, _) = university().await;
    let now = site.app.now().as_second();
    let deployment = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";
    let kind = "https://purl.imsglobal.org/spec/lti/claim/message_type";
    let version = "https://purl.imsglobal.org/spec/lti/claim/version";
    let context = "https://purl.imsglobal.org/spec/lti/claim/context";
    for (what, name, value) in [
        ("another audience", "aud", json!("somebody else")),
        ("no audience", "aud", json!([])),
        (
            "several audiences and no party",
            "aud",
            json!(["dgm at the university", "x"]),
        ),
        ("another party", "azp", json!("somebody else")),
        ("another issuer", "iss", json!("https://evil.example.org")),
        ("expired", "exp", json!(now)),
        ("of the future", "iat", json!(now + 3600)),
        ("of long ago", "iat", json!(now - 3600)),
        ("another nonce", "nonce", json!("0".repeat(64))),
        ("no nonce", "nonce", Value::Null),
        ("nobody", "sub", json!("")),
        ("no subject", "sub", Value::Null),
        ("another deployment", deployment, json!("8")),
        ("no deployment", deployment, Value::Null),
        ("another kind", kind, json!("LtiSubmissionReviewRequest")),
        ("another version", version, json!("1.1")),
        ("a long course", context, json!({ "id": "f".repeat(256) })),
        ("text for a time", "exp", json!("tomorrow")),
    ] {
        let sign = |claims: Value| platform.sign(&with(&claims, name, value));
        refused(&site, &platform, what, sign).await;
    }
    let head = json!({ "alg": "RS256", "kid": "key 0", "typ": "JWT" });
    refused(&site, &platform, "another key", |claims| {
        signed(1, &head, &claims)
    })
    .await;
    refused(&site, &platform, "an unknown key", |claims| {
        signed(1, &json!({ "alg": "RS256", "kid": "key 1" }), &claims)
    })
    .await;
    refused(&site, &platform, "no signature", |claims| {
        format!("{}.", unsigned(&json!({ "alg": "none" }), &claims))
    })
    .await;
    refused(&site, &platform, "an empty signature", |claims| {
        format!("{}.", unsigned(&head, &claims))
    })
    .await;
    refused(&site, &platform, "a nested token", |claims| {
        signed(
            0,
            &json!({ "alg": "RS256", "kid": "key 0", "cty": "JWT" }),
            &claims,
        )
    })
    .await;
    refused(&site, &platform, "critical words", |claims| {
        signed(
            0,
            &json!({ "alg": "RS256", "kid": "key 0", "crit": ["x"] }),
            &claims,
        )
    })
    .await;
    // The public key is everybody's: it is no secret to sign with.
    for secret in [
        platform.public().to_string(),
        platform.public()["n"].to_string(),
    ] {
        refused(
            &site,
            &platform,
            "a signature by the public key",
            |claims| {
                let text = unsigned(&json!({ "alg": "HS256", "kid": "key 0" }), &claims);
                let key = CoreHmacKey::new(secret.as_bytes());
                let signature = key.sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes());
                let signature = signature.expect("it signs");
                format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
            },
        )
        .await;
    }
    for token in ["", "a.b", "....", "\u{0}.x.y"] {
        refused(&site, &platform, token, |_| token.to_owned()).await;
    }
    refused(&site, &platform, "too long", |claims| {
        platform.sign(&with(&claims, "x", json!("x".repeat(100_000))))
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_meant_lets_somebody_in() {
    let (site, platform, _) = university().await;
    let context = "https://purl.imsglobal.org/spec/lti/claim/context";
    // The longest that there may be.
    let long = launch(&site, &platform, ("u7", "anna.s@example.org"), |claims| {
        claims[context]["id"] = json!("f".repeat(255));
    });
    assert_eq!(long.await.status, 303);
    let came = launch(&site, &platform, ("u7", "anna.s@example.org"), |_| {}).await;
    assert_eq!(came.status, 303, "{}", came.text());
    let party = launch(&site, &platform, ("u7", ""), |claims| {
        claims["aud"] = json!(["x", "dgm at the university"]);
        claims["azp"] = json!("dgm at the university");
    });
    assert_eq!(party.await.status, 303);
}

#[tokio::test]
async fn an_answer_is_taken_once_in_time_and_from_the_browser_that_asked() {
    let (site, platform, made) = university().await;
    let (door, target) = (site.nobody(), format!("{BASE}/lti/launch"));
    let first = begin(&door, &platform, &target).await;
    let token = platform.sign(&platform.claims("u7", "anna.s@example.org", &first.nonce));
    let other = begin(&door, &platform, &target).await;
    for (what, state, cookie) in [
        ("no browser", first.state.as_str(), ""),
        ("another browser", &first.state, &other.cookie),
        ("another question", &other.state, &other.cookie),
        ("no question", "", &first.cookie),
        ("a question of nobody", "e30.00", &first.cookie),
    ] {
        let answer = send(&door, state, &token, cookie).await;
        assert_eq!(answer.status, 403, "{what}: {}", answer.text());
    }
    // A cookie of the right name with what another browser remembers.
    let (name, _) = first.cookie.split_once('=').expect("a name");
    let (_, value) = other.cookie.split_once('=').expect("a value");
    let forged = format!("{name}={value}");
    assert_eq!(send(&door, &first.state, &token, &forged).await.status, 403);

    let came = send(&door, &first.state, &token, &first.cookie).await;
    assert_eq!(came.status, 303, "{}", came.text());
    let again = send(&door, &first.state, &token, &first.cookie).await;
    assert_eq!(again.status, 403, "used");
    assert!(again.text().contains("used already"), "{}", again.text());

    set_clock("2026-03-10T09:10:01Z");
    let token = platform.sign(&platform.claims("u7", "", &other.nonce));
    let late = send(&door, &other.state, &token, &other.cookie).await;
    assert_eq!(late.status, 403, "too late");

    let third = begin(&door, &platform, &target).await;
    let token = platform.sign(&platform.claims("u7", "", &third.nonce));
    for state in [PlatformState::Off, PlatformState::Waiting] {
        let off = change(&site, &made, |settings| settings.state = state).await;
        let answer = send(&door, &third.state, &token, &third.cookie).await;
        assert_eq!(answer.status, 403, "{state:?}");
        change(&site, &off, |settings| settings.state = PlatformState::On).await;
    }
    let came = send(&door, &third.state, &token, &third.cookie).await;
    assert_eq!(came.status, 303, "nothing was used up by what was refused");
}

#[tokio::test]
async fn keys_are_asked_for_once_and_again_when_they_change() {
    let (site, platform, _) = university().await;
    let anna = ("u7", "anna.s@example.org");
    for _ in 0..3 {
        assert_eq!(launch(&site, &platform, anna, |_| {}).await.status, 303);
    }
    assert_eq!(platform.inside().asked_for_keys, 1);
    platform.inside().key = 1;
    // Anybody can make up a key: it is not asked for at once each time.
    for _ in 0..3 {
        assert_eq!(launch(&site, &platform, anna, |_| {}).await.status, 403);
    }
    assert_eq!(platform.inside().asked_for_keys, 1);
    set_clock("2026-03-10T09:01:00Z");
    assert_eq!(launch(&site, &platform, anna, |_| {}).await.status, 303);
    assert_eq!(platform.inside().asked_for_keys, 2);
    platform.inside().key = 0;
    let old = launch(&site, &platform, anna, |_| {}).await;
    assert_eq!(old.status, 403, "a key that was taken back");
}

#[tokio::test]
async fn a_platform_whose_keys_cannot_be_had_lets_nobody_in() {
    let (site, mut platform, _) = university().await;
    let anna = ("u7", "anna.s@example.org");
    platform.stop().await;
    let answer = launch(&site, &platform, anna, |_| {}).await;
    assert_eq!(answer.status, 403);
    assert!(
        answer.text().contains("keys could not be had"),
        "{}",
        answer.text()
    );
    platform.resume().await;
    assert_eq!(launch(&site, &platform, anna, |_| {}).await.status, 303);
}

#[tokio::test]
async fn nobody_is_taken_for_somebody_else() {
    let (site, platform, made) = university().await;
    put(&site, "boris", "B", "twins@example.org", Role::Student).await;
    put(&site, "vera", "V", "twins@example.org", Role::Student).await;
    put(&site, "maria", "M", "maria@example.org", Role::Teacher).await;
    let store = &site.app.store;
    let status = async |who, change: fn(&mut Value)| {
        let answer = launch(&site, &platform, who, change).await;
        (answer.status.as_u16(), answer.text())
    };
    let (code, text) = status(("u1", "nobody@example.org"), |_| {}).await;
    assert!(
        code == 403 && text.contains("Nobody in this course"),
        "{text}"
    );
    let (code, text) = status(("u2", "twins@example.org"), |_| {}).await;
    assert!(code == 403 && text.contains("Several people"), "{text}");
    let doubted = |claims: &mut Value| claims["email_verified"] = false.into();
    assert_eq!(status(("u3", "anna.s@example.org"), doubted).await.0, 403);
    // A student's own profile says nothing of who teaches here.
    let (code, text) = status(("u4", "maria@example.org"), |_| {}).await;
    assert!(
        code == 403 && text.contains("You teach in this course"),
        "{text}"
    );
    let teaches = |claims: &mut Value| claims[ROLES] = json!([INSTRUCTOR]);
    assert_eq!(status(("u4", "maria@example.org"), teaches).await.0, 303);
    // Whoever teaches there is here what the roster says.
    assert_eq!(status(("u5", "anna.s@example.org"), teaches).await.0, 303);
    let anna = store.user("anna").await.unwrap().unwrap();
    assert_eq!(anna.role, Role::Student);
    store
        .set_person("anna", Role::Student, false, "test", site.app.now())
        .await
        .unwrap();
    let (code, text) = status(("u5", ""), |_| {}).await;
    assert!(code == 403 && session_is_none(&text), "{text}");

    let by_login = change(&site, &made, |settings| settings.match_by = MatchBy::Login).await;
    assert_eq!(status(("u6", "twins@example.org"), |_| {}).await.0, 403);
    let named = |claims: &mut Value| {
        claims["https://purl.imsglobal.org/spec/lti/claim/ext"] =
            json!({ "user_username": "Boris" });
    };
    assert_eq!(status(("u6", ""), named).await.0, 303);
    let numbered = |claims: &mut Value| {
        claims["https://purl.imsglobal.org/spec/lti/claim/lis"] =
            json!({ "person_sourcedid": "vera" });
    };
    assert_eq!(status(("u8", ""), numbered).await.0, 303);
    assert_eq!(store.users().await.unwrap().len(), 4, "nobody was added");

    // Where the registration says so, a student is added, and nobody else.
    change(&site, &by_login, |settings| settings.creates = true).await;
    let other = |claims: &mut Value| {
        claims["https://purl.imsglobal.org/spec/lti/claim/roles"] = json!([INSTRUCTOR]);
    };
    assert_eq!(status(("u9", "zoya@example.org"), other).await.0, 403);
    // An address that is somebody's, where the registration goes by login, is nobody's word.
    let (code, _) = status(("u9", "maria@example.org"), |_| {}).await;
    assert_eq!(code, 403);
    assert_eq!(status(("u9", "zoya@example.org"), |_| {}).await.0, 303);
    let zoya = store.user("zoya@example.org").await.unwrap().unwrap();
    assert_eq!(
        (zoya.role, zoya.name.as_str()),
        (Role::Student, "Анна Смирнова")
    );
    assert_eq!(zoya.details.email, "zoya@example.org");
}

#[tokio::test]
async fn two_tabs_of_somebody_new_are_one_person() {
    let (site, platform, made) = university().await;
    change(&site, &made, |settings| settings.creates = true).await;
    let people = async || site.app.store.users().await.unwrap().len();
    let before = people().await;
    let names = ["Galina", "Denis", "Zoya", "Ivan", "Yura"];
    for name in names {
        let email = format!("{name}@example.org");
        let tab = async || {
            launch(&site, &platform, (name, &email), |claims| {
                claims["name"] = json!(name);
                claims["family_name"] = json!(name);
            })
            .await
        };
        let (one, other) = tokio::join!(tab(), tab());
        for came in [one, other] {
            assert_eq!(came.status, 303, "{}", came.text());
        }
    }
    assert_eq!(people().await, before + names.len());
}

fn session_is_none(text: &str) -> bool {
    !text.contains("sign-out")
}
