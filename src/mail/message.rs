//! A letter as mail servers take it.

use super::post::Post;
use super::written::Written;
use crate::outgoing::system_time;
use crate::settings::mail::plain;
use crate::store::{Letter, Trouble, User};
use crate::templates::RenderError;
use jiff::Timestamp;
use l10n::{Lang, visible};
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};

/// The longest subject and name, in characters.
const LONGEST: usize = 150;

/// Why there is nothing to send.
pub(super) enum Unsendable {
    /// The person's address is none that can be written to.
    Address,
    /// A fault of ours or of a template.
    Internal(String),
}

impl Unsendable {
    /// As the queue notes it.
    pub(super) fn trouble(&self) -> (Trouble, &str) {
        match self {
            Self::Address => (Trouble::Address, ""),
            Self::Internal(why) => (Trouble::Internal, why),
        }
    }
}

impl From<RenderError> for Unsendable {
    fn from(error: RenderError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<lettre::error::Error> for Unsendable {
    fn from(error: lettre::error::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// Where letters to a person go. Servers that take other letters than these before the sign are too few to count on.
fn mailbox(user: &User) -> Option<Mailbox> {
    let written: Address = user.details.email.trim().parse().ok()?;
    let address = plain(written);
    let is_plain = address.user().is_ascii();
    let name = visible::cut(&user.name, LONGEST).into_owned();
    is_plain.then(|| Mailbox::new(Some(name), address))
}

/// A header that holds nothing but what we wrote.
fn own_header(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    // Encoded by rule it would be folded within an address, which some programs do not put together again.
    if value.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
    } else {
        HeaderValue::new(name, value)
    }
}

/// The letter to this person.
pub(super) fn message(
    post: &Post,
    letter: &Letter,
    (user, lang): (&User, Lang),
    written: &Written,
    now: Timestamp,
) -> Result<Message, Unsendable> {
    let to = mailbox(user).ok_or(Unsendable::Address)?;
    let (text, html) = written.set(post, lang)?;
    let id = format!("<{}@{}>", letter.message_id, post.domain);
    let mut builder = Message::builder()
        .message_id(Some(id))
        .date(system_time(now))
        .from(post.from.clone())
        .to(to)
        .subject(visible::cut(&written.subject, LONGEST))
        // Nobody's absence is to be answered to a machine.
        .raw_header(own_header("Auto-Submitted", "auto-generated".to_owned()));
    if let Some(reply_to) = &post.reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    if let Some((_, url)) = &written.stop {
        builder = builder
            .raw_header(own_header("List-Unsubscribe", format!("<{url}>")))
            .raw_header(own_header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ));
    }
    Ok(builder.multipart(MultiPart::alternative_plain_html(text, html))?)
}
