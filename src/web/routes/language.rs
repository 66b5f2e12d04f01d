//! The language switch at the top of every page.

use crate::service::error::ServiceError;
use crate::web::cookies::{LANGUAGE, kept};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Form;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use l10n::{Lang, message};
use serde::Deserialize;
use tower_sessions::cookie::time::Duration;

/// How long the browser remembers the language.
const REMEMBERED: Duration = Duration::days(365);
/// Addresses of ours are shorter.
const LONGEST: usize = 2_000;

/// The form of the switch.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    back: String,
}

/// `POST /language`: answers in this language from now on, and goes back. The browser remembers it, and the profile of whoever is signed in.
pub async fn set(
    State(server): State<ServerState>,
    visitor: Visitor,
    Form(choice): Form<Choice>,
) -> Result<impl IntoResponse, AppError> {
    let app = &server.app;
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == choice.lang)
        .ok_or(ServiceError::Form(message!("form-language")))?;
    if let Some(user) = &visitor.user {
        app.store
            .set_preferences(user.id, Some(lang), user.time_zone.as_deref())
            .await?;
    }
    let cookie = kept(&server, LANGUAGE, lang.code(), REMEMBERED);
    Ok((
        [(header::SET_COOKIE, cookie)],
        Redirect::to(local(&choice.back)),
    ))
}

/// A path on this server; anything else leads home. An address is written in visible ASCII; browsers drop tabs and line ends from it and
/// take `\` for `/`, so that what looks like a path may lead elsewhere.
pub fn local(back: &str) -> &str {
    let safe = back.len() <= LONGEST
        && back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if safe { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        let long = format!("/{}", "a".repeat(3_000));
        for bad in [
            "https://evil",
            "//evil",
            "/\\evil",
            "\\\\evil",
            "evil",
            "/a\r\nx: y",
            "/\t/evil",
            "\t//evil",
            "/\u{0}",
            "/\u{b}",
            "/\u{7f}",
            "/ /evil",
            "/дом",
            &long,
            "",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        for good in ["/", "/homeworks/elbo", "/audit?q=%D0%90&before=3#x"] {
            assert_eq!(local(good), good);
        }
    }
}
