//! How somebody signed in.

use super::codec::Column;
use serde::{Deserialize, Serialize};

/// How somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a link that a teacher or an operator gave out.
    Link,
    /// By a link that was sent by mail.
    Mail,
    /// By the word of a proxy.
    Header,
    /// By a provider, which the config calls so.
    Provider(String),
    /// From a learning platform, which was called so when it was.
    Platform(String),
}

/// What stands before the name of a provider where a way is kept as a word.
const PROVIDER: &str = "provider:";
/// What stands before the name of a learning platform there.
const PLATFORM: &str = "platform:";

impl Way {
    /// The word that is kept.
    pub fn word(&self) -> String {
        match self {
            Self::Link => "link".to_owned(),
            Self::Mail => "mail".to_owned(),
            Self::Header => "header".to_owned(),
            Self::Provider(id) => format!("{PROVIDER}{id}"),
            Self::Platform(name) => format!("{PLATFORM}{name}"),
        }
    }

    /// The way of a word.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "link" => Self::Link,
            "mail" => Self::Mail,
            "header" => Self::Header,
            _ => match word.strip_prefix(PLATFORM) {
                Some(name) => Self::Platform(name.to_owned()),
                None => Self::Provider(word.strip_prefix(PROVIDER)?.to_owned()),
            },
        })
    }
}

impl Column for Way {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        Self::of(&kept).ok_or_else(|| format!("{kept} is no way to sign in"))
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn a_way_is_read_as_it_was_kept() {
        let provider = Way::Provider("university".to_owned());
        let platform = Way::Platform("provider: Moodle".to_owned());
        for way in [Way::Link, Way::Mail, Way::Header, provider, platform] {
            assert_eq!(Way::of(&way.word()), Some(way));
        }
        assert_eq!(Way::of("door"), None);
    }
}
