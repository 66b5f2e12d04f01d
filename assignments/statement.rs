//! The statement of a homework, cut into its tasks.
//!
//! A statement is Markdown: an introduction, then `## task: Title` for every task, in the order of the index.
//! Under a task's text stands a list of its hints, `- mistake: sentence`, in the order of its mistakes.

use std::sync::{PoisonError, RwLock};

/// One task's part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The task's name.
    pub task: &'static str,
    /// The title a person reads.
    pub title: &'static str,
    /// The Markdown below the heading, without the hints.
    pub body: &'static str,
    hints: &'static [(&'static str, &'static str)],
}

impl Section {
    /// The hints in their order, each with the name of its mistake.
    pub fn hints(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.hints.iter().copied()
    }

    /// The hint of a mistake.
    pub fn hint(self, mistake: &str) -> Option<&'static str> {
        self.hints()
            .find(|(id, _)| *id == mistake)
            .map(|(_, hint)| hint)
    }
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

/// The section of one task.
pub fn section(markdown: &'static str, task: &str) -> Option<Section> {
    let cut = cut_once(markdown);
    cut.iter().copied().find(|s| s.task == task)
}

/// The sections of a statement, cut at its first use: a report asks for hints task by task.
fn cut_once(markdown: &'static str) -> &'static [Section] {
    static CUT: RwLock<Vec<(&'static str, &'static [Section])>> = RwLock::new(Vec::new());
    let known = |cut: &[(&'static str, &'static [Section])]| {
        let of = cut.iter().find(|(text, _)| std::ptr::eq(*text, markdown));
        of.map(|(_, sections)| *sections)
    };
    let found = known(&CUT.read().unwrap_or_else(PoisonError::into_inner));
    found.unwrap_or_else(|| {
        let mut cut = CUT.write().unwrap_or_else(PoisonError::into_inner);
        known(&cut).unwrap_or_else(|| {
            // As many as there are statements in the program, and kept as long.
            let sections: &[Section] = sections(markdown).collect::<Vec<_>>().leak();
            cut.push((markdown, sections));
            sections
        })
    })
}

/// A statement, cut into its sections.
pub(crate) fn cut(markdown: &'static str) -> Statement {
    let head = markdown.split("\n## ").next().unwrap_or_default();
    let head = head.strip_prefix("# ").unwrap_or(head);
    let (title, introduction) = head.split_once('\n').unwrap_or((head, ""));
    Statement {
        title: title.trim(),
        introduction: introduction.trim(),
        sections: cut_once(markdown).to_vec(),
    }
}

fn sections(markdown: &'static str) -> impl Iterator<Item = Section> {
    markdown.split("\n## ").skip(1).map(|part| {
        let (heading, text) = part.split_once('\n').unwrap_or((part, ""));
        let (task, title) = heading.split_once(':').unwrap_or((heading, heading));
        let text = text.trim();
        let (body, hints) = text.split_at(start_of_hints(text));
        Section {
            task: task.trim(),
            title: title.trim(),
            body: body.trim(),
            // A report asks for hints one by one; they are kept as long as the sections.
            hints: hints.lines().filter_map(hint).collect::<Vec<_>>().leak(),
        }
    })
}

/// Where the list of hints at the end begins.
fn start_of_hints(text: &str) -> usize {
    let mut start = text.len();
    while start > 0 {
        let line = text[..start].trim_end_matches('\n');
        let line = line.rfind('\n').map_or(0, |end| end + 1);
        if hint(text[line..start].trim_end()).is_none() {
            break;
        }
        start = line;
    }
    start
}

/// The name of a mistake and its hint, where the line is one of the list.
fn hint(line: &str) -> Option<(&str, &str)> {
    let (id, hint) = line.strip_prefix("- ")?.split_once(": ")?;
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    id.chars().all(is_id).then_some((id, hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKDOWN: &str = "# Title\n\nHello.\n\n## one: First\n\nText:\n\n- `a`: not a hint.\n\n- half_missing: Divide by $2$: always.\n- sign: Turn it.\n\n## two: Second\n\nNo hints.\n";

    #[test]
    fn hints_are_the_list_at_the_end_of_a_section() {
        let statement = cut(MARKDOWN);
        assert_eq!(
            (statement.title, statement.introduction),
            ("Title", "Hello.")
        );
        let one = section(MARKDOWN, "one").unwrap();
        assert_eq!(one.body, "Text:\n\n- `a`: not a hint.");
        assert_eq!(one.hint("half_missing"), Some("Divide by $2$: always."));
        assert_eq!(one.hints().count(), 2);
        let two = section(MARKDOWN, "two").unwrap();
        assert_eq!((two.body, two.hints().count()), ("No hints.", 0));
    }
}
