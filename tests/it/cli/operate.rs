//! What an operator sees of a running server: its metrics, its log, and links that open.

use super::run::{dgm, run};
use crate::support::binary::{Server, dgm as dgm_on, printed};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Stdio};

/// A server whose output and log are read.
struct Watched {
    child: Child,
    url: String,
    metrics: Option<String>,
}

impl Watched {
    /// Starts it with these arguments and variables.
    fn start(data: &Path, more: &[&str], variables: &[(&str, &str)]) -> Self {
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let mut command = dgm_on(data, &[&serve, more].concat());
        command.envs(variables.iter().copied());
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let output = child.stdout.take().expect("it is piped");
        let mut metrics = None;
        let mut lines = BufReader::new(output).lines();
        let url = loop {
            let line = lines
                .next()
                .expect("it says where it listens")
                .expect("in UTF-8");
            if let Some(at) = line.strip_prefix("metrics are at ") {
                metrics = Some(at.to_owned());
            }
            if let Some(at) = line.strip_prefix("dgm is listening on ") {
                break at.to_owned();
            }
        };
        Self {
            child,
            url,
            metrics,
        }
    }

    /// Stops it; all that it logged.
    fn log(mut self) -> String {
        self.child.kill().expect("it is stopped");
        let mut log = String::new();
        let mut stream = self.child.stderr.take().expect("it is piped");
        stream.read_to_string(&mut log).expect("it is UTF-8");
        self.child.wait().expect("it ends");
        log
    }
}

struct Got {
    status: u16,
    id: String,
    body: String,
}

fn get(url: &str, headers: &[(&str, &str)]) -> Got {
    let agent = ureq::Agent::new_with_config(
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build(),
    );
    let mut request = agent.get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = request.call().expect("it answers");
    let id = answer
        .headers()
        .get("x-request-id")
        .map(|v| v.to_str().expect("it is text").to_owned());
    Got {
        status: answer.status().as_u16(),
        id: id.unwrap_or_default(),
        body: String::from_utf8_lossy(&answer.body_mut().read_to_vec().expect("it ends"))
            .into_owned(),
    }
}

/// The samples of a metric: what stands between its braces, and the value.
fn samples(text: &str, name: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let of_name = lines.filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        let (labels, value) = match rest.strip_prefix('{') {
            Some(rest) => rest.split_once("} ")?,
            None => ("", rest.strip_prefix(' ')?),
        };
        Some((labels.to_owned(), value.parse().ok()?))
    });
    of_name.collect()
}

#[test]
fn metrics_are_served_on_a_listener_of_their_own_and_nowhere_else() {
    let data = tempfile::tempdir().expect("a folder is made");
    printed(data.path(), &["user", "add", "anna"]);
    let token = printed(data.path(), &["user", "token", "anna"]);
    let server = Watched::start(data.path(), &["--metrics-listen", "127.0.0.1:0"], &[]);
    let at = server.metrics.clone().expect("it says where");
    assert_eq!(get(&format!("{}/metrics", server.url), &[]).status, 404);
    let bearer = format!("Bearer {token}");
    let known = [("authorization", bearer.as_str())];
    for path in [
        "/api/v1/grade",
        "/api/v1/homeworks/elbo/inputs",
        "/api/v1/submissions/1",
        "/no/such/page",
    ] {
        get(&format!("{}{path}", server.url), &known);
    }
    let sent = ureq::post(format!("{}/api/v1/homeworks/elbo/submissions", server.url))
        .header("authorization", &bearer)
        .send("{\"gaussian_kl.kl\": 1}");
    assert_eq!(sent.expect("it is taken").status(), 201);
    let text = get(&at, &[]).body;
    let requests = samples(&text, "http_requests_total");
    for (route, status) in [
        ("/api/v1/grade", 200),
        ("/api/v1/homeworks/{homework}/inputs", 200),
        ("/api/v1/submissions/{id}", 404),
        ("none", 404),
    ] {
        let labels = format!("method=\"GET\",route=\"{route}\",status=\"{status}\"");
        assert!(
            requests.get(&labels).is_some_and(|n| *n >= 1.0),
            "{labels}: {text}"
        );
    }
    let count = |name: &str| samples(&text, name).values().sum::<f64>();
    assert!(
        count("http_request_duration_seconds_count") >= 5.0,
        "{text}"
    );
    assert!(
        text.contains("http_request_duration_seconds_bucket{"),
        "{text}"
    );
    assert_eq!(
        samples(&text, "dgm_submissions_total")["homework=\"elbo\""],
        1.0
    );
    assert_eq!(
        samples(&text, "dgm_grading_seconds_count")["homework=\"elbo\""],
        1.0
    );
    for name in [
        "dgm_computations_running",
        "dgm_computations_waiting",
        "dgm_jobs_unfinished",
    ] {
        assert_eq!(samples(&text, name)[""], 0.0, "{name}: {text}");
    }
    let failures = samples(&text, "dgm_object_storage_failures_total");
    assert_eq!(failures.len(), 4, "{text}");
    assert!(failures.values().all(|n| *n == 0.0), "{text}");
    let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_eq!(samples(&text, "dgm_build_info")[&version], 1.0);
    if cfg!(target_os = "linux") {
        assert!(count("process_resident_memory_bytes") > 1e6, "{text}");
    }
    let page = include_str!("../../../docs/book/en/operating.md");
    let spans = page.split('`').skip(1).step_by(2);
    let described = spans.filter(|s| s.starts_with("dgm_") || s.starts_with("http_"));
    for name in described {
        assert!(
            text.contains(&format!("# TYPE {name} ")),
            "the page tells of {name}: {text}"
        );
    }
    // Everything told has a type and words, and nothing tells who anybody is.
    let names = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    for name in names.filter_map(|l| l.split(['{', ' ']).next()) {
        let family = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        for mark in ["HELP", "TYPE"] {
            let said = |name: &str| text.contains(&format!("# {mark} {name} "));
            assert!(said(name) || said(family), "{name} has no {mark}");
        }
    }
    assert!(!text.contains("anna"), "{text}");
    drop(server.log());
}

#[test]
fn a_request_leaves_one_line_that_tells_nobodys_secrets() {
    let data = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let secret = link
        .rsplit('/')
        .next()
        .expect("a link has a secret")
        .to_owned();
    let token = printed(data.path(), &["user", "token", "anna"]);
    let server = Watched::start(data.path(), &["--log-format", "json"], &[]);
    let bearer = format!("Bearer {token}");
    let forged = [
        ("authorization", bearer.as_str()),
        ("x-request-id", "forged"),
    ];
    let grade = get(&format!("{}/api/v1/grade?q=anna", server.url), &forged);
    assert_eq!((grade.status, grade.id.len()), (200, 16), "{}", grade.id);
    let page = get(&format!("{}/sign-in/{secret}", server.url), &[]);
    let missing = get(&format!("{}/students/anna", server.url), &[]);
    assert_eq!(missing.status, 401);
    let log = server.log();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let answered = |id: &str| {
        let own = lines
            .iter()
            .filter(|l| l["span"]["id"] == id && l["message"] == "answered");
        let own: Vec<_> = own.collect();
        assert_eq!(own.len(), 1, "{id}: {log}");
        own[0].clone()
    };
    let line = answered(&grade.id);
    assert_eq!(line["level"], "INFO");
    assert_eq!(
        (&line["status"], &line["span"]["user"]),
        (&200.into(), &1.into())
    );
    assert!(line["ms"].is_u64(), "{line}");
    assert_eq!(
        (
            line["span"]["method"].as_str(),
            line["span"]["route"].as_str()
        ),
        (Some("GET"), Some("/api/v1/grade"))
    );
    assert_eq!(answered(&page.id)["span"]["route"], "/sign-in/{secret}");
    assert_eq!(answered(&missing.id)["span"]["route"], "/students/{login}");
    for private in ["anna", "forged", &secret, &token, "q="] {
        assert!(!log.contains(private), "{private}: {log}");
    }
}

#[test]
fn a_log_that_no_terminal_shows_has_no_colours() {
    let data = tempfile::tempdir().expect("a folder is made");
    let server = Watched::start(data.path(), &[], &[("TERM", "xterm-256color")]);
    get(&format!("{}/health", server.url), &[]);
    let log = server.log();
    assert!(log.contains("answered") && !log.contains('\u{1b}'), "{log}");
}

#[test]
fn links_open_where_the_server_is_reached() {
    let data = tempfile::tempdir().expect("a folder is made");
    let folder = data.path();
    let begins = |link: &str, base: &str| {
        assert!(link.starts_with(&format!("{base}/sign-in/")), "{link}");
    };
    begins(
        &printed(folder, &["user", "add", "anna"]),
        "http://127.0.0.1:8080",
    );
    let at_home = Server::start(folder);
    begins(&printed(folder, &["user", "link", "anna"]), &at_home.url);
    drop(at_home);
    let variables = [("DGM_BASE_URL", "https://Grader.example.org/")];
    let server = Watched::start(folder, &["--log", "off"], &variables);
    assert_eq!(server.url, "https://grader.example.org");
    begins(
        &printed(folder, &["user", "link", "anna"]),
        "https://grader.example.org",
    );
    std::fs::write(folder.join("class.csv"), "login\nboris\n").expect("it is written");
    let list = folder.join("class.csv");
    let list = list.to_str().expect("a temporary path is text");
    let roster = printed(folder, &["roster", "import", list]);
    begins(
        roster.split('\t').nth(1).expect("a link a line"),
        "https://grader.example.org",
    );
    let told = ["user", "link", "anna", "--base-url", "http://other.test:81"];
    begins(&printed(folder, &told), "http://other.test:81");
    drop(server.log());
}

#[test]
fn a_base_url_that_would_not_open_is_refused_with_what_to_write() {
    for (url, next) in [
        ("grader.example.org", "https://grader.example.org"),
        ("https://example.org/dgm", "host name of its own"),
        ("https://example.org/?a=b", "leave out what begins with ?"),
        ("https://me@example.org", "behind the @"),
    ] {
        let refused = run(&["serve", "--base-url", url]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(next), "{refused:?}");
        let mut by_environment = dgm(&["user", "link", "anna"]);
        let by_environment = by_environment
            .env("DGM_BASE_URL", url)
            .output()
            .expect("it runs");
        assert_eq!(by_environment.status.code(), Some(2), "{by_environment:?}");
    }
}
