//! The notebook that a homework starts from: it loads the inputs, has a cell a task, and saves the answers file.
//!
//! It runs from top to bottom with NumPy alone, whether something is filled in or not, and sends nothing unasked. Where the package `dgm`
//! is installed, it checks and sends by that. The command line and the pages offer the same one.

mod code;
mod files;
mod names;
mod prose;

pub use files::{Server, answers_name, inputs_name, install, practice_name};

use judge::pack::Sheet;
use l10n::Lang;
use serde_json::{Value, json};

/// The notebook of a homework (nbformat 4.5), for answers to the inputs file of this name, which go to this server where one is known.
pub fn starter(homework: &Sheet, lang: Lang, inputs: &str, server: Option<Server<'_>>) -> Value {
    let files = files::Files {
        homework: &homework.homework,
        inputs,
        answers: &answers_name(&homework.homework),
        server,
    };
    let mut cells = vec![
        markdown("about", &prose::about(homework, &files, lang)),
        code("load", &code::load(&files, lang)),
    ];
    for task in &homework.tasks {
        let text = prose::task(task, lang);
        cells.push(markdown(&format!("about-{}", task.task), &text));
        cells.push(code(
            &format!("task-{}", task.task),
            &code::task(task, lang),
        ));
    }
    if !homework.manual.is_empty() {
        cells.push(markdown("by-hand", &prose::manual(homework, lang)));
    }
    cells.push(code("save", &code::save(lang)));
    cells.push(markdown("next", &prose::next(&files, lang)));
    cells.push(code("check", &code::check(&files, lang)));
    cells.push(markdown("hand-in", &prose::hand_in(&files, lang)));
    cells.push(code("send", &code::send(&files, lang)));
    json!({
        "cells": cells,
        "metadata": {
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    })
}

fn markdown(id: &str, text: &str) -> Value {
    json!({ "cell_type": "markdown", "id": cell_id(id), "metadata": {}, "source": lines(text) })
}

fn code(id: &str, text: &str) -> Value {
    json!({
        "cell_type": "code", "execution_count": null, "id": cell_id(id), "metadata": {},
        "outputs": [], "source": lines(text),
    })
}

/// nbformat takes letters, digits, `-` and `_`, 64 at most.
fn cell_id(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(64)
        .collect()
}

/// Text as notebooks keep it: a string a line, line breaks at their ends.
fn lines(text: &str) -> Vec<&str> {
    text.trim_end().split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests;
