//! One person of the course without a browser: another login, a merge, a list taken back; told first.

use super::run::{json, run};
use serde_json::json as value;
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

#[test]
fn a_person_is_changed_merged_and_parted() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    for login in ["anna", "anna2"] {
        let added = run(&["user", "--data", data, "add", login, "--name", "Анна"]);
        assert_eq!(added.code, Some(0), "{added:?}");
    }
    let change = ["user", "--data", data, "change", "anna"];
    let wanted = ["--new-login", "anna.s", "--email", "anna@example.org"];
    let (code, told) = json(&[&change[..], &wanted, &["--dry-run"]].concat());
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told["applied"], false);
    assert_eq!(told["after"]["email"], "anna@example.org");
    let (_, done) = json(&[&change[..], &wanted].concat());
    assert_eq!(
        (&done["before"]["login"], &done["after"]["login"]),
        (&value!("anna"), &value!("anna.s"))
    );
    assert_eq!(done["after"]["name"], "Анна");
    let taken = run(&[
        "user",
        "--data",
        data,
        "change",
        "anna2",
        "--new-login",
        "anna.s",
    ]);
    assert_eq!(taken.code, Some(2), "{taken:?}");
    let bad = run(&[
        "user",
        "--data",
        data,
        "change",
        "anna2",
        "--new-login",
        "two words",
    ]);
    assert_eq!(bad.code, Some(2), "{bad:?}");

    let merge = ["user", "--data", data, "merge", "anna2", "anna.s"];
    let (_, told) = json(&[&merge[..], &["--dry-run"]].concat());
    assert_eq!(told["applied"], false);
    let (code, done) = json(&merge);
    assert_eq!((code, &done["into"]), (Some(0), &value!("anna.s")));
    assert_eq!(run(&merge).code, Some(2), "they are the same by now");
    let part = ["user", "--data", data, "part", "anna2"];
    let (_, told) = json(&[&part[..], &["--dry-run"]].concat());
    assert_eq!(
        (&told["applied"], &told["from"]),
        (&value!(false), &value!("anna.s"))
    );
    let done = run(&part);
    assert_eq!(done.code, Some(0), "{done:?}");
    let again = run(&part);
    assert_eq!(again.code, Some(2), "{again:?}");
}

/// What a page and a list refuse, the first line in a terminal refuses too.
#[test]
fn who_is_added_is_checked_as_who_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let long = "n".repeat(201);
    for (option, value, why) in [
        ("--email", "no address", "This is no e-mail address"),
        ("--name", " ", "A person has a name"),
        ("--name", long.as_str(), "The name has more than 200"),
    ] {
        let refused = run(&["user", "--data", data, "add", "anna", option, value]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(why), "{refused:?}");
    }
    let known = run(&["user", "--data", data, "link", "anna"]);
    assert_eq!(known.code, Some(2), "nobody was added: {known:?}");
    let good = ["--name", " Anna  S ", "--email", " anna@example.org "];
    let added = run(&[&["user", "--data", data, "add", "anna"], &good[..]].concat());
    assert_eq!(added.code, Some(0), "{added:?}");
    let same = ["user", "--data", data, "change", "anna", "--dry-run"];
    let (_, told) = json(&same);
    assert_eq!(told["before"]["name"], "Anna S");
    assert_eq!(told["before"]["email"], "anna@example.org");
}

#[test]
fn a_list_is_taken_back_by_the_number_that_it_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "login,name\nzoya,Zoya\nyuri,Yuri\n").unwrap();
    let (_, taken) = json(&["roster", "--data", data, "import", text(&list)]);
    let entry = taken["entry"].to_string();
    let back = ["roster", "--data", data, "take-back", &entry];
    let (_, told) = json(&[&back[..], &["--dry-run"]].concat());
    assert_eq!(told["applied"], false);
    assert!(told["undone"].as_u64().unwrap() >= 2, "{told}");
    assert_eq!(run(&["user", "--data", data, "link", "zoya"]).code, Some(0));
    let (code, done) = json(&back);
    // The link that was made hangs on Zoya or not: Yuri is gone in any case.
    assert_eq!((code, &done["applied"]), (Some(0), &value!(true)), "{done}");
    assert_eq!(run(&["user", "--data", data, "link", "yuri"]).code, Some(2));
    let none = run(&["roster", "--data", data, "take-back", "999999"]);
    assert_eq!(none.code, Some(2), "{none:?}");
}
