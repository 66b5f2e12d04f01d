//! An answer as a grader looks at it: text, the browser's own viewer, a notebook as text and code, arrays as a table.

use crate::course::AnswerKind;
use crate::ids::AnswerId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::notebook::{self, Cell, CellKind, Notebook, Output, Text};
use crate::store::ManualAnswer;
use crate::web::error::AppError;
use crate::web::markdown;
use judge::answers::{self, Limits, Opened};
use judge::arrays::{Array, Values};
use l10n::{Explain as _, Lang, number};
use serde::Serialize;
use std::sync::Arc;

/// The most text of a notebook on one page, in bytes, and the most HTML that its text cells become; the rest is in the file.
const LONGEST: usize = 1 << 20;
const LONGEST_HTML: usize = 8 << 20;
/// The most arrays, and the first values of each.
const MOST_ARRAYS: usize = 200;
const FIRST: usize = 6;

/// An answer to be looked at.
#[derive(Default, Serialize)]
pub struct AnswerView {
    id: AnswerId,
    kind: &'static str,
    image: bool,
    pdf: bool,
    html: Option<String>,
    notebook: Option<NotebookView>,
    arrays: Option<ArraysView>,
    /// Why the file cannot be had just now, or any more.
    no_file: Option<String>,
}

#[derive(Serialize)]
struct NotebookView {
    cells: Vec<CellView>,
    /// How many cells are beyond what one page shows.
    left: usize,
}

#[derive(Serialize)]
struct CellView {
    /// `markdown`, `code` or `raw`.
    kind: &'static str,
    html: Option<String>,
    text: String,
    is_cut: bool,
    outputs: Vec<OutputView>,
}

#[derive(Serialize)]
struct OutputView {
    /// `text`, `error`, `picture` or `hidden`.
    kind: &'static str,
    text: String,
    is_cut: bool,
    picture: usize,
}

#[derive(Serialize)]
struct ArraysView {
    rows: Vec<ArrayRow>,
    left: usize,
}

#[derive(Serialize)]
struct ArrayRow {
    name: String,
    dtype: &'static str,
    shape: String,
    values: String,
    /// Why it cannot be read.
    fault: Option<String>,
}

/// An answer to be looked at; one that cannot be read is only to be downloaded.
///
/// # Errors
/// When the database fails.
pub async fn shown(
    app: &Arc<App>,
    answer: &ManualAnswer,
    lang: Lang,
) -> Result<AnswerView, AppError> {
    let kind = answer.kind;
    let view = AnswerView {
        id: answer.id,
        kind: kind.name(),
        image: kind.is_image(),
        pdf: kind == AnswerKind::Pdf,
        ..AnswerView::default()
    };
    if kind.is_shown() {
        return Ok(view);
    }
    let body = app.store.answer_body(answer.id).await;
    let body = match body.map_err(ServiceError::from) {
        // It is graded by whoever has seen it, and what was said of it stands beside it.
        Err(error) if error.is_about_a_file() => {
            return Ok(AnswerView {
                no_file: Some(error.title().text(lang)),
                ..view
            });
        }
        body => body?.unwrap_or_default(),
    };
    let limits = app.limits.clone();
    Ok(app
        .compute(move || read(view, kind, &body, &limits, lang))
        .await?)
}

fn read(
    view: AnswerView,
    kind: AnswerKind,
    body: &[u8],
    limits: &Limits,
    lang: Lang,
) -> AnswerView {
    match kind {
        AnswerKind::Text => AnswerView {
            html: Some(markdown::to_html(&String::from_utf8_lossy(body))),
            ..view
        },
        AnswerKind::Notebook => AnswerView {
            notebook: notebook::read(body).ok().map(of_notebook),
            ..view
        },
        AnswerKind::Npz => AnswerView {
            arrays: answers::open(body, limits)
                .ok()
                .map(|file| of_arrays(&file, lang)),
            ..view
        },
        AnswerKind::Pdf | AnswerKind::Png | AnswerKind::Jpeg => view,
    }
}

fn of_notebook(notebook: Notebook) -> NotebookView {
    let count = notebook.cells.len();
    let mut cells = Vec::new();
    let (mut length, mut html) = (0, 0);
    for cell in notebook.cells {
        let cell = of_cell(cell);
        let outputs = cell.outputs.iter().map(|output| output.text.len());
        length += cell.text.len() + outputs.sum::<usize>();
        html += cell.html.as_ref().map_or(0, String::len);
        if length > LONGEST || html > LONGEST_HTML {
            break;
        }
        cells.push(cell);
    }
    NotebookView {
        left: count - cells.len(),
        cells,
    }
}

fn of_cell(cell: Cell) -> CellView {
    let (kind, text) = match cell.kind {
        CellKind::Markdown => ("markdown", cell.source),
        CellKind::Code => ("code", cell.source),
        CellKind::Raw => ("raw", cell.source),
    };
    CellView {
        html: (kind == "markdown").then(|| markdown::to_html(&text.shown)),
        kind,
        text: text.shown,
        is_cut: text.is_cut,
        outputs: cell.outputs.into_iter().map(of_output).collect(),
    }
}

fn of_output(output: Output) -> OutputView {
    let (kind, text, picture) = match output {
        Output::Text(text) => ("text", text, 0),
        Output::Error(text) => ("error", text, 0),
        Output::Picture(number) => ("picture", Text::default(), number),
        Output::Hidden => ("hidden", Text::default(), 0),
    };
    OutputView {
        kind,
        text: text.shown,
        is_cut: text.is_cut,
        picture,
    }
}

fn of_arrays(file: &Opened, lang: Lang) -> ArraysView {
    let read = file.arrays.iter().map(|(name, array)| ArrayRow {
        name: name.clone(),
        dtype: array.dtype.name(),
        shape: number::shape(array.shape()),
        values: first_values(array, lang),
        fault: None,
    });
    let faults = file.faults.iter().map(|(name, fault)| ArrayRow {
        name: name.clone(),
        dtype: "",
        shape: String::new(),
        values: String::new(),
        fault: Some(fault.message().text(lang)),
    });
    let rows: Vec<_> = read.chain(faults).take(MOST_ARRAYS).collect();
    let all = file.arrays.len() + file.faults.len();
    ArraysView {
        left: all - rows.len(),
        rows,
    }
}

fn first_values(array: &Array, lang: Lang) -> String {
    // A decimal comma needs another sign between numbers.
    let mut shown: Vec<String> = match &array.values {
        Values::Float(values) => (values.iter().take(FIRST))
            .map(|value| number::value(*value, lang))
            .collect(),
        Values::Int(values) => values.iter().take(FIRST).map(i64::to_string).collect(),
    };
    if array.len() > FIRST {
        shown.push("…".to_owned());
    }
    shown.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_so_much_of_a_notebook_and_no_more() {
        // A hundred columns, and rows that are filled up to them.
        let table = format!(
            "{}\\n{}\\n{}",
            "|a".repeat(100),
            "|-".repeat(100),
            "|1\\n".repeat(50)
        );
        let cell = format!(r#"{{"cell_type":"markdown","metadata":{{}},"source":"{table}"}}"#);
        let file = |cells: usize| {
            let cells = vec![cell.as_str(); cells].join(",");
            format!(r#"{{"cells":[{cells}],"metadata":{{}},"nbformat":4,"nbformat_minor":5}}"#)
        };
        let view = |cells| of_notebook(notebook::read(file(cells).as_bytes()).ok().unwrap());
        let (short, long) = (view(3), view(900));
        assert_eq!((short.cells.len(), short.left), (3, 0));
        assert_eq!(long.cells.len() + long.left, 900);
        let html = |cell: &CellView| cell.html.as_ref().map_or(0, String::len);
        let shown: usize = long.cells.iter().map(html).sum();
        assert!(
            (LONGEST_HTML / 2..=LONGEST_HTML).contains(&shown),
            "{shown}"
        );
    }
}
