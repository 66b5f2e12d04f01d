//! A text that exists in both languages.

use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Localized {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

impl Localized {
    /// What is said in each language.
    pub fn of(text: impl Fn(Lang) -> String) -> Self {
        Self {
            en: text(Lang::En),
            ru: text(Lang::Ru),
        }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }
}
