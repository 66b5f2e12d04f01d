//! `dgm doctor` on folders that are in order, and on those that are not.

use super::run::{json, run, text};
use super::upkeep::with;
use crate::support::authority::{Authority, Good};
use crate::support::binary::{Server, printed};
use crate::support::provider::{CLIENT, Provider};
use crate::support::site::clock;
use crate::support::smtp::{Line, Smtp};
use dgm_grader::store::{
    Details, Listed, MatchBy, NewUser, PlatformSettings, PlatformState, Role, Store, Trouble,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sqlx::Executor as _;
use std::path::Path;

fn state<'a>(looked: &'a Value, check: &str) -> &'a str {
    let rows = looked["checks"].as_array().expect("rows");
    let states = rows.iter().filter(|row| row["check"] == check);
    let worst = states.map(|row| row["state"].as_str().expect("a word"));
    worst
        .max_by_key(|s| ["ok", "warn", "fail"].iter().position(|k| k == s))
        .expect(check)
}

#[test]
fn a_folder_in_order_is_told_to_be() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let doctor = ["doctor", "--data", text(&data)];
    let (code, looked) = json(&doctor);
    assert_eq!(
        (code, state(&looked, "folder")),
        (Some(0), "warn"),
        "{looked}"
    );
    assert!(!data.exists(), "looking makes nothing");
    let server = Server::start(&data);
    let (code, looked) = json(&[&doctor[..], &["--base-url", "https://dgm.example.org"]].concat());
    assert_eq!(
        (code, &looked["ok"]),
        (Some(0), &Value::Bool(true)),
        "{looked}"
    );
    for check in [
        "version", "folder", "modes", "lock", "database", "clock", "secret", "zones", "base-url",
    ] {
        assert_eq!(state(&looked, check), "ok", "{check}: {looked}");
    }
    let process = server.child.id().to_string();
    let russian = run(&[&doctor[..], &["--lang", "ru"]].concat());
    assert_eq!(russian.code, Some(0), "{russian:?}");
    assert!(
        russian.out.contains(&format!("работает процесс {process}")),
        "{russian:?}"
    );
    assert!(
        !russian.out.contains("doctor-"),
        "every message is there: {russian:?}"
    );
}

#[test]
fn what_is_damaged_is_told_from_what_is_away() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let server = Server::start(&data);
    printed(&data, &["user", "add", "anna"]);
    let token = printed(&data, &["user", "token", "anna"]);
    let address = format!("{}/api/v1/homeworks/elbo/submissions", server.url);
    let sent = ureq::post(address)
        .header("authorization", format!("Bearer {token}"))
        .send("{\"gaussian_kl.kl\": 1}");
    sent.expect("it is stored");
    drop(server);
    with(&data.join("dgm.sqlite"), async |db| {
        let spoil = db.execute("update outcomes set tasks = 'no JSON'");
        spoil.await.expect("it is spoilt");
    });
    for (lang, said) in [("en", "in the latest backup"), ("ru", "сбоит диск")] {
        let told = run(&["doctor", "--data", text(&data), "--lang", lang]);
        assert_eq!(told.code, Some(1), "{told:?}");
        assert!(told.out.contains(said), "{told:?}");
        let away = ["password", "пароль"];
        assert!(!away.iter().any(|word| told.out.contains(word)), "{told:?}");
    }
}

#[cfg(unix)]
#[test]
fn as_many_files_are_told_as_the_server_would_ask_for() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let looked = |limits: &str| {
        let line = format!("{limits} && exec \"$0\" doctor --format json --data \"$1\"");
        let mut shell = std::process::Command::new("sh");
        let binary = env!("CARGO_BIN_EXE_dgm");
        shell.args(["-c", &line, binary, text(folder.path())]);
        let output = shell.output().expect("it runs").stdout;
        serde_json::from_slice::<Value>(&output).expect("it is JSON")
    };
    assert_eq!(state(&looked("ulimit -Sn 256"), "files"), "ok");
    assert_eq!(state(&looked("ulimit -n 256"), "files"), "warn");
}

#[test]
fn what_is_not_in_order_is_told_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    drop(Server::start(&data));
    let doctor = ["doctor", "--data", text(&data)];
    std::fs::write(data.join("secret.key"), "cd".repeat(32)).expect("it is written");
    let (code, looked) = json(&doctor);
    assert_eq!(
        (code, state(&looked, "secret")),
        (Some(1), "fail"),
        "{looked}"
    );
    std::fs::write(data.join("secret.key"), "short").expect("it is written");
    assert_eq!(state(&json(&doctor).1, "secret"), "fail");
    std::fs::remove_file(data.join("secret.key")).expect("it is gone");
    let lost = run(&doctor);
    assert!(
        lost.out.contains("FAULT") && lost.out.contains("dgm secret accept"),
        "{lost:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let wide = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(data.join("dgm.sqlite"), wide).expect("it is set");
        let looked = run(&doctor);
        assert!(looked.out.contains("chmod 600"), "{looked:?}");
    }
    for (url, expected) in [
        ("dgm.example.org", "fail"),
        ("http://dgm.example.org", "warn"),
    ] {
        let (_, looked) = json(&[&doctor[..], &["--base-url", url]].concat());
        assert_eq!(state(&looked, "base-url"), expected, "{looked}");
    }
    let nowhere = "postgres://nobody@127.0.0.1:1/nothing";
    let (code, looked) = json(&[&doctor[..], &["--database", nowhere]].concat());
    assert_eq!(
        (code, state(&looked, "database")),
        (Some(1), "fail"),
        "{looked}"
    );
}

/// What is said of a thing, all of it.
fn told(looked: &Value, check: &str) -> String {
    let rows = looked["checks"].as_array().expect("rows");
    let own = rows.iter().filter(|row| row["check"] == check);
    let told = own.map(|row| row["message"].as_str().expect("words"));
    told.collect::<Vec<_>>().join("\n")
}

/// A data folder with a database, and a config that leads to these servers.
fn with_others(data: &Path, smtp: &Smtp, authority: &Authority, provider: &str) {
    drop(Server::start(data));
    std::fs::write(data.join("ca.pem"), &authority.pem).expect("it is written");
    let (id, secret) = CLIENT;
    std::fs::write(data.join("secret"), secret).expect("it is written");
    let config = format!(
        "trust_proxy = [\"127.0.0.1\"]\n[mail]\nsmtp = \"smtps://127.0.0.1:{}\"\nfrom = \"a@b.org\"\nca_file = \"ca.pem\"\n\
        [sign_in.header]\nname = \"X-Remote-User\"\n\
        [[sign_in.oidc]]\nid = \"uni\"\ntitle = {{ en = \"U\", ru = \"У\" }}\nclient_id = \"{id}\"\nissuer = \"{provider}\"\n\
        [[sign_in.oauth]]\nprovider = \"yandex\"\nclient_id = \"y\"\nclient_secret_file = \"secret\"\nuser = \"{provider}/user\"\n",
        smtp.port
    );
    std::fs::write(data.join("dgm.toml"), config).expect("it is written");
}

#[test]
fn servers_of_others_are_told_of_and_asked_on_demand() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let authority = Authority::new();
    let provider = Provider::start(clock().as_second());
    let line = |name| Line::Tls(authority.server(name, Good::Now));
    let smtp = Smtp::on(line("127.0.0.1"), None);
    with_others(&data, &smtp, &authority, &provider.url);
    let doctor = [
        "doctor",
        "--data",
        text(&data),
        "--base-url",
        "https://dgm.example.org",
    ];
    let (code, looked) = json(&doctor);
    assert_eq!(code, Some(0), "{looked}");
    assert!(provider.asked().is_empty(), "nobody is asked unasked");
    assert!(told(&looked, "mail").contains(&smtp.port.to_string()));
    let back = "https://dgm.example.org/sign-in/with/uni/back";
    assert!(told(&looked, "sign-in").contains(back), "{looked}");
    assert!(told(&looked, "sign-in").contains("x-remote-user"));
    let reach = [&doctor[..], &["--reach"]].concat();
    let (code, looked) = json(&reach);
    assert_eq!(code, Some(0), "{looked}");
    assert!(told(&looked, "mail").contains("would take letters"));
    for answers in ["uni answers", "yandex answers"] {
        assert!(told(&looked, "sign-in").contains(answers), "{looked}");
    }
    assert!(smtp.letters().is_empty());
    // Another's certificate, and nobody there.
    let smtp = Smtp::on(line("mail.example.org"), None);
    with_others(&data, &smtp, &authority, "http://127.0.0.1:1");
    let (code, looked) = json(&reach);
    assert_eq!(code, Some(1), "{looked}");
    assert_eq!(state(&looked, "mail"), "fail");
    assert!(told(&looked, "mail").contains("cannot be encrypted"));
    assert_eq!(state(&looked, "sign-in"), "fail");
    for away in ["uni does not answer", "yandex does not answer"] {
        assert!(told(&looked, "sign-in").contains(away), "{looked}");
    }
    assert_eq!(state(&json(&doctor).1, "mail"), "ok", "not asked");
}

/// Letters and platforms in the database: one letter waits after a failure, one was given up.
async fn queue(data: &Path, now: Timestamp) {
    let store = Store::open_file(&data.join("dgm.sqlite")).await;
    let store = store.expect("it opens");
    let early = now.saturating_sub(SignedDuration::from_mins(30));
    let early = early.expect("it is a time");
    for (login, trouble) in [("anna", Trouble::Refused), ("boris", Trouble::Insecure)] {
        let email = format!("{login}@example.org");
        let details = Details {
            email,
            ..Details::default()
        };
        let user = NewUser {
            login,
            name: login,
            role: Role::Student,
        };
        let listed = [Listed { user, details }];
        let put = store.put_roster(&listed, &[], "test", early).await;
        put.expect("it is put");
        let user = store.user(login).await.expect("it answers");
        let user = user.expect("there is one").id;
        assert!(store.try_letter(user, early).await.expect("it answers"));
        let letter = store.claim_letter(early).await.expect("it answers");
        let letter = letter.expect("it waits");
        let delayed = store.delay_letter(&letter, trouble, "so it is", early);
        delayed.await.expect("it answers");
    }
    let settings = |client: &str, state| PlatformSettings {
        name: format!("Moodle {client}"),
        issuer: "https://moodle.example.org".to_owned(),
        client_id: client.to_owned(),
        deployments: vec!["1".to_owned()],
        auth_url: "https://moodle.example.org/auth".to_owned(),
        token_url: "https://moodle.example.org/token".to_owned(),
        jwks_url: "http://127.0.0.1:1/jwks".to_owned(),
        audience: String::new(),
        match_by: MatchBy::Email,
        creates: false,
        state,
    };
    for (client, state) in [("a", PlatformState::On), ("b", PlatformState::Waiting)] {
        let settings = settings(client, state);
        let added = store.add_platform(&settings, "test", early).await;
        added.expect("it answers").expect("it is new");
    }
    store.close().await;
}

#[test]
fn what_waits_for_servers_of_others_is_told() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    drop(Server::start(&data));
    let doctor = ["doctor", "--data", text(&data)];
    let (_, looked) = json(&doctor);
    assert!(told(&looked, "mail").contains("no mail server is set up"));
    assert!(told(&looked, "platforms").contains("none is registered"));
    #[expect(clippy::disallowed_methods, reason = "the command has the real clock")]
    let now = Timestamp::now();
    let runtime = tokio::runtime::Runtime::new().expect("it runs");
    runtime.block_on(queue(&data, now));
    let (code, looked) = json(&doctor);
    assert_eq!(code, Some(0), "{looked}");
    assert_eq!(state(&looked, "mail"), "warn");
    let mail = told(&looked, "mail");
    for said in [
        "1 letter of the last week was not delivered",
        "no mail server is set up: name one",
    ] {
        assert!(mail.contains(said), "{mail}");
    }
    std::fs::write(
        data.join("dgm.toml"),
        "[mail]\nsmtp = \"smtp://localhost\"\nfrom = \"a@b.org\"\n",
    )
    .expect("it is written");
    let (_, looked) = json(&[&doctor[..], &["--reach"]].concat());
    let mail = told(&looked, "mail");
    for said in ["1 letter waits", "cannot be encrypted", "so it is"] {
        assert!(mail.contains(said), "{mail}");
    }
    let platforms = told(&looked, "platforms");
    for said in [
        "Moodle a is in use",
        "Moodle b registered itself",
        "Moodle a does not answer with its keys",
    ] {
        assert!(platforms.contains(said), "{platforms}");
    }
    assert_eq!(state(&looked, "platforms"), "fail");
    let russian = run(&[&doctor[..], &["--lang", "ru"]].concat());
    assert!(
        russian.out.contains("Moodle b зарегистрировалась сама"),
        "{russian:?}"
    );
}
