//! A list that is taken back: everything that it changed and that nothing has changed since, in one transaction.

use super::audit::{Action, AuditEntry, Change, List, Person, Recorded};
use super::audited::Audited;
use super::users::SELECT;
use super::{Store, StoreError, User};
use crate::ids::EntryId;
use jiff::Timestamp;
use judge::points::Points;

/// What taking a list back does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenBack {
    /// The changes that are taken back.
    pub undone: Vec<AuditEntry>,
    /// Those that stay, because something has changed since or hangs on them.
    pub kept: Vec<AuditEntry>,
}

/// Whether nothing hangs on a person who was added: then they can be as if they had never been.
const UNUSED: &str = "
    select not exists (select 1 from users where id = $1 and signed_in_at is not null)
       and not exists (select 1 from submissions where user_id = $1)
       and not exists (select 1 from manual_answers where user_id = $1)
       and not exists (select 1 from manual_grades where user_id = $1)
       and not exists (select 1 from exams where user_id = $1)
       and not exists (select 1 from overrides where user_id = $1)
       and not exists (select 1 from extensions where user_id = $1)
       and not exists (select 1 from tokens where user_id = $1)
       and not exists (select 1 from former_logins where user_id = $1)
       and not exists (select 1 from users where merged_into = $1)";

impl Store {
    /// What taking an import back would do; nothing is changed. `None` where the entry is no import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_taking_back(
        &self,
        import: EntryId,
        now: Timestamp,
    ) -> Result<Option<TakenBack>, StoreError> {
        // It is done and not committed: a preview that is reckoned otherwise could say something else.
        let done = self.taken_back(import, "", now).await?;
        Ok(done.map(|(_, taken)| taken))
    }

    /// Takes an import back, if it would do exactly what was `seen`; `None` where it would not, and nothing was changed.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn take_back(
        &self,
        import: EntryId,
        seen: &TakenBack,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<EntryId>, StoreError> {
        let Some((tx, taken)) = self.taken_back(import, actor, now).await? else {
            return Ok(None);
        };
        if taken != *seen {
            return Ok(None);
        }
        let entry = tx.import_entry();
        tx.commit().await?;
        Ok(entry)
    }

    async fn taken_back(
        &self,
        import: EntryId,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<(Audited, TakenBack)>, StoreError> {
        let Some(Recorded::Action(Action::Import { list, .. })) =
            self.audit_entry(import).await?.map(|entry| entry.recorded)
        else {
            return Ok(None);
        };
        let mut tx = self.audited().await?.taking_back(list, import);
        let mut taken = TakenBack::default();
        // The last change first.
        for row in self.import_rows(import).await?.into_iter().rev() {
            let done = match (&row.recorded, list) {
                (Recorded::Action(Action::Exam(change)), List::Exam) => {
                    tx.exam_back(&row.subject, change, actor, now).await?
                }
                (Recorded::Action(Action::User(change)), List::Roster) => {
                    tx.user_back(&row.subject, change, actor, now).await?
                }
                _ => false,
            };
            if done {
                taken.undone.push(row);
            } else {
                taken.kept.push(row);
            }
        }
        taken.undone.reverse();
        taken.kept.reverse();
        Ok(Some((tx, taken)))
    }
}

impl Audited {
    async fn exam_back(
        &mut self,
        login: &str,
        change: &Change<Points>,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(user) = self.of_login(login).await? else {
            return Ok(false);
        };
        if self.exam_given(user.id).await? != change.after {
            return Ok(false);
        }
        let student = (user.id, user.login.as_str());
        self.give_exam(student, change.before, actor, now).await?;
        Ok(true)
    }

    async fn user_back(
        &mut self,
        login: &str,
        change: &Change<Person>,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let user = self.of_login(login).await?;
        if user.as_ref().map(User::noted) != change.after {
            return Ok(false);
        }
        match (user, &change.before) {
            (Some(user), None) => {
                if !self.one::<bool>(UNUSED, (user.id,)).await? {
                    return Ok(false);
                }
                self.execute("delete from users where id = $1", (user.id,))
                    .await?;
                let gone = Action::User(Change {
                    before: Some(user.noted()),
                    after: None,
                });
                self.note(actor, now, login, &gone).await?;
            }
            (user, Some(before)) => {
                self.make(login, user.as_ref(), before, actor, now).await?;
            }
            (None, None) => return Ok(false),
        }
        Ok(true)
    }

    /// Who has or had a login, and never whom they were merged into: the list did nothing to that one.
    async fn of_login(&mut self, login: &str) -> Result<Option<User>, StoreError> {
        let own = r"
            where id = coalesce(
                (select id from users where login = $1),
                (select user_id from former_logins where login = $1))";
        self.first([SELECT, own], (login,)).await
    }
}
