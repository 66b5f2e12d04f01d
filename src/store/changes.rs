//! What changed, by topic: told once a transaction is committed, to whoever keeps something that was made of the data.
//!
//! Which topics a transaction is about is read from its statements, so that no statement can forget to say so. A topic has a
//! generation, a number that grows with each change: what was made at one generation holds as long as the number is the same. Other
//! processes change data too; whoever watches for them ([`super::watching`]) publishes here what they did.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use tokio::sync::{Notify, watch};

/// What data is about, as far as somebody waits for it to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Versions of the course, and releases of inputs.
    Course,
    /// Who there is, their roles and logins.
    People,
    /// Who is signed in, and tokens.
    Sessions,
    /// What was sent, and the reports on it.
    Submissions,
    /// Answers that persons grade, their grades, claims and requests.
    Answers,
    /// Points by hand, excuses, deadlines, the exam.
    ByHand,
    /// Long work.
    Jobs,
}

impl Topic {
    /// All topics.
    pub const ALL: [Self; 7] = [
        Self::Course,
        Self::People,
        Self::Sessions,
        Self::Submissions,
        Self::Answers,
        Self::ByHand,
        Self::Jobs,
    ];

    /// The word by which processes tell one another.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::People => "people",
            Self::Sessions => "sessions",
            Self::Submissions => "submissions",
            Self::Answers => "answers",
            Self::ByHand => "by-hand",
            Self::Jobs => "jobs",
        }
    }

    /// The topic of this word.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }

    /// What a table is about; nothing where nobody waits for it.
    fn of_table(table: &str) -> Option<Self> {
        Some(match table {
            "courses" | "inputs_releases" => Self::Course,
            "users" | "former_logins" => Self::People,
            "sessions" | "tokens" => Self::Sessions,
            // What is made of them too: it may be made anew by itself.
            "submissions" | "standings" | "tallies" => Self::Submissions,
            "manual_answers" | "manual_grades" | "claims" | "requests" | "request_messages" => {
                Self::Answers
            }
            "overrides" | "extensions" | "exams" => Self::ByHand,
            "jobs" => Self::Jobs,
            _ => return None,
        })
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Several topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics(u8);

impl Topics {
    /// Every topic.
    pub const ALL: Self = Self(u8::MAX >> 1);

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of both.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// This one, if it is among them.
    pub(super) const fn only(self, topic: Topic) -> Self {
        Self(self.0 & topic.bit())
    }

    /// Those that are not among these.
    pub(super) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Topic> {
        let has = move |topic: &Topic| self.0 & topic.bit() != 0;
        Topic::ALL.into_iter().filter(has)
    }

    /// What a change of a table is about.
    pub(super) fn of_table(table: &str) -> Self {
        Topic::of_table(table).into_iter().collect()
    }
}

/// The table that a statement changes.
pub(super) fn changed_table(sql: &str) -> Option<&str> {
    let mut words = sql.split_ascii_whitespace();
    let mut first = words.next();
    if first == Some("with") {
        first = words.find(|word| ["update", "insert", "delete", "select"].contains(word));
    }
    match first {
        Some("update") => words.next(),
        Some("insert" | "delete") => words.nth(1),
        _ => None,
    }
}

impl FromIterator<Topic> for Topics {
    fn from_iter<T: IntoIterator<Item = Topic>>(topics: T) -> Self {
        Self(topics.into_iter().fold(0, |all, topic| all | topic.bit()))
    }
}

impl From<Topic> for Topics {
    fn from(topic: Topic) -> Self {
        Self(topic.bit())
    }
}

/// The generations of all topics, for all who share a store.
#[derive(Clone, Debug, Default)]
pub struct Changes(Arc<Generations>);

#[derive(Debug)]
struct Generations {
    topics: [watch::Sender<u64>; Topic::ALL.len()],
    is_watched: AtomicBool,
    /// Tells the messages of this process from those of others.
    sender: u64,
    /// What was changed here and other processes are to be told.
    untold: AtomicU8,
    to_tell: Notify,
}

impl Default for Generations {
    fn default() -> Self {
        Self {
            topics: Topic::ALL.map(|_| watch::Sender::new(0)),
            is_watched: AtomicBool::new(false),
            sender: rand::random(),
            untold: AtomicU8::new(0),
            to_tell: Notify::new(),
        }
    }
}

/// Somebody who watches for what other processes change; dropped, nobody does.
pub(super) struct Watching(Changes);

impl Watching {
    /// Says whether others can be seen at this time.
    pub fn set(&self, is_watched: bool) {
        (self.0.0).is_watched.store(is_watched, Ordering::Release);
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.set(false);
    }
}

impl Changes {
    fn of(&self, topic: Topic) -> &watch::Sender<u64> {
        &self.0.topics[topic as usize]
    }

    pub(super) fn watching(&self) -> Watching {
        Watching(self.clone())
    }

    /// Whether generations tell of what other processes change too. Where they do not, the database is to be asked.
    pub fn is_watched(&self) -> bool {
        self.0.is_watched.load(Ordering::Acquire)
    }

    /// Says that anything may have changed.
    pub(super) fn publish_others(&self) {
        self.publish(Topics::ALL);
    }

    /// Who tells other processes of what changed here.
    pub(super) fn sender(&self) -> u64 {
        self.0.sender
    }

    /// Leaves it to whoever watches to tell other processes of these.
    pub(super) fn tell_later(&self, topics: Topics) {
        if !topics.is_empty() {
            self.0.untold.fetch_or(topics.0, Ordering::AcqRel);
            self.0.to_tell.notify_one();
        }
    }

    /// Waits until there is something to tell.
    pub(super) async fn to_tell(&self) {
        self.0.to_tell.notified().await;
    }

    /// What is to be told, which is from now on left to the caller.
    pub(super) fn take_to_tell(&self) -> Topics {
        Topics(self.0.untold.swap(0, Ordering::AcqRel))
    }

    /// Tells that something changed. It is there to be read already.
    pub fn publish(&self, topics: Topics) {
        for topic in topics.each() {
            self.of(topic).send_modify(|generation| *generation += 1);
        }
    }

    /// How often a topic has changed.
    pub fn generation(&self, topic: Topic) -> u64 {
        *self.of(topic).borrow()
    }

    /// Wakes up whenever a topic changes.
    pub fn subscribe(&self, topic: Topic) -> watch::Receiver<u64> {
        self.of(topic).subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_tells_what_it_changes() {
        for (sql, topics) in [
            ("\n insert into courses (toml)", vec![Topic::Course]),
            (
                "update submissions\n set points = 1",
                vec![Topic::Submissions],
            ),
            ("delete from sessions where id = 1", vec![Topic::Sessions]),
            ("select 1 from courses", vec![]),
            (
                "with v (id) as (values ($1)) update jobs set done = 1",
                vec![Topic::Jobs],
            ),
            ("insert into audit (at) values ($1)", vec![]),
            ("lock table audit in exclusive mode", vec![]),
        ] {
            let found = changed_table(sql).map(Topics::of_table);
            let found: Vec<Topic> = found.unwrap_or_default().each().collect();
            assert_eq!(found, topics, "{sql}");
        }
    }

    #[test]
    fn what_is_published_is_heard_by_its_topic_alone() {
        let changes = Changes::default();
        let mut jobs = changes.subscribe(Topic::Jobs);
        changes.publish(Topic::Course.into());
        assert!(!jobs.has_changed().unwrap());
        assert_eq!(changes.generation(Topic::Course), 1);
        changes.publish(Topics::ALL);
        assert!(jobs.has_changed().unwrap());
        assert_eq!(*jobs.borrow_and_update(), 1);
        for topic in Topic::ALL {
            assert_eq!(Topic::of_name(topic.name()), Some(topic));
            assert!(changes.generation(topic) > 0);
        }
    }
}
