//! `--format json`: every verb gives one document and nothing else, where it works and where it does not.

use super::run::{Run, dgm};
use crate::support::binary::{Server, printed};
use clap::{Command, CommandFactory};
use dgm_grader::cli::Cli;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

/// What each verb is tried with: a call that works, in this order, in one folder, with a server beside it.
const WORKS: &[(&str, &str)] = &[
    ("tasks", "elbo"),
    ("inputs", "elbo -o in.npz"),
    ("solve", "elbo --inputs in.npz -o answers.npz"),
    ("check", "elbo answers.npz"),
    ("starter", "elbo -o elbo.ipynb"),
    (
        "grade",
        "--course course.toml --submissions folder --homework elbo --seed 0 -o grades.csv",
    ),
    ("final", "95.99"),
    ("course check", "course.toml"),
    ("course show", "-o shown.toml"),
    ("user add", "anna"),
    ("user link", "anna"),
    ("user links", "--all -o links.csv"),
    ("user token", "anna"),
    ("user change", "anna --name Anna"),
    ("user add", "anna2"),
    ("user merge", "anna2 anna"),
    ("user part", "anna2"),
    ("roster import", "list.csv"),
    ("roster take-back", "ENTRY"),
    ("regrade", ""),
    ("export gradebook", "-o book.csv"),
    ("backup", "backup.sqlite"),
    ("restore", "backup.sqlite --data restored"),
    ("migrate", "--data restored"),
    ("storage move", "--to database"),
    ("storage check", ""),
    ("doctor", "--data restored"),
    ("secret accept", "--data restored"),
    ("login", "--server SERVER"),
    ("inputs", "elbo --own -o own.npz"),
    ("solve", "elbo --inputs own.npz -o right.npz"),
    ("submit", "elbo right.npz"),
    ("status", ""),
    ("completions", "bash"),
    ("man", "pages"),
];

/// One that does not, of each verb that can be refused anything.
const FAILS: &[(&str, &str)] = &[
    ("tasks", "elbow"),
    ("inputs", "elbow -o x.npz"),
    ("solve", "elbo --inputs nothing.npz -o x.npz"),
    ("check", "elbo nothing.npz"),
    ("starter", "elbow -o x.ipynb"),
    (
        "grade",
        "--course nothing.toml --submissions folder -o x.csv",
    ),
    ("final", "many"),
    ("course check", "nothing.toml"),
    ("course show", "nothing.toml"),
    ("user add", "a/b"),
    ("user link", "nobody"),
    ("user links", "--all -o links.csv"),
    ("user token", "nobody"),
    ("user change", "nobody --name Anna"),
    ("user merge", "nobody anna"),
    ("user part", "nobody"),
    ("roster import", "nothing.csv"),
    ("roster take-back", "999999"),
    ("regrade", "--homework elbow"),
    ("export gradebook", "-o book.csv"),
    ("backup", "backup.sqlite"),
    ("restore", "nothing.sqlite --data other"),
    ("migrate", "--data in.npz"),
    (
        "move",
        "--data empty --to postgres://nobody@127.0.0.1:1/nothing",
    ),
    ("storage move", "--to object-storage"),
    ("storage check", "--data in.npz"),
    ("doctor", "--base-url nothing --data empty"),
    ("secret accept", "--data in.npz"),
    ("serve", "--listen nowhere --data other"),
    ("login", "--server http://127.0.0.1:1"),
    ("submit", "elbo nothing.npz"),
    ("status", "--server http://127.0.0.1:1"),
    ("completions", "cmd"),
    ("man", "pages"),
];

/// The verbs that do something.
fn verbs(words: &str, command: &Command, found: &mut BTreeSet<String>) {
    let mut own = command.get_subcommands().peekable();
    if own.peek().is_none() {
        found.insert(words.trim().to_owned());
    }
    for verb in own {
        verbs(&format!("{words} {}", verb.get_name()), verb, found);
    }
}

struct Desk {
    folder: tempfile::TempDir,
    token: String,
    url: String,
}

impl Desk {
    fn run(&self, verb: &str, more: &str) -> Run {
        let line = format!("{verb} {more} --format json").replace("SERVER", &self.url);
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = dgm(&arguments);
        let home = self.folder.path().join("home");
        command.current_dir(self.folder.path());
        command.env("DGM_DATA", "data").env("XDG_CONFIG_HOME", home);
        if verb == "login" {
            command.env("DGM_TOKEN", &self.token);
        }
        command.stdin(Stdio::null());
        command.output().expect("it runs").into()
    }

    fn document(&self, verb: &str, more: &str) -> (Option<i32>, Value) {
        let run = self.run(verb, more);
        let lines = run.out.lines().count();
        assert_eq!(lines, 1, "{verb} {more}: one document on a line: {run:?}");
        let document = serde_json::from_str(&run.out);
        let document = document.unwrap_or_else(|error| panic!("{verb} {more}: {error}: {run:?}"));
        (run.code, document)
    }
}

fn prepared(folder: &Path) {
    let write = |name: &str, text: &[u8]| std::fs::write(folder.join(name), text).expect("written");
    write("list.csv", b"login,name\nzoya,Zoya\n");
    std::fs::create_dir(folder.join("folder")).expect("a folder is made");
    write("folder/anna.json", b"{\"gaussian_kl.kl\": 1}");
    let shown = dgm(&["course", "show"]).output().expect("it runs");
    write("course.toml", &shown.stdout);
}

#[test]
fn every_verb_gives_one_document() {
    let (mut all, tried) = (BTreeSet::new(), |list: &[(&str, &str)]| {
        list.iter()
            .map(|(verb, _)| (*verb).to_owned())
            .collect::<BTreeSet<_>>()
    });
    verbs("", &Cli::command(), &mut all);
    let mut works = tried(WORKS);
    // It is tried by itself: it does not end.
    works.insert("serve".to_owned());
    // It needs PostgreSQL: `moved.rs` has it.
    works.insert("move".to_owned());
    assert_eq!(works, all, "every verb is tried");
    assert_eq!(tried(FAILS), all, "and refused");

    let folder = tempfile::tempdir().expect("a folder is made");
    prepared(folder.path());
    let data = folder.path().join("data");
    printed(&data, &["user", "add", "lena"]);
    let token = printed(&data, &["user", "token", "lena"]);
    let server = Server::start(&data);
    let url = server.url.clone();
    let desk = Desk { folder, token, url };
    let mut entry = String::new();
    for (verb, more) in WORKS {
        let (code, document) = desk.document(verb, &more.replace("ENTRY", &entry));
        if *verb == "roster import" {
            entry = document["entry"].to_string();
        }
        let fine = code == Some(0) || (*verb == "doctor" && code.is_some_and(|code| code < 2));
        assert!(fine, "{verb} {more}: {code:?}: {document}");
        assert!(document.get("error").is_none(), "{verb} {more}: {document}");
    }
    let file = |name: &str| desk.folder.path().join(name);
    std::fs::create_dir_all(file("empty")).expect("a folder is made");
    for (verb, more) in FAILS {
        let (code, document) = desk.document(verb, more);
        assert!(
            code.is_some_and(|code| code > 0),
            "{verb} {more}: {document}"
        );
        let said = document["error"]
            .as_str()
            .is_some_and(|text| !text.is_empty());
        assert!(said || *verb == "doctor", "{verb} {more}: {document}");
    }
}

#[test]
fn help_and_version_are_documents_too() {
    for (arguments, key, said) in [
        (&["--version"][..], "version", env!("CARGO_PKG_VERSION")),
        (&["--help"], "help", "Usage: dgm"),
        (&["grade", "--help"], "help", "--submissions"),
        (&["--lang", "ru", "help", "grade"], "help", "Использование"),
    ] {
        let all = [&["--format", "json"], arguments].concat();
        let run: Run = dgm(&all).output().expect("it runs").into();
        assert_eq!(run.code, Some(0), "{run:?}");
        let document: Value = serde_json::from_str(&run.out).expect("one document");
        let text = document[key].as_str().expect("a text");
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_server_says_in_one_document_where_it_is() {
    let data = tempfile::tempdir().expect("a folder is made");
    let serve = [
        "serve",
        "--demo",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "error",
        "--format",
        "json",
    ];
    let mut command = crate::support::binary::dgm(data.path(), &serve);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let line = lines
        .next()
        .expect("it says something")
        .expect("it is text");
    let document: Value = serde_json::from_str(&line).expect("it is a document");
    let url = document["url"].as_str().expect("it is reached somewhere");
    assert!(url.starts_with("http://127.0.0.1:"), "{document}");
    let link = document["links"][0]["link"]
        .as_str()
        .expect("there are links");
    assert!(link.starts_with(&format!("{url}/sign-in/")), "{document}");
    child.kill().expect("it ends");
    drop(child.wait());
    assert!(lines.next().is_none(), "and nothing else");
}
