//! The teacher's and the operator's chores: a roster, an export, a backup and its restoration.

use super::run::{json, run};
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

/// A data folder with the default course, which `dgm user add` alone does not publish.
fn data(folder: &Path) -> String {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).expect("a folder");
    text(&data).to_owned()
}

#[test]
fn a_roster_is_told_then_imported() {
    let folder = tempfile::tempdir().unwrap();
    let (data, list) = (data(folder.path()), folder.path().join("list.csv"));
    std::fs::write(
        &list,
        "\u{feff}Логин;ФИО\nanna;Анна\nboris;Борис\nno login;x\n",
    )
    .unwrap();
    let import = ["roster", "--data", &data, "import", text(&list)];
    let (code, told) = json(&[&import[..], &["--dry-run"]].concat());
    assert_eq!(code, Some(1), "a row was left out: {told}");
    assert_eq!(told["new"], serde_json::json!(["anna", "boris"]));
    assert_eq!(told["applied"], false);
    assert_eq!(told["refused"][0]["line"], 4);
    let done = run(&import);
    assert_eq!(done.code, Some(1));
    assert_eq!(done.out.lines().count(), 2, "a link a line: {done:?}");
    assert!(done.out.starts_with("anna\thttp://127.0.0.1:8080/sign-in/"));
    let (_, again) = json(&import);
    assert_eq!(again["same"], 2);
    std::fs::write(&list, "login\nanna\n").unwrap();
    let (code, gone) = json(&[&import[..], &["--deactivate-missing"]].concat());
    assert_eq!(
        (code, &gone["gone"]),
        (Some(0), &serde_json::json!(["boris"]))
    );
    std::fs::write(&list, "colour\nred\n").unwrap();
    let refused = run(&import);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("no column by which"), "{refused:?}");
}

#[test]
fn an_export_without_a_course_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = data(folder.path());
    let file = folder.path().join("book.csv");
    // The data folder may be said after the verb too.
    let refused = run(&["export", "gradebook", "-o", text(&file), "--data", &data]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("dgm serve"), "{refused:?}");
    assert!(!file.exists());
}

#[test]
fn a_backup_is_restored_whole_and_overwrites_nothing_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let data = data(folder.path());
    let added = run(&["user", "--data", &data, "add", "anna", "--name", "Анна"]);
    assert_eq!(added.code, Some(0), "{added:?}");
    let key = "ab".repeat(32);
    std::fs::write(Path::new(&data).join("secret.key"), &key).unwrap();
    let (file, new) = (
        folder.path().join("course.backup"),
        folder.path().join("new"),
    );
    let made = run(&["backup", "--data", &data, text(&file)]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert_eq!(run(&["backup", "--data", &data, text(&file)]).code, Some(2));

    let restored = run(&["restore", "--data", text(&new), text(&file)]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert_eq!(
        std::fs::read_to_string(new.join("secret.key")).unwrap(),
        key
    );
    // The person is there: adding her again changes nothing, and a link is made for her.
    let link = run(&["user", "--data", text(&new), "link", "anna"]);
    assert_eq!(link.code, Some(0), "{link:?}");

    let later = run(&["user", "--data", text(&new), "add", "boris"]);
    assert_eq!(later.code, Some(0));
    let refused = run(&["restore", "--data", text(&new), text(&file)]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("--force"), "{refused:?}");
    assert_eq!(
        run(&["user", "--data", text(&new), "link", "boris"]).code,
        Some(0)
    );
    let forced = run(&["restore", "--data", text(&new), "--force", text(&file)]);
    assert_eq!(forced.code, Some(0), "{forced:?}");
    assert_eq!(
        run(&["user", "--data", text(&new), "link", "boris"]).code,
        Some(2)
    );
    let names: Vec<_> = std::fs::read_dir(&new)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .filter(|n| n.to_string_lossy().ends_with(".part"))
        .collect();
    assert!(names.is_empty(), "{names:?}");

    std::fs::write(&file, b"something else").unwrap();
    let refused = run(&["restore", "--data", text(&new), "--force", text(&file)]);
    assert_eq!(refused.code, Some(2));
    assert_eq!(
        run(&["user", "--data", text(&new), "link", "anna"]).code,
        Some(0)
    );
}

#[test]
fn links_of_many_are_told_then_written() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (data(folder.path()), folder.path().join("links.csv"));
    for login in ["anna", "boris"] {
        assert_eq!(run(&["user", "--data", &data, "add", login]).code, Some(0));
    }
    let links = ["user", "--data", &data, "links"];
    let (code, told) = json(&[&links[..], &["--never-signed-in", "--dry-run"]].concat());
    let expected = serde_json::json!({ "applied": false, "links": ["anna", "boris"], "ended": 2 });
    assert_eq!((code, told), (Some(0), expected));
    let base = [
        "--all",
        "--days",
        "7",
        "--base-url",
        "https://grader.example.org/",
        "-o",
        text(&file),
    ];
    let done = run(&[&links[..], &base].concat());
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""), "{done:?}");
    assert!(
        done.err.contains("2 links made, 2 earlier ones ended."),
        "{done:?}"
    );
    let written = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = written.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "login,name,email,link"));
    assert!(
        lines[1].starts_with("anna,anna,,https://grader.example.org/sign-in/"),
        "{written}"
    );
    // A file that cannot be written ends no link.
    let nowhere = folder.path().join("missing/links.csv");
    let refused = run(&[&links[..], &["--all", "-o", text(&nowhere)]].concat());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    let russian = run(&[&links[..], &["--all", "--dry-run", "--lang", "ru"]].concat());
    assert!(
        russian
            .err
            .contains("Будет создано ссылок: 2, перестанет действовать прежних: 2."),
        "{russian:?}"
    );
    for wrong in [
        &["--all", "--never-signed-in", "--dry-run"][..],
        &["--dry-run"],
        &["--all"],
        &["--all", "--dry-run", "--days", "0"],
    ] {
        assert_eq!(
            run(&[&links[..], wrong].concat()).code,
            Some(2),
            "{wrong:?}"
        );
    }
}
