//! A command that would work with another database than the server of its data folder, and a database that a server has from another folder.

use super::run::{json, run, text};
use crate::support::binary::{Server, dgm, printed};
use crate::support::postgres::with_schema;
use std::path::Path;

/// The password of a URL, and the URL without it.
fn parted(url: &str) -> (String, String) {
    let (scheme, rest) = url.split_once("://").expect("it is a URL");
    let (user, host) = rest.split_once('@').expect("it has a user");
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    (password.to_owned(), format!("{scheme}://{user}@{host}"))
}

#[tokio::test]
async fn a_command_finds_the_database_of_the_server_or_is_refused() {
    with_schema("elsewhere", story).await;
}

async fn story(postgres: String) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let (password, public) = parted(&postgres);
    let mut serve = dgm(
        &data,
        &["serve", "--listen", "127.0.0.1:0", "--log", "warn"],
    );
    serve.env("DGM_DATABASE_URL", &postgres);
    let server = Server::of(serve);
    let process = server.child.id().to_string();

    // The server was told of its database by a variable that nobody else has.
    let backup = folder.path().join("x.backup");
    for arguments in [
        &["user", "add", "ada", "--role", "owner"][..],
        &["storage", "check"],
        &["backup", text(&backup)],
    ] {
        let refused = run(&[arguments, &["--data", text(&data)]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
        for said in [
            &process,
            "postgres://",
            "database = ",
            "dgm.toml",
            "dgm.sqlite",
        ] {
            assert!(refused.err.contains(said), "{said}: {refused:?}");
        }
        assert!(
            password.is_empty() || !refused.err.contains(&format!(":{password}@")),
            "{refused:?}"
        );
        assert!(!data.join("dgm.sqlite").exists() && !backup.exists());
    }
    let (code, looked) = json(&["doctor", "--data", text(&data)]);
    assert_eq!(code, Some(1), "{looked}");

    // What is named for one command is meant so.
    let named = ["user", "add", "ada", "--database", &postgres];
    let link = printed(&data, &named);
    assert!(link.contains(&server.url), "{link}");

    // And what all read is found.
    std::fs::write(data.join("dgm.toml"), format!("database = \"{public}\"\n"))
        .expect("it is written");
    let with_password = |arguments: &[&str]| {
        let mut command = dgm(&data, arguments);
        command
            .env("PGPASSWORD", &password)
            .output()
            .expect("it runs")
    };
    let linked = with_password(&["user", "link", "ada"]);
    assert!(linked.status.success(), "{linked:?}");
    assert!(String::from_utf8_lossy(&linked.stdout).contains(&server.url));
    let refused = with_password(&["backup", text(&backup)]);
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("pg_dump"),
        "{refused:?}"
    );

    // Without the server, too, nothing is made in the place of what is elsewhere.
    drop(server);
    std::fs::remove_file(data.join("dgm.toml")).expect("it is removed");
    let refused = run(&["user", "add", "boris", "--data", text(&data)]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.err.contains("a course was served from here"),
        "{refused:?}"
    );
    assert!(!data.join("dgm.sqlite").exists());
}

#[test]
fn a_file_is_one_servers_from_whichever_folder_and_by_whatever_name() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let [own, served, linked] = ["own", "served", "linked"].map(|name| folder.path().join(name));
    let backup = folder.path().join("x.backup");
    drop(Server::start(&served));
    printed(&served, &["user", "add", "anna"]);
    printed(&served, &["backup", text(&backup)]);
    // Another folder keeps but the secret.
    std::fs::create_dir(&own).expect("it is made");
    let key = |data: &Path| data.join("secret.key");
    std::fs::copy(key(&served), key(&own)).expect("it is copied");
    let file = served.join("dgm.sqlite");
    let url = format!("sqlite://{}", file.display());
    let server = Server::start_with(&own, &["--database", &url]);
    let process = server.child.id().to_string();

    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let restore = ["restore", text(&backup), "--force"];
    let refuses = |arguments: &[&str], data: &Path| {
        let refused = run(&[arguments, &["--data", text(data)]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
        assert!(refused.err.contains(&process), "{arguments:?}: {refused:?}");
    };
    refuses(&restore, &served);
    refuses(&serve, &served);
    refuses(&["migrate"], &served);
    #[cfg(unix)]
    {
        std::fs::create_dir(&linked).expect("it is made");
        let link = linked.join("dgm.sqlite");
        std::os::unix::fs::symlink(&file, link).expect("it is linked");
        refuses(&serve, &linked);
        refuses(&restore, &linked);
        let folders = folder.path().join("folders");
        std::os::unix::fs::symlink(&served, &folders).expect("it is linked");
        refuses(&restore, &folders);
    }
    // What it takes after all that is there for whoever serves the file next, and is replaced by nothing before.
    printed(&own, &["user", "add", "boris", "--database", &url]);
    drop(server);
    let next = Server::start(&served);
    printed(&served, &["user", "link", "boris"]);
    drop(next);
    printed(&served, &["restore", text(&backup), "--force"]);
    let gone = run(&["user", "link", "boris", "--data", text(&served)]);
    assert_eq!(gone.code, Some(2), "{gone:?}");
}
