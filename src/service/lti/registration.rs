//! Dynamic registration: a platform tells its addresses and takes ours, and an owner confirms it before it counts.
//!
//! The address to paste there carries a ticket that an owner was given, for an hour and once: nobody else can have this server ask addresses.

use super::access::{COLUMNS, MEMBERS, SCORE};
use super::targets;
use crate::outgoing::{self, OutgoingError};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::seal::{opened, sealed};
use crate::store::secret;
use crate::store::{MatchBy, Platform, PlatformSettings, PlatformState};
use jiff::{SignedDuration, Timestamp};
use l10n::{Lang, message};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ureq::http::{Request, Response, header};

/// How long a ticket may be used.
pub const TICKET_LASTS: SignedDuration = SignedDuration::from_hours(1);
/// The longest word of a registration, in characters.
const LONGEST: usize = 500;

const PURPOSE: &str = "lti registration";

/// A ticket: who was given it, and until when it may be used.
#[derive(Deserialize, Serialize)]
pub struct Ticket {
    owner: String,
    until: i64,
    random: String,
}

/// What a platform says of itself, as far as it is used.
#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    registration_endpoint: String,
    #[serde(default)]
    authorization_server: Option<String>,
    #[serde(
        default,
        rename = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    )]
    platform: Option<Product>,
}

#[derive(Deserialize)]
struct Product {
    #[serde(default)]
    product_family_code: Option<String>,
}

/// What a platform answers.
#[derive(Deserialize)]
struct Registered {
    client_id: String,
    #[serde(
        default,
        rename = "https://purl.imsglobal.org/spec/lti-tool-configuration"
    )]
    tool: Option<Tool>,
}

#[derive(Deserialize)]
struct Tool {
    #[serde(default)]
    deployment_id: Option<String>,
}

/// A ticket for an owner, as a part of an address.
pub fn ticket(app: &App, owner: &str) -> String {
    let until = app.now().saturating_add(TICKET_LASTS);
    let ticket = Ticket {
        owner: owner.to_owned(),
        until: until.unwrap_or(Timestamp::MAX).as_second(),
        random: secret(),
    };
    sealed(&app.secret, PURPOSE, &ticket)
}

/// A ticket that may still be used, as far as its time goes.
///
/// # Errors
/// When it may not.
pub fn of_ticket(app: &App, text: &str) -> Result<Ticket, ServiceError> {
    let ticket: Option<Ticket> = opened(&app.secret, PURPOSE, text);
    let ticket = ticket.filter(|ticket| app.now().as_second() < ticket.until);
    ticket.ok_or_else(|| ServiceError::Launch(message!("lti-no-ticket")))
}

/// Asks a platform who it is, tells it who this is, and notes it as one that waits for an owner.
///
/// # Errors
/// When the ticket was used, the platform does not answer rightly, or is registered already; or the database fails.
pub async fn register(
    app: &App,
    base_url: &str,
    ticket: &str,
    (configuration, token): (&str, &str),
) -> Result<Platform, ServiceError> {
    let known = of_ticket(app, ticket)?;
    let address = targets::asked(configuration);
    let address = address.ok_or_else(|| wrong("openid_configuration"))?;
    let until = Timestamp::from_second(known.until).unwrap_or(Timestamp::MAX);
    if !app.store.use_once(ticket, until, app.now()).await? {
        return Err(ServiceError::Launch(message!("lti-no-ticket")));
    }
    let bearer = |request: ureq::http::request::Builder| match token {
        "" => request,
        token => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
    };
    let request = bearer(Request::get(address.as_str())).header(header::ACCEPT, "application/json");
    let told: Configuration = read(asked(request.body(Vec::new())).await?)?;
    // A platform speaks for its own host: whoever answers elsewhere is not it.
    if targets::origin(&told.issuer) != targets::origin(configuration) {
        return Err(wrong("issuer"));
    }
    if targets::asked(&told.registration_endpoint).is_none() {
        return Err(wrong("registration_endpoint"));
    }
    let course = app.course().await?;
    let title = course.course.title.get(Lang::default());
    let body = ours(base_url, title).to_string();
    let request = bearer(Request::post(&told.registration_endpoint))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json");
    let made: Registered = read(asked(request.body(body.into_bytes())).await?)?;
    let deployment = made.tool.and_then(|tool| tool.deployment_id);
    let product = told.platform.and_then(|p| p.product_family_code);
    let settings = PlatformSettings {
        name: product.unwrap_or_else(|| address.host_str().unwrap_or_default().to_owned()),
        issuer: told.issuer,
        client_id: made.client_id,
        deployments: deployment.into_iter().collect(),
        auth_url: told.authorization_endpoint,
        token_url: told.token_endpoint,
        jwks_url: told.jwks_uri,
        audience: told.authorization_server.unwrap_or_default(),
        match_by: MatchBy::default(),
        creates: false,
        state: PlatformState::Waiting,
    };
    checked(&settings)?;
    let added = app
        .store
        .add_platform(&settings, &known.owner, app.now())
        .await?;
    added.ok_or_else(|| ServiceError::Form(message!("lti-known")))
}

fn wrong(what: &str) -> ServiceError {
    ServiceError::Platform(message!("lti-registration-wrong", what = what.to_owned()))
}

fn checked(settings: &PlatformSettings) -> Result<(), ServiceError> {
    for (name, address) in [
        ("authorization_endpoint", &settings.auth_url),
        ("token_endpoint", &settings.token_url),
        ("jwks_uri", &settings.jwks_url),
    ] {
        if targets::asked(address).is_none() {
            return Err(wrong(name));
        }
    }
    let words = [
        &settings.name,
        &settings.issuer,
        &settings.client_id,
        &settings.audience,
    ];
    let mut words = words.into_iter().chain(&settings.deployments);
    let is_fit = |word: &String| word.chars().count() <= LONGEST;
    if settings.client_id.is_empty() || !words.all(is_fit) {
        return Err(wrong("client_id"));
    }
    Ok(())
}

/// Who this is, as a platform is told.
fn ours(base_url: &str, title: &str) -> Value {
    let host = base_url
        .split_once("://")
        .map_or(base_url, |(_, host)| host);
    let scope = [COLUMNS, SCORE, MEMBERS].join(" ");
    json!({
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": format!("{base_url}/lti/login"),
        "redirect_uris": [format!("{base_url}/lti/launch")],
        "client_name": title,
        "jwks_uri": format!("{base_url}/lti/jwks.json"),
        "logo_uri": format!("{base_url}/assets/icon.svg"),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": scope,
        "https://purl.imsglobal.org/spec/lti-tool-configuration": {
            "domain": host,
            "target_link_uri": format!("{base_url}/lti/launch"),
            "claims": ["iss", "sub", "name", "given_name", "family_name", "email"],
            "custom_parameters": {},
            "messages": [
                { "type": "LtiResourceLinkRequest", "target_link_uri": format!("{base_url}/lti/launch") },
                { "type": "LtiDeepLinkingRequest", "target_link_uri": format!("{base_url}/lti/deep-linking"), "label": title },
            ],
        },
    })
}

async fn asked(
    request: Result<Request<Vec<u8>>, ureq::http::Error>,
) -> Result<Response<Vec<u8>>, ServiceError> {
    let away = || ServiceError::Platform(message!("lti-fault-away"));
    let request = request.map_err(|_| away())?;
    let answer = outgoing::ask(request).await.map_err(|error| {
        tracing::warn!(%error, "a platform that registers did not answer");
        match error {
            OutgoingError::Fault(_) => ServiceError::Internal,
            OutgoingError::Address(_) | OutgoingError::Exchange(_) => away(),
        }
    })?;
    let status = answer.status();
    if status.is_success() {
        Ok(answer)
    } else {
        let status = u32::from(status.as_u16());
        Err(ServiceError::Platform(message!(
            "lti-fault-status",
            status = status
        )))
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: Response<Vec<u8>>) -> Result<T, ServiceError> {
    serde_json::from_slice(answer.body()).map_err(|error| {
        tracing::warn!(
            line = error.line(),
            column = error.column(),
            "a platform that registers cannot be understood"
        );
        ServiceError::Platform(message!("lti-fault-unreadable"))
    })
}
