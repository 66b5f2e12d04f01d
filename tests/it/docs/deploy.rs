//! The files of `deploy` name settings that there are.

use super::pages::{Page, root};
use clap::CommandFactory as _;
use dgm_grader::cli::Cli;
use dgm_grader::settings::{Around, File};
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

/// What the guide says that the unit sets is what beats the config file, and no more.
#[test]
fn the_guide_names_what_the_unit_sets() {
    let unit = std::fs::read_to_string(root().join("deploy/dgm.service")).expect("it is there");
    let set = unit
        .lines()
        .filter_map(|line| line.strip_prefix("Environment="));
    let mut set: BTreeSet<&str> = set.filter_map(|line| line.split('=').next()).collect();
    assert!(set.len() > 3, "{set:?}");
    // The package has one more, which its build adds.
    set.insert("DGM_CLIENT_WHEELS");
    for (page, begins) in [
        ("docs/book/en/operating.md", "The unit sets "),
        ("docs/book/ru/operating.md", "Служба задаёт "),
    ] {
        let page = Page::named(page).text;
        let line = page.lines().find(|line| line.starts_with(begins));
        let words = line.expect("it is said").split('`').skip(1).step_by(2);
        let said: BTreeSet<&str> = words.filter(|w| w.starts_with("DGM_")).collect();
        assert_eq!(said, set);
    }
}

#[test]
fn the_config_that_comes_along_is_valid_with_everything_in_it() {
    let text = std::fs::read_to_string(root().join("deploy/dgm.toml")).expect("it is there");
    let whole: String = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(key) if key.contains(" = ") && !key.starts_with(' ') => format!("{key}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    for text in [text, whole] {
        let around = Around {
            folder: root(),
            variable: &|_| None,
        };
        let (file, warnings) = File::read(&text, around).expect("it is valid");
        assert!(warnings.is_empty(), "{warnings}");
        let set = text.contains("\nbase_url");
        assert_eq!(
            (file.base_url.is_some(), file.database.is_some()),
            (set, set)
        );
    }
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
        "usr/share/dgm-grader/",
        "usr/share/man/man1/",
        "usr/share/man/ru/man1/",
    ] {
        assert!(targets.contains(place), "{place}: {targets:?}");
    }
    // As the guide says where each is.
    for name in ["Caddyfile", "nginx.conf", "Containerfile", "compose.yaml"] {
        let there = assets.iter().any(|asset| {
            asset[0].as_str() == Some(&format!("deploy/{name}"))
                && asset[1].as_str() == Some("usr/share/doc/dgm-grader/")
        });
        assert!(there, "{name}");
    }
    let scripts = deb["maintainer-scripts"].as_str().expect("a folder");
    for script in ["postinst", "prerm", "postrm"] {
        assert!(root().join(scripts).join(script).is_file(), "{script}");
    }
}
