//! Points to a platform: exact, in order, once, and never a zero for nothing; whatever the platform does meanwhile.

use super::platform::Simulator;
use super::visit::launch;
use crate::support::site::{Answer, Door, Site, Teacher, clock, set_clock, start};
use crate::support::small::small;
use dgm_grader::service::lti::sender::{Passed, pass};
use dgm_grader::store::{Details, Listed, NewUser, Role};
use jiff::Timestamp;
use serde_json::json;

/// A course with Anna and Boris, both of whom came from a platform once.
pub(super) async fn university() -> (Site, Simulator) {
    let site = small(None).await;
    let platform = fill(&site).await;
    (site, platform)
}

/// Anna, Boris and Vera, by their addresses.
pub(super) async fn roster(site: &Site) {
    for login in ["anna", "boris", "vera"] {
        let user = NewUser {
            login,
            name: login,
            role: Role::Student,
        };
        let details = Details {
            email: format!("{login}@example.org"),
            ..Details::default()
        };
        let listed = [Listed { user, details }];
        let put = site.app.store.put_roster(&listed, &[], "test", clock());
        put.await.expect("it is put");
    }
}

/// The three, and a platform that the first two came from once.
pub(super) async fn fill(site: &Site) -> Simulator {
    roster(site).await;
    let platform = Simulator::start().await;
    let settings = platform.settings();
    platform.agree(site, &settings).await;
    for (subject, login) in [("u1", "anna"), ("u2", "boris")] {
        let email = format!("{login}@example.org");
        let came = launch(site, &platform, (subject, &email), |_| {}).await;
        assert_eq!(came.status, 303, "{}", came.text());
    }
    platform
}

/// Gives points by hand; nothing excuses.
pub(super) async fn give(teacher: &Door, login: &str, points: Option<&str>) {
    let body = json!({ "points": points, "excused": points.is_none(), "reason": "so" });
    let path = format!("/api/v1/students/{login}/homeworks/elbo/override");
    let kind = [("content-type", "application/json")];
    let given = teacher
        .send("PUT", &path, &kind, body.to_string().into_bytes())
        .await;
    assert!(given.status.is_success(), "{}", given.text());
}

/// Has the teacher switch the homework, after seeing what that does.
pub(super) async fn switch(teacher: &Door, state: &str) -> Answer {
    let form = format!("elbo={state}");
    let shown = teacher.post("/lti/courses/1", &form).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let seen = shown.hidden("seen");
    let done = teacher
        .post("/lti/courses/1", &format!("{form}&seen={seen}"))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    shown
}

pub(super) async fn sent(site: &Site) -> (usize, usize) {
    let Passed { arrived, refused } = pass(&site.app, "here").await.expect("it answers");
    (arrived, refused)
}

#[tokio::test]
async fn points_go_exactly_and_follow_what_changes() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10.667")).await;
    assert_eq!(sent(&site).await, (0, 0), "nothing is sent unasked");
    let shown = switch(&teacher, "on").await.text();
    assert!(
        shown.contains("anna") && shown.contains("10.667"),
        "{shown}"
    );
    assert!(
        !shown.contains(">boris<"),
        "nothing stands for Boris: {shown}"
    );
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("10.667"));
    assert_eq!(platform.stands(0, "u2"), None, "a dash is not a zero");
    {
        let inside = platform.inside();
        assert_eq!(inside.columns[0]["resourceId"], "elbo");
        assert!(
            inside.scores[0].text.contains("\"scoreMaximum\":13,"),
            "{:?}",
            inside.scores
        );
    }
    assert_eq!(sent(&site).await, (0, 0), "once");
    // It falls, is nothing, and is nought, which is not nothing.
    give(&teacher, "anna", Some("0.001")).await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("0.001"));
    give(&teacher, "anna", None).await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1"), None);
    let last = platform.inside().scores.last().cloned().expect("a score");
    assert_eq!(last.json["activityProgress"], "Initialized");
    assert!(last.json.get("scoreMaximum").is_none());
    give(&teacher, "anna", Some("0")).await;
    give(&teacher, "boris", Some("12.999")).await;
    assert_eq!(sent(&site).await, (2, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("0"));
    assert_eq!(platform.stands(0, "u2").as_deref(), Some("12.999"));
    assert_eq!(platform.inside().columns.len(), 1);
    assert_eq!(
        platform.inside().granted,
        2,
        "access is asked for once a scope"
    );
    // The clock did not move: the instants did, by whole seconds.
    let stamps: Vec<Timestamp> = platform
        .inside()
        .scores
        .iter()
        .filter(|score| score.json["userId"] == "u1")
        .map(|score| score.json["timestamp"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(
        stamps
            .windows(2)
            .all(|two| two[0].as_second() < two[1].as_second()),
        "{stamps:?}"
    );

    // Switched off, it stays as it is; taken back, it is gone; and comes back.
    switch(&teacher, "off").await;
    give(&teacher, "anna", Some("5")).await;
    assert_eq!(sent(&site).await, (0, 0));
    let shown = switch(&teacher, "back").await.text();
    assert!(shown.contains("12.999"), "{shown}");
    assert_eq!(sent(&site).await, (2, 0));
    assert_eq!(
        (platform.stands(0, "u1"), platform.stands(0, "u2")),
        (None, None)
    );
    assert_eq!(sent(&site).await, (0, 0));
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (2, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("5"));
    let audit = teacher.get("/audit?kind=pass-back").await.text();
    assert!(audit.contains("Generative models"), "{audit}");
}

#[tokio::test]
async fn who_is_on_the_list_there_gets_points_without_ever_coming() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    platform.inside().members = vec![json!([
        { "user_id": "u1", "roles": ["Learner"], "email": "anna@example.org" },
        { "user_id": "u3", "roles": ["Learner"], "email": "vera@example.org" },
        { "user_id": "u4", "roles": ["Learner"], "email": "nobody@example.org" },
    ])];
    let listed = teacher.post("/lti/courses/1/roster", "").await;
    assert_eq!(listed.status, 200, "{}", listed.text());
    give(&teacher, "vera", Some("3.5")).await;
    let shown = switch(&teacher, "on").await.text();
    assert!(shown.contains("vera") && shown.contains("3.5"), "{shown}");
    assert!(
        shown.contains("nobody@example.org"),
        "who is nobody here is told"
    );
    let store = &site.app.store;
    assert_eq!(
        store.platform_people(1.into()).await.unwrap().len(),
        2,
        "only looked at"
    );
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u3").as_deref(), Some("3.5"));
    assert_eq!(store.platform_people(1.into()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_was_shown_is_what_is_done() {
    let (site, _platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    let shown = teacher.post("/lti/courses/1", "elbo=on").await;
    let seen = shown.hidden("seen");
    give(&teacher, "anna", Some("11")).await;
    let again = teacher
        .post("/lti/courses/1", &format!("elbo=on&seen={seen}"))
        .await;
    assert_eq!(again.status, 200, "it is shown again");
    assert_eq!(sent(&site).await, (0, 0));
    let nothing = teacher.post("/lti/courses/1", "elbo=off").await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test]
async fn a_platform_that_refuses_is_asked_again_when_it_says() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    give(&teacher, "boris", Some("11")).await;
    switch(&teacher, "on").await;
    platform.inside().refuse.push_back((429, Some("600")));
    assert_eq!(sent(&site).await, (0, 1));
    assert_eq!(sent(&site).await, (0, 0), "it waits");
    for (lang, words) in [
        ("en", "the platform refused (status 429)"),
        ("ru", "платформа отказала (код 429)"),
    ] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let page = teacher.get("/lti/courses/1").await.text();
        assert!(page.contains(words), "{page}");
    }
    set_clock("2026-03-10T09:09:59Z");
    assert_eq!(sent(&site).await, (0, 0));
    set_clock("2026-03-10T09:10:00Z");
    assert_eq!(sent(&site).await, (2, 0));
    give(&teacher, "anna", Some("7")).await;
    give(&teacher, "boris", Some("8")).await;
    platform.inside().refuse.push_back((503, None));
    assert_eq!(
        sent(&site).await,
        (0, 1),
        "the other one would fare the same"
    );
    set_clock("2026-03-10T09:10:59Z");
    assert_eq!(sent(&site).await, (0, 0));
    // "Send again" waits for nothing.
    let again = teacher.post("/lti/courses/1/again", "").await;
    assert_eq!(again.status, 303);
    assert_eq!(sent(&site).await, (2, 0));

    // One person whom the platform does not take keeps nobody else from going.
    give(&teacher, "anna", Some("6")).await;
    give(&teacher, "boris", Some("9")).await;
    platform.inside().refuse.push_back((400, None));
    assert_eq!(sent(&site).await, (1, 1));
    assert_eq!(platform.stands(0, "u2").as_deref(), Some("9"));
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(page.contains("код 400"), "{page}");
    set_clock("2026-03-10T09:30:00Z");
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("6"));

    // Access that was taken back is asked for once more.
    let granted = platform.inside().granted;
    give(&teacher, "anna", Some("5")).await;
    platform.inside().refuse.push_back((401, None));
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.inside().granted, granted + 1);
    // Refused for good it waits, and the page says what to look at.
    platform.inside().tool = None;
    set_clock("2026-03-10T12:00:00Z");
    give(&teacher, "anna", Some("4")).await;
    assert_eq!(sent(&site).await, (0, 1));
    let page = teacher.get("/lti/courses/1").await.text();
    assert!(page.contains("не даёт доступа"), "{page}");
}

#[tokio::test]
async fn a_score_whose_answer_was_lost_is_sent_again_and_later() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    // It was stamped and sent, and then nobody knows: as after a crash.
    let store = &site.app.store;
    let column = store.platform_columns().await.unwrap()[0].id;
    store.stamp_score(column, "u1", clock()).await.unwrap();
    assert_eq!(sent(&site).await, (1, 0), "what is in doubt is sent again");
    assert_eq!(sent(&site).await, (0, 0));
    // A clock that was set back does not make an earlier score.
    set_clock("2026-03-01T00:00:00Z");
    give(&teacher, "anna", Some("9")).await;
    store.hurry_columns(1.into()).await.unwrap();
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("9"));
}

#[tokio::test]
async fn a_column_whose_making_was_not_acknowledged_is_not_made_twice() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    let url = platform.url.clone();
    platform.inside().columns.push(json!({
        "id": format!("{url}/columns/0/lineitem?type_id=3"), "label": "ELBO", "scoreMaximum": 13, "resourceId": "elbo",
    }));
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.inside().columns.len(), 1);
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("10"));
}

#[tokio::test]
async fn a_platform_that_is_away_gets_the_points_once_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().to_owned();
    let site = crate::support::small::open(Site::within(folder).await, None).await;
    let mut platform = fill(&site).await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10.5")).await;
    switch(&teacher, "on").await;
    platform.stop().await;
    assert_eq!(sent(&site).await, (0, 1));
    give(&teacher, "anna", Some("11.5")).await;
    site.app.store.close().await;

    let restarted = start(&path).await;
    platform.resume().await;
    assert_eq!(
        pass(&restarted.app, "next").await.unwrap(),
        Passed::default(),
        "another's turn"
    );
    set_clock("2026-03-10T09:05:00Z");
    let done = pass(&restarted.app, "next").await.unwrap();
    assert_eq!((done.arrived, done.refused), (1, 0));
    assert_eq!(
        pass(&restarted.app, "next").await.unwrap(),
        Passed::default()
    );
    let scores = platform.inside().scores.len();
    assert_eq!(scores, 1, "once, though the points changed twice");
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("11.5"));
}

#[tokio::test]
async fn one_process_sends_and_the_next_when_it_is_gone() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(pass(&site.app, "one").await.unwrap().arrived, 1);
    give(&teacher, "anna", Some("11")).await;
    assert_eq!(pass(&site.app, "two").await.unwrap(), Passed::default());
    site.app.store.end_sending_turn("one").await.unwrap();
    assert_eq!(pass(&site.app, "two").await.unwrap().arrived, 1);
    give(&teacher, "anna", Some("12")).await;
    set_clock("2026-03-10T09:03:00Z");
    assert_eq!(
        pass(&site.app, "three").await.unwrap().arrived,
        1,
        "its turn ran out"
    );
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("12"));
}

#[tokio::test]
async fn a_column_that_came_with_a_link_is_used() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let url = platform.url.clone();
    for name in ["other", "elbo"] {
        let number = platform.inside().columns.len();
        platform.inside().columns.push(json!({
            "id": format!("{url}/columns/{number}/lineitem?type_id=3"), "label": name, "scoreMaximum": 100, "resourceId": name,
        }));
    }
    let came = launch(&site, &platform, ("u1", ""), |claims| {
        let claim = "https://purl.imsglobal.org/spec/lti/claim/custom";
        claims[claim] = json!({ "homework": "elbo" });
        let claim = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
        claims[claim] = json!({
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitem": format!("{url}/columns/1/lineitem?type_id=3"),
        });
    })
    .await;
    assert_eq!(came.header("location"), "/homeworks/elbo");
    give(&teacher, "anna", Some("10")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(1, "u1").as_deref(), Some("10"));
}

#[tokio::test]
async fn a_large_course_is_shown_page_by_page_and_switched_as_a_whole() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let logins: Vec<String> = (0..230).map(|n| format!("s{n:03}")).collect();
    let lines = logins.iter();
    let lines: Vec<String> = lines
        .map(|login| format!("{login},{login}@example.org,Name\n"))
        .collect();
    let list = format!("login,email,name\n{}", lines.concat());
    let kind = [("content-type", "text/csv")];
    let added = teacher.send("POST", "/api/v1/roster", &kind, list.into_bytes());
    assert_eq!(added.await.status, 200);
    // All of them are there, and thirty more who are nobody here.
    let strangers = (0..30).map(|n| format!("x{n:02}"));
    let member = |login: String| {
        json!({
            "user_id": format!("id-{login}"), "status": "Active", "name": login,
            "email": format!("{login}@example.org"),
            "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
        })
    };
    let members = logins.iter().cloned().chain(strangers).map(member);
    platform.inside().members = vec![members.collect()];
    let fetched = teacher.post("/lti/courses/1/roster", "").await;
    assert_eq!(fetched.status, 200, "{}", fetched.text());
    for login in &logins {
        give(&teacher, login, Some("7")).await;
    }
    let shown = teacher.post("/lti/courses/1", "elbo=on").await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let mut html = shown.text();
    let seen = |html: &str| {
        let (_, seen) = html
            .split_once("name=\"seen\" value=\"")
            .expect("to confirm");
        seen.split('"').next().unwrap_or_default().to_owned()
    };
    let (first, mut found, mut nobody, mut pages) = (seen(&html), Vec::new(), 0, 0);
    loop {
        pages += 1;
        assert!(html.len() < 150 * 1024, "{} bytes", html.len());
        assert_eq!(seen(&html), first, "from any of its pages it is the same");
        let rows = html.split("<span class=\"muted\">s").skip(1);
        let own = rows.filter_map(|row| Some(format!("s{}", row.split_once('<')?.0)));
        found.extend(own);
        nobody += html.matches("<li class=\"words\">x").count();
        let Some((before, _)) = html.split_once("\" rel=\"next\"") else {
            break;
        };
        let (_, link) = before.rsplit_once("href=\"").expect("a link");
        let page = teacher.get(&link.replace("&amp;", "&")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        html = page.text();
    }
    found.sort_unstable();
    assert_eq!((pages, nobody), (2, 30));
    assert_eq!(found, logins);
    // Nobody else turns these pages.
    let other = site.join("other", Role::Teacher).await;
    let (_, key) = html.split_once("/previews/").expect("a link back");
    let key = key.split(['"', '?']).next().unwrap_or_default();
    assert_eq!(teacher.get(&format!("/previews/{key}")).await.status, 200);
    assert_eq!(other.get(&format!("/previews/{key}")).await.status, 404);
    let confirmed = format!("elbo=on&seen={first}");
    let done = teacher.post("/lti/courses/1", &confirmed).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // It is so by now: there is nothing to be shown any more.
    let late = teacher.get(&format!("/previews/{key}")).await;
    assert_eq!(late.status, 422, "{}", late.text());
    let course = teacher.get("/lti/courses/1").await;
    assert!(course.body.len() < 150 * 1024);
    assert!(course.text().contains("x29@example.org"));
    assert_eq!(sent(&site).await, (230, 0));
}
