//! Who may come in, asked before anything of the request's body is read.

use crate::service::error::ServiceError;
use crate::store::{Role, User};
use crate::web::error::AppError;
use crate::web::visitor::Visitor;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Who a route is for. Pages know a person by the session, the API by the token; neither takes the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Anyone,
    /// Anybody signed in, for what is theirs.
    Person,
    /// Whose it is, and nobody else; to others it does not exist, which the handler says.
    Own,
    /// Whose it is, and who grades; to others it does not exist, which the handler says.
    OwnOrGrader,
    /// Graders, teachers and owners.
    Grader,
    /// Teachers and owners.
    Teacher,
    /// Owners.
    Owner,
}

impl Access {
    /// The role without which nobody comes in; `None` where nobody is asked.
    pub const fn least(self) -> Option<Role> {
        match self {
            Self::Anyone => None,
            Self::Person | Self::Own | Self::OwnOrGrader => Some(Role::Student),
            Self::Grader => Some(Role::Grader),
            Self::Teacher => Some(Role::Teacher),
            Self::Owner => Some(Role::Owner),
        }
    }

    /// Whether this person comes in.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn check(self, user: Option<&User>) -> Result<(), AppError> {
        match (self.least(), user) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(AppError::SignIn),
            (Some(least), Some(user)) if user.role >= least => Ok(()),
            (Some(_), Some(_)) => Err(ServiceError::Forbidden.into()),
        }
    }
}

/// The layer of a route that lets in whom its row names.
pub async fn guard(access: Access, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    match access.check(visitor.and_then(|v| v.user.as_ref())) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}
