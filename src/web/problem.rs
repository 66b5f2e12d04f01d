//! RFC 9457 problem documents: how the API refuses, and what each kind of refusal means.

use super::fault::Fault;
use super::table::PREFIX;
use crate::answers::{AnswersError, Found};
use crate::l10n::{Lang, say};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The content type of these documents.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// The code of a grading config that cannot be used, which its own document tells with everything that is wrong.
pub const CONFIG: &str = "course";

/// Why a request got no ordinary answer.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// The kind of problem; the address tells what the kind means.
    #[schema(format = "uri")]
    pub r#type: String,
    /// The kind in words, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was found, what was expected, what to do next.
    pub detail: String,
    /// The kind's stable name.
    pub code: String,
}

/// The address of a kind of problem.
pub fn kind(base_url: &str, code: &str) -> String {
    format!("{base_url}{PREFIX}/problems/{code}")
}

impl Problem {
    /// The document of a fault.
    pub fn new(base_url: &str, fault: &Fault, lang: Lang) -> Self {
        Self {
            r#type: kind(base_url, fault.code()),
            title: fault.title(lang),
            status: fault.status().as_u16(),
            detail: match fault {
                // People are asked to open their link, programs to send a token.
                Fault::SignIn => say(lang, "fault-sign-in-program"),
                _ => fault.detail(lang),
            },
            code: fault.code().to_owned(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static(CONTENT_TYPE);
        ([(header::CONTENT_TYPE, kind)], axum::Json(self)).into_response()
    }
}

/// Every kind of fault once; of those whose status depends on what was found, once a status.
pub fn kinds() -> Vec<Fault> {
    let (found, limit) = (0, 0);
    vec![
        Fault::SignIn,
        Fault::LinkExpired,
        Fault::LinkEnded,
        Fault::Deactivated,
        Fault::ManyTokens,
        Fault::Forbidden,
        Fault::NotFound,
        Fault::Closed,
        Fault::NotOpen,
        Fault::NoAttemptsLeft,
        Fault::CourseMoved,
        Fault::RegradeBusy,
        Fault::DraftGone,
        Fault::Method,
        Fault::CrossSite,
        Fault::TooMany { seconds: 1 },
        Fault::AtOnce,
        Fault::Busy,
        Fault::TooLarge,
        Fault::Slow,
        Fault::BrokenBody,
        Fault::Multipart,
        Fault::Quota { used: 0, most: 0 },
        Fault::Form("form-unreadable"),
        Fault::Invalid {
            en: String::new(),
            ru: String::new(),
        },
        Fault::Answers(AnswersError::FileTooLarge { found, limit }),
        Fault::Answers(AnswersError::UnsupportedFormat {
            found: Found::Unknown,
        }),
        Fault::Answers(AnswersError::NoArrays),
        Fault::NoCourse,
        Fault::Away,
        Fault::Internal,
    ]
}

/// What a kind of problem means, whatever was found.
pub fn meaning(fault: &Fault, lang: Lang) -> String {
    match fault {
        Fault::Form(_) | Fault::Invalid { .. } | Fault::Quota { .. } | Fault::Answers(_) => {
            say(lang, &format!("problem-{}", fault.code()))
        }
        _ => fault.detail(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The codes that the messages know: those that say what to do next, and those whose faults say it themselves.
    fn told() -> BTreeSet<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en");
        let files = std::fs::read_dir(folder).unwrap();
        let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let texts: Vec<String> = texts.collect();
        let lines = texts.iter().flat_map(|text| text.lines());
        let next = lines.filter_map(|line| line.strip_prefix("fault-")?.split_once("-next ="));
        let themselves = ["form", "invalid", "answers"];
        next.map(|(code, _)| code)
            .chain(themselves)
            .map(ToOwned::to_owned)
            .collect()
    }

    #[test]
    fn every_kind_is_listed() {
        let listed: BTreeSet<String> = kinds().iter().map(|f| f.code().to_owned()).collect();
        assert_eq!(listed, told());
    }

    #[test]
    fn every_kind_has_a_meaning_in_both_languages() {
        for fault in kinds() {
            for lang in Lang::ALL {
                assert!(meaning(&fault, lang).len() > 20, "{fault:?} {lang:?}");
            }
        }
    }
}
