//! Somebody at a platform who follows a link, as their browser does it.

use super::platform::{BASE, CLIENT, DEPLOYMENT, Simulator};
use crate::support::site::{Answer, Door, Site};
use openidconnect::url::Url;
use serde_json::Value;
use std::collections::HashMap;

/// A launch that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where the browser is led.
    pub address: Url,
    /// What comes back with the answer.
    pub state: String,
    /// What stands in it.
    pub nonce: String,
    /// What the browser remembers.
    pub cookie: String,
}

/// Begins a launch to this address here.
pub async fn begin(door: &Door, platform: &Simulator, target: &str) -> Begun {
    let form = [
        ("iss", platform.url.as_str()),
        ("login_hint", "hint 1"),
        ("target_link_uri", target),
        ("lti_message_hint", "message 2"),
        ("client_id", CLIENT),
        ("lti_deployment_id", DEPLOYMENT),
    ];
    let mut query = Url::parse("http://x/lti/login").expect("an address");
    query.query_pairs_mut().extend_pairs(form);
    let address = format!("/lti/login?{}", query.query().unwrap_or_default());
    let answer = door.get(&address).await;
    begun(&answer, platform)
}

/// What an answer to the first step says.
pub fn begun(answer: &Answer, platform: &Simulator) -> Begun {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let address = Url::parse(answer.header("location")).expect("it leads on");
    assert!(
        address
            .as_str()
            .starts_with(&format!("{}/auth?", platform.url))
    );
    let told: HashMap<String, String> = address.query_pairs().into_owned().collect();
    for (name, expected) in [
        ("scope", "openid"),
        ("response_type", "id_token"),
        ("response_mode", "form_post"),
        ("prompt", "none"),
        ("client_id", CLIENT),
        ("redirect_uri", &format!("{BASE}/lti/launch")),
        ("login_hint", "hint 1"),
        ("lti_message_hint", "message 2"),
    ] {
        assert_eq!(told[name], expected, "{name}");
    }
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    Begun {
        state: told["state"].clone(),
        nonce: told["nonce"].clone(),
        cookie: cookie.split(';').next().unwrap_or_default().to_owned(),
        address,
    }
}

/// Sends a platform's answer by the browser that has this cookie, as another site's form.
pub async fn send(door: &Door, state: &str, token: &str, cookie: &str) -> Answer {
    let mut form = Url::parse("http://x/").expect("an address");
    form.query_pairs_mut()
        .append_pair("state", state)
        .append_pair("id_token", token);
    let body = form.query().unwrap_or_default().to_owned();
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "http://127.0.0.1:1"),
    ];
    if !cookie.is_empty() {
        headers.push(("cookie", cookie));
    }
    door.send("POST", "/lti/launch", &headers, body.into_bytes())
        .await
}

/// The whole way in, with claims as they are changed.
pub async fn launch(
    site: &Site,
    platform: &Simulator,
    (subject, email): (&str, &str),
    change: impl FnOnce(&mut Value),
) -> Answer {
    let door = site.nobody();
    let begun = begin(&door, platform, &format!("{BASE}/lti/launch")).await;
    let mut claims = platform.claims(subject, email, &begun.nonce);
    change(&mut claims);
    let token = platform.sign(&claims);
    send(&door, &begun.state, &token, &begun.cookie).await
}

/// The session that an answer begins; nothing where it begins none.
pub fn session(answer: &Answer) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").into_iter();
    let mut set = set.filter_map(|line| line.to_str().ok()?.split(';').next());
    set.find(|cookie| cookie.starts_with("dgm_session="))
        .map(ToOwned::to_owned)
}

/// A page as the session of an answer sees it.
pub async fn page(site: &Site, answer: &Answer, path: &str) -> Answer {
    let session = session(answer).expect("somebody is signed in");
    let cookie = [("cookie", session.as_str())];
    site.nobody().send("GET", path, &cookie, Vec::new()).await
}
