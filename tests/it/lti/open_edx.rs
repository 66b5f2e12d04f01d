//! This server at a platform that others wrote and universities run: the LTI consumer of Open edX.

use super::pylti::set_clock_of_today;
use super::python::Python;
use super::scores::{give, roster, sent, switch};
use super::visit::{page, send};
use crate::support::forms::hidden;
use crate::support::site::{Answer, Site, Teacher};
use crate::support::small::small;
use dgm_grader::store::{MatchBy, PlatformSettings, PlatformState, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Open edX with a block that has a column of its own, as is usual there, and one whose columns the tool makes.
struct OpenEdx {
    url: String,
    _runs: Python,
}

/// Asks it, as a browser does.
async fn ask(method: &'static str, url: String, form: String) -> String {
    let asked = tokio::task::spawn_blocking(move || {
        let answer = match method {
            "GET" => ureq::get(&url).call(),
            _ => ureq::post(&url)
                .header("content-type", "application/x-www-form-urlencoded")
                .send(&form),
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{url}: {error}"));
        answer.body_mut().read_to_string().expect("it is text")
    });
    asked.await.expect("it answers")
}

impl OpenEdx {
    /// Starts it where it is installed, and registers its blocks at this server.
    async fn start(site: &Site) -> Option<Self> {
        let keys = site.nobody().get("/lti/jwks.json").await.text();
        let arguments = [super::platform::BASE, &keys];
        let mut runs = Python::start("lti_consumer", "open_edx.py", &arguments)?;
        let said = runs.said().await;
        let text = |told: &Value, name: &str| told[name].as_str().expect("text").to_owned();
        for (n, block) in said["blocks"]
            .as_array()
            .expect("blocks")
            .iter()
            .enumerate()
        {
            let settings = PlatformSettings {
                name: format!("Open edX, block {}", n + 1),
                issuer: text(&said, "url"),
                client_id: text(block, "client_id"),
                deployments: vec!["1".to_owned()],
                auth_url: text(&said, "auth_url"),
                token_url: text(block, "token_url"),
                jwks_url: text(block, "jwks_url"),
                audience: String::new(),
                match_by: MatchBy::Email,
                creates: false,
                state: PlatformState::On,
            };
            let made = site
                .app
                .store
                .add_platform(&settings, "owner", site.app.now());
            made.await.expect("it answers").expect("it is new");
        }
        Some(Self {
            url: text(&said, "url"),
            _runs: runs,
        })
    }

    /// Somebody opens a block, and their browser goes all the way to this server.
    async fn open(&self, site: &Site, query: &str) -> Answer {
        let login = ask("GET", format!("{}/begin?{query}", self.url), String::new()).await;
        let door = site.nobody();
        let path = login
            .strip_prefix(super::platform::BASE)
            .expect("it leads here");
        let begun = door.get(path).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let cookie = begun
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default();
        let form = ask("GET", begun.header("location").to_owned(), String::new()).await;
        let field = |name| hidden(&form, name);
        send(&door, &field("state"), &field("id_token"), cookie).await
    }

    /// What it has.
    async fn known(&self) -> Value {
        let text = ask("GET", format!("{}/known", self.url), String::new()).await;
        serde_json::from_str(&text).expect("it is JSON")
    }
}

/// A course with Anna and Boris, and Open edX.
async fn university() -> Option<(Site, OpenEdx)> {
    set_clock_of_today();
    let site = small(None).await;
    roster(&site).await;
    let open_edx = OpenEdx::start(&site).await?;
    Some((site, open_edx))
}

const ELBO: &str = "custom=%7B%22homework%22%3A%22elbo%22%7D";

#[tokio::test]
async fn who_comes_from_open_edx_is_signed_in_and_their_points_stand_in_its_gradebook() {
    let Some((site, open_edx)) = university().await else {
        return;
    };
    let came = open_edx
        .open(&site, &format!("block=1&person=anna&{ELBO}"))
        .await;
    assert_eq!(came.status, 303, "{}", came.text());
    assert_eq!(came.header("location"), "/homeworks/elbo");
    assert_eq!(page(&site, &came, "/homeworks/elbo").await.status, 200);
    let stranger = open_edx.open(&site, "block=1&person=maria").await;
    assert_eq!(stranger.status, 403, "she is not on the list");

    // The column that the block has.
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10.667")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    let known = open_edx.known().await;
    assert_eq!(known["columns"].as_array().map(Vec::len), Some(1));
    let score = json!([["edx-anna", 10.667, 13.0, "Completed", "FullyGraded"]]);
    assert_eq!(known["columns"][0]["scores"], score);
    let grade = &known["grades"]["declared edx-anna"];
    assert_eq!(
        grade[0],
        json!(10.667 / 13.0),
        "a share of what the block counts"
    );
    // Nothing is not zero.
    give(&teacher, "anna", None).await;
    assert_eq!(sent(&site).await, (1, 0));
    let known = open_edx.known().await;
    let score = json!([["edx-anna", null, null, "Initialized", "NotReady"]]);
    assert_eq!(known["columns"][0]["scores"], score);
}

#[tokio::test]
async fn a_column_is_made_in_open_edx_and_its_list_of_people_is_read() {
    let Some((site, open_edx)) = university().await else {
        return;
    };
    for person in ["anna", "boris"] {
        let came = open_edx
            .open(&site, &format!("block=2&person={person}"))
            .await;
        assert_eq!(came.status, 303, "{}", came.text());
    }
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("0")).await;
    give(&teacher, "boris", Some("12.999")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (2, 0));
    let known = open_edx.known().await;
    let column = &known["columns"][0];
    assert_eq!(
        (&column["resource"], &column["maximum"]),
        (&"elbo".into(), &13.into())
    );
    let scores = column["scores"].as_array().expect("a list").iter();
    let scores: BTreeMap<_, _> = scores.map(|s| (s[0].as_str().unwrap(), &s[1])).collect();
    assert_eq!(scores["edx-anna"], &json!(0.0));
    assert_eq!(scores["edx-boris"], &json!(12.999));

    assert_eq!(known["grades"], json!({}), "as the guide says");

    let list = teacher.post("/lti/courses/1/roster", "deactivate=no").await;
    assert_eq!(list.status, 200, "{}", list.text());
    let list = list.text();
    assert!(
        list.contains("Boris") && list.contains("boris@example.org"),
        "{list}"
    );
    assert!(!list.contains("Maria"), "she teaches there: {list}");
}

#[tokio::test]
async fn a_homework_is_linked_in_open_edx() {
    let Some((site, open_edx)) = university().await else {
        return;
    };
    site.join("maria", Role::Teacher).await;
    let query = "block=1&person=maria&kind=LtiDeepLinkingRequest";
    let choice = open_edx.open(&site, query).await;
    assert_eq!(choice.status, 200, "{}", choice.text());
    let ticket = hidden(&choice.text(), "ticket");
    let form = format!("ticket={ticket}&homework=elbo&homework=");
    let answer = site.nobody().post("/lti/deep-linking", &form).await.text();
    let address = format!("{}/api/lti_consumer/v1/lti/1/lti-dl/response", open_edx.url);
    assert!(
        answer.contains(&address.replace('/', "&#x2F;")) || answer.contains(&address),
        "{answer}"
    );
    ask("POST", address, format!("JWT={}", hidden(&answer, "JWT"))).await;
    let known = open_edx.known().await;
    let links = known["links"].as_array().expect("a list");
    assert_eq!(links.len(), 2);
    let link = &links[0];
    assert_eq!(link["kind"], "ltiResourceLink");
    assert_eq!(
        link["told"]["url"],
        format!("{}/homeworks/elbo", super::platform::BASE)
    );
    assert_eq!(link["told"]["custom"]["homework"], "elbo");
    assert_eq!(link["told"]["lineItem"]["scoreMaximum"], 13.0);
    assert_eq!(link["told"]["lineItem"]["resourceId"], "elbo");
    assert!(
        link["told"]["submission"]["endDateTime"].is_string(),
        "{link}"
    );
}
