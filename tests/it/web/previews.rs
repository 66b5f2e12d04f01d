//! What would change is shown a page at a time, however long the list and however long it takes to find out; and nobody else sees it.

use super::world::config;
use crate::support::forms::hidden;
use crate::support::site::{Answer, Door, Site, Teacher};
use crate::support::small::small;
use crate::support::socket::bounded;
use dgm_grader::course::Checked;
use dgm_grader::store::{Listed, NewUser, Role};
use dgm_grader::web::bounds::Bounds;
use std::collections::BTreeSet;
use std::time::Duration;

/// Rows of a long list.
const ROWS: usize = 2_000;
/// The most bytes of a page.
const MOST: usize = 150 * 1024;

fn next(html: &str) -> Option<String> {
    let (before, _) = html.split_once("\" rel=\"next\"")?;
    let (_, link) = before.rsplit_once("href=\"")?;
    Some(link.replace("&amp;", "&").replace("&#x2F;", "/"))
}

/// Every login on every page of a preview, which are no longer than pages.
async fn turned(teacher: &Door, first: &Answer) -> Vec<String> {
    let mut logins = Vec::new();
    let mut html = first.text();
    loop {
        assert!(html.len() < MOST, "{} bytes", html.len());
        let rows = html.split("<code").skip(1);
        let login = |row: &str| {
            let (_, rest) = row.split_once('>')?;
            let login = rest.split('<').next()?;
            login.starts_with("new-").then(|| login.to_owned())
        };
        logins.extend(rows.filter_map(login));
        match next(&html) {
            Some(link) => {
                let page = teacher.get(&link).await;
                assert_eq!(page.status, 200, "{link}: {}", page.text());
                html = page.text();
            }
            None => return logins,
        }
    }
}

fn names() -> Vec<String> {
    (0..ROWS).map(|n| format!("new-{n:04}")).collect()
}

#[tokio::test]
async fn a_long_list_is_shown_page_by_page_and_done_as_a_whole() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let rows: Vec<String> = names().iter().map(|l| format!("{l},Name {l}\n")).collect();
    let list = format!("login,name\n{}", rows.concat());
    let shown = teacher.table("/roster", &list, &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    assert!(shown.text().contains("2000 new"), "{}", shown.text());
    let logins = turned(&teacher, &shown).await;
    assert_eq!(logins.len(), ROWS, "each once");
    assert_eq!(logins.into_iter().collect::<BTreeSet<_>>().len(), ROWS);

    // From any of its pages the whole list is confirmed.
    let second = teacher
        .get(&next(&shown.text()).expect("there are more"))
        .await;
    let html = second.text();
    let (kept, seen) = (hidden(&html, "kept"), hidden(&html, "seen"));
    // Nobody else sees what was sent, and nobody else confirms it.
    let other = site.join("other", Role::Teacher).await;
    let theirs = other.get(&format!("/previews/{kept}")).await;
    assert_eq!(theirs.status, 404);
    let events = other.get(&format!("/previews/{kept}/events")).await;
    assert_eq!(events.status, 404);
    let confirm = [("kept", kept.as_str()), ("seen", seen.as_str())];
    let refused = other.table("/roster", "", &confirm).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let users = async || site.app.store.users().await.expect("it answers").len();
    let before = users().await;
    let done = teacher.table("/roster", "", &confirm).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(users().await, before + ROWS);

    // The same of a list of points.
    let rows: Vec<String> = names().iter().map(|l| format!("{l},7\n")).collect();
    let list = format!("login,points\n{}", rows.concat());
    let shown = teacher.table("/exam", &list, &[]).await;
    let logins = turned(&teacher, &shown).await;
    assert_eq!(logins.len(), ROWS);
    let html = shown.text();
    let (kept, seen) = (hidden(&html, "kept"), hidden(&html, "seen"));
    let confirm = [("kept", kept.as_str()), ("seen", seen.as_str())];
    let done = teacher.table("/exam", "", &confirm).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(
        site.app.store.exams().await.expect("it answers").len(),
        ROWS
    );
}

#[tokio::test]
async fn a_list_of_points_says_whose_final_grade_moves() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    for login in ["anna", "boris", "vera"] {
        site.join(login, Role::Student).await;
    }
    let before = "login,points\nanna,15\nboris,15\n";
    let shown = teacher.table("/exam", before, &[]).await.text();
    assert!(shown.contains("No final grade changes."), "{shown}");
    // 13 points by hand and 15 of the exam make a grade; neither does alone.
    for login in ["anna", "boris"] {
        let path = format!("/api/v1/students/{login}/homeworks/elbo/override");
        let kind = [("content-type", "application/json")];
        let body = br#"{ "points": "13", "excused": false, "reason": "so" }"#;
        let given = teacher.send("PUT", &path, &kind, body.to_vec()).await;
        assert!(given.status.is_success(), "{}", given.text());
    }
    let shown = teacher.table("/exam", before, &[]).await.text();
    let up = "Final grades that rise: 2, that fall: 0.";
    assert!(shown.contains(up), "{shown}");
    let seen = hidden(&shown, "seen");
    let done = teacher.table("/exam", before, &[("seen", &seen)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // What falls, what stays, and what is the first.
    let after = "login,points\nanna,0\nboris,15\nvera,1\n";
    let shown = teacher.table("/exam", after, &[]).await.text();
    let down = "Final grades that rise: 0, that fall: 1.";
    assert!(shown.contains(down), "{shown}");
    assert!(shown.contains("↓ 1 → 0"), "{shown}");
    assert!(!shown.contains("boris"), "{shown}");
}

#[tokio::test]
async fn whose_grade_moves_is_shown_page_by_page() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let names = names();
    let listed = |login: &'_ String| {
        Listed::from(NewUser {
            login: login.clone().leak(),
            name: "Name",
            role: Role::Student,
        })
    };
    let list: Vec<Listed<'_>> = names.iter().map(listed).collect();
    let (store, now) = (&site.app.store, site.app.now());
    store.put_roster(&list, &[], "t", now).await.expect("put");
    let base = site.app.course().await.expect("a course").version;
    // Everybody's grade is another one.
    let line = config()
        .lines()
        .find(|line| line.starts_with("final_grade"))
        .map(ToOwned::to_owned);
    let toml = match line {
        Some(line) => config().replace(&line, "final_grade = \"10\""),
        None => format!("final_grade = \"10\"\n{}", config()),
    };
    let checked = Checked::parse(&toml).expect("it is a course");
    assert_eq!(
        checked
            .course
            .grade
            .grade(judge::points::Points::ZERO)
            .to_string(),
        "10"
    );
    let fields = [("toml", toml.as_str()), ("base", &base.to_string())];
    let shown = teacher.multipart("/course/preview", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let mut html = shown.text();
    let mut seen = BTreeSet::new();
    loop {
        assert!(html.len() < MOST, "{} bytes", html.len());
        assert!(html.contains("/course/publish"), "from every page of it");
        let rows = html.split("href=\"/students/new-").skip(1);
        seen.extend(rows.filter_map(|row| row.split('"').next().map(ToOwned::to_owned)));
        match next(&html) {
            Some(link) => html = teacher.get(&link).await.text(),
            None => break,
        }
    }
    assert_eq!(seen.len(), ROWS);
}

#[tokio::test]
async fn what_takes_long_says_how_far_it_is_and_then_what_came_of_it() {
    let site: Site = bounded(Bounds {
        preview: Duration::ZERO,
        ..Bounds::default()
    })
    .await;
    let checked = Checked::parse(config()).expect("it is a course");
    let (store, now) = (&site.app.store, site.app.now());
    let published = store.publish_course(&checked, "", "t", now).await;
    published.expect("it is published");
    let teacher = Teacher::of(&site).await;
    let begun = teacher.get("/regrade?dry_run=1").await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let way = begun.header("location").to_owned();
    assert!(way.starts_with("/previews/"), "{way}");
    // Without a script the page comes back until it is over; an event tells the others.
    let told = teacher.get(&format!("{way}/events")).await.text();
    assert!(told.contains("event: finished"), "{told}");
    let page = teacher.get(&way).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        page.text().contains("Graded anew in memory"),
        "{}",
        page.text()
    );
}
