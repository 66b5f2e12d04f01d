//! A mail server that is away, refuses, delays, or is cut off: nothing is lost, and what comes twice is seen to be one.

use super::office::{Office, post};
use crate::support::site::{Door, NOW, set_clock};
use crate::support::smtp::Mood;
use dgm_grader::mail::worker::{self, Step, step};
use dgm_grader::store::{Outcome, Role, Trouble};
use std::sync::Arc;

async fn test_letter(office: &Office) -> Door {
    let teacher = office.join("teacher", Role::Teacher).await;
    let begun = teacher.post("/mail/test", "").await;
    assert_eq!(
        begun.header("location"),
        "/mail?begun=1",
        "{}",
        begun.text()
    );
    teacher
}

async fn trouble(office: &Office) -> (Option<Trouble>, Option<Outcome>) {
    let letters = office.listed().await;
    let letter = letters.first().expect("there is a letter");
    (letter.trouble, letter.ended.map(|(_, outcome)| outcome))
}

#[tokio::test]
async fn a_test_letter_goes_out_and_the_page_says_so() {
    let office = Office::open().await;
    let teacher = test_letter(&office).await;
    let page = teacher.get("/mail?begun=1").await.text();
    assert!(page.contains("waits to be sent"), "{page}");
    let letter = office.one().await;
    assert_eq!(letter.header("subject"), "A test letter");
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("✓ Letters arrive."), "{page}");
    assert!(page.contains("sent 10 March"), "{page}");
    // Two at once are one.
    teacher.post("/mail/test", "").await;
    teacher.post("/mail/test", "").await;
    office.one().await;
    let nowhere = office.site.join("second", Role::Teacher).await;
    let refused = nowhere.post("/mail/test", "").await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn what_is_delayed_comes_later_under_the_same_id() {
    let office = Office::open().await;
    let teacher = test_letter(&office).await;
    office.smtp.next(&[
        Mood::Recipient("451 4.7.1 <teacher@example.org>: greylisted"),
        Mood::CutsEarly,
        Mood::Cuts,
    ]);
    assert_eq!(office.carry().await, Step::Done);
    assert_eq!(trouble(&office).await, (Some(Trouble::Later), None));
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("✗ Letters do not arrive."), "{page}");
    assert!(page.contains("greylisted"), "{page}");
    let said = page.split("<main").last().unwrap_or_default();
    assert!(!said.contains("teacher@example.org"), "{said}");
    assert_eq!(office.carry().await, Step::Idle, "not at once");
    set_clock("2026-03-10T09:02:00Z");
    assert_eq!(office.carry().await, Step::Away);
    assert_eq!(trouble(&office).await, (Some(Trouble::Away), None));
    // It is kept there, and nobody is told so.
    set_clock("2026-03-10T09:10:00Z");
    assert_eq!(office.carry().await, Step::Away);
    let kept = office.smtp.letters();
    assert_eq!(kept.len(), 1);
    set_clock("2026-03-10T09:40:00Z");
    let again = office.one().await;
    assert_eq!(again.header("message-id"), kept[0].header("message-id"));
    assert!(again.header("message-id").ends_with("@dgm.test>"));
    assert_eq!(trouble(&office).await, (None, Some(Outcome::Sent)));
}

#[tokio::test]
async fn what_is_refused_is_given_up_and_can_be_tried_again() {
    let office = Office::open().await;
    let teacher = test_letter(&office).await;
    office
        .smtp
        .next(&[Mood::Recipient("550 5.1.1 no such user")]);
    assert_eq!(office.carry().await, Step::Done);
    assert_eq!(
        trouble(&office).await,
        (Some(Trouble::Refused), Some(Outcome::GivenUp))
    );
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("no such user"), "{page}");
    set_clock("2026-03-10T12:00:00Z");
    assert!(office.sent().await.is_empty());
    let again = teacher.post("/mail/again", "").await;
    assert_eq!(again.header("location"), "/mail?again=1");
    office.one().await;
    let again = teacher.post("/mail/again", "").await;
    assert_eq!(again.header("location"), "/mail?again=0");
}

/// A server that takes nothing from us does not use up the queue: the letter waits, and so do those behind it.
#[tokio::test]
async fn what_is_refused_because_of_the_sender_waits() {
    for moods in [
        // At the greeting and at the sender nothing is known of the letter; it is asked whether it is always so.
        &[
            Mood::Greets("554 no service"),
            Mood::Greets("554 no service"),
        ][..],
        &[Mood::Sender("550 who is that"), Mood::Sender("550 again")],
        &[Mood::Recipient("550 no"), Mood::Sender("553 not yours")],
        // A code says it, wherever it comes.
        &[Mood::Sender("553 5.1.8 no such domain")],
        &[Mood::Recipient("550 5.7.1 not owned by user")],
        &[Mood::Letter("550 5.4.5 daily sending quota exceeded")],
    ] {
        set_clock(NOW);
        let office = Office::open().await;
        let teacher = test_letter(&office).await;
        office.smtp.next(moods);
        assert_eq!(office.carry().await, Step::Away, "{moods:?}");
        let became = trouble(&office).await;
        assert_eq!(became, (Some(Trouble::Sender), None), "{moods:?}");
        let page = teacher.get("/mail").await.text();
        assert!(page.contains("takes no letters from us now"), "{page}");
        set_clock("2026-03-10T09:02:00Z");
        office.one().await;
    }
    // Who would take others refused this one, and who cannot be asked is asked another time.
    for (moods, step, became) in [
        (
            &[Mood::Recipient("550 no")][..],
            Step::Done,
            (Trouble::Refused, Some(Outcome::GivenUp)),
        ),
        (
            &[Mood::Letter("554 what is that")],
            Step::Done,
            (Trouble::Refused, Some(Outcome::GivenUp)),
        ),
        (
            &[Mood::Letter("554 no"), Mood::Greets("421 not now")],
            Step::Away,
            (Trouble::Away, None),
        ),
    ] {
        let office = Office::open().await;
        test_letter(&office).await;
        office.smtp.next(moods);
        assert_eq!(office.carry().await, step, "{moods:?}");
        let (trouble, outcome) = trouble(&office).await;
        assert_eq!((trouble, outcome), (Some(became.0), became.1), "{moods:?}");
    }
}

/// However many letters were given up, the page says whether others go out, and shows the latest.
#[tokio::test]
async fn letters_that_were_given_up_hide_no_others() {
    let office = Office::open().await;
    let teacher = office.join("teacher", Role::Teacher).await;
    let store = &office.site.app.store;
    for n in 0..50 {
        let login = format!("bad{n}");
        office
            .address(&login, "Bad", "nobody@", Role::Student)
            .await;
        let user = store.user(&login).await.expect("it answers");
        let user = user.expect("there is one").id;
        let begun = store.try_letter(user, office.site.app.now()).await;
        assert!(begun.expect("it answers"));
    }
    assert!(office.sent().await.is_empty());
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("✗ Letters do not arrive."), "{page}");
    teacher.post("/mail/test", "").await;
    office.one().await;
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("✓ Letters arrive."), "{page}");
    assert!(page.contains("sent 10 March"), "{page}");
    // What still waits in trouble is on top, and the state.
    let anna = office.join("anna", Role::Student).await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    office.smtp.next(&[Mood::Recipient("451 4.7.1 greylisted")]);
    set_clock("2026-03-10T09:05:00Z");
    office.carry().await;
    teacher.post("/mail/test", "").await;
    office.one().await;
    assert_eq!(trouble(&office).await, (Some(Trouble::Later), None));
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("✗ Letters do not arrive."), "{page}");
}

#[tokio::test]
async fn a_server_that_is_away_is_waited_for() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    office.smtp.goes(true);
    for at in ["2026-03-10T10:00:00Z", "2026-03-11T10:00:00Z"] {
        set_clock(at);
        assert_eq!(office.carry().await, Step::Away, "{at}");
    }
    office.smtp.goes(false);
    office
        .smtp
        .next(&[Mood::Greets("421 not now"), Mood::Letter("452 full")]);
    set_clock("2026-03-11T11:00:00Z");
    assert_eq!(office.carry().await, Step::Away);
    set_clock("2026-03-11T14:00:00Z");
    assert_eq!(office.carry().await, Step::Done);
    assert_eq!(trouble(&office).await, (Some(Trouble::Later), None));
    set_clock("2026-03-11T20:00:00Z");
    let letter = office.one().await;
    assert!(letter.header("subject").starts_with("Received: "));
    // Days later nobody waits for it any more.
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 6}").await;
    office.smtp.goes(true);
    for at in [
        "2026-03-12T10:00:00Z",
        "2026-03-13T10:00:00Z",
        "2026-03-14T19:00:00Z",
        "2026-03-14T21:00:00Z",
    ] {
        set_clock(at);
        office.carry().await;
    }
    assert_eq!(
        trouble(&office).await,
        (Some(Trouble::Away), Some(Outcome::GivenUp))
    );
}

#[tokio::test]
async fn whoever_dies_between_sending_and_marking_sends_once_more() {
    let office = Office::open().await;
    test_letter(&office).await;
    let store = &office.site.app.store;
    // As a server does that is killed after this.
    let claimed = store.claim_letter(office.site.app.now()).await;
    let claimed = claimed.expect("it answers").expect("it waits");
    assert_eq!(
        step(&office.site.app, &office.post)
            .await
            .expect("it answers"),
        Step::Idle
    );
    set_clock("2026-03-10T09:11:00Z");
    let letter = office.one().await;
    assert!(letter.header("message-id").contains(&claimed.message_id));
    // The other one, should it live after all, marks nothing that is not its own.
    store
        .end_letter(&claimed, Outcome::Needless, office.site.app.now())
        .await
        .expect("it answers");
    assert_eq!(trouble(&office).await, (None, Some(Outcome::Sent)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_sends_by_itself_and_ends_with_the_server() {
    let office = Office::open().await;
    let teacher = office.join("teacher", Role::Teacher).await;
    let app = Arc::clone(&office.site.app);
    let working = tokio::spawn(worker::work(Arc::clone(&app), Arc::new(post(&office.smtp))));
    teacher.post("/mail/test", "").await;
    while office.smtp.letters().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    app.stopping.send_replace(true);
    working.await.expect("it ends");
}
