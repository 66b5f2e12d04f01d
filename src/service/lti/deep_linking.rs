//! Linking homeworks in a platform's course: what may be chosen, and the signed answer.

use super::claims::Claims;
use super::fault::LaunchFault;
use super::jws::signed;
use super::keys::key_of;
use super::line_item::LineItem;
use super::targets;
use crate::ids::PlatformId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::seal::{opened, sealed};
use crate::store::secret;
use crate::store::{Platform, PlatformState};
use jiff::{SignedDuration, Timestamp};
use l10n::{Lang, message};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long somebody may choose.
const CHOSEN_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// How long the answer may be on its way.
const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// The longest word of the platform that goes back to it.
const LONGEST: usize = 32 * 1024;

const PURPOSE: &str = "lti linking";

/// What may be linked, and where to say so.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Linking {
    platform: PlatformId,
    deployment: String,
    /// Where the answer goes.
    pub return_url: String,
    data: Option<String>,
    /// Whether several may be chosen.
    pub multiple: bool,
    columns: bool,
    until: i64,
}

/// What a message asks to be linked.
pub(super) fn wanted(
    app: &App,
    platform: &Platform,
    said: &Claims,
) -> Result<Linking, LaunchFault> {
    let asked = said.deep_linking.as_ref().ok_or(LaunchFault::Kind)?;
    let takes_links = asked
        .accept_types
        .iter()
        .any(|kind| kind == "ltiResourceLink");
    let is_long = asked.data.as_ref().is_some_and(|data| data.len() > LONGEST);
    if !takes_links || is_long || targets::asked(&asked.deep_link_return_url).is_none() {
        return Err(LaunchFault::Kind);
    }
    let until = app.now().saturating_add(CHOSEN_WITHIN);
    Ok(Linking {
        platform: platform.id,
        deployment: said.deployment.clone(),
        return_url: asked.deep_link_return_url.clone(),
        data: asked.data.clone(),
        multiple: asked.accept_multiple.unwrap_or(false),
        columns: asked.accept_lineitem.unwrap_or(true),
        until: until.unwrap_or(Timestamp::MAX).as_second(),
    })
}

/// What may be linked, as the form of the choice carries it.
pub fn ticket(app: &App, linking: &Linking) -> String {
    sealed(&app.secret, PURPOSE, linking)
}

/// What such a form is about.
///
/// # Errors
/// When this server did not make it, or the time to choose is over.
pub fn of_ticket(app: &App, text: &str) -> Result<Linking, ServiceError> {
    let linking: Option<Linking> = opened(&app.secret, PURPOSE, text);
    let linking = linking.filter(|linking| app.now().as_second() < linking.until);
    linking.ok_or_else(|| LaunchFault::State.into())
}

/// A link.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<Value>,
    #[serde(rename = "lineItem", skip_serializing_if = "Option::is_none")]
    column: Option<LineItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    submission: Option<Value>,
    window: Value,
}

/// The answer.
#[derive(Serialize)]
struct Response<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    nonce: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/deployment_id")]
    deployment: &'a str,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/message_type")]
    kind: &'a str,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/version")]
    version: &'a str,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items")]
    items: Vec<Item<'a>>,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti-dl/claim/data",
        skip_serializing_if = "Option::is_none"
    )]
    data: Option<&'a str>,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti-dl/claim/msg",
        skip_serializing_if = "Option::is_none"
    )]
    told: Option<String>,
}

/// The signed answer that links these homeworks; an empty name is the whole course.
///
/// # Errors
/// When a homework is not there, several are chosen where one may be, or the platform does not count any more.
pub async fn answer(
    app: &App,
    base_url: &str,
    linking: &Linking,
    chosen: &[String],
    lang: Lang,
) -> Result<String, ServiceError> {
    let platform = app.store.platform(linking.platform).await?;
    let platform = platform.filter(|p| p.settings.state == PlatformState::On);
    let platform = platform.ok_or_else(|| LaunchFault::Platform(String::new()))?;
    if chosen.is_empty() || (chosen.len() > 1 && !linking.multiple) {
        return Err(ServiceError::Form(message!("lti-choose")));
    }
    let active = app.course().await?;
    let course = &active.course;
    let mut items = Vec::new();
    for name in chosen {
        let plain = Item {
            kind: "ltiResourceLink",
            title: course.title.get(lang).to_owned(),
            url: format!("{base_url}/"),
            custom: None,
            column: None,
            submission: None,
            window: json!({ "targetName": "_blank" }),
        };
        if name.is_empty() {
            items.push(plain);
            continue;
        }
        let homework = course.homework(name).ok_or(ServiceError::NotFound)?;
        let title = homework.title.get(lang);
        let column = LineItem::new(homework.name(), title, homework.max_points)?;
        let deadline = homework.schedule(None).due();
        items.push(Item {
            title: title.to_owned(),
            url: format!("{base_url}/homeworks/{name}"),
            custom: Some(json!({ "homework": name })),
            column: linking.columns.then_some(column),
            submission: deadline.map(|at| json!({ "endDateTime": format!("{at:.0}") })),
            ..plain
        });
    }
    let now = app.now();
    let linked = message!("lti-linked", n = items.len()).text(lang);
    let response = Response {
        iss: &platform.settings.client_id,
        aud: &platform.settings.issuer,
        iat: now.as_second(),
        exp: now.as_second() + LASTS.as_secs(),
        nonce: secret(),
        deployment: &linking.deployment,
        kind: "LtiDeepLinkingResponse",
        version: "1.3.0",
        items,
        data: linking.data.as_deref(),
        told: Some(linked),
    };
    signed(&*key_of(app).await?, &response)
}
