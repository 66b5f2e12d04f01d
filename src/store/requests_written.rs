//! Regrade requests as they are written: a student asks, a teacher answers. One is open at a time for each task or item.

use super::audit::Action;
use super::db::Tx;
use super::letter::{About, LetterKind};
use super::letters::News;
use super::{Store, StoreError, User};
use crate::ids::{RequestId, UserId};
use jiff::Timestamp;

/// Messages of one thread.
pub const MOST_MESSAGES: i64 = 50;
/// Threads of one student about one task.
pub const MOST_REQUESTS: i64 = 5;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It stands in this thread.
    Sent(RequestId),
    /// The thread is as long as it may be, or there were as many as may be.
    TooMany,
    /// There is no such thread, or it is closed.
    Closed,
}

impl Tx {
    async fn write_message(
        &mut self,
        request: RequestId,
        author: UserId,
        text: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert = r"
            insert into request_messages (request_id, author_id, sent_at, text)
            values ($1, $2, $3, $4)";
        self.execute(insert, (request, author, now, text)).await?;
        Ok(())
    }

    async fn count_messages(&mut self, request: RequestId) -> Result<i64, StoreError> {
        let count = "select count(*) from request_messages where request_id = $1";
        self.one(count, (request,)).await
    }
}

impl Store {
    /// A student's message about a task: into the open thread, or into a new one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask(
        &self,
        user: UserId,
        homework: &str,
        task: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        let mut tx = self.transaction().await?;
        // Two messages at once do not open two threads.
        tx.lock_whole(user).await?;
        let of = (user, homework, task);
        let open = r"
            select id
            from requests
            where user_id = $1 and homework = $2 and task = $3 and closed_at is null";
        let request = if let Some(open) = tx.first(open, of).await? {
            if tx.count_messages(open).await? >= MOST_MESSAGES {
                return Ok(Asked::TooMany);
            }
            open
        } else {
            let count = r"
                select count(*)
                from requests
                where user_id = $1 and homework = $2 and task = $3";
            if tx.one::<i64>(count, of).await? >= MOST_REQUESTS {
                return Ok(Asked::TooMany);
            }
            let insert = r"
                insert into requests (user_id, homework, task, opened_at)
                values ($1, $2, $3, $4)
                returning id";
            tx.one(insert, (user, homework, task, now)).await?
        };
        tx.write_message(request, user, text, now).await?;
        tx.commit().await?;
        Ok(Asked::Sent(request))
    }

    /// A teacher's answer in an open thread, closing it where `close` says so; `text` may be empty where it closes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reply(
        &self,
        request: RequestId,
        author: &User,
        text: &str,
        close: bool,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        let mut tx = self.audited().await?;
        // Locks the thread; nothing where it is not open.
        let lock = "update requests set task = task where id = $1 and closed_at is null";
        if tx.execute(lock, (request,)).await? == 0 {
            return Ok(Asked::Closed);
        }
        let only_closes = close && text.is_empty();
        if !only_closes && tx.count_messages(request).await? >= MOST_MESSAGES {
            return Ok(Asked::TooMany);
        }
        if !text.is_empty() {
            tx.write_message(request, author.id, text, now).await?;
        }
        if close {
            let update = r"
                update requests
                set closed_at = $2, closed_by = $3
                where id = $1
                returning (select u.login from users u where u.id = requests.user_id), homework, task";
            let (login, homework, task): (String, String, String) =
                tx.one(update, (request, now, &author.login)).await?;
            let closed = Action::RequestClosed { request };
            let subject = match task.as_str() {
                // About the homework as a whole.
                "" => format!("{login}/{homework}"),
                task => format!("{login}/{homework}/{task}"),
            };
            tx.note(&author.login, now, subject, &closed).await?;
        }
        let student = "select user_id from requests where id = $1";
        let student: UserId = tx.one(student, (request,)).await?;
        tx.tell(News {
            user: student,
            kind: LetterKind::Answered,
            about: &About::Request(request),
            now,
        })
        .await?;
        tx.commit().await?;
        Ok(Asked::Sent(request))
    }
}
