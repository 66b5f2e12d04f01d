//! One person of the course: another login, other details, and two rows that turn out to be the same person.

use super::app::App;
use super::error::ServiceError;
use super::people::changeable;
use crate::import::roster::is_login;
use crate::store::{Details, Merged, Renamed, Role, User};
use l10n::{Message, message};

/// The longest of what is known of a person, in characters.
const LONGEST: usize = 200;

/// A person as somebody wants them to be.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What else is known.
    pub details: Details,
}

impl Wanted {
    /// With one space between words, if nothing is missing or too long.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn checked(self) -> Result<Self, ServiceError> {
        let plain = |text: &str| {
            let words = text.split(|c: char| c.is_whitespace() || c.is_control());
            let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        let wanted = Self {
            login: self.login.trim().to_owned(),
            name: plain(&self.name),
            details: Details {
                family_name: plain(&self.details.family_name),
                email: plain(&self.details.email),
                student_id: plain(&self.details.student_id),
                group: plain(&self.details.group),
            },
        };
        if !is_login(&wanted.login) {
            return Err(ServiceError::Form(message!("person-bad-login")));
        }
        if wanted.name.is_empty() {
            return Err(ServiceError::Form(message!("person-no-name")));
        }
        let details = &wanted.details;
        if !details.email.is_empty() && !Details::is_address(&details.email) {
            return Err(ServiceError::Form(message!("person-bad-email")));
        }
        let all = [
            &wanted.name,
            &details.family_name,
            &details.email,
            &details.student_id,
            &details.group,
        ];
        if all.iter().any(|text| text.chars().count() > LONGEST) {
            return Err(ServiceError::Form(message!("refused-long-detail")));
        }
        Ok(wanted)
    }
}

/// Makes a person what is wanted of them.
///
/// # Errors
/// When it is not this person's to do, the login is somebody else's, or the database fails.
pub async fn rename(
    app: &App,
    actor: &User,
    user: &User,
    wanted: &Wanted,
) -> Result<User, ServiceError> {
    let person = crate::store::audit::Person {
        name: wanted.name.clone(),
        role: user.role,
        active: user.active,
        details: wanted.details.clone(),
    };
    let done = app
        .store
        .rename(user, &wanted.login, &person, &actor.login, app.now())
        .await?;
    match done {
        Renamed::Done(user) => Ok(user),
        Renamed::Taken => Err(ServiceError::Form(message!("person-taken"))),
    }
}

/// Why somebody of whom others are parts is not merged.
pub fn has_parts(from: &User, merged: &Merged) -> Message {
    let parts = merged.parts.join(", ");
    message!(
        "person-has-parts",
        login = from.login.as_str(),
        parts = parts
    )
}

/// Two students of whom one is to become a part of the other, and what that would do.
///
/// # Errors
/// When one is not there, no student or of several parts, both are the same, or the database fails.
pub async fn merging(
    app: &App,
    actor: &User,
    from: &str,
    into: &str,
) -> Result<(User, User, Merged), ServiceError> {
    let from = changeable(app, actor, from).await?;
    let into = app.store.user(into.trim()).await?;
    let into = into.ok_or(ServiceError::Form(message!("person-no-other")))?;
    if from.id == into.id {
        return Err(ServiceError::Form(message!("person-same")));
    }
    if from.role != Role::Student || into.role != Role::Student {
        return Err(ServiceError::Form(message!("person-no-students")));
    }
    let merged = app.store.preview_merge(&from, &into, app.now()).await?;
    if !merged.parts.is_empty() {
        return Err(ServiceError::Form(has_parts(&from, &merged)));
    }
    Ok((from, into, merged))
}

/// Makes a part of a person a person of their own again.
///
/// # Errors
/// When it is no part of them, not this person's to do, or the database fails.
pub async fn separate(
    app: &App,
    actor: &User,
    login: &str,
    part: &str,
) -> Result<(), ServiceError> {
    let user = changeable(app, actor, login).await?;
    let merged = app.store.merged_into(user.id).await?;
    let is_part = merged.iter().any(|other| other.login == part);
    if !is_part || !app.store.part(part, &actor.login, app.now()).await? {
        return Err(ServiceError::Form(message!("person-no-part")));
    }
    Ok(())
}
