//! The files of `deploy` name settings that there are.

use super::pages::root;
use clap::CommandFactory as _;
use dgm_grader::cli::Cli;
use std::collections::BTreeSet;

/// What `compose.yaml` takes from the file beside it.
const OF_COMPOSE: [&str; 2] = ["DGM_HOST", "DGM_DATABASE_PASSWORD"];

/// The variables of the arguments of `dgm serve`.
fn settings() -> BTreeSet<String> {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("there is serve");
    let variables = serve.get_arguments().filter_map(|a| a.get_env());
    variables
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_variable_of_the_files_of_deploy_is_a_setting_of_the_server() {
    let known = settings();
    assert!(known.len() > 7, "{known:?}");
    let mut seen = 0;
    for name in ["compose.yaml", "dgm.env", "dgm.service", "Containerfile"] {
        let file = root().join("deploy").join(name);
        let text = std::fs::read_to_string(file).expect("the file is there");
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        for word in words.filter(|word| word.starts_with("DGM_")) {
            seen += 1;
            let is_known = known.contains(word) || OF_COMPOSE.contains(&word);
            assert!(is_known, "{name}: {word}");
        }
    }
    assert!(seen > 15, "{seen}: the files name no settings any more");
}

#[test]
fn an_image_is_built_of_what_git_keeps_and_can_ask_by_tls() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).expect("it is there");
    let left_out = read(".dockerignore");
    let left_out: BTreeSet<&str> = left_out
        .lines()
        .map(|l| l.trim_start_matches("**/"))
        .collect();
    for line in read(".gitignore").lines() {
        let name = line
            .trim_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        assert!(left_out.contains(name), "{line}: built here, and copied");
    }
    assert!(
        left_out.contains("deploy/.env"),
        "the password of the database"
    );
    assert!(read("deploy/Containerfile").contains("ca-certificates"));
}

#[test]
fn the_package_holds_files_that_are_there() {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).expect("there is a manifest");
    let manifest: toml::Table = text.parse().expect("it is TOML");
    let deb = &manifest["package"]["metadata"]["deb"];
    let assets = deb["assets"].as_array().expect("it has assets");
    let mut targets = BTreeSet::new();
    for asset in assets {
        let source = asset[0].as_str().expect("a path");
        let built = source.starts_with("target/");
        assert!(built || root().join(source).is_file(), "{source}");
        targets.insert(asset[1].as_str().expect("a path").to_owned());
    }
    for place in [
        "etc/dgm.env",
        "usr/share/man/man1/",
        "usr/share/man/ru/man1/",
    ] {
        assert!(targets.contains(place), "{place}: {targets:?}");
    }
    let scripts = deb["maintainer-scripts"].as_str().expect("a folder");
    for script in ["postinst", "prerm", "postrm"] {
        assert!(root().join(scripts).join(script).is_file(), "{script}");
    }
}
