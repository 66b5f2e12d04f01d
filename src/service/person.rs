//! One person of the course: another login, other details, and two rows that turn out to be the same person.

use super::app::App;
use super::error::ServiceError;
use super::people::changeable;
use super::rubrics::Stand;
use crate::course::Course;
use crate::import::roster::is_login;
use crate::report::standing::course_standing;
use crate::store::audit::Person;
use crate::store::{Details, Holding, Holdings, Merged, Parted, Renamed, Role, Store, User};
use jiff::Timestamp;
use l10n::message;

/// The longest of what is known of a person, in characters.
const LONGEST: usize = 200;
/// How often a change is tried again because somebody else changed the person meanwhile.
const TRIES: usize = 10;

/// What is to change of a person; what is left out stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Another login.
    pub login: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// Another family name.
    pub family_name: Option<String>,
    /// Another e-mail address.
    pub email: Option<String>,
    /// Another number by which the university knows the person.
    pub student_id: Option<String>,
    /// Another group or section.
    pub group: Option<String>,
}

impl Wish {
    /// The person with it.
    pub fn onto(self, user: &User) -> Wanted {
        let or = |wished: Option<String>, known: &str| wished.unwrap_or_else(|| known.to_owned());
        let known = &user.details;
        Wanted {
            login: or(self.login, &user.login),
            name: or(self.name, &user.name),
            details: Details {
                family_name: or(self.family_name, &known.family_name),
                email: or(self.email, &known.email),
                student_id: or(self.student_id, &known.student_id),
                group: or(self.group, &known.group),
            },
        }
    }
}

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
        let is_long = |text: &str| text.chars().count() > LONGEST;
        if is_long(&wanted.name) {
            return Err(ServiceError::Form(message!("refused-long-name")));
        }
        let all = [
            &details.family_name,
            &details.email,
            &details.student_id,
            &details.group,
        ];
        if all.into_iter().any(|text| is_long(text)) {
            return Err(ServiceError::Form(message!("refused-long-detail")));
        }
        Ok(wanted)
    }
}

/// Makes a person what is wanted of them.
///
/// # Errors
/// When the login is somebody else's, the person is not as they were seen any more, or the database fails.
pub async fn rename(
    store: &Store,
    actor: &str,
    user: &User,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<User, ServiceError> {
    let renamed = renamed(store, actor, user, wanted, now).await?;
    renamed.ok_or(ServiceError::Form(message!("person-changed-since")))
}

/// Changes of a person what is wished, and nothing that somebody else changes meanwhile: as they were, and as they are.
///
/// # Errors
/// As of [`rename`], and when this person may not change them.
pub async fn change(
    app: &App,
    actor: &User,
    login: &str,
    wish: &Wish,
) -> Result<[User; 2], ServiceError> {
    for _ in 0..TRIES {
        let before = changeable(app, actor, login).await?;
        let wanted = wish.clone().onto(&before).checked()?;
        let done = renamed(&app.store, &actor.login, &before, &wanted, app.now());
        if let Some(after) = done.await? {
            return Ok([before, after]);
        }
    }
    Err(ServiceError::Form(message!("person-changed-since")))
}

async fn renamed(
    store: &Store,
    actor: &str,
    user: &User,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<Option<User>, ServiceError> {
    let person = Person {
        name: wanted.name.clone(),
        role: user.role,
        active: user.active,
        details: wanted.details.clone(),
    };
    let done = store.rename(user, &wanted.login, &person, actor, now);
    match done.await? {
        Renamed::Done(user) => Ok(Some(user)),
        Renamed::Changed => Ok(None),
        Renamed::Taken => Err(ServiceError::Form(message!("person-taken"))),
    }
}

/// Where one of the two stands before and after, when they are made one or two again. What a part has counts for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moving {
    /// Before.
    pub before: Option<Stand>,
    /// After.
    pub after: Option<Stand>,
}

impl Moving {
    /// Of the one who becomes a part, and of the one who stays.
    pub fn merged(course: &Course, holdings: &Holdings) -> [Self; 2] {
        let [part, whole] = Self::both(course, holdings);
        let after = None;
        [Self { after, ..part }, whole]
    }

    /// Of the one who was a part, and of the one who stays.
    pub fn parted(course: &Course, holdings: &Holdings) -> [Self; 2] {
        let [part, whole] = Self::both(course, holdings);
        let before = None;
        [Self { before, ..part }, whole]
    }

    fn both(course: &Course, holdings: &Holdings) -> [Self; 2] {
        let stand = |holding: &Holding| {
            let standings = holding.standings.clone().into_iter().collect();
            let standing = course_standing(course, &standings, holding.exam);
            Some(Stand {
                total: standing.total,
                grade: standing.grade,
            })
        };
        [0, 1].map(|whose| Self {
            before: stand(&holdings.before[whose]),
            after: stand(&holdings.after[whose]),
        })
    }
}

/// Two students of whom one is to become a part of the other.
#[derive(Clone, Debug)]
pub struct Merging {
    /// Who becomes a part.
    pub from: User,
    /// Who stays.
    pub into: User,
    /// What that would do.
    pub merged: Merged,
}

impl Merging {
    /// What would become of these two.
    ///
    /// # Errors
    /// When one is no student or of several parts, both are the same, or the database fails.
    pub async fn of(
        store: &Store,
        from: User,
        into: User,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        if from.id == into.id {
            return Err(ServiceError::Form(message!("person-same")));
        }
        if from.role != Role::Student || into.role != Role::Student {
            return Err(ServiceError::Form(message!("person-no-students")));
        }
        let merged = store.preview_merge(&from, &into, now).await?;
        if !merged.parts.is_empty() {
            let (login, parts) = (from.login.as_str(), merged.parts.join(", "));
            let parts = message!("person-has-parts", login = login, parts = parts);
            return Err(ServiceError::Form(parts));
        }
        Ok(Self { from, into, merged })
    }

    /// Does exactly that.
    ///
    /// # Errors
    /// When it would do something else by now, or the database fails.
    pub async fn merge(
        &self,
        store: &Store,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let done = store.merge(&self.from, &self.into, &self.merged, actor, now);
        if !done.await? {
            return Err(ServiceError::Form(message!("person-changed-since")));
        }
        Ok(())
    }
}

/// What would become of the people of two logins, where this person may change the first.
///
/// # Errors
/// As of [`Merging::of`], and when one is not there or not this person's to change.
pub async fn merging(
    app: &App,
    actor: &User,
    from: &str,
    into: &str,
) -> Result<Merging, ServiceError> {
    let from = changeable(app, actor, from).await?;
    let into = app.store.user(into.trim()).await?;
    let into = into.ok_or(ServiceError::Form(message!("person-no-other")))?;
    Merging::of(&app.store, from, into, app.now()).await
}

/// A part of a person who is to be a person of their own again.
#[derive(Clone, Debug)]
pub struct Parting {
    /// The part.
    pub from: User,
    /// Whose part it is.
    pub into: User,
    /// What that would do.
    pub parted: Parted,
}

impl Parting {
    /// What would become of these two.
    ///
    /// # Errors
    /// When the one is no part of anybody, or the database fails.
    pub async fn of(
        store: &Store,
        from: User,
        into: User,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let parted = store.preview_part(&from.login, now).await?;
        let parted = parted.ok_or(ServiceError::Form(message!("person-no-part")))?;
        Ok(Self { from, into, parted })
    }

    /// Does exactly that.
    ///
    /// # Errors
    /// When it would do something else by now, or the database fails.
    pub async fn part(
        &self,
        store: &Store,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let done = store.part(&self.from.login, &self.parted, actor, now);
        if !done.await? {
            return Err(ServiceError::Form(message!("person-changed-since")));
        }
        Ok(())
    }
}

/// What would become of a part of a person whom this person may change.
///
/// # Errors
/// When there is no such part of them, they are not there or not this person's to change, or the database fails.
pub async fn parting(
    app: &App,
    actor: &User,
    login: &str,
    part: &str,
) -> Result<Parting, ServiceError> {
    let into = changeable(app, actor, login).await?;
    let parts = app.store.merged_into(into.id).await?;
    let from = parts.into_iter().find(|other| other.login == part);
    let from = from.ok_or(ServiceError::Form(message!("person-no-part")))?;
    Parting::of(&app.store, from, into, app.now()).await
}
