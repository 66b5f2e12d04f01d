//! Sessions and tokens: how long they last, what is kept of them, who lists and ends them.

use super::callers::Anonymous;
use super::sign_in::{link, sessions};
use crate::support::site::{Answer, Door, Site, Student, Teacher, clock, set_clock};
use crate::support::small::{open, small};
use dgm_grader::ids::UserId;
use dgm_grader::store::Role;
use jiff::{SignedDuration, Timestamp};
use sqlx::Connection as _;
use std::path::PathBuf;
use std::time::Duration;

fn on(day: i64) {
    let begin: Timestamp = crate::support::site::NOW.parse().expect("it is an instant");
    let at = begin + SignedDuration::from_hours(24 * day);
    set_clock(&at.to_string());
}

/// The browser of somebody who comes now and then, with the cookie that it was sent last.
struct Browser {
    door: Door,
    kept_until: i64,
}

impl Browser {
    async fn of(site: &Site, user: UserId) -> Self {
        on(0);
        let path = link(site, user, 1).await;
        let mut door = site.nobody();
        door.enter(path.trim_start_matches("/sign-in/")).await;
        Self {
            door,
            kept_until: 30,
        }
    }

    /// Comes on this day; a browser that has dropped its cookie is nobody.
    async fn comes(&mut self, day: i64) -> bool {
        on(day);
        if day >= self.kept_until {
            return false;
        }
        let answer = self.door.get("/account").await;
        if let Some((_, rest)) = answer.header("set-cookie").split_once("Max-Age=") {
            let seconds: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let seconds: i64 = seconds.parse().expect("a number of seconds");
            self.kept_until = day + seconds / (24 * 3600);
        }
        answer.status == 200
    }
}

#[tokio::test]
async fn a_daily_visitor_stays_in_for_a_year_and_an_idle_one_for_a_month() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let mut daily = Browser::of(&site, student.id).await;
    for day in 1..365 {
        assert!(daily.comes(day).await, "on day {day}");
    }
    assert!(!daily.comes(365).await, "a year is the most");
    on(365);
    assert_eq!(
        daily.door.get("/account").await.status,
        401,
        "with the cookie too"
    );

    let mut weekly = Browser::of(&site, student.id).await;
    for day in (7..120).step_by(7) {
        assert!(weekly.comes(day).await, "on day {day}");
    }
    let mut idle = Browser::of(&site, student.id).await;
    assert!(idle.comes(29).await);
    assert!(idle.comes(58).await);
    assert!(!idle.comes(88).await);
    on(88);
    assert_eq!(idle.door.get("/account").await.status, 401);
}

#[tokio::test]
async fn reading_writes_once_a_day() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let used = async || sessions(&site, student.id).await[0].used_at;
    let first = used().await;
    set_clock("2026-03-10T20:00:00Z");
    for _ in 0..3 {
        let answer = student.get("/account").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("set-cookie")),
            (200, "")
        );
    }
    assert_eq!(used().await, first);
    set_clock("2026-03-11T09:00:00Z");
    let answer = student.get("/account").await;
    assert!(answer.header("set-cookie").contains("Max-Age=2592000"));
    // It is noted meanwhile.
    for _ in 0..200 {
        if used().await == clock() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(used().await, clock());
    assert_eq!(student.get("/account").await.header("set-cookie"), "");
}

/// A site, and the folder of its database.
async fn on_disk() -> (Site, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().to_owned();
    (open(Site::within(folder).await, None).await, path)
}

#[tokio::test]
async fn a_session_cannot_be_read_out_of_the_database() {
    let (site, folder) = on_disk().await;
    let student = Student::of(&site).await;
    let path = link(&site, student.id, 1).await;
    let entered = site.nobody().post(&path, "").await;
    let cookie = entered.header("set-cookie").to_owned();
    let id = cookie.split(['=', ';']).nth(1).expect("it has a value");
    assert_eq!(id.len(), 22, "{cookie}");
    assert_eq!(sessions(&site, student.id).await.len(), 2);
    for file in std::fs::read_dir(&folder).expect("the folder is read") {
        let path = file.expect("it is read").path();
        let bytes = std::fs::read(&path).expect("the file is read");
        let found = bytes
            .windows(id.len())
            .any(|window| window == id.as_bytes());
        assert!(!found, "{} holds the id", path.display());
    }
}

#[tokio::test]
async fn a_visitor_leaves_no_rows_behind() {
    let (site, folder) = on_disk().await;
    let nobody = Anonymous::of(&site);
    for lang in ["ru", "en", "ru"] {
        let form = format!("lang={lang}&back=/sign-in");
        let answer = nobody.post("/language", &form).await;
        assert_eq!(answer.header("location"), "/sign-in");
        let cookie = answer.header("set-cookie");
        assert!(
            cookie.starts_with(&format!("dgm_language={lang}; ")),
            "{cookie}"
        );
        let cookie = cookie.split(';').next().expect("a cookie");
        let page = nobody
            .send("GET", "/sign-in", &[("cookie", cookie)], Vec::new())
            .await;
        assert!(page.text().contains(&format!("<html lang=\"{lang}\">")));
    }
    let file = folder.join("test.sqlite");
    let url = format!("sqlite://{}", file.display());
    let mut database = sqlx::SqliteConnection::connect(&url)
        .await
        .expect("it opens");
    let (rows,): (i64,) = sqlx::query_as("select count(*) from sessions")
        .fetch_one(&mut database)
        .await
        .expect("it answers");
    assert_eq!(rows, 0);
}

fn cookies(answer: &Answer) -> Vec<&str> {
    let lines = answer.headers.get_all("set-cookie").iter();
    lines.map(|line| line.to_str().expect("a text")).collect()
}

#[tokio::test]
async fn sessions_are_listed_with_their_device_and_ended() {
    let site = small(None).await;
    let (student, other) = (Student::of(&site).await, Teacher::of(&site).await);
    let mut laptop = site.nobody();
    let path = link(&site, student.id, 1).await;
    let phone = [
        ("content-type", "application/x-www-form-urlencoded"),
        (
            "user-agent",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) Version/18.5 Safari/604.1 <b>",
        ),
    ];
    let entered = site.nobody().send("POST", &path, &phone, Vec::new()).await;
    let phone = cookies(&entered)[0]
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned();
    laptop.enter(path.trim_start_matches("/sign-in/")).await;
    let on_phone = async || {
        let headers = [("cookie", phone.as_str())];
        let answer = site
            .nobody()
            .send("GET", "/account", &headers, Vec::new())
            .await;
        answer.status.as_u16()
    };
    assert_eq!(on_phone().await, 200);
    let page = laptop.get("/account").await.text();
    assert!(
        page.contains("Safari · iPhone") && page.contains("unknown browser"),
        "{page}"
    );
    assert_eq!(page.matches("(this one)").count(), 1, "{page}");
    assert_eq!(
        page.matches("/revoke\"><button").count(),
        3,
        "two sessions and a token: {page}"
    );

    let id = sessions(&site, student.id).await;
    let id = id
        .iter()
        .find(|s| s.device.contains("iPhone"))
        .expect("it is listed")
        .id;
    let revoke = format!("/account/sessions/{id}/revoke");
    assert_eq!(other.post(&revoke, "").await.status, 404, "not theirs");
    assert_eq!(on_phone().await, 200);
    assert_eq!(laptop.post(&revoke, "").await.status, 303);
    assert_eq!(on_phone().await, 401);
    assert_eq!(laptop.post(&revoke, "").await.status, 404, "it is over");

    assert_eq!(
        laptop.post("/account/sessions/revoke", "").await.status,
        303
    );
    assert_eq!(student.get("/account").await.status, 401);
    assert_eq!(laptop.get("/account").await.status, 200);
    assert_eq!(other.get("/account").await.status, 200, "nobody else's");
    let audit = other.get("/audit").await.text();
    for words in [
        "signing in",
        "session ended",
        "sign-in link",
        "Safari · iPhone",
    ] {
        assert!(audit.contains(words), "{words}: {audit}");
    }
    other.post("/language", "lang=ru&back=/").await;
    let audit = other.get("/audit").await.text();
    for words in ["<td>вход</td>", "сеанс завершён", "ссылка для входа"]
    {
        assert!(audit.contains(words), "{words}: {audit}");
    }
}

#[tokio::test]
async fn a_token_is_shown_once_and_made_once() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let made = student.post("/account/tokens", "name=laptop").await;
    assert_eq!(made.status, 303);
    let cookie = cookies(&made)[0].to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("Max-Age=60"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().expect("a cookie");
    let text = cookie.trim_start_matches("dgm_made=");
    let with = [("cookie", cookie)];
    let page = student.send("GET", "/account", &with, Vec::new()).await;
    assert!(page.text().contains(text), "{}", page.text());
    assert!(
        cookies(&page)[0].starts_with("dgm_made=; ") && cookies(&page)[0].contains("Max-Age=0")
    );
    // The browser has dropped the cookie; loading the page again shows and makes nothing.
    let again = student.get("/account").await;
    assert!(!again.text().contains(text));
    let held = site
        .app
        .store
        .tokens(student.id)
        .await
        .expect("it answers")
        .len();
    assert_eq!(held, 2, "the test's own, and this one");
    // What somebody else planted in the browser is not shown as a token.
    let other = site.join("boris", Role::Student).await;
    let page = other.send("GET", "/account", &with, Vec::new()).await;
    assert!(!page.text().contains(text));

    for n in held..20 {
        let page = student.get("/account").await.text();
        assert!(page.contains(&format!("You hold {n} of 20.")), "{page}");
        assert_eq!(student.post("/account/tokens", "name=x").await.status, 303);
    }
    let page = student.get("/account").await.text();
    assert!(
        page.contains("as many as one may") && !page.contains("Make a token"),
        "{page}"
    );
    let refused = student.post("/account/tokens", "name=x").await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("Revoke one"), "{}", refused.text());
}
