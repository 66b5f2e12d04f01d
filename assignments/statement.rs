//! The statement of a homework, cut into its tasks.
//!
//! A statement is Markdown: an introduction, then `## task: Title` for every task, in the order of the index.

use crate::catalogue::Homework;
use crate::text::Lang;

/// One task's part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The task's name.
    pub task: &'static str,
    /// The title a person reads.
    pub title: &'static str,
    /// The Markdown below the heading.
    pub body: &'static str,
}

/// A statement, cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The title of the homework (the text of the `# ` heading).
    pub title: &'static str,
    /// The Markdown before the first task.
    pub introduction: &'static str,
    /// A section a task.
    pub sections: Vec<Section>,
}

impl Statement {
    /// The section of a task.
    pub fn section(&self, task: &str) -> Option<Section> {
        self.sections.iter().copied().find(|s| s.task == task)
    }
}

impl Homework {
    /// The statement in one language.
    pub fn statement(&self, lang: Lang) -> Statement {
        cut(match lang {
            Lang::En => self.statement_en,
            Lang::Ru => self.statement_ru,
        })
    }
}

fn cut(markdown: &'static str) -> Statement {
    let mut parts = markdown.split("\n## ");
    let head = parts.next().unwrap_or_default();
    let head = head.strip_prefix("# ").unwrap_or(head);
    let (title, introduction) = head.split_once('\n').unwrap_or((head, ""));
    let section = |part: &'static str| {
        let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
        let (task, title) = heading.split_once(':').unwrap_or((heading, heading));
        Section {
            task: task.trim(),
            title: title.trim(),
            body: body.trim(),
        }
    };
    Statement {
        title: title.trim(),
        introduction: introduction.trim(),
        sections: parts.map(section).collect(),
    }
}
