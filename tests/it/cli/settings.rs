//! The config file of the server: which word counts, and how a wrong file is shown.

use crate::support::binary::{Server, dgm, printed};
use std::path::Path;

fn write(data: &Path, text: &str) {
    std::fs::create_dir_all(data).expect("a folder is made");
    std::fs::write(data.join("dgm.toml"), text).expect("it is written");
}

#[test]
fn a_wrong_file_is_shown_line_by_line_and_nothing_starts() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    write(&data, "lisen = \"127.0.0.1:0\"\nlog_format = \"jsn\"\n");
    let checked = dgm(&data, &["serve", "--check-config"]).output();
    let checked = checked.expect("it runs");
    assert_eq!(checked.status.code(), Some(1));
    let shown = String::from_utf8_lossy(&checked.stdout);
    for said in [
        "dgm.toml:1:1",
        "^^^^^",
        "did you mean `listen`",
        "did you mean `json`",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let json = dgm(&data, &["serve", "--check-config", "--format", "json"]).output();
    let json: serde_json::Value =
        serde_json::from_slice(&json.expect("it runs").stdout).expect("JSON");
    assert_eq!(json["valid"], false);
    assert_eq!(json["diagnostics"][0]["code"], "unknown_key");
    let russian = dgm(&data, &["--lang", "ru", "serve", "--check-config"]).output();
    let russian = russian.expect("it runs");
    assert!(String::from_utf8_lossy(&russian.stdout).contains("неизвестный ключ"));
    // No command works on what it half understands.
    for command in [&["serve"][..], &["user", "add", "anna"], &["doctor"]] {
        let refused = dgm(&data, command).output().expect("it runs");
        assert_eq!(refused.status.code(), Some(2), "{command:?}: {refused:?}");
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("did you mean `listen`"), "{said}");
    }
    write(&data, "listen = \"127.0.0.1:0\"\n");
    assert!(printed(&data, &["serve", "--check-config"]).contains("is valid"));
    let none = folder.path().join("none");
    assert!(printed(&none, &["serve", "--check-config"]).contains("no config file"));
    let missing = dgm(&none, &["serve", "--config", "/nowhere/dgm.toml"]).output();
    assert_eq!(missing.expect("it runs").status.code(), Some(2));
}

/// Nothing is called valid with which the server does not start, and both say the same of it.
#[test]
fn what_does_not_start_is_not_valid() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    for (line, said) in [
        (
            "listen = \"nonsense\"",
            "nonsense is no address with a port",
        ),
        (
            "metrics_listen = \"127.0.0.1:99999\"",
            "no address with a port",
        ),
        ("log = \"nonsense=verbose=x\"", "no log filter"),
        ("database = \"mysql://x\"", "mysql://x is no database URL"),
    ] {
        write(&data, &format!("{line}\n"));
        let checked = dgm(&data, &["serve", "--check-config"]).output();
        let checked = checked.expect("it runs");
        assert_eq!(checked.status.code(), Some(1), "{line}");
        let shown = String::from_utf8_lossy(&checked.stdout);
        assert!(
            shown.contains(said) && shown.contains("dgm.toml:1:"),
            "{shown}"
        );
    }
    write(&data, "");
    for (option, value, said) in [
        ("--listen", "nonsense", "— не адрес с портом"),
        ("--log", "nonsense=verbose=x", "не фильтр журнала"),
    ] {
        let refused = dgm(&data, &["--lang", "ru", "serve", option, value]).output();
        let refused = refused.expect("it runs");
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(told.contains(said), "{told}");
    }
    write(&data, "templates = \"gone\"\n");
    let told = printed(&data, &["serve", "--check-config"]);
    assert!(
        told.contains("gone is not there") && told.contains("is valid"),
        "{told}"
    );
}

#[test]
fn a_variable_that_is_empty_says_nothing() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    write(
        &data,
        "listen = \"127.0.0.1:0\"\nbase_url = \"https://file.example.org\"\n",
    );
    let mut command = dgm(&data, &["serve"]);
    for name in [
        "DGM_BASE_URL",
        "DGM_CLIENT_WHEELS",
        "DGM_CONFIG",
        "DGM_COURSE",
        "DGM_DATABASE_URL",
        "DGM_LISTEN",
        "DGM_LOG",
        "DGM_LOG_FORMAT",
        "DGM_MAX_CONNECTIONS",
        "DGM_MAX_FILE",
        "DGM_METRICS_LISTEN",
        "DGM_SECRET_KEY",
        "DGM_SECURITY_CONTACT",
        "DGM_TEMPLATES",
        "DGM_TRUST_PROXY",
    ] {
        command.env(name, "");
    }
    let server = Server::of(command);
    assert_eq!(server.url, "https://file.example.org");
}

#[test]
fn an_option_beats_a_variable_and_a_variable_the_file() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let text =
        "listen = \"127.0.0.1:0\"\nbase_url = \"https://file.example.org\"\nlog = \"warn\"\n";
    write(&data, text);
    let server = Server::of(dgm(&data, &["serve"]));
    assert_eq!(server.url, "https://file.example.org");
    drop(server);
    let variable = ("DGM_BASE_URL", "https://variable.example.org");
    let mut command = dgm(&data, &["serve"]);
    let server = Server::of({
        command.env(variable.0, variable.1);
        command
    });
    assert_eq!(server.url, variable.1);
    drop(server);
    let mut command = dgm(
        &data,
        &["serve", "--base-url", "https://option.example.org"],
    );
    let server = Server::of({
        command.env(variable.0, variable.1);
        command
    });
    assert_eq!(server.url, "https://option.example.org");
}

/// What a server says of whom to tell of holes.
fn contact(server: &Server) -> String {
    let address = format!("{}/.well-known/security.txt", server.url);
    let answer = ureq::get(address).call();
    let text = answer.expect("it answers").body_mut().read_to_string();
    let text = text.expect("it is text");
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_had_no_key_has_one_and_gives_way_like_the_others() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let text = "listen = \"127.0.0.1:0\"\nsecurity_contact = \"mailto:file@example.org\"\n\
        course = \"own.toml\"\ntemplates = \"own\"\nclient_wheels = \"wheels\"\n";
    write(&data, text);
    let course = printed(&data, &["course", "show"]);
    let own = course.replace("Deep generative models", "A course of our own");
    assert_ne!(own, course);
    std::fs::write(data.join("own.toml"), own).expect("it is written");
    for made in ["own", "wheels"] {
        std::fs::create_dir(data.join(made)).expect("a folder is made");
    }
    std::fs::write(data.join("own/help.html"), "my own page").expect("it is written");
    let wheel = "dgm_grader-0.2.0-py3-none-any.whl";
    std::fs::write(data.join("wheels").join(wheel), "w").expect("it is written");
    let page = |server: &Server, path: &str| {
        let answer = ureq::get(format!("{}{path}", server.url)).call();
        let text = answer.expect("it answers").body_mut().read_to_string();
        text.expect("it is text")
    };
    let server = Server::of(dgm(&data, &["serve"]));
    assert_eq!(contact(&server), "Contact: mailto:file@example.org");
    assert_eq!(page(&server, "/help"), "my own page");
    assert!(page(&server, "/client/").contains(wheel));
    let sign_in = page(&server, "/sign-in");
    assert!(sign_in.contains("A course of our own"), "{sign_in}");
    drop(server);
    let variable = ("DGM_SECURITY_CONTACT", "mailto:variable@example.org");
    let mut command = dgm(&data, &["serve"]);
    command.env(variable.0, variable.1);
    let server = Server::of(command);
    assert_eq!(contact(&server), "Contact: mailto:variable@example.org");
    drop(server);
    let option = "mailto:option@example.org";
    let mut command = dgm(&data, &["serve", "--security-contact", option]);
    command.env(variable.0, variable.1);
    assert_eq!(contact(&Server::of(command)), format!("Contact: {option}"));
}

#[test]
fn a_limit_that_nobody_means_is_refused() {
    let folder = tempfile::tempdir().expect("a folder is made");
    // As a number of bytes it would be none at all.
    for number in ["0", "-1", "17592186044416", "x"] {
        let mut command = dgm(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        command.env("DGM_MAX_FILE", number);
        let refused = command.output().expect("it runs");
        assert_eq!(refused.status.code(), Some(2), "{number}: {refused:?}");
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("--max-file"), "{said}");
    }
    // Nor is one that another takes back: such a file could not be opened.
    let more = ["serve", "--listen", "127.0.0.1:0", "--max-inflated", "8"];
    let refused = dgm(folder.path(), &more).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("raise max_inflated to 16"), "{said}");
}

#[test]
fn every_command_finds_the_data_by_the_file() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let config = folder.path().join("server.toml");
    let text = "data = \"kept\"\nsecret_file = \"keys/secret\"\nlisten = \"127.0.0.1:0\"\n";
    std::fs::write(&config, text).expect("it is written");
    std::fs::create_dir(folder.path().join("keys")).expect("a folder is made");
    let told = |arguments: &[&str]| {
        let mut command = dgm(folder.path(), arguments);
        // Without a word about the folder but that of the file.
        command.env_remove("DGM_DATA").env("DGM_CONFIG", &config);
        command
    };
    let added = told(&["user", "add", "anna"]).output().expect("it runs");
    assert!(added.status.success(), "{added:?}");
    assert!(folder.path().join("kept/dgm.sqlite").is_file());
    drop(Server::of(told(&["serve"])));
    assert!(
        folder.path().join("keys/secret").is_file(),
        "the secret is where the file says"
    );
    let backup = folder.path().join("backup.sqlite");
    let backup = backup.to_str().expect("it is text");
    assert!(
        told(&["backup", backup])
            .status()
            .expect("it runs")
            .success()
    );
    std::fs::remove_dir_all(folder.path().join("kept")).expect("it is removed");
    std::fs::remove_file(folder.path().join("keys/secret")).expect("it is removed");
    // A config that lies in the data folder already is no course that would be lost.
    std::fs::create_dir(folder.path().join("kept")).expect("a folder is made");
    std::fs::write(folder.path().join("kept/dgm.toml"), "").expect("it is written");
    let restored = told(&["restore", backup]).output().expect("it runs");
    assert!(restored.status.success(), "{restored:?}");
    assert!(folder.path().join("keys/secret").is_file());
}
