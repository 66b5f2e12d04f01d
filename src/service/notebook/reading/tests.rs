//! What is read of notebooks, and what of hostile ones is not.

use super::*;
use crate::service::notebook::file::{MOST_CELLS, MOST_OUTPUTS};
use crate::service::notebook::text::LONGEST;
use serde_json::json;

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(3_u32.to_be_bytes());
    bytes.extend(4_u32.to_be_bytes());
    bytes
}

fn text(shown: &str) -> Text {
    Text {
        shown: shown.to_owned(),
        is_cut: false,
    }
}

fn of(cells: serde_json::Value) -> Result<Notebook, NoNotebook> {
    let file = json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {"x": [1, {"y": null}]}, "cells": cells});
    read(file.to_string().as_bytes())
}

#[test]
fn text_code_and_pictures_are_read() {
    let encoded = BASE64_STANDARD.encode(png());
    let (head, tail) = encoded.split_at(8);
    let read = of(json!([
        {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "$x$"]},
        {"cell_type": "code", "source": "print(1)", "execution_count": 1, "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["1\n", "2"]},
            {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u{1b}[0;31mE\u{1b}[0m", "v"]},
            {"output_type": "display_data", "data": {"image/png": format!("{head}\n{tail}"), "text/plain": ["<Figure>"]}},
            {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}},
            {"output_type": "execute_result", "data": {"text/html": "<script>1</script>", "text/plain": "table"}},
            {"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}}
        ]},
        {"cell_type": "raw", "source": ""},
    ]))
    .unwrap();
    assert_eq!(read.pictures.len(), 1);
    assert_eq!(
        (read.pictures[0].kind, &read.pictures[0].bytes),
        (AnswerKind::Png, &png())
    );
    let outputs = vec![
        Output::Text(text("1\n2")),
        Output::Error(text("E\nv")),
        Output::Picture(0),
        Output::Text(text("<Figure>")),
        Output::Text(text("table")),
        Output::Hidden,
    ];
    let cell = |kind, source, outputs| Cell {
        kind,
        source,
        outputs,
    };
    let cells = [
        cell(CellKind::Markdown, text("# A\n$x$"), Vec::new()),
        cell(CellKind::Code, text("print(1)"), outputs),
        cell(CellKind::Raw, text(""), Vec::new()),
    ];
    assert_eq!(read.cells, cells);
}

#[test]
fn pictures_that_were_pasted_are_read() {
    let encoded = BASE64_STANDARD.encode(png());
    let pasted = |attachments: serde_json::Value| {
        let source = "![a](attachment:p.png)";
        of(json!([
            {"cell_type": "markdown", "source": source, "attachments": attachments},
            {"cell_type": "code", "source": "", "outputs": [
                {"output_type": "display_data", "data": {"image/png": encoded}},
            ]},
        ]))
    };
    let outputs = |attachments| {
        let read = pasted(attachments).unwrap();
        assert!(read.pictures.iter().all(|p| p.bytes == png()));
        let [first, second] = read.cells.try_into().unwrap();
        // A picture of a later cell comes after those of an earlier one.
        let last = Output::Picture(read.pictures.len() - 1);
        assert_eq!(second.outputs, [last]);
        first.outputs
    };
    let picture = json!({"image/png": encoded});
    let two = json!({"p.png": picture, "../q\u{0}": {"image/jpeg": [encoded]}});
    assert_eq!(outputs(two), [Output::Picture(0), Output::Picture(1)]);
    assert_eq!(outputs(json!(null)), []);
    assert_eq!(outputs(json!({})), []);
    // What cannot be shown is not passed over in silence.
    for hidden in [
        json!({"image/png": "AAAA"}),
        json!({"image/png": "no base 64"}),
        json!({"image/png": BASE64_STANDARD.encode("<svg onload='x()'/>")}),
        json!({"image/svg+xml": "<svg/>", "text/html": "<script>"}),
        json!({}),
    ] {
        assert_eq!(outputs(json!({ "p": hidden })), [Output::Hidden]);
    }
    let many = |count: usize| {
        let all = (0..count).map(|n| (n.to_string(), picture.clone()));
        pasted(serde_json::Value::Object(all.collect()))
    };
    let most = many(MOST_OUTPUTS).unwrap();
    assert_eq!(most.pictures.len(), MOST_OUTPUTS + 1);
    assert_eq!(many(MOST_OUTPUTS + 1), Err(NoNotebook));
    for broken in [
        json!([]),
        json!("p.png"),
        json!({"p": 1}),
        json!({"p": {"image/png": {}}}),
    ] {
        assert_eq!(pasted(broken.clone()), Err(NoNotebook), "{broken}");
    }
}

#[test]
fn a_mark_of_utf8_may_stand_before_it() {
    let marked = [&b"\xef\xbb\xbf"[..], b" {\"nbformat\": 4, \"cells\": []}"].concat();
    assert!(may_be(&marked) && is_one(&marked));
    assert_eq!(read(&marked), Ok(Notebook::default()));
    assert!(!may_be(b"\xef\xbb\xbf") && !may_be(b"\xef\xbb{"));
}

#[test]
fn what_is_no_notebook_is_refused() {
    for file in [
        &b""[..],
        b"{}",
        b"[]",
        b"{\"nbformat\": 3, \"worksheets\": []}",
        b"{\"nbformat\": 3, \"cells\": []}",
        b"{\"nbformat\": 4}",
        b"{\"nbformat\": 4, \"cells\": {}}",
        b"{\"nbformat\": 4, \"cells\": [{}]}",
        b"{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 1}]}",
        b"{\"nbformat\": 4, \"cells\": []} x",
        b"{\"nbformat\": 4, \"cells\": [",
    ] {
        assert_eq!(
            read(file),
            Err(NoNotebook),
            "{}",
            String::from_utf8_lossy(file)
        );
    }
    assert!(may_be(b" \n{") && !may_be(b"[") && !may_be(b""));
    let deep = [
        b"{\"nbformat\": 4, \"cells\": [], \"metadata\": ".to_vec(),
        b"[".repeat(200_000),
    ]
    .concat();
    assert_eq!(read(&deep), Err(NoNotebook));
}

#[test]
fn how_much_is_read_is_bounded() {
    let cell = json!({"cell_type": "raw", "source": "x"});
    let cells = |count: usize| of(json!(vec![cell.clone(); count]));
    assert_eq!(cells(MOST_CELLS).unwrap().cells.len(), MOST_CELLS);
    assert_eq!(cells(MOST_CELLS + 1), Err(NoNotebook));
    let output = json!({"output_type": "stream", "text": "x"});
    let outputs = |count: usize| {
        of(json!([{"cell_type": "code", "source": "", "outputs": vec![output.clone(); count]}]))
    };
    assert!(outputs(MOST_OUTPUTS).is_ok());
    assert_eq!(outputs(MOST_OUTPUTS + 1), Err(NoNotebook));
    let long = of(json!([{"cell_type": "raw", "source": "ы".repeat(LONGEST)}])).unwrap();
    let long = &long.cells[0].source;
    assert!(long.is_cut && long.shown.len() <= LONGEST && long.shown.ends_with('ы'));
}
