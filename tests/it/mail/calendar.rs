//! Deadlines that are near and the digest of a day: told once, to those whom they concern.

use super::office::Office;
use crate::support::forms::find_hidden;
use crate::support::site::{Site, clock, set_clock};
use dgm_grader::service::mail::calendar::keep;
use dgm_grader::store::{LetterKind, Outcome, Role};

async fn look(site: &Site) {
    keep(&site.app).await.expect("the calendar is kept");
}

#[tokio::test]
async fn a_deadline_is_told_once_to_those_who_sent_nothing() {
    // The homework is due at the end of 11 March in Moscow: 21:00 UTC.
    set_clock("2026-03-10T05:00:00Z");
    let office = Office::open().await;
    let (site, store) = (&office.site, &office.site.app.store);
    let anna = office.join("anna", Role::Student).await;
    let boris = office.join("boris", Role::Student).await;
    for login in ["vera", "gleb", "gone"] {
        office.join(login, Role::Student).await;
    }
    let teacher = office.join("teacher", Role::Teacher).await;
    teacher.post("/account/letters", "").await;
    boris.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    // Vera has more time, Gleb need not, and one is gone.
    let later = "day=2026-03-25&reason=ill&do=confirm";
    let set = teacher
        .post("/students/vera/homeworks/elbo/extension", later)
        .await;
    assert!(set.status.as_u16() < 400, "{}", set.text());
    confirm(
        &teacher,
        "/students/vera/homeworks/elbo/extension",
        "day=2026-03-25&reason=ill",
    )
    .await;
    confirm(
        &teacher,
        "/students/gleb/homeworks/elbo/override",
        "kind=excused&reason=ill",
    )
    .await;
    teacher.post("/roster/gone", "active=no").await;
    look(site).await;
    assert_eq!(office.written(LetterKind::Deadline).await, 0, "it is far");
    set_clock("2026-03-10T08:00:00Z");
    look(site).await;
    look(site).await;
    // As after a restart.
    set_clock("2026-03-10T12:00:00Z");
    look(site).await;
    assert_eq!(office.written(LetterKind::Deadline).await, 1);
    let sent = office.sent().await;
    let letter = sent
        .iter()
        .find(|letter| letter.header("subject").starts_with("Due soon: "))
        .expect("it is sent");
    assert_eq!(letter.to, ["anna@example.org"]);
    let text = letter.plain();
    assert!(text.contains("11 March, 23:59"), "{text}");
    assert!(text.contains("http://dgm.test/homeworks/elbo"), "{text}");
    // Vera's day comes later.
    set_clock("2026-03-24T12:00:00Z");
    look(site).await;
    let letters = store.listed_letters(100).await.expect("it answers");
    let to: Vec<_> = letters
        .iter()
        .filter(|l| l.kind == LetterKind::Deadline)
        .filter_map(|l| l.to.as_ref().map(|(login, _)| login.as_str()))
        .collect();
    assert_eq!(to, ["vera", "anna"]);
    drop(anna);
}

/// Sends a form and confirms what its page shows.
async fn confirm(door: &crate::support::site::Door, path: &str, form: &str) {
    let shown = door.post(path, form).await;
    let page = shown.text();
    let Some(seen) = find_hidden(&page, "seen") else {
        assert!(shown.status.as_u16() < 400, "{page}");
        return;
    };
    let done = door.post(path, &format!("{form}&seen={seen}")).await;
    assert!(done.status.is_redirection(), "{}", done.text());
}

#[tokio::test]
async fn a_deadline_that_is_no_more_is_not_told_of() {
    set_clock("2026-03-10T08:00:00Z");
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    look(&office.site).await;
    assert_eq!(office.written(LetterKind::Deadline).await, 1);
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    assert!(office.sent().await.is_empty());
    let letters = office.listed().await;
    let deadline = letters.iter().find(|l| l.kind == LetterKind::Deadline);
    let ended = deadline.and_then(|l| l.ended).map(|(_, outcome)| outcome);
    assert_eq!(ended, Some(Outcome::Needless));
}

#[tokio::test]
async fn what_another_server_is_at_is_left_to_it() {
    set_clock("2026-03-10T08:00:00Z");
    let office = Office::open().await;
    office.join("anna", Role::Student).await;
    let minutes = jiff::SignedDuration::from_mins(4);
    let store = &office.site.app.store;
    let taken = store.take_turn("letters", minutes, clock()).await;
    assert!(taken.expect("it answers").is_some());
    look(&office.site).await;
    assert_eq!(office.written(LetterKind::Deadline).await, 0);
    // It died over it.
    set_clock("2026-03-10T08:01:00Z");
    look(&office.site).await;
    assert_eq!(office.written(LetterKind::Deadline).await, 1);
}

#[tokio::test]
async fn a_digest_comes_once_a_day_and_only_with_news() {
    set_clock("2026-03-09T04:00:00Z");
    let office = Office::open().await;
    let site = &office.site;
    let anna = office.join("anna", Role::Student).await;
    let teacher = office.join("teacher", Role::Teacher).await;
    anna.post("/account/letters", "").await;
    teacher.post("/account/letters", "digest=yes").await;
    look(site).await;
    assert_eq!(
        office.written(LetterKind::Digest).await,
        0,
        "it is early in Moscow"
    );
    set_clock("2026-03-09T06:00:00Z");
    look(site).await;
    assert!(office.sent().await.is_empty(), "nothing waits");
    anna.post("/homeworks/elbo/items/proof/text", "text=so")
        .await;
    anna.post("/homeworks/elbo/requests", "task=proof&text=why")
        .await;
    set_clock("2026-03-09T12:00:00Z");
    look(site).await;
    assert!(office.sent().await.is_empty(), "the day had its digest");
    set_clock("2026-03-10T06:00:00Z");
    look(site).await;
    let letter = office.one().await;
    assert_eq!(letter.to, ["teacher@example.org"]);
    let text = letter.plain();
    assert!(text.contains("1 answer waits to be graded"), "{text}");
    assert!(text.contains("Waiting for an answer: 1, new: 1"), "{text}");
    assert!(text.contains("http://dgm.test/queue"), "{text}");
    set_clock("2026-03-10T09:00:00Z");
    look(site).await;
    assert!(office.sent().await.is_empty());
}
