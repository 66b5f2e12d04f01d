//! A command that would work with another database than the server of its data folder.

use super::run::{json, run, text};
use crate::support::binary::{Server, dgm, printed};
use crate::support::postgres::with_schema;

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
