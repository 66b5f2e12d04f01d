//! How much of where the errors sit a page shows: a homework that is wrong in everything would make it several times as long.

use super::elements::ElementsView;
use serde::Deserialize;

/// So many bytes of pictures and lists, about, are on a page.
const MOST: usize = 48 << 10;

/// `?task=`: the task of which everything is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    task: Option<String>,
}

/// What is shown of where the errors sit: of the task that was asked for, else of the first tasks that there is room for.
pub(super) struct Room {
    page: String,
    asked: Option<String>,
    left: usize,
}

impl Room {
    /// That of a page at this address.
    pub(super) fn of(page: String, asked: Asked) -> Self {
        Self {
            page,
            asked: asked.task,
            left: MOST,
        }
    }

    /// Whether this task was asked for.
    pub(super) fn is_asked(&self, task: &str) -> bool {
        self.asked.as_deref() == Some(task)
    }

    /// The elements where they are shown. What begins within the room is shown whole.
    pub(super) fn shown(&mut self, task: &str, view: ElementsView) -> Option<ElementsView> {
        if self.asked.is_some() {
            return self.is_asked(task).then_some(view);
        }
        let fits = self.left > 0;
        self.left = self.left.saturating_sub(view.bytes());
        fits.then_some(view)
    }

    /// The address of the page with those of a task; a name of ours, which needs no escaping.
    pub(super) fn of_task(&self, task: &str) -> String {
        format!("{}?task={task}#task-{task}", self.page)
    }
}
