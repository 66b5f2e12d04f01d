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
    assert_eq!(run(&part).code, Some(0));
    let again = run(&part);
    assert_eq!(again.code, Some(2), "{again:?}");
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
