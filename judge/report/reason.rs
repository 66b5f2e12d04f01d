//! What was wrong with a member of a file, as it was said when the file was read.

use l10n::{Explain, Lang};
use serde::{Deserialize, Serialize};

/// The words of a refusal, kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// In English.
    pub en: String,
    /// In Russian.
    pub ru: String,
}

impl Reason {
    /// The words of an error.
    pub fn of(error: &impl Explain) -> Self {
        Self {
            en: error.explain(Lang::En),
            ru: error.explain(Lang::Ru),
        }
    }

    /// In one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }
}
