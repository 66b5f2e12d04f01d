//! Dynamic registration: a platform registers by a ticket, and counts once an owner confirms it.

use super::platform::{DEPLOYMENT, Simulator};
use super::visit::launch;
use crate::support::site::{Teacher, set_clock};
use crate::support::small::small;
use dgm_grader::store::{PlatformState, Role};

fn ticket(page: &str) -> String {
    let page = page.replace("&#x2F;", "/");
    let (_, rest) = page.split_once("/lti/register/").expect("an address");
    rest.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_platform_registers_itself_and_waits_for_an_owner() {
    let site = small(None).await;
    let platform = Simulator::start().await;
    let owner = site.join("owner", Role::Owner).await;
    let teacher = Teacher::of(&site).await;
    assert_eq!(teacher.post("/lti/tickets", "").await.status, 403);
    let made = owner.post("/lti/tickets", "").await;
    let address = format!("/lti/register/{}", ticket(&made.text()));
    let door = site.nobody();
    let configuration = format!("{}/.well-known/openid-configuration", platform.url);
    let query = format!("openid_configuration={configuration}&registration_token=once");
    let page = door.get(&format!("{address}?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains(&format!("frame-ancestors {}", platform.url)),
        "{policy}"
    );
    assert!(
        platform.inside().registered.is_empty(),
        "looking asks nobody"
    );

    let done = door.post(&address, &query).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(platform.inside().registered.len(), 1);
    let known = site.app.store.platforms().await.expect("it answers");
    let settings = &known[0].settings;
    assert_eq!(settings.state, PlatformState::Waiting);
    assert_eq!(settings.deployments, [DEPLOYMENT]);
    assert_eq!(settings.name, "moodle");
    assert!(!settings.creates);
    let asked = door
        .get(&format!("/lti/login?iss={}&login_hint=x", platform.url))
        .await;
    assert_eq!(asked.status, 403, "it does not count yet");
    assert_eq!(door.post(&address, &query).await.status, 403, "once");

    let page = owner.get("/lti/platforms/1").await.text();
    assert!(page.contains("Confirm"), "{page}");
    owner.post("/lti/platforms/1/state", "state=on").await;
    let asked = door
        .get(&format!("/lti/login?iss={}&login_hint=x", platform.url))
        .await;
    assert_eq!(asked.status, 303);
    let came = launch(&site, &platform, ("u1", "nobody@example.org"), |claims| {
        claims["aud"] = serde_json::json!("dgm at the university");
    })
    .await;
    assert_eq!(
        came.status, 403,
        "and still nobody comes in who is not known"
    );
}

#[tokio::test]
async fn nobody_has_this_server_ask_addresses_without_a_ticket() {
    let site = small(None).await;
    let platform = Simulator::start().await;
    let owner = site.join("owner", Role::Owner).await;
    let door = site.nobody();
    let configuration = format!("{}/.well-known/openid-configuration", platform.url);
    let query = format!("openid_configuration={configuration}&registration_token=once");
    for ticket in ["x", "e30.00"] {
        let address = format!("/lti/register/{ticket}");
        assert_eq!(door.get(&format!("{address}?{query}")).await.status, 403);
        assert_eq!(door.post(&address, &query).await.status, 403);
    }
    let old = ticket(&owner.post("/lti/tickets", "").await.text());
    for wrong in [
        "http://evil.example.org/x",
        "file:///etc/passwd",
        "",
        "https://u:p@x.example/",
    ] {
        let form = format!("openid_configuration={wrong}&registration_token=once");
        let answer = door.post(&format!("/lti/register/{old}"), &form).await;
        assert_eq!(answer.status, 502, "{wrong}: {}", answer.text());
    }
    assert!(platform.inside().registered.is_empty());
    // A wrong word of the platform: it is told, and nothing is kept.
    let form = format!("openid_configuration={configuration}&registration_token=wrong");
    let answer = door.post(&format!("/lti/register/{old}"), &form).await;
    assert_eq!(answer.status, 502, "{}", answer.text());
    let late = ticket(&owner.post("/lti/tickets", "").await.text());
    set_clock("2026-03-10T10:00:01Z");
    assert_eq!(
        door.post(&format!("/lti/register/{late}"), &query)
            .await
            .status,
        403
    );
    assert!(
        site.app
            .store
            .platforms()
            .await
            .expect("it answers")
            .is_empty()
    );
}
