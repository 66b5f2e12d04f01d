//! What the teacher does around the grading: the roster, the first config, proofs, points by hand, the exam's list.

use super::class::{ByHand, CLASS, Person, class};
use super::course::slipped;
use crate::support::audit::checked;
use crate::support::forms::hidden;
use crate::support::site::{Door, Site};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// A list as Excel saves it where the decimal mark is a comma.
fn semicolons(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(row).expect("it is written");
    }
    let bytes = out.into_inner().expect("it is complete");
    format!(
        "\u{feff}{}",
        String::from_utf8(bytes).expect("it is a text")
    )
}

/// Two hundred students and one row too many; gives their sign-in links.
pub async fn import_the_roster(teacher: &Door) -> HashMap<String, String> {
    let head = vec!["Логин".to_owned(), "ФИО".to_owned()];
    let everybody = class().map(|who| vec![who.login(), who.name()]);
    let twice = vec!["S000".to_owned(), "Somebody else".to_owned()];
    let list = semicolons([head].into_iter().chain(everybody).chain([twice]));
    let kind = [("content-type", "text/csv")];
    let send = async |path: &str| {
        let answer = teacher
            .send("POST", path, &kind, list.clone().into_bytes())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    };
    let told = send("/api/v1/roster?dry_run=true").await;
    let length = |value: &Value| value.as_array().map_or(0, Vec::len);
    assert_eq!(length(&told["new"]), CLASS);
    assert_eq!(length(&told["refused"]), 1, "{}", told["refused"]);
    assert_eq!(length(&told["links"]), 0);
    let book = teacher.get("/api/v1/gradebook?format=json").await.json();
    assert_eq!(length(&book["students"]), 0, "a dry run writes nothing");
    let done = send("/api/v1/roster").await;
    let links = done["links"].as_array().expect("there are links");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let links = links.iter().map(|l| (text(&l["login"]), text(&l["link"])));
    let links: HashMap<_, _> = links.collect();
    assert_eq!(links.len(), CLASS);
    let again = send("/api/v1/roster").await;
    assert_eq!(again["same"], CLASS, "sent again, nobody changes");
    links
}

/// Over the default course, with which a server begins.
pub async fn publish_the_first_config(site: &Site, teacher: &Door) {
    let default = assignments::catalogue::COURSE;
    let now = site.app.now();
    let first = site
        .app
        .store
        .publish_course(&checked(default), "first", "operator", now)
        .await;
    assert_eq!(first.expect("it is published").id.number(), 1);
    let answer = teacher
        .send(
            "PUT",
            "/api/v1/course?note=autumn",
            &[("if-match", "\"1\"")],
            slipped().into_bytes(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["version"], 2);
}

/// The whole queue, one after another, as the buttons lead.
pub async fn grade_the_proofs(teacher: &Door) {
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let mut next = "/queue/elbo/proof/next".to_owned();
    let mut graded = HashSet::new();
    loop {
        let led = teacher.get(&next).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.text());
        let place = led.header("location").to_owned();
        if place == "/queue/elbo/proof?done=yes" {
            break;
        }
        let page = teacher.get(&place).await.text();
        let who = class().find(|w| page.contains(&format!("A proof of {}", w.login())));
        let who = who.unwrap_or_else(|| panic!("whose is it? {page}"));
        let [idea, rest] = who.proof().expect("this one sent a proof");
        let points = |thousandths: i64| {
            let points = judge::points::Points::from_thousandths(thousandths);
            points.to_string().replace('.', ",")
        };
        let form = format!(
            "seen={}&points.idea={}&points.rest={}&comment=Seen&do=next",
            hidden(&page, "seen"),
            points(idea),
            points(rest)
        );
        let saved = teacher.send("POST", &place, &kind, form.into_bytes()).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        saved.header("location").clone_into(&mut next);
        assert!(graded.insert(who), "{who:?} comes twice");
    }
    let sent = class().filter(|w| w.proof().is_some());
    assert_eq!(graded, sent.collect());
}

/// Overrides and an excuse, with their reasons.
pub async fn give_by_hand(teacher: &Door) {
    let kind = [("content-type", "application/json")];
    let given = class().filter_map(|who| Some((who, who.by_hand()?)));
    for (who, given) in given {
        let body = match given {
            ByHand::Points(points) => json!({"points": points, "reason": "oral defence"}),
            ByHand::Excused => json!({"excused": true, "reason": "ill"}),
        };
        let path = format!("/api/v1/students/{}/homeworks/elbo/override", who.login());
        let answer = teacher
            .send("PUT", &path, &kind, body.to_string().into_bytes())
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }
}

/// The exam's points: shown first, then done; what cannot be read is left out and named.
pub async fn import_the_exam(teacher: &Door) {
    let head = ["login", "name", "points"].map(ToOwned::to_owned).to_vec();
    let points = |who: Person| {
        let points = who.exam().map(judge::points::Points::from_thousandths);
        points.map_or_else(|| "—".to_owned(), |p| p.to_string().replace('.', ","))
    };
    let everybody = class().map(|who| vec![who.login(), who.name(), points(who)]);
    let wrong = [("nobody", "5"), ("s003", "26,5"), ("s008", "=2+3")];
    let wrong =
        wrong.map(|(login, points)| vec![login.to_owned(), String::new(), points.to_owned()]);
    // Without the two whose wrong rows come after.
    let everybody = everybody.filter(|row| row[0] != "s003" && row[0] != "s008");
    let list = semicolons([head].into_iter().chain(everybody).chain(wrong));
    let shown = teacher.multipart("/exam", &[("file", &list)]).await.text();
    let examined = class().filter(|w| w.exam().is_some()).count();
    let absent = CLASS - examined - 2;
    let said = format!("{examined} changed, 0 the same, {absent} without points, 3 refused.");
    assert!(shown.contains(&said), "{said}: {shown}");
    let seen = hidden(&shown, "seen");
    let fields = [("text", list.as_str()), ("seen", &seen)];
    let done = teacher.multipart("/exam", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}
