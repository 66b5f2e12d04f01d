//! What the program holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every package that a package of the workspace is built with, tests included.
fn tree(package: &str) -> BTreeSet<String> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    let lock: toml::Table = std::fs::read_to_string(lock)
        .expect("there is a lock file")
        .parse()
        .expect("it is TOML");
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("it lists packages") {
        let name = package["name"].as_str().expect("a package has a name");
        let dependencies = package.get("dependencies").and_then(toml::Value::as_array);
        let dependencies = dependencies
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str);
        // `name`, or `name version` where there are several.
        let names = dependencies.filter_map(|said| said.split(' ').next());
        needs.entry(name).or_default().extend(names);
    }
    let (mut found, mut next) = (BTreeSet::new(), vec![package]);
    while let Some(name) = next.pop() {
        if found.insert(name.to_owned()) {
            next.extend(&needs[name]);
        }
    }
    found
}

#[test]
fn no_reference_solution_is_built_into_it() {
    let client = tree("dgm-client");
    assert!(client.contains("judge") && client.contains("l10n"));
    assert!(!client.contains("assignments") && !client.contains("dgm-grader"));
    assert!(
        tree("dgm-grader").contains("assignments"),
        "the lock file is read"
    );
}
