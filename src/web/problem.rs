//! RFC 9457 problem documents: how the API refuses, and what each kind of refusal means.

use super::error::AppError;
use crate::grading::WhichInputs;
use crate::service::error::ServiceError;
use crate::service::sign_in::{Refused, Why};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use judge::answers::{AnswersError, Found};
use l10n::{Explain as _, Lang, Localized, message};
use serde::Serialize;

/// Where the API begins.
pub const PREFIX: &str = "/api/v1";

/// The name of the security scheme: a token as `Authorization: Bearer TOKEN`.
pub const TOKEN: &str = "token";

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
    /// The document of a error.
    pub fn new(base_url: &str, error: &AppError, lang: Lang) -> Self {
        Self {
            r#type: kind(base_url, error.code()),
            title: error.title().text(lang),
            status: error.status().as_u16(),
            detail: match error {
                // People are asked to open their link, programs to send a token.
                AppError::SignIn => message!("fault-sign-in-program").text(lang),
                _ => error.explain(lang),
            },
            code: error.code().to_owned(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static(CONTENT_TYPE);
        ([(header::CONTENT_TYPE, kind)], axum::Json(self)).into_response()
    }
}

/// Every kind of error once; of those whose status depends on what was found, once a status.
pub fn kinds() -> Vec<AppError> {
    let (found, limit) = (0, 0);
    let not_signed_in = |why| AppError::NotSignedIn(Refused { why, contact: None });
    let of_requests = [
        AppError::SignIn,
        not_signed_in(Why::LinkExpired),
        not_signed_in(Why::LinkEnded),
        not_signed_in(Why::LinkUsed),
        not_signed_in(Why::Deactivated),
        not_signed_in(Why::Unknown(String::new())),
        AppError::ManyTokens,
        AppError::Method,
        AppError::CrossSite,
        AppError::AtOnce,
        AppError::Busy,
        AppError::TooLarge,
        AppError::Slow,
        AppError::BrokenBody,
        AppError::Multipart("answers.npz"),
    ];
    let of_services = [
        ServiceError::NotFound,
        ServiceError::Forbidden,
        ServiceError::Closed,
        ServiceError::NotOpen {
            opens: Localized::default(),
        },
        ServiceError::NoAttemptsLeft,
        ServiceError::CourseMoved,
        ServiceError::TakesPoints { n: 1 },
        ServiceError::RegradeBusy,
        ServiceError::DraftGone,
        ServiceError::TooMany { seconds: 1 },
        ServiceError::Quota { used: 0, most: 0 },
        ServiceError::Form(message!("form-unreadable")),
        ServiceError::Invalid(message!("form-unreadable")),
        ServiceError::Answers(AnswersError::FileTooLarge { found, limit }),
        ServiceError::Answers(AnswersError::UnsupportedFormat {
            found: Found::Unknown,
        }),
        ServiceError::Answers(AnswersError::NoArrays),
        ServiceError::OtherInputs(WhichInputs::default()),
        ServiceError::Launch(message!("form-unreadable")),
        ServiceError::Platform(message!("form-unreadable")),
        ServiceError::NoCourse,
        ServiceError::Away,
        ServiceError::StorageAway,
        ServiceError::FileLost,
        ServiceError::Internal,
    ];
    let of_services = of_services.into_iter().map(AppError::Service);
    of_requests.into_iter().chain(of_services).collect()
}

/// What a kind of problem means, whatever was found.
pub fn meaning(error: &AppError, lang: Lang) -> String {
    let meaning = match error {
        AppError::Service(ServiceError::NotOpen { .. }) => message!("problem-not-open"),
        AppError::Service(ServiceError::Form(_)) => message!("problem-form"),
        AppError::Service(ServiceError::Invalid(_)) => message!("problem-invalid"),
        AppError::Service(ServiceError::Launch(_)) => message!("problem-launch"),
        AppError::Service(ServiceError::Platform(_)) => message!("problem-platform"),
        AppError::Service(ServiceError::Quota { .. }) => message!("problem-quota"),
        AppError::Service(ServiceError::OtherInputs(_)) => message!("problem-other-inputs"),
        AppError::Service(ServiceError::Answers(_)) => message!("problem-answers"),
        AppError::NotSignedIn(Refused {
            why: Why::Unknown(_),
            ..
        }) => message!("fault-not-signed-in-next"),
        _ => error.message(),
    };
    meaning.text(lang)
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
        let themselves = ["form", "invalid", "answers", "launch", "platform"];
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
        for error in kinds() {
            for lang in Lang::ALL {
                assert!(meaning(&error, lang).len() > 20, "{error:?} {lang:?}");
            }
        }
    }
}
