//! A file of bytes: as the OpenAPI document has it, and as programs send it.

use crate::service::error::ServiceError;
use crate::web::error::AppError;
use axum::http::{HeaderMap, header};
use judge::answers::AnswersError;
use std::borrow::Cow;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

/// The bytes of a file.
pub struct File;

impl utoipa::ToSchema for File {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("File")
    }
}

impl utoipa::PartialSchema for File {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of a file."))
            .into()
    }
}

/// As what a program says that it sends a file. Only what no file can be is refused by that alone: programs that send the right bytes say the
/// oddest things.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SentAs {
    /// The fields of a form, as `curl -d` and `curl --data-binary` say, and `urllib` of Python.
    Fields,
    /// Anything else.
    File,
}

impl SentAs {
    /// What the head of a request says; `file` is what such a file may be called.
    ///
    /// # Errors
    /// Where there is a form around the file, as `curl -F` sends it: that would be a file of an unknown kind.
    pub(super) fn of(headers: &HeaderMap, file: &'static str) -> Result<Self, AppError> {
        let kind = headers.get(header::CONTENT_TYPE);
        let begins = |with: &str| {
            let begin = kind.and_then(|kind| kind.as_bytes().get(..with.len()));
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with.as_bytes()))
        };
        if begins("multipart/") {
            return Err(AppError::Multipart(file));
        }
        Ok(if begins("application/x-www-form-urlencoded") {
            Self::Fields
        } else {
            Self::File
        })
    }

    /// Why the file is refused: `curl -d` leaves bytes out, and then the file is damaged for a reason that the file does not show.
    pub(super) fn refused(self, error: ServiceError) -> AppError {
        match error {
            ServiceError::Answers(error) if self == Self::Fields && is_damage(&error) => {
                AppError::Fields(error)
            }
            error => error.into(),
        }
    }
}

/// Whether missing bytes may be the reason.
fn is_damage(error: &AnswersError) -> bool {
    matches!(
        error,
        AnswersError::UnsupportedFormat { .. }
            | AnswersError::BrokenArchive { .. }
            | AnswersError::BytesBehindArchive
            | AnswersError::BrokenMember { .. }
            | AnswersError::NpyHeader { .. }
            | AnswersError::ArrayTruncated { .. }
            | AnswersError::SafetensorsHeader { .. }
            | AnswersError::SafetensorsOffsets { .. }
    )
}
