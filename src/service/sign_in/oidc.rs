//! OpenID Connect: where people are sent, and what the provider's word about them is worth.

use super::asked::Asked;
use super::discovery::{Discovery, chain, send};
use super::error::Why;
use super::identity::Identity;
use crate::outgoing::system_time;
use crate::settings::{self, Newcomers};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, ClaimsVerificationError, Client,
    ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenClaims, IdTokenFields, IdTokenVerifier, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// How far a provider's clock may be off.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// With which signatures a provider's word is believed: by keys of its own. One with a shared secret (HS256) or none is no proof.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider of OpenID Connect.
#[derive(Clone)]
pub(super) struct Oidc {
    pub settings: Arc<settings::Oidc>,
    discovery: Discovery,
}

/// Claims beyond those that the standard names: a config may name any.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Others {
    #[serde(flatten)]
    all: HashMap<String, Value>,
}

impl AdditionalClaims for Others {}

type Claims = IdTokenClaims<Others, CoreGenderClaim>;
type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Discovered = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Oidc {
    pub(super) fn new(settings: settings::Oidc) -> Self {
        Self {
            settings: Arc::new(settings),
            discovery: Discovery::new(),
        }
    }

    fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, Why> {
        let settings = &self.settings;
        self.discovery.get(&settings.id, &settings.issuer)
    }

    fn client(&self, asked: &Asked) -> Result<Discovered, Why> {
        let settings = &self.settings;
        let metadata = self.metadata()?;
        let secret = settings.client_secret.as_ref();
        let client = Client::from_provider_metadata(
            CoreProviderMetadata::clone(&metadata),
            ClientId::new(settings.client_id.clone()),
            secret.map(|secret| ClientSecret::new(secret.reveal().to_owned())),
        );
        let redirect = RedirectUrl::new(asked.redirect.clone()).map_err(|error| {
            tracing::error!(%error, "the base URL is no address to come back to");
            Why::Away
        })?;
        Ok(client.set_redirect_uri(redirect))
    }

    /// Whether it is known what the provider says of itself.
    pub(super) fn is_known(&self) -> bool {
        self.discovery.is_known()
    }

    /// Where a browser is sent.
    pub(super) fn address(&self, asked: &Asked) -> Result<String, Why> {
        let client = self.client(asked)?;
        let verifier = PkceCodeVerifier::new(asked.verifier.clone());
        let (state, nonce) = (asked.state.clone(), asked.nonce.clone());
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        );
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let request = request.add_scopes(scopes);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (address, _, _) = request.set_pkce_challenge(challenge).url();
        Ok(address.into())
    }

    /// Who came back with a code.
    pub(super) fn identity(
        &self,
        asked: &Asked,
        code: String,
        now: Timestamp,
    ) -> Result<Identity, Why> {
        let client = self.client(asked)?;
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| self.untrue("it has no token end point", &error))?;
        let verifier = PkceCodeVerifier::new(asked.verifier.clone());
        let tokens = request.set_pkce_verifier(verifier).request(&send);
        let tokens: Tokens =
            tokens.map_err(|error| self.away("the code was not exchanged", &error))?;
        let claims = match claims(&client, &tokens, asked, now) {
            // The keys may be new ones.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                self.discovery.forget();
                let renewed = self.client(asked)?;
                claims(&renewed, &tokens, asked, now)
            }
            other => other,
        };
        let claims = claims.map_err(|error| self.untrue("its word does not hold", &error))?;
        self.says_of(&client, &tokens, &claims)
    }

    /// Who it says somebody is; its page of people is asked where its word leaves out what they are found by, what admits them, or what
    /// is entered of whoever is new.
    fn says_of(
        &self,
        client: &Discovered,
        tokens: &Tokens,
        claims: &Claims,
    ) -> Result<Identity, Why> {
        let Newcomers { create, domains } = &self.settings.newcomers;
        let identity = self.read(claims)?;
        let found = match self.settings.claimed.key {
            settings::Key::Email => identity.has_address(),
            settings::Key::Login | settings::Key::StudentId => identity.claimed.is_some(),
        };
        let suffices = found && (domains.is_empty() || identity.has_address());
        let entered = !create || (identity.has_address() && identity.name.is_some());
        let subject = Some(claims.subject().clone());
        let token = tokens.access_token().clone();
        let (false, Ok(request)) = (suffices && entered, client.user_info(token, subject)) else {
            return Ok(identity);
        };
        let told = request.request(&send);
        let told: Result<UserInfoClaims<Others, CoreGenderClaim>, Why> =
            told.map_err(|error| self.away("it does not tell about the person", &error));
        match told {
            Ok(told) => Ok(identity.or(self.read(&told)?)),
            // Nobody is kept out for want of a name.
            Err(_) if suffices => Ok(identity),
            Err(why) => Err(why),
        }
    }

    fn read(&self, claims: &impl Serialize) -> Result<Identity, Why> {
        let settings = &self.settings;
        let document = serde_json::to_value(claims)
            .map_err(|error| self.untrue("it cannot be read", &error))?;
        let (wanted, trusted) = (&settings.claimed, settings.trust_email);
        Ok(Identity::of_claims(&document, wanted, trusted))
    }

    fn untrue(&self, what: &str, error: &dyn std::error::Error) -> Why {
        let (provider, error) = (self.settings.id.as_str(), chain(error));
        tracing::warn!(
            provider,
            error,
            "a sign-in provider is not believed: {what}"
        );
        Why::Untrue
    }

    fn away(&self, what: &str, error: &dyn std::error::Error) -> Why {
        let (provider, error) = (self.settings.id.as_str(), chain(error));
        tracing::warn!(
            provider,
            error,
            "a sign-in provider does not answer as it should: {what}"
        );
        Why::Away
    }
}

/// The provider's word about somebody, if it holds: signed by a key of the provider's, for this server and this browser, and still in time.
fn claims(
    client: &Discovered,
    tokens: &Tokens,
    asked: &Asked,
    now: Timestamp,
) -> Result<Claims, ClaimsVerificationError> {
    let other = |said: &str| ClaimsVerificationError::Other(said.to_owned());
    let token = tokens.id_token().ok_or_else(|| other("there is none"))?;
    let verifier: IdTokenVerifier<'_, CoreJsonWebKey> = client.id_token_verifier();
    let past = now.saturating_sub(SKEW).unwrap_or(now);
    let verifier = verifier
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || system_time(past).into());
    let nonce = Nonce::new(asked.nonce.clone());
    let claims = token.claims(&verifier, &nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|e| other(&e.to_string()))?;
        let key = token
            .signing_key(&verifier)
            .map_err(|e| other(&e.to_string()))?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        let actual = actual.map_err(|error| other(&error.to_string()))?;
        if actual != *expected {
            return Err(other("the access token is another one"));
        }
    }
    Ok(claims.clone())
}
