//! A link by letter: who gets one, what is told to whoever asks, and how often it signs in.

use super::office::Office;
use crate::support::site::{Answer, set_clock};
use crate::support::smtp::Mood;
use dgm_grader::store::{LetterKind, Outcome, Role};

async fn ask(office: &Office, email: &str) -> Answer {
    let email = email.replace('@', "%40").replace('+', "%2B");
    let nobody = office.site.nobody();
    nobody
        .post("/sign-in/letter", &format!("email={email}"))
        .await
}

#[tokio::test]
async fn a_link_comes_by_letter_and_signs_in_once() {
    let office = Office::open().await;
    let site = &office.site;
    office.join("anna", Role::Student).await;
    let page = site.nobody().get("/sign-in").await.text();
    assert!(page.contains("action=\"/sign-in/letter\""), "{page}");
    let asked = ask(&office, " ANNA@Example.org ").await;
    assert_eq!(asked.status, 303);
    assert_eq!(asked.header("location"), "/sign-in/letter");
    let told = site.nobody().get("/sign-in/letter").await;
    assert_eq!(told.status, 200);
    let letter = office.one().await;
    assert_eq!(letter.to, ["anna@example.org"]);
    assert_eq!(letter.header("subject"), "Your sign-in link");
    assert!(
        letter
            .plain()
            .contains("It works for 30 minutes, and once.")
    );
    assert_eq!(letter.header("list-unsubscribe"), "", "it was asked for");
    let link = letter.link("http://dgm.test/sign-in/");
    let secret = link.rsplit('/').next().expect("it has one");
    // A filter looks at it.
    let path = format!("/sign-in/{secret}");
    assert_eq!(site.nobody().get(&path).await.status, 200);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let send = async |method| site.nobody().send(method, &path, &kind, Vec::new()).await;
    // Of two browsers at once one comes in, and the other hears why it does not.
    let mut both: [Answer; 2] = tokio::join!(send("POST"), send("POST")).into();
    both.sort_by_key(|answer| answer.status);
    let [came, refused] = both;
    assert_eq!(came.status, 303);
    assert_ne!(came.header("set-cookie"), "");
    for again in [refused, send("GET").await, send("POST").await] {
        assert_eq!(again.status, 404);
        assert_eq!(again.header("set-cookie"), "");
        assert!(
            again.text().contains("was used already"),
            "{}",
            again.text()
        );
    }
}

#[tokio::test]
async fn a_link_by_letter_lasts_half_an_hour_and_ends_only_its_own_kind() {
    let office = Office::open().await;
    let site = &office.site;
    let anna = office.join("anna", Role::Student).await;
    let given = jiff::SignedDuration::from_hours(24);
    let store = &site.app.store;
    let on_paper = store.new_link(anna.id, given, "test", site.app.now()).await;
    let on_paper = on_paper.expect("it is made");
    ask(&office, "anna@example.org").await;
    let first = office.one().await.link("http://dgm.test/sign-in/");
    ask(&office, "anna@example.org").await;
    let second = office.one().await.link("http://dgm.test/sign-in/");
    assert_ne!(first, second);
    let status = async |link: &str| {
        let path = link.trim_start_matches("http://dgm.test");
        site.nobody().get(path).await.status.as_u16()
    };
    assert_eq!(status(&first).await, 404, "a newer one came");
    assert_eq!(status(&second).await, 200);
    assert_eq!(
        status(&format!("/sign-in/{on_paper}")).await,
        200,
        "it stays"
    );
    set_clock("2026-03-10T09:29:00Z");
    assert_eq!(status(&second).await, 200);
    set_clock("2026-03-10T09:31:00Z");
    assert_eq!(status(&second).await, 404);
}

/// A server that takes no letter the first time (greylisting), and somebody who asks again meanwhile: the newer link works, whichever
/// letter is tried last.
#[tokio::test]
async fn a_letter_that_is_tried_again_ends_no_newer_link() {
    let office = Office::open().await;
    let site = &office.site;
    office.join("anna", Role::Student).await;
    for _ in 0..2 {
        ask(&office, "anna@example.org").await;
        let later = Mood::Recipient("451 4.7.1 greylisted");
        office.smtp.next(&[later]);
        assert!(office.sent().await.is_empty());
    }
    set_clock("2026-03-10T09:02:00Z");
    // Only the newer one: what the other would say does not work any more.
    let link = office.one().await.link("http://dgm.test");
    assert_eq!(
        site.nobody()
            .get(&link["http://dgm.test".len()..])
            .await
            .status,
        200
    );
    let letters = office.listed().await;
    let ends: Vec<_> = letters.iter().map(|l| l.ended.map(|e| e.1)).collect();
    assert_eq!(ends, [Some(Outcome::Sent), Some(Outcome::Needless)]);
}

/// Whoever has signed in by a letter that the server kept without saying so gets it no second time.
#[tokio::test]
async fn a_link_that_was_used_is_not_sent_again() {
    let office = Office::open().await;
    office.join("anna", Role::Student).await;
    ask(&office, "anna@example.org").await;
    office.smtp.next(&[Mood::Cuts]);
    let letter = office.one().await;
    let link = letter.link("http://dgm.test/sign-in/");
    let secret = link.rsplit('/').next().expect("it has one");
    office.site.nobody().enter(secret).await;
    set_clock("2026-03-10T09:02:00Z");
    assert!(office.sent().await.is_empty());
    let ended = office.listed().await[0].ended.map(|(_, how)| how);
    assert_eq!(ended, Some(Outcome::Needless));
}

/// Whoever looks after the mail server sends what waits for it at once, and links as well, for as long as they are worth it.
#[tokio::test]
async fn a_link_that_waits_is_hurried_with_the_others() {
    let office = Office::open().await;
    office.join("anna", Role::Student).await;
    let teacher = office.join("teacher", Role::Teacher).await;
    ask(&office, "anna@example.org").await;
    office.smtp.next(&[Mood::Recipient("451 4.7.1 later")]);
    assert!(office.sent().await.is_empty());
    let begun = office.listed().await[0].made_at;
    set_clock("2026-03-10T09:00:30Z");
    assert!(office.sent().await.is_empty(), "not by itself");
    let again = teacher.post("/mail/again", "").await;
    assert_eq!(again.header("location"), "/mail?again=1");
    office.one().await;
    assert_eq!(office.listed().await[0].made_at, begun, "it is no younger");
    // One that was given up is not revived: nobody waits for it.
    ask(&office, "anna@example.org").await;
    office.smtp.next(&[Mood::Recipient("550 5.1.1 nobody")]);
    assert!(office.sent().await.is_empty());
    let again = teacher.post("/mail/again", "").await;
    assert_eq!(again.header("location"), "/mail?again=0");
}

#[tokio::test]
async fn whoever_asks_is_told_the_same_whatever_the_address() {
    let office = Office::open().await;
    office.join("anna", Role::Student).await;
    office
        .join_at("boris", "Boris", "both@example.org", Role::Student)
        .await;
    office
        .join_at("vera", "Vera", "Both@example.org", Role::Student)
        .await;
    let teacher = office.join("teacher", Role::Teacher).await;
    teacher.post("/roster/vera", "active=yes").await;
    let mut answers = Vec::new();
    for email in ["anna@example.org", "nobody@example.org", "both@example.org"] {
        let asked = ask(&office, email).await;
        let mut headers: Vec<_> = asked.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        answers.push((
            asked.status,
            asked.header("location").to_owned(),
            headers,
            asked.body,
        ));
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
    // One row each, and nobody was looked for yet.
    assert_eq!(office.written(LetterKind::SignIn).await, 3);
    let sent = office.sent().await;
    assert_eq!(sent.len(), 1, "of two nobody is told");
    assert_eq!(sent[0].to, ["anna@example.org"]);
    // Of the others nothing is left.
    assert_eq!(office.written(LetterKind::SignIn).await, 1);
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("both@example.org"), "{page}");
    assert!(
        page.contains("/roster/boris") && page.contains("/roster/vera"),
        "{page}"
    );
    // Those who teach sign in so, too; who may not sign in gets nothing.
    ask(&office, "teacher@example.org").await;
    assert_eq!(office.one().await.to, ["teacher@example.org"]);
    teacher.post("/roster/anna", "active=no").await;
    ask(&office, "anna@example.org").await;
    assert!(office.sent().await.is_empty());
}

#[tokio::test]
async fn nobody_is_flooded() {
    let office = Office::open().await;
    office.join("anna", Role::Student).await;
    for _ in 0..8 {
        ask(&office, "anna@example.org").await;
    }
    assert_eq!(office.sent().await.len(), 5, "an hour");
    set_clock("2026-03-10T10:01:00Z");
    ask(&office, "anna@example.org").await;
    assert_eq!(office.sent().await.len(), 1, "and the next hour again");
    let mut refused = None;
    for n in 0..100 {
        let asked = ask(&office, &format!("n{n}@example.org")).await;
        if asked.status != 303 {
            refused = Some(asked);
            break;
        }
    }
    let refused = refused.expect("one address cannot ask without end");
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn names_and_addresses_write_no_headers() {
    let office = Office::open().await;
    let evil = "Anna\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>";
    office
        .join_at("anna", evil, "anna@example.org", Role::Student)
        .await;
    let asked = ask(&office, "anna@example.org%0D%0ABcc:+all@example.org").await;
    assert_eq!(asked.status, 422, "{}", asked.text());
    for bad in ["", "anna", "@", "a%00@b", "a b@c"] {
        assert_eq!(ask(&office, bad).await.status, 422, "{bad}");
    }
    ask(&office, "anna@example.org").await;
    let letter = office.one().await;
    assert_eq!(letter.to, ["anna@example.org"]);
    assert!(
        !letter.headers().contains(&"bcc".to_owned()),
        "{}",
        letter.text
    );
    assert!(!letter.html().contains("<script>"), "{}", letter.html());
    // What no mail program would write to is given up, and shown.
    for (n, bad) in ["x@y\r\nBcc: a@b.c", "<x@y.z>", "x y@z", "x@@y"]
        .into_iter()
        .enumerate()
    {
        let login = format!("bad{n}");
        office.join_at(&login, "Bad", bad, Role::Student).await;
        let user = office
            .site
            .app
            .store
            .user(&login)
            .await
            .expect("it answers");
        let user = user.expect("is there").id;
        let now = office.site.app.now();
        let begun = office.site.app.store.try_letter(user, now).await;
        assert!(begun.expect("it answers"), "{bad}");
    }
    assert!(office.sent().await.is_empty());
    let teacher = office.join("teacher", Role::Teacher).await;
    let page = teacher.get("/mail").await.text();
    assert_eq!(
        page.matches("nobody can be written to at such an address")
            .count(),
        4,
        "{page}"
    );
}
