//! `--lang ru`: whatever goes wrong is said in Russian. Names, paths, flags and what is to be typed stay as they are.

use super::run::{Run, dgm, run};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn a_number_that_is_too_large_is_a_number_all_the_same() {
    let seed = "99999999999999999999";
    let refused = run(&[
        "inputs", "elbo", "--seed", seed, "-o", "x.npz", "--lang", "ru",
    ]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("слишком велико"), "{refused:?}");
}

/// Every verb with something wrong, in a folder of its own.
fn mistakes(folder: &Path) -> Vec<Vec<String>> {
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("it is written");
    };
    file("bad.toml", b"title = 3\n[[homework]]\nid = \"elbow\"");
    file("bad.json", b"{\"gaussian_kl.mean_p\": [[1, 2], [3]]}");
    file("unfit.json", b"{\"gaussian_kl.mean_p\": 3}");
    file("list.csv", b"a,b\n1,2\n");
    file("taken.txt", b"");
    std::fs::create_dir_all(folder.join("empty")).expect("it is made");
    [
        "tasks elbow",
        "tasks elbo/nope",
        "inputs elbow -o x.npz",
        "inputs elbo",
        "inputs elbo --seed many -o x.npz",
        "inputs elbo --seed 99999999999999999999 -o x.npz",
        "inputs elbo -o taken.txt",
        "inputs elbo -o nowhere/x.npz",
        "solve elbo --inputs nofile.npz -o x.npz",
        "solve elbo/nope --inputs nofile.npz -o x.npz",
        "solve elbo --inputs unfit.json -o x.npz",
        "check elbo nofile.npz",
        "check elbo bad.json",
        "check elbo bad.json --task gausian",
        "check elbo bad.json --inputs unfit.json",
        "check elbo bad.json --seed 1 --inputs unfit.json",
        "check elbo bad.json --watch --format json",
        "check elbo empty",
        "starter elbo --inputs x.txt -o x.ipynb",
        "starter elbow -o x.ipynb",
        "grade --course nofile.toml --submissions empty -o x.csv",
        "grade --course bad.toml --submissions empty -o x.csv",
        "grade --course bad.toml",
        "final abc",
        "final -1",
        "final 1.23456",
        "course check nofile.toml",
        "course check bad.toml",
        "course show bad.toml",
        "course shw",
        "course",
        "regrade --data empty",
        "regrade --data data --homework elbow",
        "submit elbo nofile.npz",
        "submit elbo taken.txt",
        "status",
        "status --server http://127.0.0.1:9",
        "login",
        "login --server http://a.example",
        "login --server nonsense",
        "serve --base-url grader --data data",
        "serve --listen nowhere --data data",
        "serve --trust-proxy all --data data",
        "serve --max-file large --data data",
        "serve --log dgm=loud --data data",
        "serve --course nofile.toml --data fresh --listen 127.0.0.1:0",
        "serve --course bad.toml --data fresh --listen 127.0.0.1:0",
        "user add ivan --role boss --data data",
        "user add -- -ivan --data data",
        "user link nobody --data data",
        "user link nobody --days 0 --data data",
        "user links --data data",
        "user change nobody --name Ivan --data data",
        "user merge nobody ivan --data data",
        "user nonsense",
        "roster import nofile.csv --data data",
        "roster import list.csv --data data",
        "roster take-back 999999 --data data",
        "export gradebook -o x.csv --data data",
        "export gradebook -o x.csv --export-format pdf",
        "backup taken.txt --data data",
        "backup x.dgm --data void",
        "restore nofile --data restored",
        "restore taken.txt --data restored",
        "migrate --database nonsense",
        "migrate --data taken.txt",
        "move --data void --to postgres://nobody@127.0.0.1:1/nothing",
        "storage move --to object-storage --data data",
        "storage check --data taken.txt",
        "doctor --base-url nonsense --data empty",
        "secret accept --data data --secret-key 12",
        "completions cmd",
        "man taken.txt",
        "chek elbo",
        "check elbo bad.json --nope",
        "--nope",
    ]
    .iter()
    .map(|line| line.split(' ').map(str::to_owned).collect())
    .collect()
}

/// Runs of three and more words of nothing but Latin letters: a sentence, and no name. What follows `dgm` is to be typed, and
/// `SIS Login ID` is a column of Canvas.
fn english(said: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in said.split_whitespace().chain(["."]) {
        let bare = word.trim_end_matches([',', ';', ':', '.', '?', '!']);
        let is_word =
            !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphabetic() || c == '\'');
        if is_word {
            run.push(bare);
        }
        if !is_word || bare != word {
            let typed = run.iter().any(|w| ["dgm", "chmod", "SIS"].contains(w));
            if run.len() >= 3 && !typed {
                found.push(run.join(" "));
            }
            run.clear();
        }
    }
    found
}

fn said(arguments: &[String], folder: &Path) -> Run {
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let mut command = dgm(&[&arguments[..], &["--lang", "ru"]].concat());
    command
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .stdin(std::process::Stdio::null());
    command.output().expect("it runs").into()
}

#[test]
fn every_verb_says_what_is_wrong_in_russian() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (mut verbs, mut wrong) = (BTreeSet::new(), Vec::new());
    for arguments in mistakes(folder.path()) {
        let run = said(&arguments, folder.path());
        verbs.insert(arguments[0].clone());
        let all = format!("{}{}", run.out, run.err);
        let mut faults = english(&all);
        if run.code == Some(0) {
            faults.push("nothing is wrong".to_owned());
        }
        if !all.chars().any(|c| ('а'..='я').contains(&c)) {
            faults.push("nothing is in Russian".to_owned());
        }
        if !faults.is_empty() {
            wrong.push(format!("{}: {faults:?}\n{all}", arguments.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let help = run(&["--help"]);
    let commands = help.out.split("Commands:\n").nth(1).expect("it lists them");
    let listed = commands.lines().take_while(|line| !line.is_empty());
    for line in listed.filter(|line| line.starts_with("  ") && !line.starts_with("    ")) {
        let verb = line.split_whitespace().next().expect("it has a name");
        assert!(
            verb == "help" || verbs.contains(verb),
            "{verb} is not tried"
        );
    }
}

#[test]
fn a_refusal_as_json_is_in_russian_too() {
    for arguments in [vec!["tasks", "elbow"], vec!["check", "elbo", "x", "--nope"]] {
        let run = run(&[&arguments[..], &["--lang", "ru", "--format", "json"]].concat());
        let document: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
        let error = document["error"].as_str().expect("it says what is wrong");
        assert_eq!(english(error), Vec::<String>::new(), "{error}");
        assert!(error.contains("нет"), "{error}");
    }
}

#[test]
fn a_sentence_is_told_from_names() {
    assert_eq!(english("файл cannot be opened: x"), ["cannot be opened"]);
    assert_eq!(
        english("выполните dgm login --server x"),
        Vec::<String>::new()
    );
    assert_eq!(
        english("student, grader, teacher или owner"),
        Vec::<String>::new()
    );
}
