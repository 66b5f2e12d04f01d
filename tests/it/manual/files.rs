//! Files as answers: which are taken, and how a grader looks at them.

use super::course::toml;
use super::site::Site;
use crate::support::audit::checked;
use crate::support::site::clock;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use judge::answers::write_npz;
use judge::arrays::{Array, Arrays};
use ndarray::arr1;

const FILE: &str = "/homeworks/elbo/items/proof/file";
const TEXT: &str = "/homeworks/elbo/items/proof/text";
const PDF: &[u8] = b"%PDF-1.7\nmine";
const NOTEBOOK: &[u8] = include_bytes!("../../../fuzz/corpus/notebook/usual.ipynb");

/// A site whose proof takes these kinds of answers.
async fn taking(accept: &str) -> Site {
    let site = Site::new().await;
    let text = toml("1", "2").replacen(
        "points = \"3\"\n",
        &format!("points = \"3\"\naccept = {accept}\n"),
        1,
    );
    assert!(text.contains("accept"), "{text}");
    let store = &site.app.store;
    let course = checked(&text);
    let published = store.publish_course(&course, "", "test", clock());
    published.await.expect("the course is published");
    site
}

fn npz() -> Vec<u8> {
    let x = Array::float(arr1(&[0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]).into_dyn());
    let n = Array::int(arr1(&[7_i64, 8]).into_dyn());
    write_npz(&Arrays::from([("<x>".to_owned(), x), ("n".to_owned(), n)]))
}

#[tokio::test]
async fn only_what_the_config_says_is_taken() {
    let site = taking("[\"ipynb\", \"npz\"]").await;
    let anna = site.join("anna", Role::Student).await;
    let page = anna.page("/homeworks/elbo/items/proof").await;
    assert!(page.contains("accept=\".ipynb,.npz\""), "{page}");
    assert!(
        page.contains("a notebook (.ipynb), arrays (.npz)"),
        "{page}"
    );
    assert!(!page.contains("name=\"text\""), "{page}");
    let text = anna.post(TEXT, &[("text", "words")]).await;
    assert_eq!(text.status, StatusCode::UNPROCESSABLE_ENTITY);
    for bad in [
        PDF,
        &NOTEBOOK[..NOTEBOOK.len() - 2],
        &npz()[..60],
        b"{\"nbformat\": 3}",
    ] {
        let refused = anna.upload(FILE, bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for good in [NOTEBOOK, &npz()] {
        assert_eq!(anna.upload(FILE, good).await.status, StatusCode::SEE_OTHER);
    }
    // Where nothing is said, it is as it was.
    let site = Site::new().await;
    let boris = site.join("boris", Role::Student).await;
    let page = boris.page("/homeworks/elbo/items/proof").await;
    assert!(page.contains("accept=\".pdf,.png,.jpg,.jpeg\"") && page.contains("name=\"text\""));
    let refused = boris.upload(FILE, NOTEBOOK).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("PDF, PNG, JPEG"),
        "{}",
        refused.text()
    );
    assert_eq!(boris.upload(FILE, PDF).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_document_is_shown_in_a_frame_that_may_do_nothing() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    anna.upload(FILE, PDF).await;
    let grader = site.join("ada", Role::Grader).await;
    let boris = site.join("boris", Role::Student).await;
    let page = grader.get("/queue/elbo/proof/answers/1").await;
    assert!(
        page.header("content-security-policy")
            .contains("frame-src 'self'")
    );
    assert!(
        page.text()
            .contains("<iframe class=\"answer-pdf\" src=\"/answers/1/view\"")
    );
    for caller in [&anna, &grader] {
        let shown = caller.get("/answers/1/view").await;
        assert_eq!((shown.status, &*shown.body), (StatusCode::OK, PDF));
        assert_eq!(
            shown.header("content-security-policy"),
            "default-src 'none'; sandbox; frame-ancestors 'self'"
        );
        assert_eq!(shown.header("content-type"), "application/pdf");
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(shown.header("content-disposition").starts_with("inline"));
    }
    for hidden in ["/answers/1/view", "/answers/1/file"] {
        assert_eq!(boris.get(hidden).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        grader.get("/answers/1/pictures/0").await.status,
        StatusCode::NOT_FOUND
    );
    // Text and archives are never shown by the browser itself.
    anna.done(TEXT, &[("text", "<b>words</b>")]).await;
    assert_eq!(
        grader.get("/answers/2/view").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_notebook_is_text_code_and_pictures() {
    let site = taking("[\"ipynb\", \"npz\"]").await;
    let anna = site.join("anna", Role::Student).await;
    anna.upload(FILE, NOTEBOOK).await;
    let grader = site.join("ada", Role::Grader).await;
    let page = grader.page("/queue/elbo/proof/answers/1").await;
    for part in [
        "<h1>The bound</h1>",
        "<math",
        "&lt;b&gt;raw&lt;/b&gt;",
        "import numpy as np\nnp.arange(3)",
        "epoch 1\nepoch 2",
        "array([0, 1, 2])",
        "src=\"/answers/1/pictures/0\"",
        "<pre class=\"output error\">ValueError\nno</pre>",
        "Something of another kind",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(
        !page.contains("alert(1)") && !page.contains("<svg onload"),
        "{page}"
    );
    let picture = grader.get("/answers/1/pictures/0").await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.body.starts_with(b"\x89PNG"));
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );
    let boris = site.join("boris", Role::Student).await;
    for hidden in ["/answers/1/pictures/0", "/answers/1/pictures/9"] {
        assert_eq!(boris.get(hidden).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        grader.get("/answers/1/pictures/9").await.status,
        StatusCode::NOT_FOUND
    );
    let file = anna.get("/answers/1/file").await;
    assert_eq!(file.body, NOTEBOOK);
    assert!(file.header("content-disposition").ends_with(".ipynb\""));
}

#[tokio::test]
async fn a_picture_that_was_pasted_is_shown_and_a_script_is_not() {
    let site = taking("[\"ipynb\"]").await;
    let anna = site.join("anna", Role::Student).await;
    // A PNG as far as its first chunk, in base 64; the mark of UTF-8 before it all is no fault.
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAE";
    let notebook = format!(
        "\u{feff}{}",
        serde_json::json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{
            "cell_type": "markdown", "metadata": {}, "source": "Drawn: ![a](attachment:a.png)",
            "attachments": {
                "a.png": {"image/png": png},
                "\"><script>alert(1)</script>": {"image/svg+xml": "<svg onload='alert(1)'/>"},
            },
        }]})
    );
    anna.upload(FILE, notebook.as_bytes()).await;
    let grader = site.join("ada", Role::Grader).await;
    let page = grader.page("/queue/elbo/proof/answers/1").await;
    assert_eq!(page.matches("/answers/1/pictures/").count(), 1, "{page}");
    assert_eq!(page.matches("Something of another kind").count(), 1);
    assert!(
        page.contains("Drawn:") && !page.contains("alert(1)"),
        "{page}"
    );
    let picture = grader.get("/answers/1/pictures/0").await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.body.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn arrays_are_a_table() {
    let site = taking("[\"npz\"]").await;
    let anna = site.join("anna", Role::Student).await;
    anna.upload(FILE, &npz()).await;
    let grader = site.join("ada", Role::Grader).await;
    let page = grader.page("/queue/elbo/proof/answers/1").await;
    for part in [
        "<code>&lt;x&gt;</code>",
        "float64",
        "(7,)",
        "0.5; 1.5; 2.5; 3.5; 4.5; 5.5; …",
        "int64",
        "<td>7; 8</td>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(
        grader.get("/answers/1/view").await.status,
        StatusCode::NOT_FOUND
    );
}
