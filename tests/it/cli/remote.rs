//! `dgm submit`, `dgm status` and `dgm login` against a server of their own.

use super::run::{Run, dgm};
use crate::support::binary::{Server, printed};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::support::solve::{solved, spoilt};
use judge::answers::write_npz;

/// Runs the binary with this token in the environment and a home of its own.
fn with_token(home: &Path, token: Option<&str>, arguments: &[&str]) -> Run {
    let mut command = dgm(arguments);
    command.env("XDG_CONFIG_HOME", home).stdin(Stdio::null());
    if let Some(token) = token {
        command.env("DGM_TOKEN", token);
    }
    command.output().expect("it runs").into()
}

/// A student with a token and a home, and the server that she knows.
struct Known {
    server: Server,
    token: String,
    home: tempfile::TempDir,
    _data: tempfile::TempDir,
}

impl Known {
    fn new() -> Self {
        let data = tempfile::tempdir().expect("a folder is made");
        printed(data.path(), &["user", "add", "anna"]);
        Self {
            token: printed(data.path(), &["user", "token", "anna"]),
            server: Server::start(data.path()),
            home: tempfile::tempdir().expect("a folder is made"),
            _data: data,
        }
    }
}

fn inputs(server: &Server, token: &str) -> Vec<u8> {
    let url = format!("{}/api/v1/homeworks/elbo/inputs", server.url);
    let answer = ureq::get(url).header("authorization", format!("Bearer {token}"));
    let mut answer = answer.call().expect("the inputs come");
    answer.body_mut().read_to_vec().expect("to their end")
}

#[test]
fn answers_are_sent_and_the_report_is_the_one_of_check() {
    let known = Known::new();
    let (server, token, home) = (&known.server, known.token.as_str(), &known.home);
    let url = server.url.as_str();
    let own = inputs(server, token);
    let file = |name: &str, bytes: Vec<u8>| {
        let path = home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    };
    let inputs = file("inputs.npz", own.clone());
    let right = file("right.npz", write_npz(&solved("elbo", &own)));
    let wrong = file(
        "wrong.npz",
        write_npz(&spoilt("elbo", "discretized_logistic_mixture", &own)),
    );
    let run = |token, arguments: &[&str]| with_token(home.path(), token, arguments);

    let sent = run(Some(token), &["submit", "elbo", &wrong, "--server", url]);
    assert_eq!(sent.code, Some(1), "{sent:?}");
    let checked = run(None, &["check", "elbo", &wrong, "--inputs", &inputs]);
    // The server says the same, but for how far off answers to one's own inputs are.
    let sizes = "largest error";
    let rest = |out: &str| -> Vec<String> {
        let lines = out.lines().map(ToOwned::to_owned);
        lines
            .filter(|l| !l.contains(sizes) && !l.contains("by how much"))
            .collect()
    };
    assert!(
        rest(&sent.out).starts_with(&rest(&checked.out)),
        "{}\n{}",
        sent.out,
        checked.out
    );
    assert!(checked.out.contains(sizes) && !sent.out.contains(sizes));
    assert!(sent.out.contains("Receipt: submission 1,"), "{}", sent.out);

    let json = [
        "submit", "elbo", &right, "--server", url, "--format", "json",
    ];
    let sent = run(Some(token), &json);
    assert_eq!(sent.code, Some(0), "{sent:?}");
    let report: serde_json::Value = serde_json::from_str(&sent.out).unwrap();
    assert_eq!(report["points"], "13");
    assert_eq!(report["receipt"]["id"], 2);

    let status = run(Some(token), &["status", "--server", url]);
    assert_eq!(status.code, Some(0), "{status:?}");
    assert!(status.out.contains("13 of 13"), "{}", status.out);
    assert!(
        status.out.contains("13 of 104 points: grade 0"),
        "{}",
        status.out
    );
    let status = run(
        Some(token),
        &["status", "--server", url, "--format", "json"],
    );
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["grade"]["total"], "13");
}

#[test]
fn answers_to_other_inputs_are_sent_by_whoever_insists() {
    let known = Known::new();
    let url = known.server.url.as_str();
    let run = |arguments: &[&str]| {
        let all = [arguments, &["--server", url]].concat();
        with_token(known.home.path(), Some(&known.token), &all)
    };
    let path = |name: &str| known.home.path().join(name).to_string_lossy().into_owned();
    let (inputs, answers) = (path("practice.npz"), path("answers.npz"));
    assert_eq!(
        dgm(&["inputs", "elbo", "-o", &inputs])
            .status()
            .unwrap()
            .code(),
        Some(0)
    );
    let file = std::fs::read(&inputs).expect("it is there");
    std::fs::write(&answers, write_npz(&solved("elbo", &file))).expect("it is written");

    let refused = run(&["submit", "elbo", &answers]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.err.contains("practice inputs, seed 0"),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("dgm submit --anyway"),
        "{}",
        refused.err
    );
    let sent = run(&["submit", "elbo", &answers, "--anyway"]);
    assert_eq!(sent.code, Some(1), "{sent:?}");
    assert!(sent.out.contains("Receipt: submission 1,"), "{}", sent.out);
}

#[test]
fn refusals_say_what_to_do() {
    let known = Known::new();
    let (server, token, home) = (&known.server, known.token.as_str(), &known.home);
    let url = server.url.as_str();
    let file = home.path().join("a.npz");
    std::fs::write(&file, b"hello").unwrap();
    let file = file.to_string_lossy().into_owned();
    let run = |token, arguments: &[&str]| with_token(home.path(), token, arguments);
    let submit = ["submit", "elbo", &file, "--server", url];

    let none = run(None, &submit);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("dgm login"), "{none:?}");
    let bad = run(Some("dgm_wrong"), &submit);
    assert_eq!(bad.code, Some(2));
    assert!(bad.err.contains("does not know this token"), "{bad:?}");
    assert!(!bad.err.contains("dgm_wrong"), "a token is never printed");
    let text = run(Some(token), &submit);
    assert_eq!(text.code, Some(2));
    assert!(text.err.contains("(415"), "{text:?}");
    let away = ["status", "--server", "http://127.0.0.1:1"];
    let away = run(Some(token), &away);
    assert!(away.err.contains("cannot be reached"), "{away:?}");
    let open = ["status", "--server", "http://dgm.example.org"];
    let open = run(Some(token), &open);
    assert!(open.err.contains("not encrypted"), "{open:?}");
}

#[test]
fn a_login_is_kept_for_its_owner_and_its_server() {
    let known = Known::new();
    let (server, token, home) = (&known.server, known.token.as_str(), &known.home);
    let url = server.url.as_str();
    let run = |token, arguments: &[&str]| with_token(home.path(), token, arguments);

    let wrong = run(Some("dgm_wrong"), &["login", "--server", url]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    let config = home.path().join("dgm/config.toml");
    assert!(!config.exists(), "a token that does not work is not kept");
    let kept = run(Some(token), &["login", "--server", url]);
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert_eq!(run(None, &["status"]).code, Some(0), "both are found again");
    let other = run(None, &["status", "--server", "http://127.0.0.1:1"]);
    assert!(
        other.err.contains("and not to http://127.0.0.1:1"),
        "{other:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |m| std::fs::set_permissions(&config, std::fs::Permissions::from_mode(m));
        let found = std::fs::metadata(&config).unwrap().permissions().mode();
        assert_eq!(found & 0o777, 0o600);
        mode(0o644).unwrap();
        let refused = run(None, &["status"]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.err.contains("chmod 600"), "{refused:?}");
    }
}

/// A form sent as a browser does, with the session of a cookie; the answer's status and the cookie that it sets.
fn form(url: &str, cookie: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .new_agent();
    let sent = agent.post(url).header("cookie", cookie);
    let answer = sent.send_form(fields.iter().copied()).expect("it answers");
    let set = answer.headers().get("set-cookie");
    let set = set
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let cookie = set.split(';').next().unwrap_or_default().to_owned();
    (answer.status().as_u16(), cookie)
}

#[test]
fn a_page_lets_the_program_in_and_nothing_is_typed() {
    let data = tempfile::tempdir().expect("a folder is made");
    let home = tempfile::tempdir().expect("a folder is made");
    printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    let link = printed(data.path(), &["user", "link", "anna"]);
    let (status, cookie) = form(&link, "", &[]);
    assert_eq!(status, 303, "anna is signed in: {cookie}");

    let begin = || {
        let mut command = dgm(&["login", &server.url, "--no-browser"]);
        command.env("XDG_CONFIG_HOME", home.path());
        let command = command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let said = child.stderr.take().expect("it is piped");
        let mut lines = BufReader::new(said).lines();
        let mut line = || lines.next().expect("it says more").expect("it is text");
        assert!(line().starts_with("Open this page"));
        let page = line().trim().to_owned();
        let code = page.rsplit('=').next().unwrap_or_default().to_owned();
        assert_eq!(page, format!("{}/device?code={code}", server.url));
        assert!(line().contains(&code));
        (child, code, lines)
    };
    let device = format!("{}/device", server.url);
    let (mut child, code, _) = begin();
    let (status, _) = form(&device, &cookie, &[("code", &code), ("do", "deny")]);
    assert_eq!(status, 303);
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
    assert!(!home.path().join("dgm/config.toml").exists());

    let (mut child, code, lines) = begin();
    let (status, _) = form(&device, &cookie, &[("code", &code), ("do", "allow")]);
    assert_eq!(status, 303);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert!(rest.concat().contains("You are signed in"), "{rest:?}");
    let status = with_token(home.path(), None, &["status"]);
    assert_eq!(status.code, Some(0), "{status:?}");
    // A signed-out program is told how to come in again, and nothing of tokens, which it never saw.
    let config = home.path().join("dgm/config.toml");
    let kept = std::fs::read_to_string(&config).expect("it is kept");
    let spoilt = kept.replace("dgm_", "dgm_0");
    std::fs::write(&config, spoilt).expect("it is written");
    let out = with_token(home.path(), None, &["status"]);
    assert_eq!(out.code, Some(2), "{out:?}");
    assert!(
        out.err.contains("dgm login") && !out.err.contains("token"),
        "{out:?}"
    );
}

/// What a server does with a question whether a program is let in.
#[derive(Clone, Copy)]
enum Asked {
    /// The line breaks.
    Lost,
    /// It is let in.
    Allowed,
}

/// A server that lets programs in within so many seconds, and meets their questions so; each time that it is asked. The last is repeated.
fn wavering(lasts: u32, meets: &'static [Asked]) -> (String, mpsc::Receiver<Instant>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("it has one"));
    let (at, asked) = mpsc::channel();
    let own = url.clone();
    std::thread::spawn(move || {
        let mut meets = meets.iter().copied();
        let mut last = Asked::Lost;
        for stream in listener.incoming().flatten() {
            let path = path_of(&stream);
            let answer = if path == "/api/v1/device" {
                format!(
                    r#"{{"device_code":"long","user_code":"SHORT","verification_uri_complete":"{own}/device?code=SHORT","expires_in":{lasts},"interval":1}}"#
                )
            } else if path == "/api/v1/device/token" {
                // The test may be over.
                let _ = at.send(Instant::now());
                last = meets.next().unwrap_or(last);
                match last {
                    Asked::Lost => continue,
                    Asked::Allowed => r#"{"access_token":"dgm_given"}"#.to_owned(),
                }
            } else {
                "[]".to_owned()
            };
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length:";
            let whole = format!("{head} {}\r\n\r\n{answer}", answer.len());
            // Whoever goes away early is no fault of the server.
            drop((&stream).write_all(whole.as_bytes()));
        }
    });
    (url, asked)
}

/// The path of a request, which is read to its end.
fn path_of(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    drop(reader.read_line(&mut first));
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some((_, said)) = line.to_lowercase().split_once("content-length:") {
            length = said.trim().parse().expect("a length");
        }
        line.clear();
    }
    drop(std::io::copy(
        &mut reader.take(length),
        &mut std::io::sink(),
    ));
    first.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// The person is at the page in the browser; a line that breaks meanwhile ends nothing.
#[test]
fn a_lost_question_is_asked_again_more_slowly_until_the_time_is_over() {
    let home = tempfile::tempdir().expect("a folder is made");
    let login = |url: &str| with_token(home.path(), None, &["login", url, "--no-browser"]);
    let (url, asked) = wavering(60, &[Asked::Lost, Asked::Allowed]);
    let done = login(&url);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.err.contains("cannot be reached"),
        "it says so: {done:?}"
    );
    assert!(done.err.contains("You are signed in"), "{done:?}");
    let asked: Vec<Instant> = asked.try_iter().collect();
    assert_eq!(asked.len(), 2);
    let waited = asked[1].duration_since(asked[0]);
    assert!(waited >= Duration::from_secs(2), "{waited:?}");

    let (url, asked) = wavering(2, &[Asked::Lost]);
    let ended = login(&url);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains("within ten minutes"), "{ended:?}");
    assert_eq!(asked.try_iter().count(), 1);
}
