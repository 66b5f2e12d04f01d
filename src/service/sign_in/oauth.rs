//! Platforms that sign people in by OAuth 2, each of which tells in its own way who somebody is.

use super::asked::Asked;
use super::discovery::chain;
use super::error::Why;
use super::identity::{Identity, address, text};
use crate::outgoing;
use crate::settings::{self, Platform as Kind};
use l10n::{Localized, message};
use openidconnect::http::{Method, Request, header};
use openidconnect::url::{Url, form_urlencoded};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier};
use serde_json::Value;
use std::sync::Arc;

/// What is particular to a platform.
struct Row {
    authorize: &'static str,
    token: &'static str,
    user: &'static str,
    /// Where the addresses are, behind the address of the person; nothing where they come with the person.
    emails: Option<&'static str>,
    scopes: &'static str,
    /// What stands before the token.
    scheme: &'static str,
    read: fn(&Value, &Value) -> Identity,
}

const GITHUB: Row = Row {
    authorize: "https://github.com/login/oauth/authorize",
    token: "https://github.com/login/oauth/access_token",
    user: "https://api.github.com/user",
    emails: Some("/emails"),
    scopes: "read:user user:email",
    scheme: "Bearer",
    read: |person, emails| {
        let all = emails.as_array().map(Vec::as_slice).unwrap_or_default();
        let is = |entry: &&Value, what: &str| entry[what] == Value::Bool(true);
        let verified = all.iter().filter(|entry| is(entry, "verified"));
        let primary = all.iter().find(|entry| is(entry, "primary"));
        Identity {
            emails: verified
                .filter_map(|entry| address(entry, "email"))
                .collect(),
            unverified: primary.and_then(|entry| address(entry, "email")),
            claimed: text(person, "login"),
            name: text(person, "name"),
        }
    },
};

const YANDEX: Row = Row {
    authorize: "https://oauth.yandex.ru/authorize",
    token: "https://oauth.yandex.ru/token",
    user: "https://login.yandex.ru/info?format=json",
    emails: None,
    scopes: "login:email login:info",
    scheme: "OAuth",
    read: |person, _| Identity {
        // A mailbox of Yandex, or an address that was confirmed there.
        emails: address(person, "default_email").into_iter().collect(),
        unverified: None,
        claimed: text(person, "login"),
        name: text(person, "real_name"),
    },
};

/// Asks a platform who somebody is, as nobody: that it refuses is an answer.
///
/// # Errors
/// Why it gives none.
pub fn reach_oauth(settings: &settings::OAuth) -> Result<(), String> {
    let platform = Platform::new(settings.clone());
    let address = settings.user.as_deref().unwrap_or(platform.row().user);
    let request = Request::get(address)
        .header(header::ACCEPT, "application/json")
        // GitHub answers nobody who does not say what they are.
        .header(header::USER_AGENT, "dgm-grader")
        .body(Vec::new())
        .map_err(|error| error.to_string())?;
    let answer = outgoing::send(request).map_err(|error| chain(&error))?;
    if answer.status().is_server_error() {
        return Err(answer.status().to_string());
    }
    Ok(())
}

/// A platform.
#[derive(Clone)]
pub(super) struct Platform {
    pub settings: Arc<settings::OAuth>,
}

impl Platform {
    pub(super) fn new(settings: settings::OAuth) -> Self {
        Self {
            settings: Arc::new(settings),
        }
    }

    fn row(&self) -> &'static Row {
        match self.settings.platform {
            Kind::Github => &GITHUB,
            Kind::Yandex => &YANDEX,
        }
    }

    pub(super) fn title(&self) -> Localized {
        let usual = || match self.settings.platform {
            Kind::Github => message!("sign-in-github").localized(),
            Kind::Yandex => message!("sign-in-yandex").localized(),
        };
        self.settings.title.clone().unwrap_or_else(usual)
    }

    /// Where a browser is sent.
    pub(super) fn address(&self, asked: &Asked) -> Result<String, Why> {
        let row = self.row();
        let told = self.settings.authorize.as_deref().unwrap_or(row.authorize);
        let mut address = Url::parse(told).map_err(|error| self.away("its address", &error))?;
        let verifier = PkceCodeVerifier::new(asked.verifier.clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &asked.redirect)
            .append_pair("scope", row.scopes)
            .append_pair("state", &asked.state)
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        Ok(address.into())
    }

    /// Who came back with a code.
    pub(super) fn identity(&self, asked: &Asked, code: String) -> Result<Identity, Why> {
        let row = self.row();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", &code)
            .append_pair("redirect_uri", &asked.redirect)
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("client_secret", self.settings.client_secret.reveal())
            .append_pair("code_verifier", &asked.verifier)
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.settings.token.as_deref().unwrap_or(row.token))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into_bytes());
        let answer = self.ask(request)?;
        // GitHub says 200 also where it refuses.
        let token = text_of_token(&answer).ok_or(Why::Untrue)?;
        let user = self.settings.user.as_deref().unwrap_or(row.user);
        let person = self.ask(self.with_token(user, &token))?;
        let emails = match row.emails {
            Some(path) => self.ask(self.with_token(&format!("{user}{path}"), &token))?,
            None => Value::Null,
        };
        Ok((row.read)(&person, &emails))
    }

    fn with_token(
        &self,
        address: &str,
        token: &str,
    ) -> Result<Request<Vec<u8>>, openidconnect::http::Error> {
        let scheme = self.row().scheme;
        Request::get(address)
            .header(header::AUTHORIZATION, format!("{scheme} {token}"))
            .body(Vec::new())
    }

    /// The JSON that a platform answers with.
    fn ask(
        &self,
        request: Result<Request<Vec<u8>>, openidconnect::http::Error>,
    ) -> Result<Value, Why> {
        let mut request = request.map_err(|error| self.away("the request", &error))?;
        let headers = request.headers_mut();
        let json = header::HeaderValue::from_static("application/json");
        headers.insert(header::ACCEPT, json);
        // GitHub answers nobody without a name.
        headers.insert(header::USER_AGENT, header::HeaderValue::from_static("dgm"));
        let answer = outgoing::send(request).map_err(|error| self.away("no answer", &error))?;
        let status = answer.status();
        if !status.is_success() {
            let provider = self.settings.id.as_str();
            tracing::warn!(provider, %status, "a sign-in platform refuses");
            return Err(if status.is_server_error() {
                Why::Away
            } else {
                Why::Untrue
            });
        }
        serde_json::from_slice(answer.body()).map_err(|error| self.away("its answer", &error))
    }

    fn away(&self, what: &str, error: &dyn std::error::Error) -> Why {
        let (provider, error) = (self.settings.id.as_str(), chain(error));
        tracing::warn!(
            provider,
            error,
            "a sign-in platform does not answer as it should: {what}"
        );
        Why::Away
    }
}

/// The token of an answer, if it can stand in a header.
fn text_of_token(answer: &Value) -> Option<String> {
    let token = answer.get("access_token")?.as_str()?;
    let plain = !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic());
    plain.then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn github_vouches_for_verified_addresses_alone() {
        let emails = json!([
            {"email": "new@example.org", "primary": true, "verified": false},
            {"email": "old@example.org", "primary": false, "verified": true},
        ]);
        let found = (GITHUB.read)(
            &json!({"login": "anna", "email": "shown@example.org"}),
            &emails,
        );
        assert_eq!(found.emails, ["old@example.org"]);
        assert_eq!(found.unverified.as_deref(), Some("new@example.org"));
        assert_eq!(found.claimed.as_deref(), Some("anna"));
        let nothing = (GITHUB.read)(&json!([]), &json!({"message": "no"}));
        assert_eq!(nothing, Identity::default());
    }

    #[test]
    fn yandex_tells_all_at_once() {
        let person =
            json!({"login": "anna", "default_email": "anna@yandex.ru", "real_name": "Анна"});
        let found = (YANDEX.read)(&person, &Value::Null);
        assert_eq!(found.emails, ["anna@yandex.ru"]);
        assert_eq!(found.name.as_deref(), Some("Анна"));
    }
}
