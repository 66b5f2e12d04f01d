//! The book as the server shows it: every link of a chapter, and of the pages into the help, leads to a place that is there.

use super::book::chapters;
use crate::support::site::Door;
use crate::support::small::small;
use std::collections::BTreeSet;
use std::path::Path;

/// Where a chapter is reached.
fn address(file: &str) -> String {
    match file.trim_end_matches(".md") {
        "README" => "/help".to_owned(),
        name => format!("/help/{name}"),
    }
}

/// The values of an attribute.
fn values<'h>(html: &'h str, attribute: &str) -> BTreeSet<&'h str> {
    let begin = format!(" {attribute}=\"");
    let values = html.split(&begin as &str).skip(1);
    values.filter_map(|rest| rest.split('"').next()).collect()
}

async fn page(door: &Door, lang: &str, path: &str) -> String {
    let asked = [("accept-language", lang)];
    let page = door.send("GET", path, &asked, Vec::new()).await;
    assert_eq!(page.status, 200, "{path}");
    page.text()
}

#[tokio::test]
async fn every_link_of_the_help_leads_somewhere_in_both_languages() {
    let site = small(None).await;
    let nobody = site.nobody();
    for lang in ["en", "ru"] {
        let mut wrong = Vec::new();
        for file in chapters(lang) {
            let path = address(&file);
            let html = page(&nobody, lang, &path).await;
            assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
            for to in values(&html, "href") {
                let (at, anchor) = to.split_once('#').unwrap_or((to, ""));
                if to == "#" {
                    wrong.push(format!("{path}: a link leads nowhere"));
                } else if at.is_empty() {
                    if !values(&html, "id").contains(anchor) {
                        wrong.push(format!("{path}: {to}"));
                    }
                } else if at.starts_with("/help") {
                    let there = page(&nobody, lang, at).await;
                    if !anchor.is_empty() && !values(&there, "id").contains(anchor) {
                        wrong.push(format!("{path}: {to}"));
                    }
                }
            }
            for to in values(&html, "src") {
                let picture = nobody.get(to).await;
                let is_there = picture.status == 200 && picture.body.starts_with(b"\x89PNG");
                let kept = picture.header("cache-control").contains("immutable");
                if !is_there || !kept {
                    wrong.push(format!("{path}: {to}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{lang}: {}", wrong.join("\n"));
    }
    for nothing in [
        "/help/nothing",
        "/help/SUMMARY",
        "/help/README",
        "/help/..%2fREADME",
        "/help/student.md",
    ] {
        let status = nobody.get(nothing).await.status.as_u16();
        let is_first = nothing == "/help/README";
        assert_eq!(status, if is_first { 200 } else { 404 }, "{nothing}");
    }
}

#[tokio::test]
async fn what_the_pages_say_of_the_help_is_there() {
    let site = small(None).await;
    let nobody = site.nobody();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut followed = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let template = std::fs::read_to_string(&path).expect("it is text");
            let links = values(&template, "href").into_iter();
            let foot = template.split("{% block help %}").skip(1);
            let foot = foot.filter_map(|rest| rest.split("{%").next());
            for to in links.chain(foot).filter(|to| to.starts_with("/help")) {
                let (at, anchor) = to.split_once('#').unwrap_or((to, ""));
                let html = page(&nobody, "en", at).await;
                let there = anchor.is_empty() || values(&html, "id").contains(anchor);
                assert!(there, "{}: {to}", path.display());
                followed += 1;
            }
        }
    }
    assert!(
        followed > 30,
        "{followed}: the pages lead to no help any more"
    );
}
