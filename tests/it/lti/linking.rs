//! Deep linking: a homework is chosen, and the platform gets a signed link to it with a column.

use super::platform::{BASE, CLIENT, DEPLOYMENT, Simulator, checked};
use super::visit::{begin, send};
use crate::support::audit::checked as course_of;
use crate::support::course::course;
use crate::support::forms::hidden;
use crate::support::site::{Answer, Site, clock, set_clock};
use serde_json::{Value, json};

const COURSE: &str = r#"
[[homework]]
id = "elbo"
max_points = "10.125"
deadline = 2026-03-11

[[homework.task]]
id = "gaussian_kl"
points = "10.125"

[[homework]]
id = "ddpm"
opens = 2026-04-01
"#;

const SETTINGS: &str = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";

async fn university() -> (Site, Simulator) {
    let site = Site::empty().await;
    let published = course_of(&course(COURSE));
    let store = &site.app.store;
    store
        .publish_course(&published, "", "test", clock())
        .await
        .expect("it is published");
    let platform = Simulator::start().await;
    let settings = platform.settings();
    platform.agree(&site, &settings).await;
    (site, platform)
}

/// The claims of a message by which somebody with this role is to choose.
pub fn asked(platform: &Simulator, role: &str, nonce: &str) -> Value {
    let mut claims = platform.claims("t1", "t@example.org", nonce);
    let claim = |name: &str| format!("https://purl.imsglobal.org/spec/lti/claim/{name}");
    claims[claim("message_type")] = "LtiDeepLinkingRequest".into();
    claims[claim("roles")] = json!([format!(
        "http://purl.imsglobal.org/vocab/lis/v2/membership#{role}"
    )]);
    claims[SETTINGS] = json!({
        "deep_link_return_url": format!("{}/return?id=5", platform.url),
        "accept_types": ["link", "ltiResourceLink"],
        "accept_presentation_document_targets": ["window"],
        "accept_multiple": true,
        "data": "an opaque \"word\" & more",
    });
    claims
}

/// The page of the choice, for somebody with this role, with the settings changed.
pub async fn choice(
    site: &Site,
    platform: &Simulator,
    (role, lang): (&str, &str),
    change: impl FnOnce(&mut Value),
) -> Answer {
    let door = site.nobody();
    let begun = begin(&door, platform, &format!("{BASE}/lti/deep-linking")).await;
    let mut claims = asked(platform, role, &begun.nonce);
    change(&mut claims[SETTINGS]);
    let cookies = format!("{}; dgm_language={lang}", begun.cookie);
    send(&door, &begun.state, &platform.sign(&claims), &cookies).await
}

#[tokio::test]
async fn a_homework_is_linked_with_its_exact_maximum() {
    let (site, platform) = university().await;
    let page = choice(&site, &platform, ("Instructor", "en"), |_| {}).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains(&format!("frame-ancestors {};", platform.url))
            || policy.ends_with(&format!("frame-ancestors {}", platform.url)),
        "{policy}"
    );
    let html = page.text();
    assert!(html.contains("type=\"checkbox\""), "{html}");
    let ticket = hidden(&html, "ticket");
    let form = format!("ticket={ticket}&homework=elbo&homework=");
    let door = site.nobody();
    let answer = door.post("/lti/deep-linking", &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let policy = answer.header("content-security-policy");
    let sent = format!("form-action 'self' {};", platform.url);
    assert!(policy.contains(&sent), "{policy}");
    let html = answer.text();
    assert!(
        html.contains("/return?id=5") || html.contains("return?id=5"),
        "{html}"
    );

    let inside = platform.inside();
    let tool = inside.tool.as_ref().expect("it is known");
    let text = checked(tool, &hidden(&html, "JWT")).expect("it is signed");
    // Exactly as the course says, and no float between.
    assert!(text.contains("\"scoreMaximum\":10.125,"), "{text}");
    let claims: Value = serde_json::from_str(&text).expect("it is JSON");
    let now = clock().as_second();
    assert_eq!(claims["iss"], CLIENT);
    assert_eq!(claims["aud"], platform.url);
    assert!(claims["iat"].as_i64().is_some_and(|at| at <= now));
    assert!(claims["exp"].as_i64().is_some_and(|at| at > now));
    assert!(
        claims["nonce"]
            .as_str()
            .is_some_and(|nonce| nonce.len() >= 16)
    );
    let claim = |name: &str| &claims[format!("https://purl.imsglobal.org/spec/{name}")];
    assert_eq!(*claim("lti/claim/message_type"), "LtiDeepLinkingResponse");
    assert_eq!(*claim("lti/claim/version"), "1.3.0");
    assert_eq!(*claim("lti/claim/deployment_id"), DEPLOYMENT);
    assert_eq!(*claim("lti-dl/claim/data"), "an opaque \"word\" & more");
    let items = claim("lti-dl/claim/content_items")
        .as_array()
        .expect("a list");
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["type"], "ltiResourceLink");
    assert_eq!(items[0]["url"], format!("{BASE}/homeworks/elbo"));
    assert_eq!(items[0]["custom"]["homework"], "elbo");
    assert_eq!(items[0]["lineItem"]["resourceId"], "elbo");
    assert_eq!(items[0]["lineItem"]["label"], items[0]["title"]);
    let deadline = items[0]["submission"]["endDateTime"].as_str();
    assert!(deadline.is_some_and(|at| at.starts_with("2026-03-11T") && at.ends_with('Z')));
    assert_eq!(items[1]["url"], format!("{BASE}/"));
    assert!(items[1].get("lineItem").is_none());
}

#[tokio::test]
async fn only_who_teaches_there_chooses_what_may_be_chosen() {
    let (site, platform) = university().await;
    let door = site.nobody();
    let learner = choice(&site, &platform, ("Learner", "en"), |_| {}).await;
    assert_eq!(learner.status, 403);
    for change in [
        (|s: &mut Value| s["accept_types"] = json!(["html"])) as fn(&mut Value),
        |s| s["deep_link_return_url"] = "http://evil.example.org/".into(),
        |s| s["deep_link_return_url"] = "javascript:alert(1)".into(),
        |s| *s = Value::Null,
        |s| s["data"] = "x".repeat(40_000).into(),
    ] {
        let refused = choice(&site, &platform, ("Instructor", "en"), change).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
    }
    let single = choice(&site, &platform, ("Instructor", "en"), |settings| {
        settings["accept_multiple"] = false.into();
        settings["accept_lineitem"] = false.into();
    });
    let html = single.await.text();
    assert!(html.contains("type=\"radio\""), "{html}");
    let ticket = hidden(&html, "ticket");
    let send = async |form: String| door.post("/lti/deep-linking", &form).await;
    for (what, form, status) in [
        (
            "several",
            format!("ticket={ticket}&homework=elbo&homework=ddpm"),
            422,
        ),
        ("none", format!("ticket={ticket}"), 422),
        (
            "none that is there",
            format!("ticket={ticket}&homework=nothing"),
            404,
        ),
        ("no ticket", "homework=elbo".to_owned(), 403),
        (
            "another ticket",
            format!("ticket=x{ticket}&homework=elbo"),
            403,
        ),
    ] {
        assert_eq!(send(form).await.status, status, "{what}");
    }
    let one = send(format!("ticket={ticket}&homework=elbo")).await;
    let token = hidden(&one.text(), "JWT");
    let text = checked(platform.inside().tool.as_ref().expect("known"), &token).expect("signed");
    assert!(!text.contains("lineItem"), "{text}");
    set_clock("2026-03-10T10:00:01Z");
    let late = send(format!("ticket={ticket}&homework=elbo")).await;
    assert_eq!(late.status, 403);
}
