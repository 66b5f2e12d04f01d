//! How much a request may carry, by what it is for.

use crate::config;
use crate::import::table::{self, TableError};
use crate::service::document;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::oversize::Allowed;
use crate::web::routes::course;
use crate::web::table_form;
use crate::web::upload::AROUND;
use judge::answers::Limits;

/// What a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing that anybody reads.
    Nothing,
    /// Fields that people type.
    Form,
    /// An answers file.
    Answers,
    /// A picture or a PDF.
    Document,
    /// A list of people or points.
    List,
    /// A grading config.
    Config,
}

impl Body {
    /// The most bytes of it.
    pub const fn most(self, limits: &Limits) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Form => 2 << 20,
            Self::Answers => limits.file + AROUND,
            Self::Document => document::LARGEST + AROUND,
            Self::List => table_form::BODY,
            Self::Config => course::FORM,
        }
    }

    /// Whether people type it, or some of it.
    pub const fn is_typed(self) -> bool {
        matches!(self, Self::Form | Self::List | Self::Config)
    }

    /// How one is refused that is larger.
    pub fn too_large(self) -> fn() -> AppError {
        match self {
            Self::List => || ServiceError::invalid("CSV", &TableError::TooLarge).into(),
            _ => || AppError::TooLarge,
        }
    }

    /// The most of the file or the text that it is for.
    pub const fn allowed(self, limits: &Limits) -> Allowed {
        Allowed {
            most: match self {
                Self::Nothing | Self::Form => self.most(limits),
                Self::Answers => limits.file,
                Self::Document => document::LARGEST,
                Self::List => table::LARGEST,
                Self::Config => config::LARGEST,
            },
            is_answers: matches!(self, Self::Answers),
        }
    }
}
