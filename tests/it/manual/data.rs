//! What is stored about a student can be taken away whole: what they wrote, what they sent, what was said to them.

use super::site::Site;
use axum::http::StatusCode;
use dgm_grader::store::Role;
use serde_json::{Value, json};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

const TEXT: &str = "/homeworks/elbo/items/proof/text";
const PDF: &[u8] = b"%PDF-1.7\nmine";

fn file(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut entry = archive
        .by_name(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    entry.read_to_end(&mut bytes).expect("it is whole");
    bytes
}

#[tokio::test]
async fn answers_grades_and_requests_are_in_the_archive() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let boris = site.join("boris", Role::Student).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    for text in ["first $x$", "second"] {
        anna.done(TEXT, &[("text", text)]).await;
    }
    boris.done(TEXT, &[("text", "not hers")]).await;
    let sent = anna.upload("/homeworks/elbo/items/plot/file", PDF).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let grade = [
        ("points.idea", "1"),
        ("points.rest", "0.5"),
        ("comment", "Why?"),
        ("do", "save"),
    ];
    teacher.done("/queue/elbo/proof/answers/2", &grade).await;
    let ask = [("task", "proof"), ("text", "Because $y$.")];
    anna.done("/homeworks/elbo/requests", &ask).await;
    let reply = [("text", "I see."), ("do", "close")];
    teacher.done("/requests/1", &reply).await;
    let other = [("task", "proof"), ("text", "not hers either")];
    boris.done("/homeworks/elbo/requests", &other).await;

    let answer = anna.get("/account/data").await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut archive = ZipArchive::new(Cursor::new(answer.body)).expect("it is an archive");
    assert_eq!(file(&mut archive, "answers/elbo-proof-1.md"), b"first $x$");
    assert_eq!(file(&mut archive, "answers/elbo-proof-2.md"), b"second");
    assert_eq!(file(&mut archive, "answers/elbo-plot-4.pdf"), PDF);
    assert_eq!(
        archive.len(),
        4,
        "{:?}",
        archive.file_names().collect::<Vec<_>>()
    );

    let data = file(&mut archive, "data.json");
    let data: Value = serde_json::from_slice(&data).expect("it is JSON");
    let files: Vec<_> = data["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .collect();
    assert_eq!(files.len(), 3);
    assert_eq!(files[2]["file"], "answers/elbo-plot-4.pdf");
    let graded = &data["manual_grades"][0];
    assert_eq!(graded["answer"], 2);
    assert_eq!(graded["points"], "1.5");
    assert_eq!(graded["comment"], "Why?");
    assert_eq!(graded["criteria"][0]["points"], "1");
    assert!(graded["given_criteria"].is_null(), "it was carried nowhere");
    let threads = data["requests"].as_array().expect("threads");
    assert_eq!(threads.len(), 1);
    let said: Vec<_> = threads[0]["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|m| json!([m["author"], m["text"]]))
        .collect();
    assert_eq!(
        said,
        [json!(["me", "Because $y$."]), json!(["teacher", "I see."])]
    );
    assert!(!threads[0]["closed_at"].is_null());
    assert!(!data.to_string().contains("not hers"));
}

#[tokio::test]
async fn what_waits_to_be_sent_is_in_it_too() {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    let typed = [("gaussian_kl.none", "1")];
    anna.done("/homeworks/elbo/numbers", &typed).await;
    let answer = anna.get("/account/data").await;
    let mut archive = ZipArchive::new(Cursor::new(answer.body)).expect("it is an archive");
    let waiting = file(&mut archive, "waiting/elbo.json");
    assert!(String::from_utf8_lossy(&waiting).contains("gaussian_kl.none"));
}
