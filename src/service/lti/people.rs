//! Who somebody is whom a platform sends: by its id of them where it was linked before, else by what the registration says.

use super::claims::Standing;
use super::fault::LaunchFault;
use crate::ids::UserId;
use crate::import::class::Class;
use crate::import::roster::{Namesakes, plan};
use crate::import::table::{Row, Table};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{MatchBy, Platform, PlatformMember, Role, User};
use l10n::{Explain as _, message};
use std::collections::HashMap;

/// The longest of what is kept of a person, in characters.
const LONGEST: usize = 200;

/// What a platform says of a person.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub member: PlatformMember,
    pub name: String,
    pub family_name: String,
    pub standing: Standing,
}

impl Told {
    /// The same with nothing longer than is kept. An id is never cut: another one may begin alike.
    pub fn bounded(mut self) -> Self {
        let own = &mut self.member;
        for text in [&mut own.email, &mut own.login, &mut own.student_id] {
            if text.chars().count() > LONGEST {
                text.clear();
            }
        }
        for text in [&mut self.name, &mut self.family_name] {
            *text = text.chars().take(LONGEST).collect();
        }
        self
    }
}

/// The name under which the audit has what a platform does.
pub(super) fn actor(platform: &Platform) -> String {
    format!("platform {}", platform.id)
}

/// People as a list has them, whom the roster takes in.
pub(super) fn listed<'p>(people: impl IntoIterator<Item = &'p Told>) -> Table {
    let head = ["login", "email", "student id", "name", "last name"];
    let row = |(number, told): (usize, &Told)| Row {
        line: number as u64 + 2,
        cells: vec![
            told.member.login.clone(),
            told.member.email.clone(),
            told.member.student_id.clone(),
            told.name.clone(),
            told.family_name.clone(),
        ],
        is_broken: false,
    };
    Table {
        head: head.map(str::to_owned).to_vec(),
        rows: people.into_iter().enumerate().map(row).collect(),
    }
}

/// The one person of the roster whom a platform means; nothing where there is none.
fn meant<'u>(
    users: &'u [User],
    other_logins: &HashMap<String, UserId>,
    match_by: MatchBy,
    member: &PlatformMember,
) -> Result<Option<&'u User>, LaunchFault> {
    let is_same =
        |one: &str, other: &str| !one.is_empty() && one.to_lowercase() == other.to_lowercase();
    let is_meant = |user: &&User| match match_by {
        MatchBy::Email => is_same(&user.details.email, &member.email),
        MatchBy::Login => [&member.login, &member.student_id].into_iter().any(|key| {
            is_same(&user.login, key)
                || is_same(&user.details.student_id, key)
                || other_logins.get(key.as_str()) == Some(&user.id)
        }),
    };
    let mut meant = users.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (found, None) => Ok(found),
        (_, Some(_)) => Err(LaunchFault::Ambiguous),
    }
}

/// The person whom a message is about, who may be linked or added by it.
pub(super) async fn found(
    app: &App,
    platform: &Platform,
    told: &Told,
) -> Result<User, ServiceError> {
    let subject = told.member.subject.as_str();
    if subject.is_empty() || subject.len() > 255 {
        return Err(LaunchFault::Nobody.into());
    }
    if let Some(known) = app.store.platform_person(platform.id, subject).await?
        && let Some(user) = app.store.user_by_id(known.user).await?
    {
        return active(user);
    }
    let users = app.store.users().await?;
    let others = app.store.other_logins().await?;
    let meant = meant(&users, &others, platform.settings.match_by, &told.member)?;
    let user = match meant {
        // Whoever could write an address into their own profile would be whoever teaches here.
        Some(user) if user.role > Role::Student && told.standing != Standing::Staff => {
            return Err(LaunchFault::Staff.into());
        }
        Some(user) => active(user.clone())?,
        None if platform.settings.creates && told.standing == Standing::Learner => {
            added(app, platform, told, (&users, &others)).await?
        }
        None => return Err(LaunchFault::Nobody.into()),
    };
    let by = actor(platform);
    app.store
        .link_platform_person((platform.id, subject), &user, &by, app.now())
        .await?;
    Ok(user)
}

fn active(user: User) -> Result<User, ServiceError> {
    if user.active {
        Ok(user)
    } else {
        Err(LaunchFault::Deactivated.into())
    }
}

/// Adds a student, as a list of one would. Whoever is there by any key is not added, and whoever bears somebody's name is asked about.
async fn added(
    app: &App,
    platform: &Platform,
    told: &Told,
    (users, others): (&[User], &HashMap<String, UserId>),
) -> Result<User, ServiceError> {
    let class = Class::new(users, others);
    let plan = plan(&listed([told]), &class, Role::Teacher, Namesakes::Ask);
    let plan = plan.map_err(|_| ServiceError::Internal)?;
    if let Some(refused) = plan.refused.first() {
        let why = refused.why.message();
        return Err(ServiceError::Launch(message!("lti-not-added", why = why)));
    }
    if plan.new.len() != 1 {
        return Err(LaunchFault::Nobody.into());
    }
    let by = actor(platform);
    let put = app
        .store
        .put_roster(&plan.people(), &[], &by, app.now())
        .await?;
    let mut added = put.added;
    added.pop().ok_or(ServiceError::Internal)
}

/// Whether students of a platform's course who are found in the roster are linked from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linking {
    /// They are: something is sent for them.
    Lasts,
    /// They are only looked at.
    Looks,
}

/// The persons of a platform's ids, of those students of a course whose id is linked, or who are found now.
///
/// # Errors
/// When the database fails.
pub(super) async fn linked_members(
    app: &App,
    platform: &Platform,
    members: &[PlatformMember],
    linking: Linking,
) -> Result<HashMap<String, UserId>, ServiceError> {
    let known = app.store.platform_people(platform.id).await?;
    let mut linked: HashMap<String, UserId> = known
        .into_iter()
        .map(|person| (person.subject, person.user))
        .collect();
    if members.iter().all(|m| linked.contains_key(&m.subject)) {
        return Ok(linked);
    }
    let users = app.store.users().await?;
    let others = app.store.other_logins().await?;
    let by = actor(platform);
    for member in members {
        if linked.contains_key(&member.subject) {
            continue;
        }
        let found = meant(&users, &others, platform.settings.match_by, member);
        if let Ok(Some(user)) = found
            && user.role == Role::Student
            && user.active
        {
            if linking == Linking::Lasts {
                let key = (platform.id, member.subject.as_str());
                app.store
                    .link_platform_person(key, user, &by, app.now())
                    .await?;
            }
            linked.insert(member.subject.clone(), user.id);
        }
    }
    Ok(linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Details;

    fn user(id: i64, login: &str, email: &str, student_id: &str) -> User {
        User {
            details: Details {
                email: email.to_owned(),
                student_id: student_id.to_owned(),
                ..Details::default()
            },
            ..User::student(id, login)
        }
    }

    #[test]
    fn one_is_meant_or_nobody_and_nothing_is_nobodys_key() {
        let users = [
            user(1, "anna", "Anna@example.org", "17"),
            user(2, "boris", "twins@example.org", ""),
            user(3, "vera", "twins@example.org", ""),
        ];
        let others = HashMap::from([("anna.s".to_owned(), 1.into())]);
        let of = |by, email: &str, login: &str, student_id: &str| {
            let member = PlatformMember {
                subject: "1".to_owned(),
                email: email.to_owned(),
                login: login.to_owned(),
                student_id: student_id.to_owned(),
            };
            meant(&users, &others, by, &member).map(|user| user.map(|user| user.id))
        };
        assert_eq!(
            of(MatchBy::Email, "anna@EXAMPLE.org", "", ""),
            Ok(Some(1.into()))
        );
        assert_eq!(of(MatchBy::Email, "", "anna", "17"), Ok(None));
        assert_eq!(
            of(MatchBy::Email, "twins@example.org", "", ""),
            Err(LaunchFault::Ambiguous)
        );
        assert_eq!(of(MatchBy::Login, "", "ANNA", ""), Ok(Some(1.into())));
        assert_eq!(of(MatchBy::Login, "", "anna.s", ""), Ok(Some(1.into())));
        assert_eq!(of(MatchBy::Login, "", "", "17"), Ok(Some(1.into())));
        assert_eq!(
            of(MatchBy::Login, "", "boris", "17"),
            Err(LaunchFault::Ambiguous)
        );
        assert_eq!(of(MatchBy::Login, "anna@example.org", "", ""), Ok(None));
    }
}
