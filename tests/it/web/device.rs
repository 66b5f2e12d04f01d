//! A program is let in by a page: codes, questions, decisions, and the token that comes once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::site::{Answer, Door, Site, Student, set_clock};
use crate::support::small::small;
use dgm_grader::store::{MOST_TOKENS, Role};
use serde_json::Value;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A program that has asked.
struct Program {
    door: Door,
    long: String,
    short: String,
}

impl Program {
    async fn of(site: &Site, name: &str) -> Self {
        let door = site.nobody();
        let form = format!("client_id={name}");
        let answer = door.post("/api/v1/device", &form).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let asked = answer.json();
        assert_eq!(
            (&asked["interval"], &asked["expires_in"]),
            (&5.into(), &600.into())
        );
        let text = |name: &str| asked[name].as_str().unwrap().to_owned();
        let (short, page) = (text("user_code"), text("verification_uri_complete"));
        assert_eq!(text("verification_uri"), "http://dgm.test/device");
        assert_eq!(page, format!("http://dgm.test/device?code={short}"));
        Self {
            door,
            long: text("device_code"),
            short,
        }
    }

    /// Asks whether it is let in: the token, or what stands in its place.
    async fn ask(&self) -> Result<String, Value> {
        let form = format!("grant_type={GRANT}&device_code={}", self.long);
        let answer = self.door.post("/api/v1/device/token", &form).await;
        let told = answer.json();
        let Some(token) = told["access_token"].as_str() else {
            assert_eq!(answer.status, 400, "{told}");
            return Err(told);
        };
        assert_eq!(answer.status, 200);
        assert_eq!(told["token_type"], "Bearer");
        Ok(token.to_owned())
    }

    async fn refused(&self) -> String {
        let told = self.ask().await.unwrap_err();
        told["error"].as_str().unwrap_or_default().to_owned()
    }
}

async fn decide(person: &Door, program: &Program, decision: &str) -> Answer {
    let form = format!("code={}&do={decision}", program.short);
    person.post("/device", &form).await
}

#[tokio::test]
async fn a_program_that_is_let_in_has_its_token_once_and_loses_it_when_it_is_revoked() {
    let site = small(None).await;
    let anna = Student::of(&site).await;
    let program = Program::of(&site, "dgm+login,+laptop").await;
    assert_eq!(program.refused().await, "authorization_pending");

    let shown = anna
        .get(&format!("/device?code={}", program.short))
        .await
        .text();
    for said in [
        &*program.short,
        "dgm login, laptop",
        "anna",
        "value=\"allow\"",
        "value=\"deny\"",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    // Whoever is not signed in comes back to it, and whoever changes the language stays with it.
    let nobody = site.nobody();
    let page = format!("/device?code={}", program.short);
    let asked = nobody.get(&page).await;
    assert_eq!(asked.status, 401);
    let asked = asked.text();
    let back = format!("/sign-in?back=%2Fdevice%3Fcode%3D{}", program.short);
    assert!(asked.contains(&format!("href=\"{back}\"")), "{asked}");
    let ways = nobody.get(&back).await.text();
    assert!(ways.contains(&format!("value=\"{back}\"")), "{ways}");
    let field = format!("name=\"back\" value=\"{page}\"");
    assert_eq!(shown.matches(&field).count(), 2, "{shown}");
    let escaped = page.replace('?', "%3F").replace('=', "%3D");
    let form = format!("lang=en&back={escaped}");
    let switched = anna.post("/language", &form).await;
    assert_eq!(switched.header("location"), page);
    let typed = program.short.to_lowercase().replace('-', "+");
    let shown = anna.get(&format!("/device?code={typed}")).await.text();
    assert!(
        shown.contains("value=\"allow\""),
        "as people type it: {shown}"
    );
    let done = decide(&anna, &program, "allow").await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/device?done=allowed")
    );
    assert!(
        anna.get("/device?done=allowed")
            .await
            .text()
            .contains("is signed in")
    );

    set_clock("2026-03-10T09:00:05Z");
    let token = program.ask().await.unwrap();
    assert_eq!(
        program.refused().await,
        "expired_token",
        "the code is used up"
    );
    let gone = decide(&anna, &program, "allow").await;
    assert_eq!(gone.status, 422, "and decided");
    let html = gone.text();
    for said in [
        "<h1>Sign in a program",
        "Nothing waits under this code",
        "name=\"code\"",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }

    let mut notebook = site.nobody();
    notebook.token = Some(token);
    assert_eq!(notebook.get("/api/v1/grade").await.status, 200);
    let account = anna.get("/account").await.text();
    assert!(account.contains("dgm login, laptop"), "{account}");
    let held = site.app.store.tokens(anna.id).await.unwrap();
    let path = format!("/account/tokens/{}/revoke", held[0].id);
    assert_eq!(anna.post(&path, "").await.status, 303);
    assert_eq!(notebook.get("/api/v1/grade").await.status, 401);
}

#[tokio::test]
async fn it_is_told_to_wait_and_when_its_time_is_over() {
    let site = small(None).await;
    let anna = Student::of(&site).await;
    let program = Program::of(&site, "x").await;
    assert_eq!(program.refused().await, "authorization_pending");
    set_clock("2026-03-10T09:00:04Z");
    let hasty = program.ask().await.unwrap_err();
    assert_eq!(
        (&hasty["error"], &hasty["interval"]),
        (&"slow_down".into(), &10.into())
    );
    set_clock("2026-03-10T09:00:13Z");
    assert_eq!(
        program.refused().await,
        "slow_down",
        "nine seconds are not ten"
    );
    set_clock("2026-03-10T09:00:28Z");
    assert_eq!(program.refused().await, "authorization_pending");
    // Too soon, it is told nothing of what was decided.
    decide(&anna, &program, "allow").await;
    set_clock("2026-03-10T09:00:30Z");
    assert_eq!(program.refused().await, "slow_down");
    set_clock("2026-03-10T09:10:00Z");
    assert_eq!(program.refused().await, "expired_token");
    let page = anna
        .get(&format!("/device?code={}", program.short))
        .await
        .text();
    assert!(page.contains("Nothing waits under this code"), "{page}");
}

#[tokio::test]
async fn it_is_not_let_in_where_somebody_says_so_or_may_hold_no_more() {
    let site = small(None).await;
    let anna = Student::of(&site).await;
    let denied = Program::of(&site, "x").await;
    assert_eq!(
        decide(&anna, &denied, "deny").await.header("location"),
        "/device?done=denied"
    );
    assert_eq!(denied.refused().await, "access_denied");
    assert_eq!(denied.refused().await, "expired_token");

    let late = Program::of(&site, "late").await;
    decide(&anna, &late, "allow").await;
    let (store, now) = (&site.app.store, site.app.now());
    while store
        .new_token(anna.id, "more", "anna", now)
        .await
        .unwrap()
        .is_some()
    {}
    assert_eq!(
        i64::try_from(store.tokens(anna.id).await.unwrap().len()),
        Ok(MOST_TOKENS)
    );
    assert_eq!(late.refused().await, "access_denied");
    let another = Program::of(&site, "another").await;
    assert_eq!(decide(&anna, &another, "allow").await.status, 409);

    // Who may not sign in any more lets nothing in.
    let boris = site.join("boris", Role::Student).await;
    let gone = Program::of(&site, "gone").await;
    decide(&boris, &gone, "allow").await;
    let boris = store.user("boris").await.unwrap().unwrap();
    store
        .put_roster(&[], std::slice::from_ref(&boris), "teacher", now)
        .await
        .unwrap();
    assert_eq!(gone.refused().await, "access_denied");
}

#[tokio::test]
async fn guesses_and_noise_are_limited_by_address() {
    let site = small(None).await;
    let (anna, nobody) = (Student::of(&site).await, site.nobody());
    let waiting = Program::of(&site, "%3Cscript%3E%0A").await;
    let shown = anna
        .get(&format!("/device?code={}", waiting.short))
        .await
        .text();
    assert!(
        shown.contains("&lt;script&gt;") && !shown.contains("<script>\n"),
        "{shown}"
    );
    for (form, status) in [
        ("", 422),
        ("device_code=y", 422),
        ("grant_type=x&device_code=y", 400),
    ] {
        let answer = nobody.post("/api/v1/device/token", form).await;
        assert_eq!(answer.status, status, "{form}: {}", answer.text());
    }
    let question = format!("grant_type={GRANT}&device_code=guess");
    let mut last = 0;
    for _ in 0..60 {
        last = nobody
            .post("/api/v1/device/token", &question)
            .await
            .status
            .as_u16();
    }
    assert_eq!(last, 429);
    assert_eq!(anna.get("/device?code=BBBB-BBBB").await.status, 429);
    assert_eq!(
        waiting.refused().await,
        "authorization_pending",
        "a right code passes always"
    );
    let mut last = 0;
    for _ in 0..200 {
        last = nobody.post("/api/v1/device", "").await.status.as_u16();
    }
    assert_eq!(last, 429);
    // Another site cannot press the button.
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
    ];
    let form = format!("code={}&do=allow", waiting.short).into_bytes();
    let pressed = anna.send("POST", "/device", &headers, form).await;
    assert_eq!(pressed.status, 403);
}
