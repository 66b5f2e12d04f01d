//! What every letter about the course is written from.

use crate::course::Homework;
use crate::mail::post::Post;
use crate::mail::written::{Line, Written};
use crate::service::app::{ActiveCourse, App};
use crate::service::disclose::Reader;
use crate::store::User;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, Message};
use std::sync::Arc;

/// For whom a letter is written, and what it is written from.
pub(super) struct Writing<'a> {
    pub app: &'a App,
    pub post: &'a Post,
    pub user: &'a User,
    pub lang: Lang,
    pub now: Timestamp,
    pub active: Arc<ActiveCourse>,
    pub zone: TimeZone,
}

impl Writing<'_> {
    pub fn say(&self, message: &Message) -> String {
        message.text(self.lang)
    }

    /// An address on the server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.post.base_url)
    }

    pub fn homework(&self, name: &str) -> Option<&Homework> {
        self.active.course.homework(name)
    }

    pub fn title(&self, homework: &str) -> String {
        self.active.course.homework_title(homework, self.lang)
    }

    /// A letter of these lines, headed by the only one or by how many there are; nothing where there are none.
    pub fn of_lines(
        &self,
        lines: Vec<Line>,
        one: impl FnOnce(String) -> Message,
        several: impl FnOnce(usize) -> Message,
        lead: impl FnOnce(usize) -> Message,
    ) -> Option<Written> {
        let first = lines.first()?.what.clone();
        let head = match lines.len() {
            1 => one(first),
            n => several(n),
        };
        Some(Written {
            subject: self.say(&head),
            lead: self.say(&lead(lines.len())),
            lines,
            ..Written::default()
        })
    }

    /// As whom reports are disclosed.
    pub fn reader(&self) -> Reader {
        Reader {
            user: self.user.id,
            role: self.user.role,
            lang: self.lang,
        }
    }
}
