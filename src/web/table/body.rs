//! How much a request may carry, by what it is for.

use crate::service::document;
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
}
