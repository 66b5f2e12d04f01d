//! A letter in words, before it is set: the answer first, then what it rests on, then what to do.

use super::post::Post;
use crate::templates::RenderError;
use l10n::Lang;
use serde::Serialize;
use tera::Context;

/// A letter in the language of its reader.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The first line: what has happened.
    pub lead: String,
    /// Things, each with what is to be said of it.
    pub lines: Vec<Line>,
    /// What a person wrote.
    pub quote: Option<String>,
    /// What to do next: the words and the address.
    pub action: Option<(String, String)>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// Why its reader gets it.
    pub why: String,
    /// How to get no more of them: the words and the address.
    pub stop: Option<(String, String)>,
}

/// One thing that a letter tells of.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Line {
    /// What it is.
    pub what: String,
    /// What is to be said of it.
    pub value: String,
    /// More of it, in small print.
    pub details: Vec<String>,
    /// Where it stands.
    pub url: String,
}

impl Written {
    /// As plain text and as HTML.
    ///
    /// # Errors
    /// When a template that was put in place of ours names something that there is not.
    pub(super) fn set(&self, post: &Post, lang: Lang) -> Result<(String, String), RenderError> {
        let mut context = Context::new();
        context.insert("letter", self);
        context.insert("lang", lang.code());
        let text = post.templates.text("mail/letter.txt", &context)?;
        let html = post.templates.page("mail/letter.html", &context)?;
        Ok((text, html))
    }
}
