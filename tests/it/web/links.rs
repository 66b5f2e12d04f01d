//! Sign-in links of many: shown first, then made and sent as a file; those given out before end.

use crate::support::audit::{audit, change};
use crate::support::site::{Answer, Site, Student, Teacher, clock};
use crate::support::small::small;
use dgm_grader::store::{LinkState, Role};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// A class with one who has signed in, two who have not and one who is gone.
async fn class() -> (Site, Student, Teacher) {
    let site = small(None).await;
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let list = "login,name\nboris,=Boris\nvera,Vera\ngone,Gone\n";
    let kind = [("content-type", "text/csv")];
    let body = list.as_bytes().to_vec();
    let added = teacher.send("POST", "/api/v1/roster", &kind, body).await;
    assert_eq!(added.status, 200, "{}", added.text());
    teacher.post("/roster/gone", "active=no").await;
    (site, anna, teacher)
}

fn rows(file: &Answer) -> Vec<[String; 3]> {
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    let mut reader = csv::Reader::from_reader(file.body.as_slice());
    let records = reader.records().map(|r| r.expect("a row"));
    records
        .map(|r| [0, 1, 3].map(|n| r[n].to_owned()))
        .collect()
}

fn secret(row: &[String; 3]) -> &str {
    let secret = row[2].strip_prefix("http://dgm.test/sign-in/");
    secret.expect("it is a link of this server")
}

#[tokio::test]
async fn links_of_those_who_never_came_are_made_anew() {
    let (site, _anna, teacher) = class().await;
    let people = teacher.get("/roster").await.text();
    assert_eq!(
        people.matches("never signed in</span>").count(),
        3,
        "{people}"
    );
    let page = teacher.get("/links?who=never&days=45").await;
    let html = page.text();
    for words in [
        "2 people get a new link.",
        "It works for 45 days.",
        "2 earlier links end.",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    for (login, listed) in [
        ("boris", true),
        ("vera", true),
        ("anna", false),
        ("gone", false),
    ] {
        let found = html.contains(&format!("<code>{login}</code>"));
        assert_eq!(found, listed, "{login}: {html}");
    }
    let form = format!("who=never&days=45&seen={}", page.hidden("seen"));
    let made = teacher.post("/links", &form).await;
    let links = rows(&made);
    let names: Vec<_> = links
        .iter()
        .map(|r| (r[0].as_str(), r[1].as_str()))
        .collect();
    assert_eq!(names, [("boris", "'=Boris"), ("vera", "Vera")]);
    let lasts = |days: i64| clock() + SignedDuration::from_hours(24 * days);
    let state = async |row, day| {
        let found = site.app.store.link(secret(row), lasts(day)).await;
        found.expect("it answers")
    };
    assert!(matches!(state(&links[0], 44).await, LinkState::Works(_)));
    assert_eq!(state(&links[0], 45).await, LinkState::Expired);

    // The same form again ends nothing of what was just given out: it shows what it would do now.
    let again = teacher.post("/links", &form).await;
    assert!(
        again.text().contains("2 earlier links end."),
        "{}",
        again.text()
    );
    assert!(matches!(state(&links[0], 1).await, LinkState::Works(_)));
    site.nobody().enter(secret(&links[1])).await;
    let page = teacher.get("/links?who=never").await.text();
    assert!(page.contains("1 person gets a new link."), "{page}");
    let noted = audit(&site.app.store, 1, |entry| entry.subject == "boris").await;
    assert_eq!(noted[0].actor, "teacher");
    let until = change(&noted[0])["until"].to_string();
    assert!(until.contains("2026-04-24"), "{until}");
}

#[tokio::test]
async fn links_of_everybody_are_those_whom_one_may_change() {
    let (site, anna, teacher) = class().await;
    let owner = site.join("owner", Role::Owner).await;
    for (door, logins) in [
        (&*teacher, &["anna", "boris", "vera"][..]),
        (&owner, &["anna", "boris", "teacher", "vera"]),
    ] {
        let page = door.get("/links?who=all").await;
        assert!(
            page.text().contains("It works for 30 days."),
            "{}",
            page.text()
        );
        let form = format!("who=all&days=30&seen={}", page.hidden("seen"));
        let made = rows(&door.post("/links", &form).await);
        let of: Vec<_> = made.iter().map(|r| r[0].as_str()).collect();
        assert_eq!(of, logins);
    }
    assert_eq!(
        anna.get("/account").await.status,
        200,
        "whoever is in stays in"
    );
}

#[tokio::test]
async fn links_of_many_are_shown_page_by_page_and_made_as_a_whole() {
    let (_site, _anna, teacher) = class().await;
    let people: Vec<String> = (0..450).map(|n| format!("n{n:03},Name {n}\n")).collect();
    let list = format!("login,name\n{}", people.concat());
    let kind = [("content-type", "text/csv")];
    let added = teacher.send("POST", "/api/v1/roster", &kind, list.into_bytes());
    assert_eq!(added.await.status, 200);
    let mut page = teacher.get("/links?who=never&days=9").await;
    let (mut logins, first) = (BTreeSet::new(), page.hidden("seen"));
    let mut pages = 1;
    loop {
        let html = page.text();
        assert!(html.contains("452 people get a new link."), "{html}");
        assert_eq!(page.hidden("seen"), first, "every page is of the same");
        let shown = html.split("<code>").skip(1);
        let shown: Vec<&str> = shown.filter_map(|row| row.split('<').next()).collect();
        assert!(shown.len() <= 200, "{} on a page", shown.len());
        logins.extend(shown.into_iter().map(str::to_owned));
        let Some((before, _)) = html.split_once("\" rel=\"next\"") else {
            break;
        };
        let (_, link) = before.rsplit_once("href=\"").expect("a link");
        page = teacher.get(&link.replace("&amp;", "&")).await;
        pages += 1;
    }
    assert_eq!((pages, logins.len()), (3, 452));
    let form = format!("who=never&days=9&seen={}", page.hidden("seen"));
    assert_eq!(rows(&teacher.post("/links", &form).await).len(), 452);
}

#[tokio::test]
async fn days_are_from_one_to_a_year() {
    let (site, _anna, teacher) = class().await;
    for days in ["0", "-1", "367", "x", "1.5", "99999999999999999999"] {
        let one = teacher
            .post("/roster/boris/link", &format!("days={days}"))
            .await;
        assert_eq!(one.status, 422, "{days}");
        assert!(one.text().contains("from 1 to 366"), "{}", one.text());
        let many = teacher.get(&format!("/links?who=all&days={days}")).await;
        assert_eq!(many.status, 422, "{days}");
    }
    let one = teacher.post("/roster/boris/link", "days=1").await.text();
    assert!(one.contains("They work for 1 day and"), "{one}");
    let usual = teacher.post("/roster/boris/link", "").await.text();
    assert!(usual.contains("They work for 30 days and"), "{usual}");
    // Somebody who may not sign in gets no link, which would work when they may again.
    let gone = teacher.post("/roster/gone/link", "").await;
    assert_eq!(gone.status, 422);
    assert!(
        gone.text().contains("Activate them first"),
        "{}",
        gone.text()
    );
    let list = "login,name\nnew,New\n";
    let shown = teacher.table("/roster", list, &[]).await;
    let done = teacher
        .table("/roster", list, &[("seen", &shown.hidden("seen"))])
        .await;
    assert!(
        done.text().contains("They work for 30 days and"),
        "{}",
        done.text()
    );
    drop(site);
}
