//! The language switch at the top of every page.

use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::visitor::{LANG_KEY, Visitor};
use crate::words::Lang;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;
use tower_sessions::Session;

/// The form of the switch.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    back: String,
}

/// `POST /language`: answers in this language from now on, and goes back.
pub async fn set(
    State(app): State<AppState>,
    session: Session,
    visitor: Visitor,
    Form(choice): Form<Choice>,
) -> Result<Redirect, Fault> {
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == choice.lang)
        .ok_or(Fault::Form("form-language"))?;
    session
        .insert(LANG_KEY, lang.code())
        .await
        .map_err(|_| Fault::Internal)?;
    if let Some(user) = &visitor.user {
        app.store
            .set_preferences(user.id, Some(lang), user.time_zone.as_deref())
            .await?;
    }
    Ok(Redirect::to(local(&choice.back)))
}

/// A path on this server; anything else leads home.
pub fn local(back: &str) -> &str {
    let safe =
        back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
    if safe { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for bad in [
            "https://evil",
            "//evil",
            "/\\evil",
            "evil",
            "/a\r\nx: y",
            "",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        assert_eq!(local("/homeworks/elbo"), "/homeworks/elbo");
    }
}
