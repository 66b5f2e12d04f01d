//! A message of a platform: checked, and what it leads to.

use super::access::{COLUMNS, SCORE};
use super::claims::{AllClaims, Claims, LONGEST_ID, Message, Standing};
use super::deep_linking::{self, Linking};
use super::fault::LaunchFault;
use super::login::{asked, is_browser, nonce};
use super::people::{Told, found};
use super::platform_keys::{Wanted, keys};
use super::targets::homework;
use crate::outgoing::system_time;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{NewPlatformCourse, Platform, PlatformMember, PlatformState, User};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreIdTokenVerifier, CoreJsonWebKey};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, JsonWebKeySet, Nonce, SignatureVerificationError,
};
use serde::Deserialize;
use std::sync::Arc;
use std::time::SystemTime;

/// Messages are a few kilobytes.
const LONGEST: usize = 64 * 1024;
/// How far a platform's clock may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);
/// How old a message may be: older than the question it answers it never is.
const OLDEST: SignedDuration = SignedDuration::from_mins(15);

/// What a platform sends by way of a browser.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Answer {
    /// What was asked.
    #[serde(default)]
    pub state: String,
    /// The message.
    #[serde(default)]
    pub id_token: String,
    /// Why there is none.
    #[serde(default)]
    pub error: String,
    /// The same in words.
    #[serde(default)]
    pub error_description: String,
}

/// What a message leads to.
#[derive(Clone, Debug)]
pub enum Landed {
    /// This person is signed in.
    Person {
        /// Who it is.
        user: Box<User>,
        /// The path at which it goes on.
        target: String,
        /// What the platform is called here.
        platform: String,
    },
    /// Homeworks are to be chosen that are linked there.
    Linking(Linking),
}

/// Checks a message, and finds what it leads to. It can be used once.
///
/// # Errors
/// Why it lets nobody in; or the database fails.
pub async fn land(
    app: &Arc<App>,
    base_url: &str,
    answer: &Answer,
    browser: Option<&str>,
) -> Result<Landed, ServiceError> {
    let state = asked(app, &answer.state)?;
    if !is_browser(app, &answer.state, browser) {
        return Err(LaunchFault::Browser.into());
    }
    if !answer.error.is_empty() {
        let words = [&answer.error, &answer.error_description].map(String::as_str);
        return Err(LaunchFault::Told(words.join(" ")).into());
    }
    let platform = app.store.platform(state.platform).await?;
    let platform = platform.filter(|p| p.settings.state == PlatformState::On);
    let platform = platform.ok_or_else(|| LaunchFault::Platform(String::new()))?;
    let nonce = nonce(app, &answer.state);
    let claims = verified(app, &platform, &answer.id_token, &nonce).await?;
    let until = Timestamp::from_second(state.until).unwrap_or(Timestamp::MAX);
    if !app.store.use_once(&nonce, until, app.now()).await? {
        return Err(LaunchFault::Used.into());
    }
    let said = claims.additional_claims();
    let standing = Standing::of(&said.roles);
    if said.message_type == "LtiDeepLinkingRequest" {
        if standing != Standing::Staff {
            return Err(LaunchFault::Learner.into());
        }
        return Ok(Landed::Linking(deep_linking::wanted(app, &platform, said)?));
    }
    let told = told(&claims, standing);
    let user = found(app, &platform, &told).await?;
    let target = arrived(app, base_url, &platform, said, &told).await?;
    Ok(Landed::Person {
        user: Box::new(user),
        target,
        platform: platform.settings.name,
    })
}

/// The claims of a message that this platform signed, for this server, for now, in answer to what was asked.
async fn verified(
    app: &App,
    platform: &Platform,
    token: &str,
    nonce: &str,
) -> Result<AllClaims, LaunchFault> {
    if token.len() > LONGEST {
        return Err(LaunchFault::Token);
    }
    let message: Message = token.parse().map_err(|_| {
        // Why would quote what it says of the person.
        tracing::warn!(
            platform = platform.id.number(),
            "a message of a platform cannot be read"
        );
        LaunchFault::Token
    })?;
    let address = &platform.settings.jwks_url;
    let known = keys(app, address, Wanted::Known).await?;
    let known = known.ok_or(LaunchFault::Keys)?;
    let checked = match check(app, platform, &message, nonce, &known) {
        Err(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        )) => match keys(app, address, Wanted::Newer).await? {
            Some(newer) => check(app, platform, &message, nonce, &newer),
            None => return Err(LaunchFault::Keys),
        },
        checked => checked,
    };
    let claims = checked.map_err(|error| {
        // What it is about is told, not what it holds.
        let why = match &error {
            ClaimsVerificationError::SignatureVerification(why) => why.to_string(),
            ClaimsVerificationError::Expired(_) => "its time".to_owned(),
            ClaimsVerificationError::InvalidAudience(_) => "its audience".to_owned(),
            ClaimsVerificationError::InvalidIssuer(_) => "its issuer".to_owned(),
            ClaimsVerificationError::InvalidNonce(_) => "its nonce".to_owned(),
            _ => "its form".to_owned(),
        };
        tracing::warn!(
            platform = platform.id.number(),
            why,
            "a message of a platform was refused"
        );
        LaunchFault::Token
    })?;
    meant(platform, &claims)?;
    Ok(claims)
}

/// What the library checks: signature, issuer, audience, times, nonce.
fn check(
    app: &App,
    platform: &Platform,
    message: &Message,
    nonce: &str,
    keys: &JsonWebKeySet<CoreJsonWebKey>,
) -> Result<AllClaims, ClaimsVerificationError> {
    let settings = &platform.settings;
    let issuer = IssuerUrl::new(settings.issuer.clone());
    let issuer = issuer.map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
    let now = app.now();
    let verifier = CoreIdTokenVerifier::new_public_client(
        ClientId::new(settings.client_id.clone()),
        issuer,
        JsonWebKeySet::new(keys.keys().clone()),
    )
    // Which audiences there are beside this server is the platform's to say; that it meant this one is checked below.
    .set_other_audience_verifier_fn(|_| true)
    .set_time_fn(move || system_time(now).into())
    .set_issue_time_verifier_fn(move |issued| {
        let issued = Timestamp::try_from(SystemTime::from(issued)).map_err(|e| e.to_string())?;
        let age = now.duration_since(issued);
        if age >= -AHEAD && age <= OLDEST {
            Ok(())
        } else {
            Err("it was not issued now".to_owned())
        }
    });
    let nonce = Nonce::new(nonce.to_owned());
    message.claims(&verifier, &nonce).cloned()
}

/// What the library leaves to us: the authorised party, the deployment, the version, the kind, the length of what is kept whole.
fn meant(platform: &Platform, claims: &AllClaims) -> Result<(), LaunchFault> {
    let settings = &platform.settings;
    let party = claims.authorized_party().map(|party| party.as_str());
    let is_alone = claims.audiences().len() == 1;
    if party.map_or(!is_alone, |party| party != settings.client_id) {
        return Err(LaunchFault::Token);
    }
    let said = claims.additional_claims();
    if !settings.deployments.contains(&said.deployment) {
        return Err(LaunchFault::Deployment(said.deployment.clone()));
    }
    let is_known = matches!(
        said.message_type.as_str(),
        "LtiResourceLinkRequest" | "LtiDeepLinkingRequest"
    );
    if said.version != "1.3.0" || !is_known {
        return Err(LaunchFault::Kind);
    }
    let context = said.context.as_ref();
    if context.is_some_and(|context| context.id.len() > LONGEST_ID) {
        return Err(LaunchFault::Token);
    }
    Ok(())
}

/// What a message says of the person.
fn told(claims: &AllClaims, standing: Standing) -> Told {
    let said = claims.additional_claims();
    let text = |map: &Option<serde_json::Map<String, serde_json::Value>>, key: &str| {
        let value = map.as_ref().and_then(|map| map.get(key));
        value.and_then(|value| value.as_str()).map(str::to_owned)
    };
    // An address that the platform itself doubts is none.
    let is_doubted = claims.email_verified() == Some(false);
    let email = claims.email().filter(|_| !is_doubted);
    let name = |of: Option<&openidconnect::LocalizedClaim<openidconnect::EndUserName>>| {
        let name = of.and_then(|name| name.get(None));
        name.map(|name| name.to_string()).unwrap_or_default()
    };
    let family = claims.family_name().and_then(|name| name.get(None));
    let login = text(&said.ext, "user_username").or_else(|| text(&said.custom, "login"));
    let lis = said.lis.as_ref();
    Told {
        member: PlatformMember {
            subject: claims.subject().to_string(),
            email: email.map(|email| email.to_string()).unwrap_or_default(),
            login: login.unwrap_or_default(),
            student_id: lis
                .and_then(|lis| lis.person_sourcedid.clone())
                .unwrap_or_default(),
        },
        name: name(claims.name()),
        family_name: family.map(|name| name.to_string()).unwrap_or_default(),
        standing,
    }
    .bounded()
}

/// Remembers the course that somebody comes from and its column, and says where they go on.
async fn arrived(
    app: &App,
    base_url: &str,
    platform: &Platform,
    said: &Claims,
    told: &Told,
) -> Result<String, ServiceError> {
    let active = app.course().await?;
    let custom = said
        .custom
        .as_ref()
        .and_then(|custom| custom.get("homework"));
    let target = said.target.as_deref();
    let named = target.and_then(|target| homework(base_url, target));
    let named = named.or_else(|| custom.and_then(|name| name.as_str()));
    let homework = named.and_then(|name| active.course.homework(name));
    let path = homework.map_or_else(|| "/".to_owned(), |h| format!("/homeworks/{}", h.name()));
    let Some(context) = &said.context else {
        return Ok(path);
    };
    let gradebook = said.gradebook.as_ref();
    let gradebook = gradebook.filter(|gradebook| gradebook.scope.iter().any(|s| s == SCORE));
    let columns = gradebook.filter(|gradebook| gradebook.scope.iter().any(|s| s == COLUMNS));
    let columns = columns.and_then(|gradebook| gradebook.lineitems.clone());
    let members = said.members.as_ref();
    let members = members.and_then(|members| members.context_memberships_url.clone());
    let title = context.title.as_deref().or(context.label.as_deref());
    let short = |text: &str| text.chars().take(200).collect::<String>();
    let course = NewPlatformCourse {
        platform: platform.id,
        deployment: said.deployment.clone(),
        context: context.id.clone(),
        title: short(title.unwrap_or(&context.id)),
        columns_url: columns.unwrap_or_default(),
        members_url: members.unwrap_or_default(),
    };
    let course = app.store.know_platform_course(&course).await?;
    if told.standing == Standing::Learner {
        app.store
            .know_platform_member(course.id, &told.member)
            .await?;
    }
    let column = gradebook.and_then(|gradebook| gradebook.lineitem.as_deref());
    if let (Some(homework), Some(url)) = (homework, column) {
        app.store
            .know_platform_column(course.id, homework.name(), url)
            .await?;
    }
    Ok(path)
}
