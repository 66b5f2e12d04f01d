//! The slip is found: what putting it right would change, the job that changes it, and the trace it leaves.

use super::class::{Person, class};
use super::course::meant;
use super::term::Sent;
use crate::support::audit::{change, of_kind};
use crate::support::forms::hidden;
use crate::support::site::{Answer, Door, Site};
use axum::http::StatusCode;
use dgm_grader::ids::JobId;
use judge::points::Points;
use serde_json::Value;
use std::collections::BTreeSet;

/// Whose points move: login, before, after, whether a person's points hold instead.
type Moves = BTreeSet<(String, String, String, bool)>;

fn shown(thousandths: i64) -> String {
    Points::from_thousandths(thousandths).to_string()
}

/// The best of a student's files for `elbo`.
fn best(sent: &[Sent], who: Person, worth: fn(&Sent) -> i64) -> Option<i64> {
    let own = sent.iter().filter(|s| s.who == who && s.homework == "elbo");
    own.map(worth).max()
}

fn expected(sent: &[Sent]) -> Moves {
    let moved = |who: Person| {
        let before = best(sent, who, |s| s.slipped)?;
        let after = best(sent, who, |s| s.meant)?;
        let row = (
            who.login(),
            shown(before),
            shown(after),
            who.by_hand().is_some(),
        );
        (before != after).then_some(row)
    };
    class().filter_map(moved).collect()
}

fn told(impact: &Value) -> Moves {
    let students = impact["students"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let row = |m: &Value| {
        assert_eq!(m["homework"], "elbo", "only it has the slip");
        let held = m["held"].as_bool().expect("yes or no");
        (
            text(&m["login"]),
            text(&m["before"]),
            text(&m["after"]),
            held,
        )
    };
    let rows: Moves = students.iter().map(row).collect();
    assert_eq!(rows.len(), students.len(), "nobody is told twice");
    rows
}

/// The dry run, by API and on the page, tells exactly whose points would change and by how much.
pub async fn would_change_exactly_these(teacher: &Door, sent: &[Sent]) {
    let expected = expected(sent);
    let held = expected.iter().filter(|m| m.3).count();
    assert!(expected.len() > 20 && held == 2, "{expected:?}");
    let path = "/api/v1/course?dry_run=true";
    let dry = teacher.send("PUT", path, &[], meant().into_bytes()).await;
    assert_eq!(dry.status, StatusCode::OK, "{}", dry.text());
    let dry = dry.json();
    assert_eq!(told(&dry["impact"]), expected);
    let concerned = sent.iter().filter(|s| s.homework == "elbo").count();
    assert_eq!(dry["impact"]["graded"], concerned);
    assert_eq!(dry["impact"]["left"].as_array().map(Vec::len), Some(0));

    let page = preview(teacher).await.text();
    // Above stands whose total and grade change.
    let (_, page) = page
        .rsplit_once("<table class=\"moves\">")
        .expect("a table of points");
    for (login, before, after, _) in &expected {
        let row = page
            .split("<tr>")
            .find(|r| r.contains(&format!("/students/{login}\"")));
        let row = row.unwrap_or_else(|| panic!("no row of {login}"));
        let cells = format!("<td class=\"number\">{before}</td><td class=\"number\">{after}</td>");
        assert!(row.contains(&cells), "{cells}: {row}");
    }
    assert_eq!(page.matches("/students/s").count(), expected.len());
}

async fn preview(teacher: &Door) -> Answer {
    let config = meant();
    let fields = [("toml", config.as_str()), ("base", "2")];
    let page = teacher.multipart("/course/preview", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    page
}

/// Published from the preview, for a reason; what was sent keeps its points until it is graded anew.
pub async fn publish(teacher: &Door) {
    let base = hidden(&preview(teacher).await.text(), "base");
    let escaped: Vec<_> = meant().bytes().map(|b| format!("%{b:02X}")).collect();
    let form = format!(
        "base={base}&note=the+tolerance+was+a+slip&toml={}",
        escaped.concat()
    );
    let done = teacher.post("/course/publish", &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(done.header("location"), "/course/versions/3");
}

/// Begins the job from its page and reads what a watcher is told to the end.
pub async fn watch(teacher: &Door, sent: &[Sent]) -> JobId {
    let dry = teacher
        .send("POST", "/api/v1/regrade?dry_run=true", &[], Vec::new())
        .await;
    assert_eq!(told(&dry.json()), expected(sent));
    let begun = teacher.post("/regrade", "version=3&homework=").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let job = begun.header("location").trim_start_matches("/jobs/");
    let job = job.parse::<JobId>().expect("a number");
    let stream = teacher.get(&format!("/jobs/{job}/events")).await;
    assert_eq!(stream.header("content-type"), "text/event-stream");
    let total = sent.iter().filter(|s| s.homework == "elbo").count();
    let text = stream.text();
    let events = text.split("\n\n").filter(|e| e.starts_with("event: "));
    let events: Vec<(&str, Value)> = events.map(event).collect();
    assert!(events.len() > 1, "it is told on the way: {text}");
    let (last, before) = events.split_last().expect("there are some");
    assert!(before.iter().all(|(name, _)| *name == "progress"), "{text}");
    assert_eq!((last.0, &last.1["state"]), ("finished", &"done".into()));
    let done: Vec<_> = events
        .iter()
        .map(|(_, told)| told["done"].as_u64())
        .collect();
    assert!(done.is_sorted(), "{done:?}");
    assert_eq!(last.1["done"], total);
    job
}

fn event(text: &str) -> (&str, Value) {
    let (name, data) = text.split_once('\n').expect("two lines");
    let data = data.strip_prefix("data: ").expect("the second is data");
    (
        name.trim_start_matches("event: "),
        serde_json::from_str(data).expect("it is JSON"),
    )
}

/// The job changed the points of exactly these files, and each change is noted once.
pub async fn changed_exactly_these(site: &Site, teacher: &Door, sent: &[Sent], job: JobId) {
    let moved = |s: &&Sent| s.slipped != s.meant;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = teacher.get(&format!("/api/v1/jobs/{job}")).await.json();
    let list = list["submissions"].as_array().expect("a list").clone();
    let row = |one: &Value| {
        assert_eq!(one["outcome"], "changed");
        (
            one["submission"].as_i64(),
            text(&one["before"]),
            text(&one["after"]),
        )
    };
    let changed: BTreeSet<_> = list.iter().map(row).collect();
    let expected = |s: &Sent| (Some(s.id), shown(s.slipped), shown(s.meant));
    assert_eq!(
        changed,
        sent.iter()
            .filter(moved)
            .map(expected)
            .collect::<BTreeSet<_>>()
    );

    let noted = of_kind(&site.app.store, "regrade").await.into_iter();
    let noted: Vec<_> = noted
        .filter(|n| n.subject.contains('#'))
        .map(|n| (n.actor.clone(), n.subject.clone(), change(&n).to_string()))
        .collect();
    let expected = |s: &Sent| {
        (
            "teacher".to_owned(),
            format!("{}/elbo#{}", s.who.login(), s.id),
            serde_json::json!({
                "before": { "points": shown(s.slipped), "version": 2 },
                "after": { "points": shown(s.meant), "version": 3 },
            })
            .to_string(),
        )
    };
    let expected: BTreeSet<_> = sent.iter().filter(moved).map(expected).collect();
    assert_eq!(noted.len(), expected.len(), "a change is noted once");
    assert_eq!(noted.into_iter().collect::<BTreeSet<_>>(), expected);
}
