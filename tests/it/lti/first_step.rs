//! The first step of a launch, and the registrations that it may name.

use super::launch::{change, university};
use super::platform::BASE;
use super::visit::{begun, launch};
use crate::support::site::{Student, Teacher};
use dgm_grader::store::{PlatformSettings, PlatformState, Role};

#[tokio::test]
async fn the_first_step_comes_as_a_form_too_and_leaves_frames() {
    let (site, platform, made) = university().await;
    let door = site.nobody();
    let target = format!("{BASE}/lti/launch");
    let fields = [
        ("iss", platform.url.as_str()),
        ("login_hint", "hint 1"),
        ("target_link_uri", &target),
        ("lti_message_hint", "message 2"),
    ];
    let mut form = openidconnect::url::Url::parse("http://x/").unwrap();
    form.query_pairs_mut().extend_pairs(fields);
    let body = form.query().unwrap().to_owned();
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.test"),
    ];
    let answer = door
        .send("POST", "/lti/login", &headers, body.clone().into_bytes())
        .await;
    begun(&answer, &platform);
    assert!(answer.header("location").contains("/auth?kept=1&"));
    // Nothing else is taken from another site.
    let elsewhere = door.send("POST", "/language", &headers, b"lang=ru&back=/".to_vec());
    assert_eq!(elsewhere.await.status, 403);

    headers.push(("sec-fetch-dest", "iframe"));
    let framed = door
        .send("POST", "/lti/login", &headers, body.into_bytes())
        .await;
    assert_eq!(framed.status, 200, "{}", framed.text());
    let policy = framed.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    assert_eq!(framed.header("set-cookie"), "", "nothing is begun");
    let html = framed.text().replace("&#x2F;", "/");
    let (_, link) = html.split_once("href=\"/lti/login?").expect("a link");
    let link = link
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#x2F;", "/");
    assert!(html.contains("target=\"_blank\""), "{html}");
    begun(&door.get(&format!("/lti/login?{link}")).await, &platform);
    // A choice of links is made in the platform's frame.
    let chosen = format!(
        "/lti/login?iss={}&login_hint=x&target_link_uri={BASE}/lti/deep-linking",
        platform.url
    );
    let frame = [("sec-fetch-dest", "iframe")];
    assert_eq!(
        door.send("GET", &chosen, &frame, Vec::new()).await.status,
        303
    );

    for wrong in [
        "iss=https://nobody.example&login_hint=x".to_owned(),
        format!("iss={}", platform.url),
        format!("iss={}&login_hint=x&client_id=other", platform.url),
        format!("iss={}&login_hint={}", platform.url, "x".repeat(5000)),
        String::new(),
    ] {
        let answer = door.get(&format!("/lti/login?{wrong}")).await;
        assert_eq!(answer.status, 403, "{wrong}");
    }
    change(&site, &made, |settings| settings.state = PlatformState::Off).await;
    let off = door
        .get(&format!("/lti/login?iss={}&login_hint=x", platform.url))
        .await;
    assert_eq!(off.status, 403);
}

#[tokio::test]
async fn two_registrations_of_one_issuer_are_told_apart() {
    let (site, platform, _) = university().await;
    let second = PlatformSettings {
        client_id: "another".to_owned(),
        deployments: vec!["9".to_owned()],
        ..platform.settings()
    };
    platform.agree(&site, &second).await;
    let door = site.nobody();
    let ask = async |more: &str| {
        let address = format!("/lti/login?iss={}&login_hint=x{more}", platform.url);
        door.get(&address).await
    };
    assert_eq!(ask("").await.status, 403);
    let by_client = ask("&client_id=another").await;
    assert!(by_client.header("location").contains("client_id=another"));
    let by_deployment = ask("&lti_deployment_id=9").await;
    assert!(
        by_deployment
            .header("location")
            .contains("client_id=another")
    );
}

#[tokio::test]
async fn registering_is_an_owners_and_can_be_switched_off_and_on() {
    let (site, platform, made) = university().await;
    let teacher = Teacher::of(&site).await;
    let student = Student::of(&site).await;
    let owner = site.join("owner", Role::Owner).await;
    let id = made.id;
    for door in [&*teacher, &*student] {
        let refused = door
            .post(&format!("/lti/platforms/{id}/state"), "state=off")
            .await;
        assert_eq!(refused.status, 403);
    }
    let anna = ("u7", "anna.s@example.org");
    let off = owner
        .post(&format!("/lti/platforms/{id}/state"), "state=off")
        .await;
    assert_eq!(off.status, 303, "{}", off.text());
    let door = site.nobody();
    let asked = door
        .get(&format!("/lti/login?iss={}&login_hint=x", platform.url))
        .await;
    assert_eq!(asked.status, 403);
    owner
        .post(&format!("/lti/platforms/{id}/state"), "state=on")
        .await;
    assert_eq!(launch(&site, &platform, anna, |_| {}).await.status, 303);

    let fields = |auth: &str, client: &str| {
        vec![
            ("name".to_owned(), " Canvas ".to_owned()),
            ("issuer".to_owned(), "https://canvas.example.org".to_owned()),
            ("client_id".to_owned(), client.to_owned()),
            ("deployments".to_owned(), "1, 2\n2\n3".to_owned()),
            ("auth_url".to_owned(), auth.to_owned()),
            (
                "token_url".to_owned(),
                "https://canvas.example.org/token".to_owned(),
            ),
            (
                "jwks_url".to_owned(),
                "https://canvas.example.org/jwks".to_owned(),
            ),
            ("match_by".to_owned(), "login".to_owned()),
        ]
    };
    let add = async |auth: &str, client: &str| {
        let fields = fields(auth, client);
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        owner.form("/lti/platforms", &fields).await
    };
    for wrong in [
        "http://canvas.example.org/auth",
        "javascript:alert(1)",
        "",
        "canvas",
    ] {
        let refused = add(wrong, "1").await;
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(
            refused.text().contains("Canvas"),
            "what was typed comes back"
        );
    }
    assert_eq!(add("https://canvas.example.org/auth", "").await.status, 422);
    let added = add("https://canvas.example.org/auth", "1").await;
    assert_eq!(added.status, 303, "{}", added.text());
    let twice = add("https://canvas.example.org/auth", "1").await;
    assert_eq!(twice.status, 422, "it is registered already");
    let all = site.app.store.platforms().await.unwrap();
    assert_eq!(all[1].settings.deployments, ["1", "2", "3"]);
    assert_eq!(all[1].settings.name, "Canvas");
    let audit = teacher.get("/audit").await.text();
    assert!(
        audit.contains("https://canvas.example.org/auth") || audit.contains("canvas.example.org")
    );
}
