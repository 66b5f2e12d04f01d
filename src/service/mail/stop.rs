//! Links that end letters of a kind without signing in. They stand in letters, are signed, and can do nothing else.

use crate::ids::UserId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::seal::signed;
use crate::store::{LetterKind, User};

/// How many bytes of the signature stand in a link.
const SIGNED: usize = 16;

/// The last part of the address that ends letters of a kind to a person.
pub fn token(app: &App, user: UserId, kind: LetterKind) -> String {
    let what = format!("{user}.{}", kind.name());
    let mac = signed(&app.secret, "letters", &what);
    format!("{what}.{}", hex::encode(&mac[..SIGNED]))
}

/// To whom and about what the letters are that a link ends.
///
/// # Errors
/// When the link is none of ours, or the database fails.
pub async fn read(app: &App, text: &str) -> Result<(User, LetterKind), ServiceError> {
    let mut parts = text.split('.');
    let (user, kind) = (parts.next().unwrap_or_default(), parts.next());
    let user: UserId = user.parse().map_err(|_| ServiceError::NotFound)?;
    let kind = kind
        .and_then(LetterKind::named)
        .filter(|kind| kind.is_optional())
        .ok_or(ServiceError::NotFound)?;
    // Whoever does not know the secret learns nothing from how long this takes: what is compared is not theirs to choose byte by byte.
    let right = signed(&app.secret, "told", &token(app, user, kind));
    if signed(&app.secret, "told", text) != right {
        return Err(ServiceError::NotFound);
    }
    let user = app.store.user_by_id(user).await?;
    Ok((user.ok_or(ServiceError::NotFound)?, kind))
}

/// Ends letters of a kind, or lets them come again.
///
/// # Errors
/// When the database fails.
pub async fn switch(
    app: &App,
    user: &User,
    kind: LetterKind,
    wanted: bool,
) -> Result<(), ServiceError> {
    Ok(app.store.switch_letters(user.id, &[(kind, wanted)]).await?)
}
