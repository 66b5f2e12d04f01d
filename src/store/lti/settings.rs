//! What is agreed on with a learning platform, and whether it counts.

use serde::{Deserialize, Serialize};

/// How somebody who comes for the first time is found in the roster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// By the e-mail address.
    #[default]
    Email,
    /// By the login, or the number by which the university knows the person.
    Login,
}

impl MatchBy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Email, Self::Login];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Login => "login",
        }
    }
}

/// Whether a platform counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformState {
    /// It registered itself, and no owner has confirmed it yet.
    Waiting,
    /// People come from it and grades go to it.
    On,
    /// Nobody comes from it and nothing goes to it.
    Off,
}

impl PlatformState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::On, Self::Off];

    /// The word for it; messages are `lti-state-NAME`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

/// What was agreed on with a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformSettings {
    /// What people call it.
    pub name: String,
    /// Who signs its messages.
    pub issuer: String,
    /// By which it knows this server.
    pub client_id: String,
    /// The deployments that are taken.
    pub deployments: Vec<String>,
    /// Where sign-in goes on.
    pub auth_url: String,
    /// Where this server gets access to its services.
    pub token_url: String,
    /// Where its keys are.
    pub jwks_url: String,
    /// Whom a request for access is addressed to; the address above where it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
    /// How people are found in the roster.
    pub match_by: MatchBy,
    /// Whether a student who is not found is added.
    pub creates: bool,
    /// Whether it counts.
    pub state: PlatformState,
}
