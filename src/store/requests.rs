//! Regrade requests: threads between a student and the teachers, one open at a time for each task or item.

use super::pool::{noting, reading, transaction};
use super::tokens::instant;
use super::{Change, Store, StoreError};
use jiff::Timestamp;
use std::collections::HashMap;

/// Messages of one thread.
pub const MOST_MESSAGES: i64 = 50;
/// Threads of one student about one task.
pub const MOST_REQUESTS: i64 = 5;

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The row.
    pub id: i64,
    /// The student.
    pub user: i64,
    /// The homework.
    pub homework: String,
    /// The task or item within it.
    pub task: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The login of who closed it.
    pub closed_by: Option<String>,
    /// What was written, oldest first.
    pub messages: Vec<Message>,
}

/// A message of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub author: i64,
    /// The name of who wrote it.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It stands in this thread.
    Sent(i64),
    /// The thread is as long as it may be, or there were as many as may be.
    TooMany,
    /// There is no such thread, or it is closed.
    Closed,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: i64,
    homework: String,
    task: String,
    opened_at: i64,
    closed_at: Option<i64>,
    closed_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    request_id: i64,
    author_id: i64,
    name: String,
    sent_at: i64,
    text: String,
}

/// The messages of all threads; `m` is the table's alias.
macro_rules! messages {
    () => {
        "select m.request_id, m.author_id, u.name, m.sent_at, m.text from request_messages m join users u on u.id = m.author_id"
    };
}

impl Row {
    fn request(self, messages: &mut HashMap<i64, Vec<Message>>) -> Request {
        Request {
            messages: messages.remove(&self.id).unwrap_or_default(),
            id: self.id,
            user: self.user_id,
            homework: self.homework,
            task: self.task,
            opened_at: instant(self.opened_at),
            closed_at: self.closed_at.map(instant),
            closed_by: self.closed_by,
        }
    }
}

fn by_request(rows: Vec<MessageRow>) -> HashMap<i64, Vec<Message>> {
    let mut all: HashMap<i64, Vec<Message>> = HashMap::new();
    for row in rows {
        all.entry(row.request_id).or_default().push(Message {
            author: row.author_id,
            name: row.name,
            at: instant(row.sent_at),
            text: row.text,
        });
    }
    all
}

impl Store {
    /// A student's message about a task: into the open thread, or into a new one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask(
        &self,
        user: i64,
        homework: &str,
        task: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        Ok(transaction!(self, tx => {
            // Locks the student's row: two messages at once do not open two threads.
            sqlx::query("update users set active = active where id = $1").bind(user).execute(&mut *tx).await?;
            let open: Option<(i64,)> = sqlx::query_as("select id from requests where user_id = $1 and homework = $2 and task = $3 and closed_at is null")
                .bind(user).bind(homework).bind(task).fetch_optional(&mut *tx).await?;
            let (threads,): (i64,) = sqlx::query_as("select count(*) from requests where user_id = $1 and homework = $2 and task = $3")
                .bind(user).bind(homework).bind(task).fetch_one(&mut *tx).await?;
            let (messages,): (i64,) = sqlx::query_as("select count(*) from request_messages where request_id = $1")
                .bind(open.map_or(0, |(id,)| id)).fetch_one(&mut *tx).await?;
            let id = match open {
                Some(_) if messages >= MOST_MESSAGES => None,
                Some((id,)) => Some(id),
                None if threads >= MOST_REQUESTS => None,
                None => {
                    let (id,): (i64,) = sqlx::query_as("insert into requests (user_id, homework, task, opened_at) values ($1, $2, $3, $4) returning id")
                        .bind(user).bind(homework).bind(task).bind(now.as_microsecond()).fetch_one(&mut *tx).await?;
                    Some(id)
                }
            };
            match id {
                None => Asked::TooMany,
                Some(id) => {
                    sqlx::query("insert into request_messages (request_id, author_id, sent_at, text) values ($1, $2, $3, $4)")
                        .bind(id).bind(user).bind(now.as_microsecond()).bind(text).execute(&mut *tx).await?;
                    Asked::Sent(id)
                }
            }
        }))
    }

    /// A teacher's answer in an open thread, closing it where `close` says so; `text` may be empty where it closes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reply(
        &self,
        request: i64,
        author: &super::User,
        text: &str,
        close: bool,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        Ok(noting!(self, tx => {
            // Locks the thread; nothing where it is not open.
            let open = sqlx::query("update requests set task = task where id = $1 and closed_at is null").bind(request).execute(&mut *tx).await?.rows_affected();
            let (messages,): (i64,) = sqlx::query_as("select count(*) from request_messages where request_id = $1").bind(request).fetch_one(&mut *tx).await?;
            if open == 0 {
                Asked::Closed
            } else if messages >= MOST_MESSAGES && !(close && text.is_empty()) {
                Asked::TooMany
            } else {
                if !text.is_empty() {
                    sqlx::query("insert into request_messages (request_id, author_id, sent_at, text) values ($1, $2, $3, $4)")
                        .bind(request).bind(author.id).bind(now.as_microsecond()).bind(text).execute(&mut *tx).await?;
                }
                if close {
                    let (login, homework, task): (String, String, String) = sqlx::query_as("update requests set closed_at = $2, closed_by = $3 where id = $1 returning (select u.login from users u where u.id = requests.user_id), homework, task")
                        .bind(request).bind(now.as_microsecond()).bind(&author.login).fetch_one(&mut *tx).await?;
                    let change = Change {
                        actor: &author.login,
                        action: "request",
                        subject: format!("{login}/{homework}/{task}"),
                        before: format!("request {request} open"),
                        after: "closed".to_owned(),
                    };
                    super::audit::insert!(&mut *tx, change, now);
                }
                Asked::Sent(request)
            }
        }))
    }

    /// One thread.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request(&self, id: i64) -> Result<Option<Request>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as("select id, user_id, homework, task, opened_at, closed_at, closed_by from requests where id = $1").bind(id).fetch_optional(db).await)?;
        let messages: Vec<MessageRow> = reading!(self, db => sqlx::query_as(concat!(messages!(), " where m.request_id = $1 order by m.id")).bind(id).fetch_all(db).await)?;
        Ok(row.map(|row| row.request(&mut by_request(messages))))
    }

    /// A student's threads about one homework, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requests_of(&self, user: i64, homework: &str) -> Result<Vec<Request>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as("select id, user_id, homework, task, opened_at, closed_at, closed_by from requests where user_id = $1 and homework = $2 order by id").bind(user).bind(homework).fetch_all(db).await)?;
        let messages: Vec<MessageRow> = reading!(self, db => sqlx::query_as(concat!(messages!(), " join requests r on r.id = m.request_id where r.user_id = $1 and r.homework = $2 order by m.id")).bind(user).bind(homework).fetch_all(db).await)?;
        let mut messages = by_request(messages);
        Ok(rows
            .into_iter()
            .map(|row| row.request(&mut messages))
            .collect())
    }

    /// All of a student's threads, of homeworks that the course no longer has, too, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requests_about(&self, user: i64) -> Result<Vec<Request>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as("select id, user_id, homework, task, opened_at, closed_at, closed_by from requests where user_id = $1 order by id").bind(user).fetch_all(db).await)?;
        let messages: Vec<MessageRow> = reading!(self, db => sqlx::query_as(concat!(messages!(), " join requests r on r.id = m.request_id where r.user_id = $1 order by m.id")).bind(user).fetch_all(db).await)?;
        let mut messages = by_request(messages);
        let all = rows.into_iter().map(|row| row.request(&mut messages));
        Ok(all.collect())
    }

    /// All threads: open ones first, the longest open at the top; then the closed, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requests(&self) -> Result<Vec<Request>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as("select id, user_id, homework, task, opened_at, closed_at, closed_by from requests order by id").fetch_all(db).await)?;
        let messages: Vec<MessageRow> = reading!(self, db => sqlx::query_as(concat!(messages!(), " order by m.id")).fetch_all(db).await)?;
        let mut messages = by_request(messages);
        let all = rows.into_iter().map(|row| row.request(&mut messages));
        let (open, mut closed): (Vec<_>, Vec<_>) = all.partition(|r| r.closed_at.is_none());
        closed.reverse();
        Ok(open.into_iter().chain(closed).collect())
    }
}
