//! Who somebody is whom a platform sends: by its id of them where it was linked before, else by what the registration says.

use super::claims::{LONGEST_ID, Standing};
use super::fault::LaunchFault;
use super::matching::Roster;
use crate::ids::UserId;
use crate::import::class::Class;
use crate::import::roster::{Namesakes, plan};
use crate::import::table::{Row, Table};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Platform, PlatformMember, Role, User};
use l10n::{Explain as _, message};
use std::collections::{HashMap, HashSet};

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

/// The person whom a message is about, who may be linked or added by it.
pub(super) async fn found(
    app: &App,
    platform: &Platform,
    told: &Told,
) -> Result<User, ServiceError> {
    let subject = told.member.subject.as_str();
    if subject.is_empty() || subject.len() > LONGEST_ID {
        return Err(LaunchFault::Nobody.into());
    }
    let key = (platform.id, subject);
    // A list vouches for no address: whoever is linked by one alone comes for the first time.
    if let Some(known) = app.store.platform_person(key.0, key.1).await?
        && !known.is_listed
        && let Some(user) = app.store.user_by_id(known.user).await?
    {
        return active(user);
    }
    let mut user = meant(app, platform, told).await?;
    if user.is_none() && platform.settings.creates && told.standing == Standing::Learner {
        user = added(app, platform, told).await?;
        if user.is_none() {
            // Of two tabs at once the other one was faster.
            user = meant(app, platform, told).await?;
        }
    }
    let user = user.ok_or(LaunchFault::Nobody)?;
    let (by, now) = (actor(platform), app.now());
    if !app.store.link_platform_person(key, &user, &by, now).await? {
        return Err(LaunchFault::OtherId.into());
    }
    Ok(user)
}

/// Whom of the roster it is about, as the registration finds people.
async fn meant(app: &App, platform: &Platform, told: &Told) -> Result<Option<User>, ServiceError> {
    let match_by = platform.settings.match_by;
    let (users, others) = app.store.people_said(match_by, &told.member).await?;
    let meant = Roster::new(&users, &others, match_by).meant(&told.member)?;
    match meant {
        // Whoever could write an address into their own profile would be whoever teaches here.
        Some(user) if user.role > Role::Student && told.standing != Standing::Staff => {
            Err(LaunchFault::Staff.into())
        }
        Some(user) => active(user.clone()).map(Some),
        None => Ok(None),
    }
}

fn active(user: User) -> Result<User, ServiceError> {
    if user.active {
        Ok(user)
    } else {
        Err(LaunchFault::Deactivated.into())
    }
}

/// Adds a student, as a list of one would. Whoever is there by any key is not added, and whoever bears somebody's name is asked about:
/// everybody is read, once for each who is added.
async fn added(app: &App, platform: &Platform, told: &Told) -> Result<Option<User>, ServiceError> {
    let (users, others) = (app.store.users().await?, app.store.other_logins().await?);
    let class = Class::new(&users, &others);
    let plan = plan(&listed([told]), &class, Role::Teacher, Namesakes::Ask);
    let plan = plan.map_err(|_| ServiceError::Internal)?;
    if let Some(refused) = plan.refused.first() {
        let why = refused.why.message();
        return Err(ServiceError::Launch(message!("lti-not-added", why = why)));
    }
    let (people, by) = (plan.people(), actor(platform));
    let Some(new) = people.first().filter(|_| plan.new.len() == 1) else {
        return Ok(None);
    };
    Ok(app.store.add_listed(new, &by, app.now()).await?)
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
    let match_by = platform.settings.match_by;
    let roster = Roster::new(&users, &others, match_by);
    let meant = |member| roster.meant(member).ok().flatten();
    let meant: Vec<Option<&User>> = members.iter().map(meant).collect();
    let mut times: HashMap<UserId, usize> = HashMap::new();
    for user in meant.iter().flatten() {
        *times.entry(user.id).or_default() += 1;
    }
    let taken: HashSet<UserId> = linked.values().copied().collect();
    let by = actor(platform);
    for (member, user) in members.iter().zip(meant) {
        if linked.contains_key(&member.subject) {
            continue;
        }
        // On many platforms an address is what its owner wrote: whoever is known by another id, or meant twice, is not guessed.
        let is_certain = |user: &&User| {
            user.role == Role::Student
                && user.active
                && times.get(&user.id) == Some(&1)
                && !taken.contains(&user.id)
        };
        let Some(user) = user.filter(is_certain) else {
            continue;
        };
        if linking == Linking::Lasts {
            let key = (platform.id, member.subject.as_str());
            let made = app
                .store
                .link_listed_person(key, (user, match_by), &by, app.now());
            if !made.await? {
                continue;
            }
        }
        linked.insert(member.subject.clone(), user.id);
    }
    Ok(linked)
}
