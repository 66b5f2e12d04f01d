//! A link that signs in, sent to whoever asks for one by their address.
//!
//! Asking does the same whether the address is anybody's or not: one row is written, and nobody is looked for until the letter's turn comes.
//! So neither what is answered nor how long it takes tells which addresses are known.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::seal::mark;
use crate::store::{Letter, User};
use jiff::SignedDuration;
use l10n::{Lang, message};
use std::time::Duration;

/// How long a link works.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_mins(30);
/// So many letters go to one person within an hour.
const MOST_AN_HOUR: i64 = 5;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
/// The longest address there is.
const LONGEST: usize = 254;
/// How long somebody waits where too many are asked for at once.
const CROWDED: Duration = Duration::from_mins(1);

/// Takes the wish of somebody with this address for a link; the letter is in the language of the page unless they chose another.
///
/// # Errors
/// When letters cannot be sent, the text is no address, too many are asked for, or the database fails.
pub async fn ask(app: &App, typed: &str, lang: Lang) -> Result<(), ServiceError> {
    let desk = app.mail.as_ref().filter(|desk| desk.signs_in);
    let desk = desk.ok_or(ServiceError::NotFound)?;
    let email = address(typed).ok_or(ServiceError::Form(message!("mail-no-address")))?;
    let begun = app.store.ask_for_link(email, lang.code(), app.now());
    if !begun.await? {
        return Err(ServiceError::too_many(CROWDED));
    }
    desk.wake();
    Ok(())
}

/// What may be an address: something on both sides of an at sign, and nothing that is no part of one.
fn address(typed: &str) -> Option<&str> {
    let text = typed.trim();
    let (local, domain) = text.rsplit_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control();
    let is_one = !local.is_empty() && !domain.is_empty();
    (is_one && text.len() <= LONGEST && text.chars().all(plain)).then_some(text)
}

/// For whom a letter is that was asked for with an address; nobody where the address is nobody's or of several, or there were too many
/// letters, and then it is forgotten.
///
/// # Errors
/// When the database fails.
pub async fn addressee(
    app: &App,
    letter: &Letter,
    email: &str,
    lang: &str,
) -> Result<Option<User>, ServiceError> {
    let people = app.store.people_of_address(email).await?;
    // Of several nobody can be told that it is not the other.
    let only = match people.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let since = app.now().saturating_sub(AN_HOUR).unwrap_or(app.now());
    let limit = (MOST_AN_HOUR, since);
    if !app.store.address_letter(letter, only, lang, limit).await? {
        return Ok(None);
    }
    Ok(match only {
        Some(id) => app.store.user_by_id(id).await?,
        None => None,
    })
}

/// The secret of the link that stands in a letter, which works from now on: the same in every attempt to send it. Nothing where it was
/// used, or ended by that of a newer letter, while this one waited.
///
/// # Errors
/// When the database fails.
pub async fn link(app: &App, user: &User, letter: &Letter) -> Result<Option<String>, ServiceError> {
    let secret = mark(&app.secret, "sign-in", &letter.message_id);
    let put = app
        .store
        .put_letter_link(user, &secret, LINK_LASTS, app.now());
    Ok(put.await?.then_some(secret))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn what_cannot_be_an_address_is_none() {
        for good in ["anna@example.org", " анна@пример.рф ", "a+b@c"] {
            assert_eq!(address(good), Some(good.trim()));
        }
        let long = format!("{}@example.org", "a".repeat(250));
        for bad in [
            "",
            "anna",
            "@example.org",
            "anna@",
            "an na@example.org",
            "anna@example.org\r\nbcc: all@example.org",
            "anna@exa\0mple.org",
            &long,
        ] {
            assert_eq!(address(bad), None, "{bad:?}");
        }
    }
}
