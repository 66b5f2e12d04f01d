//! The simulator against a tool that others wrote, PyLTI1p3: what it takes for a platform's, and asks of one, is what the tests of this server
//! rest on.

use super::linking::{asked, choice};
use super::platform::{BASE, CLIENT, DEPLOYMENT, checked};
use super::python::Python;
use super::scores::{fill, give, sent, switch};
use super::visit::begin;
use crate::support::forms::hidden;
use crate::support::site::{Teacher, set_clock};
use crate::support::small::small;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The clock of whoever looks at their own.
pub fn set_clock_of_today() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program of others looks at its own clock"
    )]
    let now = jiff::Timestamp::now();
    set_clock(&now.to_string());
}

fn names(told: &Value) -> BTreeSet<String> {
    let told = told.as_object().expect("an object");
    told.keys().cloned().collect()
}

fn text<'a>(told: &'a Value, name: &str) -> &'a str {
    told[name].as_str().expect("it is text")
}

#[tokio::test]
async fn a_tool_of_others_takes_the_simulator_for_a_platform() {
    set_clock_of_today();
    let site = small(None).await;
    let platform = fill(&site).await;
    let our_keys = platform.inside().tool.clone().expect("they are known");
    let learner = json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]);
    platform.inside().members = vec![
        json!([{ "user_id": "u1", "roles": learner }]),
        json!([{ "user_id": "u2", "roles": learner }]),
    ];
    let launch = format!("{BASE}/lti/launch");
    let arguments = [&platform.url, CLIENT, DEPLOYMENT, &launch];
    let Some(mut tool) = Python::start("pylti1p3", "pylti_tool.py", &arguments) else {
        return;
    };
    let their_keys: JsonWebKeySet<CoreJsonWebKey> =
        serde_json::from_value(tool.said().await).expect("they are keys");
    platform.inside().tool = Some(their_keys.clone());

    // It asks as this server does, word for word, but for what is drawn.
    let theirs = tool.said().await["begun"].clone();
    let address = begin(&site.nobody(), &platform, &launch).await.address;
    let ours = address.query_pairs().into_owned();
    // What stood in the platform's address before.
    let ours: Map<_, _> = ours
        .filter(|(name, _)| name != "kept")
        .map(|(name, value)| (name, Value::from(value)))
        .collect();
    for (name, value) in &ours {
        if !["state", "nonce"].contains(&name.as_str()) {
            assert_eq!(theirs[name], *value, "{name}");
        }
    }
    assert_eq!(names(&theirs), names(&ours.into()));

    // A launch, and what a launch gives access to.
    let launched = platform.claims("u1", "anna@example.org", text(&theirs, "nonce"));
    let token = platform.sign(&launched);
    tool.tell(&json!({ "state": theirs["state"], "id_token": token }));
    let seen = tool.said().await;
    assert_eq!(seen["claims"], launched);
    assert_eq!(seen["is_student"], true);
    assert_eq!(seen["is_staff"], false);
    assert_eq!(seen["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(seen["column"], seen["found"]);
    assert_eq!(platform.inside().scores[0].json["scoreGiven"], 10.667);
    // This server says as much as it, no less and no more.
    let columns = std::mem::take(&mut platform.inside().columns);
    platform.inside().tool = Some(our_keys.clone());
    let teacher = Teacher::of(&site).await;
    give(&teacher, "boris", Some("9.5")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    {
        let inside = platform.inside();
        assert_eq!(names(&inside.columns[0]), names(&columns[0]));
        assert_eq!(names(&inside.scores[1].json), names(&inside.scores[0].json));
    }

    // A choice, and the answer that links what was chosen.
    let theirs = tool.said().await["begun"].clone();
    let token = platform.sign(&asked(&platform, "Instructor", text(&theirs, "nonce")));
    tool.tell(&json!({ "state": theirs["state"], "id_token": token }));
    let linked = tool.said().await;
    assert_eq!(linked["is_deep_linking"], true);
    assert_eq!(linked["is_staff"], true);
    let claims = |keys, token: &str| -> Value {
        let text = checked(keys, token).expect("it is signed");
        serde_json::from_str(&text).expect("claims are JSON")
    };
    let theirs = claims(&their_keys, text(&linked, "response"));
    let page = choice(&site, &platform, ("Instructor", "en"), |_| {}).await;
    let form = format!("ticket={}&homework=elbo", hidden(&page.text(), "ticket"));
    let answer = site.nobody().post("/lti/deep-linking", &form).await;
    let mut ours = claims(&our_keys, &hidden(&answer.text(), "JWT"));
    let told = ours.as_object_mut().expect("an object");
    let words = told.remove("https://purl.imsglobal.org/spec/lti-dl/claim/msg");
    assert!(words.is_some(), "what it may say to people besides");
    assert_eq!(names(&ours), names(&theirs));
    let items = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items";
    let (ours, theirs) = (&ours[items][0], &theirs[items][0]);
    for name in ["type", "custom"] {
        assert_eq!(ours[name], theirs[name], "{name}");
    }
    let column = names(&ours["lineItem"]);
    assert_eq!(column, names(&theirs["lineItem"]));
}
