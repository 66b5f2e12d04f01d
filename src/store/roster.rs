//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::audit::{Action, Change, List, Person};
use super::audited::Audited;
use super::codec::{FromRow, Row, Value};
use super::db::{MOST_ROWS, Many};
use super::users::{OF_LOGIN, SELECT};
use super::{Details, Listed, Role, Store, StoreError, User};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;
use std::collections::HashSet;

/// What ends for good with the right to sign in: links and tokens of the person `$1`, at `$2`; sessions are deleted.
const ENDS_ACCESS: [&str; 2] = [
    "update links set ended_at = $2 where ended_at is null and user_id = $1",
    "update tokens set revoked_at = $2 where revoked_at is null and user_id = $1",
];

/// The people of some logins, which stand between the two, each in its place of the list. As [`OF_LOGIN`] finds one.
const KNOWN: [&str; 2] = [
    "with k (place, login) as (values",
    ") select k.place, u.id, u.login, u.drawn_as, u.name, u.family_name, u.email, u.student_id, u.study_group, u.role,
        u.lang, u.first_lang, u.time_zone, u.active
    from k
    join users u on u.id = coalesce(
        (select coalesce(o.merged_into, o.id) from users o where o.login = k.login),
        (select coalesce(o.merged_into, o.id)
         from former_logins f join users o on o.id = f.user_id
         where f.login = k.login))",
];

/// Who has a login of a list, and its place there.
struct Known(usize, User);

impl FromRow for Known {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("place")?, User::from_row(row)?))
    }
}

/// What a list makes of somebody.
struct Put<'l> {
    login: &'l str,
    /// As they are; nothing where they are new.
    before: Option<User>,
    after: Person,
}

impl<'l> Put<'l> {
    /// A person of the list as it has them, with what was known beside it.
    fn listed(listed: &'l Listed<'_>, before: Option<User>) -> Self {
        let (new, nothing) = (&listed.user, Details::default());
        let known = before.as_ref().map_or(&nothing, |user| &user.details);
        let after = Person {
            name: new.name.to_owned(),
            role: new.role,
            active: true,
            details: listed.details.or(known),
        };
        Self {
            login: new.login,
            before,
            after,
        }
    }

    /// A person who is not in it.
    fn gone(login: &'l str, before: User) -> Self {
        let after = Person {
            active: false,
            ..before.noted()
        };
        Self {
            login,
            before: Some(before),
            after,
        }
    }

    /// Who changes.
    fn changed(&self) -> Option<&User> {
        let before = self.before.as_ref();
        before.filter(|before| before.noted() != self.after)
    }

    fn noted(&self) -> Option<(String, Action)> {
        let login = match &self.before {
            None => self.login,
            Some(_) => &self.changed()?.login,
        };
        let change = Action::User(Change {
            before: self.before.as_ref().map(User::noted),
            after: Some(self.after.clone()),
        });
        Some((login.to_owned(), change))
    }
}

/// What a list of people did.
#[derive(Clone, Debug)]
pub struct RosterPut {
    /// Those who are new.
    pub added: Vec<User>,
    /// The entry of the audit; none where nothing changed.
    pub entry: Option<EntryId>,
}

impl Audited {
    /// Ends links, tokens and sessions for good: whoever is activated again signs in by a new link.
    pub(super) async fn end_access(
        &mut self,
        user: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for end in ENDS_ACCESS {
            self.execute(end, (user, now)).await?;
        }
        self.execute("delete from sessions where user_id = $1", (user,))
            .await?;
        Ok(())
    }

    /// Whom these logins lead to, in their order.
    async fn known(&mut self, logins: &[&str]) -> Result<Vec<Option<User>>, StoreError> {
        let [head, tail] = KNOWN;
        let select = Many {
            head,
            before: 0,
            rows: logins.len(),
            width: 2,
            tail,
        };
        let mut places: Vec<Value<'_>> = Vec::with_capacity(logins.len() * select.width);
        for (place, login) in logins.iter().enumerate() {
            places.extend([place.into(), (*login).into()]);
        }
        let mut known = vec![None; logins.len()];
        for Known(place, user) in self.rows::<Known>(select, places).await? {
            if let Some(own) = known.get_mut(place) {
                *own = Some(user);
            }
        }
        Ok(known)
    }

    /// Does what a list makes of people, each change with its entry: those who are new. Nobody's access ends for good: a list is taken
    /// back as a whole, and then people come in by what they have; until then every way in refuses them.
    async fn put_all(
        &mut self,
        mut all: Vec<Put<'_>>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<User>, StoreError> {
        // Of two logins that lead to one person by now, the later holds.
        let mut seen = HashSet::new();
        all.reverse();
        all.retain(|put| {
            let before = put.before.as_ref();
            before.is_none_or(|before| seen.insert(before.id))
        });
        all.reverse();
        let new: Vec<&Put<'_>> = all.iter().filter(|put| put.before.is_none()).collect();
        let added = self.add_all(&new, now).await?;
        let changed = all.iter();
        let changed = changed.filter_map(|put| Some((put.changed()?.id, &put.after)));
        let changed: Vec<(UserId, &Person)> = changed.collect();
        self.change_all(&changed).await?;
        let noted: Vec<(String, Action)> = all.iter().filter_map(Put::noted).collect();
        self.note_all(actor, now, &noted).await?;
        Ok(added)
    }

    async fn add_all(&mut self, new: &[&Put<'_>], now: Timestamp) -> Result<Vec<User>, StoreError> {
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let insert = Many {
            head: "insert into users (login, drawn_as, name, role, active, family_name, email, student_id, study_group, created_at) values",
            before: 0,
            rows: new.len(),
            width: 10,
            tail: "",
        };
        let mut values: Vec<Value<'_>> = Vec::with_capacity(new.len() * insert.width);
        for Put { login, after, .. } in new {
            values.extend([(*login).into(), (*login).into()]);
            values.extend(columns(after));
            values.push(now.into());
        }
        self.execute(insert, values).await?;
        let logins: Vec<&str> = new.iter().map(|put| put.login).collect();
        let (select, logins) = Many::among([SELECT, "where login in ("], &logins);
        let select = Many {
            tail: ") order by id",
            ..select
        };
        self.rows(select, logins).await
    }

    async fn change_all(&mut self, changed: &[(UserId, &Person)]) -> Result<(), StoreError> {
        if changed.is_empty() {
            return Ok(());
        }
        let update = Many {
            head: "with made (id, name, role, active, family_name, email, student_id, study_group) as (values",
            before: 0,
            rows: changed.len(),
            width: 8,
            tail: ") update users
                set name = made.name, role = made.role, active = made.active, family_name = made.family_name,
                    email = made.email, student_id = made.student_id, study_group = made.study_group
                from made
                where users.id = made.id",
        };
        let mut values: Vec<Value<'_>> = Vec::with_capacity(changed.len() * update.width);
        for (id, after) in changed {
            values.push((*id).into());
            values.extend(columns(after));
        }
        self.execute(update, values).await?;
        Ok(())
    }
}

/// What is kept of a person in their row, from the name on.
fn columns(person: &Person) -> [Value<'_>; 7] {
    let details = &person.details;
    [
        person.name.as_str().into(),
        person.role.name().into(),
        person.active.into(),
        details.family_name.as_str().into(),
        details.email.as_str().into(),
        details.student_id.as_str().into(),
        details.group.as_str().into(),
    ]
}

impl Store {
    /// Adds people, changes those whose login is known, and deactivates those who are `gone`; all or nothing, and one entry of the
    /// audit.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn put_roster(
        &self,
        people: &[Listed<'_>],
        gone: &[User],
        actor: &str,
        now: Timestamp,
    ) -> Result<RosterPut, StoreError> {
        let mut tx = self.audited().await?.importing(List::Roster);
        let mut added = Vec::new();
        for some in people.chunks(MOST_ROWS) {
            let logins: Vec<&str> = some.iter().map(|listed| listed.user.login).collect();
            let known = tx.known(&logins).await?;
            let put = some.iter().zip(known);
            let put = put.map(|(listed, before)| Put::listed(listed, before));
            added.extend(tx.put_all(put.collect(), actor, now).await?);
        }
        for some in gone.chunks(MOST_ROWS) {
            let logins: Vec<&str> = some.iter().map(|user| user.login.as_str()).collect();
            let known = tx.known(&logins).await?;
            // Whoever was merged meanwhile is another one now.
            let put = some.iter().zip(known).filter_map(|(gone, before)| {
                let before = before.filter(|before| before.id == gone.id)?;
                Some(Put::gone(&gone.login, before))
            });
            tx.put_all(put.collect(), actor, now).await?;
        }
        let entry = tx.import_entry();
        tx.commit().await?;
        Ok(RosterPut { added, entry })
    }

    /// Gives a person a role, or takes away or gives back the right to sign in. Nothing is deleted.
    ///
    /// # Errors
    /// When the database fails, or there is nobody with this login.
    pub async fn set_person(
        &self,
        login: &str,
        role: Role,
        active: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<User, StoreError> {
        let mut tx = self.audited().await?;
        let before: User = tx.one([SELECT, OF_LOGIN], (login,)).await?;
        let person = Person {
            role,
            active,
            ..before.noted()
        };
        let made = tx.make(login, Some(&before), &person, actor, now);
        let user = made.await?;
        tx.commit().await?;
        Ok(user)
    }
}
