//! Regrade requests: threads between a student and the teachers, as they are read.

use super::codec::{FromRow, Row, Value};
use super::db::Made;
use super::{Store, StoreError};
use crate::ids::{RequestId, UserId};
use jiff::Timestamp;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The row.
    pub id: RequestId,
    /// The student.
    pub user: UserId,
    /// The homework.
    pub homework: String,
    /// The task or item within it; empty where it is about the points of the whole homework.
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
    pub author: UserId,
    /// The name of who wrote it.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// A thread as a list of them shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRequest {
    /// The thread, without what was written in it.
    pub request: Request,
    /// The student's name.
    pub student: String,
    /// How many messages there are.
    pub messages: usize,
    /// Whether the student wrote last.
    pub waits: bool,
}

/// Which threads.
#[derive(Clone, Copy, Debug)]
pub struct Threads<'a> {
    /// Those that are closed, or those that are open.
    pub closed: bool,
    /// Those about these homeworks and items alone; all where nothing is said.
    pub about: Option<&'a [(&'a str, &'a str)]>,
}

impl<'a> Threads<'a> {
    /// What a statement says of them, and the values that it says it with.
    fn condition(self) -> (String, Vec<Value<'a>>) {
        let mut of = if self.closed {
            "where closed_at is not null".to_owned()
        } else {
            "where closed_at is null".to_owned()
        };
        let mut values = Vec::new();
        let Some(about) = self.about else {
            return (of, values);
        };
        if about.is_empty() {
            of.push_str(" and false");
            return (of, values);
        }
        let mut places = Vec::new();
        for (homework, item) in about {
            values.extend([Value::from(*homework), Value::from(*item)]);
            places.push(format!("(${}, ${})", values.len() - 1, values.len()));
        }
        // Writing into a string cannot fail.
        let _ = write!(
            of,
            " and (homework, task) in (values {})",
            places.join(", ")
        );
        (of, values)
    }
}

/// Of the thread `r`.
const COLUMNS: &str = "r.id, r.user_id, r.homework, r.task, r.opened_at, r.closed_at, r.closed_by";
/// Whether the student wrote last in the thread `r`.
const WAITS: &str = "
    coalesce(r.user_id = (
        select m.author_id
        from request_messages m
        where m.request_id = r.id
        order by m.id desc
        limit 1
    ), false)";
/// All messages; `r` is the alias of their threads.
const SELECT_MESSAGES: &str = "
    select m.request_id, m.author_id, u.name, m.sent_at, m.text
    from request_messages m
    join users u on u.id = m.author_id
    join requests r on r.id = m.request_id";

impl FromRow for Request {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            task: row.get("task")?,
            opened_at: row.get("opened_at")?,
            closed_at: row.get("closed_at")?,
            closed_by: row.get("closed_by")?,
            messages: Vec::new(),
        })
    }
}

impl FromRow for ListedRequest {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            request: Request::from_row(row)?,
            student: row.get("name")?,
            messages: row.get("messages")?,
            waits: row.get("waits")?,
        })
    }
}

/// A message, and the thread it stands in.
struct InThread(RequestId, Message);

impl FromRow for InThread {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let message = Message {
            author: row.get("author_id")?,
            name: row.get("name")?,
            at: row.get("sent_at")?,
            text: row.get("text")?,
        };
        Ok(Self(row.get("request_id")?, message))
    }
}

/// The threads with what was written in them.
fn with_messages(mut requests: Vec<Request>, messages: Vec<InThread>) -> Vec<Request> {
    let mut by_request: HashMap<RequestId, Vec<Message>> = HashMap::new();
    for InThread(request, message) in messages {
        by_request.entry(request).or_default().push(message);
    }
    for request in &mut requests {
        request.messages = by_request.remove(&request.id).unwrap_or_default();
    }
    requests
}

impl Store {
    /// One thread.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request(&self, id: RequestId) -> Result<Option<Request>, StoreError> {
        let one = ["select", COLUMNS, "from requests r where r.id = $1"];
        let requests = self.rows(one, (id,)).await?;
        let of = "where r.id = $1 order by m.id";
        let messages = self.rows([SELECT_MESSAGES, of], (id,)).await?;
        Ok(with_messages(requests, messages).pop())
    }

    /// A student's threads about one homework, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requests_of(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<Request>, StoreError> {
        let of = "from requests r where r.user_id = $1 and r.homework = $2 order by r.id";
        let requests = self.rows(["select", COLUMNS, of], (user, homework));
        let requests = requests.await?;
        let of = "where r.user_id = $1 and r.homework = $2 order by m.id";
        let messages = self.rows([SELECT_MESSAGES, of], (user, homework)).await?;
        Ok(with_messages(requests, messages))
    }

    /// All of a student's threads, of homeworks that the course no longer has, too, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requests_about(&self, user: UserId) -> Result<Vec<Request>, StoreError> {
        let of = "from requests r where r.user_id = $1 order by r.id";
        let requests = self.rows(["select", COLUMNS, of], (user,)).await?;
        let of = "where r.user_id = $1 order by m.id";
        let messages = self.rows([SELECT_MESSAGES, of], (user,)).await?;
        Ok(with_messages(requests, messages))
    }

    /// The homeworks of a student's threads, oldest first, and whether each waits for an answer: it is open, and the student wrote last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked_about(&self, user: UserId) -> Result<Vec<(String, bool)>, StoreError> {
        let select = "select r.homework, r.closed_at is null and";
        let of = "as waits from requests r where r.user_id = $1 order by r.id";
        self.rows([select, WAITS, of], (user,)).await
    }

    /// How many such threads there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_threads(&self, threads: Threads<'_>) -> Result<usize, StoreError> {
        let (of, values) = threads.condition();
        let count = Made(format!("select count(*) from requests {of}"));
        self.one(count, values).await
    }

    /// Some of such threads without what was written in them: of the open ones the longest open first, of the closed ones the newest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn threads(
        &self,
        threads: Threads<'_>,
        range: Range<usize>,
    ) -> Result<Vec<ListedRequest>, StoreError> {
        let (of, mut values) = threads.condition();
        let order = if threads.closed {
            "r.closed_at desc, r.id desc"
        } else {
            "r.id"
        };
        for number in [range.len(), range.start] {
            values.push(number.into());
        }
        let (limit, offset) = (values.len() - 1, values.len());
        let select = format!(
            "select {COLUMNS}, u.name, {WAITS} as waits,
                (select count(*) from request_messages m where m.request_id = r.id) as messages
            from requests r
            join users u on u.id = r.user_id
            {of}
            order by {order}
            limit ${limit} offset ${offset}"
        );
        self.rows(Made(select), values).await
    }

    /// How many open threads were begun since then, and in how many the student wrote last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_requests(&self, since: Timestamp) -> Result<(i64, i64), StoreError> {
        let count = "
            select count(*) filter (where r.opened_at >= $1), count(*) filter (where";
        let open = ") from requests r where r.closed_at is null";
        self.one([count, WAITS, open], (since,)).await
    }
}
