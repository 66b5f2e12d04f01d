//! The pages of learning platforms, in both languages, with everything that they can show.

use super::leaks::check;
use crate::lti::linking::choice;
use crate::lti::platform::Simulator;
use crate::lti::visit::launch;
use crate::support::forms::hidden;
use crate::support::site::{Student, clock};
use crate::support::small::small;
use dgm_grader::service::lti::registration;
use dgm_grader::service::lti::sender::pass;
use dgm_grader::store::{PlatformSettings, PlatformState, Role};
use serde_json::json;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one page after another")]
async fn pages_of_platforms_show_all_they_can_in_both_languages() {
    let site = small(None).await;
    let anna = Student::of(&site).await;
    let owner = site.join("owner", Role::Owner).await;
    let store = &site.app.store;
    let simulator = Simulator::start().await;
    let settings = simulator.settings();
    let made = simulator.agree(&site, &settings).await;
    for (client, state) in [("b", PlatformState::Waiting), ("c", PlatformState::Off)] {
        let other = PlatformSettings {
            client_id: client.to_owned(),
            state,
            ..settings.clone()
        };
        simulator.agree(&site, &other).await;
    }
    let user = store.user("anna").await.unwrap().unwrap();
    let linked = store.link_platform_person((made.id, "u1"), &user, "test", clock());
    assert!(linked.await.unwrap());
    simulator.inside().members = vec![json!([
        { "user_id": "u1", "roles": ["Learner"], "email": "anna@example.org" },
        { "user_id": "u2", "roles": ["Learner"], "name": "<b>Boris</b>", "email": "boris@example.org" },
        { "user_id": "u3", "roles": ["Instructor"] },
    ])];
    assert_eq!(
        launch(&site, &simulator, ("u1", ""), |_| {}).await.status,
        303
    );
    let body = json!({ "points": "10.667", "excused": false, "reason": "so" });
    let kind = [("content-type", "application/json")];
    let path = "/api/v1/students/anna/homeworks/elbo/override";
    let body = body.to_string().into_bytes();
    assert!(
        owner
            .send("PUT", path, &kind, body)
            .await
            .status
            .is_success()
    );
    for lang in ["en", "ru"] {
        owner
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let shown = owner.post("/lti/courses/1/roster", "").await;
        check(&shown, lang, "a list of a platform");
        for address in [
            "/lti/platforms/1",
            "/lti/platforms/2",
            "/lti/platforms/3",
            "/lti",
            "/lti/courses/1",
            "/roster/anna",
            "/roster",
            "/audit",
        ] {
            check(&owner.get(address).await, lang, address);
        }
        let ticket = owner.post("/lti/tickets", "").await;
        check(&ticket, lang, "a ticket");
        for form in ["elbo=on&ddpm=back", "elbo=back"] {
            let shown = owner.post("/lti/courses/1", form).await;
            check(&shown, lang, form);
            assert!(!shown.text().contains("<b>Boris"), "{}", shown.text());
        }
    }
    let html = owner
        .post("/lti/courses/1", "elbo=on&ddpm=back")
        .await
        .text();
    let seen = hidden(&html, "seen");
    let form = format!("elbo=on&ddpm=back&seen={seen}");
    assert_eq!(owner.post("/lti/courses/1", &form).await.status, 303);
    // A column that cannot be reached, a score that arrived, and one that does not go.
    for (points, refusal, expected) in [
        ("10.667", Some(403), (0, 1)),
        ("10.667", None, (1, 0)),
        ("9", Some(400), (0, 1)),
    ] {
        let body = json!({ "points": points, "excused": false, "reason": "so" });
        let body = body.to_string().into_bytes();
        owner.send("PUT", path, &kind, body).await;
        store.hurry_columns(1.into()).await.unwrap();
        let refusal = refusal.map(|status| (status, None));
        simulator.inside().refuse.extend(refusal);
        let passed = pass(&site.app, "x").await.unwrap();
        assert_eq!((passed.arrived, passed.refused), expected, "{points}");
        for lang in ["en", "ru"] {
            owner
                .post("/language", &format!("lang={lang}&back=/"))
                .await;
            for address in ["/lti", "/lti/courses/1", "/audit"] {
                check(&owner.get(address).await, lang, address);
            }
        }
    }
    // What platforms show, to whom nobody knows yet.
    for lang in ["en", "ru"] {
        let door = site.nobody();
        let cookie = format!("dgm_language={lang}");
        let spoken = [("cookie", cookie.as_str()), ("sec-fetch-dest", "iframe")];
        let login = format!(
            "/lti/login?iss={}&login_hint=x&client_id=dgm%20at%20the%20university",
            simulator.url
        );
        let framed = door.send("GET", &login, &spoken, Vec::new()).await;
        check(&framed, lang, "a frame");
        let ticket = registration::ticket(&site.app, "owner");
        for query in [
            String::new(),
            format!("?openid_configuration={}/x", simulator.url),
        ] {
            let address = format!("/lti/register/{ticket}{query}");
            check(
                &door.send("GET", &address, &spoken, Vec::new()).await,
                lang,
                &address,
            );
        }
        let other = Simulator::start().await;
        let form = format!(
            "openid_configuration={}/.well-known/openid-configuration&registration_token=once",
            other.url
        );
        let kind = [
            ("cookie", cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let address = format!("/lti/register/{ticket}");
        let done = door.send("POST", &address, &kind, form.into_bytes()).await;
        check(&done, lang, "a registration");
        let chosen = choice(&site, &simulator, ("Instructor", lang), |_| {}).await;
        check(&chosen, lang, "a choice");
        let form = format!("ticket={}&homework=elbo", hidden(&chosen.text(), "ticket"));
        let back = door
            .send("POST", "/lti/deep-linking", &kind, form.into_bytes())
            .await;
        check(&back, lang, "the way back");
    }
    check(&anna.get("/account").await, "en", "what is stored");
}
